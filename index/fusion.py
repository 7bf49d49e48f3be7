"""One score per entry out of all that speaks for it, and the probability that the best entry answers the query.

Scores are fused, not ranks: cosine similarities of one model have one scale, and how far the first is ahead of the
second is what tells a good find from a poor one. BM25 enters as a share of what the query could score at most. The
weights are learned (`tests/benchmarks/train_fusion.py`) on queries for the built-in corpus and random parts of it;
nothing in them knows a particular corpus. What confidence looks at is, besides the similarities, how they compare with
the rest of this corpus, and whether the words of the query that matter in it are really in the entry.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from index.lexical import K1
from index.snapshot import LEGS, Snapshot
from index.vocabulary import english_stems

PLAIN = (*(leg.value for leg in LEGS), "question_words", "all_words", "question_covered", "all_covered")
GATED = ("key_point", "question_words", "all_words", "all_covered")
SIGNALS = (*PLAIN, *(f"{name}_gated" for name in GATED))
"""The columns of Evidence.signals, all in [0, 1] but for cosines below 0.

The best cosine in each leg; BM25 as a share of the most that the query's words could score; and which share of them the
question and the entry hold, weighed by how rare they are. Then some of them again, times the largest share of the words
that any entry holds: where the corpus has the query's own words they count for more than where it is a paraphrase.
"""
FACTS = (
    *(f"top_{signal}" for signal in PLAIN),
    "score",
    "ahead_of_second",
    "ahead_of_fifth",
    "probability",
    "unknown",
    "strange",
    "rare_covered",
    "words",
    "density",
)
"""What confidence is computed from: the plain signals of the best entry; its score, how far it is ahead, and its share
of a softmax; which share of the query's words the corpus does not know, and whether one of those is no English word
either, as names of methods are; whether the best entry holds the two rarest words; how many words there are; and how
like each other the entries of this corpus are, so that a near miss is told from a find by this corpus's own scale."""


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


def evidence(
    snapshot: Snapshot, terms: Sequence[str], places: NDArray[np.int64], legs: NDArray[np.float32]
) -> Evidence:
    """What speaks for the entries at places, of which legs holds the best cosine in each leg."""
    distinct = sorted(set(terms))
    by_words, by_coverage = [], []
    rarity = {term: snapshot.all_words.rarity(term) for term in distinct}
    total = max(sum(rarity.values()), 1e-9)
    for lexical in (snapshot.question_words, snapshot.all_words):
        most = sum(lexical.rarity(term) for term in distinct) * (K1 + 1)
        by_words.append(np.minimum(lexical.scores(terms)[places] / max(most, 1e-9), 1.0))
        held = np.zeros(lexical.n, dtype=np.float32)
        for term in distinct:
            held[lexical.holds(term)] += rarity[term]
        by_coverage.append(held[places] / total)
    plain = np.column_stack([legs, *by_words, *by_coverage])
    gate = plain[:, PLAIN.index("all_covered")].max(initial=0.0)
    gated = plain[:, [PLAIN.index(name) for name in GATED]] * gate
    return Evidence(places, np.hstack([plain, gated]).astype(np.float32))


def scores(found: Evidence) -> NDArray[np.float32]:
    """A score per candidate."""
    return found.signals @ weights().signals


def facts(
    snapshot: Snapshot, found: Evidence, scored: NDArray[np.float32], terms: Sequence[str]
) -> NDArray[np.float32]:
    """What confidence is computed from, in the order of FACTS. There must be a candidate."""
    best = int(scored.argmax())
    others = _best_per_group(snapshot.groups[found.places], scored)
    others = np.sort(others)[::-1]
    second = others[min(1, len(others) - 1)]
    fifth = others[min(4, len(others) - 1)]
    share = np.exp(weights().sharpness * (others - others[0]))
    distinct = sorted(set(terms))
    rarity = np.array([snapshot.all_words.rarity(term) for term in distinct])
    unknown = np.array([len(snapshot.all_words.holds(term)) == 0 for term in distinct], dtype=bool)
    place = int(found.places[best])
    rarest = [distinct[i] for i in np.argsort(-rarity)[:2]]
    rare_covered = (
        np.mean([bool(np.any(snapshot.all_words.holds(term) == place)) for term in rarest]) if rarest else 0.0
    )
    return np.array(
        [
            *found.signals[best][: len(PLAIN)],
            scored[best],
            others[0] - second,
            others[0] - fifth,
            1.0 / share.sum(),
            float(rarity[unknown].sum() / max(rarity.sum(), 1e-9)),
            float(any(new and term not in english_stems() for term, new in zip(distinct, unknown, strict=True))),
            rare_covered,
            np.log1p(len(distinct)),
            snapshot.density,
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
