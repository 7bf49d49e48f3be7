"""Plain text as it comes off a web page: paragraphs between blank lines, a question being a line of its own.

The page around the questions is there too: an introduction before, advertising after. A question is known by what it
does in the text: it stands alone between blank lines, asks something as a whole, and is followed by an answer.
"""

import re
from dataclasses import dataclass

from corpus.entries import Document, Entry
from corpus.making import Found, entries_of
from corpus.wording import asks, is_request, opens_like_question

LONGEST_QUESTION = 400  # characters
WORDS_OF_A_TITLE = 14
ENOUGH_ANSWERS = 8  # from so many on, what none of the others has is no part of an answer
FEW = 0.1

_ITEM = re.compile(r"\s+\S|\s*(?:[-*•◦▪‣·–]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s")
_CODE = re.compile(r"[;{}=<>\\`|]|\w\(|^\s*(?:#|//|--)|\w_\w|\.\w+\(|^(?:import|from|return|def|class|for|while)\b")


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines between blank lines. start: index of the first one."""

    start: int
    lines: tuple[str, ...]

    @property
    def end(self) -> int:
        return self.start + len(self.lines)

    @property
    def text(self) -> str:
        return self.lines[0].strip()


def read(document: Document) -> tuple[Entry, ...]:
    """The entries of a scraped text; none where it has no such questions."""
    lines = document.text.split("\n")
    blocks = _blocks(lines)
    at = [i for i, block in enumerate(blocks) if _is_question(blocks, i)]
    answers = [blocks[i + 1 : j] for i, j in zip(at, [*at[1:], len(blocks)], strict=True)]
    if answers:
        answers[-1] = _without_tail(answers)
    found = [
        Found(
            question=blocks[i].text,
            answer_lines=(answer[0].start, answer[-1].end) if answer else (blocks[i].end, blocks[i].end),
            start=blocks[i].start,
        )
        for i, answer in zip(at, answers, strict=True)
    ]
    return entries_of(document, lines, found)


def _blocks(lines: list[str]) -> list[_Block]:
    blocks: list[_Block] = []
    start = None
    for i, line in enumerate([*lines, ""]):
        if line.strip() and start is None:
            start = i
        elif not line.strip() and start is not None:
            blocks.append(_Block(start, tuple(lines[start:i])))
            start = None
    return blocks


def _is_question(blocks: list[_Block], at: int) -> bool:
    """Whether a block is one line that asks, with something below it that does not."""
    block = blocks[at]
    if len(block.lines) > 1 or len(block.text) > LONGEST_QUESTION or _ITEM.match(block.lines[0]):
        return False
    text = block.text
    if not asks(text) or not text[:1].isupper() or _CODE.search(text):
        return False
    followed = at + 1 < len(blocks) and not asks(blocks[at + 1].lines[-1])
    asks_itself = text.endswith("?") or (is_request(text) and text.endswith("."))
    return followed and asks_itself and (text.endswith("?") or not opens_like_question(text))


def _without_tail(answers: list[list[_Block]]) -> list[_Block]:
    """The last answer without what follows it on the page.

    What follows starts with a title of its own, such as no other answer has, or has lines that come again and again.
    """
    *others, last = answers
    titled = sum(any(_is_title(answer, i) for i in range(len(answer))) for answer in others)
    rule = len(others) >= ENOUGH_ANSWERS and titled <= FEW * len(others)
    for i in range(1, len(last)):
        if _is_title(last, i) and (rule or _is_furniture(last[i:])):
            return last[:i]
    return last


def _is_title(blocks: list[_Block], at: int) -> bool:
    """Whether a block is a short line without a full stop that is neither code, nor next to code, nor an item."""
    block = blocks[at]
    text = block.text
    if len(block.lines) > 1 or len(text.split()) > WORDS_OF_A_TITLE or _ITEM.match(block.lines[0]):
        return False
    if not text[:1].isupper() or text[-1] in '.:;,!?)`"”' or _CODE.search(text):
        return False
    beside = [*blocks[max(0, at - 1) : at], *blocks[at + 1 : at + 2]]
    return not any(_CODE.search(line) for other in beside for line in other.lines if len(line.split()) < 25)


def _is_furniture(blocks: list[_Block]) -> bool:
    """Whether blocks are parts of a page and not of an answer: short lines come again."""
    short = [line.strip() for block in blocks for line in block.lines if len(line.split()) <= 6]
    return len(short) - len(set(short)) >= 2
