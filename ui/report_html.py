"""The report of an interview, as the page shows it. Pure.

It is Markdown with HTML of ours around it, because model answers hold formulas, tables and code. Gradio's sanitiser
keeps ids but no data attributes and no ARIA labels: so what a button does is said by its id (see `action`), and
names for screen readers stand in the text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from coach.events import TopicScore
from coach.grading.grades import KeyPointVerdict, Verdict
from coach.grading.scoring import hint_cost
from coach.interviewing.interview import Dispute, Regrade
from coach.interviewing.planning import Setup
from coach.reports.formats import marked
from coach.reports.report import Before, Line, QuestionReport, Report
from ui.escaping import harmless
from ui.rich_text import inline, money

WORDS = {
    Verdict.COVERED: "Counted",
    Verdict.PARTIAL: "In part",
    Verdict.CONTRADICTED: "Wrong",
    Verdict.MISSED: "Missing",
}
ORDER = tuple(WORDS)
FORMATS = (("md", "Markdown"), ("html", "HTML"), ("pdf", "PDF"), ("json", "JSON"))
EARLIER = 7  # interviews shown beside this one
FEW = 8  # key points below which a topic's score says little
ON_A_TOPIC = 3  # questions of an interview that is begun from a report


# --- What its buttons do -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AnswerAgain:
    """Ask a question once more."""

    entry_id: str


def action(what: str, report: Report) -> Dispute | Regrade | AnswerAgain | Setup | None:
    """What the button with that id does; None for an id that no button of this report has."""
    name, *numbers = what.split("-")
    if not all(number.isdecimal() for number in numbers):
        return None
    at = [int(number) for number in numbers]
    try:
        match name, at:
            case "count", [q, v]:
                question = report.questions[q]
                return Dispute(entry_id=question.entry_id, key_point=question.verdicts[v].key_point)
            case "grade", [q]:
                return Regrade(entry_id=report.questions[q].entry_id)
            case "again", [q, *_]:
                return AnswerAgain(report.questions[q].entry_id)
            case "topic", [q, *_]:
                return Setup(questions=ON_A_TOPIC, topics=(report.questions[q].topic,))
    except IndexError:
        return None
    return None


# --- The whole ---------------------------------------------------------------------------------------------------


def heading(report: Report, kind: str, closing: str = "") -> str:
    """Its title, which gets the focus when the report appears. closing: the interviewer's last words."""
    title = "Answered again" if report.again else "Your review" if kind == "review" else "Your report"
    when = f'<p class="lead">{report.at.day} {report.at:%B %Y}</p>' if report.at else ""
    back = f'<p class="line"><a href="/interview?session={escape(report.again)}">Back to the first report</a></p>'
    last = f'<p class="closing"><span class="sr">Interviewer: </span>{escape(closing)}</p>' if closing else ""
    return (
        f'{last}<div class="page-title">'
        f'<h2 class="title" tabindex="-1" data-focus="report-{escape(report.session)}">{title}</h2>{when}'
        f"{back if report.again else ''}</div>"
    )


def report(report: Report, kind: str) -> str:
    """Everything below the title. kind: of the session; only an interview is set beside the interviews before it."""
    if not report.questions:
        return '<div class="report"><p>Nothing was answered, so there is nothing to report.</p></div>'
    parts = [_overview(report, _trend(report) if kind == "interview" else "")]
    if report.topics:
        parts.append(f'<div class="part"><h3>Topics</h3>{"".join(_topic(t) for t in report.topics)}</div>')
    parts += [_next_steps(report), '<div class="part list"><h3>Question by question</h3></div>']
    parts += [_question(n, q, opened=n == _first_to_read(report)) for n, q in enumerate(report.questions)]
    parts.append(f"{_downloads(report)}</div>")
    return f'<div class="report" id="report-{escape(report.session)}">' + "\n\n".join(parts)


def _first_to_read(report: Report) -> int:
    """The weakest question stands open."""
    scored = [(q.score if q.score is not None else 2.0, n) for n, q in enumerate(report.questions)]
    return min(scored)[1]


def _overview(report: Report, trend: str) -> str:
    count = len(report.questions)
    about = [f"{count} question{'' if count == 1 else 's'}", _points(report.observations)]
    if report.seconds >= 60:
        about.append(f"{report.seconds / 60:.0f} min")
    judged = any(question.score is not None or question.skipped for question in report.questions)
    score = f"{report.score:.0%}" if judged else "Not scored"
    return (
        f'<div class="overview"><div><p class="score">{score}</p><p class="line">{" · ".join(about)}</p>'
        f"</div>{trend}</div>"
    )


