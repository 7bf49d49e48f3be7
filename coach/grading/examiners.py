"""The two examiners of the offline grader, and what they were trained to see.

Each is a network that reads a key point with its clause, a forest that says missed, covered or contradicted of every
key point, and a forest that marks the whole answer by that. The close one has learned from fewer questions with every
kind of answer, good and bad; the wide one from three times as many questions with fewer kinds. They err on different
answers, and the mean of their marks is better than either. Of the key points only the close one is asked: the wide one
takes more for said that is not (tests/benchmarks/grading_train.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coach.grading.entailment import Entailment, entailed
from coach.grading.features import Measured, Reader
from coach.grading.forest import Forest
from coach.grading.whole import overall

NAMES = ("close", "wide")
"""Of the examiners, in the file; the first one's word on the key points stands."""
PLAINLY = (0.05, 0.95, 0.0)
"""The chances of a point that is stated."""

Chances = NDArray[np.float64]
"""A row per key point: that it is missed, covered, contradicted."""


@dataclass(frozen=True, slots=True)
class Examiner:
    """network: reads a key point with its clause. points: hears it beside what is measured. whole: marks the answer."""

    network: Entailment
    points: Forest
    whole: Forest

    def judge(
        self, points: Sequence[str], stated: Sequence[bool], measured: Measured, reader: Reader
    ) -> tuple[Chances, float]:
        """The chances of each key point, and a mark for the whole answer."""
        rows = np.array([evidence.features for evidence in measured.evidence])
        chances = self.points.predict(np.hstack([rows, entailed(points, measured, self.network, reader)]))
        chances[list(stated)] = PLAINLY
        return chances, float(self.whole.predict(overall(chances, measured)[None])[0, 0])


def examine(points: Sequence[str], stated: Sequence[bool], measured: Measured, reader: Reader) -> tuple[Chances, float]:
    """The chances of each key point, and the mean of both marks for the whole answer.

    points: texts of the key points. stated: which of them are said, nearly word for word.
    """
    judged = [examiner.judge(points, stated, measured, reader) for examiner in examiners()]
    return judged[0][0], float(np.mean([mark for _, mark in judged]))


@cache
def examiners() -> tuple[Examiner, ...]:
    """All of them."""
    return tuple(
        Examiner(
            Entailment.read(trained(), f"{name}_entailment"),
            Forest.read(trained(), f"{name}_points"),
            Forest.read(trained(), f"{name}_whole"),
        )
        for name in NAMES
    )


@cache
def trained() -> dict[str, NDArray[Any]]:
    """The arrays of the file that training wrote."""
    with (resources.files("coach") / "data" / "grading.npz").open("rb") as file, np.load(file) as arrays:
        return dict(arrays)
