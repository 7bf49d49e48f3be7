"""Rows to questions: which column is the question, which the answer, told by the header or by what the cells say."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.entries import Level
from corpus.titles import level_marked, level_named, plain
from corpus.wording import asks

ASKING = 0.6  # share of cells that ask, from which a column without a name is the questions
ENOUGH = 3  # rows, for that

_NAMES = {
    "question": r"(?:the )?(?:interview )?(?:question|q|prompt|front|query|problem|task)"
    r"(?:s| title| text| name)?",
    "answer": r"(?:the )?(?:sample |model |correct |expected |reference )?(?:answer|a|back|solution|response|reply"
    r"|explanation|ideal answer)(?:s| text)?",
    "level": r"(?:difficulty|level|seniority|difficulty level|experience)",
    "topic": r"(?:topic|category|subject|section|area|tag|deck|theme|chapter|domain)s?",
    "points": r"(?:key ?points?|key_points?|rubric|expected points)",
    "follow": r"(?:follow[- _]?ups?|follow[- _]?up questions?)",
    "hint": r"hints?",
    "also": r"(?:also asked|other wordings|alternative questions?|alternatives|paraphrases|variants)",
    "reference": r"(?:references?|sources?|links?|urls?|further reading)",
}
_PATTERNS = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _NAMES.items()}


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds what; None where there is none."""

    question: int
    answer: int | None = None
    level: int | None = None
    topic: int | None = None
    points: int | None = None
    follow: int | None = None
    hint: int | None = None
    also: int | None = None
    reference: int | None = None


def of_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Columns | None:
    """The columns of a table: those that its header names, if its questions hold words, or else guessed ones."""
    columns = named(header)
    if columns is None:
        return guessed(rows)
    cells = [row[columns.question] for row in rows if columns.question < len(row) and row[columns.question].strip()]
    wordy = sum(any(letter.isalpha() for letter in cell) for cell in cells)
    return columns if wordy >= len(cells) / 2 else guessed(rows)


def named(header: Sequence[str]) -> Columns | None:
    """The columns that a header names; None unless it names a question."""
    found: dict[str, int] = {}
    for i, cell in enumerate(header):
        words = re.sub(r"[\s_]+", " ", plain(cell)).strip(" :*#?").lower()
        for name, pattern in _PATTERNS.items():
            if name not in found and pattern.fullmatch(words):
                found[name] = i
                break
    return Columns(**found) if "question" in found else None


def guessed(rows: Sequence[Sequence[str]]) -> Columns | None:
    """The columns by what is in them: one whose cells ask, and the one of the others with the most text."""
    if len(rows) < ENOUGH:
        return None
    width = max(len(row) for row in rows)
    sample = rows[:500]

    def cells(column: int) -> list[str]:
        return [row[column] for row in sample if column < len(row) and row[column].strip()]

    shares = [
        sum(asks(plain(cell)) for cell in cells(column)) / max(len(cells(column)), 1) if cells(column) else 0.0
        for column in range(width)
    ]
    question = max(range(width), key=lambda column: shares[column], default=0)
    if not shares or shares[question] < ASKING or len(cells(question)) < 0.5 * len(sample):
        return None
    others = [column for column in range(width) if column != question]
    sizes = {column: sum(len(cell) for cell in cells(column)) / len(sample) for column in others}
    answer = max(others, key=lambda column: sizes[column], default=None)
    return Columns(question, answer if answer is not None and sizes[answer] > 8 else None)


def level_in(cell: str, marks: dict[str, Level]) -> Level | None:
    """The level that a cell names, in words, stars or a number up to five."""
    text = cell.strip()
    if re.fullmatch(r"[1-5](?:\s*/\s*5)?", text):
        return (Level.JUNIOR, Level.JUNIOR, Level.MID, Level.SENIOR, Level.SENIOR)[int(text[0]) - 1]
    return level_named(text) or level_marked(text, marks)


def parts(cell: str) -> tuple[str, ...]:
    """The items of a cell: its lines, or what semicolons separate."""
    pieces = cell.split("\n") if "\n" in cell.strip() else cell.split(";")
    return tuple(stripped for piece in pieces if (stripped := re.sub(r"^\s*(?:[-*•]|\d+[.)])\s+", "", piece).strip()))
