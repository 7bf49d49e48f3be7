"""A report as JSON, Markdown, PDF or one self-contained HTML file. What people wrote is escaped, never trusted."""

from html import escape
from importlib import resources

from coach.grading.grades import KeyPointVerdict
from coach.reports.pdf import to_pdf
from coach.reports.report import Line, QuestionReport, Report
from coach.reports.words import SIGNS, WORDS, facts, percent, since, summary

__all__ = ["marked", "to_html", "to_json", "to_markdown", "to_pdf"]


def to_json(report: Report) -> str:
    """Everything, for programs."""
    return report.model_dump_json(indent=2)


def to_markdown(report: Report) -> str:
    """For reading in a terminal or an editor."""
    parts = ["# Interview report", summary(report)]
    if report.topics:
        rows = [f"| {_cell(t.topic)} | {percent(t.score)} | {t.questions} | {t.observations} |" for t in report.topics]
        parts += ["## Topics", "\n".join(["| Topic | Score | Questions | Key points |", "|---|---|---|---|", *rows])]
    if report.next_steps:
        parts += ["## What to do next", "\n".join(f"{n}. {step.text}" for n, step in enumerate(report.next_steps, 1))]
    for question in report.questions:
        parts += _question_markdown(question)
    return "\n\n".join(parts) + "\n"


def _question_markdown(question: QuestionReport) -> list[str]:
    parts = [f"## {question.number}. {question.question}", facts(question)]
    if question.verdicts:
        parts.append("\n".join(_verdict_markdown(verdict) for verdict in question.verdicts))
    if words := since(question):
        parts.append(words)
    said = [line.text for line in question.transcript if line.speaker == "candidate"]
    if said:
        parts += ["**You said**", *("> " + text.replace("\n", "\n> ") for text in said)]
    if question.model_answer:
        source = f" ({question.document})" if question.document else ""
        parts += [f"**Model answer**{source}", question.model_answer]
    return parts


def _verdict_markdown(verdict: KeyPointVerdict) -> str:
    counted = ", counted by you" if verdict.disputed else ""
    line = f"- {SIGNS[verdict.verdict]} {verdict.key_point} *({WORDS[verdict.verdict]}{counted})*"
    quote = " ".join(verdict.evidence.split())
    return f"{line}\n  - “{quote}”" if quote else line


def to_html(report: Report) -> str:
    """One file with everything in it: no script, nothing loaded from anywhere."""
    body = [f"<h1>Interview report</h1><p class=lead>{escape(summary(report))}</p>"]
    if report.topics:
        body.append(f"<h2>Topics</h2>{_chart(report)}")
    if report.next_steps:
        steps = "".join(f"<li>{escape(step.text)}</li>" for step in report.next_steps)
        body.append(f"<h2>What to do next</h2><ol>{steps}</ol>")
    body += [_question_html(question) for question in report.questions]
    page = (resources.files("coach") / "data" / "report.html").read_text("utf-8")
    return page.replace("{{body}}", "\n".join(body))


def _question_html(question: QuestionReport) -> str:
    verdicts = "".join(_verdict_html(verdict) for verdict in question.verdicts)
    lines = "".join(_line_html(line) for line in question.transcript)
    parts = [f"<section><h2>{question.number}. {escape(question.question)}</h2><p>{escape(facts(question))}</p>"]
    if verdicts:
        parts.append(f"<ul class=points>{verdicts}</ul>")
    if words := since(question):
        parts.append(f"<p>{escape(words)}</p>")
    parts.append(f"<div class=talk>{lines}</div>")
    if question.before is not None:
        earlier = "".join(_line_html(line) for line in question.before.transcript)
        parts.append(f"<details><summary>Your earlier answer</summary><div class=talk>{earlier}</div></details>")
    if question.model_answer:
        source = f" <small>{escape(question.document)}</small>" if question.document else ""
        answer = _markdown(question.model_answer)
        parts.append(f"<details open><summary>Model answer{source}</summary>{answer}</details>")
    return "".join(parts) + "</section>"


def _verdict_html(verdict: KeyPointVerdict) -> str:
    counted = ", counted by you" if verdict.disputed else ""
    quote = f"<q>{escape(' '.join(verdict.evidence.split()))}</q>" if verdict.evidence else ""
    return (
        f"<li class={verdict.verdict}><b>{SIGNS[verdict.verdict]}</b> {escape(verdict.key_point)} "
        f"<small>{WORDS[verdict.verdict]}{counted}</small>{quote}</li>"
    )


def _line_html(line: Line) -> str:
    return f"<p class={line.speaker}>{marked(line)}</p>"


def marked(line: Line) -> str:
    """A line as HTML, escaped, with the words that verdicts stand on in <mark>."""
    out, at = [], 0
    for mark in line.marks:
        out.append(escape(line.text[at : mark.start]))
        out.append(f'<mark class="{mark.verdict}">{escape(line.text[mark.start : mark.end])}</mark>')
        at = mark.end
    return ("".join(out) + escape(line.text[at:])).replace("\n", "<br>")


def _chart(report: Report) -> str:
    """Horizontal bars, one a topic."""
    height = 30
    bars = []
    for n, topic in enumerate(report.topics):
        y = n * height
        name = escape(topic.topic)
        points = "point" if topic.observations == 1 else "points"
        bars.append(
            f'<text x="0" y="{y + 19}">{name}</text><rect x="190" y="{y + 6}" width="300" height="16" class="rest"/>'
            f'<rect x="190" y="{y + 6}" width="{round(300 * topic.score)}" height="16" class="bar"/>'
            f'<text x="500" y="{y + 19}">{percent(topic.score)} · {topic.observations} {points}</text>'
        )
    tall = height * len(report.topics)
    return f'<svg viewBox="0 0 640 {tall}" role="img" aria-label="Score per topic">{"".join(bars)}</svg>'


def _markdown(text: str) -> str:
    from markdown_it import MarkdownIt

    return str(MarkdownIt("commonmark", {"html": False}).enable("table").render(text))


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
