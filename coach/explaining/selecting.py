"""Which sentences of an entry answer a question: a short answer first, then what helps to understand it.

Nothing is written here, only chosen: all that comes out are spans of the entry's answer. What a sentence is worth for
the question is said by coach.explaining.worth; the rest of the answer is chosen for key points that nothing chosen so
far makes.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from coach.explaining.cues import announces, fit, has_label
from coach.explaining.depths import Depth
from coach.explaining.forms import Form
from coach.explaining.nearness import NOT_COMPARED, Nearness
from coach.explaining.quoting import Unit, units_of, with_support
from coach.explaining.worth import Points, facts, is_own, worth
from coach.explanation import NOTHING_HEARD, Heard
from corpus.entries import Entry
from index.hits import Hit

SHORT_WORDS = 45
"""The short answer stops growing here; it may be longer by what its last sentence leans on."""
LISTING_WORDS = 75
"""The same where several things may be asked for, as drawbacks are."""
BRIEF_WORDS = 30
"""A short answer of fewer words takes the next sentence along that goes on about the same ..."""
EXAMPLE_WORDS = 75
"""... and an example more of them."""
FEW_BEHIND_LABEL = 15
"""Words of a labelled sentence, below which the next one of its paragraph belongs to it."""
SECOND = 0.6
"""A second sentence joins the short answer from this share of what the first is worth ..."""
SECOND_APART = 0.8
"""... and from this one where it does not stand beside the first."""
LED_UP_TO = 0.6
"""... or this part of it where it fits the form of the question better than the first does."""
POINT = 4.0
"""What a key point that is made counts for, beside what the sentence is worth for the question ..."""
POINT_BESIDE = 1.5
"""... and where that is about a part of the entry: the points of the rest of it are about something else."""
MORE_WORDS = {
    Depth.USUAL: 100,
    Depth.SIMPLER: 0,
    Depth.SHORTER: 0,
    Depth.DEEPER: 260,
    Depth.EXAMPLE: 80,
    Depth.CODE: 60,
    Depth.FORMULA: 80,
    Depth.INTERVIEW: 0,
}
FENCES = ("```", "~~~")
_FORMULA = re.compile(r"\$\$[^$]+\$\$|\\\[.+?\\\]|\$[^$\n]*=[^$\n]*\$", re.DOTALL)


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
    hit: Hit | None = None,
    heard: Heard = NOTHING_HEARD,
    words: int | None = None,
    wanted: frozenset[str] = frozenset(),
    near: Nearness = NOT_COMPARED,
) -> Selection:
    """The units that answer question.

    hit: how the search found the entry. heard: what the conversation has told already: a request to go deeper
    passes over them, and where nothing else is left, nothing is selected; others do not begin with them. words: how
    long the rest may be; None means what the depth allows. wanted: words that a turn adds to the ones before it.
    near: how near the units come to it in meaning.
    """
    units = units_of(entry.answer)
    passed = heard.told if depth is Depth.DEEPER else ""
    fresh = [unit for unit in units if unit.text not in passed and not unit.leads]
    if not fresh:
        return Selection()
    hit = hit if not heard.quotes else None  # what was asked is like the entry's question in the words of earlier turns
    known = worth(units, facts(entry, units, question, form, hit, wanted, heard, near))
    if depth is Depth.CODE and (code := [unit for unit in fresh if has_code(unit.text)]):
        short = with_support(code[:1], units)
    elif depth is Depth.FORMULA and (formulas := [unit for unit in fresh if has_formula(unit.text)]):
        short = with_support([max(formulas, key=lambda unit: known[unit.start])], units)
    elif depth is Depth.DEEPER:
        short = with_support(fresh[:1], units)
        short = [unit for unit in short if unit.text not in passed] or short
    elif form is Form.BALANCE:
        short = _both(units, fresh, known)
    else:
        short = _short(units, fresh, known, form)
    point = POINT if is_own(entry, question, form, hit) else POINT_BESIDE
    more = _more(entry, units, fresh, known, short, MORE_WORDS[depth] if words is None else words, point)
    return Selection(tuple(short), tuple(more))


def more_of(entry: Entry, question: str, form: Form, short: Sequence[Unit], words: int) -> list[Unit]:
    """What adds the most to units that were chosen already, in so many words at most."""
    units = units_of(entry.answer)
    known = worth(units, facts(entry, units, question, form))
    return _more(entry, units, [u for u in units if not u.leads], known, short, words)


def has_code(text: str) -> bool:
    """Whether a text holds a block of code."""
    return any(fence in text for fence in FENCES)


def has_formula(text: str) -> bool:
    """Whether a text holds a formula, by itself or in the line, and not only a calculation with numbers."""
    bare = (re.sub(r"\\\w+", "x", found[0]) for found in _FORMULA.finditer(text))
    return any(sum(map(str.isalpha, formula)) > sum(map(str.isdigit, formula)) for formula in bare)


def _short(units: Sequence[Unit], fresh: Sequence[Unit], known: dict[int, float], form: Form) -> list[Unit]:
    """The best unit with what it leans on and what goes on with it, and the next best ones while there is room."""
    ranked = sorted(fresh, key=lambda unit: (-known[unit.start], unit.start))
    best = ranked[0]
    short = _going_on(with_support([best], units), units, EXAMPLE_WORDS if form is Form.EXAMPLE else BRIEF_WORDS)
    room = SHORT_WORDS if form not in (Form.PROS, Form.CONS) else LISTING_WORDS
    for unit in ranked[1:3]:
        if unit in short or not unit.prose or announces(unit.text):
            continue
        grown = with_support([*short, unit], units)
        enough = SECOND if _pieces(grown, units) == _pieces(short, units) else SECOND_APART
        if fit(unit.text, form) > fit(best.text, form):  # what comes first leads up to it
            enough *= LED_UP_TO
        if known[unit.start] > enough * known[best.start] and _words(grown) <= room:
            short = grown
    return short


def _going_on(short: Sequence[Unit], units: Sequence[Unit], room: int) -> list[Unit]:
    """Units with those after them that go on about the same, while they have few words.

    A label promises more than a few words behind it.
    """
    grown = list(short)
    for unit in units[units.index(grown[-1]) + 1 :]:
        promised = has_label(grown[-1].text) and grown[-1].words < FEW_BEHIND_LABEL and not unit.item
        full = _words(grown) + unit.words > (SHORT_WORDS if promised else room)
        if not (unit.leans or promised) or unit.opens or not unit.prose or full:
            break
        grown.append(unit)
    return grown


def _both(units: Sequence[Unit], fresh: Sequence[Unit], known: dict[int, float]) -> list[Unit]:
    """The unit that speaks best for, and the one that speaks best against."""
    best = [
        max(fresh, key=lambda unit: known[unit.start] + 2 * (fit(unit.text, form) - fit(unit.text, Form.BALANCE)))
        for form in (Form.PROS, Form.CONS)
    ]
    return with_support(best, units)


def _more(
    entry: Entry,
    units: Sequence[Unit],
    fresh: Sequence[Unit],
    known: dict[int, float],
    short: Sequence[Unit],
    budget: int,
    point: float = POINT,
) -> list[Unit]:
    """Units that add the most for their length: key points nobody has made yet, and worth for the question."""
    points = Points(entry, units)
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
            mean = sum(known[unit.start] for unit in added) / len(added)
            gain = (mean + point * points.more(added)) / (cost + 8)
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


def _pieces(chosen: Sequence[Unit], units: Sequence[Unit]) -> int:
    """How many runs of neighbouring units there are."""
    places = [units.index(unit) for unit in chosen]
    return sum(place - 1 not in places for place in places)


def _words(units: Iterable[Unit]) -> int:
    return sum(unit.words for unit in units)
