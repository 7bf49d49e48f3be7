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

from index.hits import Role
from index.lexical import K1
from index.snapshot import LEGS, Snapshot
from index.vocabulary import english_stems
from index.wordings import Meant

PLAIN = (*(leg.value for leg in LEGS), "question_words", "all_words", "question_covered", "all_covered")
QUESTION, ENTRY = LEGS.index(Role.QUESTION), LEGS.index(Role.ENTRY)
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
    "stands_out",
    "beyond_neighbours",
    "unknown",
    "strange",
    "unusual",
    "elsewhere",
    "rare_covered",
    "words",
    "strange_phrase",
    "usual",
    "spread",
    "density",
    "entries",
    "known",
    "known_here",
    "helped",
)
"""What confidence is computed from.

The plain signals of the best entry; its score, how far it is ahead, its share of a softmax, and how many standard
deviations it lies above the other candidates. How much nearer the query is to it than its question is to any other
entry: a query about a neighbour of it is not. Which share of the query's words the corpus does not know; whether one of
those is no English word either, as names of methods are; how unusual in English the most unusual word is that the best
entry lacks; which share of the words only other entries hold; and whether it holds the two rarest. How many words there
are; and which share of neighbouring ones are never neighbours in the corpus, over the number of words: a short query is
a phrase, and "style transfer" is not known because its words are. Then this corpus's own scale, by which a near miss is
told from a find: mean and spread of the query's similarity to entries evenly spread over it, how like each other its
entries are, and the logarithm of how many there are. Last, how near the query comes to a question of the built-in
corpus, in any wording; how near that question comes to the best entry; and how much nearer the query comes to it than
to anything in this corpus: what is known but not here is lacking.
"""
COMPARED = 300  # entries, evenly spread, that the query is compared with for its usual similarity
MOST_ENTRIES = 400  # larger corpora count as this large: about as many as the built-in corpus that was learned on
SAME = 0.7  # cosine of a query and a question from which they begin to be the same
SAME_WORTH = 0.4  # what it is worth that they are: the weights were learned on queries that seldom are
NO_WORD = 1.15  # how unusual a word is that English lacks, where the rarest that it has is 1


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for each candidate entry: a row of signals per place."""

    places: NDArray[np.int64]
    signals: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Gathered:
    """evidence: by which entries are ranked. vectors: that they were compared with, pulled or not. plain: the evidence
    of the query's own words.
    """

    evidence: Evidence
    vectors: NDArray[np.float32]
    plain: Evidence


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


def nearest(found: Evidence) -> float:
    """The cosine of whatever comes nearest to the query; -1 where there is no candidate."""
    return float(found.signals[:, : len(LEGS)].max(initial=-1.0))


def scores(found: Evidence) -> NDArray[np.float32]:
    """A score per candidate: the weighted mean of its signals, and more where its question is nearly the query."""
    same = np.clip((found.signals[:, QUESTION] - SAME) / (1.0 - SAME), 0.0, 1.0)
    return np.asarray(found.signals @ weights().signals + SAME_WORTH * same, dtype=np.float32)


def facts(
    snapshot: Snapshot,
    gathered: Gathered,
    scored: NDArray[np.float32],
    terms: Sequence[str],
    strangers: float,
    meant: Meant,
    admitted: NDArray[np.bool_] | None = None,
) -> NDArray[np.float32]:
    """What confidence is computed from, in the order of FACTS. There must be a candidate.

    scored: a score per candidate. strangers: see `vocabulary.Reading`. admitted: which entries may be found, and so are
    the scale; None for all. What cannot be known is NaN.
    """
    found = gathered.evidence
    best = int(scored.argmax())
    place = int(found.places[best])
    others = np.sort(_best_per_group(snapshot.groups[found.places], scored))[::-1]
    second = others[min(1, len(others) - 1)]
    fifth = others[min(4, len(others) - 1)]
    share = np.exp(weights().sharpness * (others - others[0]))
    rest = others[1:] if len(others) > 1 else np.zeros(1)
    scale = np.arange(len(snapshot.cards)) if admitted is None else np.flatnonzero(admitted)
    usual, spread = _usual(snapshot, gathered.vectors[0], scale, snapshot.groups[place])
    return np.array(
        [
            *found.signals[best][: len(PLAIN)],
            scored[best],
            others[0] - second,
            others[0] - fifth,
            1.0 / share.sum(),
            (others[0] - rest.mean()) / (rest.std() + 1e-3) if len(others) > 2 else 0.0,
            found.signals[best][ENTRY] - _nearest_other(snapshot, found.places, place),
            *_of_words(snapshot, place, sorted(set(terms))),
            strangers / max(1, len(set(terms))),
            usual,
            spread,
            snapshot.density,
            np.log(min(len(scale), MOST_ENTRIES)),
            *_of_known(snapshot, place, meant, gathered.plain),
        ],
        dtype=np.float32,
    )


def _usual(snapshot: Snapshot, vector: NDArray[np.float32], scale: NDArray[np.int64], but: int) -> tuple[float, float]:
    """Mean and standard deviation of a query's similarity to entries evenly spread over the scale, but for a group."""
    places = scale[:: 1 + len(scale) // COMPARED]
    others = places[snapshot.groups[places] != but]
    similarities = _wholes(snapshot, others if len(others) > 1 else places) @ vector
    return float(similarities.mean()), float(similarities.std()) + 1e-3


def _nearest_other(snapshot: Snapshot, places: NDArray[np.int64], place: int) -> float:
    """How near the question of the entry at a place comes to another candidate."""
    others = places[snapshot.groups[places] != snapshot.groups[place]]
    if not len(others):
        return 0.0
    question = np.asarray(snapshot.vectors[snapshot.rows(QUESTION, place).start], dtype=np.float32)
    return float((_wholes(snapshot, others) @ question).max())


def _of_known(snapshot: Snapshot, place: int, meant: Meant, plain: Evidence) -> tuple[float, float, float]:
    """The last three facts."""
    if meant.meaning is None:
        return np.nan, np.nan, np.nan
    question = np.asarray(snapshot.vectors[snapshot.rows(QUESTION, place).start], dtype=np.float32)
    whole = _wholes(snapshot, np.array([place]))[0]
    here = float(max(question @ meant.meaning, whole @ meant.meaning))
    return meant.likeness, here, max(0.0, meant.likeness - nearest(plain))


def _wholes(snapshot: Snapshot, places: NDArray[np.int64]) -> NDArray[np.float32]:
    """The vectors of whole entries."""
    return np.asarray(snapshot.vectors[snapshot.bounds[ENTRY * len(snapshot.cards) + places]], dtype=np.float32)


def _of_words(snapshot: Snapshot, place: int, distinct: Sequence[str]) -> tuple[float, ...]:
    """The facts from `unknown` to `words`."""
    if not distinct:
        return 1.0, 0.0, 1.0, 0.0, 0.0, 0.0
    rarity = np.array([snapshot.all_words.rarity(term) for term in distinct])
    total = float(rarity.sum())
    holders = [snapshot.all_words.holds(term) for term in distinct]
    unknown = np.array([not len(places) for places in holders])
    held = np.array([bool(np.any(places == place)) for places in holders])
    unusual = np.array([english_stems().get(term, NO_WORD) for term in distinct])
    return (
        float(rarity[unknown].sum() / total),
        float(any(unusual[unknown] == NO_WORD)),
        float(np.where(held, 0.0, unusual).max()),
        float(rarity[~unknown & ~held].sum() / total),
        float(held[np.argsort(-rarity)[:2]].mean()),
        float(np.log1p(len(distinct))),
    )


def confidence(known: NDArray[np.float32]) -> float:
    """The probability that the best entry answers the query. A fact that is NaN says nothing."""
    learned = weights()
    told = np.where(np.isnan(known), 0.0, known - learned.means)
    logit = float(told @ learned.facts) + learned.bias
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
