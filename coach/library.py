"""The library of one home: documents are looked at, kept, brought up to date, removed and put back.

A document is known by its name. Taking another text in under a name touches only the questions that differ. The same
text under another name is a renamed document: its questions move, and nothing is embedded.
"""

import secrets
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

from sqlalchemy import Engine

from coach import folders
from corpus import documents, export, parsing
from corpus.changes import Changes, changes
from corpus.entries import Document, Entry, Frozen
from corpus.errors import CoachError, HomeInUse, NotFound
from corpus.limits import Limits
from index import Index, Progress, renaming

Improve = Callable[[Sequence[Entry], Progress | None], tuple[Sequence[Entry], tuple[str, ...]]]
"""Entries to the same entries with more in them, and warnings."""
MOST_WAITING = 200  # previews nobody has decided on; the oldest go first
MOST_REMOVED = 20  # documents that can be put back until the program ends
SEEN = 40  # lines of a text that are shown where nothing was recognised in it


class Ingested(Frozen):
    """What became of one document.

    was: its name before, where it was renamed. new, changed, gone: its questions, against what was held under its name.
    error: None unless status is "failed".
    """

    document: str
    status: Literal["added", "updated", "unchanged", "renamed", "removed", "failed"]
    entries: int = 0
    chunks: int = 0
    embedded: int = 0
    new: int = 0
    changed: int = 0
    gone: int = 0
    was: str | None = None
    warnings: tuple[str, ...] = ()
    error: str | None = None


class Preview(Frozen):
    """What a file would bring. Nothing is indexed before it is kept.

    token: what to keep or discard it by; empty where there is nothing to keep. status: what keeping it would be.
    error: why nothing was recognised, and seen: how the text begins that was looked through.
    """

    token: str
    document: str
    status: Literal["added", "updated", "unchanged", "renamed", "failed"]
    entries: tuple[Entry, ...] = ()
    changes: Changes = Changes()
    was: str | None = None
    warnings: tuple[str, ...] = ()
    error: str | None = None
    seen: str = ""

    @property
    def unanswered(self) -> int:
        """How many of the questions have no answer."""
        return sum(not entry.answer for entry in self.entries)


