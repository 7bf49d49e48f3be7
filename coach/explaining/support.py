"""What of an entry a sentence of an answer rests on.

A good answer says in one sentence what an entry says in three, and in other words. So each token of the sentence is
matched with the nearest one in up to three neighbouring sentences of the entry, all read in context (late interaction:
O. Khattab and M. Zaharia, "ColBERT", SIGIR 2020; recall as in T. Zhang et al., "BERTScore", ICLR 2020). The mean says
how much of the sentence stands there, the tokens that fare worst whether something in it does not. Figures and names
must stand in the entry as they are.

That tells what is said from what is not, but hardly a claim from its contrary, which has the same words. A short
sentence that says the contrary of a short one of the entry (coach.grading.opposing) is told apart; longer ones are
not: rules that tried marked one good sentence in ten. `python -m tests.benchmarks.support` measures all this.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coach.explaining.quoting import units_of
from coach.explanation import Part
from coach.grading.conflicts import share
from coach.grading.opposing import opposes
from coach.grading.orders import gives_orders
from coach.grading.text import terms
from coach.grading.tokens import canonical_words, least, mean, weights
from corpus.entries import Entry
from index.embedding import TokenVectors
from index.words import words

Tokens = Callable[[Sequence[str]], list[TokenVectors]]
"""Texts, token by token."""

NEAR, NEAR_UNCITED = 0.475, 0.53
"""Likeness of a sentence and what it rests on, half the mean over its tokens, half the quarter that fares worst: where
the model says that it rests on this entry, and where it does not say so."""
FEWEST, NEARLY_ALL, MOST_OF_IT = 4, 0.9, 0.6
"""A sentence of so many content words is a quotation where so much of it stands in one of the entry, and that much of
that one in it."""
NEAR_ALL = 0.58
"""The same for the whole answer, which only a sentence that cites it can sum up."""
LONGEST = 3
"""Neighbouring sentences of an entry that one sentence may sum up."""
ENOUGH = 0.05
"""How much less of the sentence may stand in fewer of them: the shorter quotation is the better one."""
IN_ANSWER = 0.05
"""What it is worth that a sentence stands in the answer itself, where a link can show it."""
SHORT, SHORT_THERE = 8, 10
"""Content words that a claim and what it contradicts may have: in longer ones the turns cannot be counted."""
SAME_CLAIM, SAME_CLAIM_BACK = 0.7, 0.6
"""How much of each must stand in the other."""

_CONDITIONAL = re.compile(r"\b(?:if|unless|despite|although|though|except|while|whereas)\b", re.IGNORECASE)
"""Where these stand, a `not` need not be meant of the claim."""
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_NAME = re.compile(r"(?<=[a-z,;:] )[A-Z][a-z]{2,}\b")
_SPELLED = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


@dataclass(frozen=True, slots=True)
class Support:
    """What of an entry a sentence rests on.

    span: where quote stands in the part. share: how much of the sentence stands there, 0 to 1. contradicts: whether it
    says the contrary.
    """

    entry: Entry
    part: Part
    quote: str
    span: tuple[int, int]
    share: float
    contradicts: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sentence of an entry stands in the text of one of its parts."""

    part: Part
    text: str
    start: int
    end: int

    @property
    def quote(self) -> str:
        """The sentence."""
        return self.text[self.start : self.end]


def supported(sentence: str, entry: Entry, read: Tokens, *, cited: bool) -> Support | None:
    """The one to three neighbouring sentences of an entry that a sentence rests on, or contradicts; None if none do.

    cited: whether whoever says it cites the entry for it.
    """
    near = NEAR if cited else NEAR_UNCITED
    if _adds(sentence, entry):
        return None
    parts: list[tuple[Part, str]] = [("answer", entry.answer)]
    parts += [("key_point", point) for point in entry.key_points]
    parts += [("follow_up", follow_up.good_reply) for follow_up in entry.follow_ups]
    places = [
        Place(part, text, unit.start, unit.end)
        for part, text in parts
        for unit in units_of(text)
        if not gives_orders(unit.text)
    ]
    quotes = [place.quote for place in places]
    if (at := _word_for_word(sentence, quotes)) is not None:  # to read the entry would make the reader wait
        place, span = places[at], (places[at].start, places[at].end)
        worth = 1.0 + IN_ANSWER * (place.part == "answer")
        return Support(entry, place.part, place.quote, span, worth, contradicts=False)
    likely = _sharing(sentence, entry.question, quotes)
    found = _resting(sentence, entry, places, likely, read, near, sums_up=False)
    if found is None and cited and len(likely) < len(places):  # in other words altogether, or a summary
        found = _resting(sentence, entry, places, range(len(places)), read, near, sums_up=True)
    return found


