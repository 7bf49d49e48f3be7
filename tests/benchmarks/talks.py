"""Does a follow-up lead to what answers it? Whole conversations are typed; the answer to the last turn is looked at.

    python -m tests.benchmarks.talks [--show] [TALKS.jsonl] [--document DOCUMENT]

150 conversations of two or three turns by somebody who knew the notes and not the program: 68 ask on about the entry
that was told (same), 60 are answered by another one (other), 22 begin a new subject (new). Each says which entries
answer the last turn, and part of a sentence that ought to come first. Weights were chosen on `tune`.

data/talks-details.jsonl holds questions about details, each asked out of the blue (asked) and after the entry's own
question (asked on); those who wrote them had seen the entries' answers, and no other wording of anything.
data/talks-document.jsonl holds 120 on ml-interview-questions.txt, by somebody who saw nothing else: give that as
DOCUMENT. Their entries are named by their questions, and nothing was chosen on them.

entry: the answer cites a right entry first. short, whole: the sentence is in the short answer, in the whole one.
"""

import argparse
import json
import re
import tempfile
from pathlib import Path
from statistics import fmean

from coach.coach import Coach
from coach.explanation import Explanation
from coach.settings import Settings
from tests.benchmarks.retrieval_sets import ids_of, resolved

DATA = Path(__file__).parent / "data" / "explain-follow-ups.jsonl"
_MARKS = re.compile(r"[*_`$]|\[\d+\]")


def main() -> None:
    """Print the shares by split and kind."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--show", action="store_true", help="every answer without the sentence")
    options.add_argument("talks", type=Path, nargs="?", default=DATA)
    options.add_argument("--document", type=Path)
    chosen = options.parse_args()
    rows = [json.loads(line) for line in chosen.talks.read_text("utf-8").splitlines()]
    found: dict[tuple[str, str], list[tuple[bool, bool, bool]]] = {}
    with tempfile.TemporaryDirectory() as home:
        coach = Coach(Settings(home=Path(home), builtin_corpus=chosen.document is None))
        coach.prepare()
        if chosen.document is not None:
            list(coach.ingest([chosen.document]))
        known = ids_of(coach.index.entries())
        for row in rows:
            told = answer(coach, row["turns"])
            cited = told.citations[0].entry_id if told.citations else ""
            says = (row["says"], *row.get("also", ()))
            marks = (
                cited in resolved(row["entries"], known),
                any(holds(told.short, some) for some in says),
                any(holds(told.answer, some) for some in says),
            )
            for kind in (row["kind"], "all"):
                found.setdefault((row.get("split", "held-out"), kind), []).append(marks)
            if chosen.show and not marks[1]:
                print(f"{row['turns']} wants {row['entries'][0]}: {row['says']}\n    {cited}: {told.short[:200]!r}")
        coach.close()
    for (split, kind), some in sorted(found.items(), reverse=True):
        entry, short, whole = (fmean(column) for column in zip(*some, strict=True))
        print(f"{split:<10}{kind:<9}{len(some):>4} talks: entry {entry:.3f}, short {short:.3f}, whole {whole:.3f}")


def answer(coach: Coach, turns: list[str]) -> Explanation:
    """The answer to the last turn of a conversation of its own."""
    chat = coach.chats.start()
    for turn in turns:
        *_, told = coach.say(chat, turn)
    return told


def holds(text: str, says: str) -> bool:
    """Whether a text has these words, whatever its Markdown and citations."""
    return _plain(says) in _plain(text)


def _plain(text: str) -> str:
    return " ".join(_MARKS.sub("", text).split()).casefold()


if __name__ == "__main__":
    main()
