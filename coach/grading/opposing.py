"""Whether one sentence says the contrary of another, by its words: no model, nothing learned.

Both are cut into claims (coach.grading.text). Each claim is laid beside the claim of the other that has most of its
words, and the turns between the two are counted: a negation more or less, a word and its opposite, a thing that
goes the other way, the claim made of the other of two things. An odd number of turns is a contradiction; an even one,
such as "does not stay small" beside "becomes large", is none.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import takewhile

from coach.grading.points import halves
from coach.grading.text import NEGATORS, canonical, is_direction, opposite, terms, tokens, units
from index.words import STOP_WORDS, stems, words
from index.words import terms as stemmed

ALIKE = 0.6
"""Share of a claim's words that the other must have for the two to be about the same."""
BACK = 0.41
"""Share of the other's words that must be among the claim's: else it speaks of something besides."""
LONGEST_HEAD = 4
"""Content words of what a claim is about; more of them are no name but half of a sentence."""
DENYING = NEGATORS - {"without"} | {"off", "ignores", "ignore", "lacks", "fails"}
"""Words that turn a statement round."""
_SAYS_LITTLE = frozenset(["ALWAYS", "NEVER", "give", "cause", "use"])
ABSOLUTE = frozenset(["always", "never", "impossible", "guarantees", "guaranteed"])
LINKING = frozenset(
    ["make", "makes", "give", "gives", "lead", "leads", "cause", "causes", "mean", "means", "cost", "costs"]
)
"""Verbs behind a word of direction: what goes up or down stands before them."""
_TAIL = re.compile(
    r",?\s\b(?:(?:without|rather than|instead of|as opposed to)\b|(?:avoid|prevent)s?\b"
    r"|(?:keep|stop)s?(?=(?:\s\S+){1,5}\sfrom\s\w+ing\b))\s",
    re.IGNORECASE,
)
"""What stands behind these is denied, and what stands before is not."""
OPENING = frozenset(["not", "on", "in", "at", "for", "with", "by", "from", "of", "to", "as"])
"""What stands behind these is no subject."""
SIGNS = dict.fromkeys(("UP", "HIGH", "MORE", "GOOD", "FAST"), 1) | dict.fromkeys(
    ("DOWN", "LOW", "LESS", "BAD", "SLOW"), -1
)
ARTICLES = frozenset(["a", "an", "the", "its", "their", "of", "in", "your", "my"])
_HEDGED = re.compile(r"\b(?:only|not|no|usually|often|may|can|mainly|mostly|unless|too|depends?|but|except)\b", re.I)
_PREFIX = re.compile(r"^(?:un|in|im|non|dis)(?=\w{4})")
OPPOSITES = (
    "optimistic pessimistic",
    "under over",
    "explicit implicit",
    "accept reject",
    "online offline",
    "good misleading",
)
"""Beside those of the grader's lexicon; words that differ by a prefix such as `un` need not be listed."""


@dataclass(frozen=True, slots=True)
class _Claim:
    """One claim. head: what it is about, led: whether it says so itself; body: what it says of that.

    goes: which of its terms goes which way.
    """

    terms: frozenset[str]
    stems: frozenset[str]
    head: frozenset[str]
    body: frozenset[str]
    led: bool
    denied: bool
    goes: tuple[tuple[str, int], ...]


def opposes(said: str, passage: str) -> bool:
    """Whether any claim of `said` is the contrary of what the passage says about the same."""
    theirs = _claims(passage)
    return any(_turned(claim, theirs) for claim in _claims(said)) or _reversed(said, passage)


def overstates(said: str, passage: str) -> bool:
    """Whether `said` makes a rule without exception out of a passage that does not."""
    mine, theirs = set(tokens(said)), set(tokens(passage))
    return bool(ABSOLUTE & mine) and not ABSOLUTE & theirs


@lru_cache(maxsize=4096)  # asked of the same sentences for every sentence of an answer
def _claims(text: str) -> tuple[_Claim, ...]:
    """The claims of a text in order; what stands behind "without" or "instead of" is a denied claim of its own."""
    claims: list[_Claim] = []
    head = frozenset[str]()
    clauses = [unit for unit in units(re.sub(r"\bzeros\b", "zero", text)) if unit.clause]
    for unit in clauses:
        first, *tails = _TAIL.split(unit.text)
        subject, _ = halves(first)
        if not subject and not head and unit is not clauses[-1]:
            continue  # no statement yet: "thanks to the kernel trick"
        led = frozenset(stems(word for word in words(subject) if word not in STOP_WORDS and not word.endswith("ly")))
        if len(led) > LONGEST_HEAD or first.lower().split(" ", 1)[0] in OPENING:
            led = frozenset()
        head = led or head
        for place, part in enumerate([first, *tails]):
            told = tokens(part)
            named = frozenset(terms(part))
            if (
                place and len(named) <= LONGEST_HEAD
            ):  # "reduces variance rather than bias": of bias, too, it denies that
                named |= {term for term in terms(first) if is_direction(term)}
            if named:
                denied = (sum(word in DENYING for word in told) + (place > 0)) % 2 == 1
                goes = tuple(_goes(told).items())
                own = frozenset(canonical(word) for word in tokens(subject if led else ""))
                claims.append(
                    _Claim(named, frozenset(stemmed(part)), head, named - own - _SAYS_LITTLE, bool(led), denied, goes)
                )
    return tuple(claims)