def _resting(
    sentence: str,
    entry: Entry,
    places: Sequence[Place],
    chosen: Sequence[int],
    read: Tokens,
    near: float,
    *,
    sums_up: bool,
) -> Support | None:
    """What a sentence rests on or contradicts among the chosen places. sums_up: whether all of the answer will do."""
    if not chosen:
        return None
    quotes = [places[at].quote for at in chosen]
    said, asked, *there = read([sentence, entry.question, *quotes])
    if not len(said.words):
        return None
    given = canonical_words(asked)
    alike = [np.asarray(said.vectors @ unit.vectors.T, dtype=np.float64) for unit in there]
    wanted = weights(said.words, given)
    wrong = _contradicted(sentence, quotes, alike, wanted, [weights(unit.words, given) for unit in there])
    if wrong is not None:
        place = places[chosen[wrong]]
        return Support(entry, place.part, place.quote, (place.start, place.end), 1.0, contradicts=True)
    nearest = np.zeros((len(places), len(said.words)))
    nearest[list(chosen)] = [one.max(axis=1, initial=0.0) for one in alike]
    answers = [place.part == "answer" for place in places]
    whole = sums_up and any(answers) and _share(nearest[answers], wanted) >= NEAR_ALL
    best: Support | None = None
    for length in range(1, LONGEST + 1):
        for at in range(len(places) - length + 1):
            first, last = places[at], places[at + length - 1]
            if last.text is not first.text or last.start < first.start:
                continue
            share = _share(nearest[at : at + length], wanted)
            worth = share + IN_ANSWER * (first.part == "answer") - ENOUGH * (length - 1)
            if (share >= near or whole) and (best is None or worth > best.share):
                span = (first.start, last.end)
                best = Support(entry, first.part, first.text[slice(*span)], span, worth, contradicts=False)
    return best


def _sharing(sentence: str, question: str, quotes: Sequence[str]) -> list[int]:
    """The quotes that share a content word with a sentence, other than those of the entry's question.

    To read all of an entry takes long, and one that is about something else need not be read at all.
    """
    wanted = frozenset(terms(sentence)) - frozenset(terms(question))
    return [at for at, quote in enumerate(quotes) if not wanted.isdisjoint(terms(quote))]


def _word_for_word(sentence: str, quotes: Sequence[str]) -> int | None:
    """The first quote that has nearly all of a sentence's content words, and says nothing else; None if none has."""
    wanted = frozenset(terms(sentence))
    if len(wanted) < FEWEST:
        return None
    for at, quote in enumerate(quotes):
        held = frozenset(terms(quote))
        same = share(wanted, held) >= NEARLY_ALL and share(held, wanted) >= MOST_OF_IT
        if same and not opposes(sentence, quote):
            return at
    return None


def _share(nearest: NDArray[np.float64], wanted: NDArray[np.float64]) -> float:
    """How much of a sentence stands in some others. nearest: sentences x tokens."""
    tokens = nearest.max(axis=0)
    return (mean(tokens, wanted) + least(tokens, wanted)) / 2


def _adds(sentence: str, entry: Entry) -> bool:
    """Whether a sentence has a figure or a name that the entry does not have."""
    figures = set(_FIGURE.findall(sentence))
    names = {name.casefold() for name in _NAME.findall(sentence)}
    if not figures and not names:
        return False
    text = _all(entry)
    told = words(text)
    known = set(_FIGURE.findall(text)) | {str(_SPELLED.index(word) + 1) for word in told if word in _SPELLED}
    return not figures <= known or not names <= set(told)


def _all(entry: Entry) -> str:
    replies = [follow_up.good_reply for follow_up in entry.follow_ups]
    return "\n".join((entry.question, entry.answer, *entry.key_points, *replies))


def _contradicted(
    sentence: str,
    quotes: Sequence[str],
    alike: Sequence[NDArray[np.float64]],
    wanted: NDArray[np.float64],
    weighed: Sequence[NDArray[np.float64]],
) -> int | None:
    """The sentence of the entry that is nearest of all and that a sentence says the contrary of, if it does."""
    if len(set(terms(sentence))) > SHORT:
        return None
    near: list[tuple[float, int, bool]] = []
    for place, (quote, found, theirs) in enumerate(zip(quotes, alike, weighed, strict=True)):
        if not found.size:
            continue
        there, back = mean(found.max(axis=1), wanted), mean(found.max(axis=0), theirs)
        if there >= SAME_CLAIM and back >= SAME_CLAIM_BACK:
            plain = len(set(terms(quote))) <= SHORT_THERE and not _CONDITIONAL.search(quote)
            denies = plain and opposes(sentence, quote)
            near.append((2 * there * back / (there + back), place, denies))
    _, place, denies = max(near, default=(0.0, 0, False))
    return place if denies else None
