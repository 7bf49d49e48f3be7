"""How an answer speaks against a key point: the wrong name beside a claim, opposite words, another direction or number.

Where a question compares two things, whose claims stand nearer to whose points says whether they were exchanged.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coach.grading.points import Point
from coach.grading.text import NEGATORS, Unit, directions, is_direction, opposite, terms, tokens

Row = NDArray[np.float64]
Told = tuple[frozenset[str], int | None]
"""What is said, by its terms without the names that are compared, and of which thing; None for several or none."""

_ABSOLUTES = frozenset(["always", "never", "only", "any", "impossible", "every", "nothing", "completely", "guarantees"])
_ABSOLUTES |= frozenset(["useless", "whatever", "simply", "just", "all", "no", "automatically", "exactly", "perfectly"])
REACH = 3  # content words behind a negation that it turns round
_COMPARED = (
    re.compile(r"\b(?:between|compare)\s+(?:an?\s+|the\s+)?(.{2,40}?)\s+(?:and|or)\s+(?:an?\s+)?([^?.,]+)", re.I),
    re.compile(
        r"\bwhen (?:to |(?:would|should|do) (?:you|we|i|one) )?(?:use|choose|prefer)\s+([\w -]{1,40}?),? and when"
        r"(?: to use| to choose| use)?\s+([\w -]+)",
        re.I,
    ),
    re.compile(r"\b(\w[\w-]*)\s+(?:vs\.?|versus|or|and)\s+(?:an?\s+)?(\w[\w-]*)", re.I),
    re.compile(r"\b(\w+)[-\u2013](\w+) trade", re.I),
)
"""How a question names two things that it compares."""


def conflicts(
    n: int,
    m: int,
    points: Sequence[Point],
    unit: Unit,
    have: frozenset[str],
    names: Sequence[frozenset[str]],
    masked: Row,
) -> list[float]:
    """How a unit speaks against a point: swap, swap_masked, name, opposites, opposites_near, directions, negation,
    numbers, absolutes, denied."""
    point = points[n]
    words = tokens(unit.text)
    mine, others = _named(point, have, unit, names, points)
    swap = masked_swap = 0.0
    for k, other in enumerate(points):
        if k == n:
            continue
        own, theirs = point.head - other.head, other.head - point.head
        if not own or not theirs:
            continue
        has_own = bool(own & have) or (not theirs & have and bool(own & set(unit.carried)))
        has_theirs = bool(theirs & have) or (not own & have and bool(theirs & set(unit.carried)))
        if has_own == has_theirs:
            continue
        claim, their_claim = point.claim - other.claim - own, other.claim - point.claim - theirs
        lead = share(claim, have) - share(their_claim, have)
        sign = 1.0 if has_theirs else -1.0
        swap = max(swap, sign * lead)
        masked_swap = max(masked_swap, sign * float(masked[n, m] - masked[k, m]), key=abs)
    point_directions = [t for t in point.terms if is_direction(t)]
    against = [t for t in point_directions if opposite(t) in have and t not in have]
    mine_go, theirs_go = directions(point.tokens), directions(words)
    shared = [t for t in mine_go if t in theirs_go]
    turned = sum(mine_go[t] != theirs_go[t] for t in shared) - sum(mine_go[t] == theirs_go[t] for t in shared)
    negated = bool(NEGATORS & set(words)) != bool(NEGATORS & set(point.tokens))
    numbers = {w for w in point.tokens if w[0].isdigit()}
    said = {w for w in words if w[0].isdigit()}
    absolutes = len(_ABSOLUTES & set(words) - set(point.tokens))
    return [
        swap,
        masked_swap,
        float(mine) - float(others),
        float(min(2, len(against))),
        len(against) / max(1, len(point_directions)),
        float(max(-2, min(2, turned))),
        float(negated),
        float(bool(numbers) and bool(said) and not numbers & said),
        float(min(3, absolutes)),
        denied(point.tokens, words),
    ]


def denied(wanted: Sequence[str], said: Sequence[str]) -> float:
    """Of the terms that two statements share, how many one negates and the other does not, less those both negate.

    A share in [-1, 1]. A negation reaches REACH content words far.
    """
    one, other = _negated(wanted), _negated(said)
    shared = one.keys() & other.keys()
    against = sum(one[term] != other[term] for term in shared) - sum(one[term] and other[term] for term in shared)
    return against / max(1, len(shared))


def _negated(words: Sequence[str]) -> dict[str, bool]:
    """The content terms of a text, and whether a negation stands before them."""
    found: dict[str, bool] = {}
    reach = 0
    for word in words:
        if word in NEGATORS:
            reach = REACH
            continue
        for term in terms(word):
            found[term] = found.get(term, False) or reach > 0
            reach -= 1
    return found


_NAME = r"[\w-]+(?:\s[\w-]+){0,3}"
_LISTED = re.compile(
    r"\b(?:between|among|compare|use|explain|describe|are|define|of)\s(?:briefly\s)?"
    rf"({_NAME}(?:,\s{_NAME}){{1,4}},?\s(?:and|or)\s{_NAME})(?=[.,?;:]|$)",
    re.IGNORECASE,
)
FEWEST_LISTED = 3
PROS_AND_CONS = frozenset(
    ["pros", "cons", "advantages", "disadvantages", "strengths", "weaknesses", "benefits", "drawbacks", "limitations"]
)
"""Not two things but two sides of one."""


@dataclass(frozen=True, slots=True)
class Sides:
    """Two things that are compared, each by the terms that only it has, and the terms that both have.

    One of them may have none of its own: "gradient descent" beside "stochastic gradient descent".
    """

    first: frozenset[str]
    second: frozenset[str]
    both: frozenset[str]

    def of(self, have: frozenset[str], before: int | None) -> int | None:
        """Which side is spoken of, 0 or 1: the one named, else the one before; None for both or neither."""
        first, second = bool(self.first & have), bool(self.second & have)
        if self.both and self.both <= have:
            first, second = first or (not self.first and not second), second or (not self.second and not first)
        if first and second:
            return None
        if first or second:
            return 0 if first else 1
        return before

    @property
    def names(self) -> frozenset[str]:
        """All terms that name one of the two."""
        return self.first | self.second


def compared(question: str) -> tuple[list[str], list[str]] | None:
    """The words of the names of the two things a question compares; None where it compares no two."""
    for pattern in _COMPARED:
        if found := pattern.search(question):
            one, other = found[1].split(), found[2].split()
            # "L1 and L2 regularisation": both are; "gradient descent and stochastic gradient descent": as it stands
            end = other.index(one[-1]) + 1 if one[-1] in other else len(one)
            if {*one, *other} & PROS_AND_CONS:
                continue
            if frozenset(terms(found[1])) not in (frozenset(), frozenset(terms(" ".join(other[:end])))):
                return one, other[:end]
    return None


@dataclass(frozen=True, slots=True)
class Several:
    """Three things or more that a question lists, each by the terms that not all of them have."""

    each: tuple[frozenset[str], ...]

    def of(self, have: frozenset[str], before: int | None) -> int | None:
        """Which one is spoken of: the one most of whose terms are there, else the one before; None for several."""
        found = [len(own & have) / len(own) for own in self.each]
        best = max(found)
        if best == 0:
            return before
        same = [n for n, said in enumerate(found) if said == best]
        longest = max(same, key=lambda n: len(self.each[n]))  # "mini-batch" has all of "batch"
        return longest if sum(len(self.each[n]) == len(self.each[longest]) for n in same) == 1 else None

    @property
    def names(self) -> frozenset[str]:
        """All terms that name one of them."""
        return frozenset[str]().union(*self.each)


def several(question: str) -> Several | None:
    """Three things or more that a question lists; None where it lists none."""
    found = _LISTED.search(question)
    if found is None:
        return None
    named = [frozenset(terms(name)) for name in re.split(r",\s*(?:and |or )?|\s(?:and|or|vs\.?)\s", found[1])]
    own = [name - frozenset.intersection(*named) for name in named if name]
    return Several(tuple(own)) if len(own) >= FEWEST_LISTED and all(own) and len(set(own)) == len(own) else None


def sides_of(question: str) -> Sides | Several | None:
    """The things a question compares; None where it compares none."""
    sides = compared(question)
    if sides is None:
        return several(question)
    a, b = (frozenset(terms(" ".join(side))) for side in sides)
    return Sides((a - b) | _initials(sides[0]), (b - a) | _initials(sides[1]), a & b) if b else None


def _initials(words: Sequence[str]) -> frozenset[str]:
    """How a name of several words is cut short: "sgd"."""
    letters = "".join(word[0] for word in words if word.isalpha()).casefold()
    return frozenset([letters] if len(letters) > 1 else [])


def association(
    sides: Sides | Several | None,
    points: Sequence[Point],
    clauses: Sequence[Unit],
    masked: Row,
) -> Row:
    """How much nearer the claims about each side are to the points about it than to those about the other.

    Swapped answers come out below 0. A clause without a name goes on about the side before it. 0 where nothing is
    compared, or one side has no points.
    """
    if sides is None:
        return np.zeros(2)
    points_told = [
        (frozenset(point.terms) - sides.names, sides.of(point.head, sides.of(frozenset(point.terms), None)))
        for point in points
    ]
    found = leads(points_told, told_of(sides, clauses), masked)
    return np.array([np.mean(found), min(found)]) if found else np.zeros(2)


def told_of(sides: Sides | Several, clauses: Sequence[Unit]) -> list[Told]:
    """What each clause says, and of which thing; one that names none goes on about the one before."""
    told: list[Told] = []
    side: int | None = None
    for clause in clauses:
        side = sides.of(frozenset(clause.terms), side)
        told.append((frozenset(clause.terms) - sides.names, side))
    return told


def leads(theirs: Sequence[Told], mine: Sequence[Told], masked: Row) -> list[float]:
    """How much nearer each of mine is to what is said of the same thing than to what is said of another.

    masked: cosines of the texts without the names, theirs x mine. What has nothing to be compared with is left out.
    """
    found = []
    for m, (have, side) in enumerate(mine):
        if side is None:
            continue
        near = [0.5 * float(masked[n, m]) + 0.5 * share(said, have) for n, (said, _) in enumerate(theirs)]
        own = [x for x, (_, of) in zip(near, theirs, strict=True) if of == side]
        other = [x for x, (_, of) in zip(near, theirs, strict=True) if of not in (side, None)]
        if own and other:
            found.append(max(own) - max(other))
    return found


def names_in(question: str, points: Sequence[Point]) -> list[frozenset[str]]:
    """What is compared: heads of the points and the two sides of "difference between A and B" in the question."""
    found = {point.head for point in points if point.head and len(point.head) <= 4}
    for pattern in _COMPARED:
        for a, b in pattern.findall(question):
            found |= {frozenset(terms(a)), frozenset(terms(b))}
    return [name for name in found if name]


def _named(
    point: Point, have: frozenset[str], unit: Unit, names: Sequence[frozenset[str]], points: Sequence[Point]
) -> tuple[bool, bool]:
    """Whether the unit has a name that the point has, and one that it has not, among names that are told apart."""
    has = set(point.terms)
    mine = [name for name in names if name <= has]
    others = [name for name in names if not name <= has]
    told = have if have & set().union(*names, set()) else have | set(unit.carried)
    own = set().union(*mine, set()) - set().union(*others, set())
    foreign = set().union(*others, set()) - has
    return bool(own & told), bool(foreign & told) and not own & told


def masked_text(text: str, names: Sequence[frozenset[str]]) -> str:
    """The text without the names that are compared: what is said, not of whom."""
    drop = set().union(*names, set())
    kept = [word for word in text.split() if not (set(terms(word)) & drop)]
    return " ".join(kept) or text


def share(wanted: frozenset[str], have: frozenset[str]) -> float:
    """What part of the wanted words is there; 0 where none are wanted."""
    return len(wanted & have) / len(wanted) if wanted else 0.0
