"""The citations of an answer as it is put together: every quotation gets a number, and the same one keeps it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from coach.explaining.quoting import Unit, runs
from coach.explanation import Citation, Part
from corpus.entries import Entry

_FENCE_WITH_CODE = re.compile(r"^(\s*(?:```|~~~)\w*)[ \t]+(?=\S)", re.MULTILINE)
_FENCE_BEHIND_CODE = re.compile(r"(?<=\S)[ \t]+(```|~~~)[ \t]*$", re.MULTILINE)


@dataclass(slots=True)
class Notes:
    """The citations so far."""

    citations: list[Citation] = field(default_factory=list)

    def cite(self, entry: Entry, quote: str, part: Part, span: tuple[int, int] | None = None) -> str:
        """The number, in brackets, under which the quote is cited."""
        for citation in self.citations:
            if (citation.entry_id, citation.quote, citation.part) == (entry.id, quote, part):
                return f"[{citation.n}]"
        n = len(self.citations) + 1
        self.citations.append(Citation.of(n, entry, quote, part, span))
        return f"[{n}]"

    def told(self, entry: Entry, units: Sequence[Unit]) -> str:
        """Units as Markdown: what follows each other in the document stays together, with one number at its end."""
        told = ""
        end = 0
        for start, stop in runs(units, entry.answer):
            quote = entry.answer[start:stop]
            number = self.cite(entry, quote, "answer", (start, stop))
            last = next(unit for unit in reversed(units) if unit.end == stop)
            gap = "\n\n" if not told or not last.prose or "\n\n" in entry.answer[end:start] else " "
            told += (
                (gap if told else "") + fenced(quote) + (" " if last.prose and "```" not in quote else "\n\n") + number
            )
            end = stop
        return told

    def part_of(self, entry: Entry, unit: Unit, part: str) -> str:
        """Some lines of a unit that is no running text, cited as the whole of it."""
        return f"{part}\n\n{self.cite(entry, unit.text, 'answer', (unit.start, unit.end))}"

    def listed(self, entry: Entry, texts: Iterable[str], part: Part) -> str:
        """Key points or pitfalls as a list."""
        return "\n".join(f"- {text} {self.cite(entry, text, part)}" for text in texts)

    def bulleted(self, entry: Entry, units: Iterable[Unit]) -> str:
        """Units as a list, each with its own number."""
        return "\n".join(
            f"- {unit.text} {self.cite(entry, unit.text, 'answer', (unit.start, unit.end))}" for unit in units
        )


def fenced(text: str) -> str:
    """A text whose code fences stand on lines of their own: scraped pages lose the line breaks around them."""
    if not _FENCE_BEHIND_CODE.search(text):
        return text
    return _FENCE_BEHIND_CODE.sub(r"\n\1", _FENCE_WITH_CODE.sub(r"\1\n", text))
