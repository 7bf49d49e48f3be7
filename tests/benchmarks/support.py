"""Does a passage support a sentence? Pairs of sentences, through the check that places citations.

    python -m tests.benchmarks.support

For each kind of pair: the share of sentences that keep their citation, that are marked as not from the notes, and that
are marked as contradicting them. A supported sentence should be cited and no other; a contradicted one is also safe
where it is marked as not from the notes. `words` compares words alone, `meaning` vectors as well. The rules were made
on `tune`. `held-out` and then `later`, written when the rules were thought done, were each looked into once since.
"""

from collections import Counter
from pathlib import Path

from coach.explaining.grounding import grounded
from coach.grading.features import Embed
from coach.grading.remembering import remembered
from corpus.entries import Entry, Frozen, Location
from index import Embedder

FILE = Path(__file__).parent / "data" / "support-pairs.jsonl"
LABELS = ("supported", "unsupported", "contradicted")


class Pair(Frozen):
    """A passage, and what somebody says with it as the source."""

    passage: str
    said: str
    label: str
    split: str


def pairs() -> list[Pair]:
    """All pairs of the benchmark."""
    return [Pair.model_validate_json(line) for line in FILE.read_text("utf-8").splitlines()]


def outcome(pair: Pair, embed: Embed | None) -> str:
    """What becomes of the sentence: cited, unsupported or contradicted."""
    place = Location(start_line=1, end_line=1)
    entry = Entry(id="x", question="What should one know here?", answer=pair.passage, document="x.md", location=place)
    checked = grounded(f"{pair.said} [1]", [entry], embed=embed)
    return "cited" if checked.citations else "contradicted" if "otherwise" in checked.text else "unsupported"


def main() -> None:
    embed = remembered(Embedder().encode)
    for name, by in (("words", None), ("meaning", embed)):
        for split in dict.fromkeys(pair.split for pair in pairs()):
            print(f"{name}, {split}: {'':<18}{'cited':>8}{'not from notes':>16}{'contradicts':>13}")
            for label in LABELS:
                found = Counter(outcome(pair, by) for pair in pairs() if (pair.split, pair.label) == (split, label))
                n = found.total()
                shares = [found[key] / n for key in ("cited", "unsupported", "contradicted")]
                print(f"  {label:<14}{n:>4}   {shares[0]:>17.3f}{shares[1]:>16.3f}{shares[2]:>13.3f}")


if __name__ == "__main__":
    main()
