"""What the index holds, as arrays: everything a search needs, of one revision. Shared by all threads, never changed."""

from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.entries import Entry
from index.cards import Cards
from index.hits import Filter, Role
from index.lexical import Lexical
from index.sketches import EXACT_ROWS, sketched
from index.store import ChunkRow
from index.vocabulary import Vocabulary
from index.words import terms

LEGS = tuple(Role)
"""The order in which the vectors lie: all questions, then all whole entries, all passages, all facts."""
COMPARED = 300  # entries, evenly spread, whose neighbours say how dense the corpus is
READ_FOR_WORDS = 5000  # entries whose text the vocabulary is read from, evenly spread: word pairs fill memory
SKETCHED_AT_ONCE = 50_000

Batch = tuple[NDArray[np.bytes_], NDArray[Any]]
"""Hashes of texts and a vector for each."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that a search reads.

    vectors: a row per chunk, leg by leg, in a leg entry by entry; float32, and float16 where there are very many.
    bounds: where the rows of the first leg's entries begin, then the second's and so on; last how many there are.
    owners: the place of the entry that each row belongs to.
    sketches: of all rows, around centre, where there are very many; else None.
    spans: where a row's passage stands in the answer; -1 for nowhere.
    groups: a number per entry, equal for entries that are the same question in several documents.
    density: mean cosine of an entry's question with the nearest other entry: what a near miss looks like here.
    """

    revision: int
    cards: Cards
    groups: NDArray[np.int32]
    vectors: NDArray[Any]
    bounds: NDArray[np.int64]
    owners: NDArray[np.int32]
    spans: NDArray[np.int32]
    sketches: NDArray[np.uint64] | None
    centre: NDArray[np.float32]
    question_words: Lexical
    all_words: Lexical
    vocabulary: Vocabulary
    density: float

    def rows(self, leg: int, place: int) -> slice:
        """The rows of an entry in a leg. Never empty."""
        at = leg * len(self.cards) + place
        return slice(int(self.bounds[at]), int(self.bounds[at + 1]))

    def leg(self, leg: int) -> tuple[int, int]:
        """Where the rows of a leg begin and end."""
        n = len(self.cards)
        return int(self.bounds[leg * n]), int(self.bounds[(leg + 1) * n])

    def admitted(self, only: Filter) -> NDArray[np.bool_]:
        """Which entries pass a filter."""
        return self.cards.admitted(only)


def assembled(
    entries: Iterable[tuple[Entry, int]],
    chunks: Iterable[ChunkRow],
    vectors: Mapping[str, bytes],
    dimension: int,
    revision: int,
) -> Snapshot:
    """A snapshot of entries, given with their positions, whose vectors are at hand as float32."""
    keys = np.array([key.encode() for key in vectors], dtype="S32")
    matrix = np.frombuffer(b"".join(vectors.values()), dtype="<f4").reshape(-1, dimension)
    return built(entries, chunks, keys, [(keys, matrix)], dimension, revision)


def built(
    entries: Iterable[tuple[Entry, int]],
    chunks: Iterable[ChunkRow],
    held: NDArray[np.bytes_],
    batches: Iterable[Batch],
    dimension: int,
    revision: int,
) -> Snapshot:
    """A snapshot of entries, given with their positions.

    held: hashes of the texts that have a vector, which come in batches; chunks without one are left out, and entries
    whose question has none.
    """
    rows, numbers = _numbered(chunks, held)
    asked = np.zeros(len(numbers), dtype=bool)
    asked[rows.entries[rows.legs == LEGS.index(Role.QUESTION)]] = True
    places = np.full(len(numbers), -1, dtype=np.int64)
    question_terms: list[list[str]] = []
    all_terms: list[list[str]] = []
    read: list[str] = []
    apart = 1 + len(numbers) // READ_FOR_WORDS

    def passing() -> Iterator[tuple[Entry, int]]:
        for entry, position in entries:
            number = numbers.get((entry.document, position))
            if number is None or not asked[number]:
                continue
            places[number] = len(all_terms)
            follow_ups = (f"{one.question} {one.good_reply}" for one in entry.follow_ups)
            text = "\n".join([entry.question, entry.answer, *entry.key_points, *follow_ups])
            if len(all_terms) % apart == 0:
                read.append(text)
            question_terms.append(terms(entry.question))
            all_terms.append(terms(text))
            yield entry, position

    cards = Cards.of(passing())
    taken, bounds = _laid_out(rows, places, len(cards))
    matrix = _filled(rows.keys[taken], batches, dimension)
    first = matrix[:SKETCHED_AT_ONCE]
    centre = np.asarray(first.sum(axis=0, dtype=np.float32) / max(1, len(first)), dtype=np.float32)
    ids: dict[bytes, int] = {}
    groups = np.array([ids.setdefault(bytes(id_), len(ids)) for id_ in cards.columns["id"]], dtype=np.int32)
    return Snapshot(
        revision=revision,
        cards=cards,
        groups=groups,
        vectors=matrix,
        bounds=bounds,
        owners=np.repeat(np.tile(np.arange(len(cards), dtype=np.int32), len(LEGS)), np.diff(bounds)),
        spans=rows.spans[taken],
        sketches=_sketches(matrix, centre) if len(matrix) > EXACT_ROWS else None,
        centre=centre,
        question_words=Lexical.of(question_terms),
        all_words=Lexical.of(all_terms),
        vocabulary=Vocabulary.of(read),
        density=_density(matrix, bounds, groups) if len(cards) else 0.0,
    )


