"""Which entry answers a turn of a conversation, where it may be about what was told or lead elsewhere.

A turn that goes on about a subject is searched in several readings: as the conversation has it (index.conversation),
in its own words alone, and in them with the subject in front, "decision trees" and "how are they trained?". What the
conversation says is like the entry that was just told, whatever is asked; so that entry is a little less likely, and
one whose own question the turn is like a little more.

The weights were fitted on half of 270 conversations that strangers wrote, and of our own (Luce's choice model: the
chance of an entry is its share of exp(score)). `python -m tests.benchmarks.talks` prints what they do.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from index.conversation import Asked
from index.search import Found

LOOKED_AT = 20  # entries of each reading
NOT_FOUND = 0.8  # of the last score of a reading: what an entry has in it that it did not find


@dataclass(frozen=True, slots=True)
class Weights:
    """What counts for an entry: its scores as the conversation and as the subject find it; that it was just told; and
    its question's likeness to the turn's own words.
    """

    conversation: float
    subject: float
    told: float
    likeness: float


LEANING = Weights(0.54, 0.46, -0.085, 0.2)
STANDING = Weights(0.3, 0.7, -0.09, 0.1)
"""Of a turn that says all it needs: it was searched for by its own words, and may still be about the subject."""


def readings(asked: Asked) -> tuple[Asked, ...]:
    """What a turn may ask: as the conversation has it, with its subject in front, in its own words; and what was asked
    before it. One reading where there is no doubt."""
    return asked, *map(Asked, asked.otherwise)


def weighed(found: Sequence[Found], k: int, *, leans: bool) -> Found:
    """The k best entries by all readings, in the order of `readings`. The confidence is that of the conversation."""
    if len(found) == 1:
        return _taken(
            [(found[0], at) for at in range(len(found[0].places[:k]))], found[0].scores[:k], found[0].confidence
        )
    said, subject, own, before = found
    weights = LEANING if leans else STANDING
    told = before.places[:1]
    scores = [_by_place(one.places, one.scores) for one in (said, subject)]
    likeness = _by_place(own.places, own.nearest)
    missing = [NOT_FOUND * min(one.values(), default=0.0) for one in (*scores, likeness)]
    held = {place: (one, at) for one in (own, subject, said) for at, place in enumerate(one.places)}
    total = {
        place: weights.conversation * scores[0].get(place, missing[0])
        + weights.subject * scores[1].get(place, missing[1])
        + weights.told * (place in told)
        + weights.likeness * likeness.get(place, missing[2])
        for place in held
    }
    best = sorted(total, key=lambda place: -total[place])[:k]
    scored = [min(1.0, max(0.0, total[place])) for place in best]
    return _taken([held[place] for place in best], scored, said.confidence)


def _taken(rows: Sequence[tuple[Found, int]], scores: Sequence[float], confidence: float) -> Found:
    """Entries out of what was found, each by its place there, with scores of their own."""
    return Found(
        places=tuple(one.places[at] for one, at in rows),
        others=tuple(one.others[at] for one, at in rows),
        scores=tuple(scores),
        passages=tuple(one.passages[at] for one, at in rows),
        nearest=tuple(one.nearest[at] for one, at in rows),
        likenesses=tuple(one.likenesses[at] for one, at in rows),
        details=tuple(one.details[at] for one, at in rows),
        confidence=confidence,
    )


def _by_place(places: Sequence[int], values: Sequence[float]) -> dict[int, float]:
    return dict(zip(places, values, strict=True))
