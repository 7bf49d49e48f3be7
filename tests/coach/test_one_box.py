"""What is typed into the one box is understood where it is typed: explaining, quizzing, interviewing, weaknesses."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.coach import Coach
from coach.interviewing.interview import Answer, End
from coach.models.settings import answers_line
from coach.settings import Settings
from index import Turn


@pytest.fixture
def coach(tmp_path: Path, notes: Path) -> Iterator[Coach]:
    opened = Coach(Settings(home=tmp_path / "home", builtin_corpus=False))
    list(opened.ingest([notes]))
    yield opened
    opened.close()


def say(coach: Coach, chat: str, text: str) -> str:
    *_, last = coach.say(chat, text)
    return last.answer


def test_a_question_is_explained(coach: Coach) -> None:
    chat = coach.chats.start()

    assert "frame with wheels" in say(coach, chat, "what is a bogie?")


def test_an_interview_is_set_up_where_it_is_asked_for(coach: Coach) -> None:
    chat = coach.chats.start()

    say(coach, chat, "start an interview with 2 questions")

    explanation = coach.chats.exchanges(chat)[-1].explanation
    assert explanation is not None
    assert len(coach.interviews.state(explanation.session).plan) == 2


def test_a_quiz_on_this_asks_what_was_just_explained(coach: Coach) -> None:
    chat = coach.chats.start()
    say(coach, chat, "what is a bogie?")

    say(coach, chat, "quiz me on this")

    explanation = coach.chats.exchanges(chat)[-1].explanation
    assert explanation is not None
    asked = coach.interviews.state(explanation.session).asked[0].question.question
    assert asked == "What is a bogie and why do trains have them?"


def test_a_quiz_on_a_subject_asks_about_it_where_the_document_names_no_topics(coach: Coach) -> None:
    chat = coach.chats.start()

    ready = say(coach, chat, "quiz me on bogies")

    session = coach.store.sessions("interview")[0].id
    assert ready == "Ready: one question on bogies."
    assert coach.interviews.state(session).asked[0].question.question == "What is a bogie and why do trains have them?"


def test_a_quiz_on_what_the_library_lacks_is_declined_in_the_conversation(coach: Coach) -> None:
    chat = coach.chats.start()

    declined = say(coach, chat, "quiz me on photosynthesis")

    assert declined.startswith("No question in the library is about photosynthesis.")
    assert coach.store.sessions("interview") == []


def test_weaknesses_come_from_the_grades(coach: Coach) -> None:
    chat = coach.chats.start()
    before = say(coach, chat, "what am I weak at?")
    say(coach, chat, "quiz me on bogies")
    session = coach.store.sessions("interview")[0].id
    list(coach.interviews.send(session, Answer(text="A bogie is a kind of soup with vegetables in it.")))
    list(coach.interviews.send(session, End()))

    after = say(coach, chat, "what am I weak at?")

    assert "nothing was graded" in before
    assert "weakest" in after


def test_what_may_be_asked_about_a_subject_is_listed_and_one_is_chosen_by_its_number(coach: Coach) -> None:
    chat = coach.chats.start()

    listed = say(coach, chat, "what do they ask about bogies?")
    say(coach, chat, "the first one")

    assert "- What is a bogie and why do trains have them?" in listed
    last = coach.chats.exchanges(chat)[-1].explanation
    assert last is not None
    assert last.query == "What is a bogie and why do trains have them?"


def test_what_an_interviewer_would_ask_next_is_listed_and_one_of_it_answered(coach: Coach) -> None:
    chat = coach.chats.start()
    say(coach, chat, "what is a bogie?")

    listed = say(coach, chat, "what would an interviewer ask next?")
    still = say(coach, chat, "and why do trains have them?")

    assert listed.startswith("My notes have no follow-up questions to this [1]. An interviewer may go on to:\n\n- ")
    assert "bogie" in still


def test_questions_on_something_unknown_are_not_made_up(coach: Coach) -> None:
    chat = coach.chats.start()

    assert say(coach, chat, "list questions about photosynthesis") == "That is not in my notes."


def test_what_there_is_and_where_to_start_are_answered_from_the_home(coach: Coach) -> None:
    chat = coach.chats.start()

    assert "in 1 document." in say(coach, chat, "what topics do you cover?")
    assert "Find out where you stand" in say(coach, chat, "my interview is in two weeks, where should I start?")


def test_where_it_was_read_is_shown_and_what_follows_is_still_about_the_subject(coach: Coach) -> None:
    chat = coach.chats.start()
    say(coach, chat, "what is a bogie?")

    shown = say(coach, chat, "where did you read that?")
    then = say(coach, chat, "and why do trains have them?")

    assert "What is a bogie and why do trains have them? (" in shown
    assert "[1]" in shown
    assert "bogie" in then


def test_what_was_said_is_stored_whatever_it_led_to(coach: Coach) -> None:
    chat = coach.chats.start()

    for text in ("hello", "what is a bogie?", "start a short interview"):
        say(coach, chat, text)

    assert [e.text for e in coach.chats.exchanges(chat)] == ["hello", "what is a bogie?", "start a short interview"]


def test_scripts_get_the_answers_that_a_conversation_gets(coach: Coach) -> None:
    said = ["what is a bogie?", "simpler, please", "and why do trains have them?", "how does a block signal work?"]
    chat = coach.chats.start()
    turns: list[Turn] = []

    for text in said:
        *_, shown = coach.chats.say(chat, text)
        *_, scripted = coach.ask([*turns, Turn(role="user", content=text)])
        turns += [Turn(role="user", content=text), Turn(role="assistant", content=shown.answer)]

        assert scripted == shown


def test_who_answers_is_told_with_the_line_that_stands_under_the_chat(coach: Coach) -> None:
    told = say(coach, coach.chats.start(), "are you ChatGPT?")

    assert "Interview Coach" in told
    assert answers_line(coach.spec) in told


CURVES = """\
How does an ROC curve work?

It plots the true positive rate against the false positive rate while the threshold moves. A point on the diagonal is as
good as guessing. The area sums it up.

What is a covariance matrix?

A table with the covariance of each pair of variables. On its diagonal stand the variances.

Why do we normalise inputs?

So that no feature dominates by its unit, and gradient descent takes an even path. The mean is subtracted first.

What does a lighthouse keeper do?

He tends the lamp and writes the log.
"""


@pytest.fixture
def curves(tmp_path: Path) -> Iterator[Coach]:
    file = tmp_path / "curves.txt"
    file.write_text(CURVES, encoding="utf-8")
    opened = Coach(Settings(home=tmp_path / "home", builtin_corpus=False))
    list(opened.ingest([file]))
    yield opened
    opened.close()


def test_a_detail_that_means_nothing_alone_is_looked_for_in_what_was_told(curves: Coach) -> None:
    chat = curves.chats.start()
    say(curves, chat, "How does an ROC curve work?")

    detail = say(curves, chat, "what does guessing mean")

    assert not curves.index.search("what does guessing mean").answerable
    assert " ".join(detail.split()).startswith("A point on the diagonal is as good as guessing. [1]")


def test_what_stands_nowhere_in_the_notes_is_declined_in_a_conversation_too(curves: Coach) -> None:
    chat = curves.chats.start()
    say(curves, chat, "How does an ROC curve work?")

    assert say(curves, chat, "and what about photosynthesis?") == "That is not in my notes."
