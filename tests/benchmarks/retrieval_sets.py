"""The labelled sets for retrieval, and the measures that are taken on them.

The sets are about the built-in corpus, written before anything was tuned, and split by entry: what is learned or chosen
looks at `tune` only. Several entries may answer a query; the one it was written for stands first. The others were found
by pooling, as TREC does it: the first three finds of every search were shuffled together and read by somebody who did
not know which search had found what; an entry counts if its answer holds what is asked (Voorhees, "Variations in
relevance judgments and the measurement of retrieval effectiveness", 2000). Another document can be measured with a file
of queries that name its questions in place of ids.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Annotated, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import AliasChoices, BeforeValidator, Field

from corpus.builtin import documents
from corpus.entries import Document, Entry, Frozen, normalised
from corpus.parsing import parse
from index import Turn

DATA = Path(__file__).parent / "data"
MORE = DATA / "retrieval-more.jsonl"
"""By somebody who knew nothing of search, nor of the other queries; nothing learned from them. One label each."""
Split = Literal["tune", "held-out"]


Right = Annotated[
    tuple[str, ...],
    BeforeValidator(lambda label: (label,) if isinstance(label, str) else label),
    Field(min_length=1, validation_alias=AliasChoices("entries", "entry")),
]
"""The entries that answer, each by its id or its question; a single one may be given as `entry`."""


class Labelled(Frozen):
    """A query and the entries that answer it."""

    query: str
    entries: Right
    type: str = ""
    split: Split = "held-out"


class Unanswerable(Frozen):
    """A query that the corpus cannot answer. kind: unrelated, software, or neighbour (machine learning it lacks)."""

    query: str
    kind: str
    split: Split = "held-out"


class Conversation(Frozen):
    """Turns of which the last asks for an entry."""

    turns: tuple[Turn, ...]
    entries: Right
    kind: str
    split: Split = "held-out"


class Sets(Frozen):
    """All that is asked of one corpus."""

    queries: tuple[Labelled, ...]
    unanswerable: tuple[Unanswerable, ...]
    conversations: tuple[Conversation, ...]


def builtin() -> Sets:
    """What is asked of the built-in corpus."""
    return Sets(
        queries=tuple(queries()),
        unanswerable=tuple(unanswerable()),
        conversations=tuple(
            Conversation.model_validate(line) for line in _lines(DATA / "retrieval-conversations.jsonl")
        ),
    )


def from_file(path: Path) -> Sets:
    """What is asked of another document, all in one file. A line with turns is a conversation; one without an entry
    cannot be answered."""
    lines = _lines(path)
    single = [line for line in lines if "turns" not in line]
    return Sets(
        queries=tuple(Labelled.model_validate(line) for line in single if line.keys() & {"entry", "entries"}),
        unanswerable=tuple(
            Unanswerable.model_validate(line) for line in single if not line.keys() & {"entry", "entries"}
        ),
        conversations=tuple(Conversation.model_validate(line) for line in lines if "turns" in line),
    )


def queries() -> list[Labelled]:
    """The labelled queries."""
    return [Labelled.model_validate(line) for line in _lines(DATA / "retrieval-queries.jsonl")]


def paraphrases() -> list[Labelled]:
    """More of them, made for training only."""
    return [Labelled.model_validate(line) for line in _lines(DATA / "retrieval-paraphrases.jsonl")]


def unanswerable() -> list[Unanswerable]:
    """The queries without an answer."""
    return [Unanswerable.model_validate(line) for line in _lines(DATA / "retrieval-unanswerable.jsonl")]


def _lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def library() -> list[tuple[Document, tuple[Entry, ...]]]:
    """The built-in corpus."""
    return [(document, parse(document).entries) for document in documents()]


def ids_of(entries: Iterable[Entry]) -> dict[str, str]:
    """Ids by id and by normalised question, so that a label may be either."""
    known: dict[str, str] = {}
    for entry in entries:
        known |= {entry.id: entry.id, normalised(entry.question): entry.id}
    return known


def resolved(labels: Iterable[str], known: dict[str, str]) -> frozenset[str]:
    """The ids that labels name, those the corpus lacks left out."""
    ids = (known.get(label) or known.get(normalised(label)) for label in labels)
    return frozenset(id_ for id_ in ids if id_ is not None)


def rank(found: Sequence[str], expected: Collection[str]) -> float:
    """Place of the first expected entry, from 1; infinite where none was found."""
    return next((place for place, id_ in enumerate(found, start=1) if id_ in expected), float("inf"))


def auroc(answered: Sequence[float], unanswered: Sequence[float]) -> float:
    """The probability that an answerable query gets the higher confidence, a tie counting half."""
    a, b = np.asarray(answered)[:, None], np.asarray(unanswered)[None, :]
    return float(((a > b) + 0.5 * (a == b)).mean())


def false_answers(answered: Sequence[float], unanswered: Sequence[float], coverage: float = 0.95) -> float:
    """Share of unanswerable queries answered when the threshold lets `coverage` of the answerable ones through."""
    threshold = np.quantile(np.asarray(answered), 1 - coverage)
    return float((np.asarray(unanswered) >= threshold).mean())


def calibration_error(confidences: Sequence[float], right: Sequence[bool], bins: int = 10) -> float:
    """Expected calibration error: mean gap between confidence and share right, over bins of equal width."""
    values: NDArray[np.float64] = np.asarray(confidences, dtype=np.float64)
    truth = np.asarray(right, dtype=np.float64)
    places = np.minimum((values * bins).astype(int), bins - 1)
    gaps = [
        abs(values[places == place].mean() - truth[places == place].mean()) * (places == place).mean()
        for place in range(bins)
        if (places == place).any()
    ]
    return float(sum(gaps))
