import shutil
from pathlib import Path

from index import Index
from index.dense import COMPLETE

from .conftest import NOTES, parsed


def test_a_whole_folder_is_left_alone(empty: Index) -> None:
    empty.sync(*parsed(NOTES))

    assert empty.heal() == 0


def test_a_lost_folder_is_rebuilt_from_the_stored_vectors(empty: Index, tmp_path: Path) -> None:
    report = empty.sync(*parsed(NOTES))
    empty.close()
    shutil.rmtree(tmp_path / "chroma")

    put_back = empty.heal()

    assert 0 < put_back <= report.chunks
    assert empty.heal() == 0


def test_a_folder_full_of_rubbish_is_rebuilt(empty: Index, tmp_path: Path) -> None:
    empty.sync(*parsed(NOTES))
    empty.close()
    for file in (tmp_path / "chroma").rglob("*"):
        if file.is_file():
            file.write_bytes(b"rubbish")

    assert empty.heal() > 0
    assert empty.heal() == 0


def test_nothing_to_heal_in_an_empty_index(empty: Index) -> None:
    assert empty.heal() == 0


def test_what_a_killed_rebuild_left_is_made_anew(empty: Index, tmp_path: Path) -> None:
    report = empty.sync(*parsed(NOTES))
    empty.close()
    (tmp_path / "chroma" / COMPLETE).unlink()

    assert 0 < empty.heal() <= report.chunks
    assert (tmp_path / "chroma" / COMPLETE).is_file()


def test_built_in_documents_are_searched_before_chroma_is_there_and_healing_makes_it(
    empty: Index, tmp_path: Path
) -> None:
    report = empty.stock(*parsed(NOTES))

    found = empty.search("what is overfitting?")
    missing = not (tmp_path / "chroma").exists()

    assert found.hits[0].entry.id == "overfitting"
    assert missing
    assert 0 < empty.heal() <= report.chunks
    assert empty.heal() == 0
