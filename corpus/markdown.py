"""Markdown and plain text to entries: which lines are questions, and where their answers are."""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import PurePosixPath

from corpus.candidates import Candidate, Style, candidates
from corpus.columns import of_table
from corpus.entries import Document, Entry, Level, normalised
from corpus.html_tables import html_tables
from corpus.lines import Line, Shape, scan
from corpus.making import Found, entries_of
from corpus.navigation import listed_titles, trimmed, without_contents
from corpus.outline import Outline
from corpus.pages import tail
from corpus.questions import choose
from corpus.tables import Table, questions_in, tables
from corpus.titles import ANSWER_LABEL, legend, level_marked, level_of_letter, without_level_tag
from corpus.topics import Sections
from corpus.wording import ends_as_question, opens_as_question

WEAK = (Style.ITEM, Style.PARAGRAPH)
FEWEST_WORDS = 3  # of a name that is a question
FIRST_TITLES = 3  # headings, among which a document says what it is about
SAME_TITLE = 3  # times a title is there, from which only the code below it tells one question from the other

_OF_QUESTIONS = re.compile(
    r"question|interview|quiz|\bq ?(?:&|and|n|/) ?a\b|\bqna\b|\bfaq|exercise|problems|tasks"
    r"|вопрос|面试|preguntas|fragen",
    re.IGNORECASE,
)
_WRAPPER = re.compile(r"\s*(?:</?(?:details|summary|p|br)\b[^>]*>|</?(?:b|strong|i|em|h\d)>|\s)+$", re.IGNORECASE)
_REVEAL_LINE = re.compile(r"\s*(?:<details\b[^>]*>\s*)?<summary\b[^>]*>.*</summary>\s*(?:<[^>]*>\s*)*$", re.IGNORECASE)
_DEFINITION = re.compile(r"\A\s{0,3}:\s+")


def read(document: Document) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    """The entries of a document, in order, and warnings; no entries where no question is recognised."""
    lines = scan(document.text)
    found = candidates(lines)
    in_tables = [
        (table, end) for table, end in html_tables(lines) if of_table(table.header, [r for _, r in table.rows])
    ]
    if in_tables:
        inside = {i for table, end in in_tables for i in range(table.start, end)}
        found = [candidate for candidate in found if candidate.start not in inside]
    outline = Outline(lines, found)
    possible = without_contents(found, lines)
    contents = {candidate.start for candidate in found} - {candidate.start for candidate in possible}
    chosen = choose(possible, lines, outline, listed_titles(lines), of_questions=_is_of_questions(document.name, lines))
    questions, ends = _without_tail(chosen.questions, outline.ends(chosen.questions), lines)
    marks = legend(document.text)
    sections = Sections(lines, questions, ends, contents)
    titles = Counter(normalised(question.question) for question in questions)
    entries = [
        _found(question, end, lines, sections, marks, alike=titles[normalised(question.question)] >= SAME_TITLE)
        for question, end in zip(questions, ends, strict=True)
    ]
    held = [(question.start, end) for question, end in zip(questions, ends, strict=True)]
    every = sorted([*tables(lines), *(table for table, _ in in_tables)], key=lambda table: table.start)
    entries += _in_tables(every, held, sections, marks)
    entries.sort(key=lambda entry: entry.start)
    if not entries or all(question.style in WEAK and not ends_as_question(question.question) for question in questions):
        entries = _named_by(document, lines) or entries
    warnings = tuple(
        f"{count} exercises under the title “{title}” are left out: their titles do not tell them apart. Give each a "
        "title of its own to have them asked."
        for title, count in chosen.left_out
    )
    return entries_of(document, entries), warnings


def _is_of_questions(name: str, lines: Sequence[Line]) -> bool:
    """Whether a document says that it is about questions: by its name, or its first headings."""
    titles = [line.body for line in lines if line.shape is Shape.HEADING][:FIRST_TITLES]
    return any(_OF_QUESTIONS.search(words) for words in (name, *titles))


def _named_by(document: Document, lines: Sequence[Line]) -> list[Found]:
    """The one question that a document's name is, such as "What is a roux.md", with all of its text as the answer."""
    words = re.sub(r"[-_]+", " ", PurePosixPath(document.name).stem) if " " not in document.name else ""
    words = words or PurePosixPath(document.name).stem
    if len(words.split()) < FEWEST_WORDS or not opens_as_question(words):
        return []
    start, end = trimmed(lines, 0, len(lines))
    if start >= end:
        return []
    question = words if ends_as_question(words) else f"{words}?"
    return [Found(question=question, answer=_text(lines[start:end]), start=start + 1, end=end)]


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
        or level_of_letter(question.mark)
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
    every: Sequence[Table], held: Sequence[tuple[int, int]], sections: Sections, marks: dict[str, Level]
) -> list[Found]:
    """Questions in tables that are no part of an answer."""
    found: list[Found] = []
    at = 0
    for table in every:
        while at < len(held) and held[at][1] <= table.start:
            at += 1
        if at == len(held) or held[at][0] > table.start:
            found += questions_in(table, marks, sections.topics(table.start))
    return found
