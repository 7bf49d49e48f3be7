"""What a key point would read like if it said the contrary.

A wrong answer is often as near to a key point as a right one: they share all words but one. But it is nearer still to
the point's contrary, and by how much does not depend on the wording of the rest. Three contraries are made of a point:
its words of direction turned round, the two things exchanged that the question compares, and its verb denied.
"""

import re
from functools import cache
from importlib import resources

from coach.grading.conflicts import compared
from coach.grading.points import halves
from coach.grading.text import NEGATORS, terms

KINDS = ("turned", "exchanged", "denied")
_AUXILIARY = re.compile(
    r"\b(is|are|was|were|can|could|do|does|did|will|would|may|must|should|has|have)\b( not\b)?", re.I
)


def contraries(text: str, question: str) -> tuple[str, str, str]:
    """A statement's contraries in the order of KINDS; "" where there is none of that kind."""
    made = (_turned(text), _exchanged(text, question), _denied(text))
    return tuple("" if contrary == text else contrary for contrary in made)  # type: ignore[return-value]


@cache
def _pairs() -> dict[str, str]:
    pairs: dict[str, str] = {}
    for line in (resources.files("coach") / "data" / "opposites.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            one, other = line.split()
            pairs.setdefault(one, other)
            pairs.setdefault(other, one)
    return pairs


def _turned(text: str) -> str:
    return "".join(_pairs().get(word.casefold(), word) for word in re.split(r"([^\W\d_]+)", text))


def _exchanged(text: str, question: str) -> str:
    sides = compared(question)
    if sides is None:
        return text
    one, other = ([word for word in side if not set(terms(word)) & _terms(rest)] for side, rest in (sides, sides[::-1]))
    if not one or not other:
        return text
    of_one, of_other = _terms(one), _terms(other)
    out: list[str] = []
    for word in text.split():
        own = set(terms(word))
        new = " ".join(other) if own & of_one else " ".join(one) if own & of_other else word
        if new == word or not out or out[-1] != new:  # a name of two words is exchanged once
            out.append(new)
    return " ".join(out)


def _denied(text: str) -> str:
    if found := _AUXILIARY.search(text):
        return text[: found.end(1)] + ("" if found[2] else " not") + text[found.end() :]
    words = text.split()
    if any(word.casefold() in NEGATORS for word in words):
        return " ".join(word for word in words if word.casefold() not in NEGATORS)
    head, claim = halves(text)
    return f"{head.strip()} does not {claim.strip()}" if head else text


def _terms(words: list[str]) -> set[str]:
    return {term for word in words for term in terms(word)}
