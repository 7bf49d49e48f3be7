"""From a conversation to the answer of its last turn: one path for the page, the command line and scripts.

what the turn means (a model may rewrite it) ─▶ what the notes have for it ─▶ the explanation
"""

from collections.abc import Generator, Sequence
from typing import TYPE_CHECKING

from coach.explaining.comparisons import compares_what_was_said, comparison_in, subject_named, with_side_named
from coach.explaining.depths import only_depth, plain, untold
from coach.explaining.rewrite import fused, rewritten
from coach.explaining.with_model import explain
from coach.explanation import NOTHING_HEARD, Explanation, Heard
from coach.grading.features import Reader
from coach.intent_words import THANKS
from coach.models.spec import ModelSpec
from coach.models.tokens import fitting
from corpus.entries import Entry, normalised
from index.hits import Filter, Hit, SearchResult, Turn
from index.index import Index
from index.words import terms

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

WITHIN = 0.5  # share of a turn's terms that the first entry has, from which the turn may be about it
MEMORY = 3_000
"""Tokens of earlier turns that are looked at at all; a prompt takes less, by the model's context."""


def answer(
    turns: Sequence[Turn],
    index: Index,
    model: "BaseChatModel | None",
    spec: ModelSpec | None,
    reader: Reader,
    *,
    only: Filter | None = None,
    cited: Sequence[Entry] = (),
    heard: Heard = NOTHING_HEARD,
) -> Generator[Explanation, None, None]:
    """The answer to the last turn, the user's, as it grows; the last one is `done`.

    cited: entries that the answer before rests on, whose suggestions the user may have chosen. heard: what was
    told already. Close the generator to stop the model.
    """
    last = turns[-1]
    remembered = fitting(turns, MEMORY) or (last,)
    standalone = ""
    if model is not None and spec is not None:
        waiting = Explanation(query=last.content, answer="", answerable=True, model=str(spec), done=False)
        for rewriting in rewritten(remembered, model, spec.timeout):
            standalone = rewriting
            yield waiting
    result = found(turns, index, standalone, only)
    result = _with_suggested(result, last.content, cited or _before(turns, index, only))
    yield from explain(remembered, result, model, spec, heard=heard, reader=reader)


def found(turns: Sequence[Turn], index: Index, standalone: str = "", only: Filter | None = None) -> SearchResult:
    """What the notes have for the last turn, in the light of the conversation.

    standalone: the turn as a model says it in full; empty where none did.
    """
    text = turns[-1].content
    subject = about(turns)
    subject[-1] = Turn(role="user", content=untold(subject[-1].content))
    result = index.search(fitting(subject, MEMORY) or subject[-1].content, only=only)
    if not result.answerable and len(subject) > 1:
        result = _on_the_subject(result)
    if standalone and not only_depth(text):
        result = fused(result, index.search(standalone, only=only))
    return _with_both_sides(result, index, only).model_copy(update={"query": text})


def _on_the_subject(result: SearchResult) -> SearchResult:
    """The result, as answerable, where the first entry has the words of a turn that the search was not sure of.

    "What does the diagonal mean?" is asked of what was told, or of what stands near it.
    """
    wanted = set(terms(result.query))
    if not wanted or not result.hits:
        return result
    first = result.hits[0].entry
    if len(wanted & set(terms(f"{first.question} {first.answer}"))) < WITHIN * len(wanted):
        return result
    return result.model_copy(update={"answerable": True, "standalone": result.query})


def _with_both_sides(result: SearchResult, index: Index, only: Filter | None) -> SearchResult:
    """The result, with the best entry for each of two things that are compared behind it, where it is not there yet."""
    comparison = comparison_in(result.standalone)
    if comparison is None or not result.answerable:
        return result
    known = {hit.entry.id for hit in result.hits}
    sides = index.search_many([comparison.left, comparison.right], 1, only)
    best = {hit.entry.id: hit for side in sides if side.answerable for hit in side.hits if hit.entry.id not in known}
    last = result.hits[-1]
    further = [
        hit.model_copy(update={"rank": rank, "score": min(hit.score, last.score)})
        for rank, hit in enumerate(best.values(), last.rank + 1)
    ]
    return result.model_copy(update={"hits": (*result.hits, *further)})


def about(turns: Sequence[Turn]) -> list[Turn]:
    """The conversation up to the turn that names a subject: "simpler, please" is about what was asked before.

    Requests of that kind in between are left out with their answers, and so is "ok, thanks": they have no subject of
    their own. "What is the difference?" is asked of the last two subjects, and "the second one" means a side of the
    comparison before.
    """
    compared = (turn.content for turn in reversed(turns[:-1]) if turn.role == "user" and comparison_in(turn.content))
    turns = [
        *turns[:-1],
        turns[-1].model_copy(update={"content": with_side_named(turns[-1].content, next(compared, ""))}),
    ]
    kept: list[Turn] = []
    for at, turn in enumerate(turns):
        skipped = turn if turn.role == "user" else next((t for t in reversed(turns[:at]) if t.role == "user"), turn)
        if not kept or not (only_depth(skipped.content) or THANKS.match(plain(skipped.content))):
            kept.append(turn)
    users = [at for at, turn in enumerate(kept) if turn.role == "user"]
    kept = kept[: users[-1] + 1] if users else kept
    last = turns[-1].content
    if kept[-1].content == last and compares_what_was_said(last):
        named = [kept[at].content for at in users[:-1] if not compares_what_was_said(kept[at].content)]
        sides = [subject_named(text) for text in named[-2:]]
        if len(sides) == 2 and all(sides):
            kept[-1] = Turn(role="user", content=f"What is the difference between {sides[0]} and {sides[1]}?")
    return kept


def _before(turns: Sequence[Turn], index: Index, only: Filter | None) -> list[Entry]:
    """The entry that the answer before was about, where nobody has kept which one it was."""
    asked = [at for at, turn in enumerate(turns[:-1]) if turn.role == "user"]
    return [hit.entry for hit in index.search(about(turns[: asked[-1] + 1]), 1, only).hits] if asked else []


def _with_suggested(result: SearchResult, text: str, entries: Sequence[Entry]) -> SearchResult:
    """The result with the entry in front whose own follow-up question the user asked."""
    wanted = normalised(text)
    for entry in entries:
        if any(normalised(follow_up.question) == wanted and follow_up.good_reply for follow_up in entry.follow_ups):
            kept = next((hit for hit in result.hits if hit.entry.id == entry.id), None)
            first = kept or Hit(rank=1, entry=entry, score=1.0, passage=entry.answer)
            others = [hit for hit in result.hits if hit is not kept]
            hits = [hit.model_copy(update={"rank": rank}) for rank, hit in enumerate([first, *others], 1)]
            return result.model_copy(update={"hits": tuple(hits), "answerable": True})
    return result
