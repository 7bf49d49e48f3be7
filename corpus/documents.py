"""Files to documents: their text, decoded and as Markdown where they were something else."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from corpus.decoding import decode
from corpus.entries import Document
from corpus.errors import DocumentUnreadable

SUFFIXES = (".md", ".markdown", ".txt")
MAX_BYTES = 20_000_000


def document(name: str, text: str) -> Document:
    """A document of that name and text."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return Document(name=name, text=text, content_hash=hashlib.sha256(f"{name}\0{text}".encode()).hexdigest())


def read(path: Path, name: str | None = None) -> Document:
    """The document in a file; it is called name, or as the file is. Raises DocumentUnreadable."""
    name = name or path.name
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MAX_BYTES else b""
    except OSError as error:
        raise DocumentUnreadable(
            f"{name} cannot be read: {(error.strerror or 'it is not a file').lower()}.",
            remedy="Check the path and its permissions, and add it again.",
        ) from error
    if size > MAX_BYTES:
        raise DocumentUnreadable(
            f"{name} has {size / 1e6:.0f} MB; the limit is {MAX_BYTES / 1e6:.0f} MB.",
            remedy="Split it into smaller documents.",
        )
    return document(name, decode(data, name))


def find(paths: Iterable[Path]) -> list[tuple[str, Path]]:
    """The documents among files and below folders, as (name, path): a name is the path below the folder given."""
    return [found for path in paths for found in _under(path)]


def _under(path: Path) -> Iterator[tuple[str, Path]]:
    if not path.is_dir():
        yield path.name, path
        return
    for file in sorted(path.rglob("*")):
        below = file.relative_to(path)
        if file.suffix.lower() in SUFFIXES and file.is_file() and not any(part.startswith(".") for part in below.parts):
            yield below.as_posix(), file
