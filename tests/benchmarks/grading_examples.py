"""The answers that the offline grader is trained on, measured as it measures them (grading_train.py).

Ours come from data/grading-dev.jsonl, -more and -told, see grading_answers.py; the public ones from the set of Mohler
et al. An answer to the whole of an entry is there twice, once by its key points and once by the reference alone.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from coach.grading.code_answers import read_code
from coach.grading.features import Measured, Reader
from coach.grading.guards import guard, of_few_words
from coach.grading.key_points import KeyPoint, key_points
from coach.grading.offline import assess, is_short, shown_to_candidate
from coach.grading.text import units
from corpus.entries import Entry, Location
from tests.benchmarks.grading_answers import UNLABELLED, UNTRAINED, Labelled, Question, read, read_written

DATA = Path(__file__).parent / "data"
MOHLER_WHOLE = 0.6  # weight of an answer of the public set against one of ours, for the forest of whole answers
OTHERS = 7  # one answer in so many of the public set is given to another question as well, where it is worth 0
WRITTEN = {"excellent": 3.0, "half": 3.0, "vague": 3.0, "swapped": 3.0, "misconception": 3.0, "jotted": 4.0}
WRITTEN |= {"turned": 0.5, "mixed": 1.0, "told": 3.0}
"""Weight of an answer that somebody wrote against one that was made by rule.

With 3 for the long wrong ones too, excellent answers lose to half ones in one case in ten: a forest that cannot tell
them apart learns to trust neither.
"""
PROSE = "-prose"  # ends the id of a question that is there again, with the reference of a web page
CONTRADICTED = 2  # as a label of a key point; 0 is missed, 1 covered
OFF_TOPIC = 0.6  # weight of an off-topic or adversarial answer: they are many and easy

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """An answer as measured. labels: per key point 0 missed, 1 covered, 2 contradicted; None where nobody labelled."""

    group: str
    measured: Measured
    mark: float
    weight: float
    labels: NDArray[np.int64] | None
    kind: str = ""
    source: str = "ours"
    """ours, by our key points; derived, ours by the reference alone; public."""
    real: bool = True
    """Whether somebody gave this answer to this question; otherwise it was taken from another one."""
    points: tuple[str, ...] = ()
    """The texts of the key points."""
    entailed: Array | None = None
    """What the network of coach.grading.entailment says, trained without this question: its NAMES, a row per point."""
    file: str = ""
    """dev, more or told: which of our files it is from; empty for the public set."""

    @property
    def public(self) -> bool:
        """Whether it is of the public set."""
        return self.source == "public"

    @property
    def rows(self) -> Array:
        """Features per key point."""
        measured = np.array([evidence.features for evidence in self.measured.evidence])
        return measured if self.entailed is None else np.hstack([measured, self.entailed])


def example(entry: Entry, answer: Labelled, embed: Reader, source: str) -> Example | None:
    """An answer, measured as the grader does; None where nothing of it is left to judge."""
    points = key_points(entry)
    code = read_code(answer.text)
    left = guard(code.prose, units(code.prose), entry.question, shown_to_candidate(entry)).units + code.units
    if not left or not points:
        return None
    labels = None
    if source == "ours" and answer.kind not in UNLABELLED:
        labels = np.zeros(len(points), dtype=np.int64)
        labels[list(answer.covers)] = 1
        labels[list(answer.contradicts)] = CONTRADICTED
    weight = WRITTEN.get(answer.kind, 1.0 if answer.mark else OFF_TOPIC)
    measured = assess(entry, points, left, embed)
    group = entry.id.removesuffix(PROSE)
    return Example(group, measured, answer.mark, weight, labels, answer.kind, source, points=_texts(points))


def _texts(points: Sequence[KeyPoint]) -> tuple[str, ...]:
    return tuple(point.text for point in points)


def brief_references(question: Question) -> Iterator[tuple[Entry, tuple[int, ...]]]:
    """A question with its first key point as the whole reference, and with the second and third; and which they are."""
    points = question.entry.key_points
    for chosen in ((0,), (1, 2)):
        if chosen[-1] < len(points):
            text = " ".join(points[n].rstrip(".") + "." for n in chosen)
            entry = question.without_key_points().model_copy(update={"answer": text})
            held = key_points(entry)
            if len(held) == len(chosen) and is_short(held):
                yield entry, chosen


def briefly(question: Question, embed: Reader) -> Iterator[Example]:
    """The answers to a question as answers to brief references; worth the share of these that they cover."""
    for entry, chosen in brief_references(question):
        for answer in question.answers:
            if answer.kind not in (*UNTRAINED, *UNLABELLED):
                found = units(answer.text)
                left = of_few_words(found, guard(answer.text, found, entry.question, shown_to_candidate(entry))).units
                if left:
                    mark = sum(n in answer.covers for n in chosen) / len(chosen)
                    measured = assess(entry, key_points(entry), left, embed)
                    yield Example(entry.id.removesuffix(PROSE), measured, mark, 1.0, None, answer.kind, "brief")


def public(path: Path, embed: Reader) -> list[Example]:
    """The public set; a reference answer's sentences are its key points."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    answers = {question: [r["answer"] for r in rows if r["question_id"] == question] for question in _ids(rows)}
    out: list[Example] = []
    for row in rows:
        others = [question for question in answers if question != row["question_id"]]
        entry = Entry(
            id="mohler-" + row["question_id"],
            question=row["question"],
            answer=row["reference"],
            document="mohler",
            location=Location(start_line=1, end_line=1),
        )
        made = [(row["answer"], float(row["score"]))]
        if len(out) % OTHERS == 0:
            foreign = answers[others[len(out) % len(others)]]
            made.append((foreign[len(out) % len(foreign)], 0.0))
        for answer, mark in made:
            found = units(answer)
            if found:
                measured = assess(entry, key_points(entry), found, embed)
                real = answer == row["answer"]
                texts = _texts(key_points(entry))
                given = Example(entry.id, measured, mark, MOHLER_WHOLE, None, "", "public", real, texts)
                out.append(given)
    return out


def _ids(rows: Sequence[dict[str, str]]) -> list[str]:
    return list(dict.fromkeys(row["question_id"] for row in rows))


def questions() -> Iterator[tuple[str, Question]]:
    """The labelled questions that are trained on, each with its file."""
    for name, reading in (("dev", read), ("more", read_written), ("told", read_written)):
        for question in reading(DATA / f"grading-{name}.jsonl"):
            yield name, question


def examples_of(mohler: Path, embed: Reader) -> list[Example]:
    """Everything that is trained on."""
    out: list[Example] = []
    for file, question in questions():
        for answer in question.answers:
            if answer.kind in UNTRAINED:
                continue
            for entry, source in ((question.entry, "ours"), (question.without_key_points(), "derived")):
                if (measured := example(entry, answer, embed, source)) is not None:
                    out.append(replace(measured, file=file))
    return out + public(mohler, embed)


def brief_examples(embed: Reader) -> list[Example]:
    """Our answers to brief references."""
    return [e for question in read(DATA / "grading-dev.jsonl") for e in briefly(question, embed)]
