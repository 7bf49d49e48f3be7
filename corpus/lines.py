"""The lines of a Markdown document, each with what it is: heading, list item, code, comment, text.

Looser than CommonMark on purpose: people write "####12) ...", put headings into list items and forget to indent what
belongs to an item. What counts here is how a line looks to a reader.
"""

import re
from dataclasses import dataclass
from enum import Enum, auto


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
_HTML_HEADING = re.compile(r"<h([1-6])\b[^>]*>(.*?)(?:</h\1>)?\s*$", re.IGNORECASE)
_ITEM = re.compile(r"([-*+•◦▪‣●○]|\(?\d{1,4}[.)]|\(?[a-zA-Z][.)])(?:[ \t]+(.*)|)$")
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
    comment = False
    for raw in text.split("\n"):
        stripped = raw.strip()
        if fence:
            lines.append(Line(raw, Shape.CODE, stripped, _indent(raw)))
            if stripped.startswith(fence) and not stripped.strip(fence[0]):
                fence = ""
        elif comment:
            lines.append(Line(raw, Shape.CODE, stripped, _indent(raw)))
            comment = "-->" not in raw
        elif (match := _FENCE.match(raw)) and "`" not in match[2]:
            lines.append(Line(raw, Shape.CODE, stripped, _indent(raw)))
            fence = match[1]
        elif stripped.startswith("<!--") and "-->" not in stripped:
            lines.append(Line(raw, Shape.CODE, stripped, _indent(raw)))
            comment = True
        else:
            lines.append(_line(raw, stripped, lines))
    return _without_open_end(lines) if fence or comment else lines


def _line(raw: str, stripped: str, before: list[Line]) -> Line:
    indent = _indent(raw)
    if not stripped:
        return Line(raw, Shape.BLANK, "", indent)
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


def _without_open_end(lines: list[Line]) -> list[Line]:
    """A fence or comment that is never closed hides nothing: what is behind it is read line by line."""
    start = len(lines)
    while start and lines[start - 1].shape is Shape.CODE:
        start -= 1
    read: list[Line] = lines[: start + 1]
    for line in lines[start + 1 :]:
        read.append(_line(line.text, line.text.strip(), read))
    return read


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
