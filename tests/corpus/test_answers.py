"""What belongs to an answer, and what its entry says beside it."""

from collections.abc import Callable

import pytest

from corpus.entries import Entry, Kind, Level
from corpus.wording import kind_of

Parse = Callable[..., tuple[Entry, ...]]

RICH = """\
Intro with ![a picture](img/a.png) and [a link](https://example.org/x_(y)).

#### A heading inside

| a | b |
|---|---|
| 1 | `x\\|y` |

- one
    - two, deeper
        1. three

$$
\\frac{a}{b} = c
$$

```python
# What is this?
## Not a question?
**Q: nor this?**
x = {"a": [1, 2]}
```

> A quotation?

~~~
1. Why here?
~~~

The end, with <b>tags</b> & entities &lt;."""


def test_an_answer_is_what_stands_between_two_questions_byte_for_byte(parse: Parse) -> None:
    entries = parse(f"## What is a tart?\n\n{RICH}\n\n## Why blind-bake?\n\nCrisp.\n")

    assert [entry.answer for entry in entries] == [RICH, "Crisp."]


def test_locations_are_the_lines_of_question_and_answer(parse: Parse) -> None:
    entries = parse("# Pastry\n\n## What is a tart?\n\nFlat.\n\n\n## Why blind-bake?\n\nCrisp.\nDry.\n")

    assert [(e.location.start_line, e.location.end_line) for e in entries] == [(3, 5), (8, 11)]


@pytest.mark.parametrize(
    "separator", ["---", "<br/>", "<br>\n\n<br>", "***", "**[⬆ Back to top](#pastry)**", "<!-- next -->", "[Top](#top)"]
)
def test_what_only_separates_two_questions_is_in_no_answer(parse: Parse, separator: str) -> None:
    entries = parse(f"## What is a tart?\n\n{separator}\n\nFlat.\n\n{separator}\n\n## Why blind-bake?\n\nCrisp.\n")

    assert [entry.answer for entry in entries] == ["Flat.", "Crisp."]


@pytest.mark.parametrize("label", ["A:", "Answer:", "**Answer:**", "**Answer**:", "Ans.", "Solution:"])
def test_a_label_in_front_of_an_answer_comes_off(parse: Parse, label: str) -> None:
    entries = parse(f"## What is a tart?\n\n{label} Flat.\n\n## Why blind-bake?\n\n{label}\nCrisp.\n")

    assert [entry.answer for entry in entries] == ["Flat.", "Crisp."]


@pytest.mark.parametrize("placeholder", ["Answer here", "_TODO_", "**Coming soon...**", "TBD", "(to be added)", "N/A"])
def test_what_stands_where_an_answer_is_still_to_come_is_none(parse: Parse, placeholder: str) -> None:
    first, second = parse(f"## What is a tree?\n\n{placeholder}\n\n## What is a forest?\n\nMany trees.\n")

    assert (first.answer, second.answer) == ("", "Many trees.")


def test_letters_that_only_look_bold_become_plain_ones(parse: Parse) -> None:
    (entry,) = parse("## What is \U0001d400\U0001d401?\n\n\U0001d402\U0001d403 is half the letters. 🌲\n")

    assert (entry.question, entry.answer) == ("What is AB?", "CD is half the letters. 🌲")


def test_a_heading_that_only_says_answer_comes_off(parse: Parse) -> None:
    entries = parse("## What is a tart?\n\n#### Answer\n\nFlat.\n\n## Why blind-bake?\n\n#### Solution:\nCrisp.\n")

    assert [entry.answer for entry in entries] == ["Flat.", "Crisp."]


def test_options_of_a_quiz_stay_in_the_answer(parse: Parse) -> None:
    entries = parse("## What is 1 + 1?\n\n- A: 2\n- B: 3\n\n## What is 2 + 2?\n\n- A: 4\n")

    assert [entry.answer for entry in entries] == ["- A: 2\n- B: 3", "- A: 4"]


def test_a_section_ends_the_answer_before_it(parse: Parse) -> None:
    entries = parse(
        "## Baking\n\n### What is a tart?\n\nFlat.\n\n## Frying\n\nHot fat.\n\n### Why dry it first?\n\nSpits.\n"
    )

    assert [entry.answer for entry in entries] == ["Flat.", "Spits."]


