"""Where an interview stands: the fold of its events. Pure, and `apply` never refuses what is stored."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from coach.events import (
    AnswerGiven,
    Clarified,
    Disputed,
    Ended,
    Event,
    Feedback,
    FollowUpAsked,
    Graded,
    HintGiven,
    Paused,
    Planned,
    QuestionAsked,
    Regraded,
    Repeated,
    Reported,
    Resumed,
    Skipped,
    Started,
    Tone,
)
from coach.interviewing import ability
from coach.interviewing.settling import disputed, outcome_of, regraded


class Phase(StrEnum):
    """What the interview waits for."""

    NEW = "new"
    ASKING = "asking"
    """The candidate."""
    ASSESSING = "assessing"
    """The grader."""
    BETWEEN = "between"
    """Nothing: the next question follows in the same breath."""
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Said:
    """Graded words of the candidate. aims_at: the key point of the follow-up they reply to; empty for the question."""

    text: str
    aims_at: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question and all that happened to it.

    open_text: what was asked last, the question or a follow-up. probes: the key points that follow-ups aimed at.
    turned_back: whether an answer that was none was turned back. lost: whether the question was said once more.
    seconds: the candidate's time, pauses left out.
    """

    question: QuestionAsked
    open_text: str
    said: tuple[Said, ...] = ()
    probes: tuple[str, ...] = ()
    follow_ups: tuple[str, ...] = ()
    hints: int = 0
    dont_knows: int = 0
    last_dont_know: bool = False
    turned_back: bool = False
    lost: bool = False
    grade: Graded | None = None
    skipped: Skipped | None = None
    seconds: float = 0.0

    @property
    def answer(self) -> str:
        """Everything that is graded, in the candidate's words and order."""
        return "\n\n".join(said.text for said in self.said)

    @property
    def probing(self) -> str:
        """The key point that the open follow-up aims at; empty while the question itself is open."""
        return self.probes[-1] if self.probes else ""


@dataclass(frozen=True, slots=True)
class Interview:
    """An interview so far: the fold of its events.

    seq: number of the last event. seconds: of running time. since: when it last began to run; None while it is paused.
    """

    plan: tuple[Planned, ...] = ()
    minutes: float | None = None
    feedback: Feedback = "each"
    tone: Tone = "friendly"
    probes: int = 2
    again: str = ""
    asked: tuple[Asked, ...] = ()
    places: int = 0
    phase: Phase = Phase.NEW
    paused: bool = False
    seq: int = 0
    seconds: float = 0.0
    since: datetime | None = None
    ended: Ended | None = None
    report: Reported | None = None

    @property
    def current(self) -> Asked | None:
        """The question that is open, if one is."""
        return self.asked[-1] if self.phase in (Phase.ASKING, Phase.ASSESSING) else None

    def elapsed(self, now: datetime) -> float:
        """Seconds of running time at `now`."""
        return self.seconds + (max(0.0, (now - self.since).total_seconds()) if self.since else 0.0)

    @property
    def graded(self) -> tuple[Graded, ...]:
        """The grades so far, disputed points counted."""
        return tuple(asked.grade for asked in self.asked if asked.grade is not None)

    @property
    def skipped(self) -> tuple[Skipped, ...]:
        """The questions left out."""
        return tuple(asked.skipped for asked in self.asked if asked.skipped is not None)


def fold(events: Iterable[Event]) -> Interview:
    """The interview that these events amount to."""
    interview = Interview()
    for event in events:
        interview = apply(interview, event)
    return interview


def after(interview: Interview, events: tuple[Event, ...], now: datetime) -> Interview:
    """The state after events that are not stored yet."""
    for event in events:
        interview = apply(interview, event.model_copy(update={"at": event.at or now, "seq": interview.seq + 1}))
    return interview


def estimate(interview: Interview, topic: str | None = None) -> ability.Ability:
    """The ability shown so far; for a topic, what was shown elsewhere is where its estimate begins."""
    outcomes = [outcome_of(grade) for grade in interview.graded]
    overall = ability.estimate(outcomes)
    if topic is None:
        return overall
    here = [outcome_of(grade) for grade in interview.graded if grade.topic == topic]
    return ability.estimate(here, prior=overall.logits) if here else overall


