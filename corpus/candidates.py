"""Lines that could be questions, by the way they are set: headings, summaries, labels, bold lines, items, paragraphs.

Nothing is decided here; `questions` compares them with each other and chooses.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from corpus.lines import Line, Shape
from corpus.titles import ANSWER_LABEL, Label, plain, split_label, unlinked
from corpus.wording import asks, asks_outright, ends_as_question

NO_LABEL = Label()
LONGEST = 600  # characters of a title; more is a text
WRAPPED = 50  # characters of a line, from which its sentence may go on in the next
LAZILY_WRAPPED = 80  # the same, where the next line is not set in below its item
MOST_LINES = 40  # of a summary
FEWEST_MARKS = 5  # from which letters in brackets in front of titles are marks
MOST_MARKS = 5  # different ones


class Style(StrEnum):
    """How a candidate is set."""

    LABEL = "label"  # Q: What ...?
    HEADING = "heading"
    SUMMARY = "summary"  # of an HTML details element
    TERM = "term"  # of a definition list
    BOLD = "bold"
    ITEM = "item"
    PARAGRAPH = "paragraph"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line, or a few, that could be a question.

    start, end: indices of its lines, [start, end).
    rank: level of a heading, indent of an item, else 0. Candidates of one style, rank and label are set alike.
    title: with its markup; question: its words. rest: what stands behind it on its last line, an answer's beginning.
    bold: whether an item is bold as a whole. mark: a letter in brackets in front, where many candidates have one.
    """

    start: int
    end: int
    style: Style
    title: str
    question: str
    label: Label = NO_LABEL
    rank: int = 0
    rest: str = ""
    bold: bool = False
    asks: bool = False
    mark: str = ""

    @property
    def key(self) -> tuple[str, int, str, bool]:
        """Equal for candidates that are set alike."""
        if self.label.kind == "q":
            return (self.style if self.style is Style.HEADING else Style.LABEL, 0, "q", False)
        if self.mark:
            return (self.style, 0, "mark", False)
        return (self.style, self.rank, self.label.kind, self.bold)


_SUMMARY = re.compile(r"<summary\b[^>]*>", re.IGNORECASE)
_SUMMARY_END = re.compile(r"</summary>", re.IGNORECASE)
REVEAL = re.compile(
    r"(?:(?:click|tap|show|see|view|reveal|expand|open|toggle|hide|here|to|for|the|a|me|my|full|possible|suggested|model|"
    r"sample|correct|detailed|short|long|code|answers?|solutions?|hints?|explanations?|details?|more|toc|spoilers?|"
    r"table of contents|contents|results?|outputs?|examples?)\b[\s!:.…▸▶↓👇&/-]*)+",
    re.IGNORECASE,
)
_MARK = re.compile(r"[\[(]([A-Z]\d?)[\])]\s*")
_TERM = re.compile(r"<dt\b[^>]*>(.*?)</dt>", re.IGNORECASE)
_DEFINITION = re.compile(r"\s{0,3}:\s+\S")
_BOLD = re.compile(r"(\*\*\*|\*\*|__|<b>|<strong>)(?P<in>\S.*?)(?:\1|</b>|</strong>)(?P<after>[^\w]*)$", re.IGNORECASE)
_BOLD_LEAD = re.compile(r"(\*\*|__|<b>|<strong>)(?P<in>\S.*?)(?:\1|</b>|</strong>)(?P<after>.*)$", re.IGNORECASE)
_PAIR = re.compile(r"([^`?:]{3,200}?\??)(?:\s+::\s+|(?<=\?)\s+[-–—:]+\s+)(\S.*)$")
_CODE = re.compile(r"[;{}=<>\\`|]|\w\(\w*[\"'=,]|^\s*(?:#|//|--)|\w_\w|\.\w+\(")


def candidates(lines: Sequence[Line]) -> list[Candidate]:
    """All candidates of a document, in order."""
    found: list[Candidate] = []
    taken = 0
    for i in range(len(lines)):
        if i < taken:
            continue
        candidate = _at(lines, i)
        if candidate is not None and candidate.question and len(candidate.question) <= LONGEST:
            found.append(candidate)
            taken = candidate.end
    return _marked(_continued(found))


def _at(lines: Sequence[Line], i: int) -> Candidate | None:
    line = lines[i]
    match line.shape:
        case Shape.HEADING:
            return _heading(lines, i)
        case Shape.TEXT | Shape.ITEM:
            body = line.body.removeprefix("> ").strip() if line.body.startswith(">") else line.body
            if _SUMMARY.search(line.text):
                return _summary(lines, i)
            if (term := _TERM.search(line.text)) is not None:
                return _made(i, i + 1, Style.TERM, term[1], rest=line.text[term.end() :])
            if ANSWER_LABEL.match(body):
                return None
            return (
                _labelled(lines, i, body) or _bold(lines, i, body) or _with_answer(lines, i, body) or _plain(lines, i)
            )
        case _:
            return None


