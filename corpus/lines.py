"""The lines of a Markdown document, each with what it is: heading, list item, code, comment, text.

Looser than CommonMark on purpose: people write "####12) ...", put headings into list items and forget to indent what
belongs to an item. What counts here is how a line looks to a reader.
"""

import re
from dataclasses import dataclass
from enum import Enum, auto

from corpus.titles import ANSWER_LABEL


class Shape(Enum):
    """What a line is."""

    BLANK = auto()
    CODE = auto()  # in a fenced block, its fences included, or in a comment
    HEADING = auto()
    ITEM = auto()
    TABLE = auto()
    RULE = auto()  # a line that only separates: ---, <br/>, a comment of one line
    TEXT = auto()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a document.

    text: as it stands. body: without indent, heading marks and list marker.
    indent: columns before the first character, a tab counting four.
    level: of a heading, 1 to 6; 0 for everything else. marker: of a list item, such as "-" or "3.".
    """

    text: str
    shape: Shape
    body: str
    indent: int = 0
    level: int = 0
    marker: str = ""


_FENCE = re.compile(r"[ \t>]*(?:[-*+]\s+|\d+[.)]\s+)?(`{3,}|~{3,})(.*)$")
_HEADING = re.compile(r"(#{1,6})(?:[ \t]+|(?=\*\*|\d+[.)]|Q\d))(.*?)[ \t]*#*[ \t]*$")
_STRONG_HEADING = re.compile(r"(?:[-*+]\s+|\d+[.)]\s+)?#{2,6}\s+\S")
_HTML_HEADING = re.compile(r"<h([1-6])\b[^>]*>(.*?)(?:</h\1>)?\s*$", re.IGNORECASE)
_ITEM = re.compile(r"([-*+•◦▪‣●○]|\(?\d{1,4}[.)]|\(?[a-pr-zA-PR-Z][.)])(?:[ \t]+(.*)|)$")
_CHECKBOX = re.compile(r"\[[ xX]\]\s+")
_RULE = re.compile(
    r"(?:([-*_=])(?:\s*\1){2,}|(?:</?(?:br|hr|p|div|center|details|li|ul|ol)\b[^>]*>\s*)+|<!--.*-->)$", re.I
)
_SETEXT = re.compile(r"(=+|-{2,})\s*$")
_LONGEST_SETEXT = 120


def scan(text: str) -> list[Line]:
    """The lines of a document, in order, one for each line of the text."""
    lines: list[Line] = []
    fence = ""
    opened = 0  # where the open fence or comment begins
    for raw in text.split("\n"):
        stripped = raw.strip()
        match = _FENCE.match(raw)
        if fence and match and match[1].startswith(fence[0]) and match[2].strip() and "`" not in match[2]:
            _forget_fence(lines, opened)  # one opens before the last was closed: its author forgot to
            fence = ""
        if fence == "-->" or (fence and not (stripped.startswith(fence) and not stripped.strip(fence[0]))):
            lines.append(Line(raw, Shape.CODE, stripped, _indent(raw)))
            fence = "" if fence == "-->" and "-->" in raw else fence
        elif fence:
            lines.append(Line(raw, Shape.CODE, stripped, _indent(raw)))
            fence = ""
        elif match and "`" not in match[2]:
            fence, opened = match[1], len(lines)
            lines.append(Line(raw, Shape.CODE, stripped, _indent(raw)))
        elif stripped.startswith("<!--") and "-->" not in stripped:
            fence, opened = "-->", len(lines)
            lines.append(Line(raw, Shape.CODE, stripped, _indent(raw)))
        else:
            lines.append(_line(raw, stripped, lines))
    if fence:
        _forget_fence(lines, opened)
    return lines


def _forget_fence(lines: list[Line], opened: int) -> None:
    """Read again, line by line, what stands behind a fence or comment that is not closed.

    It ends where a heading follows that no code has; where none does, it hides nothing.
    """
    again = next((i for i in range(opened + 1, len(lines)) if _STRONG_HEADING.match(lines[i].body)), opened + 1)
    behind = lines[again:]
    del lines[again:]
    for line in behind:
        lines.append(_line(line.text, line.text.strip(), lines))


def _line(raw: str, stripped: str, before: list[Line]) -> Line:
    indent = _indent(raw)
    if not stripped:
        return Line(raw, Shape.BLANK, "", indent)
    if stripped[0] in "#<" and ANSWER_LABEL.match(stripped):  # "#### Answer: B" is no heading of anything
        return Line(raw, Shape.TEXT, stripped, indent)
    if heading := _HEADING.match(stripped):
        return Line(raw, Shape.HEADING, heading[2].strip(), indent, level=len(heading[1]))
    if heading := _HTML_HEADING.match(stripped):
        return Line(raw, Shape.HEADING, heading[2].strip(), indent, level=int(heading[1]))
    if _SETEXT.match(stripped) and _is_setext(before):
        title = before[-1]
        before[-1] = Line(title.text, Shape.HEADING, title.body, title.indent, level=1 if stripped[0] == "=" else 2)
        return Line(raw, Shape.RULE, stripped, indent)
    if _RULE.match(stripped):
        return Line(raw, Shape.RULE, stripped, indent)
    if stripped.startswith("|") and stripped.count("|") > 1:
        return Line(raw, Shape.TABLE, stripped, indent)
    if item := _ITEM.match(stripped):
        body = _CHECKBOX.sub("", (item[2] or "").strip(), count=1)
        if inner := _HEADING.match(body):  # "3. ### What is ...?"
            number = "" if item[1] in "-*+" else f"{item[1]} "
            return Line(raw, Shape.HEADING, number + inner[2].strip(), indent, level=len(inner[1]), marker=item[1])
        return Line(raw, Shape.ITEM, body, indent, marker=item[1])
    return Line(raw, Shape.TEXT, stripped, indent)


def _is_setext(before: list[Line]) -> bool:
    """Whether the last line is a title: a short line of text on its own."""
    if not before or before[-1].shape is not Shape.TEXT or len(before[-1].body) > _LONGEST_SETEXT:
        return False
    return len(before) == 1 or before[-2].shape in (Shape.BLANK, Shape.RULE)


def _indent(raw: str) -> int:
    column = 0
    for character in raw:
        if character == " ":
            column += 1
        elif character == "\t":
            column += 4
        else:
            break
    return column
