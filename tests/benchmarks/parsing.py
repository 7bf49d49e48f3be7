"""How fast documents become entries, and how many of their questions are found.

    python -m tests.benchmarks.parsing [DOCUMENTS]

First line: a Markdown document of 500 kB with 500 questions, median of five runs, embedding not counted; then the same
with ten times as many, which should take about ten times as long. DOCUMENTS is a folder with documents and a truth.json
beside them, {document: [normalised question, ...]}. recall: share of the true questions that were found; precision:
share of what was found that is true. Questions are compared by their words, without markup, numbers and sources.
"""

import json
import re
import sys
import time
import tracemalloc
from collections import Counter
from pathlib import Path
from statistics import median

from corpus import parsing
from corpus.documents import document, read

PARAGRAPH = "It depends on how the data were made, and on what a wrong answer costs. " * 11
ANSWER = f"{PARAGRAPH}\n\n- one\n- two\n\n```python\nx = [1, 2]  # not a heading\n```\n"


def made(questions: int) -> str:
    """A document of that many questions, about a kilobyte each."""
    parts = (
        f"#### {i}) What is thing number {i}? [[src]](https://example.org/{i})\n\n{ANSWER}" for i in range(questions)
    )
    return "# Things\n\n" + "\n".join(parts)


def seconds(text: str, runs: int) -> float:
    """Median time to read a text."""
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        parsing.parse(document("things.md", text))
        times.append(time.perf_counter() - started)
    return median(times)


def peak(text: str) -> float:
    """Most memory that reading a text takes beyond itself, in MB."""
    tracemalloc.start()
    parsing.parse(document("things.md", text))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most / 1e6


def words(question: str) -> str:
    """A question as the truth writes it."""
    question = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", question)
    question = re.sub(r"^\s*(?:q\s*)?\d+\s*[.):]\s*", "", re.sub(r"[*_`#]", "", question).strip(), flags=re.IGNORECASE)
    return re.sub(r"[^\w]+", " ", question.lower()).strip()


def main() -> None:
    """Print a line per document."""
    print(f"{'document':<28}{'kB':>8}{'questions':>11}{'seconds':>9}{'peak MB':>9}{'recall':>8}{'precision':>11}")
    for count, runs in ((500, 5), (5000, 1)):
        text = made(count)
        print(f"{'made':<28}{len(text) / 1e3:>8.0f}{count:>11}{seconds(text, runs):>9.2f}{peak(text):>9.1f}")
    for argument in sys.argv[1:]:
        folder = Path(argument)
        truth: dict[str, list[str]] = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
        for name, true in truth.items():
            started = time.perf_counter()
            found = Counter(words(entry.question) for entry in parsing.parse(read(folder / name)).entries)
            took = time.perf_counter() - started
            right = (found & Counter(true)).total()
            size = (folder / name).stat().st_size / 1e3
            print(
                f"{name:<28}{size:>8.0f}{found.total():>11}{took:>9.2f}{'':>9}{right / len(true):>8.3f}"
                f"{right / max(1, found.total()):>11.3f}"
            )


if __name__ == "__main__":
    main()
