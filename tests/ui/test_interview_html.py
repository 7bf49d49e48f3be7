"""What an interview says on the page, for the states it can be in."""

from datetime import UTC, datetime, timedelta

import pytest

from coach.events import (
    AnswerGiven,
    Event,
    FollowUpAsked,
    Graded,
    HintGiven,
    Planned,
    QuestionAsked,
    Repeated,
    Started,
)
from coach.grading.grades import KeyPointVerdict, Verdict
from coach.interviewing.interview import fold
from coach.interviewing.planning import Room, Setup
from corpus.entries import Kind, Level
from ui import interview_html
from ui.interview_form import chosen, remembered

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
PLAN = tuple(Planned(entry_id=name, topic="trains", level=Level.MID) for name in ("bogie", "signal"))
STARTED = Started(plan=PLAN, seed=1, minutes=20, at=NOON, seq=1)
ASKED = QuestionAsked(number=1, of=2, entry_id="bogie", question="What is a <bogie>?", topic="trains", hints=2, at=NOON)
ANSWER = AnswerGiven(text="A frame.", entry_id="bogie", at=NOON)
PROBE = FollowUpAsked(text="What does it carry?", aims_at="It carries springs.", entry_id="bogie", at=NOON)
GRADE = Graded(
    entry_id="bogie",
    score=0.5,
    verdicts=(
        KeyPointVerdict(key_point="It carries springs.", verdict=Verdict.MISSED),
        KeyPointVerdict(key_point="It is a frame.", verdict=Verdict.COVERED, evidence="A frame.", degree=1),
    ),
    feedback="One of two.",
    grader="offline",
    question="What is a <bogie>?",
    at=NOON,
)


@pytest.mark.parametrize(
    ("setup", "words"),
    [
        (Setup(), "5 questions, about 20 minutes, on all topics, every level."),
        (Setup(), "385 questions fit. A friendly interviewer"),
        (Setup(questions=1, topics=("trees",), level=Level.MID), "1 question, about 4 minutes, on trees, mid level."),
        (
            Setup(minutes=30, topics=("trees", "sql"), kinds=(Kind.CODING,)),
            "30 minutes by the clock: about 8 coding questions, on trees and sql, every level.",
        ),
        (Setup(topics=("a", "b", "c", "d"), tone="tough", feedback="end"), "on 4 topics"),
        (Setup(tone="tough", feedback="end"), "A tough interviewer, feedback only at the end."),
        (Setup(role="MLOps", job_description="x"), "Topics are weighed by the role (MLOps) and your job description."),
    ],
)
def test_the_plan_is_said_in_words(setup: Setup, words: str) -> None:
    assert words in interview_html.plan_in_words(setup, Room(fits=385, asked=setup.length))


@pytest.mark.parametrize(
    ("setup", "room", "words"),
    [
        (Setup(), Room(fits=3, asked=3), "Only 3 questions, about 12 minutes, on all topics, every level."),
        (Setup(), Room(fits=1, asked=1), "1 question fits: add documents, or choose less narrowly, for more."),
        (Setup(minutes=60), Room(fits=3, asked=3), "60 minutes by the clock: only 3 questions, on all topics"),
        (
            Setup(),
            Room(fits=7, asked=2),
            "7 questions fit, but the others were asked last time or are nearly the same.",
        ),
        (Setup(), Room(fits=0, asked=0), "No question fits these choices."),
    ],
)
def test_that_fewer_questions_fit_than_were_wished_for_is_said_before_the_start(
    setup: Setup, room: Room, words: str
) -> None:
    assert words in interview_html.plan_in_words(setup, room)


def test_choices_come_back_as_they_were_kept() -> None:
    setup = chosen("MLOps", "mid", ["trees"], ["coding"], "minutes", 5, 45, " a job ", "tough", "end")

    assert remembered(setup.model_dump_json()) == setup
    assert setup.length == 11
    assert setup.job_description == "a job"


@pytest.mark.parametrize("kept", ["", None, "{", '{"questions": 900}', '{"unknown": 1}'])
def test_choices_that_cannot_be_read_any_more_are_forgotten(kept: object) -> None:
    assert remembered(kept) == Setup()


def test_the_open_question_is_escaped_and_named() -> None:
    shown = interview_html.question(fold([STARTED, ASKED]))

    assert "What is a &lt;bogie&gt;?" in shown
    assert 'id="focus-1-0"' in shown


def test_a_follow_up_gets_a_focus_of_its_own_and_recalls_the_question() -> None:
    shown = interview_html.question(fold([STARTED, ASKED, ANSWER, PROBE]))

    assert "What does it carry?" in shown
    assert "The question was: What is a &lt;bogie&gt;?" in shown
    assert 'id="focus-1-1"' in shown


def test_a_hint_stands_under_the_open_question_and_among_what_was_said_once_it_is_answered() -> None:
    hint: Event = HintGiven(text="Think of wheels.", step=1, of=2, cost=0.1, entry_id="bogie")

    assert "Hint 1 of 2, costs 10% so far" in interview_html.notes([STARTED, ASKED, hint])
    assert interview_html.talk([STARTED, ASKED, hint]) == ""
    assert interview_html.notes([STARTED, ASKED, hint, ANSWER, PROBE]) == ""
    assert "Think of wheels." in interview_html.talk([STARTED, ASKED, hint, ANSWER, PROBE])


def test_the_open_follow_up_is_not_said_twice() -> None:
    events: list[Event] = [STARTED, ASKED, ANSWER, PROBE, Repeated(text="What does it carry?", entry_id="bogie")]

    assert "What does it carry?" not in interview_html.talk(events)


def test_the_hint_button_counts_and_says_the_cost() -> None:
    one = HintGiven(text="a", step=1, of=2, entry_id="bogie")
    two = HintGiven(text="b", step=2, of=2, entry_id="bogie")

    assert interview_html.hint_label(fold([STARTED, ASKED])) == ("Hint 1 of 2 (costs 10%)", True)
    assert interview_html.hint_label(fold([STARTED, ASKED, one])) == ("Hint 2 of 2 (costs 10%)", True)
    assert interview_html.hint_label(fold([STARTED, ASKED, one, two])) == ("No more hints", False)


def test_feedback_waits_for_the_end_where_that_was_chosen() -> None:
    second = QuestionAsked(number=2, of=2, entry_id="signal", question="Why signals?", at=NOON)
    each: list[Event] = [STARTED, ASKED, ANSWER, GRADE, second]
    end: list[Event] = [STARTED.model_copy(update={"feedback": "end"}), *each[1:]]

    assert "Last question: 1 of 2 points" in interview_html.feedback(fold(each))
    assert interview_html.feedback(fold(end)) == ""


def test_what_counted_is_said_before_what_was_missing() -> None:
    shown = interview_html.feedback(fold([STARTED, ASKED, ANSWER, GRADE]))

    assert shown.index("It is a frame.") < shown.index("It carries springs.")


def test_the_clock_stands_still_in_a_pause_and_says_when_time_is_up() -> None:
    running = fold([STARTED, ASKED])

    assert "data-ends" in interview_html.where(running, NOON + timedelta(minutes=5))
    assert "15:00 left" in interview_html.where(running, NOON + timedelta(minutes=5))
    assert "Time is up" in interview_html.where(running, NOON + timedelta(minutes=21))


def test_ending_says_what_is_left_out() -> None:
    assert "2 questions are left out." in interview_html.ending(fold([STARTED, ASKED]))
    assert "One question is left out." in interview_html.ending(fold([STARTED, ASKED, ANSWER, PROBE]))
