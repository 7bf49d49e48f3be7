"""Documents to entries: the one door, whatever the format."""

from dataclasses import dataclass

from corpus import library_format, markdown
from corpus.entries import Document, Entry
from corpus.errors import DocumentUnreadable

PARSER_VERSION = "2"  # grows when the same text would give other entries: documents are then indexed again


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a document holds.

    warnings: full sentences for the user about what was left out or guessed.
    """

    entries: tuple[Entry, ...]
    warnings: tuple[str, ...] = ()


def parse(document: Document) -> Parsed:
    """The entries of a document, in order. Raises DocumentUnreadable where nothing is recognised."""
    if library_format.is_library(document.text):
        entries, problems = library_format.read(document)
        parsed = Parsed(entries, tuple(f"Line {problem.line}: {problem.message}" for problem in problems))
    else:
        parsed = Parsed(markdown.read(document))
    if not parsed.entries:
        raise DocumentUnreadable(
            f"No question was recognised in {document.name}.",
            remedy="Put each question on a line or heading of its own and the answer below it, and add it again.",
        )
    return parsed
