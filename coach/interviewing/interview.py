"""The interview: what follows from what is said in it. Pure: no store, no model, no screen, no clock of its own.

`decide` turns a command into events, `apply` folds an event into the state. The shell around it (coach.sessions) stores
what `decide` gives, and does the slow things: when the state is `assessing`, it grades and comes back with `Assessed`.

    asking ──Answer──▶ assessing ──Assessed──▶ asking (a probe, or the next question) ──▶ ... ──▶ ended
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Literal, assert_never

from coach.events import (
    OTHER_TOPICS,
    AnswerGiven,
    Clarified,
    Disputed,
    Ended,
    Event,
    FollowUpAsked,
    Graded,
    HintGiven,
    Paused,
    Planned,
    QuestionAsked,
    Regraded,
    Repeated,
    Resumed,
    Skipped,
)
from coach.grading import scoring
from coach.grading.feedback import left_open
from coach.grading.grades import Grade, KeyPointVerdict, Verdict
from coach.interviewing import ability, phrasing
from coach.interviewing.commands import (
    Answer,
    Assessed,
    Begin,
    Clarify,
    Command,
    Dispute,
    End,
    Hint,
    Pause,
    Probe,
    Regrade,
    Repeat,
    Resume,
    Skip,
)
from coach.interviewing.reading import asks_for_a_hint, is_thinking, reads_as, wish
from coach.interviewing.state import Asked, Interview, Phase, Said, after, apply, estimate, fold
from coach.results import reported
from corpus.entries import Entry, Kind, Level
from corpus.errors import NotNow

__all__ = [
    "Answer",
    "Asked",
    "Assessed",
    "Begin",
    "Clarify",
    "Command",
    "Dispute",
    "End",
    "Hint",
    "Interview",
    "Pause",
    "Phase",
    "Probe",
    "Regrade",
    "Repeat",
    "Resume",
    "Said",
    "Skip",
    "after",
    "apply",
    "decide",
    "estimate",
    "fold",
    "target",
    "urgency",
]

ENOUGH = 0.85  # score from which on no more is asked about a question
UNSAID = 0.1  # degree below which a key point was not said at all
NOTHING_MORE = re.compile(
    r"(?:no|nope|nah|none|nothing|yes|yeah|ok(?:ay)?|whatever|maybe|sure|pass)(?: thanks?| thank you)?[.! ]*"
)


def target(interview: Interview, grade: Grade) -> KeyPointVerdict | None:
    """The key point to probe next, if any: what was surely wrong, then what was least said, then what was unclear."""
    asked = interview.current
    if asked is None or len(asked.probes) >= interview.probes or asked.last_dont_know or grade.score >= ENOUGH:
        return None
    if grade.score == 0 and phrasing.turned_back(interview.tone, grade.flags, asked.answer, ""):
        return None  # no answer yet: there is nothing to follow up
    open_points = [v for v in grade.verdicts if v.verdict is not Verdict.COVERED and v.key_point not in asked.probes]
    if len(asked.probes) > 0:  # a second probe only where the first one is not simply repeated on a lost candidate
        open_points = [v for v in open_points if v.verdict is not Verdict.MISSED or grade.score > 0]
    if asked.question.kind in (Kind.BEHAVIOURAL, Kind.DESIGN):  # a story and a design are walked through in order
        return min(open_points, key=lambda verdict: urgency(verdict)[0], default=None)
    return min(open_points, key=urgency, default=None)


def urgency(verdict: KeyPointVerdict) -> tuple[int, float]:
    """The order in which open points are asked about, the most urgent first."""
    if verdict.verdict is Verdict.CONTRADICTED and verdict.sure:
        return 0, verdict.degree
    if verdict.verdict is Verdict.MISSED:  # what was not said at all in the entry's order: the main things come first
        return 1, 0.0 if verdict.degree < UNSAID else verdict.degree
    return 2, verdict.degree


def decide(interview: Interview, command: Command, now: datetime, entries: Mapping[str, Entry]) -> tuple[Event, ...]:
    """The events that a command leads to. Raises NotNow where it does not fit the state; then nothing happened.

    entries: by id, at least those that the plan names and that are still in the corpus.
    """
    if isinstance(command, Begin):
        return _begin(interview, command, now, entries)
    if isinstance(command, Dispute):
        return _dispute(interview, command)
    if isinstance(command, Regrade):
        return _regrade(interview, command)
    if interview.phase is Phase.NEW:
        raise NotNow("This interview has not begun.", remedy="Start it first.")
    if interview.phase is Phase.ENDED:
        raise NotNow("This interview is over.", remedy="Open its report, or start a new one.")
    if isinstance(command, Pause):
        return () if interview.paused else (Paused(),)
    if isinstance(command, Resume):
        return (Resumed(),) if interview.paused else ()
    back: tuple[Event, ...] = (Resumed(),) if interview.paused else ()
    return back + _go_on(after(interview, back, now), command, now, entries)


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
            return _then_next(interview, (_closed(interview, asked, grade, entries),), now, entries)
        case End(grade=grade):
            closed = (_closed(interview, asked, grade, entries),) if asked.said or asked.dont_knows else ()
            done = after(interview, closed, now)
            return (*closed, _ended(interview, "candidate"), reported(done.graded, done.skipped))
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
    aside = AnswerGiven(text=text, entry_id=entry_id, reads_as="question")
    if wish(text) is not None:  # the shell does it next (`coach.sessions`): it may have to grade first
        return (aside,)
    if is_thinking(text):
        return (aside, Clarified(text=phrasing.TAKE_YOUR_TIME, entry_id=entry_id))
    if asks_for_a_hint(text):
        left = asked.hints < asked.question.hints
        return (aside, _hint(asked, entries) if left else Clarified(text=phrasing.NO_MORE_HINTS, entry_id=entry_id))
    reading = reads_as(text)
    if asked.probes and reading == "answer" and NOTHING_MORE.fullmatch(text.strip().casefold()):
        reading = "dont_know"  # to a follow-up, that says that there is nothing to add
    given = AnswerGiven(text=text, entry_id=entry_id, reads_as=reading)
    match reading:
        case "question":
            return (given, _clarified(asked, entries, text))
        case "confused" if asked.lost:
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


def _clarified(asked: Asked, entries: Mapping[str, Entry], back: str = "") -> Clarified:
    question = asked.question
    entry = entries.get(question.entry_id)
    topics = entry.topics if entry is not None else ()
    follow_up = asked.open_text if asked.probes else ""
    text = phrasing.clarification(question.question, question.kind, topics, back, follow_up)
    return Clarified(text=text, entry_id=question.entry_id)


def _assessed(
    interview: Interview, command: Assessed, now: datetime, entries: Mapping[str, Entry]
) -> tuple[Event, ...]:
    asked = interview.current
    if asked is None or interview.phase is not Phase.ASSESSING:
        raise NotNow("There is no answer to grade.", remedy="Answer the question first.")
    question, grade, probe = asked.question, command.grade, command.probe
    if probe is not None and target(interview, grade) is not None and not _time_is_up(interview, now):
        return (
            FollowUpAsked(text=probe.text, aims_at=probe.aims_at, entry_id=question.entry_id, asked_by=probe.asked_by),
        )
    if grade.score == 0 and not asked.turned_back and not asked.last_dont_know:
        text = phrasing.turned_back(interview.tone, grade.flags, asked.answer, asked.open_text)
        if text:
            return (Clarified(text=text, entry_id=question.entry_id),)
    return _then_next(interview, (_graded(interview, asked, grade, entries),), now, entries)


def _closed(interview: Interview, asked: Asked, grade: Grade | None, entries: Mapping[str, Entry]) -> Event:
    """How a question ends that is not answered to its end: graded by what was said, or else skipped."""
    question = asked.question
    if not asked.said:
        return Skipped(entry_id=question.entry_id, topic=question.topic, question=question.question)
    if grade is None:  # the shell has to grade first (`coach.sessions`)
        raise NotNow("What you said to this question is not graded yet.", remedy="Try again in a moment.")
    return _graded(interview, asked, grade, entries)


def _graded(interview: Interview, asked: Asked, grade: Grade, entries: Mapping[str, Entry]) -> Graded:
    question = asked.question
    entry = entries.get(question.entry_id)
    score = _score(grade, asked.hints)
    return Graded(
        entry_id=question.entry_id,
        score=score,
        verdicts=grade.verdicts,
        feedback=_feedback(interview, asked, grade, score),
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


def _feedback(interview: Interview, asked: Asked, grade: Grade, score: float) -> str:
    """The grader's words, in the tone of the interview."""
    if not asked.said:
        return left_open([verdict.key_point for verdict in grade.verdicts])
    if not grade.verdicts or (grade.flags and score == 0):
        return grade.feedback
    return f"{phrasing.reaction(interview.tone, score)} {grade.feedback}"


