"""Grading answers one line at a time, for scripts: `coach grade --batch`."""

from collections.abc import Callable

from pydantic import Field

from coach.grading.grades import Grade, KeyPointVerdict, Verdict
from coach.interviewing.interview import Probe, urgency
from corpus.entries import Entry, Frozen, Location, entry_id
from corpus.errors import NotFound
from index import Index

SAME_QUESTION = 0.5  # confidence of the search from which the question found is taken for the one asked


class GradeLine(Frozen):
    """A line of the batch: a question and an answer to it.

    What it is graded by: entry_id, else reference or key_points, else the entry that asks this question.
    """

    question: str = Field(min_length=1)
    answer: str
    entry_id: str | None = None
    reference: str | None = None
    key_points: tuple[str, ...] | None = None


class ShownVerdict(Frozen):
    """A verdict as scripts get it."""

    key_point: str
    verdict: Verdict
    evidence: str


class GradedLine(Frozen):
    """A line of the batch, graded. follow_up: what to ask next; empty where nothing is open."""

    question: str
    score: float
    verdicts: tuple[ShownVerdict, ...]
    flags: tuple[str, ...]
    feedback: str
    follow_up: str
    grader: str


def grade_line(
    line: GradeLine,
    index: Index,
    grade: Callable[[Entry, str], Grade],
    probe: Callable[[Entry, KeyPointVerdict, tuple[str, ...]], Probe],
) -> GradedLine:
    """Grade a line. Raises NotFound where nothing is known that it could be graded by."""
    entry = entry_for(line, index)
    graded = grade(entry, line.answer)
    aim = min((v for v in graded.verdicts if v.verdict is not Verdict.COVERED), key=urgency, default=None)
    return GradedLine(
        question=line.question,
        score=graded.score,
        verdicts=tuple(
            ShownVerdict(key_point=v.key_point, verdict=v.verdict, evidence=v.evidence) for v in graded.verdicts
        ),
        flags=graded.flags,
        feedback=graded.feedback,
        follow_up=probe(entry, aim, (entry.question,)).text if aim is not None else "",
        grader=graded.grader,
    )


def entry_for(line: GradeLine, index: Index) -> Entry:
    """The entry that a line is graded by. Raises NotFound."""
    if line.entry_id:
        return index.entry(line.entry_id)
    if line.reference or line.key_points:
        return Entry(
            id=entry_id(line.question),
            question=line.question,
            answer=line.reference or "\n".join(line.key_points or ()),
            key_points=line.key_points or (),
            document="batch",
            location=Location(start_line=1, end_line=1),
        )
    try:
        return index.entry(entry_id(line.question))  # word for word, whatever the case and punctuation
    except NotFound:
        found = index.search(line.question, k=1)
        if not found.hits or found.confidence < SAME_QUESTION:
            raise NotFound(
                f"Nothing in the library asks: {line.question}",
                remedy="Give the line a reference, key_points or an entry_id.",
            ) from None
        return found.hits[0].entry