class Library:
    """The documents of one home. Safe to share between threads."""

    def __init__(self, index: Index, engine: Engine, home: Path, limits: Limits) -> None:
        self._index = index
        self._engine = engine
        self._home = home
        self._limits = limits
        self._waiting: dict[str, Document] = {}
        self._removed: dict[str, Document] = {}

    # --- Taking in -----------------------------------------------------------------------------------------------

    def ingest(
        self, paths: Sequence[Path], progress: Progress | None = None, improve: Improve | None = None
    ) -> Iterator[Ingested]:
        """Take files, folders and archives in, one report each; a bad one holds up no other. Raises HomeInUse.

        improve: what is done to the entries of each document that was taken in, such as drawing key points.

        What a folder or archive had when it was last taken in, and has no more, is removed: it is in the report.
        """
        for path in paths:
            try:
                found = documents.find([path], self._limits)
            except CoachError as error:
                yield Ingested(document=path.name, status="failed", error=str(error))
                continue
            names = [name for name, _ in found]
            for name, file in found:
                done = self.ingest_file(file, name, progress, among=names)
                yield self.improved(done, improve, progress) if improve and done.status != "failed" else done
            if path.is_dir() or path.suffix.lower() == ".zip":
                yield from self._without_vanished(path, names)

    def ingest_file(
        self, file: Path, name: str, progress: Progress | None = None, among: Collection[str] = ()
    ) -> Ingested:
        """Take one file in under a name. among: names of documents that are there too, and so were not renamed."""
        try:
            return self.take_in(documents.read(file, name, self._limits), progress, among)
        except HomeInUse:
            raise
        except CoachError as error:
            return Ingested(document=name, status="failed", error=str(error))

    def take_in(self, document: Document, progress: Progress | None = None, among: Collection[str] = ()) -> Ingested:
        """Bring the index up to date with a document. Raises DocumentUnreadable, or HomeInUse."""
        if self._index.is_current(document):  # then it need not be parsed
            return Ingested(**self._index.sync(document, ()).model_dump())
        parsed = parsing.parse(document, self._limits)
        before = self._index.entries(document.name)
        if not before and (was := self._earlier_name(document, among)) is not None:
            self._index.hold()
            moved = renaming.rename(self._engine, was, document)
            return Ingested(document=document.name, status="renamed", entries=moved, was=was, warnings=parsed.warnings)
        report = self._index.sync(document, parsed.entries, progress)
        differ = changes(before, parsed.entries)
        return Ingested(
            **report.model_dump(),
            new=len(differ.new),
            changed=len(differ.changed),
            gone=len(differ.gone),
            warnings=(*parsed.warnings, *_replaced(document.name, before, differ)),
        )

    def improved(self, done: Ingested, improve: Improve, progress: Progress | None = None) -> Ingested:
        """The same document with its entries improved. Raises HomeInUse."""
        document = renaming.stored(self._engine, done.document)
        if document is None:
            return done
        before = self._index.entries(done.document)
        after, warnings = improve(before, progress)
        differ = changes(before, after)
        if not differ.changed:
            return done.model_copy(update={"warnings": (*done.warnings, *warnings)})
        report = self._index.renew(document, after, progress)
        return done.model_copy(
            update={
                "status": "updated" if done.status == "unchanged" else done.status,
                "chunks": report.chunks,
                "embedded": done.embedded + report.embedded,
                "changed": done.changed + len(differ.changed) if done.status != "added" else 0,
                "warnings": (*done.warnings, *warnings),
            }
        )

    def _earlier_name(self, document: Document, among: Collection[str]) -> str | None:
        return next((name for name in renaming.same_text(self._engine, document) if name not in among), None)

    def _without_vanished(self, folder: Path, names: Sequence[str]) -> Iterator[Ingested]:
        held = {info.name for info in self._index.documents() if not info.builtin}
        for name in folders.vanished(self._home, folder, names):
            if name in held:
                yield self.remove(name)
        if names:
            folders.remember(self._home, folder, names)

    # --- Looking before keeping ----------------------------------------------------------------------------------

    def look_at(self, file: Path, name: str | None = None) -> list[Preview]:
        """What a file, or each document in an archive, would bring. Nothing is indexed."""
        try:
            found = documents.find([file], self._limits)
        except CoachError as error:
            return [Preview(token="", document=name or file.name, status="failed", error=str(error))]
        return [self._preview(path, name if name and len(found) == 1 else own) for own, path in found]

    def _preview(self, file: Path, name: str) -> Preview:
        try:
            document = documents.read(file, name, self._limits)
        except CoachError as error:
            return Preview(token="", document=name, status="failed", error=str(error))
        try:
            parsed = parsing.parse(document, self._limits)
        except CoachError as error:
            seen = "\n".join(document.text.split("\n")[:SEEN])
            return Preview(token="", document=name, status="failed", error=str(error), seen=seen)
        before = self._index.entries(name)
        differ = changes(before, parsed.entries)
        was = None if before else self._earlier_name(document, ())
        same = self._index.is_current(document)
        return Preview(
            token="" if same else self._wait(document),
            document=name,
            status="unchanged" if same else "renamed" if was else "updated" if before else "added",
            entries=parsed.entries,
            changes=differ,
            was=was,
            warnings=(*parsed.warnings, *_replaced(name, before, differ)),
        )

    def _wait(self, document: Document) -> str:
        token = secrets.token_urlsafe(12)
        self._waiting[token] = document
        while len(self._waiting) > MOST_WAITING:
            self._waiting.pop(next(iter(self._waiting)), None)
        return token

    def keep(self, token: str, progress: Progress | None = None) -> Ingested:
        """Take in what was looked at. Raises NotFound where it is not waiting any more, or HomeInUse."""
        document = self._waiting.get(token)
        if document is None:
            raise NotFound("That document is not waiting any more.", remedy="Add the file again.")
        done = self.take_in(document, progress)
        self._waiting.pop(token, None)
        return done

    def discard(self, token: str) -> None:
        """Forget what was looked at."""
        self._waiting.pop(token, None)

    # --- Removing and mending ------------------------------------------------------------------------------------

    def remove(self, name: str) -> Ingested:
        """Take a document out; until the program ends it can be put back. Raises NotFound, or HomeInUse."""
        document = renaming.stored(self._engine, name)
        report = self._index.remove(name)
        if document is not None:
            self._removed[name] = document
            while len(self._removed) > MOST_REMOVED:
                self._removed.pop(next(iter(self._removed)), None)
        return Ingested(**report.model_dump(), gone=report.entries)

    def put_back(self, name: str, progress: Progress | None = None) -> Ingested:
        """Take a removed document in again. Raises NotFound where it is not held any more, or HomeInUse."""
        document = self._removed.get(name)
        if document is None:
            raise NotFound(f"{name} cannot be put back any more.", remedy="Add its file again.")
        done = self.take_in(document, progress)
        self._removed.pop(name, None)
        return done

    def reindex(self, progress: Progress | None = None) -> int:
        """Read documents of an older program anew, and make the vectors anew where some are lost. How many were lost.

        Raises HomeInUse.
        """
        for document in self._index.stale():
            self.take_in(document, progress)
        return self._index.heal(progress)

    # --- Taking out ----------------------------------------------------------------------------------------------

    def exported(self, form: str, name: str | None = None) -> str:
        """A document, or all of the user's, in the library format ("md") or as rows ("csv"). Raises NotFound."""
        own = [info.name for info in self._index.documents() if not info.builtin]
        if name is None:
            found = [entry for own_name in own for entry in self._index.entries(own_name)]
        else:
            found = self._index.entries(name)
            if not found:
                raise NotFound(f"There is no document called {name}.", remedy="See the names in the library.")
        if form not in FORMS:
            raise NotFound("There is no such format.", remedy=f"Choose {' or '.join(FORMS)}.")
        return export.to_csv(found) if form == "csv" else export.to_library(found, name or "My questions")


FORMS: Mapping[str, str] = {"md": "text/markdown", "csv": "text/csv"}
"""How documents can be exported, with the media types."""


def _replaced(name: str, before: Sequence[Entry], differ: Changes) -> tuple[str, ...]:
    """A warning where most of what was held under a name goes: it may have been another document."""
    if len(differ.gone) <= len(before) / 2 or not before:
        return ()
    return (
        f"{len(differ.gone)} of the {len(before)} questions that {name} had before are not in it. If this is another "
        "document, give its file another name.",
    )
