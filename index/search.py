"""Searching: what the index holds as arrays in memory, and the ranking of entries by them."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.entries import Entry
from index.fusion import answers, fused
from index.hits import Filter, Hit, Role, SearchResult
from index.lexical import Lexical
from index.store import Store
from index.words import terms


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything a search needs, of one revision of the index; shared by all threads, never changed.

    owners, roles, spans and vectors have a row per chunk; owners are places in entries.
    """

    revision: int
    entries: tuple[Entry, ...]
    owners: NDArray[np.int32]
    questions: NDArray[np.bool_]
    spans: tuple[tuple[int, int] | None, ...]
    vectors: NDArray[np.float32]
    question_words: Lexical
    all_words: Lexical


def load(store: Store, embedder: str, dimension: int) -> Snapshot:
    """The present content of the index."""
    revision = store.revision()
    entries = store.entries()
    places: dict[tuple[str, int], int] = {}
    counts: dict[str, int] = {}
    for place, entry in enumerate(entries):
        position = counts.get(entry.document, 0)
        counts[entry.document] = position + 1
        places[entry.document, position] = place
    blobs = store.all_vectors(embedder)
    rows = [row for row in store.chunk_rows() if row.text_hash in blobs and row.entry in places]
    vectors = np.frombuffer(b"".join(blobs[row.text_hash] for row in rows), dtype="<f4").reshape(len(rows), dimension)
    return Snapshot(
        revision=revision,
        entries=tuple(entries),
        owners=np.array([places[row.entry] for row in rows], dtype=np.int32),
        questions=np.array([row.role == Role.QUESTION for row in rows], dtype=bool),
        spans=tuple(row.span for row in rows),
        vectors=vectors,
        question_words=Lexical([entry.question for entry in entries]),
        all_words=Lexical([f"{entry.question} {entry.answer} {' '.join(entry.key_points)}" for entry in entries]),
    )


def search(
    snapshot: Snapshot, query: str, standalone: str, vector: NDArray[np.float32], k: int, only: Filter | None
) -> SearchResult:
    """The k best entries for standalone."""
    started = time.perf_counter()
    n = len(snapshot.entries)
    similarities = snapshot.vectors @ vector
    question = _best(similarities, snapshot.owners, snapshot.questions, n)
    passage = _best(similarities, snapshot.owners, ~snapshot.questions, n)
    query_terms = terms(standalone)
    scores = fused(
        question,
        passage,
        snapshot.question_words.scores(query_terms),
        snapshot.all_words.scores(query_terms),
    )
    hits: list[Hit] = []
    seen: dict[str, int] = {}
    for place in np.argsort(-scores, kind="stable"):
        entry = snapshot.entries[place]
        if only is not None and not only.admits(entry):
            continue
        if entry.id in seen:
            at = seen[entry.id]
            hits[at] = hits[at].model_copy(update={"also_in": (*hits[at].also_in, entry.document)})
            continue
        if len(hits) == k:
            break
        seen[entry.id] = len(hits)
        text, span = _passage(snapshot, int(place), similarities)
        score = float(np.clip(scores[place], 0, 1))
        hits.append(Hit(rank=len(hits) + 1, entry=entry, score=score, passage=text, span=span))
    confidence = 0.0
    if hits:
        held = set(terms(f"{hits[0].entry.question} {hits[0].entry.answer} {' '.join(hits[0].entry.key_points)}"))
        covered = sum(term in held for term in query_terms) / max(1, len(query_terms))
        confidence = answers(hits[0].score, covered)
    return SearchResult(
        query=query,
        standalone=standalone,
        answerable=confidence >= 0.5,
        confidence=confidence,
        hits=tuple(hits),
        ms=(time.perf_counter() - started) * 1000,
    )


def _best(
    similarities: NDArray[np.float32], owners: NDArray[np.int32], among: NDArray[np.bool_], n: int
) -> NDArray[np.float32]:
    best = np.full(n, -1.0, dtype=np.float32)
    np.maximum.at(best, owners[among], similarities[among])
    return best


def _passage(snapshot: Snapshot, place: int, similarities: NDArray[np.float32]) -> tuple[str, tuple[int, int] | None]:
    """The passage of an entry that is nearest to the query."""
    entry = snapshot.entries[place]
    spanned = [row for row in np.flatnonzero(snapshot.owners == place) if snapshot.spans[row] is not None]
    if not spanned:
        return entry.question, None
    span = snapshot.spans[max(spanned, key=lambda row: float(similarities[row]))]
    assert span is not None
    return entry.answer[slice(*span)], span


def standalone(turns: Sequence[str]) -> str:
    """The words to search for."""
    return turns[-1]