def _made(
    start: int, end: int, style: Style, title: str, rank: int = 0, rest: str = "", bold: bool = False
) -> Candidate:
    label, _ = split_label(unlinked(title))
    question = plain(title)
    asking = asks(question)
    return Candidate(start, end, style, title, question, label, rank, rest.strip(), bold, asking)


def _heading(lines: Sequence[Line], i: int) -> Candidate | None:
    line = lines[i]
    if ANSWER_LABEL.fullmatch(line.body + ":") or ANSWER_LABEL.match(line.body) or REVEAL.fullmatch(plain(line.body)):
        return None
    if split_label(line.body)[0].kind == "q" and not plain(line.body):
        return _below_label(lines, i, Style.HEADING, line.level)
    return _made(i, i + 1, Style.HEADING, line.body, rank=line.level)


def _below_label(lines: Sequence[Line], i: int, style: Style, rank: int) -> Candidate | None:
    """A label with nothing behind it: the question is the line below."""
    for j in range(i + 1, min(i + 4, len(lines))):
        if lines[j].shape in (Shape.TEXT, Shape.ITEM):
            below = _made(i, j + 1, style, lines[j].body, rank)
            return replace(below, label=split_label(lines[i].body)[0])
        if lines[j].shape is not Shape.BLANK:
            return None
    return None


def _summary(lines: Sequence[Line], i: int) -> Candidate | None:
    """The summary of a details element, unless it only says that something is hidden below."""
    opening = _SUMMARY.search(lines[i].text)
    assert opening is not None  # the caller has seen it
    gathered = [lines[i].text[opening.end() :]]
    j = i
    while not _SUMMARY_END.search(gathered[-1]):
        j += 1
        if j >= len(lines) or j - i >= MOST_LINES:
            return None
        gathered.append(lines[j].text)
    inside, _, rest = re.split(r"(</summary>)", gathered[-1], maxsplit=1, flags=re.IGNORECASE)
    parts = [*gathered[:-1], inside]
    code = next((k for k, part in enumerate(parts) if part.lstrip().startswith(("```", "~~~"))), len(parts))
    title = " ".join(part.strip() for part in parts[:code]).strip()
    if not plain(title) or REVEAL.fullmatch(plain(title)):
        return None
    made = _made(i, j + 1, Style.SUMMARY, title, rest=rest)
    shown = "\n".join(parts[code:]).strip()
    return replace(made, question=f"{made.question}\n\n{shown}") if shown else made


def _labelled(lines: Sequence[Line], i: int, body: str) -> Candidate | None:
    """A question behind "Q:" or "Question 3."; with it the lines it goes on in."""
    label, rest = split_label(body)
    if label.kind != "q":
        return None
    if not plain(rest) and not rest.strip(" *_"):
        return _below_label(lines, i, Style.LABEL, 0)
    inline = re.search(r"(?<=[?.!*])\s+(?:\*\*|<b>)?\s*(?:A|Ans|Answer)\s*\d*\s*[:.)-]\s*(?:\*\*|</b>)?\s*", rest)
    if inline is not None:
        return replace(_made(i, i + 1, Style.LABEL, rest[: inline.start()]), label=label, rest=rest[inline.end() :])
    lead = _BOLD_LEAD.match(rest.strip())
    if lead is not None and ends_as_question(plain(lead["in"])) and re.search(r"\w\s+\w", lead["after"]):
        return replace(_made(i, i + 1, Style.LABEL, lead["in"]), label=label, rest=lead["after"].strip())
    end = i + 1
    title = rest
    while end < len(lines) and lines[end].shape is Shape.TEXT and end - i < MOST_LINES:
        below = lines[end].body
        ended = title.rstrip(" *_")[-1:] in ".?!:"
        wrapped = len(lines[end - 1].body) >= WRAPPED or lines[end].indent > lines[i].indent
        if (
            ended
            or not wrapped
            or ANSWER_LABEL.match(below)
            or split_label(below)[0].kind == "q"
            or below.startswith("<")
        ):
            break
        title = f"{title} {below}"
        end += 1
    return replace(_made(i, end, Style.LABEL, title), label=label)


def _bold(lines: Sequence[Line], i: int, body: str) -> Candidate | None:
    """A line that is bold as a whole, or begins with a bold question or a bold number."""
    label, text = split_label(body)
    text = text.strip()
    end = i + 1
    if text.startswith(("**", "__")) and text.count(text[:2]) == 1:  # goes on in the lines below
        while end < len(lines) and end - i < 5 and lines[end].shape is Shape.TEXT and text.count(text[:2]) == 1:
            text = f"{text} {lines[end].body}"
            end += 1
        if text.count(text[:2]) == 1:
            return None
    whole, lead = _BOLD.match(text), _BOLD_LEAD.match(text)
    numbered = label.kind and (body.lstrip().startswith(("**", "__", "<b>", "<strong>")))
    item = lines[i].shape is Shape.ITEM
    style, rank = (Style.ITEM, lines[i].indent) if item else (Style.BOLD, 0)
    if item and not label.kind:
        label = _item_label(lines[i].marker)
    if whole is not None and "**" not in whole["in"]:
        return replace(_made(i, end, style, text, rank, bold=item), label=label)
    if lead is not None and ends_as_question(plain(lead["in"])) and re.search(r"\w\s+\w", lead["after"]):
        return replace(_made(i, end, style, lead["in"], rank, rest=lead["after"], bold=item), label=label)
    if numbered and not item:
        return replace(_made(i, end, style, text), label=label)
    return None


