import pytest

from coach.interviewing.commands import End, Pause, Skip
from coach.interviewing.reading import asks_for_a_hint, is_thinking, reads_as, wish


@pytest.mark.parametrize(
    ("words", "reading"),
    [
        ("I don’t know.", "dont_know"),
        ("No idea, sorry", "dont_know"),
        ("Honestly that is all I remember about it.", "dont_know"),
        ("I'll have to pass, no idea", "dont_know"),
        ("Sorry, could you repeat the question?", "confused"),
        ("hmm, can you narrow it down? do you mean for kNN?", "question"),
        ("Is it about training?", "question"),
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
        ("give me a clue", True),
        ("help", True),
        ("can you help me with this one?", True),
        ("Help the model by adding data.", False),
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


@pytest.mark.parametrize(
    ("words", "wished"),
    [
        ("skip", Skip()),
        ("Can I skip this one, please?", Skip()),
        ("pass", Skip()),
        ("let's move on", Skip()),
        ("Next question, please.", Skip()),
        ("okay, let's go on to the next one", Skip()),
        ("could we end the interview here?", End()),
        ("Can we stop here?", End()),
        ("That's enough for today.", End()),
        ("end the interview", End()),
        ("I need a short break", Pause()),
        ("can we pause for a minute?", Pause()),
        ("Stop when the validation loss rises.", None),
        ("Skip connections help the gradient.", None),
        ("The next one is chosen by its gain.", None),
        ("I am done when it converges.", None),
        ("go on", None),
    ],
)
def test_a_wish_to_go_on_or_stop_is_told_from_an_answer(words: str, wished: object) -> None:
    assert wish(words) == wished
