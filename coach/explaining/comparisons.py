"""The things that a question sets against each other: "L1 or L2?", "how does it differ?", "the second one"."""

import re

from coach.explaining.depths import FILLER, plain
from coach.explaining.forms import LONGEST_NAME, NAME
from corpus.entries import Frozen
from index.words import terms


class Comparison(Frozen):
    """Two things that a question sets against each other, in the question's words."""

    left: str
    right: str


_PRONOUN = re.compile(r"\b(?:i|you|we|it|its|they|them|this|that|these|those|one|ones)\b", re.IGNORECASE)
_OPENING = re.compile(
    r"^(?:(?:ok(?:ay)?|and|so|now|please|then|well|hi|hello)\b[, ]*)*(?:(?:can|could|would) you (?:please )?)?"
    r"(?:(?:explain|describe|define|tell me about|what about|how about)(?: to me)?"
    r"|(?:what|how|why)(?:'s| is| are| does| do))?\s*(?:(?:an?|the)\s+)?",
    re.IGNORECASE,
)
_WHICH = re.compile(
    r"\b(?:what(?:'s| is| are)? the differences?|how (?:do|are) they (?:differ|different|compare)"
    r"|compare (?:them|both|the two)|which (?:one|of (?:them|the two|these))?\b|when (?:to use|should i use) which"
    r"|(?:between )?(?:the two|both|them)$)"
)
_ONE_OF_TWO = re.compile(
    r"\bthe (?:(?P<former>former)|latter|(?:(?P<first>first)|second)"
    r"(?: one\b| of (?:them|these|those|the two)\b|(?= (?:is|does|do|has|have)\b|\W*$)))",
    re.IGNORECASE,
)
_CIRCUMSTANCE = re.compile(r",? (?:in|on|for|at|when|if|during|with|under|given)\b.*")
"""Under which the two are compared: "for images", "when classes are imbalanced"."""
_FURTHER = re.compile(r"[?.!;,]? (?:and )?(?:which|what|why|how|when|where|who)\b.*")
"""Another question behind the one that compares."""
_ASK = r"(?:what(?:'s| is| are)? |explain |describe |tell me |please |can you |could you |me )*"
_END = r"\s*(?:[?!].*|[?.!]*)$"
"""With whatever is said behind the question."""
_PAIRS = [
    re.compile(pattern)
    for pattern in (
        rf"differences? between (?:the )?(?P<left>.+?) and (?:the )?(?P<right>.+?){_END}",
        rf"^{_ASK}(?:the )?(?:difference )?(?P<left>[^?]+?) (?:vs\.?|versus) (?P<right>[^?]+?){_END}",
        rf"\bcompare (?P<left>.+?) (?:and|with|to|against) (?P<right>.+?){_END}",
        rf"\bhow (?:does|do|is|are) (?P<left>.+?) (?:differ|different) (?:from|to|than) (?P<right>.+?){_END}",
        rf"\b(?:distinguish|contrast|choose|decide) (?:between )?(?P<left>.+?)"
        rf" (?:and|from|or|with) (?P<right>.+?){_END}",
        rf"\b(?:should (?:i|we|one|you) use|is it better to use|which is better,?:?) (?P<left>.+?)"
        rf" or (?P<right>.+?){_END}",
        rf"^(?:is|are) (?P<left>.+?) (?:(?:really |always |any |much )?(?:better|worse|faster|slower) than"
        rf"|(?:really )?the same (?:thing )?as) (?P<right>.+?){_END}",
        rf"^(?!what|how|why|when|which|who|where|is|are|do|does|can|could|should|explain|tell|give|show)"
        rf"(?P<left>{NAME}) or (?P<right>{NAME}){_END}",
        rf"^when (?:to use |should (?:i|we|one|you) (?:use|prefer|choose) |would you use )(?P<left>.+?)"
        rf" (?:or|instead of|rather than|over) (?P<right>.+?){_END}",
    )
]


def subject_named(question: str) -> str:
    """The thing that a short question is about, in its words: "and bagging?" is about bagging; empty where unclear."""
    said = re.sub(r"\s+works?$", "", _OPENING.sub("", " ".join(question.split())).strip(" ?.!,"))
    named = len(said.split()) <= LONGEST_NAME and terms(said) and not _PRONOUN.search(said)
    return said if named else ""


def compares_what_was_said(request: str) -> bool:
    """Whether a request compares things that it does not name: "what's the difference?", "which one is better?"."""
    said = plain(request)
    if comparison_in(said) is not None or not _WHICH.search(said):
        return False
    return len(terms(FILLER.sub(" ", _WHICH.sub(" ", said)))) <= 1


def with_side_named(request: str, before: str) -> str:
    """A request in which "the former", "the second one" are replaced by that side of a comparison made before."""
    sides, pointed = comparison_in(before), _ONE_OF_TWO.search(request)
    if sides is None or pointed is None:
        return request
    side = sides.left if pointed["former"] or pointed["first"] else sides.right
    return f"{request[: pointed.start()]}{side}{request[pointed.end() :]}"


def comparison_in(question: str) -> Comparison | None:
    """The two things that a question compares, if it does."""
    said = plain(question)
    for pattern in _PAIRS:
        if (found := pattern.search(said)) and terms(found["left"]) and terms(found["right"]):
            whole = _FURTHER.sub("", found["right"])
            bare = _CIRCUMSTANCE.sub("", whole)
            right = bare if terms(bare) and not _CIRCUMSTANCE.search(found["left"]) else whole
            return Comparison(left=found["left"].strip(), right=right.strip())
    return None
