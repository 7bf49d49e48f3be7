"""What a document has beside questions: contents, links back, parts of a page."""

import re
from collections.abc import Sequence

from corpus.candidates import Candidate, Style
from corpus.entries import normalised
from corpus.lines import Line, Shape
from corpus.titles import plain

_FRAGMENT = re.compile(r"\W*\[(?:[^\[\]]|\[[^\[\]]*\])*\]\([^()\s]*#(?:[^()]|\([^()]*\))*\)[^\w]*(?:\([^)]*\))?\W*$")
_LISTED = re.compile(r"(?:\d+[.)]\s*)?\[((?:[^\[\]]|\[[^\[\]]*\])+)\]\(#(?:[^()]|\([^()]*\))*\)[ .:]*")
_ANY_LINK = re.compile(r"\W*\[(?:[^\[\]]|\[[^\[\]]*\])*\]\((?:[^()]|\([^()]*\))*\)\W*$")
_BACK = re.compile(
    r"(?:<[^>]*>|[\s*_>()\[\]|-])*(?:\[[^\]]*\]\(#[^)]*\)|<a\b[^>]*href=[\"']?#[^>]*>[^<]*</a>)(?:<[^>]*>|[\s*_()\[\]|-])*$",
    re.IGNORECASE,
)
_TAGS_ONLY = re.compile(
    r"(?:</?(?:a|b|i|p|br|hr|em|div|span|strong|center|details|summary|section|article|font|sup|sub)\b[^>]*>\s*)+$",
    re.IGNORECASE,
)
_FURNITURE = re.compile(
    r"(?:the )?(?:table of contents?|contents?|toc|index|licen[cs]e|contribut\w+.*|references?|credits?"
    r"|acknowledge?ments?|disclaimer|about.*|resources?|further reading|author.*|conclusions?|summary|introduction"
    r"|overview|changelog|support.*|sponsors?.*|getting started|how to .*use.*|see also|legend|notes?"
    r"|appendix|feedback|contact.*|thanks.*"
    r"|star history|links?|sources?|bibliography|preface|prerequisites?)",
    re.IGNORECASE,
)


def is_furniture(title: str) -> bool:
    """Whether a heading names a part that documents have beside their subject, such as a licence."""
    return _FURNITURE.fullmatch(title.strip(" :.!")) is not None


def without_contents(found: Sequence[Candidate], lines: Sequence[Line]) -> list[Candidate]:
    """The candidates that are not lines of a table of contents.

    Lines of contents are links to places in the document, or repeat, without an answer, titles that come later.
    """
    lists = _lists([candidate for candidate in found if candidate.style is not Style.HEADING], lines)
    listed = {item.start for items in lists if len(items) > 2 for item in items}
    titles = {normalised(candidate.question) for candidate in found if candidate.start not in listed}
    out: set[int] = set()
    for run in lists:
        pointing = [bool(_FRAGMENT.match(_source(item, lines))) for item in run]
        repeated = [normalised(item.question) in titles for item in run]
        elsewhere = sum(a or b for a, b in zip(pointing, repeated, strict=True))
        if elsewhere > len(run) / 2 and (len(run) > 2 or all(pointing)):
            out |= {item.start for item in run}
        else:
            out |= {item.start for item, points in zip(run, pointing, strict=True) if points}
    return [candidate for candidate in found if candidate.start not in out]


def _lists(items: Sequence[Candidate], lines: Sequence[Line]) -> list[list[Candidate]]:
    """Items, or other lines, with nothing between them but blank lines, whatever their depth."""
    lists: list[list[Candidate]] = []
    for item in items:
        alike = bool(lists) and lines[lists[-1][-1].start].shape is lines[item.start].shape
        if alike and all(line.shape is Shape.BLANK for line in lines[lists[-1][-1].end : item.start]):
            lists[-1].append(item)
        else:
            lists.append([item])
    return lists


def _source(item: Candidate, lines: Sequence[Line]) -> str:
    return lines[item.start].body


def listed_titles(lines: Sequence[Line]) -> set[str]:
    """The titles, normalised, that lines or cells of tables link to in the same document, and hold nothing else."""
    return {
        normalised(plain(link[1]))
        for line in lines
        if "](#" in line.text
        for cell in (line.body.strip("| ").split(" | ") if line.shape is Shape.TABLE else [line.body])
        if (link := _LISTED.fullmatch(cell.strip(" *_-+")))
    }


def is_link_list(found: Sequence[Candidate], lines: Sequence[Line]) -> bool:
    """Whether all of these are nothing but links."""
    return all(_ANY_LINK.match(_source(item, lines)) for item in found)


def trimmed(lines: Sequence[Line], start: int, end: int) -> tuple[int, int]:
    """An answer without what only separates it from the next: blank lines, rules, links back, lone tags."""
    while start < end and _is_edge(lines[start]):
        start += 1
    while start < end and _is_edge(lines[end - 1]):
        end -= 1
    return start, end


def _is_edge(line: Line) -> bool:
    if line.shape in (Shape.BLANK, Shape.RULE):
        return True
    if line.shape is Shape.CODE:
        return False
    return bool(_BACK.match(line.body) or _TAGS_ONLY.match(line.body)) and "<img" not in line.body.lower()
