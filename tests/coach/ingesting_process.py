"""A process that takes a document in and says how far it is, to be killed at any of those points.

python tests/coach/ingesting_process.py HOME FILE
"""

import sys
from pathlib import Path

from coach.coach import Coach
from coach.settings import Settings


def main() -> None:
    """Print "open", "embedded" when the vectors are there, and "done"."""
    home, file = map(Path, sys.argv[1:])
    coach = Coach(Settings(home=home, builtin_corpus=False))
    _say("open")

    def told(what: str, done: int, total: int) -> None:
        if done == total:
            _say("embedded")

    list(coach.ingest([file], told))
    _say("done")
    coach.close()


def _say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
