"""The corpus that comes with the program."""

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable

from corpus.documents import document
from corpus.entries import Document


def documents() -> list[Document]:
    """All built-in documents by name, such as "library/foundations/validation.md"."""
    found = dict(_below(files("corpus") / "library", "library"))
    return [document(name, found[name].read_text(encoding="utf-8")) for name in sorted(found)]


def _below(folder: Traversable, name: str) -> Iterator[tuple[str, Traversable]]:
    for item in folder.iterdir():
        if item.is_dir():
            yield from _below(item, f"{name}/{item.name}")
        elif item.name.endswith(".md"):
            yield f"{name}/{item.name}", item
