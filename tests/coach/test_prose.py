"""What of a document from the web is something to be examined on, and what is not."""

import pytest

from coach.grading.key_points import derived
from coach.grading.prose import prose


@pytest.mark.parametrize(
    "nothing",
    [
        "![alt text](images/regularization1.png)",
        "The rest of the answer is [here](https://example.org/very/long#part).",
        "[Understanding LSTM networks](http://colah.github.io/posts/understanding-lstms/)",
        "As shown in the figure below.",
        "Where TP is true positives and FN is false negatives.",
        "We can use the following evaluation metrics:",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "```python\nprint(1)\n```",
        "I have never seen L1 perform better in practice.",
    ],
)
def test_what_nobody_says_in_an_interview_is_no_statement(nothing: str) -> None:
    assert prose(f"{nothing}\n\nRidge shrinks all weights.") == ["Ridge shrinks all weights."]


def test_links_pictures_and_tags_are_taken_out_of_a_sentence() -> None:
    text = "**MSE** stands for <b>M</b>ean [squared error](https://en.wikipedia.org/wiki/MSE_(x)). Use `max_depth=3`."

    assert prose(text) == ["MSE stands for Mean squared error.", "Use max_depth=3."]


def test_the_sentences_of_a_list_item_are_told_one_by_one() -> None:
    assert prose("1. Use a Q-Q plot. It compares quantiles.\n2. Use a test with care.") == [
        "Use a Q-Q plot.",
        "It compares quantiles.",
        "Use a test with care.",
    ]


def test_items_that_only_name_something_are_told_together() -> None:
    assert prose("- Accuracy\n- Precision\n- Recall\n\nChoose by cost.") == [
        "Accuracy, Precision, Recall",
        "Choose by cost.",
    ]


def test_a_pronoun_is_told_with_what_it_stands_for_or_not_at_all() -> None:
    text = (
        "Boosting trains weak learners in turn. It lowers bias a lot.\n\nIf you can, plot it. It shows the error well."
    )

    points = derived("What is boosting?", text)

    assert [(point.text, point.about) for point in points] == [
        ("Boosting trains weak learners in turn.", ""),
        ("It lowers bias a lot.", "Boosting"),
    ]


def test_links_for_further_reading_give_nothing_to_grade_by() -> None:
    assert derived("RNN and LSTM", "- [A post](http://a.org/1)\n- [Another post](http://a.org/2)") == ()
