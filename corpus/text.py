"""Sentences of a Markdown text, as spans: what is cited, embedded and quoted is always whole sentences.

Spans are offsets into the text as it stands, so that a quotation is byte for byte what the document says. What is not
prose stays in one piece: a fenced block, a table, a displayed formula, a list item, a heading, an image on its own.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple


class Span(NamedTuple):
    """A piece of a text: character offsets [start, end)."""

    start: int
    end: int


_FENCE = re.compile(r"\s*(?P<mark>`{3,}|~{3,})")
_ITEM = re.compile(r"\s*(?:[-*+•]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s+")
_HEADING = re.compile(r"\s{0,3}#{1,6}(?:\s|$)")
_TABLE = re.compile(r"\s*\|.*\|\s*$")
_KEPT = re.compile(r"`+[^`\n]+`+|\$\$.+?\$\$|\$[^$\n]+\$|!?\[[^\]\n]*\]\([^)\n]*\)|<[^<>\n]+>|https?://\S+", re.DOTALL)
_END = re.compile(r"[.!?…]+[\"'”’)\]*_]*(?=\s|$)|[。！？]")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\[“\"'])(?:e\.g|i\.e|cf|vs|etc|approx|resp|eq|eqs|fig|figs|sec|ch|no|nos|vol|pp|al|st|dr|mr|mrs|ms|prof"
    r"|inc|ltd|jr|sr|[A-Za-z]|(?:[A-Za-z]\.)+[A-Za-z])\.$",
    re.IGNORECASE,
)


def sentences(text: str) -> list[Span]:
    """The sentences of a Markdown text, in order, without overlap; only white space lies outside them."""
    return [span for block in blocks(text) for span in _split(text, block)]


def blocks(text: str) -> list[Span]:
    """Paragraphs, list items, fenced blocks, tables, displayed formulas and headings, in order."""
    return list(_blocks(text))


def _blocks(text: str) -> Iterator[Span]:
    start = end = -1  # the open block
    closing: str | None = None  # what ends it, where only that does
    tabular = False
    offset = 0
    for line in text.splitlines(keepends=True):
        here, offset = offset, offset + len(line)
        bare = line.strip()
        if closing is not None:
            end = here + len(line.rstrip()) if bare else end
            if bare.endswith(closing) if closing == "$$" else (bare.startswith(closing) and not bare.strip(closing[0])):
                yield Span(start, end)
                start, closing = -1, None
            continue
        fence = _FENCE.match(line)
        opens = fence is not None or bare.startswith("$$")
        alone = bool(_HEADING.match(line))
        table = bool(_TABLE.match(line))
        if start >= 0 and (not bare or opens or alone or table != tabular or _ITEM.match(line)):
            yield Span(start, end)
            start = -1
        if not bare:
            continue
        if start < 0:
            start, tabular = here + len(line) - len(line.lstrip()), table
        end = here + len(line.rstrip())
        if fence is not None:
            closing = fence["mark"]
        elif bare.startswith("$$") and not (len(bare) > 3 and bare.endswith("$$")):
            closing = "$$"
        elif alone or opens:
            yield Span(start, end)
            start = -1
    if start >= 0:
        yield Span(start, end)


def _split(text: str, block: Span) -> Iterator[Span]:
    """The sentences of one block; a block that is not prose is one."""
    body = text[block.start : block.end]
    if _FENCE.match(body) or body.startswith(("$$", "|", "#")) or _ITEM.match(body):
        yield block
        return
    kept = [match.span() for match in _KEPT.finditer(body)]
    start = at = 0
    for match in _END.finditer(body):
        while at < len(kept) and kept[at][1] <= match.start():
            at += 1
        inside = at < len(kept) and kept[at][0] <= match.start() < kept[at][1]
        if inside or not _ends_here(body, start, match):
            continue
        yield Span(block.start + start, block.start + match.end())
        start = match.end() + len(body[match.end() :]) - len(body[match.end() :].lstrip())
    if body[start:].strip():
        yield Span(block.start + start, block.end)


def _ends_here(body: str, start: int, match: re.Match[str]) -> bool:
    """Whether the mark ends its sentence: no abbreviation, and no small letter goes on after it."""
    following = body[match.end() : match.end() + 40].lstrip()
    if match[0].startswith(("..", "…")) and following and not (following[0].isupper() or following[0] in "\"“'("):
        return False
    if match[0][0] == ".":
        if following[:1].islower():
            return False
        before = body[max(start, match.start() - 12) : match.start() + 1]
        if _ABBREVIATION.search(before) and not (before[-3:-2].isspace() and before[-2:-1].isupper()):
            return not following
        if re.fullmatch(r"(?:\*\*|__)?\(?\d{1,3}\.", body[start : match.end()].strip()):
            return False  # the number of an item
    return True
