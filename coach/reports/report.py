"""The report of an interview, computed from its events: at any time, and again whenever it is asked for."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

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
    Skipped,
    TopicScore,
)
from coach.grading.grades import KeyPointVerdict, Verdict
from coach.interviewing.ability import Ability
from coach.interviewing.state import estimate, fold
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


class Before(Frozen):
    """How the same question was answered an earlier time. session, at: where and when that was."""

    session: str
    at: datetime
    score: float
    verdicts: tuple[KeyPointVerdict, ...] = ()
    transcript: tuple[Line, ...] = ()
    hints: int = 0
    probes: int = 0


class QuestionReport(Frozen):
    """One question of the report.

    score: in [0, 1]; None where it was skipped, is not graded yet, or there is nothing to judge it by.
    before: the answer to it before this one, where there is one.
    """

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
    skipped: bool = False
    before: Before | None = None

    @property
    def gained(self) -> tuple[str, ...]:
        """Key points that count now and did not before."""
        return _counts_only_in(self.verdicts, self.before.verdicts if self.before else self.verdicts)

    @property
    def lost(self) -> tuple[str, ...]:
        """Key points that counted before and do not now."""
        return _counts_only_in(self.before.verdicts, self.verdicts) if self.before else ()


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
    at: datetime | None = None
    """When it began."""
    again: str = ""
    """The session whose question is answered again here."""


@dataclass(frozen=True, slots=True)
class _Told:
    """A question with what was said until the next one."""

    question: QuestionAsked
    lines: tuple[tuple[str, str], ...]
    skipped: bool = False


def report(
    events: Sequence[Event], earlier: Iterable[Reported] = (), before: Mapping[str, Before] = MappingProxyType({})
) -> Report:
    """The report of a session.

    earlier: reports of interviews before it, oldest first. before: the last answer before it, by entry id.
    A question that was still without a word of an answer when the interview ended was not asked, for the report.
    """
    interview = fold(events)
    numbers = reported(interview.graded, interview.skipped)
    shown: Ability = estimate(interview)
    grades = {grade.entry_id: grade for grade in interview.graded}
    skipped = {skip.entry_id for skip in interview.skipped}
    over = interview.ended is not None
    told = [t for t in _told(events) if not over or t.question.entry_id in grades.keys() | skipped]
    return Report(
        session=events[0].session if events else "",
        finished=over,
        score=numbers.score,
        ability=round(shown.logits, 2),
        standard_error=round(shown.standard_error, 2),
        observations=shown.observations,
        topics=numbers.topics,
        questions=tuple(_question(t, grades.get(t.question.entry_id), before.get(t.question.entry_id)) for t in told),
        next_steps=numbers.next_steps,
        earlier=tuple(report.score for report in earlier),
        seconds=round(interview.seconds, 1),
        at=events[0].at if events else None,
        again=interview.again,
    )


def befores(events: Sequence[Event], wanted: Collection[str]) -> dict[str, Before]:
    """What an earlier session holds on these entries, to be set beside later answers to them."""
    told = report(events)
    return {
        question.entry_id: Before(
            session=told.session,
            at=told.at,
            score=question.score,
            verdicts=question.verdicts,
            transcript=question.transcript,
            hints=question.hints,
            probes=question.probes,
        )
        for question in told.questions
        if question.entry_id in wanted and question.score is not None and told.at is not None
    }


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


def _counts_only_in(one: Sequence[KeyPointVerdict], other: Sequence[KeyPointVerdict]) -> tuple[str, ...]:
    counts = {v.key_point for v in other if v.verdict is Verdict.COVERED or v.disputed}
    judged = {v.key_point for v in other}
    return tuple(
        v.key_point for v in one if (v.verdict is Verdict.COVERED or v.disputed) and v.key_point in judged - counts
    )


def _question(told: _Told, grade: Graded | None, before: Before | None) -> QuestionReport:
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
        skipped=told.skipped,
        before=before,
    )
    if grade is None:
        return known
    taken = (
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
    score = grade.score if grade.verdicts else None
    return known.model_copy(update={"score": score} | {name: getattr(grade, name) for name in (*taken, "seconds")})


def _told(events: Sequence[Event]) -> list[_Told]:
    """The questions in order, each with what was said to it."""
    told: list[_Told] = []
    for event in events:
        match event:
            case QuestionAsked():
                told.append(_Told(event, (("coach", event.question),)))
            case FollowUpAsked() | HintGiven() | Clarified() if told:
                told[-1] = replace(told[-1], lines=(*told[-1].lines, ("coach", event.text)))
            case AnswerGiven() if told:
                told[-1] = replace(told[-1], lines=(*told[-1].lines, ("candidate", event.text)))
            case Skipped() if told and event.entry_id == told[-1].question.entry_id:
                told[-1] = replace(told[-1], skipped=True)
            case _:
                pass
    return told
