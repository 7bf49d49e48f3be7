"""Documents to entries: the one door, whatever the format."""

from collections import Counter
from dataclasses import dataclass

from corpus import library_format, markdown, rows
from corpus.entries import Document, Entry
from corpus.errors import DocumentUnreadable
from corpus.limits import LIMITS, Limits, raising
from corpus.lines import Shape, scan

PARSER_VERSION = "5"  # grows when the same text would give other entries: documents are then indexed again

SHAPES = {
    Shape.HEADING: ("heading", "headings"),
    Shape.ITEM: ("list item", "list items"),
    Shape.TABLE: ("table row", "table rows"),
    Shape.CODE: ("line of code", "lines of code"),
    Shape.TEXT: ("line of text", "lines of text"),
}
REMEDY = (
    "Put each question on a line or heading of its own and the answer below it, or name a column “question”, and add "
    "it again."
)


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a document holds.

    warnings: full sentences for the user about what was left out or guessed.
    """

    entries: tuple[Entry, ...]
    warnings: tuple[str, ...] = ()


def parse(document: Document, limits: Limits = LIMITS) -> Parsed:
    """The entries of a document, in order. Raises DocumentUnreadable where nothing is recognised."""
    warnings = list(document.warnings)
    if rows.is_rows(document):
        entries = rows.read(document)
    elif library_format.is_library(document.text):
        entries, problems = library_format.read(document)
        warnings += [f"Line {problem.line}: {problem.message}" for problem in problems]
    else:
        entries, said = markdown.read(document)
        warnings += said
    if not entries:
        raise DocumentUnreadable(f"No question was recognised in {document.name}. {_seen(document)}", remedy=REMEDY)
    if len(entries) > limits.max_entries:
        raise DocumentUnreadable(
            f"{document.name} has {len(entries)} questions; the limit is {limits.max_entries}.",
            remedy=f"Split it into smaller documents, {raising('max_entries')}.",
        )
    if empty := sum(not entry.answer for entry in entries):
        warnings.append(
            f"{empty} of {len(entries)} questions have no answer in it; they can be asked, but not graded or explained."
            if empty > 1
            else "One question has no answer in it; it can be asked, but not graded or explained."
        )
    return Parsed(entries, tuple(warnings))


def _seen(document: Document) -> str:
    """What the parser saw, in a sentence, for someone who wonders why it saw no question."""
    if rows.is_rows(document):
        return "It is rows, and no column is named “question” or mostly asks."
    shapes = Counter(line.shape for line in scan(document.text))
    seen = [
        f"{shapes[shape]} {one if shapes[shape] == 1 else more}"
        for shape, (one, more) in SHAPES.items()
        if shapes[shape]
    ]
    return f"It has {', '.join(seen)}, and none of them is set like a question." if seen else "It has no text."
