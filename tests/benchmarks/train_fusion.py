"""Learn the weights of index/fusion.py from the `tune` part of the labelled sets, and write index/data/fusion.json.

    python -m tests.benchmarks.train_fusion

Ranking: softmax regression over the candidates of a query, with weights that cannot be negative, in the whole built-in
corpus and in random parts of it, so that the weights fit small corpora too. Confidence: logistic regression; the hard
negatives are the same queries with the entry that answers them, and those related to it, taken out of the corpus.
"""

import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from corpus.entries import Entry
from index import Embedder, Index, fusion, search
from index.conversation import Asked
from index.database import connect
from index.fusion import Evidence
from index.snapshot import Snapshot
from tests.benchmarks.retrieval_sets import Labelled, library, paraphrases, queries, unanswerable

TARGET = Path(fusion.__file__).parent / "data" / "fusion.json"
PARTS = 3  # random parts of the corpus per query, besides the whole of it
SMALLEST_PART = 30  # entries
DECAY = 1e-3  # of the ranking weights
COVERAGE = 0.95  # share of answerable queries that the threshold lets through


@dataclass(frozen=True, slots=True)
class Case:
    """A query in a corpus, or part of one. gold: the row of the evidence that is right, or None."""

    evidence: Evidence
    gold: int | None
    terms: tuple[str, ...]
    weight: float = 1.0


def main() -> None:
    """Train and write."""
    corpus = library()
    entries = [entry for _, found in corpus for entry in found]
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        index = Index(connect(f"sqlite:///{home / 'coach.db'}"), home, Embedder(cache=home / "cache"))
        for document, found in corpus:
            index.sync(document, found)
        snapshot = index.snapshot()
        labelled = [query for query in [*queries(), *paraphrases()] if query.split == "tune"]
        cases = list(answerable_cases(index, snapshot, labelled, entries))
        signals, sharpness = ranking_weights(cases)
        print("signals", dict(zip(fusion.SIGNALS, signals.round(3), strict=True)), "sharpness", round(sharpness, 1))
        TARGET.write_text(json.dumps(stored(signals, sharpness, None), indent=1) + "\n", "utf-8")
        fusion.weights.cache_clear()
        cases += list(unanswerable_cases(index, snapshot, [q.query for q in unanswerable() if q.split == "tune"]))
        learned = confidence_weights(snapshot, cases)
        TARGET.write_text(json.dumps(stored(signals, sharpness, learned), indent=1) + "\n", "utf-8")
        index.close()


def answerable_cases(
    index: Index, snapshot: Snapshot, labelled: Sequence[Labelled], entries: Sequence[Entry]
) -> Iterator[Case]:
    """Each query in the whole corpus and in parts, with its entry there, and with it and its relatives taken out."""
    random = np.random.default_rng(0)
    place_of = {card.id: place for place, card in enumerate(snapshot.cards)}
    related = {entry.id: {place_of[i] for i in entry.related if i in place_of} for entry in entries}
    n = len(snapshot.cards)
    for one in labelled:
        if one.entry not in place_of:
            continue
        gold = place_of[one.entry]
        near = related[one.entry] | {place_of[i] for i, others in related.items() if gold in others}
        query = search.understood(snapshot, Asked(one.query))
        vectors = index.embed_query(query.parts)
        for part in range(1 + PARTS):
            admitted = np.ones(n, dtype=bool)
            if part:
                size = int(np.exp(random.uniform(np.log(SMALLEST_PART), np.log(n))))
                admitted[:] = False
                admitted[random.choice(n, size=size, replace=False)] = True
            admitted[gold] = True
            evidence = search.gather(snapshot, query, vectors, admitted, None)
            rows = np.flatnonzero(evidence.places == gold)
            if len(rows):
                yield Case(evidence, int(rows[0]), query.terms, 1.0 if part == 0 else 1.0 / PARTS)
            admitted[gold] = False
            admitted[list(near)] = False
            yield Case(search.gather(snapshot, query, vectors, admitted, None), None, query.terms, 1.0 / (1 + PARTS))


