"""The other decision, and two things swapped, are wrong however many words they share with the reference."""

import pytest

from coach.grading.grades import Verdict
from coach.grading.offline import grade_offline
from coach.grading.stances import decides_otherwise, swaps
from coach.grading.text import units
from tests.sea import READER, entry

YES = "Yes, because a tide table gives the depth for every hour."
ANCHOR = "Usually the plough anchor is better, because it holds in sand."
FASTER = "A schooner turns faster, while a square rigger carries more sail before the wind."


@pytest.mark.parametrize(
    ("question", "reference", "answer", "otherwise"),
    [
        ("Can we enter at low water?", YES, "No, a tide table does not give the depth.", True),
        ("Can we enter at low water?", YES, "Well, I think no, it is too shallow.", True),
        ("Can we enter at low water?", YES, "Yes, if the table says so.", False),
        ("Can we enter at low water?", YES, "It depends on the table.", False),
        ("Can we enter at low water?", "The depth decides.", "No.", False),
        ("What is a tide table?", "No more than a list of depths.", "Yes, a list.", False),
        ("Would you prefer a grapnel or a plough anchor for sand?", ANCHOR, "A grapnel, since it holds in sand.", True),
        ("Would you prefer a grapnel or a plough anchor for sand?", ANCHOR, "The plough holds in sand.", False),
        ("Would you prefer a grapnel or a plough anchor for sand?", ANCHOR, "Not a grapnel, it slips.", False),
        ("Would you prefer a grapnel or a plough anchor for sand?", ANCHOR, "I would look at the chart first.", False),
    ],
)
def test_the_other_decision_is_seen_and_an_open_one_is_none(
    question: str, reference: str, answer: str, otherwise: bool
) -> None:
    assert decides_otherwise(question, reference, answer) is otherwise


@pytest.mark.parametrize(
    ("answer", "swapped"),
    [
        ("A square rigger turns faster, while a schooner carries more sail before the wind.", True),
        ("A schooner is quicker to turn. A square rigger sets more sail when the wind is behind it.", False),
        ("It depends on the wind.", False),
    ],
)
def test_two_things_that_are_swapped_are_told_from_two_that_are_not(answer: str, swapped: bool) -> None:
    question = "When would you use a schooner and when a square rigger?"

    assert swaps(question, FASTER, units(answer), READER) is swapped


def test_the_other_decision_earns_nothing_and_is_called_wrong() -> None:
    question = entry("Can we enter the harbour at low water?", YES)

    right = grade_offline(question, "Yes, the tide table tells the depth at each hour.", READER)
    wrong = grade_offline(question, "No, the tide table does not give the depth for every hour.", READER)

    assert right.score > wrong.score == 0
    assert wrong.verdicts[0].verdict is Verdict.CONTRADICTED
