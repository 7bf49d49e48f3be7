"""A follow-up turn as a question of its own, by a model; fused with what the index makes of the turn without one.

"And at inference?" leaves its subject unsaid. The index fills it in by the words of the conversation, and a model may
do better or worse, so both are searched and the two rankings fused. On CAsT 2019 the fusion of a rule and a model finds
more than either (castorini/chatty-goose, docs/cqr_experiments.md). A turn that stands alone is not rewritten.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from coach.models import prompts
from coach.models.asking import Limits, stream
from coach.models.tokens import clipped
from corpus.errors import ModelFailed
from index.conversation import leans
from index.hits import SearchResult, Turn
from index.words import terms

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

PATIENCE = 8.0
"""Seconds to wait for a line of text; who waits longer for it is better served without."""
TURNS = 6
TURN_TOKENS = 150
LONGEST = 40  # words of a question; what is longer is an answer
RRF_K = 60  # of reciprocal rank fusion, the paper's value


def rewritten(turns: Sequence[Turn], model: "BaseChatModel", timeout: float = PATIENCE) -> Iterator[str]:
    """The last turn as a question of its own, as the last thing that is yielded.

    Empty where the turn stands alone, or the model makes nothing usable of it; empty too while the model is silent, so
    that a caller can stop. timeout: seconds of silence, PATIENCE at most. A model that fails here is not worth a
    notice: the search goes on without it.
    """
    from langchain_core.messages import HumanMessage

    if len(turns) < 2 or not leans(turns[-1].content):
        return
    conversation = "\n".join(
        f"{'User' if turn.role == 'user' else 'Coach'}: {clipped(' '.join(turn.content.split()), TURN_TOKENS)}"
        for turn in turns[-1 - TURNS : -1]
    )
    message = clipped(turns[-1].content, TURN_TOKENS)
    limits = Limits(tokens=80, characters=600, silence=min(timeout, PATIENCE), total=PATIENCE)
    asked = prompts.load("rewrite", conversation=conversation, message=message)
    text = ""
    try:
        for reply in stream(model, [HumanMessage(asked)], limits):
            text = reply.text
            yield ""
    except ModelFailed:
        text = ""
    yield _usable(text, turns)


def fused(resolved: SearchResult, by_model: SearchResult) -> SearchResult:
    """One result out of two searches for the same turn: ranks fused, the better confidence kept."""
    scores: dict[str, float] = {}
    hits = {hit.entry.id: hit for result in (by_model, resolved) for hit in reversed(result.hits)}
    for result in (resolved, by_model):
        for hit in result.hits:
            scores[hit.entry.id] = scores.get(hit.entry.id, 0.0) + 1 / (RRF_K + hit.rank)
    surer = max(resolved, by_model, key=lambda result: result.confidence)
    ranked = sorted(scores, key=lambda entry_id: (-scores[entry_id], hits[entry_id].rank))[: len(surer.hits)]
    return resolved.model_copy(
        update={
            "standalone": by_model.standalone,
            "answerable": surer.answerable,
            "confidence": surer.confidence,
            "hits": tuple(hits[entry_id].model_copy(update={"rank": n}) for n, entry_id in enumerate(ranked, 1)),
            "ms": resolved.ms + by_model.ms,
        }
    )


def _usable(text: str, turns: Sequence[Turn]) -> str:
    """The question in a model's reply; empty where it is no question about what was said."""
    line = next((line.strip(" \"'*`") for line in text.splitlines() if terms(line)), "")
    line = line.removeprefix("Question:").strip()
    said = frozenset(term for turn in turns for term in terms(turn.content))
    asked = terms(line)
    if not asked or len(line.split()) > LONGEST or sum(term in said for term in asked) < len(asked) / 2:
        return ""
    return line
