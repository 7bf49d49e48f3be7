"""The library format: read strictly, complaints by line, and one bad entry costs no other."""

import csv
import io

from corpus import parsing
from corpus.documents import document
from corpus.entries import Detail, FollowUp, Kind, Level
from corpus.export import to_csv, to_library
from corpus.lint import lint
from corpus.parsing import Parsed

GOOD = """\
# Bread

What happens between flour and loaf.

## Why does dough rise?

- id: dough-rises
- level: junior
- kind: concept
- topics: bread, yeast
- related: kneading

Yeast turns sugar into gas, $2CO_2$ among others, and gluten holds it.

```python
## not a heading
assert True
```

### Key points

- Yeast makes gas from sugar.
  - What does yeast live on?
- Gluten keeps the gas
  in the dough.
  - Why does the gas
    not escape?

### Follow-ups

- What does salt do?
  - It slows yeast down.
- Why warm water?
  - Yeast works faster in it.

### Pitfalls

- Heat makes the dough rise.

### Hints

1. Something in it is alive.
2. What does it breathe out?

### Also asked

- My loaf is flat as a plate.

### Details

- Who holds the gas?
  - gluten holds it
  - and who holds it?

### References

- A. Baker, "Bread", 2031.

## How do you knead?

- id: kneading
- level: mid
- kind: procedure
- topics: bread

Fold and turn.
"""


def test_an_entry_has_all_that_its_author_wrote() -> None:
    entries = parsing.parse(document("bread.md", GOOD)).entries

    first = entries[0]
    assert [entry.id for entry in entries] == ["dough-rises", "kneading"]
    assert first.question == "Why does dough rise?"
    assert first.answer.startswith("Yeast turns")
    assert first.answer.endswith("assert True\n```")
    assert first.key_points == ("Yeast makes gas from sugar.", "Gluten keeps the gas in the dough.")
    assert first.probes == ("What does yeast live on?", "Why does the gas not escape?")
    assert first.follow_ups[0] == FollowUp(question="What does salt do?", good_reply="It slows yeast down.")
    assert first.pitfalls == ("Heat makes the dough rise.",)
    assert first.hints == ("Something in it is alive.", "What does it breathe out?")
    assert first.also_asked == ("My loaf is flat as a plate.",)
    assert first.details == (Detail(question="Who holds the gas?", says="gluten holds it", next="and who holds it?"),)
    assert first.references == ('A. Baker, "Bread", 2031.',)
    assert (first.level, first.kind, first.topics, first.related) == (
        Level.JUNIOR,
        Kind.CONCEPT,
        ("bread", "yeast"),
        ("kneading",),
    )
    assert (first.location.start_line, first.location.end_line) == (
        5,
        GOOD.split("\n").index("## How do you knead?") - 1,
    )


def test_a_good_document_has_no_problems() -> None:
    assert lint(document("bread.md", GOOD)) == ()


def test_a_question_stands_below_every_key_point_or_below_none() -> None:
    half = document("bread.md", GOOD.replace("  - What does yeast live on?\n", ""))

    (problem,) = lint(half)
    assert half.text.split("\n")[problem.line - 1] == "- Yeast makes gas from sugar."
    assert "or under none" in problem.message
    assert parsing.parse(half).entries[0].probes == ()


def test_a_detail_has_words_of_the_answer_below_it() -> None:
    unsaid = document("bread.md", GOOD.replace("  - gluten holds it", "  - the crust holds it"))
    wrapped = document("bread.md", GOOD.replace("gluten holds it.", "gluten\nholds it."))

    (problem,) = lint(unsaid)
    assert unsaid.text.split("\n")[problem.line - 1] == "- Who holds the gas?"
    assert lint(wrapped) == ()


def test_every_departure_is_reported_with_its_line() -> None:
    text = (
        GOOD.replace("- level: junior", "- level: easy")
        .replace("- topics: bread, yeast\n", "- tags: bread\n")
        .replace("### Pitfalls", "### Traps")
        .replace("  - It slows yeast down.\n", "")
        .replace("$2CO_2$", "$2CO_2")
    )

    problems = [(problem.line, problem.message) for problem in lint(document("bread.md", text))]

    assert problems == [
        (5, "The field “- topics: ...” is missing under the question."),
        (8, "“easy” is no level; use one of junior, mid, senior."),
        (10, "“tags” is no field; the fields are id, level, kind, topics, related."),
        (13, "A formula here has no end, or a price its dollar sign: “100 dollars”."),
        (31, "Under a follow-up stands one nested item: what a good reply contains."),
        (
            35,
            "“Traps” is no section; the sections are Key points, Follow-ups, Pitfalls, Hints, Also asked, Details, "
            "References.",
        ),
    ]


def test_an_entry_that_cannot_be_read_costs_no_other_and_is_warned_of() -> None:
    parsed = parsing.parse(document("bread.md", GOOD.replace("- level: junior", "- level: easy")))

    assert [entry.id for entry in parsed.entries] == ["kneading"]
    assert parsed.warnings == ("Line 8: “easy” is no level; use one of junior, mid, senior.",)


def test_an_id_is_given_once() -> None:
    problems = lint(document("bread.md", GOOD.replace("- id: kneading", "- id: dough-rises")))

    assert [(problem.line, problem.message) for problem in problems] == [
        (59, "The id dough-rises is taken by the entry on line 5; give this one an id of its own.")
    ]


def test_a_document_of_another_format_is_told_what_is_missing() -> None:
    problems = lint(document("notes.md", "## What is bread?\n\nFlour.\n"))

    assert [problem.line for problem in problems] == [1]
    assert problems[0].message.startswith("It has no entry in the library format")


def test_what_is_exported_is_read_back_as_it_was() -> None:
    before = parsing.parse(document("bread.md", GOOD)).entries

    after = parsing.parse(document("bread.md", to_library(before, "Bread"))).entries

    assert [_without_place(parsing.Parsed((entry,))) for entry in after] == [
        _without_place(parsing.Parsed((entry,))) for entry in before
    ]


def test_notes_become_a_document_that_lint_accepts() -> None:
    notes = "## 1. What is bread?\n\nFlour.\n\n### Crust\n\nBrown.\n\n## 2. Slice it.\n\n```\n# with a knife\n```\n"
    entries = parsing.parse(document("notes.md", notes)).entries

    exported = document("mine.md", to_library(entries, "My notes"))

    assert lint(exported) == ()
    assert [entry.question for entry in parsing.parse(exported).entries] == ["What is bread?", "Slice it."]
    assert parsing.parse(exported).entries[0].answer == "Flour.\n\n**Crust**\n\nBrown."


def _without_place(parsed: Parsed) -> dict[str, object]:
    return parsed.entries[0].model_dump(exclude={"location"})


def test_rows_that_were_exported_are_read_back_and_none_begins_a_formula() -> None:
    notes = '## What is =SUM(A1)?\n\n=1+1\n\n## +1 or -1, which is it?\n\n- one\n- two, "three"\n'
    before = parsing.parse(document("notes.md", notes)).entries

    exported = to_csv(before)
    after = parsing.parse(document("notes.csv", exported)).entries

    assert [(entry.question, entry.answer) for entry in after] == [(entry.question, entry.answer) for entry in before]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in csv.reader(io.StringIO(exported)) for cell in row)
