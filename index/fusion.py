"""One score per entry out of the dense and the lexical ones, and how far it can be trusted."""

import math

import numpy as np
from numpy.typing import NDArray


def fused(
    question: NDArray[np.float32],
    passage: NDArray[np.float32],
    question_words: NDArray[np.float32],
    all_words: NDArray[np.float32],
) -> NDArray[np.float32]:
    """A score per entry, mostly the cosine of its best passage."""
    dense = 0.4 * question + 0.6 * passage
    lexical = _scaled(question_words) + _scaled(all_words)
    return np.asarray(0.85 * dense + 0.075 * lexical, dtype=np.float32)


def answers(score: float, covered: float) -> float:
    """The probability that an entry of that score answers a query of whose content words it holds the share covered."""
    return 1 / (1 + math.exp(-(12 * (score - 0.45) + 2 * (covered - 0.5))))


def _scaled(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    top = float(scores.max(initial=0.0))
    return scores / top if top > 0 else scores
