import pytest

from coach.interviewing.reading import asks_for_a_hint, is_thinking, reads_as


@pytest.mark.parametrize(
    ("words", "reading"),
    [
        ("I don’t know.", "dont_know"),
        ("No idea, sorry", "dont_know"),
        ("Honestly that is all I remember about it.", "dont_know"),
        ("pass", "dont_know"),
        ("what?", "confused"),
        ("I don't understand the question", "confused"),
        ("Do you mean training or serving?", "question"),
        ("Sorry, what do you mean by drift here?", "question"),
        ("It is the average, isn't it?", "answer"),
        ("I am not fully sure, but I would split the data and look at held-out error.", "answer"),
        ("I don't know much, but L1 gives zeros and L2 shrinks weights", "answer"),
        ("Passing gradients back through the layers", "answer"),
        ("Can you repeat the question?", "confused"),
        ("What was the question again?", "confused"),
        ("Repeat the sampling many times and average.", "answer"),
    ],
)
def test_only_clear_cases_are_taken_for_something_else_than_an_answer(words: str, reading: str) -> None:
    assert reads_as(words) == reading


@pytest.mark.parametrize(
    ("words", "asks"),
    [
        ("Could I get a hint, please?", True),
        ("can you give me a hint?", True),
        ("hint", True),
        ("one more hint please", True),
        ("A hint of drift shows in the residuals.", False),
        ("I would give the model a hint.", False),
    ],
)
def test_a_request_for_a_hint_is_told_from_an_answer(words: str, asks: bool) -> None:
    assert asks_for_a_hint(words) is asks


@pytest.mark.parametrize(
    ("words", "thinking"),
    [
        ("hmm let me think", True),
        ("Let me think about that for a moment", True),
        ("Give me a second, please.", True),
        ("Hmm…", True),
        ("I'm still thinking", True),
        ("Let me think: the variance falls.", False),
        ("Wait for the labels, then retrain.", False),
    ],
)
def test_thinking_aloud_is_no_answer_yet(words: str, thinking: bool) -> None:
    assert is_thinking(words) is thinking
