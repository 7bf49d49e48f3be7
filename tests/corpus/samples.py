"""Files of every format with the same questions, made here: nothing binary lies in the repository."""

import csv
import io
import json
import sqlite3
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
import zstandard

PAIRS = (
    ("What is a knot?", "A fastening made by tying a rope."),
    ("Tie a bowline.", "Make a loop.\n\nUp through it, around, and back down."),
    ("Why do ropes fray, and what helps?", "Because they rub; whipping the ends helps."),
    ("How strong is a splice?", "About nine tenths of the rope."),
)
QUESTIONS = [question for question, _ in PAIRS]


def first_words(answer: str) -> str:
    return answer.split("\n", maxsplit=1)[0]


def csv_file(delimiter: str, header: bool) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    if header:
        writer.writerow(["No", "Question", "Answer", "Difficulty", "Topic"])
        writer.writerows([i, question, answer, "Hard", "Ropes"] for i, (question, answer) in enumerate(PAIRS, start=1))
    else:
        writer.writerows(PAIRS)
    return out.getvalue().encode()


def json_file() -> bytes:
    sections = {
        "Knots": [{"q": q, "a": a} for q, a in PAIRS[:2]],
        "Care": [{"q": q, "a": a} for q, a in PAIRS[2:]],
    }
    return json.dumps({"title": "Ropes", "sections": sections}, indent=2).encode()


def jsonl_file() -> bytes:
    return "\n".join(json.dumps({"question": q, "answer": a, "level": "easy"}) for q, a in PAIRS).encode()


def notebook_file() -> bytes:
    cells: list[dict[str, object]] = []
    for question, answer in PAIRS:
        cells.append({"cell_type": "markdown", "source": [f"## {question}\n", "\n", answer]})
        cells.append({"cell_type": "code", "source": "# What is this?\nx = 1", "outputs": []})
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


def html_file() -> bytes:
    body = "".join(
        f"<h2>{i}. {q}</h2>" + "".join(f"<p>{part}</p>" for part in a.split("\n\n"))
        for i, (q, a) in enumerate(PAIRS, 1)
    )
    return (
        "<html><head><meta charset='utf-8'><title>Ropes?</title></head><body><nav><a href='/'>Where to?</a></nav>"
        f"<h1>Ropes</h1>{body}<aside>Want more?</aside><footer><h2>Who are we?</h2></footer>"
        "<script>alert('Why?')</script></body></html>"
    ).encode()


def details_file() -> bytes:
    body = "".join(f"<details><summary>{q}</summary><p>{a}</p></details>" for q, a in PAIRS)
    return f"<html><body><h1>Ropes</h1>{body}</body></html>".encode()


