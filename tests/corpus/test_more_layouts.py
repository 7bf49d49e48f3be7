"""More ways people set questions, each in a short document of our own: its questions, its answers, its warnings."""

from itertools import pairwise

import pytest

from corpus import parsing
from corpus.documents import document
from corpus.entries import Kind, Level
from corpus.errors import DocumentUnreadable
from corpus.wording import kind_of

HIGHER_HEADINGS = """\
# Set 9

| No. | Question |
| --- | --- |
| 1. | [What is a kiln?](#question-1-what-is-a-kiln) |
| 2. | [What is a glaze?](#question-2-what-is-a-glaze) |

## Question 1. What is a kiln?

# Short answer

An oven for clay.

---

# 1. Why is it hot?

Clay turns to stone above a thousand degrees.

## Question 2. What is a glaze?

# Short answer

A coat of glass.

# Pitfalls

It runs.

## Question 3. What is slip?
"""

ANSWERS_IN_ANOTHER_TONGUE = "".join(
    f"###### {n}. Was ist Ton {n}?\n\n- A: Erde\n- B: Stein\n\n#### Antwort: A\n\nTon {n} ist Erde.\n\n---\n\n"
    for n in range(1, 6)
)

MARKED = """\
#### 3.1 Questions

1. [E] What is clay?
2. [E] Why must it dry?
3. Kilns.
    1. [E] What burns in a kiln?
    2. [M] Compare gas and wood.
    3. [H] Given a kiln that cracks every bowl, what would you change?
4. [M] Is slip a glaze?
"""

STATEMENTS_WITHOUT_ANSWERS = """\
# Pottery interview

* Add more if you like.

### Clay

* What is clay made of?
* Why do we wedge it.
* Different ways of drying.
* How does it shrink?
* When is it dry?

### Wheels

* Is a kick wheel slow?

### Glazes

* Crystals, crackle and celadon.
* What problems does lead cause.
* How are glazes mixed, and what goes wrong?
* Ash glaze.
* Which colours does copper give?

### Thanks

* Everyone who wrote to me.
"""

LISTED_SUBJECTS = """\
# Pottery question and answer

* [Clay](#clay)
* [Fire](#fire)

## Clay

* [Earthenware and stoneware](#earthenware-and-stoneware)
* [Wedging](#wedging)
* [Drying](#drying)

### Earthenware and stoneware

One is porous, the other is not.

### Wedging

It drives out air.

* How long: until it is even.

[back to top](#pottery-question-and-answer)

### Drying

Slowly.

## Fire

* [Oxidation](#oxidation)
* [Reduction](#reduction)

### Oxidation

Enough air.

#### Colours

Green from copper.

### Reduction

Too little air.
"""

LINKS_ONLY = """\
# Awesome pottery questions

* [Clay](#clay)
* [Fire](#fire)
* [Glaze](#glaze)
* [Wheels](#wheels)
* [Tools](#tools)
* [Shops](#shops)
* [Books](#books)
* [Films](#films)

""" + "".join(
    f"## {name}\n\n* [A page](https://example.org/{name})\n* [Another](https://example.org/2)\n\n"
    for name in ("Clay", "Fire", "Glaze", "Wheels", "Tools", "Shops", "Books", "Films")
)

HTML_TABLE = """\
# Pottery

<table>
  <tr><th>Question</th><th>Answer</th></tr>
  <tr>
    <td>What is a <b>bat</b>?</td>
    <td>A disc on the wheel.<br>It comes off with the pot.</td>
  </tr>
  <tr><td>Name a tool for trimming.</td><td>A <code>loop</code></td></tr>
  <tr><td>Why centre the clay?</td><td></td></tr>
</table>
"""

CODE_IN_TITLES = """\
## What is the difference between `<clay>` and `<slip>`?

Water.

## What does `**` do in `a ** b`? [^1]

Power.

## Why <b>two</b> kilns? (**)

One cools.

[^1]: A note.
"""

COUNTED_LABELS = "".join(f"**{n} Question {n}: Why fire at {n}00 degrees?**\n\nBecause of {n}.\n\n" for n in (1, 2, 3))

STATEMENTS_WITH_QUESTION_MARKS = "".join(f"# Is pot {n} dry?\n\nYes.\n\n" for n in range(9)) + (
    "# You can have it cheap, quick or good. Pick two and explain why.\n\n# A bowl cracks. What went wrong and why "
    "would you fire it again?\n"
)

