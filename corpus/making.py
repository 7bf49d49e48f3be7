"""Entries from what a reader found in the lines of a document: ids, answers byte for byte, locations."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.entries import Document, Entry, Kind, Level, Location, entry_id


@dataclass(frozen=True, slots=True)
class Found:
    """A question and where its answer is.

    start: index of the line the entry begins on.
    answer_lines: indices [start, end) of the lines of the answer; equal if it has none.
    """

    question: str
    start: int
    answer_lines: tuple[int, int]
    topics: tuple[str, ...] = ()
    level: Level = Level.MID
    kind: Kind = Kind.CONCEPT


def entries_of(document: Document, lines: Sequence[str], found: Iterable[Found]) -> tuple[Entry, ...]:
    """The entries, each with an id of its own: a question that is there twice gets a number behind its id."""
    times: dict[str, int] = {}
    entries = []
    for item in found:
        start, end = item.answer_lines
        answer = "\n".join(lines[start:end])
        answer = re.sub(r"\A(?:[ \t]*\n)+", "", answer).rstrip()
        last = start + max((i for i in range(end - start) if lines[start + i].strip()), default=item.start - start)
        name = entry_id(item.question)
        times[name] = times.get(name, 0) + 1
        entries.append(
            Entry(
                id=name if times[name] == 1 else f"{name}-{times[name]}",
                question=item.question,
                answer=answer,
                level=item.level,
                kind=item.kind,
                topics=item.topics,
                document=document.name,
                location=Location(start_line=item.start + 1, end_line=max(item.start, last) + 1),
            )
        )
    return tuple(entries)
