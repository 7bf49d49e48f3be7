import subprocess
import sys
from pathlib import Path

import pytest

from corpus.errors import HomeInUse
from index import Index
from index.lock import WriteLock

from .conftest import NOTES, parsed

HOLDS = """
import sys
from pathlib import Path
from index.lock import WriteLock
lock = WriteLock(Path(sys.argv[1]))
lock.acquire()
print("held", flush=True)
sys.stdin.read()
"""


def test_a_second_writer_is_told_who_holds_the_home_and_readers_go_on(empty: Index, tmp_path: Path) -> None:
    empty.sync(*parsed(NOTES))
    empty.close()
    with subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"

        with pytest.raises(HomeInUse, match=f"Process {other.pid} is writing to"):
            empty.remove("notes.md")
        found = empty.search("what is overfitting?")
        other.kill()
        other.wait()

    assert found.hits[0].entry.id == "overfitting"
    assert empty.remove("notes.md").status == "removed"


def test_taking_it_again_is_free_and_letting_go_lets_others_in(tmp_path: Path) -> None:
    mine, other = WriteLock(tmp_path), WriteLock(tmp_path)

    mine.acquire()
    mine.acquire()
    with pytest.raises(HomeInUse):
        other.acquire()
    mine.release()
    other.acquire()

    assert other.held
    other.release()
