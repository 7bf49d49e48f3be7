"""What a clause puts in the place of a key point's words."""

import pytest

from coach.grading.substitutions import NAMES, content, substituted
from index import Embedder

EMBEDDER = Embedder()


def measure(point: str, *clauses: str) -> dict[str, float]:
    wanted, *said = (content(read) for read in EMBEDDER.encode_tokens([point, *clauses]))
    return dict(zip(NAMES, substituted(wanted, said), strict=True))


def test_one_word_in_the_place_of_another_leaves_the_frame_and_one_slot() -> None:
    found = measure("The amount of data grows exponentially.", "the amount of data grows linearly")

    assert found["frame"] == pytest.approx(3 / 4)
    assert found["slots"] == pytest.approx(1 / 3)
    assert found["left"] == found["left_unit"] == pytest.approx(1 / 5)


def test_the_same_words_leave_nothing() -> None:
    found = measure("The imputer is fitted on the training data.", "The imputer is fitted on the training data.")

    assert found["frame"] == found["frame_unit"] == found["in_order"] == 1.0
    assert found["left"] == found["slots"] == found["in_place"] == 0.0


def test_the_same_words_in_another_order_are_told() -> None:
    found = measure("AIC aims at prediction, BIC at truth.", "BIC aims at prediction, AIC at truth.")

    assert found["frame"] == 1.0
    assert found["in_order"] < 1.0


def test_the_clause_with_most_of_the_words_is_laid_beside_the_point() -> None:
    alone = measure("A large k adds bias.", "A large k adds variance.")

    assert measure("A large k adds bias.", "Scale the features.", "A large k adds variance.") == alone


def test_a_clause_of_small_words_has_no_frame() -> None:
    assert measure("A large k adds bias.", "it is so")["frame"] == 0.0


def test_a_clause_of_small_words_is_passed_over() -> None:
    assert measure("A large k adds bias.", "it is so", "Scale features.") == measure(
        "A large k adds bias.", "Scale features."
    )
