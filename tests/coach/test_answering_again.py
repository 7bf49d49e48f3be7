"""What can be done with an interview after its end: dispute a point, have it graded again, answer again and compare."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from coach.coach import Coach
from coach.events import Graded
from coach.grading.grades import Verdict
from coach.interviewing.interview import Answer, Dispute, End, Pause, Regrade, Skip
from coach.interviewing.planning import Setup
from coach.settings import Settings, load
from coach.storage import utc_now
from corpus.errors import NotFound, NotNow
from tests.servers import Request, serving

BOGIE = "A bogie is the frame with wheels below a railway carriage."
MORE = (
    " It turns against the carriage body, so that a long carriage can go round a tight curve without leaving the rails."
)


@pytest.fixture
def coach(tmp_path: Path, notes: Path) -> Iterator[Coach]:
    opened = Coach(Settings(home=tmp_path / "home", builtin_corpus=False))
    list(opened.ingest([notes]))
    yield opened
    opened.close()


def interview_about(coach: Coach, subject: str, answer: str) -> tuple[str, str]:
    """A session with one question, answered and ended; its id and the entry's."""
    [entry] = [entry for entry in coach.index.entries() if subject in entry.question]
    session = coach.interviews.review([entry.id])
    list(coach.interviews.send(session, Answer(text=answer)))
    if coach.interviews.state(session).ended is None:
        list(coach.interviews.send(session, End()))
    return session, entry.id


def test_a_point_can_be_disputed_after_the_end_and_report_and_review_follow(coach: Coach) -> None:
    session, entry_id = interview_about(coach, "bogie", BOGIE)
    before = coach.report(session)
    point = next(v.key_point for v in before.questions[0].verdicts if v.verdict is not Verdict.COVERED)
    assert point in next(r for r in coach.reviews() if r.entry_id == entry_id).missed

    events = list(coach.interviews.send(session, Dispute(entry_id=entry_id, key_point=point)))

    after = coach.report(session)
    card = next(r for r in coach.reviews() if r.entry_id == entry_id)
    assert [event.type for event in events] == ["disputed", "report"]
    assert after.score > before.score
    assert [v.key_point for v in after.questions[0].verdicts if v.disputed] == [point]
    assert point not in card.missed
    assert card.score == after.score


def test_a_question_answered_again_stands_beside_the_earlier_answer(coach: Coach) -> None:
    session, entry_id = interview_about(coach, "bogie", BOGIE)
    list(coach.interviews.send(session_of(coach, entry_id), Skip()))  # another one in between

    again = coach.again(session, entry_id)
    list(coach.interviews.send(again, Answer(text=BOGIE + MORE)))
    list(coach.interviews.send(again, End()))

    [question] = coach.report(again).questions
    assert question.before is not None
    assert question.before.session == session
    assert question.score is not None
    assert question.before.score == coach.report(session).score < question.score
    assert question.before.transcript[1].text == BOGIE
    assert question.gained
    assert question.lost == ()
    assert coach.report(session).questions[0].before is None


def session_of(coach: Coach, entry_id: str) -> str:
    return coach.interviews.review([entry_id])


def test_only_what_was_asked_can_be_answered_again(coach: Coach) -> None:
    session, entry_id = interview_about(coach, "bogie", BOGIE)

    with pytest.raises(NotFound, match="did not ask"):
        coach.again(session, "another")
    coach.remove(coach.index.entry(entry_id).document)
    with pytest.raises(NotFound, match="not in the library any more"):
        coach.again(session, entry_id)


def test_a_one_question_session_is_no_earlier_interview(coach: Coach) -> None:
    interview_about(coach, "bogie", BOGIE)
    session = coach.interviews.start(Setup(questions=1, seed=1))
    list(coach.interviews.send(session, Skip()))

    assert coach.report(session).earlier == ()


def test_a_review_asks_what_is_due_and_says_when_nothing_is(coach: Coach) -> None:
    _, entry_id = interview_about(coach, "bogie", BOGIE)
    due = coach.due(utc_now() + timedelta(days=30))

    assert [review.entry_id for review in due] == [entry_id]
    with pytest.raises(NotFound, match="Nothing is due"):
        coach.start_review()


def test_the_day_of_the_interview_is_kept_and_spreads_reviews(coach: Coach) -> None:
    for subject in ("bogie", "block signal", "rack railway"):
        interview_about(coach, subject, BOGIE)
    later = utc_now() + timedelta(days=10)

    before = coach.due(later)
    coach.set_interview_date((later + timedelta(days=30)).date())

    assert len(before) == 3
    assert len(coach.due(later)) == 1
    assert load(coach.settings.home).interview_date == coach.settings.interview_date


def test_a_grade_whose_model_failed_is_done_again_on_request_and_on_resume(tmp_path: Path, notes: Path) -> None:
    """The model rambles at first: its grade is the offline one, and says so."""
    sane: list[bool] = []

    def script(request: Request) -> str:
        points = [{"number": n, "verdict": "covered", "quote": "the frame with wheels below"} for n in (1, 2)]
        return json.dumps({"points": points}) if sane else "I would rather talk about the weather."

    with serving(script) as server:
        coach = Coach(
            Settings(
                home=tmp_path / "home",
                builtin_corpus=False,
                llm="openai:scripted",
                base_url=server.openai(),
                timeout=5,
            )
        )
        list(coach.ingest([notes]))
        entry_ids = [e.id for e in coach.index.entries() if "bogie" in e.question or "signal" in e.question]
        session = coach.interviews.review(entry_ids)
        list(coach.interviews.send(session, Answer(text=BOGIE)))
        list(coach.interviews.send(session, Skip()))
        [before] = coach.interviews.state(session).graded

        with pytest.raises(NotNow, match="graded without a model"):
            list(coach.interviews.send(session, Regrade(entry_id=before.entry_id)))
        list(coach.interviews.send(session, Pause()))
        sane.append(True)
        resumed = list(coach.interviews.resume(session))
        [after] = coach.interviews.state(session).graded
        with pytest.raises(NotNow, match="complete"):
            list(coach.interviews.send(session, Regrade(entry_id=before.entry_id)))
        coach.close()

    assert before.notice is not None
    assert (after.notice, after.grader) == (None, "openai:scripted")
    assert [event.type for event in resumed] == ["resumed", "regraded"]
    assert len([event for event in coach.interviews.events(session) if isinstance(event, Graded)]) == 1


def test_a_document_without_answers_can_be_asked_and_is_honestly_not_scored(coach: Coach, tmp_path: Path) -> None:
    file = tmp_path / "bare.md"
    file.write_text("# Knots\n\n## What is a bowline?\n\n## When would you use a sheet bend?\n", encoding="utf-8")
    list(coach.ingest([file]))

    session = coach.interviews.start(Setup(documents=("bare.md",), seed=1))
    while coach.interviews.state(session).ended is None:
        list(coach.interviews.send(session, Answer(text="It is a knot that holds a rope to a ring and comes off.")))

    told = coach.report(session)
    assert [question.score for question in told.questions] == [None, None]
    assert told.questions[0].feedback == "There is no answer to compare yours with."
    assert told.questions[0].transcript[1].text.startswith("It is a knot")
    assert [step.text[:14] for step in told.next_steps] == ["Find an answer"] * 2
    assert coach.reviews() == ()
