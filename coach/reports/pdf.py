"""A report as a PDF: one column, the same order as the other formats, text that can be searched and copied.

The fonts (Fira Sans and Fira Code, SIL Open Font License) come as packages, so that nothing of the machine is needed.
They hold Latin, Greek, Cyrillic and mathematics; what they lack is shown as "?", and the last line says so.
"""

import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from coach.grading.grades import Verdict
from coach.reports.report import Line, QuestionReport, Report
from coach.reports.words import WORDS, facts, percent, since, summary

if TYPE_CHECKING:
    from fpdf import FPDF
    from markdown_it.token import Token

INK, SOFT, ACCENT, REST = (29, 36, 48), (102, 102, 119), (42, 111, 119), (221, 225, 232)
COLOURS = {
    Verdict.COVERED: (24, 110, 66),
    Verdict.PARTIAL: (138, 95, 0),
    Verdict.MISSED: SOFT,
    Verdict.CONTRADICTED: (165, 35, 35),
}
SIGNS = {Verdict.COVERED: "✓", Verdict.PARTIAL: "~", Verdict.MISSED: "–", Verdict.CONTRADICTED: "\u00d7"}
BODY, SMALL, LINE = 10.5, 9.0, 5.2  # points, points, millimetres
BAR = 80.0  # millimetres


def to_pdf(report: Report) -> bytes:
    """The report as a PDF file. The same report gives the same bytes."""
    from fpdf.fonts import TTFFont

    pdf = _blank(report)
    _text(pdf, "Interview report", size=20, bold=True, after=2)
    _text(pdf, summary(report), colour=SOFT, after=4)
    if report.topics:
        _text(pdf, "Topics", size=13, bold=True, after=1)
        for topic in report.topics:
            points = "point" if topic.observations == 1 else "points"
            _bar(pdf, topic.topic, topic.score, f"{percent(topic.score)} · {topic.observations} {points}")
    if report.next_steps:
        _text(pdf, "What to do next", size=13, bold=True, before=4, after=1)
        for n, step in enumerate(report.next_steps, 1):
            _text(pdf, f"{n}. {step.text}", after=1)
    for question in report.questions:
        _question(pdf, question)
    if _lacking(report):
        note = "Characters that this file has no letters for are shown as “?”; the report as HTML has them all."
        _text(pdf, note, size=SMALL, colour=SOFT, before=6)
    written = bytes(pdf.output())
    for font in pdf.fonts.values():
        if isinstance(font, TTFFont):
            font.close()
    return written


def _question(pdf: "FPDF", question: QuestionReport) -> None:
    _text(pdf, f"{question.number}. {question.question}", size=13, bold=True, before=6, after=0.5)
    _text(pdf, facts(question), colour=SOFT, size=SMALL, after=1.5)
    for verdict in question.verdicts:
        counted = ", counted by you" if verdict.disputed else ""
        sign = f"{SIGNS[verdict.verdict]} {verdict.key_point} ({WORDS[verdict.verdict]}{counted})"
        _text(pdf, sign, colour=COLOURS[verdict.verdict], after=0.3)
        if verdict.evidence:
            _text(pdf, f"“{' '.join(verdict.evidence.split())}”", size=SMALL, colour=SOFT, indent=5, after=0.3)
    if words := since(question):
        _text(pdf, words, before=1.5)
    if question.transcript[1:]:
        _text(pdf, "What was said", bold=True, before=2, after=0.5)
        for line in question.transcript[1:]:
            _said(pdf, line)
    if question.model_answer:
        source = f" ({question.document})" if question.document else ""
        _text(pdf, f"Model answer{source}", bold=True, before=2, after=0.5)
        _markdown(pdf, question.model_answer)


def _said(pdf: "FPDF", line: Line) -> None:
    """A line of the transcript; the words that verdicts stand on in the colour of the verdict."""
    who = "You" if line.speaker == "candidate" else "Coach"
    pdf.set_x(pdf.l_margin)
    _write(pdf, f"{who}: ", bold=True, colour=INK if who == "You" else SOFT)
    at = 0
    for mark in line.marks:
        _write(pdf, line.text[at : mark.start])
        _write(pdf, line.text[mark.start : mark.end], bold=True, colour=COLOURS[mark.verdict])
        at = mark.end
    _write(pdf, line.text[at:], colour=INK if who == "You" else SOFT)
    pdf.ln(LINE + 1)


def _markdown(pdf: "FPDF", text: str) -> None:
    """Paragraphs, lists, tables and code, plainly."""
    from markdown_it import MarkdownIt

    indent, marker, cells = 0, "", list[str]()
    for token in MarkdownIt("commonmark", {"html": False}).enable("table").parse(text):
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                indent += 5
            case "bullet_list_close" | "ordered_list_close":
                indent -= 5
            case "list_item_open":
                marker = f"{token.info}. " if token.info else "• "
            case "inline" if cells:
                cells.append(_plain(token))
            case "tr_open":
                cells = [""]
            case "tr_close":
                _text(pdf, "  |  ".join(cells[1:]), after=0.5)
                cells = []
            case "inline":
                _text(pdf, marker + _plain(token), indent=indent, after=1)
                marker = ""
            case "fence" | "code_block":
                _text(pdf, token.content.rstrip(), family="mono", size=8.5, indent=indent, after=1.5)
            case _:
                pass


