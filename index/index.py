"""The index: documents in, entries found."""

import threading
import time
from collections.abc import Sequence
from itertools import accumulate, chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Engine

from corpus.entries import Document, Entry
from corpus.parsing import PARSER_VERSION
from index import search as searching
from index import sync as syncing
from index.chunks import CHUNKS_VERSION
from index.conversation import asked
from index.database import VECTORS
from index.dense import Dense
from index.embedding import Embedder, TokenVectors
from index.following import LOOKED_AT, readings, weighed
from index.fusion import threshold
from index.heal import heal
from index.hits import DocumentInfo, Filter, Progress, SearchResult, SyncReport, Turn
from index.lock import WriteLock
from index.snapshot import Snapshot
from index.snapshot_files import current
from index.store import Store
from index.wordings import known, meant


class Index:
    """Entries of documents, found by meaning and by words. Safe to share between threads; one process at a time writes.

    engine: the database; its tables are made where they are missing.
    folder: the home folder, for Chroma and the write lock.
    """

    def __init__(self, engine: Engine, folder: Path, embedder: Embedder) -> None:
        self._store = Store(engine)
        self._embedder = embedder
        self._dense = Dense(folder / "chroma", embedder.search_name)
        self._lock = WriteLock(folder)
        self._writing = threading.Lock()
        self._closing = threading.Event()
        self._loading = threading.Lock()
        self._snapshot: Snapshot | None = None
        self._cache = folder / "cache"

    def is_current(self, document: Document) -> bool:
        """Whether this very text is indexed already, by the same parser, chunker and model."""
        return self._store.is_current(document, self._recipe)

    def sync(
        self, document: Document, entries: Sequence[Entry], progress: Progress | None = None, *, builtin: bool = False
    ) -> SyncReport:
        """Bring the index up to date with a document. Raises HomeInUse while another process writes."""
        if self.is_current(document):
            held = self._store.document(document.name)
            return SyncReport(
                document=document.name, status="unchanged", entries=held.entries, chunks=held.chunks, embedded=0
            )
        return self._take_in(document, entries, self._dense, progress, builtin=builtin)

    def renew(self, document: Document, entries: Sequence[Entry], progress: Progress | None = None) -> SyncReport:
        """As `sync`, also where this very text is indexed: with more in its entries than the parser found."""
        return self._take_in(document, entries, self._dense, progress, builtin=False)

    def stock(self, document: Document, entries: Sequence[Entry], progress: Progress | None = None) -> SyncReport:
        """As `sync`, for a built-in document. Where there is no Chroma yet, `heal` makes it, of all at once."""
        dense = self._dense if self._dense.complete else None
        return self._take_in(document, entries, dense, progress, builtin=True)

    def _take_in(
        self,
        document: Document,
        entries: Sequence[Entry],
        dense: Dense | None,
        progress: Progress | None,
        *,
        builtin: bool,
    ) -> SyncReport:
        with self._writing:
            self._lock.acquire()
            return syncing.sync(
                document,
                entries,
                self._recipe,
                builtin=builtin,
                space=self._space,
                store=self._store,
                dense=dense,
                embedder=self._embedder,
                progress=progress,
            )

    def stale(self) -> list[Document]:
        """Documents of the user that an older program or another embedding model indexed: they are to be synced."""
        return self._store.stale(self._recipe)

    def hold(self) -> None:
        """Take the right to write before it is needed. Raises HomeInUse while another process has it."""
        self._lock.acquire()

    def remove(self, name: str) -> SyncReport:
        """Take a document out. Raises NotFound, or HomeInUse while another process writes."""
        with self._writing:
            self._lock.acquire()
            count, orphans = self._store.remove(name)
            if self._dense.complete:
                self._dense.delete(sorted(orphans))
            self._store.forget_vectors(orphans)
        return SyncReport(document=name, status="removed", entries=count, chunks=0, embedded=0)

    def heal(self, progress: Progress | None = None) -> int:
        """See whether Chroma finds what it must; if not, rebuild it from stored vectors. How many were put back."""
        with self._writing:
            self._lock.acquire()
            return heal(self._store, self._dense, self._space, progress, self._closing.is_set)

    def documents(self) -> list[DocumentInfo]:
        """All documents by name."""
        return self._store.documents()

    def entries(self, document: str | None = None) -> list[Entry]:
        """The entries of one document, or of all."""
        return self._store.entries(document)

    def entry(self, entry_id: str) -> Entry:
        """The entry of that id. Raises NotFound."""
        return self._store.entry(entry_id)

    def search(self, query: str | Sequence[Turn], k: int = 5, only: Filter | None = None) -> SearchResult:
        """The k best entries for a query, or for the last turn of a conversation."""
        return self.search_many([query], k, only)[0]

    def search_many(
        self, queries: Sequence[str | Sequence[Turn]], k: int = 5, only: Filter | None = None
    ) -> list[SearchResult]:
        """Several searches at the price of one embedding batch."""
        started = time.perf_counter()
        snapshot = self._current()
        turns = [[Turn(role="user", content=query)] if isinstance(query, str) else query for query in queries]
        meaning = [asked(conversation) for conversation in turns]
        understood = [[searching.understood(snapshot, reading) for reading in readings(one)] for one in meaning]
        distinct = list(dict.fromkeys(chain.from_iterable(understood)))  # what stands alone is in its own words already
        vectors = self.embed_query([part for query in distinct for part in query.parts])
        wordings = known(self._embedder.search_name)
        admitted = None if only is None else snapshot.admitted(only)
        ends = accumulate(len(query.parts) for query in distinct)
        most = max(k, LOOKED_AT) if any(len(several) > 1 for several in understood) else k
        single = {
            query: searching.find(
                snapshot, query, meant(vectors[end - len(query.parts) : end], wordings), most, admitted
            )
            for query, end in zip(distinct, ends, strict=True)
        }
        found = [
            weighed([single[query] for query in several], k, leans=one.leans)
            for one, several in zip(meaning, understood, strict=True)
        ]
        cards = [snapshot.cards[place] for one in found for place in one.places]
        entries = self._store.at({(card.document, card.position) for card in cards})
        ms = (time.perf_counter() - started) * 1000 / max(1, len(queries))
        return [
            SearchResult(
                query=conversation[-1].content,
                standalone=several[0].text,
                answerable=bool(one.places) and one.confidence >= threshold(),
                confidence=one.confidence,
                hits=searching.hits(one, snapshot, entries),
                ms=ms,
            )
            for conversation, several, one in zip(turns, understood, found, strict=True)
        ]

    def embed_query(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors as searches use them."""
        return self._embedder.encode_for_search(texts)

    def snapshot(self) -> Snapshot:
        """What the index holds at present, as arrays."""
        return self._current()

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors of texts by the plain model, for comparing texts with each other."""
        return self._embedder.encode(texts)

    def embed_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        """Texts token by token, each token in the light of the others, by the plain model."""
        return self._embedder.encode_tokens(texts)

    def close(self) -> None:
        """Let go of Chroma and of the write lock; healing under way is given up."""
        self._closing.set()
        with self._writing:
            self._dense.close()
            self._lock.release()
            self._closing.clear()

    @property
    def _recipe(self) -> str:
        return f"{PARSER_VERSION}/{CHUNKS_VERSION}/{self._space}"

    @property
    def _space(self) -> str:
        """Under which vectors are kept."""
        return f"{self._embedder.search_name}/{VECTORS}"

    def _current(self) -> Snapshot:
        """The snapshot of the present revision, whoever wrote it."""
        revision = self._store.revision()
        snapshot = self._snapshot
        if snapshot is not None and snapshot.revision == revision:
            return snapshot
        with self._loading:
            if self._snapshot is None or self._snapshot.revision != revision:
                self._snapshot = current(self._store, self._space, self._embedder.dimension, self._cache, revision)
            return self._snapshot
