"""What a question asks for: its form (what, why, when ...), its depth (simpler, deeper ...), the things it compares.

All by the words of the question, in English, and the same with a model or without.
"""

import re
from enum import StrEnum

from corpus.entries import Frozen
from index.words import terms


class Form(StrEnum):
    """What sort of answer a question wants."""

    WHAT = "what"
    WHY = "why"
    WHEN = "when"
    DIFFERENCE = "difference"
    HOW = "how"
    EXAMPLE = "example"


class Depth(StrEnum):
    """How the answer should be told."""

    USUAL = "usual"
    SIMPLER = "simpler"
    DEEPER = "deeper"
    EXAMPLE = "example"
    CODE = "code"
    INTERVIEW = "interview"


class Comparison(Frozen):
    """Two things that a question sets against each other, in the question's words."""

    left: str
    right: str


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


_DEPTHS = {
    Depth.INTERVIEW: _any(
        r"in (?:an|the|my) interview",
        r"what (?:should|do|can|would) i (?:say|answer|tell)",
        r"how (?:should|do|would) i (?:answer|say|put)",
        r"interview(?:-ready)? answer",
        r"as (?:a candidate|an interviewee)",
    ),
    Depth.CODE: _any(
        r"(?:show|give|see|write)(?: me)?(?: some| the)? code",
        r"code (?:example|please)",
        r"in (?:python|code)\b",
        r"^code$",
    ),
    Depth.EXAMPLE: _any(
        r"(?:an?|another|more|for|any|concrete|simple|give|show)(?: me)?(?: an?| some| one)? "
        r"(?:concrete |real |worked |simple )?(?:examples?|instance)\b",
        r"^examples?\b",
        r"with numbers",
    ),
    Depth.SIMPLER: _any(
        r"\bsimpl(?:er|y|ify)",
        r"in (?:simple|plain|easy|other) (?:words|terms|english)",
        r"like i(?:'m| am) (?:five|5)",
        r"\beli5\b",
        r"\bshorter\b",
        r"\bin short\b",
        r"\bbriefly\b",
        r"\btl;?dr\b",
        r"in one sentence",
        r"too (?:complicated|long|hard)",
        r"do(?:n't| not) (?:get|understand)",
    ),
    Depth.DEEPER: _any(
        r"\bdeeper\b",
        r"in (?:more )?(?:depth|detail)",
        r"more (?:detail|depth|about (?:it|this|that))",
        r"\bmore detailed\b",
        r"tell me more",
        r"go on\b",
        r"elaborate",
        r"\bfurther\b",
        r"^(?:more|and)\b[.!? ]*$",
        r"the (?:maths?|details|derivation)",
    ),
}
_FILLER = re.compile(
    r"\b(?:please|can|could|would|will|you|it|that|this|me|i|the|a|an|explain|again|say|make|put|give|show|some|one"
    r"|thanks?|ok(?:ay)?|so|and|but|now|hmm|sorry|do|in|to|for|with|what|about|how|of|bit|little|much|still|is|too"
    r"|more|terms|words|then)\b"
)
_FORMS = {
    Form.DIFFERENCE: _any(
        r"\bdiffer(?:s|ent|ence|ences)?\b",
        r"\bvs\.?(?:\s|$)",
        r"\bversus\b",
        r"\bcompar(?:e|es|ed|ison)\b",
        r"\bdistinguish",
        r"\bcontrast\b",
        r"\bbetter than\b",
    ),
    Form.EXAMPLE: _any(r"\bexamples?\b", r"\bfor instance\b", r"\buse cases?\b", r"\bapplications? of\b"),
    Form.WHY: _any(
        r"\bwhy\b",
        r"\bhow come\b",
        r"\bwhat(?:'s| is| are)? the (?:reasons?|point|purpose|motivation|benefits?|advantages?|idea behind)\b",
        r"\bwhat for\b",
        r"\bwhat (?:causes|goes wrong|happens)\b",
        r"\bmatters?\b",
        r"\b(?:dis)?advantages?\b",
        r"\bpros\b",
        r"\bproblem with\b",
    ),
    Form.WHEN: _any(
        r"\bwhen\b",
        r"\bin (?:which|what) (?:case|cases|situations?)\b",
        r"\bshould (?:i|we|you|one)\b",
        r"\bwhich (?:one )?(?:should|would)\b",
        r"\bprefer\b",
        r"\bsuitable\b",
        r"\bchoose between\b",
    ),
    Form.HOW: _any(
        r"\bhow\b",
        r"\bsteps?\b",
        r"\bprocedure\b",
        r"\bwhat (?:can|could) (?:i|we|you|one) do\b",
        r"\bways? (?:to|of)\b",
        r"\bimplement\b",
        r"\bcompute[sd]?\b",
    ),
}
_HOW_MANY = re.compile(r"\bhow (?:many|much|often|long|large|big|good|well)\b")

_ASK = r"(?:what(?:'s| is| are)? |explain |describe |tell me |please |can you |could you |me )*"
_END = r"\s*[?.!]*$"
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
        rf"^when (?:to use |should (?:i|we|one|you) (?:use|prefer|choose) |would you use )(?P<left>.+?)"
        rf" (?:or|instead of|rather than|over) (?P<right>.+?){_END}",
    )
]


def form_of(question: str) -> Form:
    """The form of a question; WHAT where nothing says otherwise."""
    said = _plain(question)
    if _HOW_MANY.search(said):
        return Form.WHAT
    return next((form for form, pattern in _FORMS.items() if pattern.search(said)), Form.WHAT)


def depth_of(request: str) -> Depth:
    """How the answer should be told, by what the user said last."""
    said = _plain(request)
    return next((depth for depth, pattern in _DEPTHS.items() if pattern.search(said)), Depth.USUAL)


def only_depth(request: str) -> bool:
    """Whether a request is about the telling alone ("simpler, please"), so that its subject is the one before."""
    said = _plain(request)
    if depth_of(said) is Depth.USUAL:
        return False
    for pattern in _DEPTHS.values():
        said = pattern.sub(" ", said)
    return not terms(_FILLER.sub(" ", said))


def comparison_in(question: str) -> Comparison | None:
    """The two things that a question compares, if it does."""
    said = _plain(question)
    for pattern in _PAIRS:
        if (found := pattern.search(said)) and terms(found["left"]) and terms(found["right"]):
            return Comparison(left=found["left"].strip(), right=found["right"].strip())
    return None


def _plain(text: str) -> str:
    return " ".join(text.translate({0x2019: "'", 0x2018: "'"}).casefold().split())
