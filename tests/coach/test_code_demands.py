"""What a coding question demands, and where an answer departs from it."""

import re

import pytest

from coach.grading.code_demands import departures
from corpus import builtin
from corpus.entries import Kind
from corpus.parsing import parse

LOOPED = "def distances(a, b):\n    return [[abs(x - y) for y in b] for x in a]\n"
DEEP = "def products(a):\n    return [i * j * k * m for i in a for j in a for k in a for m in a]\n"


def test_a_library_that_does_the_work_is_named_where_it_is_to_be_done_by_hand() -> None:
    code = "from sklearn.svm import SVC\nmodel = SVC().fit(X, y)"

    by_hand = departures("Implement a support vector machine from scratch.", [code])

    assert by_hand == ("The task is to write it yourself, and “from sklearn.svm import SVC” brings it ready-made.",)
    assert departures("How would you implement a support vector machine in Python?", [code]) == ()


def test_a_loop_is_named_with_its_line_where_none_is_wanted() -> None:
    said = departures("Write a classifier in NumPy without Python loops over the points.", [LOOPED])

    assert said == ("The question wants no Python loops, and there is one in line 2.",)


def test_a_loop_outside_of_functions_counts_where_there_are_none() -> None:
    loose = "for x in a:\n    total += x\n"

    said = departures("Sum the numbers in NumPy without loops.", [loose])

    assert said == ("The question wants no Python loops, and there is one in line 1.",)
    assert departures("Sum the numbers without loops.", [f"def total(a):\n    return a.sum()\n\n{loose}"]) == ()


@pytest.mark.parametrize(
    ("question", "code", "deep"),
    [
        ("Find the best split, faster than by trying each threshold.", LOOPED, 2),
        ("Find the best split.", LOOPED, None),
        ("Multiply the numbers.", DEEP, 4),
    ],
)
def test_loops_inside_each_other_are_named_where_they_cost_too_much(question: str, code: str, deep: int | None) -> None:
    said = departures(question, [code])

    assert [text.startswith(f"Your loops stand {deep} deep") for text in said] == [True] * (deep is not None)


@pytest.mark.parametrize(
    ("question", "code", "line"),
    [
        ("Fit a tree without sklearn.", "from sklearn.tree import DecisionTreeClassifier", None),
        (
            "Solve it without using np.linalg.",
            "x = np.linalg.lstsq(a, b)[0]  # least squares",
            "np.linalg.lstsq(a, b)[0]",
        ),
    ],
)
def test_what_the_question_names_as_barred_is_found_in_the_code(question: str, code: str, line: str | None) -> None:
    [said] = departures(question, [code])

    assert said.startswith("The question wants it without ")
    assert (line or code) in said


def test_a_word_that_is_no_name_in_the_code_bars_nothing() -> None:
    assert departures("Join them without a loop.", ["def join(a, b):\n    return a + b"]) == ()


@pytest.mark.parametrize(
    "code", ["import sklearn\nfor x in", "x=" + "-" * 3_000 + "1", "x=" + "-" * 20_000, "a" + ".a" * 3_000]
)
def test_code_that_cannot_be_parsed_departs_from_nothing(code: str) -> None:
    assert departures("Implement it from scratch.", [code]) == ()


def test_the_answers_of_the_library_keep_to_what_their_questions_demand() -> None:
    for document in builtin.documents():
        for entry in parse(document).entries:
            if entry.kind is Kind.CODING:
                blocks = re.findall(r"```python\n(.*?)```", entry.answer, re.DOTALL)
                assert departures(entry.question, blocks) == (), entry.id
