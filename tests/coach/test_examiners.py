"""Two examiners mark an answer; on the key points the close one's word stands."""

import pytest

from coach.grading.examiners import PLAINLY, examine, examiners
from coach.grading.key_points import key_points
from coach.grading.offline import assess
from coach.grading.text import units
from tests.coach.test_grading import GOOD, entry
from tests.sea import READER


def test_the_mark_is_the_mean_of_both_and_the_key_points_are_judged_by_the_close_one() -> None:
    points = key_points(entry())
    texts, measured = [point.text for point in points], assess(entry(), points, units(GOOD), READER)
    (close, close_mark), (_, wide_mark) = (
        one.judge(texts, [False] * len(texts), measured, READER) for one in examiners()
    )

    chances, mark = examine(texts, [False] * len(texts), measured, READER)

    assert mark == pytest.approx((close_mark + wide_mark) / 2)
    assert chances.tolist() == close.tolist()
    assert close_mark != wide_mark


def test_a_point_that_is_stated_is_covered_whatever_the_forests_say() -> None:
    points = key_points(entry())
    measured = assess(entry(), points, units("The harbour froze in winter, and no ship could leave."), READER)

    chances, _ = examine([point.text for point in points], [True, *[False] * (len(points) - 1)], measured, READER)

    assert tuple(chances[0]) == PLAINLY
    assert chances[1, 0] > chances[1, 1]