LAZILY_WRAPPED = """\
1. What happens to a bowl of wet clay when it is put into a hot kiln before it has been
left to dry?
2. Why is a handle put on while the cup is still damp?
3. How thick should a wall be?
"""

RUSSIAN = """\
# Глина

## Основы

### Что такое глина

Порода.

### Как её сушат

Медленно.

### Обжиг

Печь.

### Почему она трескается

От воды.
"""

LAYOUTS = {
    "answers below higher headings": (HIGHER_HEADINGS, ["What is a kiln?", "What is a glaze?", "What is slip?"]),
    "answers below a label that is not English": (
        ANSWERS_IN_ANOTHER_TONGUE,
        [f"Was ist Ton {n}?" for n in range(1, 6)],
    ),
    "marks in brackets": (
        MARKED,
        [
            "What is clay?",
            "Why must it dry?",
            "What burns in a kiln?",
            "Compare gas and wood.",
            "Given a kiln that cracks every bowl, what would you change?",
            "Is slip a glaze?",
        ],
    ),
    "statements in lists of questions": (
        STATEMENTS_WITHOUT_ANSWERS,
        [
            "What is clay made of?",
            "Why do we wedge it.",
            "Different ways of drying.",
            "How does it shrink?",
            "When is it dry?",
            "Is a kick wheel slow?",
            "Crystals, crackle and celadon.",
            "What problems does lead cause.",
            "How are glazes mixed, and what goes wrong?",
            "Ash glaze.",
            "Which colours does copper give?",
        ],
    ),
    "html table": (HTML_TABLE, ["What is a bat?", "Name a tool for trimming.", "Why centre the clay?"]),
    "code and footnotes in titles": (
        CODE_IN_TITLES,
        [
            "What is the difference between `<clay>` and `<slip>`?",
            "What does `**` do in `a ** b`?",
            "Why two kilns?",
        ],
    ),
    "labels with a number in front": (COUNTED_LABELS, [f"Why fire at {n}00 degrees?" for n in (1, 2, 3)]),
    "requests among questions": (
        STATEMENTS_WITH_QUESTION_MARKS,
        [
            *(f"Is pot {n} dry?" for n in range(9)),
            "You can have it cheap, quick or good. Pick two and explain why.",
            "A bowl cracks. What went wrong and why would you fire it again?",
        ],
    ),
    "items wrapped without an indent": (
        LAZILY_WRAPPED,
        [
            "What happens to a bowl of wet clay when it is put into a hot kiln before it has been left to dry?",
            "Why is a handle put on while the cup is still damp?",
            "How thick should a wall be?",
        ],
    ),
    "Russian": (RUSSIAN, ["Что такое глина", "Как её сушат", "Обжиг", "Почему она трескается"]),
    "one question alone": ("What is raku?\n\nPots taken out of the fire while they glow.\n", ["What is raku?"]),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_layout_gives_its_questions_and_no_others(layout: str) -> None:
    text, questions = LAYOUTS[layout]

    entries = parsing.parse(document("notes.md", text)).entries

    assert [entry.question for entry in entries] == questions
    assert len({entry.id for entry in entries}) == len(entries)
    assert all(before.location.end_line < after.location.start_line for before, after in pairwise(entries))


def test_an_answer_below_higher_headings_is_whole_and_ends_where_the_next_question_begins() -> None:
    kiln, glaze, slip = parsing.parse(document("set.md", HIGHER_HEADINGS)).entries

    assert kiln.answer == (
        "# Short answer\n\nAn oven for clay.\n\n---\n\n# 1. Why is it hot?\n\n"
        "Clay turns to stone above a thousand degrees."
    )
    assert glaze.answer.endswith("# Pitfalls\n\nIt runs.")
    assert (slip.answer, {kiln.topics, glaze.topics, slip.topics}) == ("", {()})


def test_answers_below_a_label_of_any_language_are_whole() -> None:
    entry = parsing.parse(document("ton.md", ANSWERS_IN_ANOTHER_TONGUE)).entries[1]

    assert entry.answer == "- A: Erde\n- B: Stein\n\n#### Antwort: A\n\nTon 2 ist Erde."


def test_marks_in_brackets_are_levels_and_heads_of_lists_are_in_no_answer() -> None:
    entries = parsing.parse(document("marks.md", MARKED)).entries

    assert [entry.level for entry in entries[2:5]] == [Level.JUNIOR, Level.MID, Level.SENIOR]
    assert {entry.answer for entry in entries} == {""}


def test_subjects_that_the_contents_list_are_asked_about_and_belong_to_their_sections() -> None:
    entries = parsing.parse(document("pottery.md", LISTED_SUBJECTS)).entries

    assert [(entry.question, entry.topics) for entry in entries] == [
        ("Earthenware and stoneware", ("clay",)),
        ("Wedging", ("clay",)),
        ("Drying", ("clay",)),
        ("Oxidation", ("fire",)),
        ("Reduction", ("fire",)),
    ]
    assert entries[3].answer == "Enough air.\n\n#### Colours\n\nGreen from copper."


def test_rows_of_an_html_table_know_their_lines_and_keep_their_code() -> None:
    entries = parsing.parse(document("table.md", HTML_TABLE)).entries

    assert [(entry.answer, entry.location.start_line) for entry in entries] == [
        ("A disc on the wheel.\nIt comes off with the pot.", 5),
        ("A `loop`", 9),
        ("", 10),
    ]


@pytest.mark.parametrize(
    "text",
    [
        LINKS_ONLY,
        "# Firing safely\n\n- Make sure the kiln is off;\n- Use gloves that are dry;\n- Make sure the door is shut;\n",
    ],
    ids=["links only", "orders only"],
)
def test_what_only_links_or_tells_what_to_do_holds_no_questions(text: str) -> None:
    with pytest.raises(DocumentUnreadable, match="No question was recognised"):
        parsing.parse(document("pottery.md", text))


def test_a_note_whose_name_is_a_question_answers_it() -> None:
    text = "# Raku\n\nPots are taken out of the fire while they glow.\n\n- Make sure nobody stands near.\n"

    entry = parsing.parse(document("pots/What is raku.md", text)).entries[0]

    assert (entry.question, entry.answer) == ("What is raku?", text.strip())


def test_exercises_under_one_title_that_are_left_out_are_said_in_a_warning() -> None:
    questions = "".join(f"### What is pot {n} for?\n\nSoup.\n\n" for n in range(30))
    exercises = "".join(f"#### {n}. What does this print\n\n```python\nprint({n})\n```\n\n- 1\n\n" for n in range(1, 9))

    parsed = parsing.parse(document("pots.md", f"{questions}## Exercises\n\n{exercises}"))

    assert len(parsed.entries) == 30
    assert parsed.warnings == (
        "8 exercises under the title “What does this print” are left out: their titles do not tell them apart. Give "
        "each a title of its own to have them asked.",
    )


@pytest.mark.parametrize(
    ("heading", "topic"),
    [
        ("Table of contents", ()),
        ("Part 2", ()),
        ("Questions", ()),
        ("Set 12", ()),
        ("Top 50 Pottery Interview Questions and Answers for 2031", ("pottery",)),
        ("III. Advanced glazing (optional)", ("glazing",)),
        ("Must-know kilns questions", ("kilns",)),
        ("🔥 Firing & Fuel", ("firing & fuel",)),
        ("Best practices", ("best practices",)),
        ("Miscellaneous", ()),
        ("How to use this list", ()),
        ("Interview preparation guide", ()),
        ("Pottery exercises", ("pottery",)),
    ],
)
def test_topics_are_subjects_and_never_parts_of_a_document(heading: str, topic: tuple[str, ...]) -> None:
    text = f"# All\n\n## {heading}\n\n### What is clay?\n\nEarth.\n\n### What is slip?\n\nWet earth.\n"

    entries = parsing.parse(document("notes.md", text)).entries

    assert {entry.topics for entry in entries} == {topic}


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("The number of broken pots.", Kind.CODING),
        ("Mean. Compute the mean of a list of weights.", Kind.CODING),
        ("Explain the glaze operator.", Kind.CONCEPT),
        ("What does this print?", Kind.CONCEPT),
    ],
)
def test_a_task_that_is_answered_in_code_is_coding_and_a_question_about_code_is_not(question: str, kind: Kind) -> None:
    assert kind_of(question, "```python\nprint(sum(pots) / len(pots))\n```\n") is kind
