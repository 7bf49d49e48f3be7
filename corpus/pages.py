"""Where the text of a web page ends and the page goes on: offers, prices, links.

A text that was scraped has the page around it. What follows the last answer starts with a title of its own, such as
no other answer has, or has lines that come again and again.
"""

import re
from collections.abc import Sequence

from corpus.lines import Line, Shape

WORDS_OF_A_TITLE = 14
ENOUGH_ANSWERS = 8  # from so many on, what almost none of the others has is no part of an answer
FEW = 0.1
LATE = 3  # answers at the end, among which a page may go on

_CODE = re.compile(r"[;{}=<>\\`|]|\w\(|^\s*(?:#|//|--)|\w_\w|\.\w+\(|^(?:import|from|return|def|class|for|while)\b")


def tail(lines: Sequence[Line], answers: Sequence[tuple[int, int]]) -> int | None:
    """Where the page goes on behind the last of these answers, each given as lines [start, end); None if it does not.

    What asks in a page that goes on, such as "Why wait?", has been taken for a question: so it may begin earlier, in
    one of the last answers but one.
    """
    titled = [
        next((i for i in range(_text(lines, *span) + 1, span[1]) if _is_title(lines, i)), None) for span in answers
    ]
    rule = len(answers) > ENOUGH_ANSWERS and sum(i is not None for i in titled[:-1]) <= FEW * len(answers)
    end = answers[-1][1]
    for i in titled[-LATE:]:
        if i is not None and (_is_furniture(lines[i:end]) or (rule and i == titled[-1])):
            return i
    return None


def _text(lines: Sequence[Line], start: int, end: int) -> int:
    return next((i for i in range(start, end) if lines[i].shape is not Shape.BLANK), end)


def _is_title(lines: Sequence[Line], i: int) -> bool:
    """Whether a line stands alone, is short and has no full stop, and is neither code nor next to code."""
    line = lines[i]
    if line.shape is not Shape.TEXT or line.indent or len(line.body.split()) > WORDS_OF_A_TITLE:
        return False
    if not line.body[:1].isupper() or line.body[-1] in '.:;,!?)`"”' or _CODE.search(line.body):
        return False
    above = next((lines[j] for j in range(i - 1, max(-1, i - 4), -1) if lines[j].shape is not Shape.BLANK), None)
    below = next((lines[j] for j in range(i + 1, min(len(lines), i + 4)) if lines[j].shape is not Shape.BLANK), None)
    alone = i > 0 and lines[i - 1].shape is Shape.BLANK and (i + 1 == len(lines) or lines[i + 1].shape is Shape.BLANK)
    beside = [other for other in (above, below) if other is not None]
    return alone and not any(_CODE.search(other.body) for other in beside if len(other.body.split()) < 25)


def _is_furniture(lines: Sequence[Line]) -> bool:
    """Whether lines are parts of a page and not of an answer: short ones come again."""
    short = [
        line.body
        for line in lines
        if line.shape is Shape.TEXT and len(line.body.split()) <= 6 and not _CODE.search(line.body)
    ]
    return len(short) - len(set(short)) >= 2
