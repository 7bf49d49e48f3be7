"""The points an answer is graded on: the entry's own, or else derived from its answer.

A derived point is a sentence of the answer that states something: no greeting, example, advice to the reader or heading.
The longest answers would give dozens; those are kept that say most of what the answer says.
"""

import re
from dataclasses import dataclass

from corpus.entries import Entry
from corpus.text import sentences
from index.words import terms

MOST = 8  # derived points of one answer: an interviewer listens for no more
FEWEST_TERMS = 3  # words of substance that a statement has


@dataclass(frozen=True, slots=True)
class KeyPoint:
    """text: one checkable statement. reference: the sentence of the corpus that it is judged by."""

    text: str
    reference: str
    derived: bool = False


def key_points(entry: Entry) -> tuple[KeyPoint, ...]:
    """The entry's key points, or derived ones; none where the entry has no answer either."""
    if entry.key_points:
        return tuple(KeyPoint(text, text) for text in entry.key_points)
    return derived(entry.question, entry.answer)


def derived(question: str, answer: str) -> tuple[KeyPoint, ...]:
    """Points read out of an answer, in its order."""
    said = [_clean(answer[span.start : span.end]) for span in sentences(answer)]
    return tuple(KeyPoint(text, text, derived=True) for text in said if len(terms(text)) >= FEWEST_TERMS)[:MOST]


def _clean(sentence: str) -> str:
    plain = re.sub(r"[*_`]+", "", sentence)
    return " ".join(re.sub(r"^\s*(?:[-*+]|\d+[.)])\s+", "", plain).split())
