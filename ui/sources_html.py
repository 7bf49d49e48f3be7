"""The passages behind an answer: each cited sentence marked where it stands in its entry. Pure."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote as quoted

from coach.chats import Exchange
from coach.explanation import Citation
from corpus.entries import Entry
from ui.escaping import harmless

EntryOf = Callable[[str], Entry | None]
"""Finds an entry by its id; None where its document was removed since."""
ELSEWHERE = {"key_point": "A key point", "pitfall": "A pitfall", "follow_up": "From a follow-up question"}
"""What a quotation is called that does not stand in the answer of its entry."""
LIST_MARKER = re.compile(r"\s*(?:(?:[-*+]|\d+[.)]|>)\s+)?")
TAGGED = r'<mark id="cite-{place}" class="cite-{place}"><b class="n">{n}</b>'


@dataclass(frozen=True, slots=True)
class Cited:
    """A quotation in the answer of an entry, as offsets [start, end)."""

    start: int
    end: int
    n: int


def sources(exchanges: Sequence[Exchange], entry_of: EntryOf) -> str:
    """The passages behind all answers as Markdown: a group per answer, the last one open; a card per entry."""
    cited = [e for e in exchanges if e.explanation is not None and e.explanation.citations]
    if not cited:
        return '<p class="line">The passages behind an answer appear here, with each cited sentence marked.</p>'
    groups = []
    for exchange in cited:
        assert exchange.explanation is not None
        by_entry: dict[str, list[Citation]] = {}
        for citation in exchange.explanation.citations:
            by_entry.setdefault(citation.entry_id, []).append(citation)
        cards = "\n\n".join(_card(citations, exchange.seq, entry_of) for citations in by_entry.values())
        on = " on" if exchange is cited[-1] else ""
        groups.append(f'<div class="group{on}">\n\n{cards}\n\n</div>')
    return "\n\n".join(groups)


def _card(citations: Sequence[Citation], answer: int, entry_of: EntryOf) -> str:
    """One entry, with all that an answer cites of it."""
    first = citations[0]
    entry = entry_of(first.entry_id)
    placed = [(c, _place(c, entry)) for c in citations]
    parts = []
    if entry is not None and (inside := [cited for _, cited in placed if cited is not None]):
        parts.append(marked(entry.answer, inside, answer))
    for citation, cited in placed:
        if cited is None:
            label = ELSEWHERE.get(citation.part, "")
            parts += [f'<p class="part">{label}</p>'] if label else []
            parts.append(marked(citation.quote, [Cited(0, len(citation.quote), citation.n)], answer))
    link = f'<a href="/library?entry={quoted(first.entry_id)}">Open in the library</a>' if entry is not None else ""
    body = "\n\n".join(parts)
    return (
        f'<article class="src" tabindex="-1">\n<button class="close">Close</button>'
        f'\n<h3>{escape(first.question)}</h3>\n\n{body}\n\n<p class="where">{escape(first.place)}{link}</p>\n</article>'
    )


def _place(citation: Citation, entry: Entry | None) -> Cited | None:
    """Where a quotation stands in the answer of its entry today; None where it does not."""
    if entry is None or citation.part != "answer":
        return None
    if citation.span is not None and entry.answer[slice(*citation.span)] == citation.quote:
        return Cited(*citation.span, citation.n)
    start = entry.answer.find(citation.quote)
    return None if start < 0 else Cited(start, start + len(citation.quote), citation.n)


def marked(text: str, cited: Sequence[Cited], answer: int) -> str:
    """The paragraphs of `text` in which something is cited, each citation marked; what lies between is left out.

    answer: number of the answer that cites, part of the marks' ids: a citation is `cite-<answer>-<n>`.
    """
    shown: list[str] = []
    tagged: set[int] = set()
    left_out = False
    for start, end in _blocks(text):
        inside = sorted((c for c in cited if c.start < end and c.end > start), key=lambda c: c.start)
        if not inside:
            left_out = True
            continue
        if left_out:
            shown.append('<p class="gap">…</p>')
        left_out = False
        shown.append(_marked_block(text, start, end, inside, answer, tagged))
    if left_out:
        shown.append('<p class="gap">…</p>')
    return "\n\n".join(shown)


def _blocks(text: str) -> Iterable[tuple[int, int]]:
    """Where the paragraphs of a Markdown text stand; a block of code is one, blank lines in it or not."""
    start, place, fenced = None, 0, False
    for line in text.splitlines(keepends=True):
        if line.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
        if line.strip() or fenced:
            start = place if start is None else start
        elif start is not None:
            yield start, place
            start = None
        place += len(line)
    if start is not None:
        yield start, place


def _marked_block(text: str, start: int, end: int, cited: Sequence[Cited], answer: int, tagged: set[int]) -> str:
    block = text[start:end].strip("\n")
    if block.lstrip().startswith(("```", "~~~", "|", "$$")):  # no tag may stand inside: new numbers stand above
        new = "".join(_open(c.n, answer, tagged) + "</mark> " for c in cited if c.n not in tagged)
        return "\n\n".join(filter(None, (new, '<div class="marked">', harmless(block), "</div>")))
    out: list[str] = []
    place = start
    for line in text[start:end].splitlines(keepends=True):
        out.append(_marked_line(line, place, cited, answer, tagged))
        place += len(line)
    return "".join(out).rstrip("\n")


def _marked_line(line: str, place: int, cited: Sequence[Cited], answer: int, tagged: set[int]) -> str:
    """A line in which every citation that reaches into it is marked; list markers stay outside."""
    match = LIST_MARKER.match(line)
    begin = match.end() if match else 0
    done = 0
    out = ""
    for c in cited:
        start, end = max(c.start - place, begin, done), min(c.end - place, len(line.rstrip()))
        if start >= end:
            continue
        out += harmless(line[done:start]) + _open(c.n, answer, tagged) + harmless(line[start:end]) + "</mark>"
        done = end
    return out + harmless(line[done:])


def _open(n: int, answer: int, tagged: set[int]) -> str:
    """The tag that begins a mark; only the first one of a citation has its id and its number."""
    place = f"{answer}-{n}"
    if n in tagged:
        return f'<mark class="cite-{place}">'
    tagged.add(n)
    return TAGGED.format(place=place, n=n)
