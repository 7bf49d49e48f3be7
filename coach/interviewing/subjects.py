"""From "an interview on trees" to the topics of the library that this means."""

from collections.abc import Collection, Iterable, Mapping

from corpus.entries import Entry, normalised
from index import Filter, Index
from index.words import terms

MOST = 3  # topics that a subject may mean
BROAD = 0.5  # share of all entries, above which a topic tells nothing apart


def topics_for(subject: str, topics: Iterable[str], index: Index) -> tuple[str, ...]:
    """Topics that share a word with the subject, else those of the entries found for it. Empty where nothing fits."""
    named = topics_named(subject, topics)
    if not named:
        hits = index.search(subject, k=MOST).hits
        named = [hit.entry.topics[0] for hit in hits if hit.entry.topics]
    return tuple(dict.fromkeys(named))[:MOST]


def tell_apart(found: Collection[str], topics: Mapping[str, int]) -> bool:
    """Whether these topics say something about a subject: there are some, and none holds most of the library."""
    most = BROAD * sum(topics.values())
    return bool(found) and all(topics.get(topic, 0) <= most for topic in found)


def topics_named(subject: str, topics: Iterable[str]) -> list[str]:
    """The topic of that name, else those that share a word with the subject."""
    known, wanted = list(topics), set(terms(subject))
    same = [topic for topic in known if normalised(topic) == normalised(subject)]
    return same or [topic for topic in known if wanted & set(terms(topic))]


def entries_on(subject: str, topics: Iterable[str], index: Index, most: int) -> list[Entry]:
    """Entries of the topics that a subject names, else those that ask about it, the nearest first.

    Where none asks about it, the one that answers it is there by itself; empty where none does.
    """
    known = list(topics)
    named = topics_named(subject, known)
    found = index.search(subject, most, Filter(topics=tuple(named)) if named else None)
    if not named:  # "CNNs" is read as convolutional neural networks
        spelt = set(terms(found.standalone))
        named = [topic for topic in known if set(terms(topic)) <= spelt]
        found = index.search(subject, most, Filter(topics=tuple(named))) if named else found
    entries = [hit.entry for hit in found.hits]
    if named:
        return entries
    wanted = set(terms(subject))
    asking = [entry for entry in entries if wanted & set(terms(f"{entry.question} {' '.join(entry.topics)}"))]
    return (asking or entries[:1]) if found.answerable else []
