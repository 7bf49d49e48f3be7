"""Notes about the sea: three entries that tests explain from, on a subject that no part of the program knows."""

from coach.grading.remembering import reader
from corpus.entries import Entry, FollowUp, Location
from index import Embedder
from index.hits import Hit, SearchResult

TIDES = """Tides are the rise and fall of the sea that the pull of the Moon and the Sun causes. They repeat about
every 12 hours and 25 minutes.

**Why two a day.** The Moon pulls the near side of the Earth more than its centre, and the centre more than the far
side, so the water bulges on both sides. For example, a harbour that passes both bulges sees two high waters a day.

Use a tide table when you plan to enter a shallow harbour. To compute the depth at a given hour, there are three steps:

1. Read the times of high and low water.
2. Apply the rule of twelfths.
3. Add the charted depth.

The height follows roughly

$$h(t) = A \\cos(2\\pi t / T),$$

where $A$ is half the range. Unlike waves, tides do not depend on the wind."""

WAVES = """Waves are movements of the sea surface that the wind causes. They last seconds, not hours.

A wave carries energy, but hardly any water, because each drop moves in a circle and comes back."""


EMBEDDER = Embedder()
"""The model of the product, loaded when it is first used."""
READER = reader(EMBEDDER.encode, EMBEDDER.encode_tokens)
"""Reads texts with it."""


def entry(question: str, answer: str, **more: object) -> Entry:
    fields = {"id": question.casefold()[:20], "question": question, "answer": answer, "document": "sea.md"}
    return Entry.model_validate(fields | {"location": Location(start_line=1, end_line=9)} | more)


TIDE = entry(
    "What are tides?",
    TIDES,
    key_points=("The Moon's pull causes tides.", "There are two high waters a day."),
    follow_ups=(
        FollowUp(question="Which planet has the largest tides?", good_reply="That is not settled. Io has large ones."),
        FollowUp(question="Why are spring tides higher?", good_reply="Sun and Moon then pull in one line."),
        FollowUp(question="What is slack water?"),
    ),
    pitfalls=("The wind makes the tides.",),
)
WAVE = entry("What are waves?", WAVES)
SHIPS = entry("How do ships float?", "A ship floats because it displaces its own weight of water.")


def found(query: str, *entries: Entry, answerable: bool = True) -> SearchResult:
    places = enumerate(entries, 1)
    hits = tuple(Hit(rank=at, entry=entry, score=0.9 - at / 10, passage=entry.answer) for at, entry in places)
    return SearchResult(query=query, standalone=query, answerable=answerable, confidence=0.9, hits=hits, ms=1.0)
