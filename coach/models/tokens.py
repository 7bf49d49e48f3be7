"""How many tokens a text is, without the tokenizer of the model: enough to make a prompt fit.

Byte-pair encodings spend about one token on a common word, more on long and rare ones, and one on each mark. The
estimate is meant to be high: a prompt that is cut a little early still works, one that overflows does not. On our own
corpus it is 1.0 to 1.4 times what SmolLM2's tokenizer says (tests/coach/test_tokens.py holds it there).
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from index.hits import Turn

PER_MESSAGE = 8
"""What a chat template adds around a message."""

_PIECE = re.compile(r"[A-Za-z]+|\d|\s*\n\s*|[^\sA-Za-z\d]")


@lru_cache(maxsize=1024)  # a growing conversation and the notes for it are counted at every turn
def tokens_of(text: str) -> int:
    """About how many tokens a text is; rather too many than too few."""
    return sum(_cost(piece[0]) for piece in _PIECE.finditer(text))


def fitting(turns: Sequence[Turn], budget: int) -> tuple[Turn, ...]:
    """The latest turns that fit into a budget of tokens, in order, beginning with one of the user's."""
    kept: list[Turn] = []
    for turn in reversed(turns):
        budget -= tokens_of(turn.content) + PER_MESSAGE
        if budget < 0:
            break
        kept.append(turn)
    while kept and kept[-1].role != "user":
        kept.pop()
    return tuple(reversed(kept))


def clipped(text: str, budget: int) -> str:
    """The beginning of a text that fits into a budget of tokens, cut between words."""
    for piece in _PIECE.finditer(text):
        budget -= _cost(piece[0])
        if budget < 0:
            cut = text[: piece.start()]
            return (cut.rsplit(None, 1)[0] if cut.strip() and " " in cut else cut).rstrip() + " …"
    return text


def _cost(piece: str) -> int:
    if piece.isascii():
        return 1 if len(piece) <= 7 or not piece.isalpha() else 1 + (len(piece) - 1) // 6
    return 2