def unanswerable_cases(index: Index, snapshot: Snapshot, texts: Sequence[str]) -> Iterator[Case]:
    """Each query in the whole corpus and in parts."""
    random = np.random.default_rng(1)
    n = len(snapshot.cards)
    for text in texts:
        query = search.understood(snapshot, Asked(text))
        vectors = index.embed_query(query.parts)
        for part in range(1 + PARTS):
            size = n if not part else int(np.exp(random.uniform(np.log(SMALLEST_PART), np.log(n))))
            admitted = np.zeros(n, dtype=bool)
            admitted[random.choice(n, size=size, replace=False)] = True
            yield Case(search.gather(snapshot, query, vectors, admitted, None), None, query.terms)


def ranking_weights(cases: Sequence[Case]) -> tuple[NDArray[np.float64], float]:
    """Weights that sum to 1, and the factor that makes a softmax over the scores fit."""
    known = [
        (case.evidence.signals.astype(np.float64), case.gold, case.weight) for case in cases if case.gold is not None
    ]

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        total, gradient = DECAY * float(weights @ weights) * len(known), 2 * DECAY * weights * len(known)
        for signals, gold, weight in known:
            logits = signals @ weights
            shares = np.exp(logits - logits.max())
            shares /= shares.sum()
            total -= weight * float(np.log(shares[gold] + 1e-12))
            gradient = gradient + weight * (shares @ signals - signals[gold])
        return total / len(known), gradient / len(known)

    n = len(fusion.SIGNALS)
    best = minimize(loss, np.full(n, 3.0), jac=True, method="L-BFGS-B", bounds=[(0.0, None)] * n)
    return best.x / best.x.sum(), float(best.x.sum())


def confidence_weights(snapshot: Snapshot, cases: Sequence[Case]) -> dict[str, object]:
    """The logistic regression from facts to "can be answered"; queries whose entry is not among the best 3 are left out."""
    from sklearn.linear_model import LogisticRegression

    rows, answers, weights = [], [], []
    for case in cases:
        scored = fusion.scores(case.evidence)
        if case.gold is not None and (scored > scored[case.gold]).sum() >= 3:
            continue
        rows.append(fusion.facts(snapshot, case.evidence, scored, case.terms))
        answers.append(case.gold is not None)
        weights.append(case.weight)
    table, truth = np.array(rows, dtype=np.float64), np.array(answers)
    means, deviations = table.mean(axis=0), table.std(axis=0) + 1e-6
    model = LogisticRegression(C=1.0, max_iter=2000)
    model.fit((table - means) / deviations, truth, sample_weight=np.array(weights))
    slopes = model.coef_[0] / deviations
    logits = (table - means) @ slopes + model.intercept_[0]
    confidences = 1 / (1 + np.exp(-logits))
    print("facts", dict(zip(fusion.FACTS, model.coef_[0].round(2), strict=True)))
    return {
        "facts": {
            name: {"weight": float(slope), "mean": float(mean)}
            for name, slope, mean in zip(fusion.FACTS, slopes, means, strict=True)
        },
        "bias": float(model.intercept_[0]),
        "threshold": float(np.quantile(confidences[truth], 1 - COVERAGE)),
    }


def stored(signals: NDArray[np.float64], sharpness: float, learned: dict[str, object] | None) -> dict[str, object]:
    """The content of the file."""
    plain = {name: {"weight": 0.0, "mean": 0.0} for name in fusion.FACTS}
    return {
        "signals": {name: float(weight) for name, weight in zip(fusion.SIGNALS, signals, strict=True)},
        "sharpness": sharpness,
        **(learned or {"facts": plain, "bias": 0.0, "threshold": 0.5}),
    }


if __name__ == "__main__":
    main()