def _trend(report: Report) -> str:
    """This interview beside the ones before it."""
    if not report.earlier:
        return ""
    bars = "".join(
        f'<span class="run{" now" if last else ""}"><b>{score:.0%}</b><i style="height:{max(2, score * 44):.0f}px"></i>'
        f"</span>"
        for score, last in [(s, False) for s in report.earlier[-EARLIER:]] + [(report.score, True)]
    )
    step = round(100 * report.score) - round(100 * report.earlier[-1])
    words = f"{abs(step)} points {'up' if step > 0 else 'down'} on" if step else "The same as"
    return f'<div class="trend"><div class="runs">{bars}</div><p class="line">{words} the interview before</p></div>'


def _topic(topic: TopicScore) -> str:
    few = ", few to go by" if topic.observations < FEW else ""
    return (
        f'<div class="topic"><span class="name">{_text(capital(topic.topic))}</span>'
        f'<span class="bar"><i style="width:{topic.score:.0%}"></i></span><b>{topic.score:.0%}</b>'
        f'<span class="line">{_points(topic.observations)}{few}</span></div>'
    )


def _next_steps(report: Report) -> str:
    rows = []
    places = {q.entry_id: n for n, q in enumerate(report.questions)}
    done = set[int]()
    for n, step in enumerate(report.next_steps):
        place = next((places[entry_id] for entry_id in step.entry_ids if entry_id in places), None)
        acts = _acts(place, report.questions[place], n, topic_only=place in done) if place is not None else ""
        done |= {place} if place is not None else set()
        rows.append(f"<li><p>{_text(step.text)}</p>{acts}</li>")
    return f'<div class="part"><h3>Do next</h3><ol class="steps">{"".join(rows)}</ol></div>' if rows else ""


def _acts(place: int, question: QuestionReport, n: int | None = None, *, topic_only: bool = False) -> str:
    """What can be done about a question. n: tells apart several rows about the same one.

    topic_only: where a row before has offered the question itself.
    """
    own = "" if n is None else f"-{n}"
    about = f'<span class="sr"> ({_text(question.question)})</span>'
    topic = f'<button type="button" id="topic-{place}{own}">Interview on {_text(question.topic)}</button>'
    topic = topic if question.topic else ""
    if topic_only and topic:
        return f'<div class="acts">{topic}</div>'
    return (
        f'<div class="acts"><button type="button" id="again-{place}{own}">Answer again{about}</button>'
        f'<a href="/?ask={quote(question.question)}">Ask the coach{about}</a>{topic}</div>'
    )


def _downloads(report: Report) -> str:
    links = "".join(f'<a href="/report/{escape(report.session)}.{form}" download>{name}</a>' for form, name in FORMATS)
    return f'<div class="keep"><span>Keep this report</span>{links}</div>'


# --- One question ------------------------------------------------------------------------------------------------


def _question(n: int, q: QuestionReport, *, opened: bool) -> str:
    verdict = "Skipped" if q.skipped else "Not scored" if q.score is None else f"{q.score:.0%}"
    head = (
        f'<details class="question" id="q-{n}"{" open" if opened else ""}><summary><span class="n">{q.number}</span>'
        f'<span class="name">{_text(q.question)}</span><span class="mark">{verdict}</span></summary>'
    )
    answer = _twice(q, q.before) if q.before is not None and not q.skipped else _transcript(q.transcript[1:])
    parts = [head, f'<p class="line">{_facts(q)}</p>', _grade_again(n, q), answer, _verdicts(n, q)]
    model = ""
    if q.model_answer:
        source = (
            f'<a href="/library?entry={quote(q.entry_id)}">{_text(q.document)}</a>' if q.document else "your library"
        )
        model = (
            f'\n\n<details class="model" id="model-{n}"><summary>A model answer</summary>\n\n{harmless(q.model_answer)}'
            f'\n\n<p class="line">From {source}</p></details>'
        )
    return f"{''.join(parts)}{model}\n\n<div>{_acts(n, q)}</div></details>"


