"""Explaining without a model: the sentences that answer this question, verbatim, with their citations.

A short answer comes first and the rest after it. Two things that are compared stand side by side; a question between
two entries is answered from both. Every sentence is a span of the corpus, so a citation cannot be wrong.
"""

from collections.abc import Sequence

from coach.explaining.citing import Notes
from coach.explaining.depths import depth_of
from coach.explaining.premises import claimed, correction
from coach.explaining.suggesting import follow_ups
from coach.explaining.telling import told
from coach.explanation import (
    NO_ANSWER_YET,
    NO_MORE,
    NOT_IN_NOTES,
    NOTES_DIFFER,
    NOTHING_HEARD,
    Explanation,
    Heard,
    Nearest,
)
from coach.grading.features import Reader
from index.hits import Hit, SearchResult, Turn

SAME_QUESTION = 0.85
"""Likeness of a query and an entry's question, from which they are the same."""


def explain_offline(
    turns: Sequence[Turn],
    result: SearchResult,
    *,
    notice: str | None = None,
    heard: Heard = NOTHING_HEARD,
    reader: Reader | None = None,
) -> Explanation:
    """The answer to the last turn, out of what was found.

    notice: why there is no model, where one was wanted. heard: what was told already. reader: compares
    meanings; without it only words are, and nothing that the question takes for granted is put right.
    """
    asked = [turn.content for turn in turns if turn.role == "user"]
    hits = [hit for hit in result.hits if has_answer(hit)]
    if not result.answerable or not hits:
        return not_in_notes(result, notice=notice)
    if is_unanswered(result):
        others = result.model_copy(update={"hits": tuple(hits)})
        return not_in_notes(others, notice=notice, answer=NO_ANSWER_YET)
    request = asked[-1] if asked else result.query
    notes = Notes()
    mended = _put_right(notes, hits, claimed(request, result.standalone), reader)
    answered = told(notes, hits, request, result.standalone, depth_of(request), heard, reader)
    short, more = answered.short, answered.more
    if not short:
        others = result.model_copy(update={"hits": result.hits[1:]})
        return not_in_notes(others, notice=notice, answer=NO_MORE)
    if mended and mended not in short:
        short, more = mended, "\n\n".join(part for part in (short, more) if part)
    elif mended:
        short = f"{NOTES_DIFFER}\n\n{short}"
    used = [entry.id for entry in answered.used]
    return Explanation(
        query=result.query,
        answer="\n\n".join(part for part in (short, more) if part),
        answerable=True,
        short=short,
        citations=tuple(notes.citations),
        follow_ups=follow_ups(answered.used, [hit.entry for hit in result.hits if hit.entry.id not in used], asked),
        notice=notice or answered.notice or None,
    )


def has_answer(hit: Hit) -> bool:
    """Whether an entry has anything to tell."""
    return bool(hit.entry.answer or hit.entry.key_points)


def is_unanswered(result: SearchResult) -> bool:
    """Whether the notes have this very question, and only without an answer."""
    same = [hit for hit in result.hits if hit.likeness >= SAME_QUESTION]
    return bool(same) and not any(map(has_answer, same))


def not_in_notes(
    result: SearchResult, *, notice: str | None = None, model: str = "offline", answer: str = NOT_IN_NOTES
) -> Explanation:
    """The one honest line, with what comes nearest."""
    nearest = tuple(Nearest.of(hit.entry) for hit in result.hits[:3])
    return Explanation(
        query=result.query,
        answer=answer,
        short=answer,
        answerable=False,
        nearest=nearest,
        follow_ups=tuple(near.question for near in nearest),
        model=model,
        notice=notice,
    )


def _put_right(notes: Notes, hits: Sequence[Hit], question: str, reader: Reader | None) -> str:
    """What contradicts the question, with a line that says so; empty where nothing does."""
    if reader is None:
        return ""
    found = correction(question, [hit.entry for hit in hits], reader)
    if found is None:
        return ""
    return f"{NOTES_DIFFER}\n\n{found.quote} {notes.cite(found.entry, found.quote, found.part, found.span)}"
