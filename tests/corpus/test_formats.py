"""Every format gives the same questions; what cannot be read is refused in words."""

import json
from pathlib import Path

import pytest

from corpus import parsing
from corpus.documents import SUFFIXES, document, find, from_bytes, read
from corpus.entries import Level
from corpus.errors import DocumentUnreadable
from corpus.limits import Limits
from tests.corpus import samples

FORMATS = {
    "comma.csv": samples.csv_file(",", header=True),
    "semicolon.csv": samples.csv_file(";", header=False),
    "tab.tsv": samples.csv_file("\t", header=True),
    "nested.json": samples.json_file(),
    "map.json": json.dumps(dict(samples.PAIRS)).encode(),
    "lines.jsonl": samples.jsonl_file(),
    "book.ipynb": samples.notebook_file(),
    "page.html": samples.html_file(),
    "details.htm": samples.details_file(),
    "sheet.xlsx": samples.workbook_file(),
    "deck.apkg": samples.deck_file(packed=False),
    "new.apkg": samples.deck_file(packed=True),
    "cards.txt": samples.cards_file(),
    "letter.docx": samples.word_file(),
    "print.pdf": samples.pdf_file(pages=4),
}


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_its_questions_with_their_answers(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(FORMATS[name])

    entries = parsing.parse(read(path)).entries

    assert [entry.question for entry in entries] == samples.QUESTIONS
    for entry, (_, answer) in zip(entries, samples.PAIRS, strict=True):
        assert samples.first_words(answer) in entry.answer.replace("**", "")
        assert "?" not in entry.answer.replace("# What is this?", "")


def test_every_suffix_is_tried_here() -> None:
    tried = {Path(name).suffix for name in FORMATS} | {".md", ".markdown", ".mdown", ".text", ".ndjson"}

    assert tried == set(SUFFIXES)


def test_rows_bring_level_and_topic() -> None:
    entries = parsing.parse(document("ropes.csv", FORMATS["comma.csv"].decode())).entries

    assert {(entry.level, entry.topics) for entry in entries} == {(Level.SENIOR, ("ropes",))}
    assert [entry.location.start_line for entry in entries] == [2, 3, 6, 7]


def test_rows_may_bring_all_that_an_entry_has() -> None:
    row = {
        "prompt": "What is a splice?",
        "response": "Ropes woven together.",
        "key_points": ["It joins two ropes.", "It needs no knot."],
        "follow_ups": ["How long does it take?"],
        "hints": "Think of a plait.",
        "references": "C. Ashley, 1944; P. Budworth, 1983",
        "difficulty": 5,
        "category": "Rope work",
    }

    entry = parsing.parse(document("ropes.jsonl", json.dumps(row))).entries[0]

    assert entry.key_points == ("It joins two ropes.", "It needs no knot.")
    assert [follow_up.question for follow_up in entry.follow_ups] == ["How long does it take?"]
    assert entry.hints == ("Think of a plait.",)
    assert entry.references == ("C. Ashley, 1944", "P. Budworth, 1983")
    assert (entry.level, entry.topics) == (Level.SENIOR, ("rope work",))


def test_a_cloze_card_asks_for_what_it_hides() -> None:
    deck = samples.deck_file(packed=False, notes=[("A {{c1::bowline}} makes a {{c2::loop::shape}}.", "Old.")])

    entry = parsing.parse(from_bytes(deck, "deck.apkg")).entries[0]

    assert (entry.question, entry.answer) == ("A [...] makes a [shape].", "bowline\n\nloop\n\nOld.")


def test_questions_without_answers_are_kept_and_said() -> None:
    parsed = parsing.parse(document("q.md", "- What is a knot?\n- What is a hitch?\n- What is a bend?\n"))

    assert [entry.answer for entry in parsed.entries] == ["", "", ""]
    assert parsed.warnings == (
        "3 of 3 questions have no answer in it; they can be asked, but not graded or explained.",
    )


@pytest.mark.parametrize(
    ("data", "warned"),
    [
        ("## Pourquoi « là » ?\n\nÇa.".encode(), False),
        ("\ufeff## Pourquoi « là » ?\n\nÇa.".encode(), False),
        ("## Pourquoi « là » ?\n\nÇa.".encode("utf-16"), False),
        ("## Pourquoi « là » ?\n\nÇa.".encode("utf-16-le"), False),
        ("## Pourquoi « là » ?\r\n\r\nÇa.".encode("cp1252"), True),
    ],
)
def test_text_is_read_in_the_encoding_it_is_in(data: bytes, warned: bool) -> None:
    parsed = parsing.parse(from_bytes(data, "notes.md"))

    assert [(entry.question, entry.answer) for entry in parsed.entries] == [("Pourquoi « là » ?", "Ça.")]
    assert any("Windows-1252" in warning for warning in parsed.warnings) == warned


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("empty.md", b"", "empty.md is empty."),
        ("blank.md", b" \n\n ", "blank.md is empty."),
        ("photo.md", bytes(range(256)) * 20, "photo.md is not a text"),
        ("old.doc", b"x", "Save it as .docx"),
        ("noise.pdf", b"%PDF-1.4 and then nothing", "noise.pdf is not a PDF that can be read"),
        ("scan.pdf", samples.pdf_file(text=False), "scan.pdf has pages but no text: it looks like a scan."),
        ("broken.docx", b"PK\x03\x04nothing", "broken.docx is damaged"),
        ("other.docx", samples.zipped({"a.txt": b"hello"}), "the reader for .docx files broke off on it"),
        ("bomb.docx", samples.entities_file(), "bomb.docx defines XML entities"),
        ("broken.xlsx", samples.zipped({"a.txt": b"hello"}), "broken.xlsx is not a workbook that can be read"),
        ("broken.apkg", samples.zipped({"collection.anki2": b"hello"}), "broken.apkg is not an Anki deck"),
        ("broken.ipynb", b'{"cells": 3}', "broken.ipynb is not a notebook"),
        ("broken.json", b'[{"question": ]', "broken.json is not valid JSON in line 1."),
        ("numbers.csv", b"a,b\n1,2\n3,4\n5,6\n", "No question was recognised in numbers.csv. It is rows"),
        ("essay.md", b"# Ropes\n\nRopes are old.\n\n- hemp\n", "It has 1 heading, 1 list item, 1 line of text"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence_with_a_remedy(name: str, data: bytes, said: str) -> None:
    with pytest.raises(DocumentUnreadable) as refused:
        parsing.parse(from_bytes(data, name))

    assert said in str(refused.value)
    assert name in refused.value.message
    assert refused.value.remedy.endswith(".")


@pytest.mark.parametrize(
    ("name", "data", "limits", "said"),
    [
        ("long.pdf", samples.pdf_file(pages=4), Limits(max_pages=3), "long.pdf has 4 pages; the limit is 3."),
        ("slow.pdf", samples.pdf_file(), Limits(max_seconds=0), "slow.pdf took more than 0 seconds to read."),
        (
            "fat.xlsx",
            samples.zipped({"xl/a.xml": b"0" * 3_000_000}),
            Limits(),
            "fat.xlsx unpacks to",
        ),
        (
            "many.docx",
            samples.zipped({f"{i}.xml": b"" for i in range(30)}),
            Limits(max_members=20),
            "many.docx holds 30 files",
        ),
    ],
)
def test_a_document_beyond_a_limit_is_refused(name: str, data: bytes, limits: Limits, said: str) -> None:
    with pytest.raises(DocumentUnreadable, match=said):
        from_bytes(data, name, limits)


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.md"
    path.write_bytes(b"x" * 2_000)

    with pytest.raises(DocumentUnreadable, match=r"the limit is 0\.0 MB"):
        read(path, limits=Limits(max_bytes=1_000))


def test_a_document_with_too_many_questions_is_refused() -> None:
    text = "".join(f"## What is knot {i}?\n\nOne.\n\n" for i in range(20))

    with pytest.raises(DocumentUnreadable, match="has 20 questions; the limit is 10"):
        parsing.parse(document("many.md", text), Limits(max_entries=10))


def test_folders_and_archives_are_searched_and_their_documents_named_by_their_place(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / ".hidden").mkdir()
    (tmp_path / "deep" / "a.md").write_text("## What is a knot?\n\nOne.\n")
    (tmp_path / ".hidden" / "b.md").write_text("## What?\n")
    (tmp_path / "photo.png").write_bytes(b"x")
    (tmp_path / "deep" / "pack.zip").write_bytes(
        samples.zipped(
            {
                "notes/c.md": b"## What is a hitch?\n\nTwo.\n",
                "../outside.md": b"## What is outside?\n\nNothing.\n",
                "__MACOSX/c.md": b"x",
                "image.png": b"x",
            }
        )
    )

    found = find([tmp_path])

    assert [name for name, _ in found] == ["deep/a.md", "deep/pack.zip/notes/c.md"]
    assert [parsing.parse(read(path, name)).entries[0].question for name, path in found] == [
        "What is a knot?",
        "What is a hitch?",
    ]


def test_a_file_named_itself_is_found_even_if_it_cannot_be_read(tmp_path: Path) -> None:
    picture, archive, nothing = tmp_path / "a.png", tmp_path / "b.zip", tmp_path / "c.md"
    picture.write_bytes(b"x")
    archive.write_bytes(b"not a zip file")

    found = find([picture, archive, nothing])

    assert [name for name, _ in found] == ["a.png", "b.zip", "c.md"]
    for name, path in found:
        with pytest.raises(DocumentUnreadable):
            read(path, name)


def test_the_content_hash_changes_with_name_and_text_and_with_nothing_else() -> None:
    first = document("a.md", "x\r\ny")

    assert document("a.md", "x\ny") == first
    assert len({first.content_hash, document("b.md", "x\ny").content_hash, document("a.md", "x").content_hash}) == 3
