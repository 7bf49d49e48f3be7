"""The tables of the index: documents, their entries and chunks, and the vectors."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Engine, Table, delete, func, insert, select, tuple_, update

from corpus.entries import Document, Entry
from corpus.errors import NotFound
from index.chunks import text_hash
from index.database import INDEX_TABLES, chunks, documents, entries, metadata, revisions, vectors
from index.hits import Chunk, DocumentInfo

KEYS_AT_ONCE = 500  # in one IN (...): SQLite takes 32766, PostgreSQL plans long lists slowly


@dataclass(frozen=True, slots=True)
class Held:
    """Which texts the index holds already, as hashes.

    known: whether the document is there at all. before: what it holds. elsewhere: what the others hold.
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

    def held(self, name: str, recipe: str) -> Held:
        """What name and the other documents hold. Documents of another recipe hold nothing that counts here."""
        with self._engine.connect() as connection:
            known = connection.execute(select(documents.c.name).where(documents.c.name == name)).first() is not None
            pairs = connection.execute(
                select(chunks.c.document, chunks.c.text_hash)
                .join(documents, documents.c.name == chunks.c.document)
                .where(documents.c.recipe == recipe)
            ).all()
        return Held(
            known=known,
            before=frozenset(key for document, key in pairs if document == name),
            elsewhere=frozenset(key for document, key in pairs if document != name),
        )

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
                        {"embedder": embedder, "text_hash": key, "vector": row.astype("<f4").tobytes()}
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
        return np.frombuffer(b"".join(found[key] for key in keys), dtype="<f4").reshape(len(keys), -1)

    def all_vectors(self, embedder: str) -> dict[str, bytes]:
        """Every vector of an embedder by text hash."""
        with self._engine.connect() as connection:
            query = select(vectors.c.text_hash, vectors.c.vector).where(vectors.c.embedder == embedder)
            return dict(connection.execute(query).all())

    def forget_vectors(self, keys: Collection[str]) -> None:
        """Drop vectors that belong to no text any more."""
        with self._engine.begin() as connection:
            for some in _portions(keys):
                connection.execute(delete(vectors).where(vectors.c.text_hash.in_(some)))

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
                raise NotFound(
                    f"There is no document called {name}.", remedy="See the names of all documents in the library."
                )
            count = connection.scalar(select(func.count()).where(entries.c.document == name)) or 0
            mine = set(connection.scalars(select(chunks.c.text_hash).where(chunks.c.document == name)))
            others = set(connection.scalars(select(chunks.c.text_hash).where(chunks.c.document != name)))
            connection.execute(delete(documents).where(documents.c.name == name))
            _bump(connection)
        return count, frozenset(mine - others)

    def documents(self) -> list[DocumentInfo]:
        """All documents by name."""
        with self._engine.connect() as connection:
            entry_count = _count_by_document(connection, entries)
            chunk_count = _count_by_document(connection, chunks)
            rows = connection.execute(
                select(documents.c.name, documents.c.added_at, documents.c.builtin).order_by(documents.c.name)
            ).all()
        return [
            DocumentInfo(
                name=row.name,
                entries=entry_count.get(row.name, 0),
                chunks=chunk_count.get(row.name, 0),
                added_at=row.added_at.replace(tzinfo=row.added_at.tzinfo or UTC),
                builtin=row.builtin,
            )
            for row in rows
        ]

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
            for body, position in connection.execute(query.execution_options(yield_per=KEYS_AT_ONCE)):
                yield Entry.model_validate_json(body), position

    def at(self, places: Collection[tuple[str, int]]) -> dict[tuple[str, int], Entry]:
        """The entries at these places, given as document and position."""
        if not places:
            return {}
        query = select(entries.c.document, entries.c.position, entries.c.body).where(
            tuple_(entries.c.document, entries.c.position).in_(list(places))
        )
        with self._engine.connect() as connection:
            return {
                (document, position): Entry.model_validate_json(body)
                for document, position, body in connection.execute(query)
            }

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
        return Entry.model_validate_json(body)

    def chunk_rows(self) -> list[ChunkRow]:
        """Every chunk, in the order of documents, entries and their chunks."""
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
            return [
                ChunkRow((document, position), role, key, None if start is None else (start, end))
                for document, position, role, key, start, end in connection.execute(query)
            ]


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


def _count_by_document(connection: Connection, table: Table) -> dict[str, int]:
    query = select(table.c.document, func.count()).group_by(table.c.document)
    return dict(connection.execute(query).all())


def _revision(connection: Connection) -> int:
    return connection.scalar(select(revisions.c.number).where(revisions.c.of == "index")) or 0


def _bump(connection: Connection) -> None:
    changed = connection.execute(
        update(revisions).where(revisions.c.of == "index").values(number=revisions.c.number + 1)
    )
    if changed.rowcount == 0:
        connection.execute(insert(revisions).values(of="index", number=1))
