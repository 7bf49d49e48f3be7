"""An interview as HTML: the plan in words, where it stands, the open question, what was said, the ones before. Pure.

The open question, what was said and the notes stand in Markdown, because documents hold formulas, code and tables. Its
sanitiser keeps ids but no data attributes: what the focus goes to is said by an id that begins with "focus".
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from html import escape

from coach.events import AnswerGiven, Clarified, Event, FollowUpAsked, Graded, HintGiven, QuestionAsked, Repeated
from coach.grading import scoring
from coach.grading.grades import KeyPointVerdict, Verdict
from coach.interviewing.interview import Interview
from coach.interviewing.planning import MINUTES_A_QUESTION, Room, Setup
from coach.storage import SessionInfo
from ui.rich_text import inline, parts, said

SIGNS = {
    Verdict.COVERED: ("✓", "Counted"),
    Verdict.PARTIAL: ("~", "In part"),
    Verdict.MISSED: ("–", "Missing"),
    Verdict.CONTRADICTED: ("✗", "Wrong"),
}
ORDER = tuple(SIGNS)
MOST_NAMED = 3  # topics named one by one


# --- Before ------------------------------------------------------------------------------------------------------


def plan_in_words(setup: Setup, room: Room) -> str:
    """What Start will do."""
    if not room.fits:
        return refused("No question fits these choices. Choose fewer of them, or add documents in the library.")
    kinds = f"{_listed([kind.value for kind in setup.kinds])} " if setup.kinds else ""
    questions = f"{room.asked} {kinds}question{'' if room.asked == 1 else 's'}"
    few = room.asked < setup.length
    topics = f"on {_listed(setup.topics)}" if 0 < len(setup.topics) <= MOST_NAMED else f"on {len(setup.topics)} topics"
    level = f"{setup.level.value} level" if setup.level else "every level"
    if setup.minutes is not None:
        length = f"{setup.minutes:.0f} minutes by the clock: {'only' if few else 'about'} {questions}"
    else:
        length = f"{'Only ' if few else ''}{questions}, about {room.asked * MINUTES_A_QUESTION:.0f} minutes"
    first = f"{length}, {topics if setup.topics else 'on all topics'}, {level}."
    heard = "feedback after each question" if setup.feedback == "each" else "feedback only at the end"
    who = f"A {setup.tone} interviewer, {heard}."
    aims = [f"the role ({setup.role})"] if setup.role else []
    aims += ["your job description"] if setup.job_description else []
    weighed = f" Topics are weighed by {_listed(aims)}." if aims else ""
    fits = f"{_there_are(room, few=few)} {who}{weighed}"
    return f'<p class="plan" role="status">{escape(first)}<span>{escape(fits)}</span></p>'


def _there_are(room: Room, *, few: bool) -> str:
    """How many questions fit, and why there are fewer in the interview where there are."""
    fit = "1 question fits" if room.fits == 1 else f"{room.fits} questions fit"
    if few and room.asked < room.fits:
        return f"{fit}, but the others were asked last time or are nearly the same."
    return f"{fit}{': add documents, or choose less narrowly, for more' if few else ''}."


def refused(words: str) -> str:
    """Why something was not done, and what to do instead."""
    return f'<p class="notice error" role="alert">{escape(words)}</p>'


def sessions(infos: Sequence[SessionInfo], scores: Mapping[str, float]) -> str:
    """Interviews to go on with, then reports to read. scores: by session."""
    going = [info for info in infos if not info.ended][:3]
    ended = [info for info in infos if info.ended][:8]
    parts = []
    if going:
        parts.append(f"<h2>Go on where you stopped</h2>{_links(going, {})}")
    if ended:
        parts.append(f"<h2>Reports</h2>{_links(ended, scores)}")
    return f'<div class="sessions">{"".join(parts)}</div>' if parts else ""


def _links(infos: Sequence[SessionInfo], scores: Mapping[str, float]) -> str:
    rows = []
    for info in infos:
        title = (info.title or "interview").replace(", ", " · ")
        score = (
            f'<span class="mark">{scores[info.id]:.0%}</span>' if info.id in scores else '<span class="mark"></span>'
        )
        what = "Review: " if info.kind == "review" else ""
        rows.append(
            f'<li><a href="/interview?session={escape(info.id)}"><span class="name">{what}{escape(title)}</span>'
            f'{score}<time datetime="{info.last_at:%Y-%m-%dT%H:%MZ}">{info.last_at.day} {info.last_at:%b, %H:%M}</time>'
            "</a></li>"
        )
    return f'<ul class="rows">{"".join(rows)}</ul>'


# --- During ------------------------------------------------------------------------------------------------------


def where(interview: Interview, now: datetime) -> str:
    """Where the interview stands, and the time left where there is a limit."""
    done = len(interview.graded) + len(interview.skipped)
    of = len(interview.plan)
    marks = "".join(f'<i class="{"done" if n < done else "now" if n == done else ""}"></i>' for n in range(of))
    clock = ""
    if interview.minutes is not None:
        left = interview.minutes * 60 - interview.elapsed(now)
        ends = f' data-ends="{(now.timestamp() + left) * 1000:.0f}"' if interview.since is not None else ""
        clock = f'<span class="clock" role="timer"{ends}>{clock_words(left)}</span>'
    return (
        f'<div class="where"><span class="count">Question {min(done + 1, of)} of {of}</span>'
        f'<span class="dots" aria-hidden="true">{marks}</span>{clock}</div>'
    )


def clock_words(left: float) -> str:
    """left: seconds. The same words as in interview.js."""
    if left <= 0:
        return "Time is up: this is the last question"
    return f"{int(left // 60)}:{int(left % 60):02d} left"


def question(interview: Interview) -> str:
    """The open question, or the follow-up to it. Its key changes when another one is open: then it gets the focus."""
    asked = interview.current
    if asked is None:
        return ""
    main, now = asked.question, asked.open_text
    probing = bool(asked.probes)
    label = "Follow-up" if probing else " · ".join(part for part in (main.topic, main.level.value) if part)
    lead = f'<p class="lead-in">{inline(main.lead_in)}</p>' if main.lead_in and not probing else ""
    words, more = parts(now)
    first, behind = parts(main.question)
    before = f'<p class="first">The question was: {first}</p>{behind}' if probing else ""
    return (
        f'<section class="card" tabindex="-1" id="focus-{main.number}-{len(asked.probes)}">'
        f'<p class="meta">{escape(label)}</p>{lead}<h2 class="q">{words}</h2>{more}{before}</section>'
    )


def talk(events: Sequence[Event]) -> str:
    """What was said since the last question was asked, up to the question or follow-up that is open."""
    since = _since_question(events)
    last_asked = max((n for n, e in enumerate(since) if isinstance(e, FollowUpAsked)), default=-1)
    last_said = max((n for n, e in enumerate(since) if isinstance(e, AnswerGiven)), default=-1)
    rows = [_row(event) for n, event in enumerate(since) if n <= last_said and n != last_asked]
    return f'<div class="talk">{"".join(rows)}</div>' if any(rows) else ""


def notes(events: Sequence[Event]) -> str:
    """Hints and explanations since the last words of either side: they belong to what is open, and stand under it."""
    since = _since_question(events)
    last = max((n for n, e in enumerate(since) if isinstance(e, FollowUpAsked | AnswerGiven)), default=-1)
    return "".join(_row(event) for event in since[last + 1 :])


def _since_question(events: Sequence[Event]) -> Sequence[Event]:
    starts = [n for n, event in enumerate(events) if isinstance(event, QuestionAsked)]
    return events[starts[-1] + 1 :] if starts else ()


def _row(event: Event) -> str:
    match event:
        case AnswerGiven():
            return f'<div class="you"><span class="sr">You said: </span>{said(event.text)}</div>'
        case FollowUpAsked():
            return _coach("asked", '<span class="sr">You were asked: </span>', event.text)
        case HintGiven():
            cost = f", costs {event.cost:.0%} so far" if event.cost else ""
            of = f"Hint {event.step} of {event.of}{cost}" if event.of else f"Hint {event.step}{cost}"
            return _coach("note", f"<b>{of}</b> ", event.text)
        case Clarified():
            return _coach("note", "", event.text)
        case Repeated():
            return _coach("note", "<b>Once more</b> ", event.text)
        case _:
            return ""


def _coach(name: str, before: str, text: str) -> str:
    words, more = parts(text)
    return f'<div class="{name}">{before}{words}{more}</div>'


def hint_label(interview: Interview) -> tuple[str, bool]:
    """What the Hint button says, and whether there is a hint left."""
    asked = interview.current
    if asked is None:
        return "Hint", False
    step, of = asked.hints + 1, asked.question.hints
    if step > of:
        return "No more hints", False
    return f"Hint {step} of {of} (costs {scoring.hint_cost(1):.0%})", True


def feedback(interview: Interview) -> str:
    """How the question before the open one went, closed; empty where feedback waits for the end."""
    before = interview.asked[:-1] if interview.current is not None else interview.asked
    if interview.feedback == "end" or not before:
        return ""
    last = before[-1]
    if last.grade is None:
        return f'<p class="last line">Skipped: {inline(last.question.question)}</p>' if last.skipped else ""
    grade = last.grade
    notice = f'<p class="notice">{escape(grade.notice)}</p>' if grade.notice else ""
    counted = sum(v.verdict is Verdict.COVERED or v.disputed for v in grade.verdicts)
    points = f"{counted} of {len(grade.verdicts)} points" if grade.verdicts else "not judged"
    score = f'<span class="mark">{grade.score:.0%}</span>' if grade.verdicts else ""
    return (
        f'<details class="last"><summary><span class="name">Last question: {points}</span>{score}</summary>'
        f'<p class="asked-last">{inline(last.question.question)}</p>{_feedback_words(grade)}{notice}'
        f'<ul class="verdicts">{_verdicts(grade.verdicts)}</ul></details>'
    )


def _feedback_words(grade: Graded) -> str:
    """Said only where it says more than the points below it: what was odd about the answer."""
    return f"<p>{escape(grade.feedback)}</p>" if grade.flags or not grade.verdicts else ""


def _verdicts(verdicts: Iterable[KeyPointVerdict]) -> str:
    rows = []
    for v in sorted(verdicts, key=lambda v: ORDER.index(v.verdict)):
        sign, word = SIGNS[v.verdict]
        evidence = f"<q>{said(' '.join(v.evidence.split()))}</q>" if v.evidence else ""
        rows.append(
            f'<li class="{v.verdict.value}"><b><span aria-hidden="true">{sign}</span><span class="sr">{word}: </span>'
            f"</b><span>{inline(v.key_point)}{evidence}</span></li>"
        )
    return "".join(rows)


def paused(interview: Interview, now: datetime) -> str:
    """What a paused interview says."""
    done, of = len(interview.graded) + len(interview.skipped), len(interview.plan)
    left = ""
    if interview.minutes is not None:
        left = f" The clock has stopped with {clock_words(interview.minutes * 60 - interview.elapsed(now))}."
    return (
        f'<section class="card" tabindex="-1" id="focus-paused"><p class="meta">Paused</p>'
        f'<h2 class="q">At question {min(done + 1, of)} of {of}</h2>'
        f'<p class="first">Everything you said is kept. Close the page if you like, and go on later.{left}</p>'
        "</section>"
    )


def ending(interview: Interview) -> str:
    """What ending now would mean."""
    asked = interview.current
    said = bool(asked and asked.said)
    left = len(interview.plan) - len(interview.graded) - len(interview.skipped) - said
    now = "What you said to this question is graded. " if said else ""
    rest = {0: "", 1: "One question is left out."}.get(left, f"{left} questions are left out.")
    return f'<p class="confirm" tabindex="-1" data-focus="ending">End the interview now? {now}{rest}</p>'


def _listed(words: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1] if words else ""]))
