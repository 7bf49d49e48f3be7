"""What a clause has put in the place of a key point's words, where it says the rest of it word for word.

"The imputer is fitted on the test data" is nearer to "the imputer is fitted on the training data only" than most right
answers in other words are: one word stands for another. So the words that both have are taken away, as the frame, and
what is left is laid side by side: how much is left, how alike it is in context, and whether the frame is in order.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import LCSseq

from coach.grading.conflicts import share
from coach.grading.text import NEGATORS, canonical, is_direction
from index.embedding import TokenVectors
from index.words import STOP_WORDS

Row = NDArray[np.float64]

NAMES = (
    "frame",  # share of the point's content words that the clause has
    "frame_unit",  # share of the clause's content words that the point has
    "left",  # words of the point that are left over, up to 5, as a share
    "left_unit",  # of the clause
    "slots",  # words left over that stand beside the same word of the frame as one of the clause's; up to 3, as a share
    "slot_least",  # cosine in context of the two in a slot: least, most
    "slot_most",
    "replaced_least",  # of each word left over and the nearest of the clause's: least, mean
    "replaced",
    "in_order",  # share of the frame that stands in the same order
    "in_place",  # how much of it is frame, times how unlike the rest is
)
MOST_LEFT, MOST_SLOTS = 5, 3
NOTHING_LEFT = 1.0


@dataclass(frozen=True, slots=True)
class Words:
    """The content words of a text in order: canonical names, and a vector for each."""

    names: tuple[str, ...]
    vectors: Row


def content(read: TokenVectors) -> Words:
    """The content words of a text; the vector of a word is the mean of its pieces'."""
    names: list[str] = []
    rows: list[Row] = []
    pieces: list[Row] = []
    last = ""
    for word, vector in zip((*read.words, ""), (*read.vectors, np.zeros(0)), strict=True):
        if word != last and pieces:
            if _tells(last.casefold()):
                names.append(canonical(last.casefold()))
                mean = np.mean(pieces, axis=0)
                rows.append(mean / max(1e-6, float(np.linalg.norm(mean))))
            pieces = []
        last = word
        pieces.append(np.asarray(vector, dtype=np.float64))
    return Words(tuple(names), np.array(rows) if rows else np.zeros((0, read.vectors.shape[1])))


def _tells(word: str) -> bool:
    return word[:1].isalnum() and (word not in STOP_WORDS or word in NEGATORS or is_direction(canonical(word)))


def substituted(point: Words, clauses: Sequence[Words]) -> list[float]:
    """The features of NAMES, for the clause that has most of the point's words."""
    wanted = frozenset(point.names)
    told = [clause for clause in clauses if clause.names]
    if not wanted or not told:
        return [0.0, 0.0, 1.0, 1.0, 0.0, NOTHING_LEFT, 0.0, 0.0, 0.0, 1.0, 0.0]
    clause = max(told, key=lambda c: (share(wanted, frozenset(c.names)), share(frozenset(c.names), wanted)))
    alike = point.vectors @ clause.vectors.T
    pairs = _frame(point, clause, alike)
    left = [n for n in range(len(point.names)) if n not in pairs]
    taken = set(pairs.values())
    free = [m for m in range(len(clause.names)) if m not in taken]
    replaced = [float(alike[n, free].max()) if free else 0.0 for n in left]
    slots = [float(alike[n, m]) for n in left for m in free if _same_slot(n, m, pairs)]
    frame = len(pairs) / len(point.names)
    order = LCSseq.similarity([*pairs.values()], sorted(pairs.values())) / len(pairs) if pairs else 1.0
    least = min(replaced, default=NOTHING_LEFT)
    return [
        frame,
        len(pairs) / len(clause.names),
        min(MOST_LEFT, len(left)) / MOST_LEFT,
        min(MOST_LEFT, len(free)) / MOST_LEFT,
        min(MOST_SLOTS, len(slots)) / MOST_SLOTS,
        min(slots, default=NOTHING_LEFT),
        max(slots, default=0.0),
        least,
        float(np.mean(replaced)) if replaced else NOTHING_LEFT,
        order,
        frame * (1.0 - least),
    ]


def _frame(point: Words, clause: Words, alike: Row) -> dict[int, int]:
    """Which word of the point is which of the clause: the same name, the most alike in context first."""
    same = [
        (float(alike[n, m]), n, m)
        for n, one in enumerate(point.names)
        for m, other in enumerate(clause.names)
        if one == other
    ]
    found: dict[int, int] = {}
    for _, n, m in sorted(same, reverse=True):
        if n not in found and m not in found.values():
            found[n] = m
    return dict(sorted(found.items()))


def _same_slot(n: int, m: int, pairs: dict[int, int]) -> bool:
    return pairs.get(n - 1, -2) == m - 1 or pairs.get(n + 1, -2) == m + 1