def _facts(q: QuestionReport) -> str:
    facts = [capital(q.topic), q.level]
    if q.hints:
        facts.append(f"{q.hints} hint{'' if q.hints == 1 else 's'} ({hint_cost(q.hints):.0%} off)")
    if q.probes:
        facts.append(f"{q.probes} follow-up{'' if q.probes == 1 else 's'}")
    if q.seconds >= 1:
        facts.append(f"{q.seconds:.0f} s" if q.seconds < 60 else f"{q.seconds // 60:.0f}:{q.seconds % 60:02.0f} min")
    if q.grader and q.grader != "offline":
        facts.append(f"graded by {q.grader}")
    return _text(" · ".join(fact for fact in facts if fact))


def _grade_again(n: int, q: QuestionReport) -> str:
    """What has to be said about the grade, and the way out where the grader had failed."""
    odd = f'<p class="odd">{_text(q.feedback)}</p>' if q.feedback and (q.flags or not q.verdicts) else ""
    if not q.notice:
        return odd
    return (
        f'{odd}<div class="failed"><p class="notice">{_text(q.notice)}</p>'
        f'<button type="button" id="grade-{n}">Grade again</button></div>'
    )


def _transcript(lines: Sequence[Line]) -> str:
    rows = []
    for line in lines:
        if line.speaker == "candidate":
            rows.append(f'<div class="you"><span class="sr">You said: </span>{_guarded(marked(line))}</div>')
        else:
            rows.append(f'<div class="asked"><span class="sr">Interviewer: </span>{_text(line.text)}</div>')
    return f'<div class="said">{"".join(rows)}</div>' if rows else ""


def _twice(q: QuestionReport, before: Before) -> str:
    """The answer before this one, and this one, side by side; and what changed between them."""
    now = f"{q.score:.0%}" if q.score is not None else "not scored"
    changed = "".join(
        f'<p class="{name}"><b>{words}</b> {" ".join(_text(point) for point in points)}</p>'
        for name, words, points in (("gained", "New this time:", q.gained), ("lost", "Left out this time:", q.lost))
        if points
    )
    return (
        f'<div class="twice"><div><h4>{before.at.day} {before.at:%B} · {before.score:.0%}</h4>'
        f"{_transcript(before.transcript[1:])}</div>"
        f"<div><h4>This time · {now}</h4>{_transcript(q.transcript[1:])}</div></div>"
        f'<div class="changed">{changed}</div>'
    )


def _verdicts(n: int, q: QuestionReport) -> str:
    order = sorted(enumerate(q.verdicts), key=lambda at: ORDER.index(at[1].verdict))
    return f'<div class="points">{"".join(_verdict(n, v, verdict) for v, verdict in order)}</div>' if order else ""


def _verdict(n: int, v: int, verdict: KeyPointVerdict) -> str:
    counts = verdict.verdict is Verdict.COVERED or verdict.disputed
    word = "Counted by you" if verdict.disputed else WORDS[verdict.verdict]
    evidence = f"<q>{_said(verdict.evidence)}</q>" if verdict.evidence else ""
    judged = verdict.reference and verdict.reference.strip() != verdict.key_point.strip()
    reference = f"<cite>Judged by: {_text(verdict.reference)}</cite>" if judged else ""
    unsure = "<cite>The grader was not sure.</cite>" if not verdict.sure and not counts else ""
    about = f'<span class="sr"> {_text(verdict.key_point)}</span>'
    count = "" if counts else f'<button type="button" id="count-{n}-{v}">Count it{about}</button>'
    name = "covered disputed" if verdict.disputed else verdict.verdict.value
    return (
        f'<div class="point {name}" id="point-{n}-{v}" tabindex="-1"><b>{word}</b>'
        f"<div><span>{_text(verdict.key_point)}</span>{evidence}{reference}{unsure}</div>{count}</div>"
    )


# --- Words -------------------------------------------------------------------------------------------------------


def capital(words: str) -> str:
    """With a capital first letter, the rest as it is."""
    return words[:1].upper() + words[1:]


def _points(count: int) -> str:
    return "1 key point" if count == 1 else f"{count} key points"


def _text(words: str) -> str:
    """Words of the corpus on one line, escaped; formulas and code in them are drawn."""
    return inline(words)


def _said(words: str) -> str:
    """Words of the candidate on one line, escaped."""
    return _guarded(escape(" ".join(words.split())))


def _guarded(html: str) -> str:
    """A dollar in the candidate's words is money, no formula; and no line of theirs ends the HTML around it."""
    return money(html.replace("\r", " "))
