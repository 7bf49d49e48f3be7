"""What a new text of a document changes: which of its questions are new, worded anew, or gone. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.entries import Entry


@dataclass(frozen=True, slots=True)
class Changes:
    """Ids of entries. changed: the same question with another answer, level, topic or anything else."""

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


def changes(before: Sequence[Entry], after: Sequence[Entry]) -> Changes:
    """From one state of a document to another. An entry that only moved has not changed."""
    old = {entry.id: _content(entry) for entry in before}
    now = {entry.id: _content(entry) for entry in after}
    return Changes(
        new=tuple(key for key in now if key not in old),
        changed=tuple(key for key, content in now.items() if key in old and old[key] != content),
        gone=tuple(key for key in old if key not in now),
    )


def _content(entry: Entry) -> str:
    return entry.model_dump_json(exclude={"document", "location"})
