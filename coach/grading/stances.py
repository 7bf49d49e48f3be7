"""Where a question asks for a decision or compares two things: whether an answer decides the other way, or swaps them.

To a reference of a sentence or two such an answer may say nearly the same words and be wrong: "Yes, L2 sets weights to
zero" beside "No, L2 does not set weights to zero". For longer references the forests see it point by point.
"""

import re
from collections.abc import Sequence

import numpy as np

from coach.grading.conflicts import Several, Sides, Told, leads, masked_text, sides_of, told_of
from coach.grading.features import Embed
from coach.grading.text import Unit, terms, units

SWAPPED = -0.05
"""Mean by which the claims about one thing are nearer to what the reference says of the other, from which the two were
swapped."""

_YES_OR_NO = re.compile(
    r"(?:^|[.?!:,]\s+)(?:is|are|was|can|could|do|does|did|should|would|will|has|have|may|must)(?:n't)?\s", re.IGNORECASE
)
_STANCE = re.compile(
    r"\W*(?:(?:well|hm+|so|ok|okay|i think|i'd say|i would say|in my opinion|generally|usually)\W+)*"
    r"(?:(?P<yes>yes|yeah|yep|yup|of course|definitely|certainly|absolutely)|(?P<no>no|nope|not really))\b(?! one\b)",
    re.IGNORECASE,
)
_CHOICE = re.compile(
    r"\b(?:prefer|choose|use|take|pick|recommend|better|best)\b[:,]?\s+(?:to use\s+)?"
    r"(?:an?\s+|the\s+)?(?P<one>[^?,]{2,50}?)"
    r"\s+or\s+(?:an?\s+|the\s+)?(?P<other>[^?,]{2,40}?)(?=\s+(?:when|for|if|in|on|with|to|as)\b|[?,]|$)",
    re.IGNORECASE,
)
_AGAINST = re.compile(r"\b(?:not|never|no|than|over|instead of|rather than|unlike)\b", re.IGNORECASE)


def decides_otherwise(question: str, reference: str, answer: str) -> bool:
    """Whether an answer begins with the contrary of what the reference begins with; False where either is open."""
    if _YES_OR_NO.search(question):
        wanted, said = _stance(reference), _stance(answer)
        if wanted is not None and said is not None:
            return wanted != said
    if found := _CHOICE.search(question):
        one, other = frozenset(terms(found["one"])), frozenset(terms(found["other"]))
        wanted, said = (_chosen(text, one - other, other - one) for text in (reference, answer))
        return wanted is not None and said is not None and wanted != said
    return False


def _stance(text: str) -> bool | None:
    """True for yes, False for no; None where a text begins with neither."""
    found = _STANCE.match(text)
    return None if found is None else found["yes"] is not None


def _chosen(text: str, one: frozenset[str], other: frozenset[str]) -> bool | None:
    """Whether a text begins by naming the first of two things, and not the second; None where that is not clear."""
    for word in re.finditer(r"[\w-]+", text):
        named = frozenset(terms(word[0]))
        if named & (one | other):
            return None if _AGAINST.search(text[: word.start()]) else bool(named & one)
    return None


def swaps(question: str, reference: str, answer: Sequence[Unit], embed: Embed) -> bool:
    """Whether what an answer says of each of two things is nearer to what the reference says of the other."""
    sides = sides_of(question)
    if sides is None:
        return False
    theirs, mine = _told(units(reference), sides), _told(answer, sides)
    if not theirs or not mine:
        return False
    vectors = embed([masked_text(unit.text, [sides.names]) for unit, _ in (*theirs, *mine)])
    masked = np.asarray(vectors[: len(theirs)] @ vectors[len(theirs) :].T, dtype=np.float64)
    found = leads([said for _, said in theirs], [said for _, said in mine], masked)
    return bool(found) and float(np.mean(found)) < SWAPPED


def _told(found: Sequence[Unit], sides: Sides | Several) -> list[tuple[Unit, Told]]:
    """The clauses that say something of one of the things."""
    clauses = [unit for unit in found if unit.clause]
    told = zip(clauses, told_of(sides, clauses), strict=True)
    return [(unit, (said, side)) for unit, (said, side) in told if said and side is not None]
