"""Learn the weights of index/fusion.py from the `tune` part of the labelled sets, and write index/data/fusion.json.

    python -m tests.benchmarks.train_fusion [VECTORS.npz]

VECTORS.npz keeps the vectors for the next time.

The cases are queries in the whole built-in corpus and in random parts of it, each part an index of its own with its own
vocabulary, half of them without key points as a scraped document is: the weights must fit corpora that are small,
plain and lack much. Ranking: softmax regression over the candidates, with weights that cannot be negative. Confidence:
logistic regression. Its hard negatives are made, for any corpus has them: a query is asked once more with the entries
that answer it, and those related to them, left out. A fact that speaks for an answer by its nature must not count
against it, however the few queries here may correlate.
"""

import json
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from corpus.entries import Entry
from index import Embedder, fusion, search
from index.chunks import chunks_of, text_hash
from index.conversation import Asked
from index.fusion import Gathered
from index.snapshot import Snapshot, assembled
from index.store import ChunkRow
from index.wordings import Meant, Wordings, meant, of, texts_of
from tests.benchmarks.retrieval_sets import library, paraphrases, queries, unanswerable

TARGET = Path(fusion.__file__).parent / "data" / "fusion.json"
WRITTEN = ("key_points", "follow_ups", "also_asked", "details")  # what a scraped document has not
PARTS = 12  # random parts of the corpus
ASKED, ELSEWHERE, LEFT_OUT = 150, 100, 80  # queries in a part: those it answers, does not, and does not any more
SMALLEST_PART = 5  # entries
PART_SHARE = 2.0  # what all parts together weigh, against 1 for the whole corpus
UNANSWERABLE = (
    60.0  # what a query that no corpus here answers weighs, against 1 for one whose entry is elsewhere or left out
)
DECAY = 1e-3  # of the ranking weights
COVERAGE = 0.96  # share of answerable queries that the threshold lets through
DOUBTFUL = 30.0  # decay of what the queries here exaggerate, for every one of them is about a question that is known
FEWEST_LEFT = 4  # entries, where some are left out
ANSWERABLE = 0.75  # share of answerable queries among those that users ask, as confidence takes it


@dataclass(frozen=True, slots=True)
class Case:
    """A query in a corpus. gold: the row of the evidence that is right, or None where no entry is."""

    snapshot: Snapshot
    gathered: Gathered
    gold: int | None
    terms: tuple[str, ...]
    strangers: float
    meant: Meant
    weight: float


@dataclass(frozen=True, slots=True)
class Question:
    """A query and the ids of the entries that answer it."""

    query: str
    entries: frozenset[str]


