"""How near the sentences of an entry come in meaning to what was asked, beyond what all of it is about.

Each word of the question is matched with the nearest word of a sentence, as in coach.grading.tokens; words that the
entry's own question has count little. Every sentence is near to what the entry is about, so what it has in common with
the entry's question is taken off: "are more trees always better?" is then nearest to the sentence on the number of
trees, and not to the one that says what a forest is. Where the opening comes about as near as any, it was the entry's
own question that was asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from coach.explaining.quoting import Unit, units_of
from coach.grading.features import Reader
from coach.grading.tokens import canonical_words, mean, nearest, weights
from corpus.entries import Entry
from index.embedding import TokenVectors

OF_ENTRY = 0.5
"""Share of a sentence's likeness to the entry's question that is taken from its likeness to what was asked."""
PERHAPS, SURELY = 0.1, 0.25
"""How much nearer another sentence must be than the opening, between which a detail is asked for the more surely ..."""
SURELY_OF_OTHERS = 0.05
"""... and, from 0 on, where the question is like none that the entry is known to answer."""


@dataclass(frozen=True, slots=True)
class Nearness:
    """Of the units of one entry to one question.

    of: by the start of each unit, about 0 to 0.7. detail: how surely the question asks for something else than what the
    answer begins with, in [0, 1].
    """

    of: dict[int, float]
    detail: float


NOT_COMPARED = Nearness({}, 0.0)


def nearness(entry: Entry, question: str, request: str, reader: Reader, alike: float) -> Nearness:
    """How near each unit of an entry comes to a question.

    alike: how surely it is the entry's own in other words; where it is not, less is needed to tell it for a detail.
    request: the words that were said; what else the question has, it has from earlier turns, which were answered.
    """
    units = tuple(unit for unit in units_of(entry.answer) if not unit.leads)
    if len(units) < 2:
        return NOT_COMPARED
    title, told = _read(reader, entry.question, units)
    asked, said = reader.tokens([question, request])
    counts = weights(asked.words, canonical_words(title) | (canonical_words(asked) - canonical_words(said)))
    values = np.array([mean(nearest(asked, unit), counts) - OF_ENTRY * nearest(title, unit).mean() for unit in told])
    perhaps, surely = PERHAPS * alike, SURELY * alike + SURELY_OF_OTHERS * (1.0 - alike)
    ahead = (float(values.max() - values[0]) - perhaps) / (surely - perhaps)
    of = {unit.start: float(value) for unit, value in zip(units, values, strict=True)}
    return Nearness(of, min(1.0, max(0.0, ahead)))


@lru_cache(maxsize=48)  # an entry takes about a megabyte
def _read(reader: Reader, title: str, units: tuple[Unit, ...]) -> tuple[TokenVectors, Sequence[TokenVectors]]:
    first, *others = reader.tokens([title, *(unit.text for unit in units)])
    return first, others
