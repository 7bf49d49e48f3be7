import shutil
from pathlib import Path

from index import Index

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
