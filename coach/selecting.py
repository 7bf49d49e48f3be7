"""Which sentences of an entry answer a question: a short answer first, then what helps to understand it.

Nothing is written here, only chosen: all that comes out are spans of the entry's answer. A sentence is worth more when
it has words of the question that the entry's own question has not (they say what is being asked about it), when its
wording fits the form of the question (`because` for why, `whereas` for a difference), when the search matched it, and
when it covers key points that nothing chosen so far covers. Weights were tuned by hand on the development half of
`python -m tests.benchmarks.explain`, which also prints the other half.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from coach.forms import Depth, Form
from coach.quoting import Unit, units_of, with_support
from corpus.entries import Entry
from index.words import terms

SHORT_WORDS = 45
"""The short answer stops growing here; it may be longer by what its last sentence leans on."""
BRIEF = 6
"""Sentences of fewer words seldom say much by themselves."""
POINT = 4.0
"""What a key point that is made counts for, beside what the sentence is worth for the question."""
MADE = 0.7
"""Share of a key point's content words from which it is made ..."""
CENTRAL = 0.8
"""What each point that a sentence makes is worth to it, whatever the question."""
WHOLE = 0.5
"""... and what that counts for more."""
MORE_WORDS = {
    Depth.USUAL: 120,
    Depth.SIMPLER: 0,
    Depth.DEEPER: 260,
    Depth.EXAMPLE: 80,
    Depth.CODE: 60,
    Depth.INTERVIEW: 0,
}

_CUES = {
    form: re.compile(pattern, re.IGNORECASE)
    for form, pattern in {
        Form.WHAT: r"\b(?:is|are|means?|refers? to|describes?|measures?|estimates?|consists? of|stands? for|says?"
        r"|defines?)\b",
        Form.WHY: r"\b(?:because|since|so that|reasons?|matters?|otherwise|therefore|leads? to|causes?|helps?|prevents?"
        r"|avoids?|reduces?|improves?|allows?|due to|in order to|hence|makes? (?:it|them)|without)\b",
        Form.WHEN: r"\b(?:when|whenever|if|prefer(?:red|able)?|choose|suits?|suitable|useful|appropriate|avoid|unless"
        r"|best for|works? (?:well|best)|small|large|use)\b",
        Form.DIFFERENCE: r"\b(?:whereas|while|unlike|in contrast|contrast|both|but|differs?|difference|instead"
        r"|rather than|compared|on the other hand|more|less|only)\b",
        Form.HOW: r"\b(?:first|then|next|finally|steps?|by \w+ing|compute[sd]?|start|each|repeat(?:ed)?|until|apply"
        r"|algorithm|using)\b|^\s*(?:\d+\.|[-*]) ",
        Form.EXAMPLE: r"\b(?:for example|for instance|e\.g\.|such as|suppose|imagine|consider|with \d|like)\b|```|\d",
    }.items()
}


@dataclass(frozen=True, slots=True)
class Selection:
    """Units of one entry's answer, each list in the order of the answer; none is in both."""

    short: tuple[Unit, ...] = ()
    more: tuple[Unit, ...] = ()


def select(
    entry: Entry,
    question: str,
    form: Form,
    depth: Depth = Depth.USUAL,
    matched: tuple[int, int] | None = None,
    said: Iterable[str] = (),
    words: int | None = None,
) -> Selection:
    """The units that answer question.

    matched: span of the passage that the search matched. said: quotations the conversation has had already, which a
    request to go deeper passes over. words: how long the rest may be; None means what the depth allows.
    """
    units = units_of(entry.answer)
    if not units:
        return Selection()
    heard = " ".join(said) if depth in (Depth.DEEPER, Depth.EXAMPLE, Depth.CODE) else ""
    fresh = [unit for unit in units if unit.text not in heard] or list(units)
    worth = _worth(entry, units, question, form, matched)
    if depth is Depth.CODE and (code := [unit for unit in fresh if unit.text.startswith(("```", "~~~"))]):
        short = with_support(code[:1], units)
    elif depth is Depth.DEEPER:
        short = with_support(fresh[:1], units)
    else:
        short = _short(units, fresh, worth)
    more = _more(entry, units, fresh, worth, short, MORE_WORDS[depth] if words is None else words)
    return Selection(tuple(short), tuple(more))


def fits(text: str, form: Form) -> bool:
    """Whether the wording of a sentence is that of an answer to such a question."""
    return bool(_CUES[form].search(text))