def _plain(token: "Token") -> str:
    """Inline Markdown without its marks."""
    return "".join(" " if "break" in child.type else child.content for child in token.children or ())


def _bar(pdf: "FPDF", name: str, share: float, words: str) -> None:
    _room(pdf, 7)
    top = pdf.get_y()
    _font(pdf, "sans", bold=False, size=BODY)
    pdf.set_text_color(*INK)
    pdf.cell(60, 6, _shown(_short(name)))
    for width, colour in ((BAR, REST), (BAR * share, ACCENT)):
        pdf.set_fill_color(*colour)
        pdf.rect(pdf.l_margin + 62, top + 1.2, width, 3.6, style="F")
    pdf.set_xy(pdf.l_margin + 62 + BAR + 3, top)
    pdf.cell(0, 6, _shown(words), new_x="LMARGIN", new_y="NEXT")


def _short(name: str, most: int = 34) -> str:
    return name if len(name) <= most else name[: most - 1] + "…"


def _text(
    pdf: "FPDF",
    text: str,
    *,
    size: float = BODY,
    bold: bool = False,
    colour: tuple[int, int, int] = INK,
    family: str = "sans",
    indent: float = 0,
    before: float = 0,
    after: float = 0,
) -> None:
    """A paragraph. indent, before and after: millimetres."""
    _room(pdf, before + 2 * LINE if bold else before)
    _font(pdf, family, bold=bold, size=size)
    pdf.set_text_color(*colour)
    pdf.set_xy(pdf.l_margin + indent, pdf.get_y() + before)
    pdf.multi_cell(0, LINE * size / BODY, _shown(text), align="L", new_x="LMARGIN", new_y="NEXT")
    pdf.set_y(pdf.get_y() + after)


def _write(pdf: "FPDF", text: str, *, bold: bool = False, colour: tuple[int, int, int] = INK) -> None:
    _font(pdf, "sans", bold=bold, size=BODY)
    pdf.set_text_color(*colour)
    pdf.write(LINE, _shown(text))


def _font(pdf: "FPDF", family: str, *, bold: bool, size: float) -> None:
    """Choose a font. After a letter from the other one fpdf2 takes this one for chosen, and it is not: set both."""
    pdf.set_font("mono", size=size)
    pdf.set_font(family, "B" if bold else "", size)


def _room(pdf: "FPDF", height: float) -> None:
    """A new page where less than that is left of this one: no heading stands alone at its foot."""
    if pdf.will_page_break(height + LINE):
        pdf.add_page()


def _blank(report: Report) -> "FPDF":
    import fontpkg_fira_code
    import fontpkg_fira_sans
    from fpdf import FPDF

    pdf = FPDF()
    pdf.set_title("Interview report")
    if report.at is not None:
        pdf.set_creation_date(report.at)
    sans, mono = fontpkg_fira_sans.ROOT / "files", fontpkg_fira_code.ROOT / "files"
    pdf.add_font("sans", "", sans / "FiraSans-Regular.ttf")
    pdf.add_font("sans", "B", sans / "FiraSans-SemiBold.ttf")
    pdf.add_font("mono", "", mono / "FiraCode[wght].ttf")
    pdf.set_fallback_fonts(["mono"], exact_match=False)
    pdf.set_margins(20, 18, 20)
    pdf.set_auto_page_break(auto=True, margin=18)
    pdf.add_page()
    return pdf


@cache
def _letters() -> frozenset[int]:
    """The characters that one of the fonts has."""
    import fontpkg_fira_code
    import fontpkg_fira_sans
    from fontTools.ttLib import TTFont

    files = (
        fontpkg_fira_sans.ROOT / "files" / "FiraSans-Regular.ttf",
        fontpkg_fira_code.ROOT / "files" / "FiraCode[wght].ttf",
    )
    letters: set[int] = set()
    for file in files:
        with TTFont(file) as font:
            letters |= set(font.getBestCmap())
    return frozenset(letters)


def _shown(text: str) -> str:
    """The text in letters that the fonts have."""
    return "".join(_letter(character) for character in text.replace("\t", "    "))


def _letter(character: str) -> str:
    if character == "\n" or ord(character) in _letters():
        return character
    if unicodedata.category(character) in ("Cc", "Cf", "Mn"):
        return ""
    plain = unicodedata.normalize("NFKD", character)
    return plain if all(ord(part) in _letters() for part in plain) else "?"


def _lacking(report: Report) -> bool:
    """Whether a character of the report could not be shown."""
    words = [line.text for question in report.questions for line in question.transcript]
    words += [question.model_answer for question in report.questions]
    return any(_letter(character) == "?" != character for text in words for character in text)