def apply(interview: Interview, event: Event) -> Interview:
    """The interview after event. Never raises: what is stored has happened."""
    after = _applied(_ticked(interview, event), event)
    return replace(after, seq=max(interview.seq, event.seq))


def _ticked(interview: Interview, event: Event) -> Interview:
    """The clock, moved on to the event."""
    if event.at is None or interview.phase in (Phase.NEW, Phase.ENDED):
        return interview
    passed = max(0.0, (event.at - interview.since).total_seconds()) if interview.since else 0.0
    ticked = replace(interview, seconds=interview.seconds + passed, since=event.at if interview.since else None)
    if interview.phase is Phase.ASKING:
        return _with_current(ticked, seconds=interview.asked[-1].seconds + passed)
    return ticked


def _applied(interview: Interview, event: Event) -> Interview:
    match event:
        case Started():
            return replace(
                interview,
                plan=event.plan,
                minutes=event.minutes,
                feedback=event.feedback,
                tone=event.tone,
                probes=event.probes,
                again=event.again,
                phase=Phase.BETWEEN,
                since=event.at,
            )
        case QuestionAsked():
            asked = (*interview.asked, Asked(event, event.question))
            return replace(interview, asked=asked, places=interview.places + 1, phase=Phase.ASKING)
        case Skipped() if interview.phase is Phase.BETWEEN:  # left out before it was asked
            return replace(interview, places=interview.places + 1)
        case Ended():
            return replace(interview, phase=Phase.ENDED, ended=event, since=None, paused=False)
        case Reported():
            return replace(interview, report=event)
        case Paused():
            return replace(interview, paused=True, since=None)
        case Resumed():
            return replace(interview, paused=False, since=event.at)
        case Disputed() | Regraded():
            return replace(interview, asked=tuple(_settled(asked, event) for asked in interview.asked))
        case _ if interview.current is None:
            return interview
        case AnswerGiven():
            return _heard(interview, interview.asked[-1], event)
        case FollowUpAsked():
            last = interview.asked[-1]
            probes, texts = (*last.probes, event.aims_at), (*last.follow_ups, event.text)
            probing = _with_current(interview, probes=probes, follow_ups=texts, open_text=event.text)
            return replace(probing, phase=Phase.ASKING)
        case HintGiven():
            return replace(_with_current(interview, hints=event.step), phase=Phase.ASKING)
        case Graded():
            return replace(_with_current(interview, grade=event), phase=Phase.BETWEEN)
        case Skipped():
            return replace(_with_current(interview, skipped=event), phase=Phase.BETWEEN)
        case Clarified() if interview.phase is Phase.ASSESSING:
            return replace(_with_current(interview, turned_back=True), phase=Phase.ASKING)
        case Repeated():
            return replace(_with_current(interview, lost=True), phase=Phase.ASKING)
        case Clarified():
            return replace(interview, phase=Phase.ASKING)
        case _:  # events of chats
            return interview


def _heard(interview: Interview, asked: Asked, event: AnswerGiven) -> Interview:
    match event.reads_as:
        case "answer":
            said = (*asked.said, Said(event.text, asked.probing))
            heard = _with_current(interview, said=said, last_dont_know=False)
        case "dont_know":
            heard = _with_current(interview, dont_knows=asked.dont_knows + 1, last_dont_know=True)
        case _:
            return interview
    return replace(heard, phase=Phase.ASSESSING)


def _settled(asked: Asked, event: Disputed | Regraded) -> Asked:
    grade = asked.grade
    if grade is None or grade.entry_id != event.entry_id:
        return asked
    now = disputed(grade, event.key_point) if isinstance(event, Disputed) else regraded(grade, event)
    return replace(asked, grade=now)


def _with_current(interview: Interview, **changes: object) -> Interview:
    asked = replace(interview.asked[-1], **changes)  # type: ignore[arg-type]
    return replace(interview, asked=(*interview.asked[:-1], asked))
