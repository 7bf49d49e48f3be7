"""How near the sentences of an entry come in meaning to what was asked, beyond what all of it is about.

Each word of the question is matched with the nearest word of a sentence, as in coach.grading.tokens; words that the
entry's own question has count little. Every sentence is near to what the entry is about, so what it has in common with
the entry's question is taken off: "are more trees always better?" is then nearest to the sentence on the number of
trees, and not to the one that says what a forest is. Where the opening comes about as near as any, it was the entry's
own question that was asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, islice

import numpy as np
from numpy.typing import NDArray

from coach.explaining.depths import only_depth
from coach.explaining.forms import asks
from coach.explaining.parts import parts_of
from coach.explaining.quoting import Unit, units_of
from coach.grading.features import Reader
from coach.grading.text import canonical, tokens
from coach.grading.tokens import TELLING, Row, canonical_words, mean, nearest, weights
from corpus.entries import Entry
from index.embedding import TokenVectors
from index.hits import Hit

OF_ENTRY = 0.5
"""Share of a sentence's likeness to the entry's question that is taken from its likeness to what was asked."""
KNOWN = 0.5
"""What all small and known words of a question may count together, for each that is new."""
MAYBE_OWN, SURELY_OWN = 0.5, 0.75
"""Cosines of what was asked and the entry's question, between which it grows sure that they are one question."""
SAME_QUESTION = 0.8
"""Cosine of a question and the entry's own, from which they are one: then nothing is compared."""
PERHAPS, SURELY = 0.1, 0.25
"""How much nearer another sentence must be than the opening, between which a detail is asked for the more surely ..."""
SURELY_OF_OTHERS = 0.05
"""... and, from 0 on, where the question is like none that the entry is known to answer."""
HARDLY, NEAR = 0.05, 0.2
"""How near the best sentence must come, between which it is the more surely about what was asked."""
IN_HEAD = 0.1
"""What is left of the weight of a word that heads a column, where its rows are compared: all of them stand under it."""
WHOLE = 0.6
"""What it counts that the whole of a unit is nearer to what was said than units of the entry usually are."""
SHARP = 20.0
"""How sharply a word is shared out: to a text that is nearer by a cosine of 0.05, e times as much of it goes."""
CLEARLY = 0.08
"""How much nearer than any other the part of a list must be to be shown by itself."""


@dataclass(frozen=True, slots=True)
class Nearness:
    """Of the units of one entry to one question.

    of: by the start of each unit, about 0 to 0.7; of a table or a list it may be that of its nearest part. detail: how
    surely the question asks for something else than what the answer begins with, in [0, 1]. part: by the start of a
    table or a list, the place of the part that is clearly the nearest. drawn: by the start of each unit, the share of
    the words that were said which it draws to itself; 1 in all. details: where in the answer the words begin that reply
    to a known question about a detail, with the cosine of that question and what was said, where it goes on about it.
    """

    of: dict[int, float]
    detail: float
    part: dict[int, int]
    drawn: dict[int, float]
    details: tuple[tuple[int, float], ...] = ()


NOT_COMPARED = Nearness({}, 0.0, {}, {})


def alike(hit: Hit | None) -> float:
    """How surely what was asked is the entry's question in other words, in [0, 1]."""
    return rise(hit.likeness, MAYBE_OWN, SURELY_OWN) if hit is not None else 0.0


