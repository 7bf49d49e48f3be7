"""Documents for the tests of this area, made of text."""

from collections.abc import Callable

import pytest

from corpus import parsing
from corpus.documents import document
from corpus.entries import Entry

Parse = Callable[..., tuple[Entry, ...]]


@pytest.fixture
def parse() -> Parse:
    """The entries of a text, as a document of that name."""

    def parsed(text: str, name: str = "notes.md") -> tuple[Entry, ...]:
        return parsing.parse(document(name, text)).entries

    return parsed
