"""Follow-up questions in a language model's words: the point is chosen by code, and the model only asks for it."""

from typing import TYPE_CHECKING

from coach.grading.grades import KeyPointVerdict
from coach.grading.guards import other_language
from coach.grading.orders import without_orders
from coach.interviewing.interview import Probe
from coach.models import prompts
from coach.models.asking import Limits, complete
from coach.models.spec import ModelSpec
from coach.plain_markdown import harmless
from corpus.entries import Entry
from corpus.errors import ModelFailed
from index.words import terms

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

LONGEST = 40  # words
GIVEN_AWAY = 0.5  # share of a key point's own terms, from which a probe says it instead of asking for it
QUESTION = Limits(tokens=80, characters=600, silence=30.0, total=45.0)


def probe_with_model(
    entry: Entry, aim: KeyPointVerdict, offline: Probe, model: "BaseChatModel", spec: ModelSpec
) -> Probe:
    """A follow-up in the model's words; the offline one where the model fails, gives the point away or asks nothing."""
    from langchain_core.messages import HumanMessage

    said = without_orders(aim.evidence) or "nothing"
    asked = prompts.load("probe", question=entry.question, said=said, point=aim.key_point)
    try:
        reply = complete(model, [HumanMessage(asked)], QUESTION.no_more_than(spec.timeout))
    except ModelFailed:
        return offline
    text = " ".join(reply.split()).strip("\"'“”")
    if not _asks(text, entry, aim):
        return offline
    return Probe(text=text, aims_at=aim.key_point, asked_by=str(spec))


def _asks(text: str, entry: Entry, aim: KeyPointVerdict) -> bool:
    """Whether a reply is one short question that leaves the point to the candidate."""
    if not text.endswith("?") or text.count("?") > 1 or not 3 <= len(text.split()) <= LONGEST:
        return False
    if other_language(text) or harmless(text) != text:
        return False
    secret = set(terms(aim.key_point)) - set(terms(entry.question)) - set(terms(aim.evidence))
    return not secret or len(secret & set(terms(text))) / len(secret) < GIVEN_AWAY
