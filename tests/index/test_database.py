from pathlib import Path

import pytest
from sqlalchemy import text

from corpus.errors import HomeUnusable
from index.database import connect


def test_sqlite_lets_readers_work_beside_a_writer_and_keeps_what_it_acknowledged(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'coach.db'}")

    with engine.connect() as connection:
        values = [connection.scalar(text(f"PRAGMA {name}")) for name in ("journal_mode", "synchronous", "foreign_keys")]

    assert values == ["wal", 2, 1]
    engine.dispose()


def test_a_database_that_cannot_be_opened_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(HomeUnusable, match="cannot be opened"):
        connect(f"sqlite:///{tmp_path / 'nowhere' / 'coach.db'}")
