"""One box: what is typed is understood where it is typed."""

import pytest

from coach.explanation import Citation, Explanation
from coach.intents import (
    HELLO,
    WELCOME,
    Explain,
    Intent,
    Quiz,
    Review,
    ShowProgress,
    SmallTalk,
    StartInterview,
    intent_of,
)
from corpus.entries import Level, Location

PLACE = Location(start_line=1, end_line=2)
TIDES = Citation(n=1, entry_id="tides", question="Tides?", document="sea.md", location=PLACE, quote="Tides rise.")
JUST_TOLD = Explanation(
    query="Tides?",
    answer="Tides rise. [1]",
    answerable=True,
    citations=(TIDES,),
    follow_ups=("Why two a day?", "What are waves?", "What is slack water?"),
)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("quiz me on this", Quiz(entry_ids=("tides",))),
        ("Quiz me!", Quiz(entry_ids=("tides",))),
        ("quiz me on decision trees", Quiz(subject="decision trees")),
        ("Could you ask me 5 questions about regularisation?", Quiz(subject="regularisation", questions=5)),
        ("test me on k-means as a senior", Quiz(subject="k-means", level=Level.SENIOR)),
        ("start a short interview on trees", StartInterview(subject="trees", questions=3)),
        ("Let's do a mock interview", StartInterview()),
        ("start a 20 minute senior interview about NLP", StartInterview(subject="nlp", minutes=20, level=Level.SENIOR)),
        ("interview me on SQL with five questions", StartInterview(subject="sql", questions=5)),
        ("what am I weak at?", ShowProgress()),
        ("Show me my weak spots", ShowProgress()),
        ("how am I doing?", ShowProgress()),
        ("what should I study next?", ShowProgress()),
        ("what's due today?", Review()),
        ("next", Explain(text="Why two a day?")),
        ("2", Explain(text="What are waves?")),
        ("the third one", Explain(text="What is slack water?")),
        ("why?", Explain(text="why?")),
        ("simpler, please", Explain(text="simpler, please")),
        ("hello", SmallTalk(reply=HELLO)),
        ("Thanks a lot!", SmallTalk(reply=WELCOME)),
    ],
)
def test_what_is_typed_is_understood(said: str, meant: Intent) -> None:
    assert intent_of(said, JUST_TOLD) == meant


@pytest.mark.parametrize(
    "said",
    [
        "What is a test set?",
        "How do I test a model?",
        "In an interview, what should I say about overfitting?",
        "How do I prepare for an interview?",
        "What happens in a system design interview?",
        "What is a code review?",
        "Explain next-token prediction",
        "What should I study to understand transformers?",
        "What am I optimising in logistic regression?",
        "Why is my progress bar stuck?",
        "How are you weighting the classes?",
        "What questions do interviewers ask about trees?",
        "hello world program in Python",
        "great expectations library",
    ],
)
def test_a_question_stays_a_question(said: str) -> None:
    assert intent_of(said, JUST_TOLD) == Explain(text=said)


def test_without_a_conversation_this_and_next_point_at_nothing() -> None:
    assert intent_of("quiz me on this") == Quiz()
    assert intent_of("next") == Explain(text="next")
