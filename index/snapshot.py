"""What the index holds, as arrays: everything a search needs, of one revision. Shared by all threads, never changed.

Built from the tables when they have changed, and kept as files in the home's cache, so that the next process starts
with memory-mapped arrays and reads no entry but those it shows.
"""

import json
import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.entries import Entry
from index.hits import Filter, Role
from index.lexical import Lexical
from index.store import ChunkRow, Store
from index.vocabulary import Vocabulary
from index.words import terms

SNAPSHOT_VERSION = "2"  # grows when the same tables would give other arrays
LEGS = tuple(Role)
"""The order in which the vectors lie: all questions, then all whole entries, all passages, all facts."""
COMPARED = 300  # entries, evenly spread, whose neighbours say how dense the corpus is
READ_FOR_WORDS = 5000  # entries whose text the vocabulary is read from, evenly spread: word pairs fill memory


@dataclass(frozen=True, slots=True)
class Card:
    """What is known of an entry without reading it."""

    document: str
    position: int
    id: str
    level: str
    kind: str
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """vectors: a row per chunk, leg by leg, and in a leg entry by entry; `starts[leg]` is each entry's first row.

    spans: where a row's passage stands in the answer; -1 for nowhere.
    sorted_keys: the hashes of the rows' texts, ascending; order: the row of each.
    groups: a number per entry, equal for entries that are the same question in several documents.
    density: mean cosine of an entry's question with the nearest other entry: what a near miss looks like here.
    """

    revision: int
    cards: tuple[Card, ...]
    groups: NDArray[np.int32]
    vectors: NDArray[np.float32]
    starts: tuple[NDArray[np.int64], ...]
    spans: NDArray[np.int32]
    order: NDArray[np.int64]
    sorted_keys: NDArray[np.bytes_]
    question_words: Lexical
    all_words: Lexical
    vocabulary: Vocabulary
    density: float

    def rows(self, leg: int, place: int) -> slice:
        """The rows of an entry in a leg. Never empty."""
        starts = self.starts[leg]
        last = place + 1 == len(starts)
        end = starts[place + 1] if not last else self.starts[leg + 1][0] if leg + 1 < len(LEGS) else len(self.vectors)
        return slice(int(starts[place]), int(end))

    def owners(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """The place of the entry that each row belongs to."""
        starts = np.concatenate(self.starts)  # ascending: legs lie one after another
        owners: NDArray[np.int64] = (np.searchsorted(starts, rows, side="right") - 1) % len(self.cards)
        return owners

    def rows_of(self, keys: NDArray[np.bytes_]) -> NDArray[np.int64]:
        """A row for each of the keys that are held."""
        at = np.searchsorted(self.sorted_keys, keys)
        at[at == len(self.sorted_keys)] = 0
        rows: NDArray[np.int64] = self.order[at][self.sorted_keys[at] == keys]
        return rows

    def admitted(self, only: Filter) -> NDArray[np.bool_]:
        """Which entries pass a filter."""
        topics, levels = set(only.topics), set(only.levels)
        kinds, documents, ids = set(only.kinds), set(only.documents), set(only.entries)
        return np.array(
            [
                (not topics or not topics.isdisjoint(card.topics))
                and (not levels or card.level in levels)
                and (not kinds or card.kind in kinds)
                and (not documents or card.document in documents)
                and (not ids or card.id in ids)
                for card in self.cards
            ],
            dtype=bool,
        )


def current(store: Store, embedder: str, dimension: int, cache: Path, revision: int) -> Snapshot:
    """The snapshot of a revision, from the cache if it is there."""
    folder = cache / f"snapshot-{SNAPSHOT_VERSION}-{revision}-{store.stamp()}"
    if not (folder / "cards.json").is_file():
        snapshot = build(store, embedder, dimension, revision)
        _save(snapshot, cache, folder)
        return snapshot
    return _load(folder, revision)


def build(store: Store, embedder: str, dimension: int, revision: int) -> Snapshot:
    """The present content of the tables."""
    vectors = store.all_vectors(embedder)
    return assembled(store.entries_with_positions(), store.chunk_rows(), vectors, dimension, revision)


def assembled(
    entries: Iterable[tuple[Entry, int]],
    chunks: Iterable[ChunkRow],
    vectors: Mapping[str, bytes],
    dimension: int,
    revision: int,
) -> Snapshot:
    """A snapshot of entries, given with their positions. Chunks that have no vector are left out."""
    cards: list[Card] = []
    question_terms: list[list[str]] = []
    all_terms: list[list[str]] = []
    texts: list[str] = []
    for entry, position in entries:
        cards.append(Card(entry.document, position, entry.id, entry.level.value, entry.kind.value, entry.topics))
        text = _text(entry)
        question_terms.append(terms(entry.question))
        all_terms.append(terms(text))
        texts.append(text)
    places = {(card.document, card.position): place for place, card in enumerate(cards)}
    numbers: dict[str, int] = {}
    rows, starts = _laid_out([row for row in chunks if row.text_hash in vectors], places)
    keys = np.array([row.text_hash.encode() for row in rows], dtype="S32")
    order = np.argsort(keys, kind="stable")
    groups = np.array([numbers.setdefault(card.id, len(numbers)) for card in cards], dtype=np.int32)
    matrix = np.frombuffer(b"".join(vectors[row.text_hash] for row in rows), dtype="<f4").reshape(-1, dimension)
    return Snapshot(
        revision=revision,
        cards=tuple(cards),
        groups=groups,
        vectors=matrix,
        starts=starts,
        spans=np.array([row.span or (-1, -1) for row in rows], dtype=np.int32).reshape(-1, 2),
        order=order,
        sorted_keys=keys[order],
        question_words=Lexical.of(question_terms),
        all_words=Lexical.of(all_terms),
        vocabulary=Vocabulary.of(texts[:: 1 + len(texts) // READ_FOR_WORDS]),
        density=_density(matrix, starts, groups) if len(starts[0]) else 0.0,
    )


def _density(vectors: NDArray[np.float32], starts: tuple[NDArray[np.int64], ...], groups: NDArray[np.int32]) -> float:
    chosen = np.arange(0, len(groups), 1 + len(groups) // COMPARED)
    questions, wholes = (vectors[starts[LEGS.index(leg)]] for leg in (Role.QUESTION, Role.ENTRY))
    similarities = questions[chosen] @ wholes.T
    similarities[groups[chosen][:, None] == groups[None, :]] = -1.0
    nearest = similarities.max(axis=1)
    return float(nearest[nearest > -1.0].mean()) if (nearest > -1.0).any() else 0.0


def _text(entry: Entry) -> str:
    return "\n".join([entry.question, entry.answer, *entry.key_points])


def _laid_out(
    stored: Sequence[ChunkRow], places: dict[tuple[str, int], int]
) -> tuple[list[ChunkRow], tuple[NDArray[np.int64], ...]]:
    """Chunks leg by leg; an entry that has none in a leg is there with its question."""
    of: dict[tuple[str, int], list[ChunkRow]] = {}
    questions: dict[int, ChunkRow] = {}
    for row in stored:
        place = places[row.entry]
        of.setdefault((row.role, place), []).append(row)
        if row.role == Role.QUESTION:
            questions[place] = row
    rows: list[ChunkRow] = []
    starts = []
    for leg in LEGS:
        begins = []
        for place in range(len(places)):
            begins.append(len(rows))
            rows += of.get((leg, place), [questions[place]] if place in questions else [])
        starts.append(np.array(begins, dtype=np.int64))
    return rows, tuple(starts)


def _save(snapshot: Snapshot, cache: Path, folder: Path) -> None:
    """Write it beside and rename it into place; older ones go. A cache that cannot be written is done without."""
    unfinished = cache / f"unfinished-{os.getpid()}"
    try:
        unfinished.mkdir(parents=True, exist_ok=True)
        for name, array in _arrays(snapshot).items():
            np.save(unfinished / f"{name}.npy", array)
        words = [snapshot.question_words.vocabulary, snapshot.all_words.vocabulary, snapshot.vocabulary.to_json()]
        (unfinished / "words.json").write_text(json.dumps(words), "utf-8")
        cards = [[card.document, card.position, card.id, card.level, card.kind, card.topics] for card in snapshot.cards]
        (unfinished / "cards.json").write_text(json.dumps(cards), "utf-8")
        for old in cache.glob("snapshot-*"):
            shutil.rmtree(old, ignore_errors=True)
        unfinished.rename(folder)
    except OSError:
        shutil.rmtree(unfinished, ignore_errors=True)


def _arrays(snapshot: Snapshot) -> dict[str, NDArray[Any]]:
    arrays: dict[str, NDArray[Any]] = {
        "groups": snapshot.groups,
        "vectors": snapshot.vectors,
        "spans": snapshot.spans,
        "order": snapshot.order,
        "sorted-keys": snapshot.sorted_keys,
        "starts": np.stack(snapshot.starts),
        "density": np.array(snapshot.density),
    }
    for name, lexical in (("question", snapshot.question_words), ("all", snapshot.all_words)):
        for part, array in zip(("scores", "texts", "starts"), lexical.table, strict=True):
            arrays[f"{name}-{part}"] = np.asarray(array)
    return arrays


def _load(folder: Path, revision: int) -> Snapshot:
    def array(name: str) -> NDArray[Any]:
        return np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r"))

    question, every, vocabulary = json.loads((folder / "words.json").read_text("utf-8"))
    cards = json.loads((folder / "cards.json").read_text("utf-8"))

    def words(name: str, columns: dict[str, int]) -> Lexical:
        scores, texts, starts = (np.asarray(array(f"{name}-{part}")) for part in ("scores", "texts", "starts"))
        return Lexical(columns, scores.astype(np.float32), texts.astype(np.int32), starts.astype(np.int64), len(cards))

    return Snapshot(
        revision=revision,
        cards=tuple(Card(d, p, i, level, kind, tuple(topics)) for d, p, i, level, kind, topics in cards),
        groups=np.asarray(array("groups"), dtype=np.int32),
        vectors=np.asarray(array("vectors"), dtype=np.float32),
        starts=tuple(np.asarray(array("starts"), dtype=np.int64)),
        spans=np.asarray(array("spans"), dtype=np.int32),
        order=np.asarray(array("order"), dtype=np.int64),
        sorted_keys=np.asarray(array("sorted-keys")),
        question_words=words("question", question),
        all_words=words("all", every),
        vocabulary=Vocabulary.from_json(vocabulary),
        density=float(array("density")),
    )
