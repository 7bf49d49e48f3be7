"""A home that version 0.1.0 left behind: everything in it is still there, and a copy from before the change."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import event, text

from coach.events import from_json, to_json
from coach.interviewing.interview import Answer, Phase, decide, fold
from coach.interviewing.settling import settled
from coach.reports.formats import to_markdown
from coach.reports.report import report
from coach.review import reviews
from coach.storage import HEAD, Store, prepare, utc_now
from corpus.errors import HomeUnusable
from index.database import connect

DUMP = (Path(__file__).parent / "data" / "home-0.1.0.sql").read_text(encoding="utf-8")
"""Made by 0.1.0: a review of two questions, one graded and disputed, one with its follow-up open; and a chat."""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    found = tmp_path / "coach.db"
    with closing(sqlite3.connect(found)) as database:
        database.executescript(DUMP)
    return found


def test_an_interview_of_the_first_release_is_read_reported_and_remembered(file: Path) -> None:
    with closing(sqlite3.connect(file)) as database:
        lines = [row[0] for row in database.execute("SELECT body FROM events ORDER BY session_id, seq")]
    engine = connect(f"sqlite:///{file}")

    prepare(engine)

    store = Store(engine)
    [review] = store.sessions("review")
    events = store.events(review.id)
    told = report(events)
    assert [session.kind for session in store.sessions()].count("chat") == 1
    assert [e.seq for e in events] == list(range(1, 14))
    assert all(from_json(to_json(from_json(line))) == from_json(line) for line in lines)
    assert told.questions[0].score == 0.7917
    assert [v.disputed for v in told.questions[0].verdicts].count(True) == 1
    assert "bogie" in to_markdown(told)
    assert [card.score for card in reviews(settled(events), utc_now())] == [0.7917]
    engine.dispose()


def test_an_open_interview_of_the_first_release_goes_on_where_it_stood(file: Path) -> None:
    engine = connect(f"sqlite:///{file}")
    prepare(engine)
    store = Store(engine)
    [review] = store.sessions("review")
    state = fold(store.events(review.id))

    stored = store.append(review.id, decide(state, Answer(text="Axle counters."), utc_now(), {}), state.seq)

    assert state.phase is Phase.ASKING
    assert state.current is not None
    assert state.current.probes
    assert [e.seq for e in stored] == [14]
    engine.dispose()


def test_a_copy_from_before_the_change_stays_beside_the_database(file: Path) -> None:
    before = file.read_bytes()
    engine = connect(f"sqlite:///{file}")

    prepare(engine)
    prepare(engine)

    with engine.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == HEAD
    engine.dispose()
    assert sorted(path.name for path in file.parent.glob("coach.db*")) == ["coach.db", "coach.db.before-0001"]
    with closing(sqlite3.connect(file.with_name("coach.db.before-0001"))) as copy:
        assert list(copy.execute("SELECT version_num FROM alembic_version")) == [("0001",)]
        assert list(copy.execute("SELECT count(*) FROM events")) == [(before.count(b'{"session":'),)]


def test_an_empty_database_needs_no_copy(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path}/coach.db")

    prepare(engine)

    engine.dispose()
    assert [path.name for path in tmp_path.glob("coach.db*")] == ["coach.db"]


def test_without_room_for_the_copy_nothing_is_changed(file: Path) -> None:
    file.with_name("coach.db.before-0001.part").mkdir()  # where the copy is to be written
    engine = connect(f"sqlite:///{file}")

    with pytest.raises(HomeUnusable, match="cannot be copied"):
        prepare(engine)

    with engine.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == "0001"
    engine.dispose()


def test_a_list_of_sessions_reads_nothing_of_what_was_said(file: Path) -> None:
    engine = connect(f"sqlite:///{file}")
    prepare(engine)
    asked: list[tuple[str, tuple[object, ...]]] = []
    event.listen(engine, "before_cursor_execute", lambda *call: asked.append((call[2], call[3])))

    Store(engine).sessions()

    with engine.connect() as connection:
        statement, values = asked[0]
        plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]
    engine.dispose()
    assert any("USING COVERING INDEX ix_events_session_id_type_at" in step for step in plan)
