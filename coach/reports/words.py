"""What a report says in words, whatever it is written as."""

from collections.abc import Sequence

from coach.grading.grades import Verdict
from coach.reports.report import QuestionReport, Report

SIGNS = {Verdict.COVERED: "✓", Verdict.PARTIAL: "~", Verdict.MISSED: "–", Verdict.CONTRADICTED: "✗"}
WORDS = {
    Verdict.COVERED: "covered",
    Verdict.PARTIAL: "partly covered",
    Verdict.MISSED: "missed",
    Verdict.CONTRADICTED: "said the wrong way",
}


def summary(report: Report) -> str:
    parts = [f"Score {percent(report.score)} over {count(report.questions)}"]
    parts.append(f"from {report.observations} key points")
    words = ", ".join(parts) + "."
    if report.seconds >= 60:
        words += f" It took {round(report.seconds / 60)} minutes."
    if report.earlier:
        words += f" Your last interview came to {percent(report.earlier[-1])}."
    return words if report.finished else words + " The interview is not finished."


def facts(question: QuestionReport) -> str:
    about = ", ".join(word for word in (question.topic, question.level) if word)
    if question.skipped:
        return f"{about}: skipped."
    if question.score is None and not question.grader:
        return f"{about}: not graded yet."
    worth = "not scored, there is no answer to judge yours by" if question.score is None else percent(question.score)
    parts = [f"{about}: {worth}"]
    if question.hints:
        parts.append(f"{question.hints} hint{'s' if question.hints > 1 else ''}")
    if question.probes:
        parts.append(f"{question.probes} follow-up{'s' if question.probes > 1 else ''}")
    if question.seconds >= 1:
        parts.append(f"{int(question.seconds // 60)}:{int(question.seconds % 60):02d} minutes")
    if question.grader and question.grader != "offline":
        parts.append(f"graded by {question.grader}")
    words = ", ".join(parts) + "."
    return f"{words} {question.notice}" if question.notice else words


def count(questions: Sequence[QuestionReport]) -> str:
    return "1 question" if len(questions) == 1 else f"{len(questions)} questions"


def percent(share: float) -> str:
    return f"{round(100 * share)}%"


def since(question: QuestionReport) -> str:
    """How an answer compares with the one before it to the same question; empty where there is none."""
    before = question.before
    if before is None or question.score is None:
        return ""
    parts = [f"Last time, on {before.at:%d %B %Y}, this came to {percent(before.score)}."]
    if question.gained:
        parts.append(f"New this time: {' '.join(question.gained)}")
    if question.lost:
        parts.append(f"Said then and not now: {' '.join(question.lost)}")
    return " ".join(parts)