def _with_answer(lines: Sequence[Line], i: int, body: str) -> Candidate | None:
    """A line with the answer on it, behind "::" or a dash."""
    pair = _PAIR.match(body)
    if pair is None:
        return None
    made = _made(i, i + 1, Style.TERM, pair[1], rest=pair[2])
    return replace(made, label=_item_label(lines[i].marker)) if lines[i].shape is Shape.ITEM else made


def _item_label(marker: str) -> Label:
    if marker[:1].isdigit() or marker[1:2].isdigit():
        return Label("n)" if ")" in marker else "n.", int(re.sub(r"\D", "", marker)))
    return Label("a)", ord(marker.strip("().").lower()) - ord("a") + 1) if marker.strip("().").isalpha() else Label()


def _plain(lines: Sequence[Line], i: int) -> Candidate | None:
    """An item of a list, the term of a definition, or a line of its own that asks."""
    line = lines[i]
    if line.shape is Shape.ITEM:
        end, title = _wrapped(lines, i)
        made = _made(i, end, Style.ITEM, title, rank=line.indent)
        label = _item_label(line.marker)
        return made if made.label.kind and not label.kind else replace(made, label=label)
    if i + 1 < len(lines) and _DEFINITION.match(lines[i + 1].text) and lines[i].indent < 4:
        return _made(i, i + 1, Style.TERM, line.body)
    block = _block(lines, i)
    text = " ".join(part.body for part in lines[i : i + block])
    if not block or line.indent >= 4 or _CODE.search(text) or not re.match(r"[\"'“‘(*_]*[A-Z\d]|[^\x00-\x7f]", text):
        return None
    words = plain(text)
    if not asks_outright(words):
        return None
    return replace(_made(i, i + block, Style.PARAGRAPH, text), asks=True)


def _wrapped(lines: Sequence[Line], i: int) -> tuple[int, str]:
    """An item that is a question, with the lines it was wrapped into."""
    title = lines[i].body
    end = i + 1
    while end < min(i + 4, len(lines)) and lines[end].shape is Shape.TEXT and lines[end].indent >= lines[i].indent:
        lazy = lines[end].indent == lines[i].indent
        if len(lines[end - 1].body) < (LAZILY_WRAPPED if lazy else WRAPPED) or title[-1] in ".?!:":
            break
        title = f"{title} {lines[end].body}"
        end += 1
    return (end, title) if end > i + 1 and ends_as_question(plain(title)) else (i + 1, lines[i].body)


def _block(lines: Sequence[Line], i: int) -> int:
    """How many lines a paragraph of its own has, if it begins here and has one, or is one sentence that was wrapped."""
    if i and lines[i - 1].shape not in (Shape.BLANK, Shape.RULE, Shape.HEADING):
        return 0
    size = 1
    while i + size < len(lines) and lines[i + size].shape is Shape.TEXT:
        size += 1
        if size > 3:
            return 0
    if i + size < len(lines) and lines[i + size].shape not in (Shape.BLANK, Shape.RULE, Shape.CODE):
        return 0
    wrapped = all(len(line.body) > WRAPPED for line in lines[i : i + size - 1])
    return size if size == 1 or wrapped else 0


def _continued(found: Sequence[Candidate]) -> list[Candidate]:
    """Numbered headings where one that goes on counting counts as set like those before it, whatever its level."""
    last: dict[tuple[str, int], int] = {}
    latest: dict[str, tuple[int, int]] = {}
    joined = []
    for candidate in found:
        kind, number = candidate.label.kind, candidate.label.number
        if candidate.style is Style.HEADING and number is not None:
            own = last.get((kind, candidate.rank))
            level, count = latest.get(kind, (candidate.rank, number))
            if own != number - 1 and count == number - 1:
                candidate = replace(candidate, rank=level)
            last[kind, candidate.rank] = number
            latest[kind] = (candidate.rank, number)
        joined.append(candidate)
    return joined


def _marked(found: list[Candidate]) -> list[Candidate]:
    """Titles such as "[E] Why?": where many begin with one of a few letters, it is a mark, and what it marks asks."""
    marks = [match[1] if (match := _MARK.match(candidate.question)) else "" for candidate in found]
    used = [mark for mark in marks if mark]
    if len(used) < FEWEST_MARKS or len(set(used)) > MOST_MARKS:
        return found
    return [
        replace(candidate, question=_MARK.sub("", candidate.question), asks=True, mark=mark)
        if mark and _MARK.sub("", candidate.question)
        else candidate
        for candidate, mark in zip(found, marks, strict=True)
    ]
