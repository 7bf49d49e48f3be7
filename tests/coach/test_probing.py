"""A follow-up asks for a point without saying it, in words that a person would use."""

import pytest

from coach.probing import subject


@pytest.mark.parametrize(
    ("key_point", "question", "about"),
    [
        (
            "Regression trees choose the split that most reduces squared error.",
            "How does a tree split?",
            "regression trees",
        ),
        ("A variable is log-normal if its logarithm is normal.", "What is log-normal?", "variable"),
        ("Gini impurity is one minus the sum of squared shares.", "Compare Gini and entropy.", "gini impurity"),
        ("Without any patience early stopping ends too soon.", "What does early stopping do?", "early stopping"),
    ],
)
def test_the_subject_of_a_point_is_named_and_no_more(key_point: str, question: str, about: str) -> None:
    assert subject(key_point, question) == about
