"""The checks of a corpus as a whole, and the built-in one held to them."""

import pytest

from corpus import builtin, parsing
from corpus.documents import document
from corpus.entries import Document
from corpus.lint import areas, check, lint, run_code

ENTRY = """\
# {title}

One sentence.

## {question}

- id: {id}
- level: mid
- kind: {kind}
- topics: bread
- related: {related}

{answer}

### Key points

- Yeast makes gas from sugar.
- Gluten keeps the gas in.
- Salt slows yeast down.
- Warm water wakes yeast up.

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

### References

- A. Baker, "Bread", 2031.
"""
WORDS = "Yeast turns sugar into gas and gluten holds it. " * 15
CODE = "Like this. " * 40


def entry(name: str, question: str, *, id: str, related: str, kind: str = "concept", answer: str = WORDS) -> Document:
    return document(
        name,
        ENTRY.format(title=name, question=question, id=id, related=related, kind=kind, answer=answer),
    )


RISE = entry("library/bread/rise.md", "Why does dough rise?", id="rise", related="knead")
KNEAD = entry("library/bread/knead.md", "How do you knead by hand?", id="knead", related="rise")


def test_two_documents_that_fit_together_have_no_problems() -> None:
    assert check([RISE, KNEAD]) == ()
    assert areas([RISE, KNEAD]) == {"bread": 2}


@pytest.mark.parametrize(
    ("other", "message"),
    [
        (
            entry("b.md", "How do you knead?", id="rise", related="rise"),
            "The id rise is taken in library/bread/rise.md.",
        ),
        (
            entry("b.md", "How do you knead?", id="b", related="nobody"),
            "related: there is no other entry with the id nobody.",
        ),
        (entry("b.md", "How do you knead?", id="b", related="b"), "related: there is no other entry with the id b."),
        (
            entry("b.md", "Explain why the dough does rise.", id="b", related="rise"),
            "It asks nearly the same as rise in library/bread/rise.md.",
        ),
        (
            entry("b.md", "How do you knead?", id="b", related="rise", answer="Fold it."),
            "Answer words: 2; there should be 110 to 360.",
        ),
        (
            entry("b.md", "Tell me about a loaf.", id="b", related="rise", kind="behavioural"),
            "A key point of a behavioural entry begins with “Situation: ”.",
        ),
    ],
)
def test_what_only_shows_in_the_whole_is_found(other: Document, message: str) -> None:
    problems = check([RISE.model_copy(update={"text": RISE.text.replace("related: knead", "related: b")}), other])

    assert message in [problem.message for problem in problems]


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("x = 1\nassert x == 1", None),
        ("assert 1 == 2, 'no'", "The code of the answer fails: AssertionError: no"),
        ("print('hello')\nassert True", "The code of the answer prints something."),
        ("x = 1", "A coding answer has a ```python block that ends with asserts."),
        ("import os\nos.no_such_thing\nassert 1", "The code of the answer fails: AttributeError: module 'os' has no"),
    ],
)
def test_code_of_coding_entries_is_run(code: str, message: str | None) -> None:
    answer = f"{CODE}\n\n```python\n{code}\n```"
    document = entry("b.md", "How do you knead?", id="b", related="rise", kind="coding", answer=answer)

    problems = run_code([document])

    assert len(problems) == (message is not None)
    assert all(problem.message.startswith(message or "") for problem in problems)


def test_the_built_in_corpus_keeps_its_own_rules() -> None:
    assert check(builtin.documents()) == ()


def test_the_code_in_the_built_in_corpus_runs() -> None:
    assert run_code(builtin.documents()) == ()


def test_the_built_in_corpus_has_entries_of_every_area_each_read_without_a_warning() -> None:
    documents = builtin.documents()

    assert all(not parsing.parse(document).warnings for document in documents)
    assert all(not lint(document) for document in documents)
    assert sum(areas(documents).values()) >= 240
    assert min(areas(documents).values()) >= 10
