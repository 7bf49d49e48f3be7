"""Answers that hold Python code: read, never run.

Code is parsed, and each of its statements becomes a claim in words: `np.argpartition(d, k)` says "np argpartition d k",
`X @ W` has a matrix product. Comments are prose. Code that does not parse is still read line by line, and the candidate
is told where it breaks.
"""

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from coach.grading.text import Unit, terms

_FENCE = re.compile(r"```[\w+-]*[ \t]*\n(.*?)(?:```|\Z)", re.DOTALL)
_SURE = re.compile(r"\s*(?:def \w+\(|class \w+[(:]|import \w+(?: as \w+)?\s*$|from [\w.]+ import\b|@\w+\s*$)")
_CODE_LINE = re.compile(
    r"\s*(?:return\b|(?:for|while|if|elif|with)\b.*:\s*$|else:|try:|[\w.\[\], ]+\s*[-+*/@]?=\s*\S"
    r"|[\w.]+\(.*\)\s*(?:#.*)?$|[\w.\[\]]+\.\w+\()"
)
_CALL = re.compile(r"\w\.\w+\(|=|\bimport\b")
_SENTENCE = re.compile(r"[a-z]{3,} [a-z]{2,} [a-z]{2,} [a-z]|\. [A-Z]")
_INSIDE = re.compile(r"^\s*(?:[.)\]}]|\w+=|#)|^\s{2,}\S")
_COMMENT = re.compile(r"#[^\n]*")
_SIGNS = (
    (re.compile(r"@"), " matrix product "),
    (re.compile(r"\*\*\s*2\b"), " squared "),
    (re.compile(r"\*\*\s*(?:0?\.5)\b"), " square root "),
    (re.compile(r"\[::-1\]"), " reversed "),
    (re.compile(r"%"), " modulo "),
    (re.compile(r"(?<=[a-z])(?=[A-Z])"), " "),
    (re.compile(r"[^\w.]|_|(?<!\d)\.|\.(?!\d)"), " "),
)
"""How code is put in words."""
BROKEN = "code does not parse"
UNREADABLE = (
    SyntaxError,
    ValueError,
    RecursionError,
    MemoryError,
)  # the last two for code that is nested absurdly deep
FEWEST_LINES = 2  # that look like code, for text without a fence to hold code


@dataclass(frozen=True, slots=True)
class ReadCode:
    """An answer with its code taken apart.

    prose: the answer with blanks where the code was, of the same length. units: a claim per statement.
    trouble: what does not parse, in a sentence; "" where all does, or there is no code. blocks: the code as it stands.
    """

    prose: str
    units: tuple[Unit, ...] = ()
    trouble: str = ""
    blocks: tuple[str, ...] = ()


def read_code(answer: str) -> ReadCode:
    """The code in an answer, told apart from its prose."""
    spans = [(m.start(), m.end(), m.start(1), m.end(1)) for m in _FENCE.finditer(answer)] or list(_unfenced(answer))
    prose, units, trouble = answer, [], ""
    blocks: list[str] = []
    for start, end, first, last in spans:
        code = answer[first:last]
        comments = [(first + m.start() + 1, first + m.end()) for m in _COMMENT.finditer(code)]
        kept = "".join(
            answer[n] if answer[n] == "\n" or any(a <= n < b for a, b in comments) else " " for n in range(start, end)
        )
        statements, broken = _statements(code)
        claims = [_claim(answer, first + a, first + b) for a, b in statements]
        if any(claim.terms for claim in claims):
            prose = prose[:start] + kept + prose[end:]
            trouble = trouble or broken
            units += [claim for claim in claims if claim.terms]
            blocks.append(code)
    return ReadCode(prose, tuple(units), trouble, tuple(blocks))


def _claim(answer: str, start: int, end: int) -> Unit:
    text = in_words(_COMMENT.sub("", answer[start:end]))
    return Unit(start, end, answer[start:end], text, terms(text))


def in_words(code: str) -> str:
    """Names and signs of code as words."""
    for sign, words in _SIGNS:
        code = sign.sub(words, code)
    return " ".join(code.split())


def _statements(code: str) -> tuple[Sequence[tuple[int, int]], str]:
    """Where each statement stands that holds no other, and what does not parse."""
    lines = code.splitlines(keepends=True)
    starts = [sum(map(len, lines[:n])) for n in range(len(lines) + 1)]
    try:
        tree = ast.parse(code)
    except UNREADABLE as error:
        at = getattr(error, "lineno", None) or 1
        shown = lines[at - 1].strip() if at <= len(lines) else ""
        filled = [(starts[n], starts[n] + len(line.rstrip())) for n, line in enumerate(lines) if line.strip()]
        return filled, f"Your code does not parse: line {at}, {shown!r}."
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt):
            body = getattr(node, "body", None)
            last = (node.lineno, node.end_lineno or node.lineno) if not body else (node.lineno, node.lineno)
            found.append((starts[last[0] - 1], starts[last[1]]))
    return sorted(
        (a + len(code[a:b]) - len(code[a:b].lstrip()), a + len(code[a:b].rstrip())) for a, b in dict.fromkeys(found)
    ), ""


def _unfenced(answer: str) -> Iterator[tuple[int, int, int, int]]:
    """Runs of lines that look like code."""
    at, start, lines = 0, -1, 0
    for line in [*answer.splitlines(keepends=True), ""]:
        bare = line.partition("#")[0]
        looks = bool(_SURE.match(bare) or (_CODE_LINE.match(bare) and not _SENTENCE.search(bare)))
        if looks or (start >= 0 and line and (not line.strip() or _INSIDE.match(line))):
            start = at if start < 0 else start
            lines += looks
        elif start >= 0:
            alone = lines and start == 0 and not line and _CALL.search(answer) and not _statements(answer)[1]
            if lines >= FEWEST_LINES or alone:
                yield start, at, start, at
            start, lines = -1, 0
        at += len(line)
