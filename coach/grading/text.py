"""A candidate's words as the offline grader reads them: units to judge, terms in them, and what is odd about them."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from itertools import pairwise

from corpus.text import sentences
from index.words import STOP_WORDS, stem

MOST_CHARACTERS = 20_000  # of an answer that are read: half an hour of talk
MOST_SENTENCES = 120
_INVISIBLE = dict.fromkeys([0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD, 0x180E, 0x200E, 0x200F])
_LOOKALIKES = str.maketrans(  # Cyrillic and Greek letters, quotes and dashes
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u0501\u0261\u04bb\u051b\u051d\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422"
    "\u0425\u0406\u0405\u03b1\u03b5\u03bf\u03c1\u03c4\u03c5\u03c7\u03b9\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u2019\u2018\u02bc\u0060\u2013\u2014\u2212",
    "aeopcyxijsdghqwABEKMHOPCTXISaeoptuxiABEZHIKMNOPTYX''''---",
)
_TOKEN = re.compile(r"\d+(?:\.\d+)*|[a-z]+\d*(?:[+#]+)?|[=<>≤≥→]|->")
_ORDER = re.compile(r"\bo\(\s*([^()]{1,20})\s*\)")
_ORDERS = {"1": "constant", "n": "linear", "log n": "logarithmic", "n^2": "quadratic", "n**2": "quadratic"}
_NOT = re.compile(r"n't\b")
_CLAUSE = re.compile(
    r"[;:]\s|\s[-–—]+\s|,?\s\b(?:while|whereas|but|although|though|unlike|because|since|so that)\b\s|"
    r",\s(?:and|or|so|which|where|then|with|yet)?\s?|\.\s|\sand\s(?=(?:\S+\s){3})"
)
FEWEST_WORDS = 3  # of a clause that is judged by itself
LONG_ENOUGH = 4  # terms of a statement, from which one of its subject among many others leaves it vague
FEWEST_SPECIFIC, SPECIFIC = 2, 0.25  # terms of the subject beyond the question's; their share of all beyond it
NEGATORS = frozenset(
    ["not", "no", "never", "neither", "nor", "without", "cannot", "hardly", "barely", "nothing", "none"]
)
EMPTY = frozenset(
    ["go", "goe", "get", "usual", "tend", "realli", "thing", "way", "simpli", "basic", "say", "let", "call", "mean"]
)
"""Stems that carry nothing that could be checked."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch of the answer that is judged as one claim.

    start, end: where it stands in the answer as it came; quote: those very characters. text: the same, made readable.
    terms: canonical stems of its content words, in order.
    carried: terms of the clause before it, whose subject it may share.
    """

    start: int
    end: int
    quote: str
    text: str
    terms: tuple[str, ...]
    carried: tuple[str, ...] = ()
    clause: bool = True


@cache
def _lexicon() -> tuple[dict[str, str], dict[str, str]]:
    """Stem to the name of its group, and group to the opposite group."""
    groups: dict[str, str] = {}
    opposites: dict[str, str] = {}
    for line in (resources.files("coach") / "data" / "synonyms.txt").read_text("utf-8").splitlines():
        if " / " in line:
            one, other = line.split(" / ")
            opposites |= {one: other, other: one}
        elif ":" in line and not line.startswith("#"):
            name, words = line.split(":")
            for word in words.split():
                groups.setdefault(stem(word), name)
    return groups, opposites


def opposite(term: str) -> str | None:
    """The canonical term that means the contrary, if there is one."""
    return _lexicon()[1].get(term)


def is_direction(term: str) -> bool:
    """Whether a canonical term names a group of words with an opposite."""
    return term in _lexicon()[1]


def plain(text: str) -> str:
    """Readable letters only: nothing invisible, no look-alikes of Latin letters, one kind of quotes; same meaning."""
    shown = unicodedata.normalize("NFKC", text.translate(_INVISIBLE)).translate(_LOOKALIKES)
    return "".join(c for c in unicodedata.normalize("NFKD", shown) if not unicodedata.combining(c))


def tokens(text: str) -> list[str]:
    """Lower-case words, numbers and signs of relation, negations spelled out."""
    lowered = _NOT.sub(" not", plain(text).casefold().replace("can't", "cannot"))
    lowered = _ORDER.sub(lambda found: f"{_ORDERS.get(found[1], found[1])} complexity", lowered)
    lowered = re.sub(r"\bcut[- ]off", "cutoff", re.sub(r"\bnon[- ](?=[a-z])", "non", lowered))
    return _TOKEN.findall(lowered)


@lru_cache(maxsize=16384)
def canonical(word: str) -> str:
    """The name of a word's group of synonyms, else its stem."""
    found = stem(word)
    return _lexicon()[0].get(found, found)


def terms(text: str) -> tuple[str, ...]:
    """Canonical content words in order."""
    kept = (word for word in tokens(text) if word.isalnum() and (word not in STOP_WORDS or _kept(word)))
    return tuple(name for name in map(canonical, kept) if name not in EMPTY)


def _kept(word: str) -> bool:
    """Stop words that carry meaning when claims are compared."""
    return is_direction(canonical(word))


