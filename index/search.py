"""Searching one snapshot: a query's text and vectors in, ranked entries out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.entries import Entry
from corpus.text import sentences
from index import fusion, legs
from index.conversation import Asked
from index.fusion import Evidence, Gathered
from index.hits import Hit
from index.snapshot import Snapshot
from index.wordings import Meant
from index.words import terms

CANDIDATES = 100  # entries looked at closely from each leg and from the words
LONG_WORDS = 25  # a longer message is searched by what it asks too
NAMED = 0.5  # share of the best score, from which an entry that asks about what is newly named comes first
ROUNDING = 2e-3  # of a cosine with vectors that are kept in 16 bits: the same words are as near as can be
ASKED_WITH = 2  # sentences before the one that asks: they say what about


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched for.

    text: spelt as the corpus spells it. parts: what is embedded: the text, and for a long one where it asks.
    strangers: see `vocabulary.Reading`. named: terms of another thing that is now asked about, as in "and L2?".
    """

    text: str
    parts: tuple[str, ...]
    terms: tuple[str, ...]
    strangers: float = 0.0
    named: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundEntry:
    """An entry that a query finds. place: in the snapshot. others: places of the same question in other documents.

    score, passage, likeness, details: see `Hit`; the passage as the span that it has in the answer.
    """

    place: int
    others: tuple[int, ...]
    score: float
    passage: tuple[int, int] | None
    likeness: float
    details: tuple[tuple[int, float], ...]

    @property
    def nearest(self) -> float:
        """Cosine of the query with the nearest of all questions that the entry is found by."""
        return max([self.likeness, *(cosine for _, cosine in self.details)])


@dataclass(frozen=True, slots=True)
class Found:
    """The entries that a query finds, best first, one per question."""

    entries: tuple[FoundEntry, ...]
    confidence: float

    @property
    def places(self) -> tuple[int, ...]:
        """Of the entries, in the snapshot."""
        return tuple(one.place for one in self.entries)


def understood(snapshot: Snapshot, asked: Asked) -> Query:
    """The query that a turn amounts to in this corpus."""
    reading = snapshot.vocabulary.read(asked.text)
    read, known = reading.text, tuple(terms(reading.spelled_out))
    parts = [read]
    if asked.own is not None:
        own = snapshot.vocabulary.read(asked.own)
        parts.append(own.text)
        known = (*known, *terms(own.spelled_out))
    if asked.heard is not None:
        parts.append(f"{asked.heard} {asked.own or ''}".strip())
        known = (*known, *terms(asked.heard))
    if len(parts) == 1 and reading.expanded and (short := _unexpanded(read, reading.expanded)) != read:
        parts.append(short)  # the notes may well have the abbreviation
    if len(parts) == 1 and len(read.split()) >= LONG_WORDS:
        parts += [piece for piece in (_asking(read),) if piece != read]
    named = terms(snapshot.vocabulary.read(asked.named).text) if asked.named else ()
    return Query(read, tuple(parts), known, reading.strangers, tuple(named))


def _unexpanded(read: str, expanded: Sequence[str]) -> str:
    """A query without what its abbreviations stand for."""
    added = set(expanded)
    return re.sub(r" \(([^()]*)\)", lambda found: "" if added.issuperset(found[1].split()) else found[0], read)


def _asking(message: str) -> str:
    """Where a long message asks: its last question, or its end, with the sentences before."""
    said = [message[span.start : span.end] for span in sentences(message)]
    asking = max((at for at, sentence in enumerate(said) if sentence.endswith("?")), default=len(said) - 1)
    return " ".join(said[max(0, asking - ASKED_WITH) : asking + 1])


def find(
    snapshot: Snapshot,
    query: Query,
    meant: Meant,
    k: int,
    admitted: NDArray[np.bool_] | None,
) -> Found:
    """The k best entries. meant: the query's vectors. admitted: which entries may be found; None for all."""
    gathered = gather(snapshot, query, meant, admitted)
    evidence = gathered.evidence
    if not len(evidence.places):
        return Found((), 0.0)
    scored = _with_named(fusion.scores(evidence), snapshot, query, evidence)
    known = fusion.facts(snapshot, gathered, scored, query.terms, query.strangers, meant, admitted)
    chosen: dict[int, list[int]] = {}
    for row in np.argsort(-scored, kind="stable"):
        group = int(snapshot.groups[evidence.places[row]])
        if group in chosen or len(chosen) < k:
            chosen.setdefault(group, []).append(int(row))
    entries = []
    for first, *others in chosen.values():
        place = int(evidence.places[first])
        likeness, details = legs.questions(snapshot, gathered.vectors, place)
        entries.append(
            FoundEntry(
                place=place,
                others=tuple(int(evidence.places[row]) for row in others),
                score=float(np.clip(scored[first], 0.0, 1.0)),
                passage=legs.passage(snapshot, gathered.vectors, place),
                likeness=likeness,
                details=details,
            )
        )
    return Found(tuple(entries), 0.0 if _never_heard_of(snapshot, query.named) else fusion.confidence(known))


