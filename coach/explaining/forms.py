"""What sort of answer a question wants, by its words: what, why, when, how, an example, drawbacks ...

All in English, and the same with a model or without.
"""

import re
from enum import StrEnum

from coach.explaining.depths import DEPTHS, Depth, any_of, plain, untold
from index.words import terms


class Form(StrEnum):
    """What sort of answer a question wants."""

    WHAT = "what"
    WHY = "why"
    WHEN = "when"
    WHICH = "which"
    """What to choose."""
    DIFFERENCE = "difference"
    HOW = "how"
    EXAMPLE = "example"
    PROS = "pros"
    CONS = "cons"
    BALANCE = "balance"
    """Both of these."""
    SIGNS = "signs"
    """How to notice it."""
    AMOUNT = "amount"
    """How many, how often, how large."""
    COMPLEXITY = "complexity"
    """How time or memory grow."""


NAME = r"[^\s?.!()]+(?: [^\s?.!()]+)?(?: \([^()]*\))?"  # with its long form behind it
_CHOICES = (
    r"(?:\w+ )?(?:metrics?|models?|algorithms?|methods?|loss(?:es)?|functions?|optimi[sz]ers?|tests?|techniques?"
    r"|approach(?:es)?|scores?|measures?|kernels?|distances?|architectures?|features?|value|size)"
    r" (?:for|to use|should|would|is best|is better|do (?:i|you|we)|works?|when|if)"
)
"""Things of which one is to be chosen: "which metric for imbalanced data?"."""
_FORMS = {
    Form.DIFFERENCE: any_of(
        r"\bdiffer(?:s|ent|ence|ences)?\b",
        r"\bvs\.?(?:\s|$)",
        r"\bversus\b",
        r"\bcompar(?:e|es|ed|ison)\b",
        r"\bdistinguish",
        r"\bcontrast\b",
        r"\bbetter than\b",
        r"\bthe same (?:thing )?as\b",
    ),
    Form.COMPLEXITY: any_of(
        r"\bcomplexity(?: of\b|\W*$)",
        r"\b(?:time|space|memory|computational|algorithmic) complexity\b",
        r"\bbig[- ]?o\b",
        r"\bhow (?:expensive|slow|fast|costly)\b",
        r"\brun(?:ning)?[- ]?time of\b",
    ),
    Form.EXAMPLE: any_of(r"\bexamples?\b", r"\bfor instance\b", r"\b(?:such as|like what|e\.g\.?)\W*$"),
    Form.BALANCE: any_of(
        r"\bpros (?:and|&|/|or) cons\b",
        r"\badvantages? (?:and|&|/|or) (?:dis|draw|limit)\w+",
        r"\bstrengths? (?:and|&|/|or) weakness",
        r"\btrade-?offs? of\b",
    ),
    Form.CONS: any_of(
        r"\b(?:disadvantage|drawback|downside|limitation|weakness|shortcoming|con|pitfall)(?:e?s)?\b",
        r"\bproblems? (?:of|with)\b",
        r"\b(?:bad|worse|wrong) (?:at|with|about|for)\b",
        r"\bwhen (?:not to|does it fail|(?:shouldn't|should not)|(?:should|would|do) (?:i|you|we|one) (?:not|avoid))\b",
        r"\bwhen to avoid\b",
        r"\bwhat (?:can )?goes? wrong\b",
        r"\bwhy not (?:just |simply |always )?(?:use )?[\w-]+(?: [\w-]+){0,2}\W*$",
    ),
    Form.PROS: any_of(r"\b(?:advantage|benefit|strength|upside|pro)s?\b", r"\bgood (?:at|for|about)\b"),
    Form.WHY: any_of(
        r"\bwhy\b",
        r"\bhow come\b",
        r"\bwhat(?:'s| is| are)? the (?:reasons?|point|purpose|motivation|idea behind)\b",
        r"\bwhat for\b",
        r"\bwhat (?:causes|happens)\b",
        r"\bmatters?\b",
    ),
    Form.WHICH: any_of(
        r"\b(?:which|what) (?:one )?(?:should|would)\b",
        rf"\b(?:which|what) {_CHOICES}\b",
        r"\bwhich (?:one |of (?:them|these|the two) )?(?:is|are) (?:the )?"
        r"(?:worse|more|most|right|preferred|\w+er|\w+st)\b",
        r"\bwhich (?:one )?(?:works|to use)\b",
        rf"^(?!what|how|why|explain|describe){NAME} or {NAME},? (?:for|when|if|in|on|with)\b",
    ),
    Form.WHEN: any_of(
        r"\bwhen\b",
        r"\bin (?:which|what) (?:case|cases|situations?)\b",
        r"\b(?:where|what)\b.*\bused?(?: for)?\W*$",
        r"\buse cases?\b",
        r"\b(?:applications?|uses) of\b",
        r"\bshould (?:i|we|you|one)\b",
        r"\bprefer\b",
        r"\bsuitable\b",
        r"\bchoose between\b",
    ),
    Form.SIGNS: any_of(
        r"\bhow (?:do|does|can|could|would|should|to) ?(?:i|we|you|one)? ?"
        r"(?:know|tell|detect|notice|recogni[sz]e|spot|see|identify)\b",
        r"\b(?:signs?|symptoms?|indicators?) of\b",
    ),
    Form.HOW: any_of(
        r"\bhow\b",
        r"\bsteps?\b",
        r"\bprocedure\b",
        r"\bwhat (?:can|could) (?:i|we|you|one) do\b",
        r"\bways? (?:to|of)\b",
        r"\b(?:fix|remed(?:y|ies)|solutions?|cures?) (?:for|to|of|against)\b",
        r"\bimplement\b",
        r"\bcompute[sd]?\b",
    ),
}
_HOW_GOOD = re.compile(r"\bhow (?:good|well)\b")
_AMOUNT = re.compile(
    r"\bhow (?:many|much|often|frequently|long|large|big|small|deep|high|low)\b"
    r"|\b(?:what|which)(?:'s| is| are)?(?: the| a)?(?: (?:typical|usual|good|right|best|default|common|reasonable))?"
    r" (?:values?|sizes?|numbers?|range|percentage)\b"
)

