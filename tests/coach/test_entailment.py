"""The network that says whether a clause says what a key point says, or the contrary."""

import numpy as np
import pytest

from coach.grading.examiners import examiners
from tests.sea import READER

PAIRS = (
    (
        "Boosting trains its models one after another.",
        "in boosting every model comes after the previous one",
        "in boosting all models are trained at the same time",
    ),
    (
        "Recall is the share of actual positives that the model finds.",
        "recall says how many of the real positives were caught",
        "recall says how many of the flagged cases are right",
    ),
    (
        "Raising the decision threshold usually raises precision and lowers recall.",
        "with a higher cut-off precision goes up and recall goes down",
        "with a higher cut-off precision goes down and recall goes up",
    ),
    (
        "At inference it uses running averages gathered in training.",
        "at test time the running averages from training are used",
        "at test time the statistics of the test batch are used",
    ),
    (
        "On-policy methods must collect fresh data after policy updates.",
        "on-policy you need new samples after each update",
        "on-policy you can go on using the old samples after an update",
    ),
)
"""Of questions that the network was not trained on: a key point, what says it, and what says the contrary."""


def judged(point: np.ndarray, text: np.ndarray) -> np.ndarray:
    """What the network says whose word on the key points stands."""
    return examiners()[0].network.judge(point, text)


def vectors(text: str) -> np.ndarray:
    return READER.tokens([text])[0].vectors


@pytest.mark.parametrize(("point", "right", "wrong"), PAIRS)
def test_what_says_the_contrary_is_told_from_what_says_the_point(point: str, right: str, wrong: str) -> None:
    said, contrary = (judged(vectors(point), vectors(text)) for text in (right, wrong))

    assert contrary[2] / contrary[1] > said[2] / said[1]


def test_what_is_about_something_else_leaves_a_point_open() -> None:
    chances = judged(vectors(PAIRS[0][0]), vectors("the harbour was built in the twelfth century"))

    assert chances.argmax() == 0


def test_chances_are_chances_however_short_a_text_is() -> None:
    point = vectors(PAIRS[0][0])

    assert judged(point, vectors("yes")).sum() == pytest.approx(1, abs=1e-5)
    assert judged(point, point[:0]).tolist() == [1.0, 0.0, 0.0]
