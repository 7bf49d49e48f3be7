"""What the coach says of itself: how to prepare, what there is to ask, where an answer was read."""

from datetime import UTC, date, datetime

import pytest

from coach.events import Graded
from coach.explanation import Citation, Explanation
from coach.grading.grades import KeyPointVerdict, Verdict
from coach.replies import (
    GOES_ELSEWHERE,
    NOTHING_FURTHER,
    days_until,
    follow_ups_told,
    plan,
    questions_told,
    sources_told,
    topics_told,
)
from tests.sea import TIDE, WAVE

AT = datetime(2026, 11, 20, tzinfo=UTC)


def cited(*numbers: int) -> tuple[Citation, ...]:
    return tuple(Citation.of(n, TIDE, "Tides rise.", "answer", None) for n in numbers)


def test_a_plan_begins_with_finding_out_where_one_stands() -> None:
    told = plan("where should I start?", 14, 0, [], day_kept=False)

    assert told.answer.startswith(
        "You have 14 days. I would go about it like this:\n\n1. **Find out where you stand.**"
    )
    assert "Tell me the day" in told.answer
    assert told.follow_ups[0] == "Start a short interview"


def test_a_plan_names_what_is_weak_and_what_is_due(graded_badly: Graded) -> None:
    told = plan("where should I start?", None, 3, [graded_badly], day_kept=True)

    assert "**Begin with what is weak**: tides" in told.answer
    assert "Today 3 questions are due." in told.answer
    assert "Tell me the day" not in told.answer


@pytest.mark.parametrize(("days", "said"), [(0, "It is today."), (1, "It is tomorrow."), (2, "You have 2 days.")])
def test_on_the_last_days_nothing_new_is_begun(days: int, said: str) -> None:
    told = plan("help", days, 0, [], day_kept=True).answer

    assert told.startswith(said)
    assert "Nothing new now" in told


def test_topics_are_counted() -> None:
    told = topics_told("what topics are there?", [TIDE, WAVE], {"tides": 2, "waves": 1})

    assert told.answer == "2 questions in 1 document. By topic: tides (2), waves (1)."
    assert topics_told("what topics are there?", [], {}).answer.startswith("There is nothing in the library yet.")


def test_follow_ups_are_those_of_the_entry_that_was_told() -> None:
    last = Explanation(query="tides?", answer="Tides rise. [1]", answerable=True, citations=cited(1))

    told = follow_ups_told("what next?", last, TIDE, [WAVE])

    assert told.answer.startswith("After this [1] an interviewer may go on with:\n\n- ")
    assert [near.question for near in told.nearest] == [further.question for further in TIDE.follow_ups]


def test_where_an_entry_has_no_follow_ups_related_questions_are_shown() -> None:
    last = Explanation(query="waves?", answer="Waves move. [1]", answerable=True, citations=cited(1))

    told = follow_ups_told("what next?", last, WAVE, [TIDE])

    assert told.answer == f"{GOES_ELSEWHERE}\n\n- {TIDE.question}"
    assert follow_ups_told("what next?", last, None, []).answer == NOTHING_FURTHER


def test_questions_are_a_list_of_which_each_can_be_chosen() -> None:
    told = questions_told("what do they ask about tides?", "tides", [TIDE, WAVE])

    assert told.answer.endswith(f":\n\n- {TIDE.question}\n- {WAVE.question}")
    assert [near.question for near in told.nearest] == [TIDE.question, WAVE.question]
    assert told.follow_ups[0] == "Quiz me on tides"


def test_sources_are_named_place_by_place() -> None:
    last = Explanation(query="?", answer="Tides rise. [1] And fall. [2]", answerable=True, citations=cited(1, 2))

    told = sources_told("are you sure?", last, doubted=False)

    assert f"- {TIDE.question} ({TIDE.document}, line {TIDE.location.start_line}) [1] [2]" in told.answer
    assert told.citations == last.citations


def test_where_the_user_knows_better_the_notes_can_be_put_right() -> None:
    last = Explanation(query="?", answer="Tides rise. [1]", answerable=True, citations=cited(1))

    assert "puts it right to the [Library](/library)" in sources_told("that's wrong", last, doubted=True).answer


def test_sentences_of_a_model_with_nothing_behind_them_are_owned_up_to() -> None:
    last = Explanation(
        query="?", answer="Tides rise. [1] So.", answerable=True, citations=cited(1), unsupported=("So.",), model="a:b"
    )

    assert "1 sentence has nothing behind it" in sources_told("really?", last, doubted=False).answer


def test_a_day_that_is_past_is_no_day() -> None:
    assert days_until(date(2026, 11, 30), date(2026, 11, 29)) == 1
    assert days_until(date(2026, 11, 28), date(2026, 11, 29)) is None
    assert days_until(None, date(2026, 11, 29)) is None


@pytest.fixture
def graded_badly() -> Graded:
    missed = KeyPointVerdict(key_point=TIDE.key_points[0], verdict=Verdict.MISSED)
    return Graded(
        entry_id=TIDE.id, topic="tides", score=0.1, at=AT, verdicts=(missed,), feedback="Missed.", grader="offline"
    )
