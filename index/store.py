"""The tables of the index: documents, their entries and chunks, and the vectors."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, Engine, Select, and_, delete, func, insert, or_, select, update

from corpus.entries import Document, Entry
from corpus.errors import NotFound
from index.chunks import text_hash
from index.database import INDEX_TABLES, chunks, documents, entries, metadata, revisions, vectors
from index.hits import Chunk, DocumentInfo

STORED = np.dtype("<f2")  # see database.VECTORS
READ_AT_ONCE = 5000  # rows of a long reading
KEYS_AT_ONCE = 500  # in one IN (...): SQLite takes 32766, PostgreSQL plans long lists slowly


@dataclass(frozen=True, slots=True)
class Held:
    """Which texts the index holds already, as hashes.

    known: whether the document is there at all. before: what it holds.
    elsewhere: which of these and of those wanted other documents hold too.
    """

    known: bool
    before: frozenset[str]
    elsewhere: frozenset[str]


@dataclass(frozen=True, slots=True)
class ChunkRow:
    """A chunk as stored. entry: document and position of its entry."""

    entry: tuple[str, int]
    role: str
    text_hash: str
    span: tuple[int, int] | None


class Store:
    """Reads and writes the tables of the index. Every method is one transaction, unless it says otherwise."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        metadata.create_all(engine, tables=list(INDEX_TABLES))

    def revision(self) -> int:
        """Grows with every change: equal revision, equal content."""
        with self._engine.connect() as connection:
            return _revision(connection)

    def is_current(self, document: Document, recipe: str) -> bool:
        """Whether this very text is indexed by this recipe."""
        with self._engine.connect() as connection:
            row = connection.execute(
                select(documents.c.content_hash, documents.c.recipe).where(documents.c.name == document.name)
            ).first()
        return row is not None and (row.content_hash, row.recipe) == (document.content_hash, recipe)

    def stale(self, recipe: str) -> list[Document]:
        """The documents of the user that were indexed by another recipe."""
        columns = (documents.c.name, documents.c.text, documents.c.content_hash)
        query = select(*columns).where(documents.c.recipe != recipe, documents.c.builtin.is_(False))
        with self._engine.connect() as connection:
            return [
                Document(name=row.name, text=row.text, content_hash=row.content_hash)
                for row in connection.execute(query)
            ]

    def held(self, name: str, recipe: str, wanted: Collection[str]) -> Held:
        """What name and the other documents hold. Documents of another recipe hold nothing that counts here."""
        current = select(chunks.c.text_hash).join(documents, documents.c.name == chunks.c.document)
        current = current.where(documents.c.recipe == recipe)
        elsewhere: set[str] = set()
        with self._engine.connect() as connection:
            known = connection.execute(select(documents.c.name).where(documents.c.name == name)).first() is not None
            before = frozenset(connection.scalars(current.where(chunks.c.document == name)))
            for some in _portions(before.union(wanted)):
                elsewhere.update(
                    connection.scalars(current.where(chunks.c.document != name, chunks.c.text_hash.in_(some)))
                )
        return Held(known=known, before=before, elsewhere=frozenset(elsewhere))

    def embedded(self, keys: Collection[str], embedder: str) -> frozenset[str]:
        """Those of keys that have a vector."""
        found: set[str] = set()
        with self._engine.connect() as connection:
            for some in _portions(keys):
                found.update(
                    connection.scalars(
                        select(vectors.c.text_hash).where(vectors.c.embedder == embedder, vectors.c.text_hash.in_(some))
                    )
                )
        return frozenset(found)

    def add_vectors(self, embedder: str, keys: Sequence[str], rows: NDArray[np.float32]) -> None:
        """Keep vectors that are not kept yet."""
        if keys:
            with self._engine.begin() as connection:
                connection.execute(
                    insert(vectors),
                    [
                        {"embedder": embedder, "text_hash": key, "vector": row.astype(STORED).tobytes()}
                        for key, row in zip(keys, rows, strict=True)
                    ],
                )

    def vectors(self, embedder: str, keys: Sequence[str]) -> NDArray[np.float32]:
        """The vectors of keys, in their order. All must be there."""
        found: dict[str, bytes] = {}
        with self._engine.connect() as connection:
            for some in _portions(keys):
                found.update(
                    (key, blob)
                    for key, blob in connection.execute(
                        select(vectors.c.text_hash, vectors.c.vector).where(
                            vectors.c.embedder == embedder, vectors.c.text_hash.in_(some)
                        )
                    )
                )
        if not keys:
            return np.zeros((0, 0), dtype=np.float32)
        stored = np.frombuffer(b"".join(found[key] for key in keys), dtype=STORED)
        return stored.reshape(len(keys), -1).astype(np.float32)

    def vector_keys(self, embedder: str) -> NDArray[np.bytes_]:
        """The hashes of all texts that have a vector."""
        query = select(vectors.c.text_hash).where(vectors.c.embedder == embedder)
        with self._engine.connect() as connection:
            keys = b"".join(key.encode() for key in connection.execution_options(yield_per=READ_AT_ONCE).scalars(query))
        return np.frombuffer(keys, dtype="S32")

    def vector_batches(self, embedder: str, dimension: int) -> Iterator[tuple[NDArray[np.bytes_], NDArray[np.float16]]]:
        """All vectors with their texts' hashes, read as they are asked for."""
        query = select(vectors.c.text_hash, vectors.c.vector).where(vectors.c.embedder == embedder)
        with self._engine.connect() as connection:
            for rows in connection.execution_options(yield_per=READ_AT_ONCE).execute(query).partitions():
                keys = np.array([key.encode() for key, _ in rows], dtype="S32")
                yield keys, np.frombuffer(b"".join(blob for _, blob in rows), dtype=STORED).reshape(-1, dimension)

    def forget_vectors(self, keys: Collection[str]) -> None:
        """Drop vectors that belong to no text any more."""
        with self._engine.begin() as connection:
            for some in _portions(keys):
                connection.execute(delete(vectors).where(vectors.c.text_hash.in_(some)))

    def forget_other_embedders(self, embedder: str) -> None:
        """Drop the vectors of all models but one."""
        with self._engine.begin() as connection:
            connection.execute(delete(vectors).where(vectors.c.embedder != embedder))

    def replace(
        self,
        document: Document,
        new_entries: Sequence[Entry],
        chunked: Sequence[Sequence[Chunk]],
        *,
        recipe: str,
        builtin: bool,
    ) -> None:
        """Make document consist of new_entries and their chunks, in place of whatever was there under its name."""
        with self._engine.begin() as connection:
            connection.execute(delete(documents).where(documents.c.name == document.name))
            connection.execute(
                insert(documents).values(
                    name=document.name,
                    text=document.text,
                    content_hash=document.content_hash,
                    recipe=recipe,
                    builtin=builtin,
                    added_at=datetime.now(UTC),
                )
            )
            if new_entries:
                connection.execute(
                    insert(entries),
                    [
                        {
                            "document": document.name,
                            "position": position,
                            "id": entry.id,
                            "body": entry.model_dump_json(),
                        }
                        for position, entry in enumerate(new_entries)
                    ],
                )
                connection.execute(insert(chunks), list(_chunk_rows(document.name, chunked)))
            _bump(connection)

    def remove(self, name: str) -> tuple[int, frozenset[str]]:
        """Take a document out; the number of its entries, and the text hashes that no other document holds."""
        with self._engine.begin() as connection:
            if connection.execute(select(documents.c.name).where(documents.c.name == name)).first() is None:
                raise _missing(name)
            count = connection.scalar(select(func.count()).where(entries.c.document == name)) or 0
            mine = set(connection.scalars(select(chunks.c.text_hash).where(chunks.c.document == name)))
            others: set[str] = set()
            for some in _portions(mine):
                found = select(chunks.c.text_hash).where(chunks.c.document != name, chunks.c.text_hash.in_(some))
                others.update(connection.scalars(found))
            connection.execute(delete(documents).where(documents.c.name == name))
            _bump(connection)
        return count, frozenset(mine - others)

    def documents(self) -> list[DocumentInfo]:
        """All documents by name."""
        with self._engine.connect() as connection:
            return _infos(connection)

    def document(self, name: str) -> DocumentInfo:
        """One document. Raises NotFound."""
        with self._engine.connect() as connection:
            found = _infos(connection, name)
        if not found:
            raise _missing(name)
        return found[0]

    def entries(self, document: str | None = None) -> list[Entry]:
        """The entries of one document or of all, in the order of their documents."""
        query = select(entries.c.body).order_by(entries.c.document, entries.c.position)
        if document is not None:
            query = query.where(entries.c.document == document)
        with self._engine.connect() as connection:
            return [Entry.model_validate_json(body) for body in connection.scalars(query)]

    def entries_with_positions(self) -> Iterator[tuple[Entry, int]]:
        """Every entry with its place in its document, in the order of documents; read as they are asked for."""
        query = select(entries.c.body, entries.c.position).order_by(entries.c.document, entries.c.position)
        with self._engine.connect() as connection:
            for body, position in connection.execution_options(yield_per=KEYS_AT_ONCE).execute(query):
                yield Entry.model_validate_json(body), position

    def at(self, places: Collection[tuple[str, int]]) -> dict[tuple[str, int], Entry]:
        """The entries at these places, given as document and position."""
        if not places:
            return {}
        wanted = (and_(entries.c.document == document, entries.c.position == at) for document, at in places)
        query = select(entries.c.document, entries.c.position, entries.c.body).where(
            or_(*wanted)  # SQLite reads the whole table for a list of pairs
        )
        with self._engine.connect() as connection:
            return {(document, position): _decoded(body) for document, position, body in connection.execute(query)}

    def stamp(self) -> str:
        """Differs between two databases that happen to have the same revision."""
        query = select(documents.c.name, documents.c.content_hash, documents.c.recipe).order_by(documents.c.name)
        with self._engine.connect() as connection:
            return text_hash("\n".join(" ".join(row) for row in connection.execute(query)))

    def entry(self, entry_id: str) -> Entry:
        """The entry of that id, from the first document that holds it."""
        query = select(entries.c.body).where(entries.c.id == entry_id).order_by(entries.c.document).limit(1)
        with self._engine.connect() as connection:
            body = connection.scalar(query)
        if body is None:
            raise NotFound(f"There is no entry {entry_id}.", remedy="Its document may have been changed or removed.")
        return _decoded(body)

    def chunk_rows(self) -> Iterator[ChunkRow]:
        """Every chunk, in the order of documents, entries and their chunks; read as they are asked for."""
        columns = (
            chunks.c.document,
            chunks.c.position,
            chunks.c.role,
            chunks.c.text_hash,
            chunks.c.start,
            chunks.c.end,
        )
        query = select(*columns).order_by(chunks.c.document, chunks.c.position, chunks.c.number)
        with self._engine.connect() as connection:
            for document, position, role, key, start, end in connection.execution_options(
                yield_per=READ_AT_ONCE
            ).execute(query):
                yield ChunkRow((document, position), role, key, None if start is None else (start, end))

    def chunk_keys(self, embedder: str) -> list[str]:
        """The hashes of all texts that are in documents and have a vector, in ascending order."""
        query = select(vectors.c.text_hash).where(
            vectors.c.embedder == embedder,
            select(chunks.c.number).where(chunks.c.text_hash == vectors.c.text_hash).exists(),
        )
        with self._engine.connect() as connection:
            return sorted(connection.scalars(query))


