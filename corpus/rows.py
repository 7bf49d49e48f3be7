"""Rows to entries: csv, tsv, json, jsonl, workbooks, Anki decks. One row, one question."""

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from corpus.columns import Columns, level_in, named, of_table, parts
from corpus.entries import Document, Entry, Level
from corpus.errors import DocumentUnreadable
from corpus.making import Found, entries_of
from corpus.titles import legend, plain
from corpus.topics import topic_of

SUFFIXES = (".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".xlsx", ".apkg")
DEEPEST = 12  # levels of JSON that are looked into

_GUARDED = re.compile(r"'[=+\-@\t\r]")  # an apostrophe that keeps a spreadsheet from running the cell
_ANKI_HEADER = re.compile(r"#(separator|html|deck|notetype|tags|columns|guid)[^:\n]*:")
_SEPARATORS = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "space": " ", "colon": ":"}


@dataclass(slots=True)
class _Sheet:
    """Rows that belong together. lines: first and last line of each, counted from 1."""

    header: Sequence[str] = ()
    rows: list[tuple[str, ...]] = field(default_factory=list)
    lines: list[tuple[int, int]] = field(default_factory=list)
    topic: str | None = None


def is_rows(document: Document) -> bool:
    """Whether a document is rows: by the ending of its name, or because each line of its text is a card with a tab."""
    suffix = PurePosixPath(document.name).suffix.lower()
    return suffix in SUFFIXES or (suffix in (".txt", ".text") and _is_cards(document.text))


def read(document: Document) -> tuple[Entry, ...]:
    """The entries of a document that is rows; none where no column asks. Raises DocumentUnreadable if it is damaged."""
    marks = legend(document.text)
    found: list[Found] = []
    for sheet in _sheets(document):
        columns = of_table(sheet.header, sheet.rows)
        if columns is None:
            continue
        for row, (start, end) in zip(sheet.rows, sheet.lines, strict=True):
            made = _found(row, columns, start, end, sheet.topic, marks)
            if made.question:
                found.append(made)
    return entries_of(document, found)


def _found(
    row: Sequence[str], columns: Columns, start: int, end: int, topic: str | None, marks: dict[str, Level]
) -> Found:
    own = topic_of(_cell(row, columns.topic))
    return Found(
        question=_question(_cell(row, columns.question)),
        answer=_cell(row, columns.answer).strip("\n").rstrip(),
        start=start,
        end=end,
        topics=tuple(name for name in (own or topic,) if name),
        level=level_in(_cell(row, columns.level), marks),
        key_points=parts(_cell(row, columns.points)),
        follow_ups=parts(_cell(row, columns.follow)),
        hints=parts(_cell(row, columns.hint)),
        also_asked=parts(_cell(row, columns.also)),
        references=parts(_cell(row, columns.reference)),
    )


def _question(cell: str) -> str:
    """The words of a question; code in it stays on lines of its own."""
    if "```" in cell:
        head, fence, code = cell.partition("```")
        return f"{plain(head)}\n\n{fence}{code}".strip()
    return plain(cell)


def _cell(row: Sequence[str], column: int | None) -> str:
    text = row[column] if column is not None and column < len(row) else ""
    return text[1:] if _GUARDED.match(text) else text


def _sheets(document: Document) -> Iterator[_Sheet]:
    match PurePosixPath(document.name).suffix.lower():
        case ".json":
            yield from _of_json(document)
        case ".jsonl" | ".ndjson" | ".xlsx" | ".apkg":
            yield from _of_json_lines(document)
        case ".tsv":
            yield _of_csv(document.text, "\t")
        case ".csv":
            yield _of_csv(document.text, _delimiter(document.text))
        case _:
            yield _of_cards(document.text)


def _delimiter(text: str) -> str:
    try:
        return csv.Sniffer().sniff(text[:20_000], ",;\t|").delimiter
    except csv.Error:
        return ","


def _of_csv(text: str, delimiter: str, skipped: int = 0) -> _Sheet:
    """A table, its first row the header where it names a question."""
    csv.field_size_limit(50_000_000)
    sheet = _Sheet()
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, skipinitialspace=delimiter != "\t")
    last = 0
    try:
        for row in reader:
            start, last = last + 1, reader.line_num
            if any(cell.strip() for cell in row):
                sheet.rows.append(tuple(row))
                sheet.lines.append((start + skipped, last + skipped))
    except csv.Error:
        pass  # what was read up to there are rows all the same
    return _headed(sheet)


def _headed(sheet: _Sheet) -> _Sheet:
    """The sheet with its first row as header, if that names a question."""
    for i, row in enumerate(sheet.rows[:5]):  # a title may stand above the header
        if named(row) is not None:
            return _Sheet(row, sheet.rows[i + 1 :], sheet.lines[i + 1 :], sheet.topic)
    return sheet


def _is_cards(text: str) -> bool:
    lines = [line for line in text.split("\n", 400)[:400] if line.strip()]
    if lines and _ANKI_HEADER.match(lines[0]):
        return True
    cards = [line for line in lines if 0 < line.count("\t") < 6 and line.split("\t")[0].strip() and line[0] != "\t"]
    return len(cards) > 2 and len(cards) >= 0.9 * len(lines)


