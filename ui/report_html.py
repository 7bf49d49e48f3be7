"""The report of an interview, as the page shows it. Pure."""

from html import escape

from coach.grades import Verdict
from coach.report import QuestionReport, Report
from coach.report_formats import marked
from ui.escaping import harmless

WORDS = {
    Verdict.COVERED: "Covered",
    Verdict.PARTIAL: "In part",
    Verdict.MISSED: "Missing",
    Verdict.CONTRADICTED: "Wrong",
}


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