def _never_heard_of(snapshot: Snapshot, named: tuple[str, ...]) -> bool:
    """Whether something is newly named, as in "and what about photosynthesis?", that stands nowhere in the corpus."""
    return bool(named) and not (snapshot.all_words.scores(named) > 0).any()


def _with_named(
    scored: NDArray[np.float32], snapshot: Snapshot, query: Query, evidence: Evidence
) -> NDArray[np.float32]:
    """The scores, with the best entry that asks about what is newly named above one that does not."""
    if not query.named:
        return scored
    asks = snapshot.question_words.scores(query.named)[evidence.places] > 0
    best = int(np.argmax(scored))
    if asks[best] or not asks.any():
        return scored
    other = int(np.argmax(np.where(asks, scored, -np.inf)))
    if scored[other] < NAMED * scored[best]:
        return scored
    raised = scored.copy()
    raised[other] = scored[best] + 1e-3
    return raised


def gather(snapshot: Snapshot, query: Query, meant: Meant, admitted: NDArray[np.bool_] | None) -> Gathered:
    """The candidates and what speaks for each of them."""
    plain = _evidence(snapshot, query, meant.vectors, admitted)
    if meant.pulled is None or fusion.nearest(plain) >= meant.likeness - ROUNDING:
        return Gathered(plain, meant.vectors, plain)
    near = legs.of(snapshot, meant.pulled, plain.places)  # the same candidates, which are many: it costs little
    return Gathered(fusion.evidence(snapshot, query.terms, plain.places, near), meant.pulled, plain)


def _evidence(
    snapshot: Snapshot, query: Query, vectors: NDArray[np.float32], admitted: NDArray[np.bool_] | None
) -> Evidence:
    places = np.arange(len(snapshot.cards)) if admitted is None else np.flatnonzero(admitted)
    if not len(places):
        return Evidence(places, np.zeros((0, len(fusion.SIGNALS)), dtype=np.float32))
    if not legs.few(snapshot, places):
        places = np.union1d(legs.near(snapshot, vectors, admitted), _by_words(snapshot, query, admitted))
    near = legs.of(snapshot, vectors, places)
    if len(places) > CANDIDATES:
        inside = _promising(near, snapshot, query, places)
        near = near[np.searchsorted(places, inside)]
        places = inside
    return fusion.evidence(snapshot, query.terms, places, near)


def _promising(
    near: NDArray[np.float32], snapshot: Snapshot, query: Query, places: NDArray[np.int64]
) -> NDArray[np.int64]:
    """The places that are among the best of any leg or by words, in ascending order."""
    lexical = [words.scores(query.terms)[places] for words in (snapshot.question_words, snapshot.all_words)]
    columns = [*near.T, *lexical]
    best = [np.argpartition(-column, CANDIDATES - 1)[:CANDIDATES] for column in columns]
    return places[np.unique(np.concatenate(best))]


def _by_words(snapshot: Snapshot, query: Query, admitted: NDArray[np.bool_] | None) -> NDArray[np.int64]:
    """The places of the entries that share most words with the query."""
    found = []
    for words in (snapshot.question_words, snapshot.all_words):
        scores = words.scores(query.terms)
        if admitted is not None:
            scores *= admitted
        best = np.argpartition(-scores, CANDIDATES - 1)[:CANDIDATES]
        found.append(best[scores[best] > 0])
    return np.concatenate(found)


def hits(found: Found, snapshot: Snapshot, entries: dict[tuple[str, int], Entry]) -> tuple[Hit, ...]:
    """What was found, with the entries read."""
    made = []
    for rank, one in enumerate(found.entries, start=1):
        card = snapshot.cards[one.place]
        entry = entries[card.document, card.position]
        made.append(
            Hit(
                rank=rank,
                entry=entry,
                score=one.score,
                passage=entry.answer[slice(*one.passage)] if one.passage else entry.question,
                span=one.passage,
                likeness=one.likeness,
                details=one.details,
                also_in=tuple(snapshot.cards[other].document for other in one.others),
            )
        )
    return tuple(made)
