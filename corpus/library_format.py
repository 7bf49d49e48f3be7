"""The library format: Markdown that is written for the coach, and read strictly, line by line.

A file is a title, a sentence on what it covers, and entries: a question as a heading of level two, its fields, the
answer, and sections of level three. What is wrong is reported with its line, and costs at most the entry it is in.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from corpus.entries import Detail, Document, Entry, FollowUp, Kind, Level, Location

Report = Callable[[int, str], None]
"""Told of what is wrong: the line, and a sentence."""

Choice = TypeVar("Choice", Level, Kind)

FIELDS = ("id", "level", "kind", "topics", "related")
REQUIRED = ("id", "level", "kind", "topics")
SECTIONS = ("Key points", "Follow-ups", "Pitfalls", "Hints", "Also asked", "Details", "References")

_FIELD = re.compile(r"- ([a-z_]+):\s*(.*?)\s*$")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_BULLET = re.compile(r"(\s*)(?:[-*]|\d+\.)\s+(.*?)\s*$")
_OPENING = re.compile(r"^## .+\n(?:[ \t]*\n)*- (?:id|level|kind|topics):", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to mend in a document.

    line: where it is, counted from 1.
    message: a full sentence that says what is wrong and what should be there.
    """

    document: str
    line: int
    message: str


@dataclass(slots=True)
class _Item:
    line: int
    text: str
    nested: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    text: str
    code: bool  # inside a fenced block, its fences included


def is_library(text: str) -> bool:
    """Whether a text is meant to be in this format: some heading of level two is followed by a field at once."""
    return _OPENING.search(text) is not None


def read(document: Document) -> tuple[tuple[Entry, ...], tuple[Problem, ...]]:
    """The entries that are whole, and everything that is wrong with the document, in order of lines."""
    lines = list(_lines(document.text))
    starts = [i for i, line in enumerate(lines) if not line.code and line.text.startswith("## ")]
    problems: list[Problem] = _opening_problems(document, lines[: starts[0] if starts else len(lines)])
    entries: list[Entry] = []
    held: dict[str, int] = {}
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        entry, found = _entry(document.name, lines[start:end])
        problems += found
        if entry is None:
            continue
        if entry.id in held:
            message = (
                f"The id {entry.id} is taken by the entry on line {held[entry.id]}; give this one an id of its own."
            )
            problems.append(Problem(document.name, entry.location.start_line, message))
            continue
        held[entry.id] = entry.location.start_line
        entries.append(entry)
    return tuple(entries), tuple(sorted(problems, key=lambda problem: problem.line))


def is_id(text: str) -> bool:
    """Whether a text can be the id of an entry: lower-case words joined by hyphens."""
    return _ID.fullmatch(text) is not None


def _lines(text: str) -> Iterator[_Line]:
    fence = ""
    for number, line in enumerate(text.split("\n"), start=1):
        match = _FENCE.match(line)
        bare = line.strip()
        if fence:
            yield _Line(number, line, code=True)
            if bare.startswith(fence) and not bare.strip(fence[0]):
                fence = ""
            continue
        if match:
            fence = match[1]
        yield _Line(number, line, code=bool(match))


def _opening_problems(document: Document, lines: list[_Line]) -> list[Problem]:
    titles = [line for line in lines if not line.code and line.text.startswith("# ")]
    if len(titles) == 1:
        return []
    message = "A file starts with one title, “# Subject”, and a sentence on what it covers."
    return [Problem(document.name, titles[1].number if titles else 1, message)]


def _entry(document: str, lines: list[_Line]) -> tuple[Entry | None, list[Problem]]:
    """One entry, None if it lacks what it cannot do without, and what is wrong with it."""
    problems: list[Problem] = []

    def wrong(line: int, message: str) -> None:
        problems.append(Problem(document, line, message))

    head, question = lines[0].number, lines[0].text[3:].strip()
    if not question:
        wrong(head, "The heading has no question.")
    fields, rest = _fields(lines[1:], wrong)
    answer_lines, sections = _sections(rest, wrong)
    answer = _joined(answer_lines)
    for line in answer_lines:
        if not line.code and re.match(r"#{1,6}\s", line.text):
            wrong(line.number, "An answer has no headings; use a bold label that runs into the text.")
    if answer_lines and sum(line.text.strip().startswith(("```", "~~~")) for line in answer_lines if line.code) % 2:
        wrong(answer_lines[-1].number, "A fenced block of the answer is not closed.")

    for name in REQUIRED:
        if name not in fields:
            wrong(head, f"The field “- {name}: ...” is missing under the question.")
    level = _choice(Level, "level", fields, wrong)
    kind = _choice(Kind, "kind", fields, wrong)
    identifier = fields.get("id", _Item(head, ""))
    if "id" in fields and not _ID.fullmatch(identifier.text):
        wrong(identifier.line, "An id is lower-case words joined by hyphens, such as “bias-and-variance”.")
    related = _words(fields.get("related"))
    for other in related:
        if not _ID.fullmatch(other):
            wrong(fields["related"].line, f"“{other}” is no id: related holds ids of entries, with commas between.")

    items = {name: _items(body, name, wrong) for name, body in sections.items()}
    for item in items.get("Follow-ups", []):
        if not item.nested:
            wrong(item.line, "Under a follow-up stands one nested item: what a good reply contains.")
    details = [_detail(item) for item in items.get("Details", [])]
    for item, detail in zip(items.get("Details", []), details, strict=True):
        if not 1 <= len(item.nested) <= 2 or detail.span_in(answer) is None:
            wrong(
                item.line,
                "Under a detail stand words of the answer, as they stand there, and maybe how it is asked next.",
            )
    points = items.get("Key points", [])
    for item in points:
        if len(item.nested) != 1 and any(other.nested for other in points):
            wrong(item.line, "Under a key point stands one nested item, the question that asks for it, or under none.")
    for name in set(items) - {"Follow-ups", "Key points", "Details"}:
        for item in items[name]:
            if item.nested:
                wrong(item.line, f"The items of “{name}” have no items below them.")

    if not question or not _ID.fullmatch(identifier.text) or level is None or kind is None:
        return None, problems
    last = next(line.number for line in reversed(lines) if line.text.strip())
    return (
        Entry(
            id=identifier.text,
            question=question,
            answer=answer,
            key_points=_texts(points),
            probes=tuple(item.nested[0] for item in points) if all(item.nested for item in points) else (),
            follow_ups=tuple(
                FollowUp(question=item.text, good_reply=" ".join(item.nested)) for item in items.get("Follow-ups", [])
            ),
            pitfalls=_texts(items.get("Pitfalls")),
            hints=_texts(items.get("Hints")),
            also_asked=_texts(items.get("Also asked")),
            details=tuple(detail for detail in details if detail.says),
            level=level,
            kind=kind,
            topics=_words(fields.get("topics")),
            references=_texts(items.get("References")),
            related=related,
            document=document,
            location=Location(start_line=head, end_line=last),
        ),
        problems,
    )


