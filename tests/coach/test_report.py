import io
import json
from datetime import UTC, datetime, timedelta

import pdfplumber

from coach.events import (
    AnswerGiven,
    Ended,
    Event,
    FollowUpAsked,
    Graded,
    Planned,
    QuestionAsked,
    Reported,
    Skipped,
    Started,
)
from coach.grading.grades import KeyPointVerdict, Verdict
from coach.reports.formats import to_html, to_json, to_markdown, to_pdf
from coach.reports.report import Report, report
from corpus.entries import Level

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
SAID = "Bagging trains <b>in parallel</b>. Boosting trains in parallel too."


def log() -> list[Event]:
    """Two questions: one answered with a follow-up, one skipped."""
    plan = tuple(Planned(entry_id=i, topic="ensembles", level=Level.MID) for i in ("bagging", "stacking"))
    verdicts = (
        KeyPointVerdict(
            key_point="Bagging trains in parallel.",
            verdict=Verdict.COVERED,
            evidence="Bagging trains <b>in parallel</b>.",
            degree=1.0,
        ),
        KeyPointVerdict(
            key_point="Boosting trains in sequence.",
            verdict=Verdict.CONTRADICTED,
            evidence="Boosting trains in parallel too.",
        ),
        KeyPointVerdict(key_point="Bagging lowers variance.", verdict=Verdict.MISSED),
    )
    events: list[Event] = [
        Started(plan=plan, seed=1),
        QuestionAsked(number=1, of=2, entry_id="bagging", question="How do they differ?", topic="ensembles"),
        AnswerGiven(text=SAID, entry_id="bagging"),
        FollowUpAsked(text="Are you sure about boosting?", aims_at="Boosting trains in sequence.", entry_id="bagging"),
        AnswerGiven(text="I think so.", entry_id="bagging"),
        Graded(
            entry_id="bagging",
            score=0.1667,
            verdicts=verdicts,
            feedback="One of three.",
            grader="offline",
            question="How do they differ?",
            topic="ensembles",
            probes=1,
            seconds=75,
            model_answer="**Bagging** in parallel, $a | b$ boosting in sequence.",
            document="mine.md",
        ),
        QuestionAsked(number=2, of=2, entry_id="stacking", question="What is stacking?", topic="ensembles"),
        Skipped(entry_id="stacking", topic="ensembles", question="What is stacking?"),
        Ended(reason="done"),
    ]
    return [e.stamped("s1", n, NOON + timedelta(seconds=30 * n)) for n, e in enumerate(events, 1)]


def made() -> Report:
    before = Reported(session="s0", at=NOON, score=0.25, topics=(), questions=(), next_steps=())
    return report(log(), [before])


def test_a_report_says_what_counted_what_was_wrong_and_what_was_missing() -> None:
    shown = made()

    [first, second] = shown.questions
    assert shown.finished
    assert shown.score == 0.0833  # a skipped question counts 0
    assert [v.verdict for v in first.verdicts] == [Verdict.COVERED, Verdict.CONTRADICTED, Verdict.MISSED]
    assert (second.score, second.verdicts) == (None, ())
    assert [line.speaker for line in first.transcript] == ["coach", "candidate", "coach", "candidate"]
    assert shown.observations == 3


def test_what_counted_is_marked_in_the_candidates_own_words() -> None:
    line = made().questions[0].transcript[1]

    assert [(line.text[m.start : m.end], m.verdict) for m in line.marks] == [
        ("Bagging trains <b>in parallel</b>.", Verdict.COVERED),
        ("Boosting trains in parallel too.", Verdict.CONTRADICTED),
    ]


def test_what_was_wrong_is_the_first_thing_to_do_next_and_each_step_names_entries() -> None:
    steps = made().next_steps

    assert [step.entry_ids for step in steps] == [("bagging",), ("bagging",), ("stacking",)]
    assert "Boosting trains in sequence." in steps[0].text


