"""The vectors in Chroma: the only module that talks to it.

Searches are answered from the snapshot's arrays (`index.legs`), which any number of processes can read, can be filtered
and find more. Chroma holds the same vectors, for this program's database to be checked against and for other tools.

A vector's id is the hash of the text it stands for, so that adding is idempotent and equal texts are held once.
Chroma's own filters are 40 to 90 times slower than a bare query, so it is never given one. Only the holder of the write
lock may open a Chroma folder: two processes on one path lose vectors silently.
"""

import hashlib
import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

ADD_AT_ONCE = 1000  # rows a call; Chroma's limit is 5461
HNSW = {
    "space": "cosine",
    "ef_construction": 32,
    "max_neighbors": 8,
    "ef_search": 200,
    "batch_size": ADD_AT_ONCE,
    "sync_threshold": 5 * ADD_AT_ONCE,
}
"""A sparse graph, searched thoroughly: adding is four times as quick as with 24 neighbours (7,200 a second of one core
against 1,800), for 0.98 instead of 1.00 of the ten nearest. Written to disk in larger steps than Chroma's own."""
COMPLETE = "complete"
"""A file in the folder that says, by the collection's name, that everything was put in."""


class Dense:
    """One model's collection in a Chroma folder."""

    def __init__(self, folder: Path, embedder: str) -> None:
        self.folder = folder
        self.embedder = embedder
        self._name = collection_name(embedder)
        self._client: ClientAPI | None = None
        self._collection: Collection | None = None

    @property
    def complete(self) -> bool:
        """Whether everything has been put in. Where it has not, `heal.put_back` starts over."""
        marker = self.folder / COMPLETE
        return marker.is_file() and marker.read_text("utf-8") == self._name

    def mark_complete(self) -> None:
        """Say that everything has been put in."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / COMPLETE).write_text(self._name, "utf-8")

    def add(self, ids: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """Put vectors in; those already there are overwritten."""
        for start in range(0, len(ids), ADD_AT_ONCE):
            end = start + ADD_AT_ONCE
            self._opened().upsert(ids=list(ids[start:end]), embeddings=vectors[start:end])

    def delete(self, ids: Sequence[str]) -> None:
        """Take vectors out; those not there are passed over."""
        for start in range(0, len(ids), ADD_AT_ONCE):
            self._opened().delete(ids=list(ids[start : start + ADD_AT_ONCE]))

    def nearest(self, vectors: NDArray[np.float32], n: int) -> list[list[tuple[str, float]]]:
        """For each vector the ids of its n nearest neighbours with their cosine similarity, best first."""
        found = self._opened().query(query_embeddings=vectors, n_results=n, include=["distances"])
        distances = found["distances"] or []
        return [
            [(id_, 1.0 - distance) for id_, distance in zip(ids, row, strict=True)]
            for ids, row in zip(found["ids"], distances, strict=True)
        ]

    def start_over(self) -> None:
        """Throw the folder away: Chroma cannot mend what it has lost, and keeps files of what it dropped."""
        self.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def close(self) -> None:
        """Let go of the folder."""
        if self._client is not None:
            self._client.close()  # type: ignore[attr-defined]  # missing in the interface, not in the client
        self._client = self._collection = None

    def _opened(self) -> "Collection":
        if self._collection is None:
            import chromadb
            from chromadb.config import Settings

            self.folder.mkdir(parents=True, exist_ok=True)
            self._client = chromadb.PersistentClient(
                str(self.folder), settings=Settings(anonymized_telemetry=False, allow_reset=False)
            )
            self._collection = self._client.get_or_create_collection(
                self._name,
                embedding_function=None,  # else Chroma fetches a model of its own
                configuration={"hnsw": HNSW},  # type: ignore[arg-type]
            )
        return self._collection


def collection_name(embedder: str) -> str:
    """A name Chroma accepts (3 to 512 plain characters) that differs for every embedder: vectors are never mixed."""
    words = re.sub(r"[^A-Za-z0-9]+", "-", embedder).strip("-")[-60:]
    return f"chunks-{words}-{hashlib.sha256(embedder.encode()).hexdigest()[:8]}"