LONGEST_NAME = 4  # words of a thing that is asked about
_ASKING = re.compile(
    r"\?|^(?:(?:so|and|but|or|ok(?:ay)?|then|now|also|hi|hello|please|well)\b[, ]*)*"
    r"(?:what|how|why|when|which|where|who|is|are|am|was|do|does|did|can|could|should|would|will|has|have|explain"
    r"|describe|tell|give|show|name|list|define|compare|any|in (?:what|which))\b"
)
_CONDITION = re.compile(
    r"\bwhat (?:will |would |can |could )?(?:happens?|changes?|goes? wrong|is) (?:if|when) (?P<if>.+)"
)


def form_of(question: str) -> Form:
    """The form of a question; WHAT where nothing says otherwise."""
    said = plain(question)
    for depth in (Depth.INTERVIEW, Depth.SHORTER, Depth.SIMPLER, Depth.DEEPER):
        said = DEPTHS[depth].sub(" ", said)
    if _HOW_GOOD.search(said):
        return Form.WHAT
    if _AMOUNT.search(said):
        return Form.AMOUNT
    return next((form for form, pattern in _FORMS.items() if pattern.search(said)), Form.WHAT)


def form_in(request: str, standalone: str) -> Form:
    """The form of a request; where its own words have none, of what it stands for in its conversation."""
    form = form_of(untold(request))
    return form_of(standalone) if form is Form.WHAT else form


def asks(request: str) -> bool:
    """Whether a request is put as a question or names a subject, and does not tell how things are: "my loss is NaN"."""
    return len(request.split()) <= LONGEST_NAME or _ASKING.search(plain(request)) is not None


def subject_of(question: str) -> str:
    """A question without the words that give it its form: "drawbacks of trees" is about trees."""
    said = plain(question)
    pattern = _FORMS.get(form_of(question))
    bare = pattern.sub(" ", said) if pattern else said
    return bare if terms(bare) else said


def condition_in(question: str) -> str:
    """Under which condition something is asked: "what happens if k is too large?"; empty where there is none."""
    found = _CONDITION.search(plain(question))
    return found["if"] if found is not None else ""
