"""PDF to Markdown: lines that are larger or bold become headings, wrapped lines become paragraphs again.

A PDF knows letters and places only. A reader sees headings in type that is larger than the rest, or bold, and
paragraphs in lines at an even distance. Lines that come again on most pages, and page numbers, are left out.
"""

import io
import logging
import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from corpus.errors import DocumentUnreadable
from corpus.limits import Limits, raising
from corpus.titles import split_label

LARGER = 1.12  # times the usual size, from which a line is a heading
GAP = 1.45  # times the usual distance of lines, from which a paragraph ends
_ITEM = re.compile(r"(?:[-•◦▪‣●○–]|\(?\d{1,3}[.)]|[a-z][.)])\s")
_PAGE_NUMBER = re.compile(r"(?:page\s*)?\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?", re.IGNORECASE)
_UNKNOWN = re.compile(r"\(cid:\d+\)")  # a letter whose font does not say which it is
_MONO = re.compile(r"mono|courier|consol|menlo|code", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    size: float
    bold: bool
    mono: bool
    left: float
    top: float
    bottom: float
    right: float
    page: int


def to_markdown(data: bytes, name: str, limits: Limits) -> str:
    """The Markdown of a PDF. Raises DocumentUnreadable."""
    import pdfplumber
    from pdfminer.pdfexceptions import PDFException
    from pdfplumber.utils.exceptions import PdfminerException

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            if len(pdf.pages) > limits.max_pages:
                raise DocumentUnreadable(
                    f"{name} has {len(pdf.pages)} pages; the limit is {limits.max_pages}.",
                    remedy=f"Split it into smaller documents, {raising('max_pages')}.",
                )
            lines = [line for number, page in enumerate(pdf.pages) for line in _lines(page, number)]
            pages = len(pdf.pages)
    except (PdfminerException, PDFException, ValueError, KeyError, TypeError, AssertionError) as error:
        raise DocumentUnreadable(
            f"{name} is not a PDF that can be read; it may be damaged or locked with a password.",
            remedy="Open it and save or print it as a new PDF, and add that.",
        ) from error
    if not lines:
        raise DocumentUnreadable(
            f"{name} has pages but no text: it looks like a scan.",
            remedy="Run text recognition on it, or paste the text into a .md file, and add that.",
        )
    return _markdown(_without_margins(lines, pages))


def _lines(page: Any, number: int) -> list[_Line]:
    found = []
    for line in page.extract_text_lines(return_chars=True, keep_blank_chars=False, use_text_flow=False):
        chars = [char for char in line["chars"] if char["text"].strip()]
        if not chars or not _UNKNOWN.sub("", line["text"]).strip():
            continue
        bold = sum("bold" in char["fontname"].lower() or "black" in char["fontname"].lower() for char in chars)
        mono = sum(bool(_MONO.search(char["fontname"])) for char in chars)
        size = Counter(round(char["size"], 1) for char in chars).most_common(1)[0][0]
        found.append(
            _Line(
                text=_UNKNOWN.sub("", line["text"]).strip(),
                size=size,
                bold=bold > 0.9 * len(chars),
                mono=mono > 0.9 * len(chars),
                left=line["x0"],
                top=line["top"],
                bottom=line["bottom"],
                right=line["x1"],
                page=number,
            )
        )
    page.close()
    return found


def _without_margins(lines: list[_Line], pages: int) -> list[_Line]:
    """The lines without page numbers, and without those that come again at the edge of most pages."""

    def key(line: _Line) -> str:
        return re.sub(r"\d+", "#", line.text)

    edges: Counter[str] = Counter()
    outer: set[int] = set()
    for page in range(pages):
        at = [i for i, line in enumerate(lines) if line.page == page] if pages < 50 else []
        outer.update([*at[:2], *at[-2:]])
    if pages >= 50:
        outer = {i for i in range(len(lines)) if _at_edge(lines, i)}
    for i in outer:
        edges[key(lines[i])] += 1
    often = max(3, 0.5 * pages)
    return [
        line
        for i, line in enumerate(lines)
        if not (i in outer and (edges[key(line)] >= often or _PAGE_NUMBER.fullmatch(line.text)))
    ]


def _at_edge(lines: list[_Line], i: int) -> bool:
    page = lines[i].page
    return any(not 0 <= j < len(lines) or lines[j].page != page for j in (i - 2, i - 1, i + 1, i + 2))


def _markdown(lines: list[_Line]) -> str:
    letters: Counter[float] = Counter()
    for line in lines:
        letters[line.size] += len(line.text)
    usual = letters.most_common(1)[0][0]
    sizes = sorted({line.size for line in lines if line.size >= LARGER * usual}, reverse=True)[:5]
    widest = max(line.right for line in lines)
    steps = [after.top - before.top for before, after in pairwise(lines) if 0 < after.top - before.top < 4 * usual]
    step = Counter(round(value) for value in steps).most_common(1)[0][0] if steps else 1.2 * usual
    blocks: list[list[_Line]] = []
    for line in lines:
        if blocks and _goes_on(blocks[-1], line, step, widest):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return "\n\n".join(_block(block, usual, sizes) for block in blocks) + "\n"


def _goes_on(block: list[_Line], line: _Line, step: float, widest: float) -> bool:
    """Whether a line belongs to the paragraph, heading or code before it."""
    last = block[-1]
    if (line.size, line.bold, line.mono) != (last.size, last.bold, last.mono):
        alike = abs(line.size - last.size) < 0.5 and not line.mono and not last.mono
        if not (alike and not block[0].bold and not line.bold):
            return False
    if not line.mono and (_ITEM.match(line.text) or split_label(line.text)[0].kind == "q"):
        return False
    if line.page == last.page and not 0 <= line.top - last.top <= GAP * max(step, 1.1 * line.size):
        return False
    if line.mono:
        return True
    ended = last.text[-1] in ".!?:" and last.right < 0.85 * widest
    return not ended and (line.page == last.page or not last.text.endswith((".", "!", "?", ":")))


def _block(block: list[_Line], usual: float, sizes: list[float]) -> str:
    first = block[0]
    if first.mono:
        left = min(line.left for line in block)
        width = first.size * 0.6 or 6
        code = "\n".join(" " * round((line.left - left) / width) + line.text for line in block)
        return f"```\n{code}\n```"
    text = block[0].text
    for line in block[1:]:
        joined = text.endswith("-") and line.text[:1].islower() and text[-2:-1].isalpha()
        text = text[:-1] + line.text if joined else f"{text} {line.text}"
    if first.size >= LARGER * usual and len(text) < 400:
        return f"{'#' * (sizes.index(first.size) + 1 if first.size in sizes else 6)} {text}"
    if first.bold and len(text) < 400:
        return f"**{text}**"
    if first.text[:1] in "•◦▪‣●○":
        return f"- {text[1:].strip()}"
    return text
