"""Sessions, their events and kept verdicts in the database; and the database's own version.

An event log is append-only. Whoever appends says after which event, and the primary key refuses a second event with the
same number: the same interview open in two windows can neither fork nor lose a line.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import (
    Column,
    Connection,
    DateTime,
    Engine,
    ForeignKeyConstraint,
    Index,
    Integer,
    Row,
    Select,
    String,
    Table,
    Text,
    delete,
    func,
    insert,
    inspect,
    select,
    text,
    update,
)
from sqlalchemy.exc import IntegrityError

from coach.events import Event, from_json, to_json
from coach.grading.grades import Grade
from coach.writing import Writer
from corpus.entries import Frozen
from corpus.errors import HomeUnusable, NotFound, NotNow
from index.database import metadata

HEAD = "0002"
"""The revision of the database that this program works on; the newest file in coach/migrations/versions."""

sessions = Table(
    "sessions",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("kind", String(16), nullable=False, doc="interview, review or chat"),
    Column("title", String(200), nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
)

events = Table(
    "events",
    metadata,
    Column("session_id", String(32), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False, doc="1, 2, 3 ... without a gap"),
    Column("type", String(32), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("body", Text, nullable=False, doc="the event as JSON, exactly as it is printed"),
    ForeignKeyConstraint(["session_id"], ["sessions.id"], ondelete="CASCADE"),
    Index("ix_events_type_at", "type", "at"),
    Index("ix_events_session_id_type_at", "session_id", "type", "at"),
)

verdicts = Table(
    "verdicts",
    metadata,
    Column("key", String(64), primary_key=True, doc="hash of entry, key points, answer and grader"),
    Column("grade", Text, nullable=False, doc="the Grade as JSON"),
    Column("at", DateTime(timezone=True), nullable=False),
)


class SessionInfo(Frozen):
    """A session as a list shows it.

    kind: "interview", "review" or "chat". events: how many. ended: whether nothing more can be said in it.
    last_at: when the last event happened; when it was created if none has.
    """

    id: str
    kind: str
    title: str
    created_at: datetime
    last_at: datetime
    events: int
    ended: bool


def utc_now() -> datetime:
    """The time, for the edge that has none passed in."""
    return datetime.now(UTC)


class Store:
    """The sessions of one database. Safe to share between threads; each method is one transaction."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime] = utc_now) -> None:
        self._engine = engine
        self._clock = clock
        self._writer = Writer(engine)

    def create_session(self, kind: str, title: str = "") -> str:
        """A new session without events."""
        session_id = new_id()
        row = insert(sessions).values(id=session_id, kind=kind, title=title[:200], created_at=self._clock())
        self._writer.run(lambda connection: connection.execute(row).rowcount)
        return session_id

    def append(
        self, session_id: str, happened: Sequence[Event], after_seq: int, title: str = "", begins: str = ""
    ) -> tuple[Event, ...]:
        """Write events in one transaction, numbered from after_seq + 1; they are durable when this returns.

        title: for a session that has none. begins: the kind of a session that begins with these events, under an id
        that `new_id` gave. Raises NotNow where the session has gone on since after_seq; then nothing is written.
        """
        at = self._clock()
        stamped = tuple(event.stamped(session_id, after_seq + n, at) for n, event in enumerate(happened, 1))
        rows = [
            {"session_id": session_id, "seq": event.seq, "type": event.type, "at": at, "body": to_json(event)}
            for event in stamped
        ]
        if not rows:
            return ()

        def write(connection: Connection) -> None:
            if _last_seq(connection, session_id) != after_seq:
                raise _moved_on(session_id)
            if begins:
                begun = insert(sessions).values(id=session_id, kind=begins, title=title[:200], created_at=at)
                connection.execute(begun)
            connection.execute(insert(events), rows)
            if title and not begins:
                untitled = update(sessions).where(sessions.c.id == session_id, sessions.c.title == "")
                connection.execute(untitled.values(title=title[:200]))

        try:
            self._writer.run(write)
        except IntegrityError as error:
            self.info(session_id)  # NotFound, where that is the reason
            raise _moved_on(session_id) from error
        return stamped

    def events(self, session_id: str) -> list[Event]:
        """All events of a session in order. Raises NotFound."""
        query = select(events.c.body).where(events.c.session_id == session_id).order_by(events.c.seq)
        with self._engine.connect() as connection:
            found = [from_json(body) for body in connection.execute(query).scalars()]
        if not found:
            self.info(session_id)  # NotFound, where that is the reason
        return found

    def events_of(self, types: Iterable[str], since: datetime | None = None) -> list[Event]:
        """Events of some types from all sessions, by time."""
        query = select(events.c.body).where(events.c.type.in_(list(types)))
        if since is not None:
            query = query.where(events.c.at >= since)
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(events.c.at, events.c.session_id, events.c.seq))
            return [from_json(body) for body in rows.scalars()]

    def sessions(
        self, kind: str | None = None, *, among: Iterable[str] | None = None, most: int | None = None
    ) -> list[SessionInfo]:
        """Sessions, the one that was used last first. among: only these ids. most: how many at most."""
        query = _infos().order_by(_LAST.desc(), sessions.c.id.desc()).limit(most)
        if kind is not None:
            query = query.where(sessions.c.kind == kind)
        if among is not None:
            query = query.where(sessions.c.id.in_(list(among)))
        with self._engine.connect() as connection:
            return [_info(row) for row in connection.execute(query)]

    def info(self, session_id: str) -> SessionInfo:
        """One session. Raises NotFound."""
        with self._engine.connect() as connection:
            row = connection.execute(_infos().where(sessions.c.id == session_id)).first()
        if row is None:
            raise NotFound(f"There is no session {session_id}.", remedy="See `coach sessions` for those there are.")
        return _info(row)

    def rename(self, session_id: str, title: str) -> None:
        """Give a session another title. Raises NotFound."""
        self.info(session_id)
        with self._engine.begin() as connection:
            connection.execute(update(sessions).where(sessions.c.id == session_id).values(title=title[:200]))

    def delete(self, session_id: str) -> None:
        """Forget a session and all that was said in it. Raises NotFound."""
        self.info(session_id)
        with self._engine.begin() as connection:
            connection.execute(delete(events).where(events.c.session_id == session_id))
            connection.execute(delete(sessions).where(sessions.c.id == session_id))

    def put_back(self, info: SessionInfo, happened: Sequence[Event]) -> bool:
        """Write a whole session as it was, id and times included. False, and nothing, where it is there already."""
        rows = [
            {"session_id": info.id, "seq": event.seq, "type": event.type, "at": event.at, "body": to_json(event)}
            for event in happened
        ]
        try:
            with self._engine.begin() as connection:
                connection.execute(
                    insert(sessions).values(id=info.id, kind=info.kind, title=info.title, created_at=info.created_at)
                )
                if rows:
                    connection.execute(insert(events), rows)
        except IntegrityError:
            return False
        return True

    def saying(self, kind: str, words: str) -> set[str]:
        """The ids of the sessions of a kind with these words in their title or said by the user, capitals aside."""
        said = (events.c.type == "asked") & events.c.body.icontains(words, autoescape=True)
        query = (
            select(sessions.c.id)
            .outerjoin(events)
            .where(sessions.c.kind == kind, said | sessions.c.title.icontains(words, autoescape=True))
        )
        with self._engine.connect() as connection:
            return set(connection.execute(query).scalars())

    def kept_grade(self, key: str) -> Grade | None:
        """The grade that was kept under key (see verdict_key)."""
        with self._engine.connect() as connection:
            body = connection.execute(select(verdicts.c.grade).where(verdicts.c.key == key)).scalar()
        return None if body is None else Grade.model_validate_json(body)

    def keep_grade(self, key: str, grade: Grade) -> None:
        """Keep a grade, so that the same answer gets the same one again. The first one kept stays."""
        if self.kept_grade(key) is None:
            try:
                with self._engine.begin() as connection:
                    connection.execute(
                        insert(verdicts).values(key=key, grade=grade.model_dump_json(), at=self._clock())
                    )
            except IntegrityError:
                return  # another thread kept the same answer's grade a moment ago