def _dispute(interview: Interview, command: Dispute) -> tuple[Event, ...]:
    grade = _grade_of(interview, command.entry_id)
    verdict = next((v for v in grade.verdicts if v.key_point == command.key_point), None) if grade else None
    if verdict is None:
        raise NotNow("That point was not graded in this interview.", remedy="Choose a point of a graded question.")
    if verdict.verdict is Verdict.COVERED or verdict.disputed:
        raise NotNow("That point counts already.", remedy="Choose one that does not.")
    return _reported_anew(interview, Disputed(entry_id=command.entry_id, key_point=command.key_point))


def _regrade(interview: Interview, command: Regrade) -> tuple[Event, ...]:
    before = _grade_of(interview, command.entry_id)
    if before is None:
        raise NotNow("That question is not graded in this interview.", remedy="Choose a graded one.")
    if before.notice is None:
        raise NotNow("That grade is complete: nothing failed in it.", remedy="Dispute a point if you disagree with it.")
    if command.grade is None:  # the shell has to grade first (`coach.sessions`)
        raise NotNow("That question is not graded again yet.", remedy="Try again in a moment.")
    grade = command.grade
    again = Regraded(
        entry_id=command.entry_id,
        score=_score(grade, before.hints),
        verdicts=grade.verdicts,
        feedback=grade.feedback,
        grader=grade.grader,
        flags=grade.flags,
        notice=grade.notice,
    )
    return _reported_anew(interview, again)


