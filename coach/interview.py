"""The interview: what follows from what is said in it. Pure: no store, no model, no screen, no clock of its own.

`decide` turns a command into events, `apply` folds an event into the state. The shell around it (coach.sessions) stores
what `decide` gives, and does the slow things: when the state is `assessing`, it grades and comes back with `Assessed`.

    asking ──Answer──▶ assessing ──Assessed──▶ asking (a probe, or the next question) ──▶ ... ──▶ ended
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import assert_never

from coach import ability, phrasing, scoring
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
    Repeated,
    Reported,
    Resumed,
    Skipped,
    Started,
    Tone,
)
from coach.grades import Grade, KeyPointVerdict, Verdict
from coach.reading import reads_as
from coach.results import reported
from corpus.entries import Entry, Frozen
from corpus.errors import NotNow

ENOUGH = 0.85  # score from which on no more is asked about a question


# --- Commands ----------------------------------------------------------------------------------------------------


class Begin(Frozen):
    """Start with a plan."""

    started: Started


class Answer(Frozen):
    """The candidate's words, to a question or to a follow-up."""

    text: str


class Hint(Frozen):
    """Ask for the next hint."""


class Repeat(Frozen):
    """Ask to hear the open question again."""


class Clarify(Frozen):
    """Ask what is meant."""


class Skip(Frozen):
    """Leave the question out; or, after an answer to it, leave its follow-up out.

    grade: from the shell, where something was said already: nothing said is lost.
    """

    grade: Grade | None = None


class Pause(Frozen):
    """Stop the clock."""


class Resume(Frozen):
    """Go on after a pause."""


class End(Frozen):
    """Stop early. grade: as for Skip."""

    grade: Grade | None = None


class Dispute(Frozen):
    """Have a key point counted after its question was graded."""

    entry_id: str
    key_point: str


class Probe(Frozen):
    """A follow-up question, worded. aims_at: the key point it is about."""

    text: str
    aims_at: str
    asked_by: str = "offline"


class Assessed(Frozen):
    """From the shell: what everything said to the open question is worth, and the probe for what is open in it."""

    grade: Grade
    probe: Probe | None = None


Command = Begin | Answer | Hint | Repeat | Clarify | Skip | Pause | Resume | End | Dispute | Assessed


