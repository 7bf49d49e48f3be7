"""Which entry answers a turn of a conversation, where it may be about what was told or lead elsewhere.

A turn that goes on about a subject is searched in several readings: as the conversation has it (index.conversation),
in its own words alone, and in them with the subject in front, "decision trees" and "how are they trained?". What the
conversation says is like the entry that was just told, whatever is asked; so that entry is a little less likely, and
one whose own question the turn is like a little more.

The weights were fitted on half of 270 conversations that strangers wrote, and of our own (Luce's choice model: the
chance of an entry is its share of exp(score)). `python -m tests.benchmarks.talks` prints what they do.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

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
        return replace(found[0], entries=found[0].entries[:k])
    said, subject, own, before = found
    weights = LEANING if leans else STANDING
    told = before.places[:1]
    scores = [{one.place: one.score for one in reading.entries} for reading in (said, subject)]
    likeness = {one.place: one.nearest for one in own.entries}
    missing = [NOT_FOUND * min(one.values(), default=0.0) for one in (*scores, likeness)]
    held = {one.place: one for reading in (own, subject, said) for one in reading.entries}
    total = {
        place: weights.conversation * scores[0].get(place, missing[0])
        + weights.subject * scores[1].get(place, missing[1])
        + weights.told * (place in told)
        + weights.likeness * likeness.get(place, missing[2])
        for place in held
    }
    best = sorted(total, key=lambda place: -total[place])[:k]
    entries = tuple(replace(held[place], score=min(1.0, max(0.0, total[place]))) for place in best)
    return Found(entries, said.confidence)
