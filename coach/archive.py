"""Everything the user owns as one file, for a copy kept elsewhere or another machine.

A zip of JSON lines: the documents that were added with their questions, all sessions with their events, and the
settings that mean the same everywhere. Left out are keys, the choice of a model (nothing may begin to leave a machine
because a file was read), and whatever is made anew from the rest: vectors, the built-in notes, kept grades.
"""

import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from sqlalchemy import Engine

from coach import settings as choices
from coach.events import Event
from coach.settings import Settings
from coach.storage import SessionInfo, Store
from corpus import documents
from corpus.entries import Document, Entry, Frozen
from corpus.errors import Misconfigured
from corpus.limits import Limits
from index import Index, Progress, renaming

FORMAT = 1
CARRIED = ("interview_date", *Limits.model_fields)
"""The settings that an archive carries."""
MOST_BYTES = 2_000_000_000
"""Unpacked: what says it is more is no archive of ours."""
Line = TypeVar("Line", bound=BaseModel)


class About(Frozen):
    """What an archive is."""

    format: int
    made_at: datetime


class Held(Frozen):
    """A document and its questions, which may have more in them than its text."""

    document: Document
    entries: tuple[Entry, ...]


class Told(Frozen):
    """A session, whole."""

    info: SessionInfo
    events: tuple[Event, ...]


class Carried(Frozen):
    """What was written to an archive, or came out of one. Documents and sessions that were there already count not."""

    documents: int
    sessions: int


def write(file: Path, store: Store, index: Index, engine: Engine, settings: Settings, now: datetime) -> Carried:
    """Write an archive. Raises Misconfigured where the file cannot be written."""
    own = [info.name for info in index.documents() if not info.builtin]
    sessions = store.sessions()
    try:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("about.json", About(format=FORMAT, made_at=now).model_dump_json())
            archive.writestr("settings.json", json.dumps(choices.chosen(settings, CARRIED)))
            with archive.open("documents.jsonl", "w", force_zip64=True) as lines:
                for name in own:
                    document = renaming.stored(engine, name)
                    if document is not None:
                        held = Held(document=document, entries=tuple(index.entries(name)))
                        lines.write(held.model_dump_json().encode() + b"\n")
            with archive.open("sessions.jsonl", "w", force_zip64=True) as lines:
                for info in sessions:
                    told = Told(info=info, events=tuple(store.events(info.id)))
                    lines.write(told.model_dump_json().encode() + b"\n")
    except OSError as error:
        raise Misconfigured(f"{file} cannot be written: {error.strerror}.", remedy="Choose another place.") from error
    return Carried(documents=len(own), sessions=len(sessions))


def read(
    file: Path, store: Store, index: Index, settings: Settings, progress: Progress | None = None
) -> tuple[Carried, dict[str, object]]:
    """Take in what an archive holds, beside what is there; and the settings it carries.

    A document of the same name gets the archive's text; a session that is there already stays as it is. Reading the
    same archive twice changes nothing. Raises Misconfigured where the file is no archive, or is damaged: what came
    before the damage is taken in then. Raises HomeInUse.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            _check(archive, file)
            carried = _settings(archive.read("settings.json"), settings)
            changed = _documents(_lines(archive, "documents.jsonl", Held), index, progress)
            sessions = 0
            for told in _lines(archive, "sessions.jsonl", Told):
                sessions += _put_back(told, store)
    except (zipfile.BadZipFile, KeyError, ValidationError, json.JSONDecodeError, UnicodeDecodeError, OSError) as error:
        raise Misconfigured(
            f"{file.name} is no archive of Interview Coach, or it is damaged.",
            remedy="Give a file that `coach export` or the Settings page has written.",
        ) from error
    return Carried(documents=changed, sessions=sessions), carried


def _check(archive: zipfile.ZipFile, file: Path) -> None:
    about = About.model_validate_json(archive.read("about.json"))
    if about.format > FORMAT:
        raise Misconfigured(
            f"{file.name} was written by a newer version of Interview Coach.", remedy="Install that version here too."
        )
    if sum(member.file_size for member in archive.infolist()) > MOST_BYTES:
        raise Misconfigured(f"{file.name} is too large to be read.", remedy="Take in its documents one by one.")


def _documents(all_held: Iterable[Held], index: Index, progress: Progress | None) -> int:
    changed = 0
    builtin = {info.name for info in index.documents() if info.builtin}
    for held in all_held:
        name = held.document.name
        document = documents.document(name, held.document.text, held.document.warnings)  # with a hash of our own
        if name in builtin or (index.is_current(document) and tuple(index.entries(name)) == held.entries):
            continue
        index.renew(document, held.entries, progress)
        changed += 1
    return changed


def _put_back(told: Told, store: Store) -> bool:
    if not re.fullmatch(r"\w{1,32}", told.info.id):
        raise KeyError(told.info.id)
    return store.put_back(told.info, told.events)


def _settings(saved: bytes, settings: Settings) -> dict[str, object]:
    given = json.loads(saved)
    wanted = {name: value for name, value in given.items() if name in CARRIED}
    checked = Settings(home=settings.home, **wanted)
    return {name: getattr(checked, name) for name in wanted}


def _lines(archive: zipfile.ZipFile, name: str, shape: type[Line]) -> Iterator[Line]:
    with archive.open(name) as lines:
        for line in lines:
            yield shape.model_validate_json(line)
