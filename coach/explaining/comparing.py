"""Things that a question sets against each other: where the notes speak of each of them.

Best is one sentence of an entry that asks about all of them ("whereas", "unlike", ";"); then two entries that ask about
one each; then one such sentence elsewhere; then, for more than two, the first sentence of the entries that ask about
them; then a sentence of its own for each.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from coach.explaining.comparisons import comparison_in
from coach.explaining.cues import announces, fit
from coach.explaining.forms import Form, form_of
from coach.explaining.quoting import Unit, units_of, with_support
from coach.explaining.worth import opening
from coach.grading.conflicts import share
from corpus.entries import Entry
from index.hits import Hit
from index.words import terms

LOOKED_AT = 2
"""Entries among which one sentence that says all is looked for."""
NAMED = 0.6
"""Share of the words of a side that a sentence must have to be about it."""
SPOKEN_OF = 2.0
"""What a sentence is worth that has the side as its subject and not the others."""
FURTHER = 0.3
"""What each place further down the list takes from a sentence."""
BEGINNING = 5  # words of a sentence, among which one of the things is that it sets against the other
TOO_SHORT = 14  # words of a sentence that is told with the one that goes on about the same

_CONTRASTS = re.compile(
    r"\b(?:whereas|while|unlike|in contrast|differs?|also (?:known as|called)|the same (?:as|thing)|instead of"
    r"|rather than)\b|;|, but ",
    re.IGNORECASE,
)
_SPELLED_OUT = re.compile(r"\s*\(([^()]*)\)")
_LISTED = re.compile(r",? and |, ")


@dataclass(frozen=True, slots=True)
class Side:
    """One of the things that are compared. name: in the user's words; forms: its terms, and those of its long form."""

    name: str
    forms: tuple[frozenset[str], ...]

    def apart_from(self, others: "Sequence[Side]") -> "Side":
        """The same by the terms that the others do not have; forms without any are left out."""
        foreign = frozenset[str]().union(*(form for other in others for form in other.forms))
        return Side(self.name, tuple(form - foreign for form in self.forms if form - foreign))

    def share(self, held: frozenset[str]) -> float:
        """How much of it, in whichever form, is among these terms."""
        return max((share(form, held) for form in self.forms), default=0.0)


@dataclass(frozen=True, slots=True)
class Told:
    """Units of an entry that speak of one side, or of all."""

    hit: Hit
    units: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """Where the sides stand in the notes.

    names: of the sides, as the notes write them where they have them so. entries: an entry for each, where two ask
    about one each; else told: what is said of them, in their order. missing: names of those that nothing is said of.
    """

    names: tuple[str, ...]
    entries: tuple[Hit, Hit] | None = None
    told: tuple[Told, ...] = ()
    missing: tuple[str, ...] = ()


def compared(request: str, standalone: str, hits: Sequence[Hit]) -> Compared | None:
    """What the notes have for a comparison; None where the question is none, or they speak of none of its sides."""
    sides = _sides(request, standalone)
    if not sides:
        return None
    names = tuple(_written(side.name, hits) for side in sides)
    asking = next((hit for hit in hits[:LOOKED_AT] if all(_asks(side, hit) for side in sides)), None)
    if asking is not None and (said := _in_one(sides, [asking])) is not None:
        return Compared(names, told=(said,))
    own = [next((hit for hit in hits if _asks(side, hit)), None) for side in sides]
    first, second = (own[0], own[1]) if len(own) == 2 else (None, None)
    if asking is None and first and second and first.entry.id != second.entry.id and hits[0] in own:
        return Compared(names, entries=(first, second))
    if asking is None and (said := _in_one(sides, hits[:LOOKED_AT])) is not None:
        return Compared(names, told=(said,))
    if len(sides) > 2 and all(own):
        return Compared(names, told=_openings([hit for hit in own if hit]))
    found = _each(sides, [asking] if asking else hits[:1])
    if not all(found):
        found = _each(sides, hits)
    if not any(found):
        return None
    return Compared(
        names,
        told=tuple(one for one in found if one is not None),
        missing=tuple(name for name, one in zip(names, found, strict=True) if one is None),
    )


