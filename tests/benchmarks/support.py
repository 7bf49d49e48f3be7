"""Do passages support a sentence? Through the check that places citations.

    python -m tests.benchmarks.support

Two sets. `pairs`: a passage of a sentence or two, and something said of it that differs in a word. `answers`: what a
good model says with entries of the built-in corpus before it, five sentences of each entry in its own words, besides
two that are true and not in the entry, and two that say the contrary. They are checked as in the product, against all
entries that the search finds. For each kind: the share of sentences that keep their citation, that are marked as not
from the notes, and that are marked as contradicting them. A supported sentence should be cited and no other; a
contradicted one is also safe where it is marked as not from the notes.

Rules and thresholds were chosen on `tune`, and of the pairs on all three parts.
"""

import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from coach.explaining.grounding import grounded
from coach.explaining.support import Tokens
from coach.grading.remembering import reader
from corpus.entries import Entry, Frozen, Location
from index import Embedder, Index
from index.database import connect
from tests.benchmarks import retrieval_sets

DATA = Path(__file__).parent / "data"
GIVEN = 4
"""Entries that a model is given."""


class Pair(Frozen):
    """A passage, and what somebody says with it as the source."""

    passage: str
    said: str
    label: str
    split: str


class Said(Frozen):
    """The id of an entry, and what somebody says with it as the source."""

    entry: str
    said: str
    label: str
    split: str


def pairs() -> list[Pair]:
    """All pairs of the benchmark."""
    return [Pair.model_validate_json(line) for line in (DATA / "support-pairs.jsonl").read_text("utf-8").splitlines()]


def answers() -> list[Said]:
    """All sentences about entries of the built-in corpus."""
    lines = (DATA / "grounded-answers.jsonl").read_text("utf-8").splitlines()
    return [Said.model_validate_json(line) for line in lines]


def of_pair(pair: Pair) -> Entry:
    """The passage of a pair as an entry."""
    place = Location(start_line=1, end_line=1)
    return Entry(id="x", question="What should one know here?", answer=pair.passage, document="x.md", location=place)


def outcome(said: str, given: Sequence[Entry], right: Entry, read: Tokens) -> str:
    """What becomes of a sentence that cites an entry: cited, unsupported or contradicted."""
    checked = grounded(f"{said} [{given.index(right) + 1}]", given, read=read)
    return "cited" if checked.citations else "contradicted" if "otherwise" in checked.text else "unsupported"


def table(title: str, told: Sequence[tuple[str, str]]) -> None:
    """Print the shares of outcomes for each label."""
    print(f"\n{title:<32}{'cited':>8}{'not from notes':>16}{'contradicts':>13}")
    for label in dict.fromkeys(label for label, _ in told):
        found = Counter(became for known, became in told if known == label)
        shares = [found[key] / found.total() for key in ("cited", "unsupported", "contradicted")]
        print(f"  {label:<24}{found.total():>4}{shares[0]:>10.3f}{shares[1]:>16.3f}{shares[2]:>13.3f}")


def main() -> None:
    embedder = Embedder()
    read = reader(embedder.encode, embedder.encode_tokens).tokens
    with tempfile.TemporaryDirectory() as home:
        engine = connect(f"sqlite:///{home}/coach.db")
        index = Index(engine, Path(home), embedder)
        for document, entries in retrieval_sets.library():
            index.sync(document, entries, builtin=True)
        known = {entry.id: entry for entry in index.entries()}
        given = {}
        for said in answers():
            hits = [hit.entry for hit in index.search(known[said.entry].question, GIVEN).hits]
            given[said.entry] = [known[said.entry], *(entry for entry in hits if entry.id != said.entry)][:GIVEN]
        for split in dict.fromkeys(pair.split for pair in pairs()):
            rows = [pair for pair in pairs() if pair.split == split]
            table(f"pairs, {split}", [(p.label, outcome(p.said, [of_pair(p)], of_pair(p), read)) for p in rows])
        for split in ("tune", "held-out"):
            told = [said for said in answers() if said.split == split]
            table(
                f"answers, {split}",
                [(s.label, outcome(s.said, given[s.entry], known[s.entry], read)) for s in told],
            )


if __name__ == "__main__":
    main()
