"""Whether words stand in the order of a language: a statement with its words shuffled states nothing.

Words are put in classes: a frequent small word is a class of its own, any other goes by its ending. For two neighbours
a table says how much likelier they stand in that order than by chance (pointwise mutual information, in nats), as
counted in the built-in corpus. Two numbers are added: the mean of that, and how far it lies above the mean of the same
words in other orders. In whole answers of people the sum is above 0.3, in nine shuffled ones of ten below; in a dozen
words both scatter, so that the limit is lower there. Notes without articles say too little, and nothing is concluded.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from importlib import resources
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

_SMALL = """
the a an of to in for by with at from on into as than and or but so if when while because that which this these it its
they their we i you my your our is are was were be been can could will would should must may do does did has have had
not no more less only also each every all both one two how what where then there between through over under about up out
very just too"""
SMALL = tuple(_SMALL.split())
_ENDINGS = ("ing", "ed", "ly", "tion", "sion", "ment", "ness", "ity", "al", "ive", "ous", "ic", "able", "er", "s")
CLASSES = ("^", *SMALL, *(f"-{ending}" for ending in _ENDINGS), "0", "-")
"""^ stands for a border: the start of a sentence, or punctuation. 0: a number. -: any other word."""
LONG = 30  # words and signs, from which an answer is judged by LIMIT, else by LIMIT_SHORT
FEWEST = 14  # below which nothing is concluded
JOINTS = frozenset(["the", "a", "an", "is", "are", "was", "were", "be", "it", "its"])
FEWEST_JOINTS = 0.07  # share of words that notes leave out, below which these are notes
LIMIT, LIMIT_SHORT = 0.28, -0.5
LIMIT_ODD = 0.48  # where a small word has a capital amid a sentence, or stands there twice
LEAST_GAIN = 0.55  # of the order as it is over others, from which it is nobody's accident
ORDERS = 24  # other orders that the words are tried in; always the same ones
RARE = 0.5  # counts added to each pair, so that a pair never seen is not infinitely unlikely

_NUMBER = {name: n for n, name in enumerate(CLASSES)}
_WORD = re.compile(r"[a-z]+\d*(?:['-][a-z]+\d*)*|\d+(?:\.\d+)?|[.,;:()?!]")


def words_of(text: str) -> list[str]:
    """Words in lower case, numbers and signs of punctuation, in order."""
    return _WORD.findall(text.casefold())


def class_of(word: str) -> int:
    """The class of a word in lower case, or of a sign."""
    if word in SMALL:
        return _NUMBER[word]
    if word[:1].isdigit():
        return _NUMBER["0"]
    if not word[:1].isalpha():
        return _NUMBER["^"]
    ending = next((e for e in _ENDINGS if len(word) > len(e) + 2 and word.endswith(e)), "")
    return _NUMBER[f"-{ending}"]


def count(texts: Iterable[Sequence[str]]) -> NDArray[np.float32]:
    """The table: for each class the information that each class follows it. texts: words and signs, in order."""
    pairs = Counter(pair for words in texts for pair in pairwise([_NUMBER["^"], *map(class_of, words)]))
    counts = np.full((len(CLASSES), len(CLASSES)), RARE)
    for (one, other), n in pairs.items():
        counts[one, other] += n
    expected = counts.sum(axis=1, keepdims=True) * counts.sum(axis=0, keepdims=True) / counts.sum()
    return np.asarray(np.log(counts / expected), dtype=np.float32)


@cache
def _table() -> NDArray[np.float32]:
    with (resources.files("coach") / "data" / "grading.npz").open("rb") as file, np.load(file) as arrays:
        return np.asarray(arrays["order_table"], dtype=np.float32)


def is_shuffled(text: str) -> bool:
    """Whether words stand in an order in which nobody says them."""
    classes = np.array([class_of(word) for word in words_of(text)], dtype=np.intp)
    joints = sum(CLASSES[c] in JOINTS for c in classes)
    if len(classes) < FEWEST or joints < FEWEST_JOINTS * len(classes):
        return False
    found = _information(classes)
    words = np.flatnonzero(classes)
    draw = np.random.default_rng(0)
    others = []
    for _ in range(ORDERS):
        mixed = classes.copy()
        mixed[words] = classes[draw.permutation(words)]
        others.append(_information(mixed))
    gain = found - float(np.mean(others))
    limit = LIMIT_SHORT if len(classes) < LONG else LIMIT_ODD if _is_odd(text) else LIMIT
    return gain < LEAST_GAIN and found + gain < limit


def _is_odd(text: str) -> bool:
    return any(
        one[-1].isalnum() and (one == other or (other[0].isupper() and other != "I" and other.casefold() in SMALL))
        for one, other in pairwise(text.split())
    )


def _information(classes: NDArray[np.intp]) -> float:
    return float(_table()[classes[:-1], classes[1:]].mean())