def _sides(request: str, standalone: str) -> list[Side]:
    """The sides, named as the user named them, with what the corpus knows their abbreviations to mean."""
    asked, full = comparison_in(request), comparison_in(standalone)
    if full is None or (asked is None and form_of(request) is not Form.DIFFERENCE):
        return []  # "which one is faster?" is asked of what was compared before
    named = asked or full
    names = [*_LISTED.split(_SPELLED_OUT.sub("", named.left)), _SPELLED_OUT.sub("", named.right)]
    texts = [*_LISTED.split(full.left), full.right]
    if len(names) != len(texts):
        names, texts = [named.left, named.right], [full.left, full.right]
    made = [_side(name, text) for name, text in zip(names, texts, strict=True)]
    first, last = (_SPELLED_OUT.sub("", text).split() for text in (texts[0], texts[-1]))
    if len(last) == len(first) + 1:  # "L1 and L2 regularisation": the noun belongs to both, and may be left out
        made[-1] = Side(made[-1].name, (*made[-1].forms, *_side("", " ".join(last[:-1])).forms))
    return made if all(side.forms for side in made) else []


def _side(name: str, full: str) -> Side:
    forms = [frozenset(terms(form)) for form in (_SPELLED_OUT.sub("", full), *_SPELLED_OUT.findall(full))]
    return Side(name.strip(), tuple(form for form in forms if form))


def _written(name: str, hits: Sequence[Hit]) -> str:
    """A name as the notes write it: "sgd" is "SGD"; else with a capital letter."""
    for hit in hits:
        if found := re.search(rf"(?<!\w){re.escape(name)}(?!\w)", f"{hit.entry.question} {hit.entry.answer}", re.I):
            return found[0][:1].upper() + found[0][1:]
    return name[:1].upper() + name[1:]


def _asks(side: Side, hit: Hit) -> bool:
    return side.share(frozenset(terms(hit.entry.question))) == 1.0


def _in_one(sides: Sequence[Side], hits: Sequence[Hit]) -> Told | None:
    """The first sentence that sets all sides against each other."""
    for hit in hits:
        units = units_of(hit.entry.answer)
        for unit in units:
            if unit.leads or not unit.prose or any(side.share(unit.terms) < 1.0 for side in sides):
                continue
            contrasts = _CONTRASTS.search(unit.text) is not None and not announces(unit.text)
            begins = frozenset(terms(" ".join(unit.text.split()[:BEGINNING])))
            contrasts = contrasts and (unit.start == 0 or any(side.share(begins) for side in sides))
            if contrasts and (fit(unit.text, Form.DIFFERENCE) > 1.0 or unit.start == 0 or ";" in unit.text):
                return Told(hit, tuple(with_support([unit], units)))
    return None


def _openings(hits: Sequence[Hit]) -> tuple[Told, ...]:
    """How the entries begin that ask about the sides, each entry once; of several sides one may ask."""
    told: dict[str, Told] = {}
    for hit in hits:
        units = units_of(hit.entry.answer)
        first = next((unit for unit in units if unit.prose and not unit.leads), None)
        if first is not None:
            told.setdefault(hit.entry.id, Told(hit, tuple(with_support([first], units))))
    return tuple(told.values())


def _each(sides: Sequence[Side], hits: Sequence[Hit]) -> list[Told | None]:
    return [_of(side, [other for other in sides if other is not side], hits) for side in sides]


def _of(side: Side, others: Sequence[Side], hits: Sequence[Hit]) -> Told | None:
    """What speaks most of one side and least of the others; where nothing has it as its subject, what names it."""
    values = [
        (value - FURTHER * place, -place, -unit.start, unit)
        for place, hit in enumerate(hits)
        for unit, value in _about(side, others, hit.entry)
    ]
    if not values:
        return None
    value, place, _, unit = max(values, key=lambda found: found[:3])
    hit = hits[-place]
    units = units_of(hit.entry.answer)
    chosen = [unit]
    after = next((next_ for next_ in units if next_.start > unit.start), None)
    if value >= SPOKEN_OF and unit.words < TOO_SHORT and after is not None and after.leans and not after.opens:
        chosen.append(after)
    return Told(hit, tuple(with_support(chosen, units)))


def _about(side: Side, others: Sequence[Side], entry: Entry) -> Iterator[tuple[Unit, float]]:
    rivals = [other.apart_from([side]) for other in others]
    for place, unit in enumerate(units_of(entry.answer)):
        if unit.leads or not unit.prose or side.share(unit.terms) < NAMED:
            continue
        start = opening(unit)
        value = side.share(unit.terms) + 2.0 * side.share(start)
        value -= sum(1.5 * rival.share(start) + 0.5 * rival.share(unit.terms) for rival in rivals)
        value += 0.3 * fit(unit.text, Form.WHAT) - 0.02 * place - 0.3 * unit.leans - announces(unit.text)
        yield unit, value
