"""How near each entry comes to a query, leg by leg: the best cosine among its questions, passages, facts.

Up to EXACT_ROWS vectors this is one product with all of them. Where there are more, their sketches say which may be
near: comparing half a million sketches takes 6 ms where the product takes 26, and a filter costs nothing. What the
sketches find is then compared exactly.

Chroma's HNSW was measured beside it: as quick, but it finds less, cannot be filtered, cannot be opened by two
processes, and takes minutes to rebuild (`python -m tests.benchmarks.index` prints both).
"""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.hits import Role
from index.sketches import apart, sketched
from index.snapshot import LEGS, Snapshot

EXACT_WITHIN = 10_000  # rows that pass a filter are compared exactly, even out of very many
LOOKED_AT = 1200  # rows of each leg that are compared exactly, out of those with the nearest sketches
THREADS = 2  # among which the legs are shared out
KEPT = 100  # rows of each leg whose entries become candidates
FAR = 2**15  # more than any number of bits
WHOLE = 0.65  # what the whole of a text counts for, against its two best parts


def of(snapshot: Snapshot, vectors: NDArray[np.float32], places: NDArray[np.int64]) -> NDArray[np.float32]:
    """The best similarity of each entry at places (a row each) in every leg (a column each) to a query.

    vectors: of the whole query and of its parts.
    """
    n = len(snapshot.cards)
    if snapshot.sketches is None and 3 * len(places) > n:  # gathering rows costs more than multiplying them
        return _best(_blended(snapshot.vectors @ vectors.T), snapshot.bounds[:-1])[places]
    rows, starts = rows_of(snapshot, places)
    return _best(_blended(_gathered(snapshot, rows) @ vectors.T), starts)


def rows_of(snapshot: Snapshot, places: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The rows of entries, leg by leg, and where those of each begin."""
    at = (np.arange(len(LEGS))[:, None] * len(snapshot.cards) + places).ravel()
    first, counts = snapshot.bounds[at], snapshot.bounds[at + 1] - snapshot.bounds[at]
    starts = np.cumsum(counts) - counts
    return np.arange(counts.sum()) + np.repeat(first - starts, counts), starts


def few(snapshot: Snapshot, places: NDArray[np.int64]) -> bool:
    """Whether the entries at places are to be compared exactly, all of them."""
    if snapshot.sketches is None:
        return True
    return len(places) * len(snapshot.vectors) <= EXACT_WITHIN * len(snapshot.cards)


def near(
    snapshot: Snapshot, vectors: NDArray[np.float32], admitted: NDArray[np.bool_] | None, kept: int = KEPT
) -> NDArray[np.int64]:
    """The places of the entries that have, in some leg, one of the rows nearest to one of vectors, ascending."""
    if snapshot.sketches is None:
        raise ValueError("a small snapshot has no sketches")
    sketches = snapshot.sketches
    barred = None if admitted is None else ~admitted[snapshot.owners]
    looked_at = LOOKED_AT if len(vectors) == 1 else LOOKED_AT // 2  # the parts of one message are near each other

    def nearest(vector: NDArray[np.float32], own: NDArray[np.uint64], leg: int) -> NDArray[np.int64]:
        start, end = snapshot.leg(leg)
        bits = apart(sketches[:, start:end], own)
        if barred is not None:
            bits[barred[start:end]] = FAR
        rows = start + _fewest(bits, looked_at)
        return rows[_least(-(_gathered(snapshot, rows) @ vector), kept)]

    jobs = [
        (vector, own, leg)
        for vector, own in zip(vectors, sketched(vectors, snapshot.centre).T, strict=True)
        for leg in range(len(LEGS))
    ]
    with ThreadPoolExecutor(THREADS) as pool:
        found = list(pool.map(nearest, *zip(*jobs, strict=True)))
    return np.unique(snapshot.owners[np.concatenate(found)]).astype(np.int64)


def passage(snapshot: Snapshot, vectors: NDArray[np.float32], place: int) -> tuple[int, int] | None:
    """Where the passage of an entry that is nearest to the query stands in its answer."""
    rows = snapshot.rows(LEGS.index(Role.ANSWER), place)
    similarities = _blended(np.asarray(snapshot.vectors[rows], dtype=np.float32) @ vectors.T)
    start, end = (int(offset) for offset in snapshot.spans[rows][int(similarities.argmax())])
    return None if start < 0 else (start, end)


def questions(
    snapshot: Snapshot, vectors: NDArray[np.float32], place: int
) -> tuple[float, tuple[tuple[int, float], ...]]:
    """How like the query is to the question of an entry, and to those about its details: see `Hit`."""
    rows = snapshot.rows(LEGS.index(Role.QUESTION), place)
    similarities = _blended(np.asarray(snapshot.vectors[rows], dtype=np.float32) @ vectors.T)
    starts = snapshot.spans[rows, 0]
    details = zip(starts[starts >= 0].tolist(), similarities[starts >= 0].tolist(), strict=True)
    return float(similarities[starts < 0].max(initial=-1.0)), tuple(details)


def _gathered(snapshot: Snapshot, rows: NDArray[np.int64]) -> NDArray[np.float32]:
    return np.asarray(snapshot.vectors[rows], dtype=np.float32)


def _best(similarities: NDArray[np.float32], starts: NDArray[np.int64]) -> NDArray[np.float32]:
    best: NDArray[np.float32] = np.maximum.reduceat(similarities, starts).reshape(len(LEGS), -1).T
    return best


def _blended(similarities: NDArray[np.float32]) -> NDArray[np.float32]:
    """One similarity per row: to the whole text, and to the two best of its parts where it was split."""
    whole: NDArray[np.float32] = similarities[:, 0]
    parts = similarities[:, 1:]
    if not parts.shape[1]:
        return whole
    if parts.shape[1] > 2:
        parts = np.partition(parts, parts.shape[1] - 2, axis=1)[:, -2:]
    return np.asarray(WHOLE * whole + (1 - WHOLE) * parts.mean(axis=1), dtype=np.float32)


def _fewest(bits: NDArray[np.uint16], n: int) -> NDArray[np.int64]:
    """Where the n smallest of bits are, and those that equal the largest of them; the barred left out."""
    counts = np.bincount(bits)  # far quicker than sorting, since there are few different values
    most = int(np.searchsorted(np.cumsum(counts), n))
    return np.flatnonzero(bits <= min(most, FAR - 1))


def _least(values: NDArray[Any], n: int) -> NDArray[np.int64]:
    """Where the n smallest of values are, in no order."""
    if len(values) <= n:
        return np.arange(len(values))
    return np.argpartition(values, n - 1)[:n]
