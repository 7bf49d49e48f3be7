"""A document under another name: its entries, chunks and vectors stay as they are, and nothing is embedded."""

from sqlalchemy import Engine, delete, insert, select, update

from corpus.entries import Document, Entry
from index.database import chunks, documents, entries, revisions


def same_text(engine: Engine, document: Document) -> list[str]:
    """The names of the user's other documents with the very same text, in order."""
    query = (
        select(documents.c.name)
        .where(documents.c.text == document.text, documents.c.name != document.name, documents.c.builtin.is_(False))
        .order_by(documents.c.name)
    )
    with engine.connect() as connection:
        return list(connection.scalars(query))


def rename(engine: Engine, old: str, document: Document) -> int:
    """Let the document called old be document from now on; how many entries it has. One transaction.

    The texts of the two are the same, and nothing is called as document is. The caller holds the write lock.
    """
    with engine.begin() as connection:
        held = connection.execute(select(documents).where(documents.c.name == old)).mappings().one()
        connection.execute(
            insert(documents).values(
                {**held, "name": document.name, "text": document.text, "content_hash": document.content_hash}
            )
        )
        rows = connection.execute(
            select(entries.c.position, entries.c.body).where(entries.c.document == old).order_by(entries.c.position)
        ).all()
        for position, body in rows:
            entry = Entry.model_validate_json(body).model_copy(update={"document": document.name})
            connection.execute(
                insert(entries).values(
                    document=document.name, position=position, id=entry.id, body=entry.model_dump_json()
                )
            )
        connection.execute(update(chunks).where(chunks.c.document == old).values(document=document.name))
        connection.execute(delete(documents).where(documents.c.name == old))
        connection.execute(update(revisions).where(revisions.c.of == "index").values(number=revisions.c.number + 1))
    return len(rows)


def stored(engine: Engine, name: str) -> Document | None:
    """The document of that name as it was taken in; None where there is none."""
    query = select(documents.c.text, documents.c.content_hash).where(documents.c.name == name)
    with engine.connect() as connection:
        row = connection.execute(query).first()
    return None if row is None else Document(name=name, text=row.text, content_hash=row.content_hash)
