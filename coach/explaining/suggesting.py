"""What to ask next: one step further than the answer, by the entry's own follow-ups and by its neighbours."""

from collections.abc import Iterable, Sequence

from corpus.entries import Entry, normalised
from index.words import terms

SUGGESTIONS = 3
SAME = 0.6
"""Two questions that share more than this part of their content words ask the same."""


def follow_ups(entries: Sequence[Entry], neighbours: Sequence[Entry], asked: Iterable[str]) -> tuple[str, ...]:
    """Three questions to go on with.

    entries: what the answer came from, best first: their own follow-ups come first, two of three at most, so that one
    leads elsewhere. neighbours: other entries near by, best first; those an entry names as related come before the
    rest. asked: what the user has asked already, which is not suggested again.
    """
    used = {normalised(question) for question in asked} | {normalised(entry.question) for entry in entries}
    own = [follow_up.question for entry in entries for follow_up in entry.follow_ups]
    related = {name for entry in entries for name in entry.related}
    near = sorted(neighbours, key=lambda entry: entry.id not in related)
    subjects = [frozenset(terms(entry.question)) for entry in entries]
    further = [entry.question for entry in near if entry.answer and not _same(entry, subjects)]
    chosen: list[str] = []
    for question in (*_new(own, used)[: SUGGESTIONS - 1], *_new(further, used), *_new(own, used)):
        if question not in chosen and len(chosen) < SUGGESTIONS:
            chosen.append(question)
    return tuple(chosen)


def _new(questions: Iterable[str], used: set[str]) -> list[str]:
    return [question for question in questions if normalised(question) not in used]


def _same(entry: Entry, subjects: Sequence[frozenset[str]]) -> bool:
    """Whether an entry asks in other words what was just answered."""
    asks = frozenset(terms(entry.question))
    return any(len(asks & subject) > SAME * len(asks | subject) for subject in subjects)
