"""Anki decks (.apkg) to rows: a note is a row, its first field the question and the rest the answer.

A deck is a zip file with an SQLite database in it, in three versions; the newest is packed with Zstandard.
"""

import html
import json
import re
import sqlite3
import tempfile
from pathlib import Path

from corpus import archives
from corpus.errors import DocumentUnreadable
from corpus.limits import Limits

DATABASES = ("collection.anki21b", "collection.anki21", "collection.anki2")
_CLOZE = re.compile(r"\{\{c\d+::(.*?)(?:::(.*?))?\}\}", re.DOTALL)
_SOUND = re.compile(r"\[sound:[^\]]*\]")


def to_rows(data: bytes, name: str, limits: Limits) -> str:
    """The notes of a deck, one JSON array a line, under a header. Raises DocumentUnreadable."""
    archive = archives.opened(data, name, limits)
    held = {info.filename for info in archive.infolist()}
    database = next((member for member in DATABASES if member in held), None)
    if database is None:
        raise _unreadable(name)
    content = archives.contents(archive, database, name)
    if database.endswith("b"):
        content = _unpacked(content, name, limits)
    rows = [["Question", "Answer", "Tags"], *_notes(content, name)]
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n"


def _unpacked(content: bytes, name: str, limits: Limits) -> bytes:
    import zstandard

    try:
        with zstandard.ZstdDecompressor().stream_reader(content) as stream:
            database = stream.read(limits.max_unpacked_bytes + 1)
    except zstandard.ZstdError as error:
        raise _unreadable(name) from error
    if len(database) > limits.max_unpacked_bytes:
        raise _unreadable(name)
    return database


def _notes(content: bytes, name: str) -> list[list[str]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "collection.db"
        path.write_bytes(content)
        connection = sqlite3.connect(path)
        try:
            rows = connection.execute("SELECT flds, tags FROM notes ORDER BY id").fetchall()
        except sqlite3.DatabaseError as error:
            raise _unreadable(name) from error
        finally:
            connection.close()
    return [row for fields, tags in rows if (row := _row(str(fields), str(tags)))]


def _row(fields: str, tags: str) -> list[str]:
    first, *rest = fields.split("\x1f")
    if _CLOZE.search(first):
        hidden = [match[1] for match in _CLOZE.finditer(first)]
        rest = [*hidden, *rest]
        first = _CLOZE.sub(lambda match: f"[{match[2]}]" if match[2] else "[...]", first)
    question = " ".join(to_text(first).split())
    answer = "\n\n".join(text for part in rest if (text := to_text(part).strip()))
    return [question, answer, topic_of_tags(tags)] if question else []


def topic_of_tags(tags: str) -> str:
    """The first tag that is no bookkeeping, without those it is below: "ml::time-series" says "time series"."""
    tag = next((tag for tag in tags.split() if tag not in ("leech", "marked")), "")
    return re.sub(r"[_-]", " ", tag.split("::")[-1])


def to_text(field: str) -> str:
    """A field of a note as Markdown; plain text stays as it is."""
    from corpus.webpages import to_markdown

    field = _SOUND.sub("", field)
    if not re.search(r"<[a-zA-Z/][^>]*>", field):
        return html.unescape(field)
    return to_markdown(field)


def _unreadable(name: str) -> DocumentUnreadable:
    return DocumentUnreadable(
        f"{name} is not an Anki deck that can be read.",
        remedy="Export the deck from Anki again, as .apkg or as notes in plain text, and add that.",
    )
