"""Opening a home: what has changed since the last time is brought up to date before anything is asked."""

from pathlib import Path

import pytest

from coach.coach import Coach
from coach.settings import load
from corpus.errors import HomeInUse
from index.dense import COMPLETE
from index.embedding import DEFAULT_MODEL, packaged_folder


@pytest.fixture
def home(tmp_path: Path, notes: Path) -> Path:
    """A home with one small document of the user."""
    home = tmp_path / "home"
    coach = Coach(load(home))
    [done] = coach.ingest([notes])
    coach.close()
    assert done.entries == 4
    return home


def test_a_damaged_vector_store_is_mended_behind_searches(home: Path) -> None:
    for file in (home / "chroma").rglob("*"):
        if file.is_file() and file.name != COMPLETE:
            file.write_bytes(b"rubbish")
    coach = Coach(load(home))

    coach.prepare()
    found = coach.index.search("what is a bogie?")
    coach.mend()

    assert found.hits[0].entry.question.startswith("What is a bogie")
    assert coach.index.heal() == 0  # whole again
    coach.close()


def test_a_second_one_that_wants_to_write_is_told_before_it_opens(home: Path) -> None:
    first, second = Coach(load(home)), Coach(load(home))
    first.prepare()

    with pytest.raises(HomeInUse, match="is writing to"):
        second.prepare()

    second.look()
    assert second.index.search("what is a bogie?").hits
    first.close()
    second.close()


def test_documents_are_indexed_again_when_the_embedding_model_has_changed(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COACH_EMBEDDING_MODEL", str(packaged_folder(DEFAULT_MODEL)))
    coach = Coach(load(home))

    coach.look()

    assert coach.index.stale() == []
    assert coach.index.search("what is a bogie?").hits[0].entry.question.startswith("What is a bogie")
    coach.close()
