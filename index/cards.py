"""What is known of entries without reading them, column by column: as objects they would take seconds to load."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from corpus.entries import Entry, Kind, Level
from index.hits import Filter

LEVELS, KINDS = tuple(Level), tuple(Kind)


@dataclass(frozen=True, slots=True)
class Card:
    """What is known of one entry."""

    document: str
    position: int
    id: str
    level: str
    kind: str
    topics: tuple[str, ...]


class Cards(Sequence[Card]):
    """The cards of all entries.

    names: of documents and of topics. columns: arrays with a row per entry, in which documents, levels, kinds and
    topics are numbers; the topics of an entry lie one after another, and `starts` says where.
    """

    def __init__(self, names: Sequence[Sequence[str]], columns: dict[str, NDArray[Any]]) -> None:
        self.documents, self.topics = (tuple(kind) for kind in names)
        self.columns = columns
        self._holders = np.repeat(np.arange(len(self)), np.diff(columns["starts"]))

    @classmethod
    def of(cls, entries: Iterable[tuple[Entry, int]]) -> "Cards":
        """The cards of entries, given with their positions."""
        documents: dict[str, int] = {}
        topics: dict[str, int] = {}
        rows = []
        ids: list[bytes] = []
        own: list[int] = []
        starts = [0]
        for entry, position in entries:
            document = documents.setdefault(entry.document, len(documents))
            rows.append((document, position, LEVELS.index(entry.level), KINDS.index(entry.kind)))
            ids.append(entry.id.encode())
            own += [topics.setdefault(topic, len(topics)) for topic in entry.topics]
            starts.append(len(own))
        table = np.array(rows, dtype=np.int32).reshape(-1, 4)
        columns: dict[str, NDArray[Any]] = {
            "document": table[:, 0].copy(),
            "position": table[:, 1].copy(),
            "level": table[:, 2].astype(np.uint8),
            "kind": table[:, 3].astype(np.uint8),
            "id": np.array(ids, dtype=np.bytes_),
            "topic": np.array(own, dtype=np.int32),
            "starts": np.array(starts, dtype=np.int64),
        }
        return cls((tuple(documents), tuple(topics)), columns)

    def __len__(self) -> int:
        """How many entries there are."""
        return len(self.columns["document"])

    @overload
    def __getitem__(self, place: int) -> Card: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Card]: ...
    def __getitem__(self, place: int | slice) -> Card | Sequence[Card]:
        """The card of one entry."""
        if isinstance(place, slice):
            return [self[at] for at in range(*place.indices(len(self)))]
        if not 0 <= place < len(self):
            raise IndexError(place)
        columns = self.columns
        topics = columns["topic"][columns["starts"][place] : columns["starts"][place + 1]]
        return Card(
            document=self.documents[columns["document"][place]],
            position=int(columns["position"][place]),
            id=columns["id"][place].decode(),
            level=LEVELS[columns["level"][place]].value,
            kind=KINDS[columns["kind"][place]].value,
            topics=tuple(self.topics[topic] for topic in topics),
        )

    def admitted(self, only: Filter) -> NDArray[np.bool_]:
        """Which entries pass a filter."""
        columns = self.columns
        passed = np.ones(len(self), dtype=bool)
        for column, names, wanted in (
            ("document", self.documents, only.documents),
            ("level", LEVELS, only.levels),
            ("kind", KINDS, only.kinds),
        ):
            if wanted:
                passed &= _marked(names, wanted)[columns[column]]
        if only.topics:
            by_topic = np.zeros(len(self), dtype=bool)
            by_topic[self._holders[_marked(self.topics, only.topics)[columns["topic"]]]] = True
            passed &= by_topic
        if only.entries:
            passed &= np.isin(columns["id"], np.array([id_.encode() for id_ in only.entries], dtype=np.bytes_))
        return passed


def _marked(names: Sequence[str], wanted: Sequence[str]) -> NDArray[np.bool_]:
    return np.array([name in set(wanted) for name in names], dtype=bool)