@dataclass(frozen=True, slots=True)
class _Rows:
    """Chunks in the order they are stored in. entries: numbers of their own."""

    entries: NDArray[np.int32]
    legs: NDArray[np.int8]
    spans: NDArray[np.int32]
    keys: NDArray[np.bytes_]


def _numbered(chunks: Iterable[ChunkRow], held: NDArray[np.bytes_]) -> tuple[_Rows, dict[tuple[str, int], int]]:
    """The chunks that have a vector, and the number that stands for each entry in them."""
    numbers: dict[tuple[str, int], int] = {}
    leg_of = {role: at for at, role in enumerate(LEGS)}
    entries, legs, spans, keys = array("i"), array("b"), array("i"), bytearray()
    for row in chunks:
        entries.append(numbers.setdefault(row.entry, len(numbers)))
        legs.append(leg_of[Role(row.role)])
        spans.extend(row.span or (-1, -1))
        keys += row.text_hash.encode()
    hashes = np.frombuffer(bytes(keys), dtype="S32")
    there = np.isin(hashes, held)
    made = _Rows(
        entries=np.array(entries, dtype=np.int32)[there],
        legs=np.array(legs, dtype=np.int8)[there],
        spans=np.array(spans, dtype=np.int32).reshape(-1, 2)[there],
        keys=hashes[there],
    )
    return made, numbers


def _laid_out(rows: _Rows, places: NDArray[np.int64], n: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Which row comes where, leg by leg, and the bounds; an entry that has none in a leg is there with its question."""
    of = places[rows.entries]
    usable = np.flatnonzero(of >= 0)
    segments = rows.legs[usable].astype(np.int64) * n + of[usable]
    questions = np.zeros(n, dtype=np.int64)
    asked = usable[rows.legs[usable] == LEGS.index(Role.QUESTION)]
    questions[of[asked]] = asked
    bare = np.flatnonzero(np.bincount(segments, minlength=len(LEGS) * n) == 0) if n else segments[:0]
    taken = np.concatenate([usable, questions[bare % n] if n else bare])
    segments = np.concatenate([segments, bare])
    order = np.argsort(segments, kind="stable")
    counts = np.bincount(segments, minlength=len(LEGS) * n)
    return taken[order], np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)


def _filled(keys: NDArray[np.bytes_], batches: Iterable[Batch], dimension: int) -> NDArray[Any]:
    """A matrix with the vector of each key."""
    matrix = np.empty((len(keys), dimension), dtype=np.float16 if len(keys) > EXACT_ROWS else np.float32)
    order = np.argsort(keys, kind="stable")
    ascending = keys[order]
    for some, vectors in batches:
        first = np.searchsorted(ascending, some, side="left")
        counts = np.searchsorted(ascending, some, side="right") - first
        source = np.repeat(np.arange(len(some)), counts)
        offset = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        matrix[order[np.repeat(first, counts) + offset]] = vectors[source]
    return matrix


def _sketches(matrix: NDArray[Any], centre: NDArray[np.float32]) -> NDArray[np.uint64]:
    parts = range(0, len(matrix), SKETCHED_AT_ONCE)
    return np.hstack([sketched(matrix[start : start + SKETCHED_AT_ONCE], centre) for start in parts])


def _density(vectors: NDArray[Any], bounds: NDArray[np.int64], groups: NDArray[np.int32]) -> float:
    n = len(groups)
    chosen = np.arange(0, n, 1 + n // COMPARED)
    firsts = [bounds[LEGS.index(leg) * n : (LEGS.index(leg) + 1) * n] for leg in (Role.QUESTION, Role.ENTRY)]
    questions, wholes = (np.asarray(vectors[first], dtype=np.float32) for first in firsts)
    similarities = questions[chosen] @ wholes.T
    similarities[groups[chosen][:, None] == groups[None, :]] = -1.0
    nearest = similarities.max(axis=1)
    return float(nearest[nearest > -1.0].mean()) if (nearest > -1.0).any() else 0.0
