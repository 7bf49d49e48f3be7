"""From "an interview on trees" to the topics of the library that this means."""

from collections.abc import Iterable

from corpus.entries import normalised
from index import Index
from index.words import terms

MOST = 3  # topics that a subject may mean


def topics_for(subject: str, topics: Iterable[str], index: Index) -> tuple[str, ...]:
    """Topics that share a word with the subject, else those of the entries found for it. Empty where nothing fits."""
    wanted = set(terms(subject))
    named = [topic for topic in topics if normalised(topic) == normalised(subject)]
    if not named:
        named = [topic for topic in topics if wanted & set(terms(topic))]
    if not named:
        hits = index.search(subject, k=MOST).hits
        named = [hit.entry.topics[0] for hit in hits if hit.entry.topics]
    return tuple(dict.fromkeys(named))[:MOST]