def _of_cards(text: str) -> _Sheet:
    """Notes as Anki exports them in plain text: settings behind "#", then fields with tabs between."""
    from corpus.anki import to_text, topic_of_tags

    separator = "\t"
    lines = text.split("\n")
    first = 0
    tags: int | None = None
    while first < len(lines) and _ANKI_HEADER.match(lines[first]):
        key, _, value = lines[first][1:].partition(":")
        if key == "separator":
            separator = _SEPARATORS.get(value.strip().lower(), value.strip()[:1] or "\t")
        if key == "tags column" and value.strip().isdigit():
            tags = int(value) - 1
        first += 1
    sheet = _of_csv("\n".join(lines[first:]), separator, skipped=first)
    if sheet.header:
        return sheet
    kept = [[to_text(cell).strip() for i, cell in enumerate(row) if i != tags] for row in sheet.rows]
    sheet.header = ("question", "answer", "topic")
    sheet.rows = [
        (
            row[0] if row else "",
            row[1] if len(row) > 1 else "",
            topic_of_tags(raw[tags]) if tags is not None and tags < len(raw) else "",
        )
        for row, raw in zip(kept, sheet.rows, strict=True)
    ]
    return sheet


def _of_json_lines(document: Document) -> Iterator[_Sheet]:
    """Lines that are objects, or arrays below lines that name a sheet."""
    sheet = _Sheet()
    objects: list[tuple[int, dict[str, object]]] = []
    broken = 0
    for number, line in enumerate(document.text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            broken += 1
            continue
        if isinstance(value, dict) and set(value) == {"sheet"}:
            yield _headed(sheet)
            sheet = _Sheet(topic=_sheet_topic(str(value["sheet"])))
        elif isinstance(value, dict):
            objects.append((number, value))
        elif isinstance(value, list):
            sheet.rows.append(tuple(_text(cell) for cell in value))
            sheet.lines.append((number, number))
    if broken and not objects and not sheet.rows:
        raise DocumentUnreadable(
            f"{document.name} has no line that is JSON.", remedy="Write one JSON object a line, and add it again."
        )
    yield _headed(sheet)
    yield from _of_objects(objects)


def _sheet_topic(title: str) -> str | None:
    return None if re.fullmatch(r"(?:sheet|table|tabelle|feuil)\s*\d*", title, re.IGNORECASE) else topic_of(title)


def _of_json(document: Document) -> Iterator[_Sheet]:
    try:
        value = json.loads(document.text)
    except (ValueError, RecursionError) as error:
        where = f" in line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise DocumentUnreadable(
            f"{document.name} is not valid JSON{where}.", remedy="Mend it there, and add it again."
        ) from error
    yield from _within(value, None, _Places(document.text), 0)


def _within(value: object, topic: str | None, places: "_Places", depth: int) -> Iterator[_Sheet]:
    """The lists of questions anywhere in a JSON value."""
    if depth > DEEPEST:
        return
    if isinstance(value, list):
        objects = [item for item in value if isinstance(item, dict)]
        if objects:
            made = list(_of_objects([(places.line(_asked(item)), item) for item in objects], topic))
            if made:
                yield from made
                return
        words = [item for item in value if isinstance(item, str)]
        if len(words) > 2 and len(words) == len(value):
            yield _Sheet((), [(word,) for word in words], [(places.line(word),) * 2 for word in words], topic)
        for item in objects or value:
            yield from _within(item, topic, places, depth + 1)
    elif isinstance(value, dict):
        if _columns_of(value):
            yield from _of_objects([(places.line(_asked(value)), value)], topic)
            return
        pairs = [(key, held) for key, held in value.items() if isinstance(held, str)]
        if len(pairs) > 2 and len(pairs) == len(value):  # {"What is ...?": "It is ..."}
            yield _Sheet((), [(key, held) for key, held in pairs], [(places.line(key),) * 2 for key, _ in pairs], topic)
            return
        for key, held in value.items():
            yield from _within(held, topic_of(str(key)) if isinstance(held, list | dict) else topic, places, depth + 1)


def _columns_of(value: dict[str, object]) -> bool:
    return named([str(key) for key in value]) is not None


def _of_objects(objects: Sequence[tuple[int, dict[str, object]]], topic: str | None = None) -> Iterator[_Sheet]:
    """Objects with a key that means a question, as rows under the keys of all of them."""
    fitting = [(line, item) for line, item in objects if _columns_of(item)]
    if not fitting:
        return
    keys = list(dict.fromkeys(str(key) for _, item in fitting for key in item))
    rows = [tuple(_text(item.get(key)) for key in keys) for _, item in fitting]
    yield _Sheet(keys, rows, [(line, line) for line, _ in fitting], topic)


def _text(value: object) -> str:
    """A JSON value as the text of a cell; the items of a list on lines of their own."""
    match value:
        case None:
            return ""
        case str():
            return value
        case list():
            return "\n".join(_text(item) for item in value)
        case dict():
            return "\n".join(f"{key}: {_text(item)}" for key, item in value.items())
        case _:
            return str(value)


def _asked(item: dict[str, object]) -> str:
    """The question that an object holds."""
    columns = named([str(key) for key in item])
    return str(list(item.values())[columns.question]) if columns is not None else ""


class _Places:
    """Finds the lines that strings stand on in a JSON text, in one pass when they are asked for in order."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._line = 1

    def line(self, words: str) -> int:
        """The line of a string, counted from 1; that of the one before if it is written in a way we do not know."""
        written = json.dumps(words, ensure_ascii=False)[1:-1]
        found = self._text.find(written, self._at)
        if found >= 0:
            self._line += self._text.count("\n", self._at, found)
            self._at = found
        return self._line
