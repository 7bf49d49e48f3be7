"""How a whole answer lies beside all key points together, and beside the question: words, phrases, letters, lengths."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from coach.grading.text import Unit, terms, tokens
from index.words import STOP_WORDS

Row = NDArray[np.float64]

NEAR, ALMOST_SAME = 0.6, 0.75  # cosines of phrases


def texts_alike(
    question: str, answer: str, reference: str, clauses: Sequence[Unit], cosine: Row, vectors: tuple[Row, Row, Row]
) -> Row:
    """The last features of OVERALL. vectors: of question, answer and reference."""
    q, a, r = vectors
    said, wanted, asked = set(terms(answer)), set(terms(reference)), set(terms(question))
    weights = np.array([max(1, len(set(unit.terms) - asked)) for unit in clauses])
    nearest = cosine.max(axis=0)
    beyond = (said & wanted) - asked
    letters, wanted_letters = _letters(answer), _letters(reference)
    shared = len(letters & wanted_letters)
    return np.array(
        [
            q @ a,
            a @ r,
            (nearest * weights).sum() / weights.sum(),
            nearest.max(),
            len(said & wanted) / max(1, len(said | wanted)),
            len(beyond) / max(1, len(wanted - asked)),
            len(beyond) / max(1, len(said - asked)),
            shared / max(1, len(letters)),
            shared / max(1, min(len(wanted_letters), 2 * len(letters))),
            len(said & asked) / max(1, len(asked)),
            q @ r,
        ]
    )


def phrases_alike(said: Row, wanted: Row, asked: Row) -> Row:
    """The features of OVERALL on phrases. said, wanted, asked: vectors of those of answer, points and question."""
    if not len(said) or not len(wanted):
        return np.zeros(12)
    alike = wanted @ said.T
    recall, precision = alike.max(axis=1), alike.max(axis=0)
    given = (wanted @ asked.T).max(axis=1) if len(asked) else np.zeros(len(wanted))
    echoed = (said @ asked.T).max(axis=1) if len(asked) else np.zeros(len(said))

    def shares(best: Row, from_question: Row) -> list[float]:
        least = np.sort(best)[: max(1, len(best) // 4)]
        beyond = np.maximum(0, best - from_question)
        return [best.mean(), beyond.mean(), (best > NEAR).mean(), (best > ALMOST_SAME).mean(), least.mean()]

    hits = ((precision > NEAR) & (precision > echoed)).sum() / (1 + len(wanted))
    return np.array([*shares(recall, given), *shares(precision, echoed), echoed.mean(), hits])


def coherence(clauses: Sequence[frozenset[str]], points: Sequence[frozenset[str]], question: str) -> Row:
    """Whether what a clause says belongs to one key point, or was picked from several: mean, least, number of clauses.

    Words of a key point glued together at random, and claims about the wrong one of two things, mix several.
    """
    wanted = frozenset(term for point in points for term in point)
    asked = frozenset(terms(question))
    found, sizes = [], []
    for clause in clauses:
        held = clause & wanted
        if len(held) >= 2 and held - asked:
            found.append(max(purity(clause, point, wanted) for point in points))
            sizes.append(len(held))
    if not found:
        return np.array([0.5, 0.5, 0.0])
    return np.array([np.average(found, weights=sizes), min(found), min(8, len(found)) / 8])


def purity(clause: frozenset[str], point: frozenset[str], wanted: frozenset[str]) -> float:
    """Of a clause's terms that are in any key point, the share that is in this one; 0 where there are none."""
    held = clause & wanted
    return len(held & point) / len(held) if held else 0.0


def lengths(answer: str, reference: str) -> Row:
    said, wanted = tokens(answer), tokens(reference)
    return np.array(
        [
            np.log1p(len(said)),
            np.log1p(len(wanted)),
            len(said) / max(1, len(wanted)),
            len(set(said)) / max(1, len(said)),
            sum(word in STOP_WORDS for word in said) / max(1, len(said)),
        ]
    )


def _letters(text: str) -> set[str]:
    spaced = f" {' '.join(text.casefold().split())} "
    return {spaced[n : n + 4] for n in range(len(spaced) - 3)}
