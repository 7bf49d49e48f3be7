"""Functions that remember what they made of a text: the key points of an entry are embedded once, not per answer."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np

from coach.grading.features import Embed, Reader
from index.embedding import TokenVectors

MOST = 20_000  # vectors that are kept: about 30 MB
MOST_TOKENS = 1_000  # texts that are kept token by token: about 30 MB

Made = TypeVar("Made")


def remembered(embed: Embed, most: int = MOST) -> Embed:
    """The same function, which asks `embed` only for texts it has not seen lately. Safe to share between threads."""
    rows = _kept(lambda texts: list(embed(texts)), most)
    return lambda texts: np.stack(rows(texts)) if texts else embed([])


def reader(embed: Embed, tokens: Callable[[Sequence[str]], list[TokenVectors]]) -> Reader:
    """What the grader reads texts with, remembering both ways. Safe to share between threads."""
    return Reader(remembered(embed), _kept(tokens, MOST_TOKENS))


def _kept(make: Callable[[Sequence[str]], Sequence[Made]], most: int) -> Callable[[Sequence[str]], list[Made]]:
    kept: OrderedDict[str, Made] = OrderedDict()
    lock = threading.Lock()

    def made(texts: Sequence[str]) -> list[Made]:
        with lock:
            found = {text: kept[text] for text in texts if text in kept}
            for text in found:
                kept.move_to_end(text)
        new = [text for text in dict.fromkeys(texts) if text not in found]
        if new:
            fresh = dict(zip(new, make(new), strict=True))
            found |= fresh
            with lock:
                kept.update(fresh)
                while len(kept) > most:
                    kept.popitem(last=False)
        return [found[text] for text in texts]

    return made
