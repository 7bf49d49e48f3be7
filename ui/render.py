"""Values of the coach as Markdown and HTML. Pure, and the one place where text of others is made harmless.

Documents, answers of models and words of candidates are data: whatever tags they hold are shown as text. Markdown of
ours may hold HTML; Markdown of theirs goes through `harmless` first.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape

from coach.chats import Exchange
from coach.coach import Ingested
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
from coach.explanation import Citation, Explanation
from coach.grades import Verdict
from coach.interview import Interview
from coach.report import QuestionReport, Report
from coach.report_formats import marked
from coach.storage import SessionInfo
from corpus.entries import Entry
from index import DocumentInfo

CODE = re.compile(r"(```.*?(?:```|\Z)|`[^`\n]*`)", re.DOTALL)
IMAGE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")
WORDS = {
    Verdict.COVERED: "Covered",
    Verdict.PARTIAL: "In part",
    Verdict.MISSED: "Missing",
    Verdict.CONTRADICTED: "Wrong",
}


def harmless(markdown: str) -> str:
    """Markdown of others: tags become text, images their description; code is left as it is, for it is shown anyway."""
    parts = CODE.split(markdown)
    return "".join(p if n % 2 else IMAGE.sub(r"\1", p).replace("<", "&lt;") for n, p in enumerate(parts))


# --- Chat --------------------------------------------------------------------------------------------------------


def messages(exchanges: Sequence[Exchange]) -> list[dict[str, str]]:
    """A conversation for the chat component."""
    shown = []
    for exchange in exchanges:
        shown.append({"role": "user", "content": harmless(exchange.text)})
        if exchange.explanation is not None:
            shown.append({"role": "assistant", "content": answer(exchange.explanation, exchange.seq)})
    return shown


def answer(explanation: Explanation, number: int) -> str:
    """An answer as Markdown: the short answer, the rest behind "more", and what has to be said about it."""
    parts = []
    more = explanation.more if explanation.done and explanation.short else ""
    if more:
        parts.append(_linked(harmless(explanation.short), explanation.citations, number))
        rest = _linked(harmless(more), explanation.citations, number)
        parts.append(f"<details><summary>More from the notes</summary>\n\n{rest}\n\n</details>")
    else:
        parts.append(_linked(harmless(explanation.answer), explanation.citations, number) or "…")
    if explanation.session:
        parts.append(f"[Begin the interview](/interview?session={explanation.session})")
    if explanation.nearest:
        near = "\n".join(f"- {harmless(entry.question)}" for entry in explanation.nearest)
        parts.append(f"The nearest questions I have notes on:\n\n{near}")
    if explanation.notice:
        parts.append(f'<p class="notice">{escape(explanation.notice)}</p>')
    return "\n\n".join(parts)


def sources(exchanges: Sequence[Exchange]) -> str:
    """The passages behind all answers, a group per answer, the last one open."""
    cited = [e for e in exchanges if e.explanation is not None and e.explanation.citations]
    if not cited:
        return '<p class="line">The passages behind an answer appear here.</p>'
    groups = []
    for exchange in cited:
        assert exchange.explanation is not None
        passages = "\n\n".join(_passage(c, exchange.seq) for c in exchange.explanation.citations)
        on = " on" if exchange is cited[-1] else ""
        groups.append(f'<div class="group{on}">\n\n{passages}\n\n</div>')
    return "\n\n".join(groups)


def suggestions(exchanges: Sequence[Exchange], first: Sequence[str]) -> tuple[str, ...]:
    """What to ask next, at most three; `first` where nothing was asked yet."""
    if not exchanges:
        return tuple(first[:3])
    explanation = exchanges[-1].explanation
    if explanation is None:
        return ()
    return (explanation.follow_ups or tuple(near.question for near in explanation.nearest))[:3]


def history(conversations: Sequence[SessionInfo], current: str) -> str:
    """Earlier conversations as links."""
    if not conversations:
        return '<p class="line">None yet.</p>'
    rows = "".join(
        f'<li><a href="/?c={escape(info.id)}"{" aria-current=true" if info.id == current else ""}>'
        f"{escape(info.title or 'Conversation')}</a></li>"
        for info in conversations[:20]
    )
    return f'<ul class="history">{rows}</ul>'


def _linked(text: str, citations: Sequence[Citation], number: int) -> str:
    known = {str(c.n) for c in citations}
    return re.sub(r"\[(\d+)\](?!\()", lambda m: f"[{m[1]}](#cite-{number}-{m[1]})" if m[1] in known else m[0], text)


def _passage(citation: Citation, number: int) -> str:
    where = f"{citation.document}, line {citation.location.start_line}"
    return (
        f'<article class="src" id="cite-{number}-{citation.n}">\n<h3>{citation.n}. {escape(citation.question)}</h3>\n\n'
        f'{harmless(citation.quote)}\n\n<p class="where">{escape(where)}</p>\n</article>'
    )


# --- Interview ---------------------------------------------------------------------------------------------------


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


def report(report: Report) -> str:
    """The report as Markdown with HTML of ours around it."""
    seen = len(report.questions)
    head = (
        f'<div class="report">\n<div class="score">{report.score:.0%}</div>\n'
        f'<p class="lead">over {seen} {"question" if seen == 1 else "questions"}, '
        f"{report.observations} key points looked at{_compared(report)}</p>\n"
    )
    topics = "".join(
        f'<div class="topic"><span>{escape(t.topic)}</span><span class="bar"><i style="width:{t.score:.0%}"></i></span>'
        f"<span>{t.score:.0%}</span></div>"
        for t in report.topics
    )
    steps = "".join(f"<li>{escape(step.text)}</li>" for step in report.next_steps)
    what_next = f"<h2>Do next</h2>\n<ol>{steps}</ol>\n" if steps else ""
    files = " · ".join(
        f'<a href="/report/{escape(report.session)}.{form}">{name}</a>'
        for form, name in (("md", "Markdown"), ("html", "HTML"), ("json", "JSON"))
    )
    questions = "\n\n".join(_question_report(q) for q in report.questions)
    return f"{head}{topics}\n{what_next}<p class='line'>Keep it as {files}</p>\n\n{questions}\n\n</div>"


def _compared(report: Report) -> str:
    if not report.earlier:
        return ""
    return f"; the interview before this one: {report.earlier[-1]:.0%}"


def _question_report(q: QuestionReport) -> str:
    if q.score is None:
        return f"<section><h3>{q.number}. {escape(q.question)}</h3><p>Skipped.</p></section>"
    said = "".join(
        f"<blockquote>{marked(line)}</blockquote>" if line.speaker == "candidate" else f"<p>{escape(line.text)}</p>"
        for line in q.transcript[1:]
    )
    points = "".join(
        f'<div class="point {v.verdict}"><b>{WORDS[v.verdict]}</b><span>{escape(v.key_point)}</span>'
        + (f"<q>{escape(v.evidence)}</q>" if v.evidence else "")
        + (f"<cite>Judged by: {escape(v.reference)}</cite>" if v.reference and v.reference != v.key_point else "")
        + "</div>"
        for v in q.verdicts
    )
    model = (
        f"<details><summary>A model answer</summary>\n\n{harmless(q.model_answer)}\n\n"
        f'<p class="line">{escape(q.document)}</p>\n</details>'
        if q.model_answer
        else ""
    )
    notice = f'<p class="notice">{escape(q.notice)}</p>' if q.notice else ""
    title = f"<h3>{q.number}. {escape(q.question)} · {q.score:.0%}</h3>"
    return f"<section>\n{title}\n{said}{points}{notice}\n\n{model}\n</section>"


# --- Library -----------------------------------------------------------------------------------------------------


def documents(infos: Sequence[DocumentInfo]) -> str:
    """The documents as a table."""
    if not infos:
        return '<p class="lead">The library is empty. Add a document to begin.</p>'
    rows = "".join(
        f'<tr><td>{escape(i.name)}</td><td class="n">{i.entries}</td>'
        f"<td>{'built in' if i.builtin else f'{i.added_at.astimezone(UTC):%d %b %Y}'}</td></tr>"
        for i in sorted(infos, key=lambda i: (i.builtin, i.name))
    )
    head = "<thead><tr><th>Document</th><th>Questions</th><th>Added</th></tr></thead>"
    return f'<table class="docs">{head}<tbody>{rows}</tbody></table>'


def ingested(rows: Sequence[Ingested]) -> str:
    """What became of documents, a line each."""
    return "".join(_ingested(row) for row in rows)


def _ingested(row: Ingested) -> str:
    name = escape(row.document)
    if row.status == "failed":
        return f'<p class="notice error" role="alert">{name}: {escape(row.error or "could not be read.")}</p>'
    if row.status == "removed":
        return f'<p class="line" role="status">{name} is removed.</p>'
    warnings = "".join(f"<br>{escape(warning)}" for warning in row.warnings[:5])
    found = f"{row.entries} {'question' if row.entries == 1 else 'questions'}"
    return f'<p class="line" role="status">{name}: {row.status}, {found}.{warnings}</p>'


def entries(found: Sequence[Entry], most: int = 60) -> str:
    """Entries to open and read."""
    rows = "\n\n".join(
        f"<details><summary>{escape(e.question)}</summary>\n\n{harmless(e.answer) or 'No answer in the document.'}\n\n"
        f'<p class="line">{escape(e.document)}, line {e.location.start_line} · {e.level} · {e.kind}</p>\n</details>'
        for e in found[:most]
    )
    more = f'<p class="line">and {len(found) - most} more</p>' if len(found) > most else ""
    return f'<div class="entries">\n\n{rows}\n\n{more}</div>'