@cache
def general_terms() -> frozenset[str]:
    """Canonical terms that say nothing of any subject: praise, importance, dependence, the trade and its people."""
    lines = (resources.files("coach") / "data" / "general-words.txt").read_text("utf-8").splitlines()
    words = (word for line in lines if not line.startswith("#") for word in line.split())
    return frozenset(term for word in words for term in terms(word))


def is_vague(said: Sequence[str], asked: frozenset[str]) -> bool:
    """Whether what a statement adds to the question's terms are words that fit every subject. said: its terms."""
    beyond = frozenset(said) - asked
    specific = beyond - general_terms()
    if not specific:
        return bool(beyond)
    if all(term == "WITH" or term.isdigit() for term in specific):  # "an expert with 20 years of experience"
        return len(beyond) - len(specific) >= LONG_ENOUGH
    return len(said) >= LONG_ENOUGH and len(specific) < min(FEWEST_SPECIFIC, SPECIFIC * len(beyond))


def units(answer: str) -> list[Unit]:
    """Sentences, their clauses, and pairs of neighbouring sentences, as they stand in the answer."""
    spans = [(s.start, s.end) for s in sentences(answer[:MOST_CHARACTERS])][:MOST_SENTENCES]
    out: list[Unit] = []
    before: tuple[str, ...] = ()
    for start, end in spans:
        out.append(_unit(answer, start, end, before, clause=False))
        clauses = list(_clauses(answer, start, end))
        for a, b in clauses:
            unit = _unit(answer, a, b, before, clause=True)
            if len(clauses) > 1:
                out.append(unit)
            before = unit.terms or before
        if len(clauses) <= 1:
            out[-1] = _unit(answer, start, end, out[-1].carried, clause=True)
    for (start, middle), (after, end) in pairwise(spans):
        if "\n\n" not in answer[middle:after]:  # what was said to another question is another claim
            out.append(_unit(answer, start, end, (), clause=False))
    return [unit for unit in out if unit.terms]


def _clauses(answer: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where the sentence can be cut into claims; a piece that is too short stays with the one before it."""
    cuts = [start, *(start + m.start() for m in _CLAUSE.finditer(answer[start:end])), end]
    pieces: list[tuple[int, int]] = []
    for a, b in pairwise(cuts):
        if pieces and min(len(answer[a:b].split()), len(answer[slice(*pieces[-1])].split())) < FEWEST_WORDS:
            pieces[-1] = (pieces[-1][0], b)
        else:
            pieces.append((a, b))
    yield from pieces


def _unit(answer: str, start: int, end: int, carried: tuple[str, ...], *, clause: bool) -> Unit:
    text = answer[start:end]
    left = len(text) - len(text.lstrip(" ,;:-\n\t"))
    text = text.strip(" ,;:-\n\t")
    readable = spelled_out(plain(text))
    return Unit(start + left, start + left + len(text), text, readable, terms(readable), carried, clause)


def spelled_out(text: str) -> str:
    """Notes with the usual abbreviations and arrows as the words they stand for."""
    signs, words = _abbreviations()
    for sign, full in signs.items():
        text = text.replace(sign, f" {full} ")
    return re.sub(r"(?<![\w.])[A-Za-z]+\b(?!\()", lambda found: _in_full(found[0], words), text)


def _in_full(word: str, words: Mapping[str, str]) -> str:
    """What a word stands for: as it is written, for FN is no fn, else in any case; or itself."""
    return words.get(word) or words.get(word.casefold(), word)


@cache
def _abbreviations() -> tuple[dict[str, str], dict[str, str]]:
    """Signs and words, each with what it stands for."""
    signs: dict[str, str] = {}
    words: dict[str, str] = {}
    for line in (resources.files("coach") / "data" / "abbreviations.txt").read_text("utf-8").splitlines():
        if ": " in line and not line.startswith("# "):
            short, full = line.split(": ")
            (words if short.isalpha() else signs)[short] = full
    return signs, words


def directions(words: Sequence[str]) -> dict[str, int]:
    """Which content term goes which way in a text's tokens: {"recall": -1, "precision": +1}; negation turns it round.

    A word of direction belongs to the next content word, or else to the one before it.
    """
    signs = {"UP": 1, "HIGH": 1, "MORE": 1, "GOOD": 1, "FAST": 1, "MAXIMISE": 1}
    signs |= {"DOWN": -1, "LOW": -1, "LESS": -1, "BAD": -1, "SLOW": -1, "MINIMISE": -1}
    found: dict[str, int] = {}
    named = [canonical(word) for word in words]
    for at, name in enumerate(named):
        if name not in signs:
            continue
        sign = -signs[name] if any(word in NEGATORS for word in words[max(0, at - 3) : at]) else signs[name]
        after = next((n for n in range(at + 1, min(len(words), at + 4)) if _content(words[n], named[n])), None)
        prior = next((n for n in range(at - 1, max(-1, at - 5), -1) if _content(words[n], named[n])), None)
        belongs = prior if (words[at] in _INTRANSITIVE and prior is not None) or after is None else after
        if belongs is not None:
            found.setdefault(named[belongs], sign)
    return found


_INTRANSITIVE = frozenset(["up", "down", "rise", "rises", "fall", "falls", "drops", "grows", "higher", "worse"])


def _content(word: str, name: str) -> bool:
    return word.isalnum() and word not in STOP_WORDS and name not in EMPTY and not is_direction(name)
