"""Checks of documents in the library format: one by one, and all together.

`lint` says what departs from the format. `check` holds a whole corpus to the rules that the built-in one is written by;
`run_code` runs its code.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations

from corpus.entries import Document, Entry, Kind, normalised
from corpus.library_format import Problem, is_library, read
from corpus.snippets import Snippet, run
from corpus.wording import COMMON_WORDS

__all__ = ["Problem", "areas", "check", "lint", "run_code"]

KEY_POINTS = (4, 8)
FOLLOW_UPS = (2, 4)
PITFALLS = (1, 3)
HINTS = (2, 2)
REFERENCES = (1, 3)
WORDS = {Kind.DESIGN: (120, 460), Kind.CODING: (60, 400)}
"""Of an answer, code not counted; all other kinds: ANY_WORDS."""
ANY_WORDS = (110, 360)
POINT_WORDS = (3, 22)
SAME_QUESTION = 0.8
"""Share of words two questions have in common, from which they ask the same."""

RUBRICS = {
    Kind.BEHAVIOURAL: ("Situation", "Task", "Action", "Result", "Reflection"),
    Kind.DESIGN: ("Requirements", "Data", "Model", "Serving", "Evaluation", "Monitoring", "Trade-offs"),
}
"""What the key points of a kind begin with, so that a grader finds each part."""

_CODE = re.compile(r"^[ \t]*```.*?^[ \t]*```[ \t]*$", re.DOTALL | re.MULTILINE)
_PYTHON = re.compile(r"^```python\n(.*?)^```[ \t]*$", re.DOTALL | re.MULTILINE)
_SPAN = re.compile(r"(`+)[^`].*?\1", re.DOTALL)
_FORMULA = re.compile(r"\$\$(.+?)\$\$|\$([^$]+?)\$", re.DOTALL)


def lint(document: Document) -> tuple[Problem, ...]:
    """Everything in a document that departs from the library format, by line."""
    if not is_library(document.text):
        message = (
            "It has no entry in the library format: “## ” and the question, then “- id: ...” and the other fields."
        )
        return (Problem(document.name, 1, message),)
    found = [*read(document)[1], *_formulas(document)]
    return tuple(sorted(found, key=lambda problem: problem.line))


def check(documents: Sequence[Document]) -> tuple[Problem, ...]:
    """What keeps these documents from being a corpus: what `lint` finds, and what only shows in the whole."""
    entries = [entry for document in documents if is_library(document.text) for entry in read(document)[0]]
    found = [problem for document in documents for problem in lint(document)]
    found += [problem for entry in entries for problem in _rules(entry)]
    found += _ids(entries)
    found += _same(entries)
    return tuple(sorted(found, key=lambda problem: (problem.document, problem.line)))


def areas(documents: Sequence[Document]) -> dict[str, int]:
    """Entries by area: the folder that a document is in."""
    counts: Counter[str] = Counter()
    for document in documents:
        counts[document.name.rpartition("/")[0].rpartition("/")[2]] += len(read(document)[0])
    return dict(counts)


def run_code(documents: Sequence[Document]) -> tuple[Problem, ...]:
    """What is wrong with the Python of coding entries when it is run: it must end well, silently and soon."""
    found = []
    snippets = []
    for document in documents:
        for entry in read(document)[0]:
            blocks = _PYTHON.findall(entry.answer)
            if entry.kind is Kind.CODING and not any("assert " in block for block in blocks):
                found.append(_problem(entry, "A coding answer has a ```python block that ends with asserts."))
            if entry.kind is Kind.CODING:
                snippets += [Snippet(document.name, entry.location.start_line, block) for block in blocks]
    failed = run(snippets)
    return (*found, *(Problem(snippet.document, snippet.line, message) for snippet, message in failed))


def _problem(entry: Entry, message: str) -> Problem:
    return Problem(entry.document, entry.location.start_line, message)


def _rules(entry: Entry) -> Iterator[Problem]:
    counts = (
        ("Key points", len(entry.key_points), KEY_POINTS if entry.kind not in RUBRICS else (5, 9)),
        ("Follow-ups", len(entry.follow_ups), FOLLOW_UPS),
        ("Pitfalls", len(entry.pitfalls), PITFALLS),
        ("Hints", len(entry.hints), HINTS),
        ("References", len(entry.references), REFERENCES),
        ("Answer words", len(_CODE.sub("", entry.answer).split()), WORDS.get(entry.kind, ANY_WORDS)),
    )
    for name, count, (least, most) in counts:
        if not least <= count <= most:
            yield _problem(entry, f"{name}: {count}; there should be {least} to {most}.")
    least, most = POINT_WORDS
    for point in entry.key_points:
        if not least <= len(point.split()) <= most + (10 if entry.kind in RUBRICS else 0):
            yield _problem(entry, f"A key point has {least} to {most} words, not {len(point.split())}: “{point}”")
    for label in RUBRICS.get(entry.kind, ()):
        if not any(point.startswith(f"{label}: ") for point in entry.key_points):
            yield _problem(entry, f"A key point of a {entry.kind} entry begins with “{label}: ”.")
    if repeated := [point for point, times in Counter(map(normalised, entry.key_points)).items() if times > 1]:
        yield _problem(entry, f"A key point is there twice: “{repeated[0]}”")
    if re.search(r"^(?:---+|\*\*\*+|___+)\s*$", _CODE.sub("", entry.answer), re.MULTILINE):
        yield _problem(entry, "An answer has no horizontal rules.")


def _ids(entries: Sequence[Entry]) -> Iterator[Problem]:
    held: dict[str, Entry] = {}
    for entry in entries:
        if entry.id in held:
            yield _problem(entry, f"The id {entry.id} is taken in {held[entry.id].document}.")
        held.setdefault(entry.id, entry)
    for entry in entries:
        for other in entry.related:
            if other not in held or other == entry.id:
                yield _problem(entry, f"related: there is no other entry with the id {other}.")


def _same(entries: Sequence[Entry]) -> Iterator[Problem]:
    """Questions that ask the same as an earlier one."""
    words = [frozenset(normalised(entry.question).split()) - COMMON_WORDS for entry in entries]
    for (a, first), (b, second) in combinations(zip(words, entries, strict=True), 2):
        if a and b and len(a & b) >= SAME_QUESTION * len(a | b):
            yield _problem(second, f"It asks nearly the same as {first.id} in {first.document}.")


def _formulas(document: Document) -> Iterator[Problem]:
    """Paragraphs whose dollar signs or braces do not pair."""
    text = _CODE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), document.text)
    text = _SPAN.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text).replace("\\$", "  ")
    line = 1
    for block in re.split(r"(\n[ \t]*\n)", text):
        rest = _FORMULA.sub("", block)
        if "$" in rest:
            at = line + block[: block.index("$")].count("\n")
            yield Problem(document.name, at, "A formula here has no end, or a price its dollar sign: “100 dollars”.")
        for match in _FORMULA.finditer(block):
            inside = re.sub(r"\\[{}]", "", match[0])
            if inside.count("{") != inside.count("}"):
                at = line + block[: match.start()].count("\n")
                yield Problem(document.name, at, "The braces of a formula do not pair.")
        line += block.count("\n")
