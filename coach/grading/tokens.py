"""How the words of an answer lie beside those of the key points, each word read in its context.

Every token of one side is matched with the nearest one of the other, as in T. Zhang et al., "BERTScore: Evaluating Text
Generation with BERT", ICLR 2020: what was said in other words is found again, and what was left out is not. Small words
and words that the question gives away count little.
"""

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from coach.grading.text import NEGATORS, canonical, is_direction, opposite
from index.embedding import TokenVectors
from index.words import STOP_WORDS

Row = NDArray[np.float64]

SIGN, SMALL, GIVEN, TELLING = 0.05, 0.1, 0.3, 1.0  # weights: punctuation, small words, words of the question, others
NEAR = 0.6  # cosine of two tokens in context
BARELY = 1e-6  # added to weights, so that a text of nothing but signs has a sum


def weights(words: Sequence[str], asked: Collection[str]) -> Row:
    """What each token of a text counts. words: the ones the tokens are pieces of. asked: canonical terms."""
    return np.array([_weight(word.casefold(), asked) for word in words]) + BARELY


def canonical_words(read: TokenVectors) -> frozenset[str]:
    """The canonical names of a text's words."""
    return frozenset(canonical(word.casefold()) for word in read.words)


def joined(texts: Sequence[TokenVectors]) -> TokenVectors:
    """Several texts as one, each token as it was in its own text. There is at least one text."""
    return TokenVectors(tuple(word for t in texts for word in t.words), np.concatenate([t.vectors for t in texts]))


def tokens_alike(question: TokenVectors, points: TokenVectors, answer: TokenVectors) -> Row:
    """The features of OVERALL on tokens."""
    if not len(points.words) or not len(answer.words):
        return np.zeros(13)
    asked = canonical_words(question)
    wanted, said = weights(points.words, asked), weights(answer.words, asked)
    alike = np.asarray(points.vectors @ answer.vectors.T, dtype=np.float64)
    found, fitting = alike.max(axis=1), alike.max(axis=0)
    given = nearest(points, question)
    echoed = nearest(answer, question)
    recall, precision = mean(found, wanted), mean(fitting, said)
    return np.array(
        [
            recall,
            precision,
            2 * recall * precision / max(1e-9, recall + precision),
            mean(np.maximum(0, found - given), wanted),
            mean(np.maximum(0, fitting - echoed), said),
            mean(found > NEAR, wanted),
            mean(fitting > NEAR, said),
            least(found, wanted),
            found.mean(),
            fitting.mean(),
            said.sum(),
            wanted.sum(),
            said.sum() / (1 + wanted.sum()),
        ]
    )


def point_alike(question: TokenVectors, point: TokenVectors, unit: TokenVectors, answer: TokenVectors) -> list[float]:
    """The features of a key point on tokens. unit: what of the answer is nearest to it."""
    if not len(point.words) or not len(unit.words):
        return [0.0] * 7
    asked = canonical_words(question)
    wanted = weights(point.words, asked)
    alike = np.asarray(point.vectors @ unit.vectors.T, dtype=np.float64)
    found, anywhere = alike.max(axis=1), nearest(point, answer)
    turned, kept = _turned(point, unit, alike)
    return [
        mean(found, wanted),
        mean(anywhere, wanted),
        mean(np.maximum(0, anywhere - nearest(point, question)), wanted),
        least(found, wanted),
        mean(alike.max(axis=0), weights(unit.words, asked)),
        turned,
        kept,
    ]


def _turned(point: TokenVectors, unit: TokenVectors, alike: Row) -> tuple[float, float]:
    """How near the point's words of direction come to their opposites in the unit, and to themselves; at most 1."""
    said = [canonical(word.casefold()) for word in unit.words]
    turned = kept = 0.0
    for n, name in enumerate(canonical(word.casefold()) for word in point.words):
        if is_direction(name):
            contrary = [m for m, other in enumerate(said) if other == opposite(name)]
            same = [m for m, other in enumerate(said) if other == name]
            against, by = (float(alike[n, where].max()) if where else 0.0 for where in (contrary, same))
            turned, kept = max(turned, against - by), max(kept, by - against)
    return turned, kept


def _weight(word: str, asked: Collection[str]) -> float:
    if not word[:1].isalnum():
        return SIGN
    if word in STOP_WORDS and word not in NEGATORS:
        return SMALL
    return GIVEN if canonical(word) in asked else TELLING


def nearest(one: TokenVectors, other: TokenVectors) -> Row:
    """For each token of one text the cosine of the nearest token of the other."""
    if not len(other.words):
        return np.zeros(len(one.words))
    return np.asarray((one.vectors @ other.vectors.T).max(axis=1), dtype=np.float64)


def mean(values: NDArray[np.float64] | NDArray[np.bool_], by: Row) -> float:
    """The mean of values weighted by others; their sum is not 0."""
    return float((values * by).sum() / by.sum())


def least(found: Row, wanted: Row) -> float:
    """The mean of the worst among the tokens that count most, a quarter of all."""
    heavy = found[wanted >= np.median(wanted)]
    return float(np.sort(heavy)[: max(1, len(found) // 4)].mean())
