"""One score per entry out of all that speaks for it, and the probability that the best entry answers the query.

Scores are fused, not ranks: cosine similarities of one model have one scale, and how far the first is ahead of the
second is what tells a good find from a poor one. BM25 has no scale, so it enters as a share of its best. The weights
are learned (`tests/benchmarks/train_fusion.py`) on queries for the built-in corpus and random parts of it; nothing in
them knows a particular corpus. What confidence looks at is, besides the similarities, how they compare with the rest of
this corpus, and whether the words of the query that matter in it are really in the entry.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from index.snapshot import LEGS, Snapshot

SIGNALS = (*LEGS, "question_words", "all_words", "question_covered", "all_covered")
"""The columns of Evidence.signals: the best cosine in each leg, BM25 as a share of its best, and which share of the
query's words the question and the entry hold, weighed by how rare they are."""
FACTS = (
    *(f"top_{signal}" for signal in SIGNALS),
    "score",
    "ahead_of_second",
    "ahead_of_fifth",
    "probability",
    "unknown",
    "rare_covered",
    "words",
)
"""What confidence is computed from."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for each candidate entry: a row of signals per place."""

    places: NDArray[np.int64]
    signals: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Weights:
    """signals: sum to 1, so that a score is a weighted mean of similarities. sharpness: of the softmax over scores.

    facts, means, bias: of the logistic regression that gives the confidence. threshold: where an answer begins.
    """

    signals: NDArray[np.float32]
    sharpness: float
    facts: NDArray[np.float32]
    means: NDArray[np.float32]
    bias: float
    threshold: float


@lru_cache(maxsize=1)
def weights() -> Weights:
    """The learned weights."""
    stored = json.loads((resources.files("index") / "data" / "fusion.json").read_text("utf-8"))
    return Weights(
        signals=np.array([stored["signals"][name] for name in SIGNALS], dtype=np.float32),
        sharpness=stored["sharpness"],
        facts=np.array([stored["facts"][name]["weight"] for name in FACTS], dtype=np.float32),
        means=np.array([stored["facts"][name]["mean"] for name in FACTS], dtype=np.float32),
        bias=stored["bias"],
        threshold=stored["threshold"],
    )


def words_evidence(snapshot: Snapshot, terms: Sequence[str], places: NDArray[np.int64]) -> NDArray[np.float32]:
    """The last four signals of the entries at places."""
    columns = []
    for lexical in (snapshot.question_words, snapshot.all_words):
        scores = lexical.scores(terms)
        columns.append(scores[places] / max(float(scores.max(initial=0.0)), 1e-9))
    distinct = sorted(set(terms))
    rarity = np.array([snapshot.all_words.rarity(term) for term in distinct], dtype=np.float32)
    for lexical in (snapshot.question_words, snapshot.all_words):
        held = np.zeros(lexical.n, dtype=np.float32)
        for term, weight in zip(distinct, rarity, strict=True):
            held[lexical.holds(term)] += weight
        columns.append(held[places] / max(float(rarity.sum()), 1e-9))
    return np.stack(columns, axis=1).astype(np.float32)


def scores(evidence: Evidence) -> NDArray[np.float32]:
    """A score per candidate."""
    return evidence.signals @ weights().signals


def facts(
    snapshot: Snapshot, evidence: Evidence, scored: NDArray[np.float32], terms: Sequence[str]
) -> NDArray[np.float32]:
    """What confidence is computed from, in the order of FACTS. There must be a candidate."""
    best = int(scored.argmax())
    others = _best_per_group(snapshot.groups[evidence.places], scored)
    others = np.sort(others)[::-1]
    second = others[min(1, len(others) - 1)]
    fifth = others[min(4, len(others) - 1)]
    share = np.exp(weights().sharpness * (others - others[0]))
    distinct = sorted(set(terms))
    rarity = np.array([snapshot.all_words.rarity(term) for term in distinct])
    unknown = np.array([len(snapshot.all_words.holds(term)) == 0 for term in distinct], dtype=bool)
    place = int(evidence.places[best])
    rarest = [distinct[i] for i in np.argsort(-rarity)[:2]]
    rare_covered = (
        np.mean([bool(np.any(snapshot.all_words.holds(term) == place)) for term in rarest]) if rarest else 0.0
    )
    return np.array(
        [
            *evidence.signals[best],
            scored[best],
            others[0] - second,
            others[0] - fifth,
            1.0 / share.sum(),
            float(rarity[unknown].sum() / max(rarity.sum(), 1e-9)),
            rare_covered,
            np.log1p(len(distinct)),
        ],
        dtype=np.float32,
    )


def confidence(known: NDArray[np.float32]) -> float:
    """The probability that the best entry answers the query."""
    learned = weights()
    logit = float((known - learned.means) @ learned.facts) + learned.bias
    return float(1.0 / (1.0 + np.exp(-np.clip(logit, -30, 30))))


def threshold() -> float:
    """The confidence from which a query counts as answerable."""
    return weights().threshold


def _best_per_group(groups: NDArray[np.int32], scored: NDArray[np.float32]) -> NDArray[np.float32]:
    """One score per question: the same question in two documents does not compete with itself."""
    _, inverse = np.unique(groups, return_inverse=True)
    best = np.full(int(inverse.max(initial=0)) + 1, -np.inf, dtype=np.float32)
    np.maximum.at(best, inverse, scored)
    return best
