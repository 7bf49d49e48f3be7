"""Questions in a Markdown document, known by the document's own regularities."""

import re

from corpus.entries import Document, Entry
from corpus.making import Found, entries_of
from corpus.wording import asks

_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*$")
_NUMBER = re.compile(r"(?:q(?:uestion)?\s*)?\d+\s*[.):]\s*", re.IGNORECASE)


def read(document: Document) -> tuple[Entry, ...]:
    """The entries of a Markdown document; none where it has no questions."""
    lines = document.text.split("\n")
    heads = [(i, match) for i, line in enumerate(lines) if (match := _HEADING.match(line))]
    numbered = sum(bool(_NUMBER.match(match[2])) for _, match in heads) * 2 > len(heads)
    chosen = [(i, match) for i, match in heads if _NUMBER.match(match[2]) or (not numbered and asks(match[2]))]
    ends = [*(i for i, _ in chosen[1:]), len(lines)]
    found = [
        Found(question=_NUMBER.sub("", match[2], count=1), start=i, answer_lines=(i + 1, end))
        for (i, match), end in zip(chosen, ends, strict=True)
    ]
    return entries_of(document, lines, found)