def test_an_unfinished_interview_has_a_report_too() -> None:
    shown = report(log()[:3])

    assert not shown.finished
    assert shown.questions[0].score is None
    assert "not finished" in to_markdown(shown)


def test_as_markdown_it_reads_from_score_to_model_answer() -> None:
    text = to_markdown(made())

    order = [
        "# Interview report",
        "Your last interview came to 25%",
        "## Topics",
        "## What to do next",
        "## 1. How do",
        "✗",
    ]
    order += [
        "“Boosting trains in parallel too.”",
        "**You said**",
        "**Model answer** (mine.md)",
        "## 2. What is stacking?",
    ]
    places = [text.index(part) for part in order]
    assert places == sorted(places)


def test_as_html_it_is_one_file_that_trusts_nobodys_words_and_loads_nothing() -> None:
    page = to_html(made())

    assert "<b>in parallel</b>" not in page
    assert "&lt;b&gt;in parallel&lt;/b&gt;" in page
    assert '<mark class="contradicted">Boosting trains in parallel too.</mark>' in page
    assert "<svg" in page
    assert not any(word in page for word in ("<script", "http://", "https://", "@import", "url("))


def test_as_json_nothing_is_lost() -> None:
    shown = made()

    assert Report.model_validate_json(to_json(shown)) == shown
    assert json.loads(to_json(shown))["questions"][0]["verdicts"][1]["verdict"] == "contradicted"


def pdf_text(pdf: bytes) -> str:
    """What somebody who copies all of it gets, with single spaces."""
    with pdfplumber.open(io.BytesIO(pdf)) as pages:
        return " ".join(" ".join(page.extract_text() for page in pages.pages).split())


def test_as_pdf_it_reads_like_the_others_and_is_the_same_every_time() -> None:
    pdf = to_pdf(made())

    text = pdf_text(pdf)
    order = ["Interview report", "25%", "Topics", "ensembles", "What to do next", "1. How do they differ?"]
    order += ["✓ Bagging trains in parallel.", "\u00d7 Boosting", "You: Bagging trains <b>in parallel</b>."]
    order += ["Model answer"]
    places = [text.index(part) for part in order]
    assert places == sorted(places)
    assert "shown as" not in text
    assert to_pdf(made()) == pdf


def test_a_pdf_shows_mathematics_code_lists_and_says_what_it_cannot_show() -> None:
    events = log()
    graded = events[5]
    assert isinstance(graded, Graded)
    answer = "∇f ≤ Σx² ✓.\n\n- one\n  - two\n\n1. first\n\n```python\nx = [1]\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |"
    events[5] = graded.model_copy(update={"model_answer": answer})
    events[2] = AnswerGiven(text="Это ответ. 這是答案.\x07", entry_id="bagging", seq=3, session="s1", at=NOON)

    text = pdf_text(to_pdf(report(events)))

    for part in ("∇f ≤ Σx² ✓", "• one • two 1. first x = [1]", "a | b 1 | 2", "Это ответ. ????.", "shown as “?”"):
        assert part in text


def test_a_question_without_a_word_of_an_answer_at_an_early_end_is_no_question() -> None:
    events = [*log()[:7], Ended(reason="candidate").stamped("s1", 8, NOON)]

    shown = report(events)

    assert [question.entry_id for question in shown.questions] == ["bagging"]
    assert shown.score == 0.1667


def test_what_there_is_nothing_to_judge_by_has_no_score_and_lowers_none() -> None:
    bare = Graded(entry_id="stacking", score=0.0, verdicts=(), feedback="", grader="offline", topic="bare", seq=8)
    events = [*log()[:7], bare, Ended(reason="done").stamped("s1", 9, NOON)]

    shown = report(events)

    assert shown.score == 0.1667
    assert shown.questions[1].score is None
    assert [topic.topic for topic in shown.topics] == ["ensembles"]
    assert "not scored" in to_markdown(shown)
