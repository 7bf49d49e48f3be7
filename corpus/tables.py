"""Markdown tables that hold questions, one a row."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.columns import Columns, level_in, named, of_table, parts
from corpus.entries import Level
from corpus.lines import Line, Shape
from corpus.making import Found
from corpus.titles import plain
from corpus.topics import topic_of

_DELIMITER = re.compile(r"\s*\|?\s*:?-{1,}:?\s*(?:\|\s*:?-{1,}:?\s*)*\|?\s*$")
_CELL = re.compile(r"(?<!\\)\|")
_FRAGMENT = re.compile(r"\W*\[.*\]\(#[^)]*\)\W*$")


@dataclass(frozen=True, slots=True)
class Table:
    """A table. start: index of its header line. rows: cells with the index of their line."""

    start: int
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def tables(lines: Sequence[Line]) -> Iterator[Table]:
    """The tables of a document."""
    i = 0
    while i < len(lines):
        if lines[i].shape is not Shape.TABLE:
            i += 1
            continue
        start = i
        while i < len(lines) and lines[i].shape is Shape.TABLE:
            i += 1
        body = [j for j in range(start, i) if not _DELIMITER.match(lines[j].body)]
        headed = i - start > 1 and _DELIMITER.match(lines[start + 1].body)
        header = cells(lines[start].body) if headed else ()
        rows = tuple((j, cells(lines[j].body)) for j in body[1 if headed else 0 :])
        if headed and not any(header) and rows and named(rows[0][1]) is not None:
            header, rows = rows[0][1], rows[1:]  # a word processor knows no header, and leaves an empty one
        yield Table(start, header, rows)


def cells(line: str) -> tuple[str, ...]:
    """The cells of a line, with the bars that were escaped in them."""
    inner = line.strip()
    inner = inner[1:] if inner.startswith("|") else inner
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return tuple(cell.strip().replace("\\|", "|") for cell in _CELL.split(inner))


def questions_in(table: Table, marks: dict[str, Level], topics: tuple[str, ...]) -> list[Found]:
    """The questions of a table; none where it is a table of contents, or of something else."""
    rows = [row for _, row in table.rows]
    columns = of_table(table.header, rows)
    if columns is None:
        return []
    asked = [row[columns.question] for row in rows if columns.question < len(row)]
    if sum(bool(_FRAGMENT.match(cell)) for cell in asked) > len(asked) / 2:
        return []
    return [found for i, row in table.rows if (found := _found(row, columns, i + 1, marks, topics)) and found.question]


def _found(
    row: Sequence[str], columns: Columns, line: int, marks: dict[str, Level], topics: tuple[str, ...]
) -> Found | None:
    def cell(column: int | None) -> str:
        text = row[column] if column is not None and column < len(row) else ""
        return re.sub(r"\s*<br\s*/?>\s*", "\n", text)

    topic = topic_of(cell(columns.topic))
    return Found(
        question=plain(cell(columns.question)),
        answer=cell(columns.answer).strip(),
        start=line,
        end=line,
        topics=(topic,) if topic else topics,
        level=level_in(cell(columns.level), marks),
        key_points=parts(cell(columns.points)),
        follow_ups=parts(cell(columns.follow)),
        hints=parts(cell(columns.hint)),
        references=parts(cell(columns.reference)),
    )