def _worth(
    entry: Entry, units: Sequence[Unit], question: str, form: Form, matched: tuple[int, int] | None
) -> dict[int, float]:
    """What each unit is worth for the question, by its start."""
    asked = frozenset(terms(question))
    held = frozenset[str]().union(*(unit.terms for unit in units))
    aspect = (asked & held) - frozenset(terms(entry.question))
    points = _Points(entry, units)
    worth: dict[int, float] = {}
    for place, unit in enumerate(units):
        value = 2.0 * _share(aspect, unit.terms) + 0.6 * _share(asked, unit.terms)
        value += 0.8 * fits(unit.text, form)
        if matched is not None and unit.start < matched[1] and matched[0] < unit.end:
            value += 0.5
        # Who asks the entry's own question is answered by its first sentence, whatever the form.
        value += (0.6 if aspect else 1.8) * (1.0 if place == 0 else 0.3 if place == 1 else 0.0)
        if not unit.prose and form not in (Form.HOW, Form.EXAMPLE):
            value -= 0.8
        value += CENTRAL * points.alone(unit)
        if unit.leans:
            value -= 0.3
        if unit.words < BRIEF:
            value -= 0.5
        worth[unit.start] = value
    return worth


def _short(units: Sequence[Unit], fresh: Sequence[Unit], worth: dict[int, float]) -> list[Unit]:
    """The best unit with what it leans on, and the one after or before it while there is room."""
    ranked = sorted(fresh, key=lambda unit: (-worth[unit.start], unit.start))
    short = with_support(ranked[:1], units)
    for unit in ranked[1:3]:
        grown = with_support([*short, unit], units)
        if worth[unit.start] > 0.5 * worth[ranked[0].start] and _words(grown) <= SHORT_WORDS:
            short = grown
    return short


def _more(
    entry: Entry,
    units: Sequence[Unit],
    fresh: Sequence[Unit],
    worth: dict[int, float],
    short: Sequence[Unit],
    budget: int,
) -> list[Unit]:
    """Units that add the most for their length: key points nobody has covered yet, and worth for the question."""
    points = _Points(entry, units)
    points.take(short)
    chosen, taken = list(short), {unit.start for unit in short}
    steps = [with_support(pair, units) for unit, after in _neighbours(fresh) for pair in ([unit], [unit, *after])]
    left = budget
    while left > 0:
        best, best_gain = None, 0.0
        for step in steps:
            added = [new for new in step if new.start not in taken]
            cost = _words(added)
            if not added or cost > left:
                continue
            mean = sum(worth[unit.start] for unit in added) / len(added)
            gain = (mean + POINT * points.more(added)) / (cost + 8)
            if gain > best_gain:
                best, best_gain = added, gain
        if best is None:
            break
        chosen += best
        taken |= {unit.start for unit in best}
        points.take(best)
        left -= _words(best)
    shown = {unit.start for unit in short}
    return sorted((unit for unit in chosen if unit.start not in shown), key=lambda unit: unit.start)


def _neighbours(units: Sequence[Unit]) -> Iterator[tuple[Unit, Sequence[Unit]]]:
    """Each unit, and the one behind it where there is one."""
    for place, unit in enumerate(units):
        yield unit, units[place + 1 : place + 2]


class _Points:
    """How far the key points of an entry are made by what was chosen of its answer.

    A point is made by one unit, or by two that follow each other: both tables hold, for each place, how much of each
    point stands there.
    """

    def __init__(self, entry: Entry, units: Sequence[Unit]) -> None:
        points = [frozenset(terms(point)) for point in entry.key_points]
        self._place = {unit.start: place for place, unit in enumerate(units)}
        self._alone = [[_share(point, unit.terms) for point in points] for unit in units]
        self._pairs = [[_share(point, one.terms | two.terms) for point in points] for one, two in pairwise(units)]
        self._kept: set[int] = set()
        self._best = [0.0] * len(points)

    def alone(self, unit: Unit) -> float:
        """What one unit makes by itself."""
        return _worth_of(self._alone[self._place[unit.start]])

    def more(self, added: Iterable[Unit]) -> float:
        """How much more is made with these units."""
        return _worth_of(self._with({self._place[unit.start] for unit in added})) - _worth_of(self._best)

    def take(self, added: Iterable[Unit]) -> None:
        """Choose these units too."""
        places = {self._place[unit.start] for unit in added}
        self._best = self._with(places)
        self._kept |= places

    def _with(self, places: set[int]) -> list[float]:
        kept = self._kept | places
        windows = [self._alone[place] for place in places]
        windows += [self._pairs[place] for place in places if place + 1 in kept]
        windows += [self._pairs[place - 1] for place in places if place - 1 in kept]
        return [max(shares) for shares in zip(self._best, *windows, strict=True)]


def _worth_of(shares: Iterable[float]) -> float:
    return sum(share**2 + WHOLE * (share >= MADE) for share in shares)


def _share(wanted: frozenset[str], held: frozenset[str]) -> float:
    return len(wanted & held) / len(wanted) if wanted else 0.0


def _words(units: Iterable[Unit]) -> int:
    return sum(unit.words for unit in units)
