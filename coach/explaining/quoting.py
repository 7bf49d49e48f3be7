"""An answer as the units that can be quoted: sentences, and what must not be torn from them.

A unit is a verbatim span of the entry's answer. A label in bold goes with what stands behind it, a short list with the
sentence or label that introduces it. What only makes sense after the sentence before it (`It ...`, a formula, a step of
an example) says so; what merely adds to it (`Also ...`) does not.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.text import Span, sentences
from index.words import terms

LIST_WORDS = 90
"""Longest list, in words, that is quoted as a whole."""
LABEL_WORDS = 10
BACK = 2
"""Units before it that one may bring along: further back there is seldom anything it needs."""

_OPENER = re.compile(
    r"(?:sure|certainly|of course|absolutely|yes|no|definitely|(?:great|good) question)(?: thing)?[.!,]*", re.IGNORECASE
)
_LABEL = re.compile(r"(?:\*\*|__)[^*_\n]{1,60}(?:\*\*|__)[.:]?|[^\W\d][^.!?\n]{1,60}:", re.DOTALL)
_HEADING = re.compile(
    r"\*\*(?!.*\b(?:not|no|never|wrong|myths?|mistakes?|pitfalls?|against)\b)[^*:]+\*\*", re.IGNORECASE
)
"""A label above a list: its items say it all without it, unless it denies them."""
_LINK = r"\[+[^\[\]]*\]+\((?:[^\s()]|\([^\s()]*\))*\)"
_ELSEWHERE = re.compile(
    rf"(?:the rest of (?:the|this) answer|(?:read|see|learn) more|sources?|references?)\b[^.\n]{{0,30}}{_LINK}[\s.]*"
    rf"|(?:{_LINK}[\s.,;|]*)+|<br ?/?>",
    re.IGNORECASE,
)
"""What only says where there is more to read, as pages that were copied have it."""
_ITEM = re.compile(r"\s*(?:[-*+•]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s+")
_BLOCK = re.compile(r"```|~~~|\$\$|\||!\[|#")
_LEANS = re.compile(
    r"(?:it|its|this|that|these|those|they|their|them|he|she|such|both|here|there(?! (?:is|are)\b|['’]s\b)|then|so|thus"
    r"|hence|therefore|instead|otherwise|however|but|and|or|where|which|in contrast|by contrast|conversely|similarly"
    r"|likewise|the (?:former|latter|same|other|result)|for (?:example|instance)|as a result|one of them"
    r"|(?:[\w'’]+ ){1,3}(?:such|these|those)|[\w'’]+ (?:this|the same)|again"
    r"|(?:because|since|as|when|if|although|where) (?:it|they)"
    r"|(?:i|we|one|people) (?:[\w'’]+ ){1,2}(?:it|them|this|that|these|those))\b",
    re.IGNORECASE,
)
_EXAMPLE = re.compile(
    r"(?:\*\*|__)?(?:an? |one |another )?(?:\w+ )?examples?\b|for (?:example|instance)\b|suppose\b|imagine\b"
    r"|consider\b|say\b|take\b|let['’]s take\b",
    re.IGNORECASE,
)
"""What an example opens with: the sentences after it in its paragraph go on with it."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One quotable piece of an answer.

    start, end: offsets in the answer. words: how many. leans: whether it needs the unit before it. leads: whether it
    only introduces what comes next. prose: whether it is running text, unlike code, a table or a formula.
    opens: whether a paragraph begins with it.
    """

    start: int
    end: int
    text: str
    words: int
    terms: frozenset[str]
    leans: bool
    leads: bool
    prose: bool
    item: bool
    opens: bool


@lru_cache(maxsize=512)
def units_of(answer: str) -> tuple[Unit, ...]:
    """The units of an answer in order; headings, pictures, links by themselves and a mere "Sure." are left out."""
    made: list[Unit] = []
    goes_on = False  # inside an example
    end = 0
    for span in _joined(answer, sentences(answer)):
        if not _quotable(answer, span):
            continue
        opens = not made or "\n\n" in answer[end : span.start]
        goes_on = goes_on and not opens
        made.append(_unit(answer, span, goes_on, opens))
        goes_on = goes_on or bool(_EXAMPLE.match(made[-1].text))
        end = span.end
    return tuple(made)


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
    """The chosen units in order, each with the ones it leans on: at most BACK of them.

    An item of a list leans on what introduces the list and not on the items before it.
    """
    wanted: set[int] = set()
    places = {unit.start: place for place, unit in enumerate(units)}
    for unit in chosen:
        wanted |= _support(places[unit.start], units)
    return [units[place] for place in sorted(wanted)]


def _support(place: int, units: Sequence[Unit]) -> set[int]:
    wanted = {place}
    for _ in range(BACK):
        if not units[place].leans or place == 0:
            break
        before = place - 1
        if units[place].item:
            while before > 0 and units[before].item:
                before -= 1
            if not units[before].leads or _HEADING.fullmatch(units[before].text):
                break
        place = before
        wanted.add(place)
    return wanted


def _unit(answer: str, span: Span, goes_on: bool, opens: bool) -> Unit:
    text = answer[span.start : span.end]
    prose = not _BLOCK.match(text)
    item = bool(_ITEM.match(text))
    by_itself = prose or (opens and text.startswith("|"))  # the head of a table says what is in it
    leans = not by_itself or item or goes_on or bool(_LEANS.match(text)) or text[:1].islower()
    return Unit(
        start=span.start,
        end=span.end,
        text=text,
        words=len(text.split()),
        terms=frozenset(terms(text)),
        leans=leans,
        leads=_is_label(text) or text.rstrip("*_ ").endswith(":"),
        prose=prose,
        item=item,
        opens=opens,
    )


def _quotable(answer: str, span: Span) -> bool:
    text = answer[span.start : span.end]
    if _OPENER.fullmatch(text) or _ELSEWHERE.fullmatch(text):
        return False
    return not re.match(r"#{1,6}\s|!\[[^\]]*\]\([^)]*\)$|(?:-{3,}|\*{3,})$", text)


def _joined(answer: str, spans: Sequence[Span]) -> list[Span]:
    """Labels joined with what follows them; short lists with their introduction."""
    joined: list[Span] = []
    label: Span | None = None
    for span in spans:
        text = answer[span.start : span.end]
        if label is not None and _ITEM.match(text):
            joined.append(label)  # introduces a list
            label = None
        elif label is not None:
            span, label = Span(label.start, span.end), None
        if _is_label(text):
            label = span
            continue
        joined.append(span)
    if label is not None:
        joined.append(label)
    return _with_lists(answer, _with_blocks(answer, joined))


def _is_label(text: str) -> bool:
    """Whether a text only says what comes next: a few words in bold or before a colon, or a short question."""
    return len(text.split()) <= LABEL_WORDS and (text.endswith("?") or _LABEL.fullmatch(text) is not None)


def _with_blocks(answer: str, spans: Sequence[Span]) -> list[Span]:
    """Formulas, code and tables joined with a sentence that runs into them."""
    done: list[Span] = []
    for span in spans:
        before = answer[done[-1].start : done[-1].end] if done else ""
        ends = before.rstrip("*_)\"' ").endswith((".", "!", "?"))
        runs_on = before and not _BLOCK.match(before) and (not ends or _is_label(before))
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
        before = answer[done[-1].start : done[-1].end] if done else ""
        introduced = before.rstrip("*_ ").endswith(":") or _is_label(before)
        start = done[-1].start if introduced else spans[at].start
        if len(answer[start : spans[end - 1].end].split()) <= LIST_WORDS:
            done[len(done) - introduced :] = [Span(start, spans[end - 1].end)]
        else:
            done.extend(spans[at:end])
        at = end
    return done
