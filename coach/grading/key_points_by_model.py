"""Key points drawn from an answer by a language model, where a document gives none and the user asks for it.

Code checks each of them: what it quotes must stand in the answer, its words must come from there, and so must its
numbers. What does not hold is left out; where nothing holds, the points derived without a model stay in use.
"""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from coach.models import prompts
from coach.models.asking import Limits, structured
from corpus.entries import Entry
from corpus.errors import ModelFailed
from index import Progress
from index.words import terms

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

MOST = 8  # points of one answer
FEWEST_WORDS = 3  # of a quote: fewer can be found anywhere
SHORTEST_ANSWER = 12  # words; a shorter answer is one point by itself
LONGEST_ANSWER = 8000  # characters that are sent
OWN_WORDS = 0.7  # share of a point's words of substance that the answer must have
GIVE_UP = 3  # failures of the model one after the other
REPLY = Limits(tokens=900, characters=9000, silence=60.0, total=120.0)


class DrawnPoint(BaseModel):
    """A point, and the words of the answer that say it."""

    model_config = ConfigDict(extra="forbid")

    point: str
    quote: str


class Drawn(BaseModel):
    """What a model replies."""

    model_config = ConfigDict(extra="forbid")

    points: list[DrawnPoint]


def with_key_points(
    entries: Sequence[Entry], model: "BaseChatModel", progress: Progress | None = None
) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    """The entries, those that had none with key points as far as they hold; and warnings about what did not work."""
    wanting = [i for i, entry in enumerate(entries) if not entry.key_points and _is_long_enough(entry.answer)]
    made = list(entries)
    failed = in_a_row = 0
    said = ""
    for done, i in enumerate(wanting):
        if progress is not None:
            progress("Drawing key points", done, len(wanting))
        try:
            made[i] = entries[i].model_copy(update={"key_points": drawn(entries[i], model)})
            in_a_row = 0
        except ModelFailed as failure:
            failed, in_a_row, said = failed + 1, in_a_row + 1, failure.message
            if in_a_row == GIVE_UP:
                failed += len(wanting) - done - 1
                break
    if progress is not None and wanting:
        progress("Drawing key points", len(wanting), len(wanting))
    if not failed:
        return tuple(made), ()
    return tuple(made), (
        f"{failed} of {len(wanting)} answers got no key points from the model: {said} Points are derived from them "
        "without it; try again later.",
    )


def drawn(entry: Entry, model: "BaseChatModel") -> tuple[str, ...]:
    """The points that hold. Raises ModelFailed."""
    from langchain_core.messages import HumanMessage

    asked = prompts.load(
        "key-points", question=entry.question, answer=entry.answer[:LONGEST_ANSWER].replace("ANSWER>>>", "ANSWER")
    )
    reply = structured(model, [HumanMessage(asked)], Drawn, REPLY)
    points = [_one_line(point.point) for point in reply.points if holds(point, entry.answer)]
    return tuple(dict.fromkeys(points))[:MOST]


def holds(point: DrawnPoint, answer: str) -> bool:
    """Whether a point says what the answer says: its quote, its words and its numbers are there."""
    if len(point.quote.split()) < FEWEST_WORDS or not point.point.strip():
        return False
    if _bare(point.quote) not in _bare(answer):
        return False
    have, own = set(terms(answer)), terms(point.point)
    if not own or sum(term in have for term in own) < OWN_WORDS * len(own):
        return False
    return all(number in answer for number in re.findall(r"\d+(?:[.,]\d+)*", point.point))


def _is_long_enough(answer: str) -> bool:
    return len(answer.split()) >= SHORTEST_ANSWER


def _bare(text: str) -> str:
    """A text as it is compared: without case, emphasis and line ends."""
    return " ".join(re.sub(r"[*_`]+", "", text).casefold().split()).strip(" .…\"'“”")


def _one_line(text: str) -> str:
    return " ".join(text.split())
