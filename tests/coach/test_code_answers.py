"""Answers that hold code are read as code, and never run."""

import pytest

from coach.grading.code_answers import in_words, read_code
from coach.grading.text import tokens

FENCED = """I would do it like this:

```python
def softmax(x):
    z = np.exp(x - x.max(axis=1, keepdims=True))  # the largest is taken out so that nothing overflows
    return z / z.sum(axis=1, keepdims=True)
```

It takes O(n) time."""


def test_each_statement_of_the_code_is_a_claim_where_it_stands() -> None:
    read = read_code(FENCED)

    assert [unit.text for unit in read.units] == [
        "def softmax x",
        "z np exp x x max axis 1 keepdims True",
        "return z z sum axis 1 keepdims True",
    ]
    assert all(FENCED[unit.start : unit.end] == unit.quote for unit in read.units)
    assert read.trouble == ""


def test_comments_and_the_text_around_code_are_prose() -> None:
    read = read_code(FENCED)

    assert len(read.prose) == len(FENCED)
    assert " ".join(read.prose.split()) == (
        "I would do it like this: the largest is taken out so that nothing overflows It takes O(n) time."
    )


def test_code_needs_no_fence() -> None:
    read = read_code("from sklearn.svm import SVC\nmodel = SVC()\nmodel.fit(X_train, y_train)")

    assert [unit.text for unit in read.units] == [
        "from sklearn svm import SVC",
        "model SVC",
        "model fit X train y train",
    ]
    assert read.prose.strip() == ""


def test_code_that_does_not_parse_is_read_and_said_to_be_broken() -> None:
    read = read_code("```python\ndef f(x:\n    return np.mean(x)\n```")

    assert "return np mean x" in [unit.text for unit in read.units]
    assert read.trouble == "Your code does not parse: line 1, 'def f(x:'."


def test_prose_with_an_equals_sign_or_a_call_is_no_code() -> None:
    for prose in ("L1 = lasso. We use the gradient and then stop.", "O(n)", "It calls fit(X) on the training data."):
        assert read_code(prose).units == ()
        assert read_code(prose).prose == prose


def test_signs_and_orders_of_growth_become_words() -> None:
    assert in_words("(X @ W) ** 2") == "X matrix product W squared"
    assert tokens("It is O(n^2), not O(log n).") == [
        "it",
        "is",
        "quadratic",
        "complexity",
        "not",
        "logarithmic",
        "complexity",
    ]


@pytest.mark.parametrize("code", ["x=" + "-" * 3_000 + "1", "x=" + "-" * 20_000, "a" + ".a" * 3_000])
def test_code_that_is_nested_absurdly_deep_is_read_like_code_that_does_not_parse(code: str) -> None:
    read = read_code(f"Like this:\n\n```python\n{code}\n```")

    assert len(read.prose) == len(f"Like this:\n\n```python\n{code}\n```")
