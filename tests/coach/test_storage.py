"""The log of a session, on a real database."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

from coach.events import AnswerGiven, Asked, Ended, Event, Paused, Resumed, from_json, to_json
from coach.grading.grades import Grade
from coach.migrations import configuration
from coach.storage import HEAD, Store, new_id, prepare, verdict_key
from corpus.errors import HomeUnusable, NotFound, NotNow
from index.database import connect, metadata
from tests.databases import KINDS, fresh


@pytest.fixture(params=KINDS)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    with fresh(request.param, tmp_path) as url:
        engine = connect(url)
        prepare(engine)
        yield engine
        engine.dispose()


@pytest.fixture
def store(engine: Engine) -> Store:
    return Store(engine)


def test_events_are_numbered_stamped_and_come_back_as_they_were(store: Store) -> None:
    session = store.create_session("interview")

    stored = store.append(session, [AnswerGiven(text="Häufig – “so” 🙂"), Paused()], 0)

    assert [(e.session, e.seq, e.type) for e in stored] == [(session, 1, "answer"), (session, 2, "paused")]
    assert store.events(session) == list(stored)


def test_an_event_as_json_is_flat_and_has_its_time_in_iso_8601_utc(store: Store) -> None:
    session = store.create_session("interview")
    [event] = store.append(session, [Ended(reason="done")], 0)

    line = to_json(event)

    assert from_json(line) == event
    assert line.startswith(f'{{"session":"{session}","seq":1,"at":"20')
    assert '"type":"ended","reason":"done"' in line
    assert event.at is not None
    assert event.at.utcoffset() == timedelta(0)


def test_a_session_that_went_on_elsewhere_cannot_be_forked(store: Store) -> None:
    session = store.create_session("interview")
    store.append(session, [AnswerGiven(text="from the first window")], 0)

    with pytest.raises(NotNow, match="gone on elsewhere"):
        store.append(session, [AnswerGiven(text="from the second window"), Paused()], 0)

    assert [e.seq for e in store.events(session)] == [1]


def test_of_writers_at_once_one_wins_and_the_others_are_told(store: Store) -> None:
    session = store.create_session("interview")
    ready = threading.Barrier(8)
    outcomes: list[str] = []

    def write(n: int) -> None:
        ready.wait()
        try:
            store.append(session, [AnswerGiven(text=str(n)), Resumed()], 0)
            outcomes.append("stored")
        except NotNow:
            outcomes.append("told")

    threads = [threading.Thread(target=write, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["stored"] + ["told"] * 7
    assert [e.type for e in store.events(session)] == ["answer", "resumed"]


def test_a_session_that_is_not_there_is_said_by_name(store: Store) -> None:
    with pytest.raises(NotFound, match="no session nowhere"):
        store.events("nowhere")
    with pytest.raises(NotFound, match="no session nowhere"):
        store.append("nowhere", [Paused()], 0)


def test_sessions_are_listed_by_last_use_and_can_be_renamed_and_deleted(engine: Engine) -> None:
    times = iter(datetime(2026, 11, 1, 12, n, tzinfo=UTC) for n in range(60))
    store = Store(engine, clock=lambda: next(times))
    first, second = store.create_session("interview", "trees"), store.create_session("chat", "questions")
    store.append(first, [Ended(reason="done")], 0)
    store.rename(second, "about losses")

    listed = [(s.id, s.kind, s.title, s.events, s.ended) for s in store.sessions()]
    store.delete(first)

    assert listed == [(first, "interview", "trees", 1, True), (second, "chat", "about losses", 0, False)]
    assert [s.id for s in store.sessions()] == [second]
    assert store.events_of(["ended"]) == []


def test_the_last_used_of_a_kind_can_be_asked_for(engine: Engine) -> None:
    times = iter(datetime(2026, 11, 1, 12, n, tzinfo=UTC) for n in range(60))
    store = Store(engine, clock=lambda: next(times))
    interview, *chats = (store.create_session(kind) for kind in ("interview", "chat", "chat", "chat"))

    assert [s.id for s in store.sessions("chat", most=2)] == chats[:0:-1]
    assert [s.id for s in store.sessions(among=[interview, chats[0]])] == [chats[0], interview]
    assert store.sessions(among=[]) == []


def test_a_session_begins_with_its_first_events_or_not_at_all(store: Store) -> None:
    session = new_id()
    store.append(session, [Paused()], 0, "trees", begins="interview")

    with pytest.raises(NotNow, match="gone on elsewhere"):
        store.append(session, [Paused()], 0, "forests", begins="interview")

    assert [(s.id, s.title, s.events) for s in store.sessions()] == [(session, "trees", 1)]


def test_a_grade_is_kept_for_the_very_same_answer_only(store: Store) -> None:
    kept = Grade(verdicts=(), score=0.5, feedback="Half.")
    key = verdict_key("l1-vs-l2", ["L1 is sparse."], "It is sparse.", "openai:x")
    store.keep_grade(key, kept)
    store.keep_grade(key, Grade(verdicts=(), score=0.9))

    assert store.kept_grade(key) == kept
    assert store.kept_grade(verdict_key("l1-vs-l2", ["L1 is sparse."], "It is sparse!", "openai:x")) is None
    assert store.kept_grade(verdict_key("l1-vs-l2", ["L1 is sparse", "."], "It is sparse.", "openai:x")) is None


def test_migrations_lead_to_exactly_the_tables_of_the_code(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        differences = compare_metadata(context, metadata)

    assert differences == []
    assert ScriptDirectory.from_config(configuration()).get_current_head() == HEAD


def test_a_database_that_only_an_index_has_used_is_brought_to_the_present_version(tmp_path: Path) -> None:
    from index.database import INDEX_TABLES

    engine = connect(f"sqlite:///{tmp_path}/index.db")
    metadata.create_all(engine, tables=list(INDEX_TABLES))

    prepare(engine)
    prepare(engine)

    assert Store(engine).sessions() == []
    engine.dispose()


def test_a_database_of_a_newer_version_is_left_alone_and_said_in_a_sentence(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(HomeUnusable, match="written by a newer version"):
        prepare(engine)


def test_what_was_acknowledged_is_synced_to_disk(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path}/coach.db")
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA synchronous")).scalar() == 2  # FULL
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
    engine.dispose()


def test_events_of_a_type_come_from_all_sessions_by_time(store: Store) -> None:
    ids = [store.create_session("interview") for _ in range(3)]
    written: list[Event] = []
    for session in ids:
        written += store.append(session, [AnswerGiven(text=session), Ended(reason="done")], 0)

    assert store.events_of(["answer"]) == [event for event in written if event.type == "answer"]


def test_what_many_threads_write_at_once_is_all_there_and_a_refused_piece_takes_nothing_with_it(store: Store) -> None:
    chats = [store.create_session("chat") for _ in range(20)]

    def write(chat: str) -> bool:
        store.append(chat, [Asked(text=chat)], 0)
        try:
            store.append(chat, [Asked(text="again")], 0)
        except NotNow:
            return True
        return False

    with ThreadPoolExecutor(20) as pool:
        refused = list(pool.map(write, chats))

    assert all(refused)
    assert [[event.text for event in store.events(chat) if isinstance(event, Asked)] for chat in chats] == [
        [chat] for chat in chats
    ]