def new_id() -> str:
    """An id for a session; it cannot be guessed."""
    return uuid4().hex[:12]


def verdict_key(entry_id: str, key_points: Sequence[str], answer: str, grader: str) -> str:
    """Under which a grade is kept: any change of entry, key points, answer or grader is another key."""
    parts = [entry_id, *key_points, answer, grader]
    return hashlib.sha256("\x00".join(f"{len(part)}:{part}" for part in parts).encode()).hexdigest()


def prepare(engine: Engine) -> None:
    """Bring any database of this program, or an empty one, to HEAD. One small query where it is there already.

    A file is copied first (coach.migrations.backup). Raises HomeUnusable where a newer version of the program has
    written it, or where there is no room for the copy.
    """
    revision = _revision(engine)
    if revision == HEAD:
        return
    from alembic import command
    from alembic.util import CommandError

    from coach.migrations import configuration
    from coach.migrations.backup import back_up

    config = configuration()
    if revision is None or revision < HEAD:
        back_up(engine, revision)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, HEAD)
        except CommandError as error:
            raise HomeUnusable(
                f"The database {engine.url.render_as_string(hide_password=True)} was written by a newer version "
                f"of Interview Coach (its revision is {_revision(engine)}, this version knows {HEAD}).",
                remedy="Install the newer version, or choose another home.",
            ) from error


def _revision(engine: Engine) -> str | None:
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _last_seq(connection: Connection, session_id: str) -> int:
    query = select(func.coalesce(func.max(events.c.seq), 0)).where(events.c.session_id == session_id)
    return int(connection.execute(query).scalar_one())


_LAST = func.coalesce(func.max(events.c.at), sessions.c.created_at)


def _infos() -> Select[*tuple[Any, ...]]:
    ended = func.sum(func.coalesce(events.c.type == "ended", False).cast(Integer))
    counted = select(sessions, func.count(events.c.at), _LAST, ended)
    return counted.select_from(sessions.outerjoin(events)).group_by(*sessions.c)


def _info(row: Row[*tuple[Any, ...]]) -> SessionInfo:
    return SessionInfo(
        id=row[0],
        kind=row[1],
        title=row[2],
        created_at=_utc(row[3]),
        last_at=_utc(row[5]),
        events=row[4],
        ended=bool(row[6]),
    )


def _utc(moment: datetime) -> datetime:
    """SQLite gives times back without their zone; all of ours are UTC."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _moved_on(session_id: str) -> NotNow:
    return NotNow(
        f"Session {session_id} has gone on elsewhere, perhaps in another window; nothing was stored.",
        remedy="Open it again to see where it stands.",
    )
