"""Entries from what a reader found in a document: ids, kinds, locations."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.entries import Document, Entry, FollowUp, Level, Location, entry_id
from corpus.wording import kind_of

_PLACEHOLDER = re.compile(
    r"[\W_]*(?:(?:your |the |put |add |write |insert )*answers? (?:goes |comes )?here|answer|to ?-?do|tb[acd]|wip"
    r"|(?:answer )?(?:coming|available) soon|(?:to be|not yet) (?:added|answered|written|done|continued|completed)"
    r"|n/a|fixme|no answer(?: yet)?|work in progress|under construction)[\W_]*",
    re.IGNORECASE,
)
"""What people write where an answer is still to come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A question and its answer as they stand in a document.

    start, end: first and last line of the entry, counted from 1.
    """

    question: str
    answer: str
    start: int
    end: int
    topics: tuple[str, ...] = ()
    level: Level | None = None
    key_points: tuple[str, ...] = ()
    follow_ups: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    also_asked: tuple[str, ...] = ()
    references: tuple[str, ...] = ()


def entries_of(document: Document, found: Iterable[Found]) -> tuple[Entry, ...]:
    """The entries, each with an id of its own: a question that is there again gets a number behind its id."""
    taken: set[str] = set()
    times: dict[str, int] = {}
    entries = []
    for item in found:
        name = unique = entry_id(item.question)
        while unique in taken:
            times[name] = times.get(name, 1) + 1
            unique = f"{name}-{times[name]}"
        taken.add(unique)
        entries.append(
            Entry(
                id=unique,
                question=item.question,
                answer="" if _PLACEHOLDER.fullmatch(item.answer) else item.answer,
                key_points=item.key_points,
                follow_ups=tuple(FollowUp(question=question) for question in item.follow_ups),
                hints=item.hints,
                level=item.level or Level.MID,
                kind=kind_of(item.question, item.answer),
                topics=item.topics,
                also_asked=item.also_asked,
                references=item.references,
                document=document.name,
                location=Location(start_line=item.start, end_line=max(item.start, item.end)),
            )
        )
    return tuple(entries)