def _grade_of(interview: Interview, entry_id: str) -> Graded | None:
    return next((grade for grade in interview.graded if grade.entry_id == entry_id), None)


def _reported_anew(interview: Interview, event: Disputed | Regraded) -> tuple[Event, ...]:
    """The event, and the report that follows from it where there was one."""
    if interview.report is None:
        return (event,)
    changed = apply(interview, event)
    return (event, reported(changed.graded, changed.skipped))


def _score(grade: Grade, hints: int) -> float:
    return scoring.score(grade.verdicts, hints) if grade.score > 0 else 0.0


def _then_next(
    interview: Interview, done: tuple[Event, ...], now: datetime, entries: Mapping[str, Entry]
) -> tuple[Event, ...]:
    return done + _next(after(interview, done, now), now, entries)


def _next(interview: Interview, now: datetime, entries: Mapping[str, Entry]) -> tuple[Event, ...]:
    """The next question, or the end with its report."""
    out: tuple[Event, ...] = ()
    over = _time_is_up(interview, now)
    while not over and interview.places < len(interview.plan):
        place = interview.plan[interview.places]
        entry = _pick(interview, place, entries)
        if entry is not None:
            return (*out, _question(interview, place, entry))
        gone = Skipped(entry_id=place.entry_id, topic=place.topic, reason="gone")
        interview = apply(interview, gone)
        out = (*out, gone)
    ended = _ended(interview, "time" if over else "done")
    return (*out, ended, reported(interview.graded, interview.skipped))


def _time_is_up(interview: Interview, now: datetime) -> bool:
    return interview.minutes is not None and interview.elapsed(now) >= interview.minutes * 60


def _ended(interview: Interview, reason: Literal["done", "time", "candidate"]) -> Ended:
    return Ended(reason=reason, text=phrasing.closing(interview.tone, reason))


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
        lead_in=_lead_in(interview, number, place, entry),
    )


def _lead_in(interview: Interview, number: int, place: Planned, entry: Entry) -> str:
    of = len(interview.plan)
    if not interview.asked:
        return phrasing.opening(interview.tone, of, interview.minutes)
    before = interview.asked[-1].question
    if before.topic != place.topic:
        topic = "" if place.topic == OTHER_TOPICS else place.topic
        return phrasing.lead_in(interview.tone, number, of, topic=topic)
    if entry.kind in (Kind.BEHAVIOURAL, Kind.OPINION):  # a story is neither basic nor deep
        return phrasing.lead_in(interview.tone, number, of)
    order = list(Level)
    harder = order.index(entry.level) - order.index(before.level)
    return phrasing.lead_in(interview.tone, number, of, harder=(harder > 0) - (harder < 0))