class Vectors:
    """Vectors by text hash, kept in a file."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._embedder = Embedder(cache=None if file is None else file.parent)
        self.dimension = self._embedder.dimension
        self.by_hash: dict[str, bytes] = {}
        self.wordings: Wordings | None = None
        if file is not None and file.is_file():
            with np.load(file) as held:
                rows = zip(held["keys"], held["vectors"], strict=True)
                self.by_hash = {str(key): row.astype("<f4").tobytes() for key, row in rows}

    def add(self, texts: Sequence[str]) -> None:
        """Embed those that are new."""
        new = {text_hash(text): text for text in texts if text_hash(text) not in self.by_hash}
        rows = self._embedder.encode_for_search(list(new.values()))
        self.by_hash |= {key: row.astype("<f4").tobytes() for key, row in zip(new, rows, strict=True)}

    def keep(self) -> None:
        """Write the file."""
        if self._file is not None:
            vectors = np.frombuffer(b"".join(self.by_hash.values()), dtype="<f4").reshape(-1, self.dimension)
            np.savez(self._file, keys=np.array(list(self.by_hash)), vectors=vectors)

    def of(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """A row per text."""
        self.add(texts)
        return np.vstack([np.frombuffer(self.by_hash[text_hash(text)], dtype="<f4") for text in texts])


def main(kept: str | None = None) -> None:
    """Train and write."""
    random = np.random.default_rng(0)
    vectors = Vectors(None if kept is None else Path(kept))
    entries = [entry for _, found in library() for entry in found]
    corpora = [indexed(entries, vectors)]
    vectors.wordings = of(entries, vectors.of(texts_of(entries)))
    for number in range(PARTS):
        size = int(np.exp(random.uniform(np.log(SMALLEST_PART), np.log(len(entries)))))
        part = [entries[at] for at in random.choice(len(entries), size=size, replace=False)]
        if number % 2:
            part = [entry.model_copy(update=dict.fromkeys(WRITTEN, ())) for entry in part]
        corpora.append(indexed(part, vectors))
    labelled = [query for query in [*queries(), *paraphrases()] if query.split == "tune"]
    nothing = [Question(one.query, frozenset()) for one in unanswerable() if one.split == "tune"]
    vectors.add([one.query for one in labelled])
    related = relatives(entries)
    cases: list[Case] = []
    for number, snapshot in enumerate(corpora):
        asked = [Question(one.query, frozenset(one.entries)) for one in labelled]
        cases += cases_in(snapshot, asked, nothing, vectors, related, random, PART_SHARE / PARTS if number else 1.0)
    print(f"{len(entries)} entries, {len(cases)} cases")
    vectors.keep()
    signals, sharpness = ranking_weights(cases)
    print("signals", {name: round(float(w), 3) for name, w in zip(fusion.SIGNALS, signals, strict=True)}, sharpness)
    TARGET.write_text(json.dumps(stored(signals, sharpness, None), indent=1) + "\n", "utf-8")
    fusion.weights.cache_clear()
    TARGET.write_text(json.dumps(stored(signals, sharpness, confidence_weights(cases)), indent=1) + "\n", "utf-8")


def indexed(entries: Sequence[Entry], vectors: Vectors) -> Snapshot:
    """What an index of these entries holds."""
    chunked = [chunks_of(entry) for entry in entries]
    vectors.add([chunk.text for chunks in chunked for chunk in chunks])
    rows = [
        ChunkRow((entry.document, position), chunk.role, text_hash(chunk.text), chunk.span)
        for position, (entry, chunks) in enumerate(zip(entries, chunked, strict=True))
        for chunk in chunks
    ]
    placed = [(entry, position) for position, entry in enumerate(entries)]
    return assembled(placed, rows, vectors.by_hash, vectors.dimension, 0)


def cases_in(
    snapshot: Snapshot,
    asked: Sequence[Question],
    nothing: Sequence[Question],
    vectors: Vectors,
    related: Mapping[str, Collection[str]],
    random: np.random.Generator,
    weight: float,
) -> Iterator[Case]:
    """Queries in a corpus that may or may not hold their entries. Doubtful ones are left out: it holds related ones."""
    held = {card.id: place for place, card in enumerate(snapshot.cards)}
    near = {one: {other for entry in one.entries for other in related.get(entry, ())} for one in asked}
    answered = [one for one in asked if not held.keys().isdisjoint(one.entries)]
    elsewhere = [one for one in asked if held.keys().isdisjoint(one.entries | near[one])]
    whole = not elsewhere
    for one in answered if whole else drawn(answered, ASKED, random):
        yield from case(snapshot, one, frozenset(), held, vectors, weight)
    for one in drawn(elsewhere, ELSEWHERE, random):
        yield from case(snapshot, one, frozenset(), held, vectors, weight)
    for one in answered if whole else drawn(answered, LEFT_OUT, random):
        gone = frozenset(held[id_] for id_ in one.entries | near[one] if id_ in held)
        if len(gone) + FEWEST_LEFT <= len(held):
            yield from case(snapshot, one, gone, held, vectors, weight)
    for one in nothing:
        yield from case(snapshot, one, frozenset(), held, vectors, UNANSWERABLE * weight)


def case(
    snapshot: Snapshot, one: Question, gone: Collection[int], held: Mapping[str, int], vectors: Vectors, weight: float
) -> Iterator[Case]:
    """One query, with the entries at some places taken out; none where its entry is not among the candidates."""
    query = search.understood(snapshot, Asked(one.query))
    meaning = meant(vectors.of(query.parts), vectors.wordings)
    admitted = None
    if gone:
        admitted = np.ones(len(snapshot.cards), dtype=bool)
        admitted[list(gone)] = False
    gathered = search.gather(snapshot, query, meaning, admitted)
    right = [held[id_] for id_ in one.entries if id_ in held and held[id_] not in gone]
    if not right:
        yield Case(snapshot, gathered, None, query.terms, query.strangers, meaning, weight)
    elif len(found := np.flatnonzero(np.isin(gathered.evidence.places, right))):
        yield Case(snapshot, gathered, int(found[0]), query.terms, query.strangers, meaning, weight)


def drawn(questions: Sequence[Question], most: int, random: np.random.Generator) -> list[Question]:
    """Some of the questions."""
    return [questions[at] for at in random.permutation(len(questions))[:most]]


def relatives(entries: Sequence[Entry]) -> dict[str, set[str]]:
    """Ids of the entries that an entry calls related, or that call it so."""
    found: dict[str, set[str]] = {entry.id: set(entry.related) for entry in entries}
    for entry in entries:
        for other in entry.related:
            found.setdefault(other, set()).add(entry.id)
    return found


def ranking_weights(cases: Sequence[Case]) -> tuple[NDArray[np.float64], float]:
    """Weights that sum to 1, and the factor that makes a softmax over the scores fit."""
    known = [
        (case.gathered.evidence.signals.astype(np.float64), case.gold, case.weight)
        for case in cases
        if case.gold is not None
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


def confidence_weights(cases: Sequence[Case]) -> dict[str, object]:
    """The logistic regression from facts to "can be answered", of queries whose entry is among the best 3."""
    rows, answers, weights, of = [], [], [], []
    for case in cases:
        scored = fusion.scores(case.gathered.evidence)
        if case.gold is not None and (scored > scored[case.gold]).sum() >= 3:
            continue
        rows.append(fusion.facts(case.snapshot, case.gathered, scored, case.terms, case.strangers, case.meant))
        answers.append(case.gold is not None)
        weights.append(case.weight)
        of.append(id(case.snapshot))
    table, truth = np.array(rows, dtype=np.float64), np.array(answers)
    means, deviations = table.mean(axis=0), table.std(axis=0) + 1e-6
    scaled, share = (table - means) / deviations, np.array(weights)
    for one in set(of):  # else a corpus's size would say how much of what is asked it can answer
        here = np.array([other == one for other in of])
        share[here & ~truth] *= share[here & truth].sum() / share[here & ~truth].sum() * (1 - ANSWERABLE) / ANSWERABLE

    def loss(values: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        logits = scaled @ values[:-1] + values[-1]
        error = 1 / (1 + np.exp(-logits)) - truth
        cost = share @ (np.logaddexp(0.0, logits) - truth * logits)
        gradient = np.append(scaled.T @ (share * error) + decay * values[:-1], (share * error).sum())
        return float(cost + decay * values[:-1] @ values[:-1] / 2), gradient

    decay = np.array([DOUBTFUL if name in ("known", "helped") else 1.0 for name in fusion.FACTS])
    against = ("unknown", "strange", "unusual", "elsewhere", "density", "strange_phrase", "helped")
    either = ("ahead_of_second", "probability")
    scale = ("words", "usual", "spread", "entries", "known")
    special = {**dict.fromkeys(against, (None, 0.0)), **dict.fromkeys((*either, *scale), (None, None))}
    bounds = [special.get(name, (0.0, None)) for name in fusion.FACTS]
    learned = minimize(loss, np.zeros(len(bounds) + 1), jac=True, method="L-BFGS-B", bounds=[*bounds, (None, None)]).x
    slopes, bias = learned[:-1] / deviations, float(learned[-1])
    confidences = 1 / (1 + np.exp(-((table - means) @ slopes + bias)))
    print("facts", dict(zip(fusion.FACTS, learned[:-1].round(2), strict=True)), "bias", round(bias, 2))
    return {
        "facts": {
            name: {"weight": float(slope), "mean": float(mean)}
            for name, slope, mean in zip(fusion.FACTS, slopes, means, strict=True)
        },
        "bias": bias,
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
    main(*sys.argv[1:])
