"""What the Library page says, as a function of what there is."""

from datetime import UTC, datetime

from coach.finding import Found, once
from coach.library import Ingested, Preview
from corpus.changes import Changes
from corpus.documents import document
from corpus.entries import Entry
from corpus.parsing import parse
from index import DocumentInfo
from ui import library_html as html

DAY = datetime(2031, 5, 4, 12, tzinfo=UTC)


def entries(count: int, name: str = "knots.md") -> tuple[Entry, ...]:
    text = "".join(f"## What is knot {i} <b>for</b>?\n\nIt holds <i>{i}</i> ropes.\n\n" for i in range(count))
    return parse(document(name, text)).entries


def info(name: str, *, builtin: bool = False) -> DocumentInfo:
    return DocumentInfo(name=name, entries=3, chunks=9, added_at=DAY, builtin=builtin)


def test_own_documents_come_first_and_are_counted() -> None:
    shown = html.documents([info("a/basics.md", builtin=True), info("zebra.md"), info("Ape & co.md")])

    assert "2 documents of yours with 6 questions · 1 document that came with the coach" in shown
    assert shown.index("Ape &amp; co.md") < shown.index("zebra.md") < shown.index("a/<wbr>basics.md")
    assert 'href="/library?document=Ape%20%26%20co.md"' in shown
    assert "04 May 2031" in shown


def test_many_documents_and_many_questions_are_shown_in_pages() -> None:
    documents = html.documents([info(f"{i:03}.md") for i in range(100)], page=2)
    questions = html.questions(once(entries(5_000)), 3, {"q": "knot"}, empty="None.")

    assert (documents.count("<tr>"), "2 of 4" in documents) == (html.DOCUMENTS_A_PAGE + 1, True)
    assert (questions.count("<li>"), "3 of 167" in questions) == (html.ENTRIES_A_PAGE, True)
    assert 'href="/library?q=knot&amp;page=4"' in questions
    assert len(documents) + len(questions) < 30_000


def test_a_preview_counts_and_warns_and_shows_the_first_questions_as_text() -> None:
    found = Preview(
        token="t0ken",
        document="knots.md",
        status="updated",
        entries=entries(7),
        changes=Changes(new=("a", "b"), gone=("c",)),
        warnings=("Line 3: <odd>.",),
    )

    shown = html.preview(found)

    assert "<b>7 questions</b>" in shown
    assert "It would bring the document of that name up to date: 2 new, 1 gone." in shown
    assert "Line 3: &lt;odd&gt;." in shown
    assert (shown.count("<details>"), "and 2 more" in shown) == (5, True)
    assert "It holds &lt;i&gt;0&lt;/i&gt; ropes." in shown
    assert shown.count('data-token="t0ken"') == 2


def test_what_became_of_a_document_is_said_in_a_sentence() -> None:
    rows = [
        Ingested(document="a.md", status="renamed", was="b.md", entries=2),
        Ingested(document="c.md", status="updated", new=1, changed=2),
        Ingested(document="d.md", status="removed", entries=1),
        Ingested(document="<e>.md", status="failed", error="It is empty."),
    ]

    shown = html.outcome(rows)

    assert "is b.md under another name; nothing else changed." in shown
    assert "is up to date: 1 new, 2 changed." in shown
    assert 'd.md is removed, with 1 question. <button type="button" class="plain" data-do="undo"' in shown
    assert "&lt;e&gt;.md: It is empty." in shown


def test_the_same_question_of_two_documents_is_listed_once_with_both() -> None:
    both = [*entries(1), *entries(1, "other.md")]

    shown = html.questions(once(both), 1, {"q": "knot"}, empty="None.")

    assert (shown.count("<li>"), "knots.md and other.md" in shown) == (1, True)
    assert once(both) == [Found(entry=both[0], also_in=("other.md",))]
    assert "<h3>Sources</h3>" in html.entry_source(both)


def test_an_entry_is_read_with_all_it_has_and_its_tags_are_text() -> None:
    entry = entries(1)[0].model_copy(update={"key_points": ("It <u>holds</u>.",), "pitfalls": ("It slips.",)})

    body = html.entry_body(entry)

    assert body == (
        "It holds &lt;i>0&lt;/i> ropes.\n\n### Key points\n\n- It &lt;u>holds&lt;/u>.\n\n### Pitfalls\n\n- It slips."
    )
    assert "What is knot 0 for?" in html.entry_head([entry])
