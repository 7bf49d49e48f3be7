"""The one database behind index and coach: its connection, its metadata, and the tables of the index.

SQLite in the home folder by default, PostgreSQL by URL. Vectors are kept here by the hash of the text they stand for,
so that nothing is embedded twice and a lost Chroma folder is rebuilt without the model.
"""

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Engine,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    event,
    make_url,
)
from sqlalchemy.exc import ArgumentError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from corpus.errors import HomeUnusable, Misconfigured

VECTORS = "f16"
"""How vectors are kept: half the room of float32, and cosines change in the fourth decimal only."""
DRIVERS = {"postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}
"""The one we install, where an address names none."""
BUSY_SECONDS = 30  # how long a writer waits for another one before it gives up; our transactions take milliseconds

metadata = MetaData(
    naming_convention={  # constraints need names for Alembic to change them later
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

documents = Table(
    "documents",
    metadata,
    Column("name", String, primary_key=True),
    Column("text", Text, nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("recipe", String, nullable=False, doc="parser version, chunker version and embedder it was indexed with"),
    Column("builtin", Boolean, nullable=False),
    Column("added_at", DateTime(timezone=True), nullable=False),
)

entries = Table(
    "entries",
    metadata,
    Column("document", String, primary_key=True),
    Column("position", Integer, primary_key=True, doc="place in the document, from 0"),
    Column("id", String, nullable=False, index=True, doc="not unique: two documents may hold the same question"),
    Column("body", Text, nullable=False, doc="the Entry as JSON"),
    ForeignKeyConstraint(["document"], ["documents.name"], ondelete="CASCADE"),
)

chunks = Table(
    "chunks",
    metadata,
    Column("document", String, primary_key=True),
    Column("position", Integer, primary_key=True, doc="the entry's"),
    Column("number", Integer, primary_key=True, doc="place among the entry's chunks, from 0"),
    Column("role", String(16), nullable=False),
    Column("text", Text, nullable=False, doc="as it was embedded"),
    Column("text_hash", String(32), nullable=False, index=True),
    Column("start", Integer, doc="span in the answer; null outside it"),
    Column("end", Integer),
    ForeignKeyConstraint(["document"], ["documents.name"], ondelete="CASCADE"),
)

vectors = Table(
    "vectors",
    metadata,
    Column("embedder", String, primary_key=True),
    Column("text_hash", String(32), primary_key=True),
    Column("vector", LargeBinary, nullable=False, doc="float16, little-endian, unit length"),
)

revisions = Table(
    "revisions",
    metadata,
    Column("of", String(16), primary_key=True),
    Column("number", Integer, nullable=False, doc="grows with every change: readers know when to reload"),
)

INDEX_TABLES = (documents, entries, chunks, vectors, revisions)


def connect(url: str) -> Engine:
    """An engine for url, tried once.

    Raises HomeUnusable where the database cannot be opened or written, Misconfigured where there is no driver for it.
    """
    try:
        address = make_url(url)
        address = address.set(drivername=DRIVERS.get(address.drivername, address.drivername))
        sqlite = address.get_backend_name() == "sqlite"
        arguments = {"timeout": BUSY_SECONDS} if sqlite else {}
        engine = create_engine(address, connect_args=arguments, pool_pre_ping=not sqlite)
    except (ArgumentError, ModuleNotFoundError) as error:
        raise Misconfigured(
            f"The database address cannot be used: {error}.",
            remedy="Give it as postgresql://USER:PASSWORD@HOST/NAME, and its driver by pip install '.[postgresql]'.",
        ) from error
    if sqlite:
        event.listen(engine, "connect", _prepare_sqlite)
    try:
        with engine.connect():
            pass
    except OperationalError as error:
        engine.dispose()
        raise HomeUnusable(
            f"The database {engine.url.render_as_string(hide_password=True)} cannot be opened: {error.orig}.",
            remedy="Check that its folder exists, is writable and has space left, or choose another home.",
        ) from error
    return engine


def _prepare_sqlite(connection: object, _entry: ConnectionPoolEntry) -> None:
    """WAL lets readers work beside a writer; FULL makes what was acknowledged survive a power cut."""
    cursor = connection.cursor()  # type: ignore[attr-defined]
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_SECONDS * 1000}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
