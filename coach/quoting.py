"""An answer as the units that can be quoted: sentences, and what must not be torn from them.

A unit is a verbatim span of the entry's answer. A label in bold goes with the sentence behind it, a short list with
the sentence that introduces it. What only makes sense after the sentence before it (`It ...`, a formula) says so.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.text import Span, sentences
from index.words import terms

LIST_WORDS = 90
"""Longest list, in words, that is quoted as a whole."""

_OPENER = re.compile(
    r"(?:sure|certainly|of course|absolutely|yes|no|definitely|(?:great|good) question)(?: thing)?[.!,]*", re.IGNORECASE
)
_LABEL = re.compile(r"(?:\*\*|__)[^*_\n]{1,60}(?:\*\*|__)[.:]?|[^\W\d][^.!?\n]{1,60}:", re.DOTALL)
_ITEM = re.compile(r"\s*(?:[-*+•]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s+")
_BLOCK = re.compile(r"```|~~~|\$\$|\||!\[|#")
_LEANS = re.compile(
    r"(?:it|its|this|that|these|those|they|their|them|he|she|such|both|here|there|then|so|thus|hence|therefore|instead"
    r"|otherwise|however|but|and|or|also|where|which|in contrast|by contrast|on the other hand|conversely|similarly"
    r"|likewise|the (?:former|latter|same|other|first|second|result)|for (?:example|instance)"
    r"|in (?:this|that|these) (?:case|way|sense)|as a result|another|one of them|(?:\w+ ){1,3}such)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Unit:
    """One quotable piece of an answer.

    start, end: offsets in the answer. words: how many. leans: whether it needs the unit before it.
    prose: whether it is running text, unlike code, a table or a formula.
    """

    start: int
    end: int
    text: str
    words: int
    terms: frozenset[str]
    leans: bool
    prose: bool
    item: bool


@lru_cache(maxsize=512)
def units_of(answer: str) -> tuple[Unit, ...]:
    """The units of an answer in order; headings, pictures and a mere "Sure." are left out."""
    return tuple(_unit(answer, span) for span in _joined(answer, sentences(answer)) if _quotable(answer, span))


def runs(units: Iterable[Unit], answer: str) -> list[tuple[int, int]]:
    """The spans of units that follow each other, put together."""
    spans: list[tuple[int, int]] = []
    for unit in sorted(units, key=lambda unit: unit.start):
        if spans and not answer[spans[-1][1] : unit.start].strip():
            spans[-1] = (spans[-1][0], unit.end)
        else:
            spans.append((unit.start, unit.end))
    return spans


def with_support(chosen: Iterable[Unit], units: Sequence[Unit]) -> list[Unit]:
    """The chosen units in order, each with the ones it leans on: at most two back."""
    wanted: set[int] = set()
    places = {unit.start: place for place, unit in enumerate(units)}
    for unit in chosen:
        place = places[unit.start]
        wanted.add(place)
        for back in (place, place - 1):
            if back > 0 and units[back].leans and back in wanted:
                wanted.add(back - 1)
    return [units[place] for place in sorted(wanted)]


def _unit(answer: str, span: Span) -> Unit:
    text = answer[span.start : span.end]
    prose = not _BLOCK.match(text)
    item = bool(_ITEM.match(text))
    leans = not prose or item or bool(_LEANS.match(text)) or text[:1].islower()
    return Unit(
        start=span.start,
        end=span.end,
        text=text,
        words=len(text.split()),
        terms=frozenset(terms(text)),
        leans=leans,
        prose=prose,
        item=item,
    )


def _quotable(answer: str, span: Span) -> bool:
    text = answer[span.start : span.end]
    return not (_OPENER.fullmatch(text) or re.match(r"#{1,6}\s|!\[[^\]]*\]\([^)]*\)$|(?:-{3,}|\*{3,})$", text))


def _joined(answer: str, spans: Sequence[Span]) -> list[Span]:
    """Labels joined with what follows them; short lists with their introduction."""
    joined: list[Span] = []
    label: Span | None = None
    for span in spans:
        text = answer[span.start : span.end]
        if label is not None:
            span, label = Span(label.start, span.end), None
        if _LABEL.fullmatch(text) and len(text.split()) <= 8 and "\n" not in answer[span.end : span.end + 1]:
            label = span
            continue
        joined.append(span)
    if label is not None:
        joined.append(label)
    return _with_lists(answer, _with_blocks(answer, joined))


def _with_blocks(answer: str, spans: Sequence[Span]) -> list[Span]:
    """Formulas, code and tables joined with a sentence that runs into them."""
    done: list[Span] = []
    for span in spans:
        before = answer[done[-1].start : done[-1].end] if done else ""
        runs_on = before and not _BLOCK.match(before) and not before.rstrip("*_)\"' ").endswith((".", "!", "?"))
        if _BLOCK.match(answer[span.start : span.end]) and runs_on:
            done[-1] = Span(done[-1].start, span.end)
        else:
            done.append(span)
    return done


def _with_lists(answer: str, spans: Sequence[Span]) -> list[Span]:
    done: list[Span] = []
    at = 0
    while at < len(spans):
        end = at
        while end < len(spans) and _ITEM.match(answer[spans[end].start : spans[end].end]):
            end += 1
        if end == at:
            done.append(spans[at])
            at += 1
            continue
        introduced = bool(done) and answer[done[-1].start : done[-1].end].rstrip("*_ ").endswith(":")
        start = done[-1].start if introduced else spans[at].start
        if len(answer[start : spans[end - 1].end].split()) <= LIST_WORDS:
            done[len(done) - introduced :] = [Span(start, spans[end - 1].end)]
        else:
            done.extend(spans[at:end])
        at = end
    return done