def workbook_file() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["All about ropes"])
    sheet.append(["Question", "Answer", "Level"])
    for question, answer in PAIRS:
        sheet.append([question, answer, "easy"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def deck_file(packed: bool, notes: Sequence[tuple[str, str]] = PAIRS) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "collection.db"
        connection = sqlite3.connect(path)
        connection.execute("CREATE TABLE notes (id INTEGER, flds TEXT, tags TEXT)")
        rows = [(i, f"{q}\x1f<div>{a}</div>", " ropes::basic_knots ") for i, (q, a) in enumerate(notes)]
        connection.executemany("INSERT INTO notes VALUES (?, ?, ?)", rows)
        connection.commit()
        connection.close()
        database = path.read_bytes()
    if packed:
        return zipped(
            {
                "collection.anki21b": zstandard.ZstdCompressor().compress(database),
                "collection.anki2": b"too old a version",
            }
        )
    return zipped({"collection.anki2": database, "media": b"{}"})


def cards_file() -> bytes:
    lines = [f"{q}\t<b>{first_words(a)}</b>\tropes" for q, a in PAIRS]
    return "\n".join(["#separator:tab", "#html:true", "#tags column:3", *lines]).encode()


def word_file() -> bytes:
    paragraphs = []
    for question, answer in PAIRS:
        paragraphs.append(_paragraph(question, "Heading2"))
        paragraphs += [_paragraph(part, None) for part in answer.split("\n\n")]
    return _docx("".join(paragraphs))


def _paragraph(text: str, style: str | None, *, numbered: bool = False) -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    if numbered:
        properties = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    return f"<w:p>{properties}<w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


def word_list_file() -> bytes:
    """Questions as items of a numbered list of Word's, where the numbers are nowhere in the text."""
    paragraphs = []
    for question, answer in PAIRS:
        paragraphs.append(_paragraph(question, None, numbered=True))
        paragraphs += [_paragraph(part, None) for part in answer.split("\n\n")]
    return _docx("".join(paragraphs))


def word_table_file() -> bytes:
    """Questions in a table, one a row."""
    rows = "".join(
        f"<w:tr><w:tc>{_paragraph(left, None)}</w:tc><w:tc>{_paragraph(right, None)}</w:tc></w:tr>"
        for left, right in [("Question", "Answer"), *PAIRS]
    )
    return _docx(_paragraph("All about ropes", "Heading2") + f"<w:tbl>{rows}</w:tbl>")


def _docx(body: str, declaration: str = "") -> bytes:
    kinds = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    relations = "http://schemas.openxmlformats.org"
    return zipped(
        {
            "[Content_Types].xml": (
                f'<Types xmlns="{relations}/package/2006/content-types">'
                '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                f'<Override PartName="/word/document.xml" ContentType="{kinds}.document.main+xml"/>'
                f'<Override PartName="/word/numbering.xml" ContentType="{kinds}.numbering+xml"/>'
                f'<Override PartName="/word/styles.xml" ContentType="{kinds}.styles+xml"/></Types>'
            ).encode(),
            "_rels/.rels": (
                f'<Relationships xmlns="{relations}/package/2006/relationships"><Relationship Id="r1" '
                f'Type="{relations}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
                "</Relationships>"
            ).encode(),
            "word/_rels/document.xml.rels": (
                f'<Relationships xmlns="{relations}/package/2006/relationships"><Relationship Id="r1" '
                f'Type="{relations}/officeDocument/2006/relationships/styles" Target="styles.xml"/>'
                f'<Relationship Id="r2" Type="{relations}/officeDocument/2006/relationships/numbering" '
                'Target="numbering.xml"/></Relationships>'
            ).encode(),
            "word/styles.xml": (
                f'<w:styles xmlns:w="{relations}/wordprocessingml/2006/main"><w:style w:type="paragraph" '
                'w:styleId="Heading2"><w:name w:val="heading 2"/></w:style></w:styles>'
            ).encode(),
            "word/numbering.xml": (
                f'<w:numbering xmlns:w="{relations}/wordprocessingml/2006/main"><w:abstractNum w:abstractNumId="0">'
                '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
                '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
            ).encode(),
            "word/document.xml": (
                f'<?xml version="1.0"?>{declaration}<w:document xmlns:w="{relations}/wordprocessingml/2006/main">'
                f"<w:body>{body}</w:body></w:document>"
            ).encode(),
        }
    )


def entities_file() -> bytes:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    return _docx("<w:p><w:r><w:t>&b;</w:t></w:r></w:p>", bomb)


def pdf_file(pages: int = 1, text: bool = True) -> bytes:
    """A PDF with the questions in bold on the first page, and with a running title and a number on each."""
    objects: list[bytes] = []
    kids = " ".join(f"{5 + 2 * i} 0 R" for i in range(pages))
    objects.append(b"<< /Type /Catalog /Pages 2 0 R >>")
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>".encode())
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold >>")
    for page in range(pages):
        stream = _page(page) if text else b""
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 600] /Contents {6 + 2 * page} 0 R "
            "/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    out = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)


def _page(number: int) -> bytes:
    lines = [(20, 580, "F1", 8, "The rope handbook"), (200, 15, "F1", 8, f"{number + 1}")]
    height = 550
    if number == 0:
        for question, answer in PAIRS:
            lines.append((20, height, "F2", 11, question))
            for part in answer.split("\n\n"):
                height -= 30
                half = len(part.split()) // 2
                lines.append((20, height, "F1", 11, " ".join(part.split()[:half])))
                height -= 13
                lines.append((20, height, "F1", 11, " ".join(part.split()[half:])))
            height -= 40
    else:
        lines.append((20, 550, "F1", 11, f"Page {number} says nothing more."))
    drawn = [f"BT /{font} {size} Tf {x} {y} Td ({text}) Tj ET" for x, y, font, size, text in lines]
    return "\n".join(drawn).encode()


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()
