"""Questions of the library found by what they mean and by the words in them, each shown once with all its sources."""

from collections.abc import Sequence

from corpus.entries import Entry, Frozen, normalised
from index import Filter, Index

BY_MEANING = 15  # entries that are looked for by meaning: further down they have little to do with the query


class Found(Frozen):
    """A question, and the other documents that hold it."""

    entry: Entry
    also_in: tuple[str, ...] = ()


def find(index: Index, query: str, document: str | None = None) -> list[Found]:
    """Entries of one document or of all: those near in meaning first, then those that only have the words."""
    only = Filter(documents=(document,)) if document else None
    result = index.search(query, BY_MEANING, only)
    found = {normalised(hit.entry.question): Found(entry=hit.entry, also_in=hit.also_in) for hit in result.hits}
    for match in once([entry for entry in index.entries(document) if _has_words(entry, query)]):
        found.setdefault(normalised(match.entry.question), match)
    return list(found.values())


def once(entries: Sequence[Entry]) -> list[Found]:
    """Each question once, in order, with the other documents that hold it."""
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(normalised(entry.question), []).append(entry)
    return [
        Found(
            entry=group[0], also_in=tuple(dict.fromkeys(e.document for e in group if e.document != group[0].document))
        )
        for group in groups.values()
    ]


def sources(index: Index, entry: Entry) -> list[Entry]:
    """The same question wherever it stands, this entry first."""
    asked = normalised(entry.question)
    others = [
        other
        for other in index.entries()
        if normalised(other.question) == asked and (other.document, other.id) != (entry.document, entry.id)
    ]
    return [entry, *others]


def _has_words(entry: Entry, query: str) -> bool:
    text = f"{entry.question}\n{entry.answer}".casefold()
    return all(word in text for word in query.casefold().split())