@lru_cache(maxsize=2048)  # the same entries are found again and again
def _decoded(body: str) -> Entry:
    return Entry.model_validate_json(body)


def _portions(keys: Iterable[str]) -> Iterable[list[str]]:
    iterator = iter(keys)
    while some := list(islice(iterator, KEYS_AT_ONCE)):
        yield some


def _chunk_rows(document: str, chunked: Sequence[Sequence[Chunk]]) -> Iterable[dict[str, object]]:
    for position, of_entry in enumerate(chunked):
        for number, chunk in enumerate(of_entry):
            start, end = chunk.span or (None, None)
            yield {
                "document": document,
                "position": position,
                "number": number,
                "role": chunk.role.value,
                "text": chunk.text,
                "text_hash": text_hash(chunk.text),
                "start": start,
                "end": end,
            }


def _infos(connection: Connection, name: str | None = None) -> list[DocumentInfo]:
    def only(query: Select[Any], column: ColumnElement[str]) -> Select[Any]:
        return query if name is None else query.where(column == name)

    counts: list[dict[str, int]] = [
        dict(
            connection.execute(
                only(select(table.c.document, func.count()).group_by(table.c.document), table.c.document)
            ).all()
        )
        for table in (entries, chunks)
    ]
    columns = (documents.c.name, documents.c.added_at, documents.c.builtin)
    rows = connection.execute(only(select(*columns).order_by(documents.c.name), documents.c.name)).all()
    return [
        DocumentInfo(
            name=row.name,
            entries=counts[0].get(row.name, 0),
            chunks=counts[1].get(row.name, 0),
            added_at=row.added_at.replace(tzinfo=row.added_at.tzinfo or UTC),
            builtin=row.builtin,
        )
        for row in rows
    ]


def _missing(name: str) -> NotFound:
    return NotFound(f"There is no document called {name}.", remedy="See the names of all documents in the library.")


def _revision(connection: Connection) -> int:
    return connection.scalar(select(revisions.c.number).where(revisions.c.of == "index")) or 0


def _bump(connection: Connection) -> None:
    changed = connection.execute(
        update(revisions).where(revisions.c.of == "index").values(number=revisions.c.number + 1)
    )
    if changed.rowcount == 0:
        connection.execute(insert(revisions).values(of="index", number=1))
