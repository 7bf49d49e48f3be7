"""Markdown and plain text to entries: which lines are questions, and where their answers are."""

import re
from collections import Counter
from collections.abc import Sequence

from corpus.candidates import Candidate, Style, candidates
from corpus.entries import Document, Entry, Level, normalised
from corpus.lines import Line, Shape, scan
from corpus.making import Found, entries_of
from corpus.navigation import trimmed, without_contents
from corpus.outline import Outline
from corpus.pages import tail
from corpus.questions import choose
from corpus.tables import questions_in, tables
from corpus.titles import ANSWER_LABEL, legend, level_marked, without_level_tag
from corpus.topics import Sections

SAME_TITLE = 3  # times a title is there, from which only the code below it tells one question from the other

_WRAPPER = re.compile(r"\s*(?:</?(?:details|summary|p|br)\b[^>]*>|</?(?:b|strong|i|em|h\d)>|\s)+$", re.IGNORECASE)
_REVEAL_LINE = re.compile(r"\s*(?:<details\b[^>]*>\s*)?<summary\b[^>]*>.*</summary>\s*(?:<[^>]*>\s*)*$", re.IGNORECASE)
_DEFINITION = re.compile(r"\A\s{0,3}:\s+")


def read(document: Document) -> tuple[Entry, ...]:
    """The entries of a document, in order; none where no question is recognised."""
    lines = scan(document.text)
    found = candidates(lines)
    outline = Outline(lines, found)
    possible = without_contents(found, lines)
    contents = {candidate.start for candidate in found} - {candidate.start for candidate in possible}
    chosen = choose(possible, lines, outline)
    chosen, ends = _without_tail(chosen, _ends(chosen, outline), lines)
    marks = legend(document.text)
    sections = Sections(lines, chosen, ends, contents)
    titles = Counter(normalised(question.question) for question in chosen)
    entries = [
        _found(question, end, lines, sections, marks, alike=titles[normalised(question.question)] >= SAME_TITLE)
        for question, end in zip(chosen, ends, strict=True)
    ]
    held = [(question.start, end) for question, end in zip(chosen, ends, strict=True)]
    entries += _in_tables(lines, held, sections, marks)
    entries.sort(key=lambda entry: entry.start)
    return entries_of(document, entries)


def _ends(chosen: Sequence[Candidate], outline: Outline) -> list[int]:
    following = [*(question.start for question in chosen[1:]), None]
    return [outline.end_of(question, after) for question, after in zip(chosen, following[: len(chosen)], strict=True)]


def _without_tail(chosen: list[Candidate], ends: list[int], lines: Sequence[Line]) -> tuple[list[Candidate], list[int]]:
    """The questions of a scraped page, without those of the page that goes on behind them."""
    if not chosen or chosen[-1].style is not Style.PARAGRAPH:
        return chosen, ends
    cut = tail(lines, [(question.end, end) for question, end in zip(chosen, ends, strict=True)])
    if cut is None:
        return chosen, ends
    kept = [question for question in chosen if question.start < cut]
    return kept, [min(end, cut) for end in ends[: len(kept)]]


def _found(
    question: Candidate, end: int, lines: Sequence[Line], sections: Sections, marks: dict[str, Level], *, alike: bool
) -> Found:
    words = without_level_tag(question.question)
    start, end = trimmed(lines, question.end, end)
    if alike and start < end and lines[start].shape is Shape.CODE:
        stop = start + 1
        while stop < end and lines[stop].shape is Shape.CODE:
            stop += 1
        words = f"{words}\n\n{_text(lines[start:stop])}"
        start, end = trimmed(lines, stop, end)
    return Found(
        question=words,
        answer=_answer(question, lines[start:end]),
        start=question.start + 1,
        end=max(end, question.end),
        topics=sections.topics(question.start),
        level=level_marked(question.title, marks)
        or level_marked(question.question, marks)
        or sections.level(question.start),
    )


def _answer(question: Candidate, lines: Sequence[Line]) -> str:
    """The lines of an answer as they stand, but for what hides it in a page and for a label in front."""
    kept = [line for line in lines if line.shape in (Shape.CODE, Shape.BLANK) or not _hides(line.text)]
    text = _text(kept)
    if question.rest and not _WRAPPER.match(question.rest):
        text = f"{question.rest}\n{text}"
    text = _DEFINITION.sub("", text) if question.style is Style.TERM else text
    label = ANSWER_LABEL.match(text)
    return text[label.end() :].lstrip("\n").rstrip() if label else text.rstrip()


def _hides(line: str) -> bool:
    """Whether a line is only there to fold away what is below it."""
    bare = line.strip()
    return bool(bare) and bool(
        _REVEAL_LINE.match(bare) or re.fullmatch(r"(?:</?details\b[^>]*>\s*|</?p>\s*)+", bare, re.I)
    )


def _text(lines: Sequence[Line]) -> str:
    text = "\n".join(line.text for line in lines)
    return re.sub(r"\A(?:[ \t]*\n)+", "", text).rstrip()


def _in_tables(
    lines: Sequence[Line], held: Sequence[tuple[int, int]], sections: Sections, marks: dict[str, Level]
) -> list[Found]:
    """Questions in tables that are no part of an answer."""
    found: list[Found] = []
    at = 0
    for table in tables(lines):
        while at < len(held) and held[at][1] <= table.start:
            at += 1
        if at == len(held) or held[at][0] > table.start:
            found += questions_in(table, marks, sections.topics(table.start))
    return found