def _goes(words: Sequence[str]) -> dict[str, int]:
    """Which term goes which way: a word of direction belongs to the words behind it, else to those before it."""
    named = [canonical(word) for word in words]
    found: dict[str, int] = {}
    for at, name in enumerate(named):
        sign = SIGNS.get(name)
        if sign is None:
            continue
        if any(word in NEGATORS for word in words[max(0, at - 2) : at]):
            sign = -sign
        behind = at + 1
        while behind < len(words) and words[behind] in ARTICLES:
            behind += 1
        run = list(takewhile(_names, words[behind : behind + 3])) if behind < len(words) else []
        run = run or list(takewhile(_names, reversed(words[max(0, at - 3) : at])))
        run = run or [word for word in reversed(words[max(0, at - 5) : at]) if _names(word)][:1]
        for word in run:
            found.setdefault(canonical(word), sign)
    return found


def _names(word: str) -> bool:
    return word.isalnum() and word not in STOP_WORDS and not is_direction(canonical(word)) and word not in LINKING


def hedges(text: str) -> bool:
    """Whether a text limits what it says."""
    return bool(_HEDGED.search(text))


def _contraries(term: str) -> frozenset[str]:
    """The terms that mean the opposite of one."""
    known = opposite(term)
    return (
        (frozenset([known]) if known else frozenset())
        | _listed().get(term, frozenset())
        | {f"{prefix}{term}" for prefix in ("un", "in", "im", "non", "dis")}
        | ({_PREFIX.sub("", term)} if _PREFIX.match(term) else frozenset())
    )


@cache
def _listed() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for one, other in (map(canonical, line.split()) for line in OPPOSITES):
        found[one] = found.get(one, frozenset()) | {other}
        found[other] = found.get(other, frozenset()) | {one}
    return found


def axis(term: str) -> str:
    """The same name for a term and its opposite, and for all words of more and less."""
    if term in SIGNS:
        return "SIZE"
    known = opposite(term)
    others = {known} if known else _listed().get(term, {_PREFIX.sub("", term)})
    return min(term, *others)


def _turned(claim: _Claim, theirs: Sequence[_Claim]) -> bool:
    """Whether the number of turns between a claim and the one nearest to it is odd."""
    body = claim.body
    if len(body) + claim.led < 2 or not body - SIGNS.keys():
        return False
    near: tuple[float, _Claim] | None = None
    for other in theirs:
        held = {axis(term) for term in other.terms}
        mine = {axis(term) for term in body}
        share = len(mine & held) / len(mine)
        rank = share + 0.3 * len(mine & held) / len(held) + 0.2 * bool(claim.head & other.stems)
        if (
            share >= ALIKE
            and len(mine & held) >= BACK * len({axis(term) for term in other.body})
            and (near is None or rank > near[0])
        ):
            near = (rank, other)
    if near is None:
        return False
    other = near[1]
    turns = (claim.denied != other.denied, _other_subject(claim, other, theirs), _other_way(claim, other))
    return sum(turns) % 2 == 1


def _other_subject(claim: _Claim, other: _Claim, theirs: Sequence[_Claim]) -> bool:
    """Whether the claim is made of something else of which the passage speaks too."""
    own, foreign = claim.head - other.stems - other.head, other.head - claim.stems - claim.head
    if not own:
        return False
    rivals = [third for third in theirs if third is not other and own & third.head]
    return any(foreign or claim.head <= third.head for third in rivals)


def _other_way(claim: _Claim, other: _Claim) -> bool:
    """Whether something goes the other way; not where everything does, for then the rule is the same one."""
    mine, theirs = dict(claim.goes), dict(other.goes)
    shared = [mine[term] == theirs[term] for term in mine if term in theirs]
    if shared:
        same_rule = len(shared) > 1 and not claim.head.isdisjoint(mine)  # "small k, low bias": "large k, high bias"
        return not all(shared) and (any(shared) or not same_rule)
    alone, theirs_alone = claim.terms - other.terms, other.terms - claim.terms
    return len([term for term in alone if theirs_alone & _contraries(term)]) % 2 == 1


def _reversed(said: str, passage: str) -> bool:
    """Whether the two sides of a comparison, "A is more so than B", have changed places."""
    mine, theirs = _sides(said), _sides(passage)
    if mine is None or theirs is None:
        return False
    left, right = theirs[0] - theirs[1], theirs[1] - theirs[0]
    crossed = bool(mine[0] & right and mine[1] & left) and not (mine[0] & left or mine[1] & right)
    return crossed and mine[2] == theirs[2]


def _sides(text: str) -> tuple[frozenset[str], frozenset[str], int] | None:
    """What stands before the comparing word and behind `than`, and whether it is more or less."""
    before, than, after = text.partition(" than ")
    comparing = [word for word in re.finditer(r"\w+", before) if canonical(word[0].casefold()) in SIGNS]
    if not than or not comparing:
        return None
    left, right = before[: comparing[-1].start()], re.split(r"[,;.]", after)[0]
    return frozenset(terms(left)), frozenset(terms(right)), SIGNS[canonical(comparing[-1][0].casefold())]
