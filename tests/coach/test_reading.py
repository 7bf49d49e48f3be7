import pytest

from coach.interviewing.reading import reads_as


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
        ("Could I get a hint, please?", "dont_know"),
    ],
)
def test_only_clear_cases_are_taken_for_something_else_than_an_answer(words: str, reading: str) -> None:
    assert reads_as(words) == reading
