"""Learn what each fact about a sentence counts (coach.explaining.worth.WEIGHTS) from questions with their sentence.

    python -m tests.benchmarks.train_selection

Answer sentence selection (M. Wang, N. Smith, T. Mitamura, "What is the Jeopardy model?", EMNLP 2007): among the units
of an entry the one that answers shall be worth the most. A softmax over each entry's units, McFadden's conditional
logit, with weights that keep the sign they have by their nature, scaled to the sum they had, for other rules compare
with it.

data/selection.jsonl: 2,784 questions that one sentence of an entry of the built-in corpus answers, written with a look
at the entry alone, each as it is asked out of the blue and as it is asked after the entry was told. Beside them stand
the paraphrases of entries' own questions that the search is tuned on: the answer to these shall begin as it does for
the question itself. Entries of the held-out halves of explain-details.jsonl and explain-follow-ups.jsonl are left out,
with all that is asked about them; the share of them with the right sentence first is printed, before and after.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from coach.coach import Coach
from coach.explaining.answering import found
from coach.explaining.forms import form_in, form_of
from coach.explaining.nearness import nearness
from coach.explaining.quoting import units_of
from coach.explaining.selecting import select
from coach.explaining.worth import WEIGHTS, facts
from coach.explanation import NOTHING_HEARD, Heard
from coach.grading.features import Reader
from coach.grading.remembering import reader
from coach.settings import Settings
from corpus.entries import Detail, Entry
from index.conversation import content, leans
from index.hits import Turn
from index.index import Index
from index.words import terms
from tests.benchmarks.retrieval_sets import paraphrases, queries
from tests.benchmarks.talks import holds

DATA = Path(__file__).parent / "data"
DECAY = 0.005  # of the weights, from what they are, so that what the lists do not say stays
OWN = 0.5  # weight of a paraphrase of an entry's own question, against 1 for a question that a sentence answers

Facts = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Choice:
    """The units of an entry to choose from: a row of facts each, and which of them are right."""

    entry: str
    kind: str
    facts: Facts
    right: NDArray[np.bool_]


def choices(index: Index, read: Reader) -> Iterator[Choice]:
    """All lists to choose from."""
    entries = {entry.id: entry for entry in index.entries()}
    for line in (DATA / "selection.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        entry = entries[row["entry"]]
        says = [row["says"], *row["also"]]
        right = {unit.start for unit in units_of(entry.answer) if any(holds(unit.text, some) for some in says)}
        known = next((detail for detail in entry.details if detail.question == row["ask"]), None)
        yield from choice(index, read, entry, [_said(row["ask"])], right, "asked", known)
        told = " ".join(unit.text for unit in select(entry, entry.question, form_of(entry.question)).short)
        turns = [_said(entry.question), Turn(role="assistant", content=told), _said(row["follow_up"])]
        yield from choice(index, read, entry, turns, right, "asked on", known)
    tuned = [one for one in queries() if one.split == "tune" and one.type != "buried"]
    for one in (*paraphrases(), *tuned):
        if (own := entries.get(one.entries[0])) is not None:
            right = {unit.start for unit in select(own, own.question, form_of(own.question)).short}
            yield from choice(index, read, own, [_said(one.query)], right, "own question")


def choice(
    index: Index,
    read: Reader,
    entry: Entry,
    turns: Sequence[Turn],
    right: set[int],
    kind: str,
    known: Detail | None = None,
) -> Iterator[Choice]:
    """The list as it comes up when the last turn is answered from this entry; none where there is no choice.

    known: the detail that is asked for, which the entry is taken not to know of.
    """
    entry = entry.model_copy(update={"details": tuple(one for one in entry.details if one is not known)})
    place = known.span_in(entry.answer) if known is not None else None
    units = units_of(entry.answer)
    free = [n for n, unit in enumerate(units) if not unit.leads]
    marks = np.array([units[n].start in right for n in free])
    if not marks.any() or marks.all():
        return
    request = turns[-1].content
    result = found(turns, index)
    hit = next((hit for hit in result.hits if hit.entry.id == entry.id), None)
    if hit is not None and place is not None:
        hit = hit.model_copy(update={"details": tuple(one for one in hit.details if one[0] != place[0])})
    goes_on = len(turns) > 1 and leans(request)
    heard = Heard(quotes=(turns[1].content,), last=turns[1].content) if goes_on else NOTHING_HEARD
    form = form_in(request, result.standalone)
    near = nearness(entry, result.standalone, request, read, None if goes_on else hit)
    added = frozenset(terms(" ".join(content(request)))) if goes_on else frozenset[str]()
    rows = facts(entry, units, result.standalone, form, None if goes_on else hit, added, heard, near)
    yield Choice(entry.id, kind, rows[free], marks)


def _said(text: str) -> Turn:
    return Turn(role="user", content=text)


def fitted(lists: Sequence[Choice], start: Facts) -> Facts:
    """The weights under which the right units are likeliest to be chosen, each with the sign that it has in `start`."""
    rows = np.concatenate([one.facts for one in lists])
    right = np.concatenate([one.right for one in lists])
    starts = np.cumsum([0, *(len(one.right) for one in lists[:-1])])
    of = np.repeat(np.arange(len(lists)), [len(one.right) for one in lists])
    counts = np.array([OWN if one.kind == "own question" else 1.0 for one in lists])

    def loss(weights: Facts) -> tuple[float, Facts]:
        scores = rows @ weights
        powers = np.exp(scores - np.maximum.reduceat(scores, starts)[of])
        all_of, right_of = (np.add.reduceat(some, starts) for some in (powers, powers * right))
        slope = ((counts / all_of)[of] * powers - (counts / right_of)[of] * powers * right) @ rows
        off = weights - start
        value = float(-(counts * np.log(right_of / all_of)).sum() / counts.sum() + DECAY * off @ off)
        return value, slope / counts.sum() + 2 * DECAY * off

    bounds = [(0.0, None) if weight >= 0 else (None, 0.0) for weight in start]
    return np.asarray(minimize(loss, start, jac=True, bounds=bounds, method="L-BFGS-B").x)


def first_right(lists: Sequence[Choice], weights: Facts) -> dict[str, float]:
    """The share of lists whose best unit is a right one, by kind."""
    marks = defaultdict(list)
    for one in lists:
        marks[one.kind].append(bool(one.right[int(np.argmax(one.facts @ weights))]))
    return {kind: round(fmean(some), 3) for kind, some in marks.items()}


def untouched() -> set[str]:
    """Entries that nothing is learned from, so that something is left to measure by."""
    details, talks = (
        [json.loads(line) for line in (DATA / f"explain-{name}.jsonl").read_text("utf-8").splitlines()]
        for name in ("details", "follow-ups")
    )
    return {row["entry"] for row in details if row["split"] == "held-out"} | {
        row["entries"][0] for row in talks if row["split"] == "held-out"
    }


def main() -> None:
    """Learn, and print the weights."""
    with TemporaryDirectory() as home:
        coach = Coach(Settings(home=Path(home), builtin_corpus=True))
        coach.prepare()
        lists = list(choices(coach.index, reader(coach.index.embed, coach.index.embed_tokens)))
        coach.close()
    report(lists)


def report(lists: Sequence[Choice]) -> None:
    """Print the weights that are learned from lists, and how they do on those that are left out."""
    left_out = untouched()
    seen = [one for one in lists if one.entry not in left_out]
    unseen = [one for one in lists if one.entry in left_out]
    start = np.array(list(WEIGHTS.values()))
    learned = fitted(seen, start)
    scale = float(np.abs(start).sum() / np.abs(learned).sum())
    for name, weight, before in zip(WEIGHTS, learned * scale, start, strict=True):
        print(f"{name:<16}{before:>7.2f} -> {weight:>6.2f}")
    print(f"{len(seen)} lists, right first: {first_right(seen, start)} -> {first_right(seen, learned)}")
    print(f"{len(unseen)} left out: {first_right(unseen, start)} -> {first_right(unseen, learned)}")


if __name__ == "__main__":
    main()