def nearness(entry: Entry, question: str, request: str, reader: Reader, hit: Hit | None) -> Nearness:
    """How near each unit of an entry comes to a question.

    request: the words that were said; what else the question has, it has from earlier turns, which were answered. One
    that asks nothing ("my loss is NaN") is compared with nothing, and one to tell it otherwise stands for all of it.
    hit: how the search found the entry; None where the request goes on about it. Where the question is hardly the
    entry's own in other words, less is needed to tell it for one about a detail.
    """
    request = question if only_depth(request) else request
    units = [unit for unit in units_of(entry.answer) if not unit.leads]
    if len(units) < 2 or not asks(request):
        return NOT_COMPARED
    asked_whole, title_whole = reader([request, entry.question])
    if float(asked_whole @ title_whole) >= SAME_QUESTION:  # to read the whole entry takes ten times as long as this
        return NOT_COMPARED
    title, told = _read(reader, entry.question, units)
    asked, said = reader.tokens([question, request])
    if not len(asked.words) or not len(said.words) or not len(title.words):
        return NOT_COMPARED
    known = canonical_words(title) | (canonical_words(asked) - canonical_words(said))
    counts = _tempered(weights(asked.words, known))
    parts = [
        [mean(nearest(asked, part), by) - OF_ENTRY * nearest(title, part).mean() for part in each]
        for each, by in ((each, _beside_head(unit, asked, counts)) for unit, each in zip(units, told, strict=True))
    ]
    values = np.array([max(each) for each in parts]) + WHOLE * _beyond_usual(asked_whole, [each[0] for each in told])
    own = alike(hit)
    perhaps, surely = PERHAPS * own, SURELY * own + SURELY_OF_OTHERS * (1.0 - own)
    best = float(values.max())
    ahead = rise(best - float(values[0]), perhaps, surely) * rise(best, HARDLY, NEAR)
    of = {unit.start: float(value) for unit, value in zip(units, values, strict=True)}
    part = {
        unit.start: int(np.argmax(each))
        for unit, (_, *each) in zip(units, parts, strict=True)
        if each and max(each) - sorted(each)[-2] > CLEARLY
    }
    drawn = _drawn(said, [each[0] for each in told])
    drawn_by = {unit.start: share for unit, share in zip(units, drawn, strict=True)}
    return Nearness(of, ahead, part, drawn_by, _details(entry, asked_whole, reader) if hit is None else ())


def _details(entry: Entry, said: NDArray[np.float32], reader: Reader) -> tuple[tuple[int, float], ...]:
    """How like what was said is to each question about a detail, as it is asked first or next."""
    spans = [(one, span) for one in entry.details if (span := one.span_in(entry.answer)) is not None]
    if not spans:
        return ()
    cosines = reader([text for one, _ in spans for text in (one.question, one.next or one.question)]) @ said
    nearest = cosines.reshape(-1, 2).max(axis=1)
    return tuple((span[0], float(cosine)) for (_, span), cosine in zip(spans, nearest, strict=True))


def _beyond_usual(asked: NDArray[np.float32], told: Sequence[TokenVectors]) -> Row:
    """How much nearer each unit is to what was said than units of this entry usually are: cosines of whole texts."""
    wholes = np.array([text.vectors.mean(axis=0) if len(text.words) else np.zeros_like(asked) for text in told])
    cosines = (wholes @ asked) / np.maximum(np.linalg.norm(wholes, axis=1), 1e-9)
    return np.asarray(cosines - cosines.mean(), dtype=np.float64)


def _drawn(said: TokenVectors, told: Sequence[TokenVectors]) -> list[float]:
    """The share of what was said that each text draws: of each word, the nearer a text, the more it gets.

    A word that all of them have, or none, is shared out evenly and decides nothing.
    """
    near = np.array([nearest(said, text) for text in told])
    shares = np.exp(SHARP * (near - near.max(axis=0)))
    return [float(share) for share in (shares / shares.sum(axis=0)).mean(axis=1)]


def rise(value: float, least: float, most: float) -> float:
    """From 0 at the least value to 1 at the most."""
    return min(1.0, max(0.0, (value - least) / (most - least)))


def _tempered(counts: Row) -> Row:
    """Weights of words, with all that is known already counting no more than KNOWN of what is new."""
    new = counts >= TELLING
    if new.all() or not new.any():
        return counts
    return np.where(new, counts, counts * min(1.0, KNOWN * counts[new].sum() / counts[~new].sum()))


def _beside_head(unit: Unit, asked: TokenVectors, counts: Row) -> Row:
    """The weights of what is asked, less for words that head the columns of a table: every row stands under them."""
    parts = parts_of(unit)
    if parts is None or not unit.text.startswith("|"):
        return counts
    heading = {canonical(word) for word in tokens(parts.head)}
    heads = np.array([canonical(word.casefold()) in heading for word in asked.words])
    return counts if heads.all() else np.where(heads, counts * IN_HEAD, counts)


def _read(reader: Reader, title: str, units: Sequence[Unit]) -> tuple[TokenVectors, Sequence[list[TokenVectors]]]:
    texts = [(unit.text, *(parts.each if (parts := parts_of(unit)) else ())) for unit in units]
    first, *others = reader.tokens([title, *chain.from_iterable(texts)])
    read = iter(others)
    return first, [list(islice(read, len(each))) for each in texts]
