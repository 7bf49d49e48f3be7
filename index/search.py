"""Searching one snapshot: a query's text and vectors in, ranked entries out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.entries import Entry
from corpus.text import sentences
from index import fusion
from index.conversation import Asked
from index.fusion import Evidence
from index.hits import Hit, Role
from index.snapshot import LEGS, Snapshot
from index.words import terms

EXACT_ROWS = 200_000  # up to here one product with all vectors is quicker than Chroma with a filter, and exact
CANDIDATES = 100  # entries looked at closely from each leg and from the words
LONG_WORDS = 25  # a longer message is searched by its sentences too
ASKING_WORDS = 4  # a shorter sentence asks nothing

Nearest = Callable[[NDArray[np.float32], int], Sequence[str]]
"""The keys of the chunks nearest to a vector, approximately: Chroma's."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched for.

    text: spelt as the corpus spells it. parts: what is embedded: the text, and for a long one its sentences.
    """

    text: str
    parts: tuple[str, ...]
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The entries that a query finds, best first, one per question; places are the snapshot's.

    others: for each of them, the places of the same question in other documents.
    """

    places: tuple[int, ...]
    others: tuple[tuple[int, ...], ...]
    scores: tuple[float, ...]
    passages: tuple[tuple[int, int] | None, ...]
    confidence: float


def understood(snapshot: Snapshot, asked: Asked) -> Query:
    """The query that a turn amounts to in this corpus."""
    reading = snapshot.vocabulary.read(asked.text)
    read, known = reading.text, tuple(terms(reading.spelled_out))
    if asked.own is not None:
        own = snapshot.vocabulary.read(asked.own)
        return Query(read, (read, own.text), (*known, *terms(own.spelled_out)))
    parts = [read]
    if len(read.split()) >= LONG_WORDS:
        pieces = [read[span.start : span.end] for span in sentences(read)]
        parts += [piece for piece in pieces if len(piece.split()) >= ASKING_WORDS and piece != read]
    return Query(read, tuple(parts), known)


def find(
    snapshot: Snapshot,
    query: Query,
    vectors: NDArray[np.float32],
    k: int,
    admitted: NDArray[np.bool_] | None,
    nearest: Nearest | None,
) -> Found:
    """The k best entries. vectors: a row per part of the query. nearest: used where there are too many vectors."""
    evidence = gather(snapshot, query, vectors, admitted, nearest)
    if not len(evidence.places):
        return Found((), (), (), (), 0.0)
    scored = fusion.scores(evidence)
    known = fusion.facts(snapshot, evidence, scored, query.terms)
    chosen: dict[int, list[int]] = {}
    for row in np.argsort(-scored, kind="stable"):
        group = int(snapshot.groups[evidence.places[row]])
        if group in chosen or len(chosen) < k:
            chosen.setdefault(group, []).append(int(row))
    firsts = [rows[0] for rows in chosen.values()]
    return Found(
        places=tuple(int(evidence.places[row]) for row in firsts),
        others=tuple(tuple(int(evidence.places[row]) for row in rows[1:]) for rows in chosen.values()),
        scores=tuple(float(np.clip(scored[row], 0.0, 1.0)) for row in firsts),
        passages=tuple(_passage(snapshot, int(evidence.places[row]), vectors) for row in firsts),
        confidence=fusion.confidence(known),
    )


def gather(
    snapshot: Snapshot,
    query: Query,
    vectors: NDArray[np.float32],
    admitted: NDArray[np.bool_] | None,
    nearest: Nearest | None,
) -> Evidence:
    """The candidates and what speaks for each of them."""
    n = len(snapshot.cards)
    everything = np.arange(n) if admitted is None else np.flatnonzero(admitted)
    if not len(everything):
        return Evidence(everything, np.zeros((0, len(fusion.SIGNALS)), dtype=np.float32))
    if len(everything) == n and (nearest is None or len(snapshot.vectors) <= EXACT_ROWS):
        legs = _legs_of_all(snapshot, vectors)
        places = _promising(legs, snapshot, query, everything)
        legs = legs[places]
    else:
        places = everything
        if nearest is not None and len(everything) * len(snapshot.vectors) / n > EXACT_ROWS:
            places = _near(snapshot, query, vectors, everything, nearest)
        legs = _legs_of(snapshot, vectors, places)
        if len(places) > CANDIDATES:
            inside = _promising(legs, snapshot, query, places)
            keep = np.searchsorted(places, inside)
            places, legs = inside, legs[keep]
    return fusion.evidence(snapshot, query.terms, places, legs)


