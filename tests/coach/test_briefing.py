"""A job description or a CV as a file: its text, or a sentence on what to do instead."""

import zipfile
from pathlib import Path

import pytest

from coach.interviewing import briefing
from coach.reports.formats import to_pdf
from coach.reports.report import report
from corpus.errors import DocumentUnreadable

ADVERT = "We look for an engineer who owns the deployment and monitoring of our models."
WORD = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
    f"<w:t>{ADVERT}</w:t></w:r></w:p></w:body></w:document>"
)
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)


def test_text_is_read_whatever_it_comes_in(tmp_path: Path) -> None:
    plain, word, pdf = tmp_path / "job.txt", tmp_path / "cv.docx", tmp_path / "report.pdf"
    plain.write_text(ADVERT, encoding="utf-8")
    with zipfile.ZipFile(word, "w") as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", RELATIONS)
        archive.writestr("word/document.xml", WORD)
    pdf.write_bytes(to_pdf(report([])))

    assert briefing.text_of(plain) == ADVERT
    assert ADVERT in briefing.text_of(word)
    assert "Interview report" in briefing.text_of(pdf)


def test_a_long_one_is_cut_and_an_empty_one_says_what_to_do(tmp_path: Path) -> None:
    long, empty = tmp_path / "long.txt", tmp_path / "empty.txt"
    long.write_text("Deployment and monitoring. " * 5000, encoding="utf-8")
    empty.write_text(" \n", encoding="utf-8")

    assert len(briefing.text_of(long)) == briefing.LONGEST
    with pytest.raises(DocumentUnreadable, match=r"my job\.txt"):
        briefing.text_of(empty, "my job.txt")