def _fields(lines: list[_Line], wrong: Report) -> tuple[dict[str, _Item], list[_Line]]:
    """The fields under the question, and the lines after them."""
    fields: dict[str, _Item] = {}
    for i, line in enumerate(lines):
        if not line.text.strip() and not fields:
            continue
        match = None if line.code else _FIELD.fullmatch(line.text)
        if match is None:
            return fields, lines[i:]
        name, value = match.groups()
        if name not in FIELDS:
            wrong(line.number, f"“{name}” is no field; the fields are {', '.join(FIELDS)}.")
        elif name in fields:
            wrong(line.number, f"The field “{name}” is there twice.")
        elif not value:
            wrong(line.number, f"The field “{name}” is empty.")
        else:
            fields[name] = _Item(line.number, value)
    return fields, []


def _sections(lines: list[_Line], wrong: Report) -> tuple[list[_Line], dict[str, list[_Line]]]:
    """The lines of the answer, and those of each section."""
    answer: list[_Line] = []
    sections: dict[str, list[_Line]] = {}
    into = answer
    reached = -1
    for line in lines:
        if line.code or not line.text.startswith("### "):
            into.append(line)
            continue
        name = line.text[4:].strip()
        into = []  # what follows an unknown or repeated heading belongs nowhere, and has been reported
        if name not in SECTIONS:
            wrong(line.number, f"“{name}” is no section; the sections are {', '.join(SECTIONS)}.")
        elif name in sections:
            wrong(line.number, f"The section “{name}” is there twice.")
        else:
            sections[name] = into
            if SECTIONS.index(name) < reached:
                wrong(line.number, f"The sections come in this order: {', '.join(SECTIONS)}.")
            reached = max(reached, SECTIONS.index(name))
    return answer, sections


def _items(lines: list[_Line], section: str, wrong: Report) -> list[_Item]:
    items: list[_Item] = []
    for line in lines:
        if not line.text.strip():
            continue
        match = _BULLET.fullmatch(line.text)
        if match is None and items and line.text.startswith("  "):
            _continue(items[-1], line.text.strip())
        elif match is None:
            wrong(line.number, f"“{section}” is a list: each line starts with “- ”.")
        elif not match[1]:
            items.append(_Item(line.number, match[2]))
        elif items:
            items[-1].nested.append(match[2])
        else:
            wrong(line.number, f"The first item of “{section}” is indented.")
    return items


def _continue(item: _Item, text: str) -> None:
    """A long item may go on in an indented line."""
    if item.nested:
        item.nested[-1] += f" {text}"
    else:
        item.text += f" {text}"


def _detail(item: _Item) -> Detail:
    says, following, *_ = (*item.nested, "", "")
    return Detail(question=item.text, says=says, next=following)


def _choice(choices: type[Choice], name: str, fields: dict[str, _Item], wrong: Report) -> Choice | None:
    if name not in fields:
        return None
    if fields[name].text not in list(choices):
        wrong(fields[name].line, f"“{fields[name].text}” is no {name}; use one of {', '.join(choices)}.")
        return None
    return choices(fields[name].text)


def _words(item: _Item | None) -> tuple[str, ...]:
    return tuple(word.strip() for word in item.text.split(",") if word.strip()) if item else ()


def _texts(items: list[_Item] | None) -> tuple[str, ...]:
    return tuple(item.text for item in items or ())


def _joined(lines: list[_Line]) -> str:
    """The lines as they stand, without the empty ones around them."""
    text = "\n".join(line.text for line in lines)
    return re.sub(r"\A(?:[ \t]*\n)+", "", text).rstrip()
