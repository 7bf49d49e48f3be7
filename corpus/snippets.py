"""Python in documents, run to see that it does what it says: ends well, prints nothing, and takes no time.

    python -m corpus.snippets < sources.json > failures.json

All snippets run one after another in one process apart from ours, each under its own names, so that the libraries they
import load once. They are those of the authors of the corpus; nothing of a user's documents is ever run.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass

SECONDS = 10  # for one snippet, libraries' loading included


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of Python, and where its entry begins."""

    document: str
    line: int
    source: str


def run(snippets: Sequence[Snippet]) -> list[tuple[Snippet, str]]:
    """The snippets that fail, each with a sentence that says how."""
    if not snippets:
        return []
    env = dict(os.environ, OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-m", "corpus.snippets", folder],
            input=json.dumps([snippet.source for snippet in snippets]),
            capture_output=True,
            text=True,
            timeout=60 + SECONDS * len(snippets),
            check=True,
            env=env,
        )
    messages: list[str] = json.loads(done.stdout)
    return [(snippet, message) for snippet, message in zip(snippets, messages, strict=True) if message]


def main() -> None:
    """Run sources from stdin, write what went wrong with each to stdout; an empty string where nothing did."""
    sources: list[str] = json.load(sys.stdin)
    os.chdir(sys.argv[1])
    said = os.dup(1)
    os.dup2(2, 1)  # whatever a library prints stays out of our answer
    messages = [_failure(source) for source in sources]
    with os.fdopen(said, "w") as out:
        json.dump(messages, out)


def _failure(source: str) -> str:
    import contextlib
    import io
    import signal
    import time

    def late(number: int, frame: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, late)
    signal.alarm(SECONDS)
    printed = io.StringIO()
    started = time.perf_counter()
    try:
        with contextlib.redirect_stdout(printed):
            exec(compile(source, "answer.py", "exec"), {"__name__": "__main__"})
    except TimeoutError:
        return f"The code of the answer takes more than {SECONDS} seconds."
    except BaseException as error:  # noqa: BLE001  whatever it is, the snippet is at fault and the next one runs
        return f"The code of the answer fails: {type(error).__name__}: {error}"
    finally:
        signal.alarm(0)
    if printed.getvalue():
        return "The code of the answer prints something."
    return "" if time.perf_counter() - started < SECONDS else "The code of the answer is slow."


if __name__ == "__main__":
    main()
