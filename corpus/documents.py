"""Files to documents: their text, decoded, and as Markdown or rows where they were something else."""

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from corpus import archives, notebooks
from corpus.conversion import CONVERTERS, convert
from corpus.decoding import decode
from corpus.entries import Document
from corpus.errors import DocumentUnreadable
from corpus.limits import LIMITS, Limits, raising

TEXTS = (".md", ".markdown", ".mdown", ".txt", ".text", ".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".ipynb")
SUFFIXES = (*TEXTS, *CONVERTERS)
"""Of files that are read; a zip file of these is read too."""

INSTEAD = {
    ".doc": "Save it as .docx, and add that.",
    ".xls": "Save it as .xlsx or .csv, and add that.",
    ".ppt": "Save it as .pdf, and add that.",
    ".pptx": "Save it as .pdf, and add that.",
    ".rtf": "Save it as .docx or .txt, and add that.",
    ".odt": "Save it as .docx, and add that.",
    ".ods": "Save it as .xlsx or .csv, and add that.",
    ".epub": "Save it as .html or .pdf, and add that.",
    ".colpkg": "Export a deck from Anki as .apkg, and add that.",
}
"""What to do with formats that are not read."""


_STYLED = {
    code: unicodedata.normalize("NFKC", chr(code))
    for code in range(0x1D400, 0x1D800)
    if unicodedata.category(chr(code)) != "Cn"
}
"""Letters of formulas that people use as bold or italic ones. To a search or a model they are no letters; each becomes
the plain one, so that places in the text stay what they are."""


def document(name: str, text: str, warnings: tuple[str, ...] = ()) -> Document:
    """A document of that name and text."""
    text = text.translate(_STYLED).replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "\ufffd")
    return Document(
        name=name,
        text=text,
        content_hash=hashlib.sha256(f"{name}\0{text}".encode(errors="replace")).hexdigest(),
        warnings=warnings,
    )


def read(path: Path, name: str | None = None, limits: Limits = LIMITS) -> Document:
    """The document in a file, called name or as the file is. Raises DocumentUnreadable.

    A member of a zip file is read by the name that `find` gives it: the file's own, a slash, the member's.
    """
    name = name or path.name
    data = _content(path, name, limits)
    if path.suffix.lower() == ".zip":
        data = _member(data, path.name, name, limits)
    return from_bytes(data, name, limits)


def from_bytes(data: bytes, name: str, limits: Limits = LIMITS) -> Document:
    """The document in these bytes; the ending of its name says what they are. Raises DocumentUnreadable."""
    suffix = PurePosixPath(name).suffix.lower()
    if not data.strip():
        raise DocumentUnreadable(f"{name} is empty.", remedy="Put questions into it, and add it again.")
    if suffix in CONVERTERS:
        return document(name, convert(data, suffix, name, limits))
    if suffix not in TEXTS:
        raise DocumentUnreadable(
            f"{name} is of a kind that is not read ({suffix or 'no ending'}).",
            remedy=INSTEAD.get(suffix, f"Save it as one of {', '.join(SUFFIXES)}, and add that."),
        )
    text, warnings = decode(data, name)
    if suffix == ".ipynb":
        text = notebooks.to_markdown(text, name)
    return document(name, text, warnings)


def find(paths: Iterable[Path], limits: Limits = LIMITS) -> list[tuple[str, Path]]:
    """The documents among files, in zip files and below folders, as (name, path).

    A name is the path below the folder that was given, and for what is in a zip file goes on inside it. A file that was
    named itself is there even if it cannot be read, so that reading it says why.
    """
    return [found for path in paths for found in _under(path, limits)]


def _under(path: Path, limits: Limits) -> Iterator[tuple[str, Path]]:
    if not path.is_dir():
        yield from _in_file(path, path.name, limits)
        return
    for file in sorted(path.rglob("*")):
        below = file.relative_to(path)
        known = file.suffix.lower() in (*SUFFIXES, ".zip")
        if known and file.is_file() and not any(part.startswith((".", "~$")) for part in below.parts):
            yield from _in_file(file, below.as_posix(), limits)


def _in_file(file: Path, name: str, limits: Limits) -> Iterator[tuple[str, Path]]:
    if file.suffix.lower() != ".zip":
        yield name, file
        return
    try:
        archive = archives.opened(_content(file, name, limits), name, limits)
    except DocumentUnreadable:
        yield name, file  # reading it says why
        return
    inside = [m for m in archives.members(archive) if PurePosixPath(m).suffix.lower() in SUFFIXES]
    for member in sorted(inside):
        yield f"{name}/{member}", file
    if not inside:
        yield name, file


def _content(path: Path, name: str, limits: Limits) -> bytes:
    try:
        size = path.stat().st_size
        if size <= limits.max_bytes:
            return path.read_bytes()
    except OSError as error:
        reason = (error.strerror or "it is not a file").lower()
        raise DocumentUnreadable(
            f"{name} cannot be read: {reason}.", remedy="Check the path and its permissions, and add it again."
        ) from error
    raise DocumentUnreadable(
        f"{name} has {size / 1e6:.1f} MB; the limit is {limits.max_bytes / 1e6:.1f} MB.",
        remedy=f"Split it into smaller documents, {raising('max_bytes')}.",
    )


def _member(data: bytes, file: str, name: str, limits: Limits) -> bytes:
    """What the member that name ends with holds."""
    archive = archives.opened(data, file, limits)
    _, _, member = name.partition(f"{file}/")
    if member not in set(archives.members(archive)):
        kinds = ", ".join(SUFFIXES)
        raise DocumentUnreadable(
            f"{name} holds no document that can be read.", remedy=f"Put files of these kinds into it: {kinds}."
        )
    return archives.contents(archive, member, name)
