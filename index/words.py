"""Words as the lexical search sees them: lower case, without accents, stemmed, without stop words."""

import re
import threading
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from importlib import resources

import Stemmer

STOP_WORDS = frozenset((resources.files("index") / "data" / "stop-words.txt").read_text("utf-8").split())
"""English function words, and words that a question about anything may hold."""

_WORD = re.compile(r"[a-z0-9]+(?:[+#]+)?")
_stemmers = threading.local()  # a Stemmer must not be shared between threads


def plain(text: str) -> str:
    """Lower case, without accents."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text)  # first: some letters have no lower case but a plain one that has
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def words(text: str) -> list[str]:
    """The words of text as they are spelled, in lower case and without accents."""
    return _WORD.findall(plain(text))


def terms(text: str) -> list[str]:
    """The stems of the content words of text, in order, repeated where they are repeated."""
    return stems(word for word in words(text) if word not in STOP_WORDS)


def stems(spelled: Iterable[str]) -> list[str]:
    """The stem of each word."""
    return [stem(word) for word in spelled]


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The stem of a word: `regularised` and `regularization` have the same."""
    if not hasattr(_stemmers, "english"):
        _stemmers.english = Stemmer.Stemmer("english")
    british = re.sub(r"is(e|ed|es|er|ers|ing|ation|ations)$", r"iz\1", word) if len(word) > 6 else word
    return str(_stemmers.english.stemWord(british))
