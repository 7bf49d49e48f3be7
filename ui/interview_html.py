"""An interview as HTML: where it stands, the open question, what was said, the ones to go on with. Pure."""

from collections.abc import Sequence
from datetime import datetime
from html import escape

from coach.events import (
    AnswerGiven,
    Clarified,
    Event,
    FollowUpAsked,
    Graded,
    HintGiven,
    QuestionAsked,
    Repeated,
    Skipped,
)
from coach.interview import Interview
from coach.storage import SessionInfo


def dots(interview: Interview, now: datetime) -> str:
    """Where the interview stands, and the time left where there is a limit."""
    done = len(interview.graded) + len(interview.skipped)
    marks = "".join(
        f'<i class="{"done" if n < done else "now" if n == done else ""}"></i>' for n in range(len(interview.plan))
    )
    clock = ""
    if interview.minutes is not None and interview.since is not None:
        ends = now.timestamp() + interview.minutes * 60 - interview.elapsed(now)
        clock = f'<span class="clock" data-ends="{ends * 1000:.0f}"></span>'
    said = f"Question {min(done + 1, len(interview.plan))} of {len(interview.plan)}"
    return f'<div class="dots"><span>{said}</span>{marks}{clock}</div>'


def question(interview: Interview) -> str:
    """The open question, or the follow-up to it."""
    asked = interview.current
    if asked is None:
        return ""
    main, now = asked.question, asked.open_text
    lead = f'<div class="meta">{escape(main.lead_in)}</div>' if main.lead_in and now == main.question else ""
    again = f'<div class="again">Asked first: {escape(main.question)}</div>' if now != main.question else ""
    label = "Follow-up" if again else f"{main.topic or 'question'} · {main.level}"
    return (
        f'<div class="card" role="status">{lead}<div class="meta">{escape(label)}</div>'
        f'<div class="q">{escape(now)}</div>{again}</div>'
    )


def talk(events: Sequence[Event], *, hide_grades: bool = False) -> str:
    """What was said since the last question was asked, and the verdict on the one before it unless that is hidden."""
    starts = [n for n, event in enumerate(events) if isinstance(event, QuestionAsked)]
    last = starts[-1] if starts else 0
    before = [e for e in events[(starts[-2] if len(starts) > 1 else 0) : last] if isinstance(e, Graded)]
    rows = [_said(event) for event in before if not hide_grades] + [_said(event) for event in events[last:]]
    return f'<div class="talk">{"".join(rows)}</div>'


def _said(event: Event) -> str:
    match event:
        case AnswerGiven():
            return f'<div class="you">{escape(event.text)}</div>'
        case HintGiven():
            return f'<div class="hint">Hint {event.step} of {event.of}: {escape(event.text)}</div>'
        case Clarified() | Repeated():
            return f'<div class="hint">{escape(event.text)}</div>'
        case FollowUpAsked():
            return ""  # it is the open question, shown above
        case Graded():
            said = "".join(f'<p class="notice">{escape(event.notice)}</p>' if event.notice else "")
            return (
                f'<div class="grade"><div class="who">Last question: {event.score:.0%}</div>'
                f"{escape(event.feedback)}{said}</div>"
            )
        case Skipped():
            return '<div class="grade">Skipped.</div>'
        case _:
            return ""


def open_interviews(infos: Sequence[SessionInfo]) -> str:
    """Interviews to go on with, then reports to read."""
    going = [i for i in infos if not i.ended][:3]
    ended = [i for i in infos if i.ended][:6]
    parts = []
    if going:
        parts.append(f"<h2>Go on where you stopped</h2>{_interview_links(going)}")
    if ended:
        parts.append(f"<h2>Reports</h2>{_interview_links(ended)}")
    return f'<div class="aside">{"".join(parts)}</div>' if parts else ""


def _interview_links(infos: Sequence[SessionInfo]) -> str:
    rows = "".join(
        f'<li><a href="/interview?session={escape(i.id)}">{escape(i.title or "Interview")}'
        f"<small>{i.last_at:%d %b, %H:%M}</small></a></li>"
        for i in infos
    )
    return f'<ul class="history">{rows}</ul>'
