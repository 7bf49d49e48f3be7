"""The report of an interview, computed from its events: at any time, and again whenever it is asked for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from coach.ability import Ability
from coach.events import (
    AnswerGiven,
    Clarified,
    Event,
    FollowUpAsked,
    Graded,
    HintGiven,
    NextStep,
    QuestionAsked,
    Reported,
    TopicScore,
)
from coach.grades import KeyPointVerdict, Verdict
from coach.interview import estimate, fold
from coach.results import reported
from corpus.entries import Frozen


class Mark(Frozen):
    """Words of the candidate that a verdict stands on: characters [start, end) of a line."""

    start: int
    end: int
    verdict: Verdict


class Line(Frozen):
    """One line of the transcript. speaker: "coach" or "candidate"; marks do not overlap and are in order."""

    speaker: str
    text: str
    marks: tuple[Mark, ...] = ()


class QuestionReport(Frozen):
    """One question of the report. score: in [0, 1]; None where it was skipped or is not graded yet."""

    number: int
    entry_id: str
    question: str
    topic: str
    level: str
    score: float | None
    verdicts: tuple[KeyPointVerdict, ...] = ()
    feedback: str = ""
    flags: tuple[str, ...] = ()
    notice: str | None = None
    grader: str = ""
    transcript: tuple[Line, ...] = ()
    model_answer: str = ""
    document: str = ""
    hints: int = 0
    probes: int = 0
    seconds: float = 0.0


class Report(Frozen):
    """All of an interview on one page.

    score: mean over the questions, in [0, 1].
    ability: in logits, with its standard error, from `observations` key points.
    earlier: the scores of earlier interviews, oldest first. finished: whether the interview is over.
    """

    session: str
    finished: bool
    score: float
    ability: float
    standard_error: float
    observations: int
    topics: tuple[TopicScore, ...]
    questions: tuple[QuestionReport, ...]
    next_steps: tuple[NextStep, ...]
    earlier: tuple[float, ...] = ()
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class _Told:
    """A question with what was said until the next one."""

    question: QuestionAsked
    lines: tuple[tuple[str, str], ...]


def report(events: Sequence[Event], earlier: Iterable[Reported] = ()) -> Report:
    """The report of a session. earlier: reports of interviews before it, oldest first."""
    interview = fold(events)
    numbers = reported(interview.graded, interview.skipped)
    shown: Ability = estimate(interview)
    grades = {grade.entry_id: grade for grade in interview.graded}
    return Report(
        session=events[0].session if events else "",
        finished=interview.ended is not None,
        score=numbers.score,
        ability=round(shown.logits, 2),
        standard_error=round(shown.standard_error, 2),
        observations=shown.observations,
        topics=numbers.topics,
        questions=tuple(_question(told, grades.get(told.question.entry_id)) for told in _told(events)),
        next_steps=numbers.next_steps,
        earlier=tuple(report.score for report in earlier),
        seconds=round(interview.seconds, 1),
    )


def marks(text: str, verdicts: Sequence[KeyPointVerdict]) -> tuple[Mark, ...]:
    """Where the evidence of verdicts stands in a text; where two overlap, the first in the text keeps its place."""
    found = []
    for verdict in verdicts:
        start = text.find(verdict.evidence) if verdict.evidence else -1
        if start >= 0:
            kind = Verdict.COVERED if verdict.disputed else verdict.verdict
            found.append(Mark(start=start, end=start + len(verdict.evidence), verdict=kind))
    rank = {Verdict.CONTRADICTED: 0, Verdict.COVERED: 1, Verdict.PARTIAL: 2, Verdict.MISSED: 3}
    kept: list[Mark] = []
    for mark in sorted(found, key=lambda m: (m.start, rank[m.verdict], -m.end)):
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    return tuple(kept)


def _question(told: _Told, grade: Graded | None) -> QuestionReport:
    question = told.question
    verdicts = grade.verdicts if grade is not None else ()
    transcript = tuple(
        Line(speaker=speaker, text=text, marks=marks(text, verdicts) if speaker == "candidate" else ())
        for speaker, text in told.lines
    )
    known = QuestionReport(
        number=question.number,
        entry_id=question.entry_id,
        question=question.question,
        topic=question.topic,
        level=question.level,
        score=None,
        transcript=transcript,
    )
    if grade is None:
        return known
    taken = (
        "score",
        "verdicts",
        "feedback",
        "flags",
        "notice",
        "grader",
        "model_answer",
        "document",
        "hints",
        "probes",
    )
    return known.model_copy(update={name: getattr(grade, name) for name in (*taken, "seconds")})


def _told(events: Sequence[Event]) -> list[_Told]:
    """The questions in order, each with what was said to it."""
    told: list[_Told] = []
    for event in events:
        match event:
            case QuestionAsked():
                told.append(_Told(event, (("coach", event.question),)))
            case FollowUpAsked() | HintGiven() | Clarified() if told:
                told[-1] = _Told(told[-1].question, (*told[-1].lines, ("coach", event.text)))
            case AnswerGiven() if told:
                told[-1] = _Told(told[-1].question, (*told[-1].lines, ("candidate", event.text)))
            case _:
                pass
    return told
