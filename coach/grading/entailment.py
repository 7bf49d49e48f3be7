"""Does a clause say what a key point says, or the contrary? A small network that reads both word by word.

It aligns the tokens of the two texts, compares each with what stands opposite, and adds the comparisons up, over the
frozen token vectors of the embedding model: A. Parikh et al., "A Decomposable Attention Model for Natural Language
Inference", EMNLP 2016. Trained by tests/benchmarks/entailment_train.py on answers that were labelled key point by key
point, and on the key points, sentences and pitfalls of the built-in corpus with their contraries.

Words that only trade places or turn round ("the nearest", "the farthest") change no cosine to speak of, and are what
wrong answers are made of. The forest of key points hears this network beside everything that is measured.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coach.grading.features import Measured, Reader

Row = NDArray[np.float64]
Weights = NDArray[np.float32]

MOST_TOKENS = 40  # of a text that are read
NAMES = ("entailed_said", "entailed_contrary", "entailed_balance", "entailed_worst_contrary", "entailed_worst_balance")
"""What the forest hears of a key point: of the unit that says most of it, and of the one that says most against it."""
LEAST = 1e-3  # added to chances before their logarithm is taken


@dataclass(frozen=True, slots=True)
class Entailment:
    """The network's weights. Each matrix takes a row vector from the left."""

    compare: Weights
    attend: Weights
    sharpness: Weights
    hidden: Weights
    hidden_bias: Weights
    inner: Weights
    inner_bias: Weights
    out: Weights
    out_bias: Weights

    @classmethod
    def read(cls, arrays: Mapping[str, NDArray[Any]], name: str = "entailment") -> "Entailment":
        """The network of that name among the arrays of a file."""
        return cls(**{field: arrays[f"{name}_{field}"].astype(np.float32) for field in cls.__dataclass_fields__})

    def judge(self, point: NDArray[np.float32], unit: NDArray[np.float32]) -> Row:
        """The chances that a unit leaves a point open, says it, and says the contrary. Both: a row per token."""
        if not len(point) or not len(unit):
            return np.array([1.0, 0.0, 0.0])
        point, unit = point[:MOST_TOKENS], unit[:MOST_TOKENS]
        alike = self.sharpness * (_unit_rows(point @ self.attend) @ _unit_rows(unit @ self.attend).T)
        one, other = point @ self.compare, unit @ self.compare
        read = np.concatenate([self._side(one, other, alike), self._side(other, one, alike.T)])
        inner = np.maximum(0, read @ self.inner + self.inner_bias)
        return _softmax(inner @ self.out + self.out_bias).astype(np.float64)

    def _side(self, own: Weights, other: Weights, alike: Weights) -> Weights:
        """Each token of one text compared with what stands opposite: the mean and the most of the comparisons."""
        opposite = _softmax(alike) @ other
        beside = np.concatenate([own, opposite, np.abs(own - opposite), own * opposite], axis=1)
        compared = np.maximum(0, beside @ self.hidden + self.hidden_bias)
        return np.concatenate([compared.mean(axis=0), compared.max(axis=0)])


def entailed(points: Sequence[str], measured: Measured, network: Entailment, reader: Reader) -> Row:
    """A row of NAMES per key point. points: their texts, in the order of what was measured."""
    best = [evidence.best.text for evidence in measured.evidence]
    worst = [evidence.worst.text for evidence in measured.evidence]
    read = [text.vectors for text in reader.tokens([*points, *best, *worst])]
    n = len(points)
    rows = []
    for point, said, against in zip(read[:n], read[n : 2 * n], read[2 * n :], strict=True):
        here = network.judge(point, said)
        there = here if against is said else network.judge(point, against)
        rows.append([here[1], here[2], _balance(here), there[2], _balance(there)])
    return np.array(rows)


def _balance(chances: Row) -> float:
    return float(np.log(chances[2] + LEAST) - np.log(chances[1] + LEAST))


def _unit_rows(rows: Weights) -> Weights:
    return np.asarray(rows / np.maximum(1e-6, np.linalg.norm(rows, axis=1, keepdims=True)))


def _softmax(scores: Weights) -> Weights:
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True))