# --- State -------------------------------------------------------------------------------------------------------


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

    open_text: what was asked last, the question or a follow-up. seconds: the candidate's time, pauses left out.
    """

    question: QuestionAsked
    open_text: str
    said: tuple[Said, ...] = ()
    probes: tuple[str, ...] = ()
    hints: int = 0
    dont_knows: int = 0
    last_dont_know: bool = False
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


def target(interview: Interview, grade: Grade) -> KeyPointVerdict | None:
    """The key point to probe next, if any: what was surely wrong, then what was least said, then what was unclear."""
    asked = interview.current
    if asked is None or len(asked.probes) >= interview.probes or asked.last_dont_know or grade.score >= ENOUGH:
        return None
    open_points = [v for v in grade.verdicts if v.verdict is not Verdict.COVERED and v.key_point not in asked.probes]
    if len(asked.probes) > 0:  # a second probe only where the first one is not simply repeated on a lost candidate
        open_points = [v for v in open_points if v.verdict is not Verdict.MISSED or grade.score > 0]
    return min(open_points, key=urgency, default=None)


def urgency(verdict: KeyPointVerdict) -> tuple[int, float]:
    """The order in which open points are asked about, the most urgent first."""
    if verdict.verdict is Verdict.CONTRADICTED and verdict.sure:
        return 0, verdict.degree
    return (1 if verdict.verdict is Verdict.MISSED else 2), verdict.degree


# --- decide ------------------------------------------------------------------------------------------------------


def decide(interview: Interview, command: Command, now: datetime, entries: Mapping[str, Entry]) -> tuple[Event, ...]:
    """The events that a command leads to. Raises NotNow where it does not fit the state; then nothing happened.

    entries: by id, at least those that the plan names and that are still in the corpus.
    """
    if isinstance(command, Begin):
        return _begin(interview, command, now, entries)
    if isinstance(command, Dispute):
        return _dispute(interview, command)
    if interview.phase is Phase.NEW:
        raise NotNow("This interview has not begun.", remedy="Start it first.")
    if interview.phase is Phase.ENDED:
        raise NotNow("This interview is over.", remedy="Open its report, or start a new one.")
    if isinstance(command, Pause):
        return () if interview.paused else (Paused(),)
    if isinstance(command, Resume):
        return (Resumed(),) if interview.paused else ()
    back: tuple[Event, ...] = (Resumed(),) if interview.paused else ()
    return back + _go_on(_after(interview, back, now), command, now, entries)


def _go_on(
    interview: Interview,
    command: Answer | Hint | Repeat | Clarify | Skip | End | Assessed,
    now: datetime,
    entries: Mapping[str, Entry],
) -> tuple[Event, ...]:
    """Commands that need a running interview."""
    if isinstance(command, Assessed):
        return _assessed(interview, command, now, entries)
    asked = interview.current
    if asked is None:  # cannot be reached from a log of ours, but a log is a file on somebody's disk
        return _next(interview, now, entries)
    if interview.phase is Phase.ASSESSING:
        raise NotNow("Your last answer is still being looked at.", remedy="Wait a moment, then go on.")
    entry_id = asked.question.entry_id
    match command:
        case Answer(text=text):
            return _answer(asked, text, entries)
        case Hint():
            return (_hint(asked, entries),)
        case Repeat():
            return (Repeated(text=asked.open_text, entry_id=entry_id),)
        case Clarify():
            return (_clarified(asked, entries),)
        case Skip(grade=grade):
            return _then_next(interview, (_closed(asked, grade, entries),), now, entries)
        case End(grade=grade):
            closed = (_closed(asked, grade, entries),) if asked.said else ()
            after = _after(interview, closed, now)
            return (*closed, Ended(reason="candidate"), reported(after.graded, after.skipped))
        case _:
            assert_never(command)


def _begin(interview: Interview, command: Begin, now: datetime, entries: Mapping[str, Entry]) -> tuple[Event, ...]:
    if interview.phase is not Phase.NEW:
        raise NotNow("This interview has begun already.", remedy="Go on with it, or start a new one.")
    return _then_next(interview, (command.started,), now, entries)


def _answer(asked: Asked, text: str, entries: Mapping[str, Entry]) -> tuple[Event, ...]:
    entry_id = asked.question.entry_id
    if not text.strip():
        raise NotNow("The answer is empty.", remedy="Say something, ask for a hint, or skip the question.")
    reading = reads_as(text)
    given = AnswerGiven(text=text, entry_id=entry_id, reads_as=reading)
    match reading:
        case "question":
            return (given, _clarified(asked, entries))
        case "confused":
            return (given, Repeated(text=asked.open_text, entry_id=entry_id))
        case "dont_know" if not asked.probes and not asked.said and asked.hints < min(1, asked.question.hints):
            return (given, _hint(asked, entries))
        case "dont_know" | "answer":
            return (given,)
        case _:
            assert_never(reading)


def _hint(asked: Asked, entries: Mapping[str, Entry]) -> HintGiven:
    question = asked.question
    if asked.hints >= question.hints:
        raise NotNow("There are no more hints for this question.", remedy="Say what you can, or skip it.")
    entry = entries.get(question.entry_id)
    hints = entry.hints if entry is not None else ()
    text = hints[asked.hints] if asked.hints < len(hints) else phrasing.general_hint(question.kind)
    step = asked.hints + 1
    return HintGiven(text=text, step=step, of=question.hints, cost=scoring.hint_cost(step), entry_id=question.entry_id)


def _clarified(asked: Asked, entries: Mapping[str, Entry]) -> Clarified:
    question = asked.question
    entry = entries.get(question.entry_id)
    topics = entry.topics if entry is not None else ()
    return Clarified(text=phrasing.clarification(asked.open_text, question.kind, topics), entry_id=question.entry_id)


def _assessed(
    interview: Interview, command: Assessed, now: datetime, entries: Mapping[str, Entry]
) -> tuple[Event, ...]:
    asked = interview.current
    if asked is None or interview.phase is not Phase.ASSESSING:
        raise NotNow("There is no answer to grade.", remedy="Answer the question first.")
    question, grade, probe = asked.question, command.grade, command.probe
    if probe is not None and target(interview, grade) is not None:
        return (
            FollowUpAsked(text=probe.text, aims_at=probe.aims_at, entry_id=question.entry_id, asked_by=probe.asked_by),
        )
    return _then_next(interview, (_graded(asked, grade, entries),), now, entries)


def _closed(asked: Asked, grade: Grade | None, entries: Mapping[str, Entry]) -> Event:
    """How a question ends that is not answered to its end: graded by what was said, or else skipped."""
    question = asked.question
    if not asked.said:
        return Skipped(entry_id=question.entry_id, topic=question.topic, question=question.question)
    if grade is None:  # the shell has to grade first (`coach.sessions`)
        raise NotNow("What you said to this question is not graded yet.", remedy="Try again in a moment.")
    return _graded(asked, grade, entries)


def _graded(asked: Asked, grade: Grade, entries: Mapping[str, Entry]) -> Graded:
    question = asked.question
    entry = entries.get(question.entry_id)
    return Graded(
        entry_id=question.entry_id,
        score=scoring.score(grade.verdicts, asked.hints) if grade.score > 0 else 0.0,
        verdicts=grade.verdicts,
        feedback=grade.feedback,
        grader=grade.grader,
        flags=grade.flags,
        notice=grade.notice,
        question=question.question,
        topic=question.topic,
        level=question.level,
        kind=question.kind,
        hints=asked.hints,
        probes=len(asked.probes),
        seconds=round(asked.seconds, 1),
        model_answer=entry.answer if entry is not None else "",
        document=entry.document if entry is not None else "",
    )


def _dispute(interview: Interview, command: Dispute) -> tuple[Event, ...]:
    grade = next((g for g in interview.graded if g.entry_id == command.entry_id), None)
    verdict = next((v for v in grade.verdicts if v.key_point == command.key_point), None) if grade else None
    if verdict is None:
        raise NotNow("That point was not graded in this interview.", remedy="Choose a point of a graded question.")
    if verdict.verdict is Verdict.COVERED or verdict.disputed:
        raise NotNow("That point counts already.", remedy="Choose one that does not.")
    again = () if interview.report is None else (_report_with(interview, command),)
    return (Disputed(entry_id=command.entry_id, key_point=command.key_point), *again)


def _report_with(interview: Interview, command: Dispute) -> Reported:
    after = apply(interview, Disputed(entry_id=command.entry_id, key_point=command.key_point))
    return reported(after.graded, after.skipped)


def _then_next(
    interview: Interview, done: tuple[Event, ...], now: datetime, entries: Mapping[str, Entry]
) -> tuple[Event, ...]:
    return done + _next(_after(interview, done, now), now, entries)


def _next(interview: Interview, now: datetime, entries: Mapping[str, Entry]) -> tuple[Event, ...]:
    """The next question, or the end with its report."""
    out: tuple[Event, ...] = ()
    over = interview.minutes is not None and interview.elapsed(now) >= interview.minutes * 60
    while not over and interview.places < len(interview.plan):
        place = interview.plan[interview.places]
        entry = _pick(interview, place, entries)
        if entry is not None:
            return (*out, _question(interview, place, entry))
        gone = Skipped(entry_id=place.entry_id, topic=place.topic, reason="gone")
        interview = apply(interview, gone)
        out = (*out, gone)
    reason = Ended(reason="time" if over else "done")
    return (*out, reason, reported(interview.graded, interview.skipped))


def _pick(interview: Interview, place: Planned, entries: Mapping[str, Entry]) -> Entry | None:
    """The planned entry, or the alternative that fits the ability shown so far better."""
    levels = {place.entry_id: place.level} | {other.entry_id: other.level for other in place.alternatives}
    there = {entry_id: level for entry_id, level in levels.items() if entry_id in entries}
    if not there:
        return None
    if not interview.graded:  # a warm-up is taken as planned
        return entries[next(iter(there))]
    shown = estimate(interview, place.topic)
    best = ability.best_level(tuple(there.values()), shown.logits)
    if place.entry_id in there and place.level is best:
        return entries[place.entry_id]
    return entries[next(entry_id for entry_id, level in there.items() if level is best)]


def estimate(interview: Interview, topic: str | None = None) -> ability.Ability:
    """The ability shown so far; for a topic, what was shown elsewhere is where its estimate begins."""
    outcomes = [outcome_of(grade) for grade in interview.graded]
    overall = ability.estimate(outcomes)
    if topic is None:
        return overall
    here = [outcome_of(grade) for grade in interview.graded if grade.topic == topic]
    return ability.estimate(here, prior=overall.logits) if here else overall


def outcome_of(grade: Graded) -> ability.Outcome:
    """A grade as observations."""
    return ability.Outcome(grade.level, tuple(1.0 if v.disputed else v.degree for v in grade.verdicts))


def _question(interview: Interview, place: Planned, entry: Entry) -> QuestionAsked:
    number = interview.places + 1
    return QuestionAsked(
        number=number,
        of=len(interview.plan),
        entry_id=entry.id,
        question=entry.question,
        topic=place.topic,
        level=entry.level,
        kind=entry.kind,
        hints=max(1, len(entry.hints)),
        lead_in=phrasing.lead_in(interview.tone, number),
    )


def _after(interview: Interview, events: tuple[Event, ...], now: datetime) -> Interview:
    """The state after events that are not stored yet."""
    for event in events:
        interview = apply(interview, event.model_copy(update={"at": event.at or now, "seq": interview.seq + 1}))
    return interview


# --- apply -------------------------------------------------------------------------------------------------------


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
        case Disputed():
            return replace(interview, asked=tuple(_disputed(asked, event) for asked in interview.asked))
        case _ if interview.current is None:
            return interview
        case AnswerGiven():
            return _heard(interview, interview.asked[-1], event)
        case FollowUpAsked():
            probes = (*interview.asked[-1].probes, event.aims_at)
            return replace(_with_current(interview, probes=probes, open_text=event.text), phase=Phase.ASKING)
        case HintGiven():
            return replace(_with_current(interview, hints=event.step), phase=Phase.ASKING)
        case Graded():
            return replace(_with_current(interview, grade=event), phase=Phase.BETWEEN)
        case Skipped():
            return replace(_with_current(interview, skipped=event), phase=Phase.BETWEEN)
        case Clarified() | Repeated():
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


def _disputed(asked: Asked, event: Disputed) -> Asked:
    grade = asked.grade
    if grade is None or grade.entry_id != event.entry_id:
        return asked
    counted = scoring.disputed(grade.verdicts, event.key_point)
    return replace(
        asked, grade=grade.model_copy(update={"verdicts": counted, "score": scoring.score(counted, grade.hints)})
    )


def _with_current(interview: Interview, **changes: object) -> Interview:
    asked = replace(interview.asked[-1], **changes)  # type: ignore[arg-type]
    return replace(interview, asked=(*interview.asked[:-1], asked))
