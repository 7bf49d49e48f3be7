"""A report on the page: its buttons do what they say, and what people wrote stays text."""

from datetime import UTC, datetime

from coach.events import NextStep, TopicScore
from coach.grading.grades import KeyPointVerdict, Verdict
from coach.interviewing.interview import Dispute, Regrade
from coach.interviewing.planning import Setup
from coach.reports.report import Before, Line, Mark, QuestionReport, Report
from ui import report_html
from ui.report_html import AnswerAgain

SAID = "It costs $5 and $6. <b>Frames</b> carry wheels."
FRAME = KeyPointVerdict(key_point="It is a frame.", verdict=Verdict.MISSED, reference="A bogie is a frame with wheels.")
WHEELS = KeyPointVerdict(key_point="It carries wheels.", verdict=Verdict.COVERED, evidence="carry wheels", degree=1)
QUESTION = QuestionReport(
    number=1,
    entry_id="bogie",
    question="What is a bogie?",
    topic="trains",
    level="mid",
    score=0.5,
    verdicts=(FRAME, WHEELS),
    transcript=(
        Line(speaker="coach", text="What is a bogie?"),
        Line(speaker="candidate", text=SAID, marks=(Mark(start=34, end=46, verdict=Verdict.COVERED),)),
    ),
    model_answer="A **frame** with wheels, $x^2$.",
    document="trains.md",
    hints=1,
    probes=1,
    seconds=75,
    grader="offline",
)
REPORT = Report(
    session="abc",
    finished=True,
    score=0.5,
    ability=0.0,
    standard_error=0.5,
    observations=2,
    topics=(TopicScore(topic="trains", score=0.5, questions=1, observations=2),),
    questions=(QUESTION,),
    next_steps=(NextStep(text="Answer again: What is a bogie?", entry_ids=("bogie",)),),
    earlier=(0.2, 0.4),
    at=datetime(2026, 11, 25, tzinfo=UTC),
)


def test_each_button_does_what_its_id_says() -> None:
    assert report_html.action("count-0-0", REPORT) == Dispute(entry_id="bogie", key_point="It is a frame.")
    assert report_html.action("grade-0", REPORT) == Regrade(entry_id="bogie")
    assert report_html.action("again-0-2", REPORT) == AnswerAgain("bogie")
    assert report_html.action("topic-0", REPORT) == Setup(questions=3, topics=("trains",))


def test_an_id_that_no_button_has_does_nothing() -> None:
    for made_up in ("", "count", "count-9-9", "count-0-x", "drop-0", "count--1-0"):
        assert report_html.action(made_up, REPORT) is None


def test_only_what_does_not_count_can_be_counted() -> None:
    shown = report_html.report(REPORT, "interview")

    assert 'id="count-0-0"' in shown
    assert 'id="count-0-1"' not in shown
    assert "Judged by: A bogie is a frame with wheels." in shown


def test_what_was_counted_by_the_candidate_stays_marked() -> None:
    counted = QUESTION.model_copy(update={"verdicts": (FRAME.model_copy(update={"disputed": True}), WHEELS)})

    shown = report_html.report(REPORT.model_copy(update={"questions": (counted,)}), "interview")

    assert "Counted by you" in shown
    assert 'id="count-0-0"' not in shown


def test_words_of_a_candidate_are_neither_tags_nor_formulas() -> None:
    shown = report_html.report(REPORT, "interview")

    assert "&lt;b&gt;Frames&lt;/b&gt;" in shown
    assert "<span>&#36;</span>5 and <span>&#36;</span>6" in shown
    assert '<mark class="covered">carry wheels</mark>' in shown
    assert "$x^2$" in shown


def test_an_interview_is_set_beside_those_before_it_and_a_review_is_not() -> None:
    assert "10 points up on the interview before" in report_html.report(REPORT, "interview")
    assert "interview before" not in report_html.report(REPORT, "review")


def test_two_answers_stand_side_by_side_with_what_is_new() -> None:
    missed = WHEELS.model_copy(update={"verdict": Verdict.MISSED, "evidence": "", "degree": 0.0})
    before = Before(session="old", at=datetime(2026, 11, 20, tzinfo=UTC), score=0.0, verdicts=(FRAME, missed))
    twice = QUESTION.model_copy(update={"before": before})

    shown = report_html.report(REPORT.model_copy(update={"questions": (twice,)}), "review")

    assert "20 November · 0%" in shown
    assert "This time · 50%" in shown
    assert "<b>New this time:</b> It carries wheels." in shown


def test_a_grade_that_failed_can_be_asked_for_again() -> None:
    failed = QUESTION.model_copy(update={"notice": "The model did not answer."})

    shown = report_html.report(REPORT.model_copy(update={"questions": (failed,)}), "interview")

    assert "The model did not answer." in shown
    assert 'id="grade-0"' in shown
    assert 'id="grade-0"' not in report_html.report(REPORT, "interview")


def test_a_skipped_question_is_named_as_such() -> None:
    skipped = QuestionReport(
        number=1, entry_id="bogie", question="What is a bogie?", topic="trains", level="mid", score=None, skipped=True
    )

    assert ">Skipped</span>" in report_html.report(REPORT.model_copy(update={"questions": (skipped,)}), "interview")


def test_the_facts_say_hints_follow_ups_and_time() -> None:
    assert "Trains · mid · 1 hint (10% off) · 1 follow-up · 1:15 min" in report_html.report(REPORT, "interview")


def test_an_answer_that_nothing_can_judge_is_not_called_zero() -> None:
    unjudged = QUESTION.model_copy(update={"score": None, "verdicts": ()})

    shown = report_html.report(REPORT.model_copy(update={"score": 0.0, "questions": (unjudged,)}), "review")

    assert '<p class="score">Not scored</p>' in shown
    assert ">Not scored</span>" in shown


def test_the_interviewers_last_words_stand_above_the_report() -> None:
    shown = report_html.heading(REPORT, "interview", "That was the last question. <Thank> you.")

    assert shown.index("That was the last question. &lt;Thank&gt; you.") < shown.index("Your report")


def test_a_second_step_about_the_same_question_offers_only_its_topic() -> None:
    steps = (*REPORT.next_steps, NextStep(text="Practise trains: it came to 50%.", entry_ids=("bogie",)))

    shown = report_html.report(REPORT.model_copy(update={"next_steps": steps}), "interview")

    assert 'id="again-0-0"' in shown
    assert 'id="again-0-1"' not in shown
    assert 'id="topic-0-1"' in shown
