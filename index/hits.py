"""The nouns of the index: what is embedded, and what a search gives back."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import Literal

from corpus.entries import Entry, Frozen, Kind, Level

Progress = Callable[[str, int, int], None]
"""Told how far a long job is: what is being done, how many are done, how many there are."""


class Role(StrEnum):
    """Which part of its entry a chunk is."""

    QUESTION = "question"
    """The entry's own question, always the first of its chunks, other wordings of it, and questions about details."""
    ENTRY = "entry"
    """The question and as much of the answer as the model reads."""
    ANSWER = "answer"
    """A passage of the answer, with the question in front."""
    KEY_POINT = "key_point"
    """One fact: a key point, or a sentence of the answer where there is none; a follow-up question with its reply."""


class Chunk(Frozen):
    """A passage of an entry as it is embedded.

    text: what the model reads; it may carry the question in front of the passage.
    span: where the passage stands in `entry.answer`, as character offsets [start, end); None outside the answer.
    """

    entry_id: str
    document: str
    role: Role
    text: str
    span: tuple[int, int] | None = None


class Turn(Frozen):
    """One message of a conversation."""

    role: Literal["user", "assistant"]
    content: str


class Hit(Frozen):
    """One entry found for a query.

    rank: place in the result list, counted from 1.
    score: in [0, 1]; it orders one list, and says little across queries.
    passage: the part of the answer that matched best, as it stands in the document; the question if it has none.
    span: where the passage stands in `entry.answer`; None where there is no answer.
    likeness: cosine of the query with the entry's question, in whichever of its wordings comes nearest.
    details: the same for each question about a detail, behind where in the answer the words begin that answer it.
    also_in: other documents that hold the same question.
    """

    rank: int
    entry: Entry
    score: float
    passage: str
    span: tuple[int, int] | None = None
    likeness: float = 0.0
    details: tuple[tuple[int, float], ...] = ()
    also_in: tuple[str, ...] = ()


class SearchResult(Frozen):
    """What a search found.

    query: the last thing the user said, as it was said.
    standalone: the query that was searched for, with what it left unsaid filled in from the conversation.
    answerable: whether the corpus can answer it; False whenever there are no hits.
    confidence: estimated probability, in [0, 1], that the first hit answers the query.
    ms: wall-clock time of the search in milliseconds, embedding included.
    """

    query: str
    standalone: str
    answerable: bool
    confidence: float
    hits: tuple[Hit, ...]
    ms: float


class Filter(Frozen):
    """Which entries a search may find; an empty field admits all."""

    topics: tuple[str, ...] = ()
    levels: tuple[Level, ...] = ()
    kinds: tuple[Kind, ...] = ()
    documents: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()
    """Ids."""

    def admits(self, entry: Entry) -> bool:
        """Whether entry passes every field that is not empty."""
        return (
            (not self.topics or not set(self.topics).isdisjoint(entry.topics))
            and (not self.levels or entry.level in self.levels)
            and (not self.kinds or entry.kind in self.kinds)
            and (not self.documents or entry.document in self.documents)
            and (not self.entries or entry.id in self.entries)
        )


class DocumentInfo(Frozen):
    """A document that the index holds.

    added_at: when its present text was indexed, in UTC.
    builtin: whether it came with the program.
    """

    name: str
    entries: int
    chunks: int
    added_at: datetime
    builtin: bool


class SyncReport(Frozen):
    """What bringing one document up to date came to.

    embedded: texts that went through the embedding model; those it had seen before cost nothing and are not counted.
    """

    document: str
    status: Literal["added", "updated", "unchanged", "removed"]
    entries: int
    chunks: int
    embedded: int
