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
        "With a Gaussian prior and noise of variance $s^2$,",
        "(The original paper writes it with the inverse.)",
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


@pytest.mark.parametrize(
    "praise",
    [
        "Balancing these two trade-offs is key.",
        "Data privacy is paramount when working with machine learning models.",
        "Using a validation set is very important.",
        "The choice of the penalty depends on the problem and the data at hand.",
    ],
)
def test_that_a_thing_matters_or_depends_is_no_point_to_be_graded_on(praise: str) -> None:
    points = derived("What does a penalty do?", f"{praise} A ridge penalty shrinks all weights towards zero.")

    assert [point.text for point in points] == ["A ridge penalty shrinks all weights towards zero."]


def test_what_a_choice_depends_on_is_a_point_where_it_is_said() -> None:
    chosen = "The choice depends on several factors such as the amount of data and the memory available."
    defined = "The vector of a word in such a model depends on its whole context."

    assert [point.text for point in derived("How do you choose a model?", chosen)] == [chosen]
    assert [point.text for point in derived("What are contextual embeddings?", defined)] == [defined]