def test_topics_come_from_the_headings_above(parse: Parse) -> None:
    entries = parse(
        "# Kitchen interview questions\n\n## Baking (2 questions)\n\n### What is a tart?\n\nFlat.\n\n#### Shells\n\n"
        "Thin.\n\n"
        "### Why blind-bake?\n\nCrisp.\n\n## Questions about Frying:\n\n### What is a fritter?\n\nBatter.\n\n"
        "## 3. Advanced Grilling\n\n### Why rest it?\n\nJuice.\n"
    )

    assert [entry.topics for entry in entries] == [("baking",), ("baking",), ("frying",), ("grilling",)]
    assert [entry.level for entry in entries] == [Level.MID, Level.MID, Level.MID, Level.SENIOR]


def test_without_sections_the_title_is_the_topic(parse: Parse) -> None:
    entries = parse("# 25 Baking Interview Questions 2031\n\n## What is a tart?\n\nFlat.\n\n## Why rest it?\n\nFirm.\n")

    assert {entry.topics for entry in entries} == {("baking",)}


@pytest.mark.parametrize(
    ("marks", "levels"),
    [
        (["👶", "⭐️", "🚀"], [Level.JUNIOR, Level.JUNIOR, Level.SENIOR]),
        (["⭐", "⭐⭐", "⭐⭐⭐"], [Level.JUNIOR, Level.MID, Level.SENIOR]),
        (["(easy)", "(medium)", "(hard)"], [Level.JUNIOR, Level.MID, Level.SENIOR]),
        (["[Beginner]", "[Intermediate]", "[Advanced]"], [Level.JUNIOR, Level.MID, Level.SENIOR]),
        (["🟢", "🟡", "🔴"], [Level.JUNIOR, Level.MID, Level.SENIOR]),
    ],
)
def test_marks_of_difficulty_become_levels_and_leave_the_question(
    parse: Parse, marks: list[str], levels: list[Level]
) -> None:
    entries = parse("".join(f"**What is a tart number {i}? {mark}**\n\nFlat.\n\n" for i, mark in enumerate(marks)))

    assert [entry.level for entry in entries] == levels
    assert [entry.question for entry in entries] == [f"What is a tart number {i}?" for i in range(3)]


def test_a_legend_says_what_the_marks_of_a_document_mean(parse: Parse) -> None:
    text = "Legend: ⭐ medium 🍋 expert 🥚 easy\n\n"
    text += "".join(f"**What is a tart number {mark}? {mark}**\n\nFlat.\n\n" for mark in "⭐🍋🥚")

    entries = parse(text)

    assert [entry.level for entry in entries] == [Level.MID, Level.SENIOR, Level.JUNIOR]


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("What is a p-value?", Kind.CONCEPT),
        ("How would you handle missing values?", Kind.PROCEDURE),
        ("Tell me about a time when a model failed in production.", Kind.BEHAVIOURAL),
        ("Design a recommendation system for a video platform.", Kind.DESIGN),
        ("Write a function that reverses a list.", Kind.CODING),
        ("Which do you prefer, PyTorch or JAX, and do you think it matters?", Kind.OPINION),
    ],
)
def test_the_wording_of_a_question_says_its_kind(question: str, kind: Kind) -> None:
    assert kind_of(question) is kind


def test_the_same_question_has_the_same_id_in_every_document_and_a_number_when_it_is_there_again(parse: Parse) -> None:
    once = parse("## What is a tart?\n\nFlat.\n\n## Why rest it?\n\nFirm.\n", "a.md")
    twice = parse("## What is a **tart**?\n\nRound.\n\n## What is a tart?\n\nFlat.\n", "b.md")

    assert twice[0].id == once[0].id
    assert twice[1].id == f"{once[0].id}-2"


def test_html_in_a_question_is_text_or_gone_but_never_markup_that_runs(parse: Parse) -> None:
    entries = parse("## What does `<script>alert(1)</script>` do?\n\nHarm.\n\n## Why <b>bold</b><br>?\n\nLoud.\n")

    assert [entry.question for entry in entries] == ["What does `<script>alert(1)</script>` do?", "Why bold ?"]


def test_five_hundred_questions_of_one_document_are_all_read(parse: Parse) -> None:
    answer = "It depends on the data. " * 35 + "\n\n- a\n- b\n\n```python\nx = 1\n```\n"
    text = "".join(f"{i}. ### What is thing number {i}?\n\n    {answer}\n\n" for i in range(1, 501))

    entries = parse(text)

    assert len(text) > 400_000
    assert len(entries) == 500
