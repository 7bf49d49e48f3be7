"""A process killed while it takes a changed document in leaves the index as it was before, or as it would be after."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from coach.coach import Coach
from coach.settings import Settings

PROCESS = Path(__file__).with_name("ingesting_process.py")


def text(version: str, questions: int) -> str:
    return "".join(f"## What is pot {n} for?\n\n{version} soup number {n}.\n\n" for n in range(questions))


def answers(coach: Coach) -> set[str]:
    return {entry.answer.split()[0] for entry in coach.index.entries("pots.md")}


@pytest.mark.parametrize(("word", "later"), [("embedded", 0.0), ("embedded", 0.02)])
def test_whenever_it_is_killed_the_document_is_the_old_one_or_the_new_one(
    tmp_path: Path, word: str, later: float
) -> None:
    home, file = tmp_path / "home", tmp_path / "pots.md"
    file.write_text(text("Old", 20))
    before = Coach(Settings(home=home, builtin_corpus=False))
    list(before.ingest([file]))
    before.close()
    file.write_text(text("New", 30))

    with subprocess.Popen(
        [sys.executable, str(PROCESS), str(home), str(file)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        while process.stdout.readline().strip() != word:
            assert process.poll() is None
        time.sleep(later)  # where in the work it dies is the point
        process.kill()

    after = Coach(Settings(home=home, builtin_corpus=False))
    held = len(after.index.entries("pots.md"))
    assert (held, answers(after)) in [(20, {"Old"}), (30, {"New"})]
    assert after.index.search("soup number 7").hits[0].entry.question == "What is pot 7 for?"
    [again] = after.ingest([file])
    assert (again.status, again.entries, answers(after)) == (
        "updated" if held == 20 else "unchanged",
        30,
        {"New"},
    )
    assert after.library.reindex() == 0
    after.close()
