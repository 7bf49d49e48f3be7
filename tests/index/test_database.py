from pathlib import Path

import pytest
from sqlalchemy import text

from corpus.errors import HomeUnusable, Misconfigured
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


@pytest.mark.parametrize("url", ["nonsense", "mysql://nobody@127.0.0.1/nothing", "unknown://x"])
def test_an_address_that_no_driver_understands_is_said_in_words(url: str) -> None:
    with pytest.raises(Misconfigured, match="cannot be used"):
        connect(url)
