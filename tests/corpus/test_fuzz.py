"""Whatever a document holds: no exception but ours, entries in order and apart, and no text of an answer made up."""

import re
import time
from pathlib import PurePosixPath

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus import parsing
from corpus.documents import document, from_bytes
from corpus.entries import Entry
from corpus.errors import DocumentUnreadable

PIECES = re.split(
    r"\|",
    r"""What is a knot?|Explain it.|Why|Text that tells. |## |# |#### |**|__|1. |12) |Q1: |Q: |A: |Answer:|- |* |```
|```python
|~~~|<details>|</details>|<summary>|</summary>|<!--|-->|<br/>|---|===|[x](#y)|[[src]](http://z)|![i](j)|⭐️|👶|(easy)|$$
|$x$|`|\|: |<dt>|</dt>|<h3>|</h3>|- id: a
|- level: mid
|- kind: concept
|- topics: a
|### Key points
|é|漢字？|#separator:tab|{|}|"|,|;|[|]""",
)
PIECES += ["\n", "\n\n", "\n\n", "    ", "\t", "\x00", "\u202e", "| a | b |", "|---|---|", "| Question | Answer |"]
MARKDOWN = st.lists(st.sampled_from(PIECES), max_size=80).map("".join)
NAMES = st.sampled_from(["a.md", "a.txt", "a.csv", "a.tsv", "a.json", "a.jsonl", "a.ipynb"])


def entries_of(name: str, text: str) -> tuple[Entry, ...]:
    try:
        return parsing.parse(document(name, text)).entries
    except DocumentUnreadable:
        return ()


@settings(deadline=None, max_examples=400)
@example("a.md", "## \n## ?\n# #\n")
@example("a.csv", '"')
@example("a.json", "[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]")
@given(NAMES, MARKDOWN | st.text(max_size=300))
def test_any_text_gives_entries_or_a_refusal(name: str, text: str) -> None:
    entries = entries_of(name, text)

    assert len({entry.id for entry in entries}) == len(entries)
    assert all(entry.question.strip() for entry in entries)
    assert all(1 <= entry.location.start_line <= entry.location.end_line for entry in entries)


@settings(deadline=None, max_examples=400)
@given(MARKDOWN)
def test_entries_of_markdown_stand_one_behind_the_other_and_quote_their_document(text: str) -> None:
    entries = entries_of("a.md", text)

    lines = document("a.md", text).text.split("\n")
    last = 0
    for entry in entries:
        assert entry.location.start_line > last
        last = entry.location.end_line
        assert last <= len(lines)
        own = "\n".join(lines[entry.location.start_line - 1 : last])
        assert all(part.strip() in own.replace("\\|", "|") for part in entry.answer.split("\n"))


@settings(deadline=None, max_examples=200)
@given(st.sampled_from(["a.md", "a.csv", "a.json", "a.ipynb", "a.zip", "a.bin"]), st.binary(max_size=400))
def test_any_bytes_give_a_document_or_a_refusal(name: str, data: bytes) -> None:
    try:
        made = from_bytes(data, name)
    except DocumentUnreadable:
        return
    assert PurePosixPath(made.name).suffix != ".bin"
    entries_of(name, made.text)


@pytest.mark.parametrize(
    "text",
    [
        "*" * 50_000,
        "[" * 50_000,
        "(" * 50_000,
        "[a](" * 20_000,
        "<" * 50_000,
        "# " * 20_000,
        "- " * 20_000,
        "1. " * 20_000,
        "**a " * 20_000,
        "| " * 20_000,
        "a ? " * 20_000,
        "Q: " * 20_000,
        "\n- What?" * 20_000,
        "\n**a" * 20_000,
        "\n## What?" * 20_000,
        "\n```a" * 20_000,
        "\n<summary>" * 20_000,
        "\n<!--" * 20_000,
        "\n# 1. a" * 20_000,
        "\n> a" * 20_000,
        "<br/> " * 20_000,
        "please " * 20_000,
        "What " * 20_000,
        "$" * 50_000,
        "!" * 50_000,
        "`" * 50_000,
        "\t" * 50_000 + "x",
        " " * 100_000 + "x",
        "\n  1. x\n\n\n" * 10_000,
        "a" * 200_000,
    ],
    ids=lambda text: repr(text[:8]),
)
def test_no_text_makes_reading_hang(text: str) -> None:
    started = time.process_time()

    entries_of("a.md", text)

    assert time.process_time() - started < 5


STYLES = (
    "## {q}",
    "### {n}. {q}",
    "#### {n}) {q} [[src]](https://example.org/{n})",
    "**{q}**",
    "Q{n}: {q}",
    "{n}. ### {q}",
)
BLOCKS = (
    "It is told plainly. Every time.",
    "- one\n- two\n  - deeper",
    "```python\n# What is x?\n## Why?\nx = 1\n```",
    "| a | b |\n|---|---|\n| 1 | `x` |",
    "$$\n\\frac{a}{b}\n$$",
    "![a picture](a.png)",
    "> quoted, and why not?",
    "1. first\n2. second",
    "Last words with a [link](https://example.org).",
    "<table>\n<tr><td>1</td></tr>\n</table>",
)


@settings(deadline=None, max_examples=150)
@given(
    st.sampled_from(STYLES),
    st.lists(st.lists(st.sampled_from(BLOCKS), min_size=1, max_size=5), min_size=3, max_size=8),
)
def test_no_text_of_an_answer_is_lost_and_it_ends_where_the_next_question_begins(
    style: str, answers: list[list[str]]
) -> None:
    told = ["\n\n".join(["So it is.", *blocks]) for blocks in answers]
    asked = [style.format(q=f"What is thing {n}?", n=n) for n in range(1, len(told) + 1)]

    entries = entries_of("a.md", "\n\n".join(f"{q}\n\n{a}" for q, a in zip(asked, told, strict=True)) + "\n")

    assert [entry.question for entry in entries] == [f"What is thing {n}?" for n in range(1, len(told) + 1)]
    assert [entry.answer for entry in entries] == told
