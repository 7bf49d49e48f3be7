"""Formats as they come out of the programs people use: lists of Word's, several sheets, pages with all around them."""

import io
import json

import openpyxl
import pytest

from corpus import parsing
from corpus.documents import from_bytes
from corpus.entries import Entry
from corpus.errors import DocumentUnreadable
from corpus.limits import Limits
from tests.corpus import samples


def entries(data: bytes, name: str) -> tuple[Entry, ...]:
    return parsing.parse(from_bytes(data, name)).entries


@pytest.mark.parametrize("data", [samples.word_list_file(), samples.word_table_file()], ids=["list", "table"])
def test_word_files_give_questions_that_are_items_of_lists_or_rows_of_tables(data: bytes) -> None:
    found = entries(data, "ropes.docx")

    assert [entry.question for entry in found] == samples.QUESTIONS
    for entry, (_, answer) in zip(found, samples.PAIRS, strict=True):
        assert entry.answer.startswith(samples.first_words(answer))


def test_each_sheet_of_a_workbook_is_read_and_is_a_topic() -> None:
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.title = "Knots"
    for row in (["Question", "Answer"], ["What is a knot?", "A fastening."], [None, None], ["Tie one.", 2.5]):
        first.append(row)
    book.create_sheet("Empty")
    second = book.create_sheet("Rope care")
    second.append(["Nr", "Ideal answer", "Interview question", "Level"])
    second.append([1, "They rub.", "Why do ropes fray?", "hard"])
    out = io.BytesIO()
    book.save(out)

    found = entries(out.getvalue(), "ropes.xlsx")

    assert [(e.question, e.answer, e.topics) for e in found] == [
        ("What is a knot?", "A fastening.", ("knots",)),
        ("Tie one.", "2.5", ("knots",)),
        ("Why do ropes fray?", "They rub.", ("rope care",)),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "|", "\t"])
def test_tables_are_read_whatever_divides_their_cells_and_encodes_their_letters(delimiter: str, encoding: str) -> None:
    rows = [
        ["Question", "Answer", "Difficulty"],
        ["What is a “fid”?", f'A spike, for splicing; a "cone"{delimiter} of wood.', "easy"],
        ["Pourquoi ça s’use ?", "Parce que ça frotte.\nToujours.", "hard"],
    ]
    text = "\r\n".join(delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)

    found = entries(text.encode(encoding), "ropes.csv")

    assert [entry.question for entry in found] == ["What is a “fid”?", "Pourquoi ça s’use ?"]
    assert [entry.answer for entry in found] == [rows[1][1], "Parce que ça frotte.\nToujours."]


PAGE = """\
<!DOCTYPE html><html><head><title>Ten questions?</title><style>p { color: red }</style></head><body>
<div role="banner"><a href="/">Are you new here?</a></div><nav><ul><li>What is new?</li><li>Who are we?</li></ul></nav>
<main><h1>Rope interview questions</h1><p>We collected some.</p>
<h2>Basics</h2>
<h3>1. What is a <em>knot</em>?</h3><p>A fastening.</p><pre><code class="language-sh">tie --fast  # why?</code></pre>
<!-- <h3>2. What is a secret?</h3> -->
<h3>2. Name two bends.</h3><ul><li>Sheet bend</li><li>Carrick bend</li></ul>
<div hidden><h3>What is hidden?</h3></div>
<h3>3. Why &lt;b&gt; and &amp;?</h3><table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>
</main>
<aside><h3>Want our newsletter?</h3></aside>
<form><label>What is your address?</label><input></form><footer><h3>Who made this?</h3></footer>
<script>document.write("<h3>What is a script?</h3>")</script></body></html>
"""


def test_a_page_gives_its_questions_without_what_is_around_them() -> None:
    found = entries(PAGE.encode(), "page.html")

    assert [entry.question for entry in found] == ["What is a knot?", "Name two bends.", "Why <b> and &?"]
    assert found[0].answer == "A fastening.\n\n```sh\ntie --fast  # why?\n```"
    assert found[1].answer == "* Sheet bend\n* Carrick bend"
    assert "| 1 | 2 |" in found[2].answer
    assert {entry.topics for entry in found} == {("rope",)}


def test_cards_keep_lists_and_pictures_of_their_answers_as_text() -> None:
    notes = [
        ('What is a <b>bend</b>?<br><img src="bend.png">', "It joins:<ul><li>two ropes</li><li>for good</li></ul>"),
        ("The {{c1::sheet}} bend joins {{c2::thick::how thick?}} and thin.", "<i>Old.</i>"),
        ("Why &lt;wet&gt; ropes?", "They<br>swell."),
    ]

    found = entries(samples.deck_file(packed=True, notes=notes), "deck.apkg")

    assert [entry.question.split("\n")[0] for entry in found] == [
        "What is a bend?",
        "The [...] bend joins [how thick?] and thin.",
        "Why <wet> ropes?",
    ]
    assert "two ropes" in found[0].answer
    assert found[2].answer == "They  \nswell."


def test_a_notebook_gives_its_questions_with_code_and_without_output() -> None:
    cells = [
        {"cell_type": "markdown", "source": "# Ropes\n\n## Sort these ropes by length."},
        {"cell_type": "code", "source": "sorted(ropes)", "outputs": [{"text": "What is this?"}]},
        {"cell_type": "markdown", "source": ["## Why sort?\n", "To find them."]},
        {"cell_type": "raw", "source": "## What is raw?"},
    ]

    found = entries(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4}).encode(), "ropes.ipynb")

    assert [(entry.question, entry.answer) for entry in found] == [
        ("Sort these ropes by length.", "```python\nsorted(ropes)\n```"),
        ("Why sort?", "To find them."),
    ]


def test_a_member_of_an_archive_that_claims_to_be_small_is_never_read_beyond_its_claim() -> None:
    bomb = samples.zipped({"xl/workbook.xml": b"0" * 50_000_000})

    with pytest.raises(DocumentUnreadable, match="unpacks to"):
        from_bytes(bomb, "bomb.xlsx")
    with pytest.raises(DocumentUnreadable, match="set COACH_MAX_UNPACKED_BYTES"):
        from_bytes(bomb, "bomb.xlsx", Limits(max_unpacked_bytes=1_000))


def test_a_file_that_takes_too_long_is_given_up_and_the_remedy_names_the_setting() -> None:
    endless = samples.pdf_file(pages=3_000)

    with pytest.raises(DocumentUnreadable, match=r"took more than 1 seconds .* set COACH_MAX_SECONDS"):
        from_bytes(endless, "endless.pdf", Limits(max_seconds=1, max_pages=10_000))