def _legs_of_all(snapshot: Snapshot, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """The best similarity of every entry in every leg."""
    similarities = _blended(snapshot.vectors @ vectors.T)
    starts = np.concatenate(snapshot.starts)
    return np.maximum.reduceat(similarities, starts).reshape(len(LEGS), -1).T


def _legs_of(snapshot: Snapshot, vectors: NDArray[np.float32], places: NDArray[np.int64]) -> NDArray[np.float32]:
    """The same for a few entries."""
    slices = [snapshot.rows(leg, int(place)) for leg in range(len(LEGS)) for place in places]
    rows = np.concatenate([np.arange(part.start, part.stop) for part in slices])
    starts = np.cumsum([0, *(part.stop - part.start for part in slices)])[:-1]
    similarities = _blended(np.asarray(snapshot.vectors[rows]) @ vectors.T)
    return np.maximum.reduceat(similarities, starts).reshape(len(LEGS), -1).T


def _blended(similarities: NDArray[np.float32]) -> NDArray[np.float32]:
    """One similarity per row: to the whole text, and half of it to the best of its sentences where it was split."""
    whole: NDArray[np.float32] = similarities[:, 0]
    if similarities.shape[1] == 1:
        return whole
    best_part: NDArray[np.float32] = similarities[:, 1:].max(axis=1)
    return np.asarray((whole + best_part) / 2, dtype=np.float32)


def _promising(
    legs: NDArray[np.float32], snapshot: Snapshot, query: Query, places: NDArray[np.int64]
) -> NDArray[np.int64]:
    """The places that are among the best of any leg or by words, in ascending order."""
    if len(places) <= CANDIDATES:
        return places
    lexical = [words.scores(query.terms)[places] for words in (snapshot.question_words, snapshot.all_words)]
    columns = [*legs.T, *lexical]
    best = [np.argpartition(-column, CANDIDATES - 1)[:CANDIDATES] for column in columns]
    return places[np.unique(np.concatenate(best))]


def _near(
    snapshot: Snapshot,
    query: Query,
    vectors: NDArray[np.float32],
    admitted: NDArray[np.int64],
    nearest: Nearest,
) -> NDArray[np.int64]:
    """Candidates out of very many entries: those with chunks near the query in Chroma, and the best by words."""
    allowed = np.zeros(len(snapshot.cards), dtype=bool)
    allowed[admitted] = True
    wanted = int(4 * CANDIDATES * len(snapshot.cards) / len(admitted))
    keys = np.array([key.encode() for vector in vectors for key in nearest(vector, wanted)], dtype="S32")
    rows = snapshot.rows_of(keys)
    places = [snapshot.owners(rows)]
    for words in (snapshot.question_words, snapshot.all_words):
        scores = np.where(allowed, words.scores(query.terms), 0.0)
        best = np.argpartition(-scores, CANDIDATES - 1)[:CANDIDATES]
        places.append(best[scores[best] > 0])
    found = np.unique(np.concatenate(places))
    return found[allowed[found]]


def _passage(snapshot: Snapshot, place: int, vectors: NDArray[np.float32]) -> tuple[int, int] | None:
    """Where the passage of an entry that is nearest to the query stands in its answer."""
    rows = snapshot.rows(LEGS.index(Role.ANSWER), place)
    similarities = _blended(np.asarray(snapshot.vectors[rows]) @ vectors.T)
    start, end = (int(offset) for offset in snapshot.spans[rows][int(similarities.argmax())])
    return None if start < 0 else (start, end)


def hits(found: Found, snapshot: Snapshot, entries: dict[tuple[str, int], Entry]) -> tuple[Hit, ...]:
    """What was found, with the entries read."""
    made = []
    for rank, place in enumerate(found.places, start=1):
        card = snapshot.cards[place]
        entry = entries[card.document, card.position]
        span = found.passages[rank - 1]
        made.append(
            Hit(
                rank=rank,
                entry=entry,
                score=found.scores[rank - 1],
                passage=entry.answer[slice(*span)] if span else entry.question,
                span=span,
                also_in=tuple(snapshot.cards[other].document for other in found.others[rank - 1]),
            )
        )
    return tuple(made)
