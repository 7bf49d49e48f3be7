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


class Depth(StrEnum):
    """How the answer should be told."""

    USUAL = "usual"
    SIMPLER = "simpler"
    SHORTER = "shorter"
    DEEPER = "deeper"
    EXAMPLE = "example"
    CODE = "code"
    FORMULA = "formula"
    INTERVIEW = "interview"


class Comparison(Frozen):
    """Two things that a question sets against each other, in the question's words."""

    left: str
    right: str


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


_AT_INTERVIEW = r"(?:in (?:an|the|my) |for (?:an |the |my )?)interviews?"
_TO_SAY = r"what (?:should|do|can|would|could) i (?:say|answer|tell|have (?:said|answered))"
_WAS_ASKED = (
    r"(?:(?:my|the|an|one) interviewer|they|somebody|someone) asked me (?:about |on |to explain )?"
    r"|i (?:was|got) asked (?:about |to explain )?"
)
_FROZE = (
    r",? and i (?:froze|blanked|panicked|had no (?:idea|answer)"
    r"|(?:did not|didn't|couldn't|could not) (?:know|answer)(?: it| that)?)"
)
_IN_ONE_SENTENCE = r"\bin (?:one|a single|a|1) (?:short )?(?:sentence|line)\b"
_QUICK_VERSION = r"\b(?:the |an? )?(?:short|quick|\w+[- ](?:second|minute))s? (?:version|answer|summary)\b"
_EASY_WORDS = r"in (?:simple|plain|easy|other) (?:words|terms|english)"
_LISTENER = (
    r"\bto (?:my |an? |the |some |your )?(?:(?:product |business |project )?(?:grand(?:mother|father|ma|pa)|granny"
    r"|mother|mum|mom|child|kid|manager|boss|lay(?:man|person|people)|ceo|executive|stakeholder|customer|client)s?\b"
    r"|(?:\w+[- ]year[- ]old|non[- ]?(?:technical|expert)s?)(?: \w+)?)(?: child| kid)?"
)
"""Somebody who knows nothing of it: to explain it to them is to explain it simply."""
_AS_IF, _NEW = r"(?:like|as if) i(?:'m| am| was| were)", r"(?:five|5|ten|10|new|junior|beginner|child)"
_DEPTHS = {
    Depth.INTERVIEW: _any(
        _AT_INTERVIEW,
        _TO_SAY,
        rf"^(?:{_WAS_ASKED})",
        r"how (?:should|do|would) i (?:answer|say|put)",
        r"interview(?:-ready)? answer",
        r"as (?:a candidate|an interviewee)",
    ),
    Depth.CODE: _any(
        r"(?:show|give|see|write)(?: me)?(?: some| the)? code",
        r"code (?:example|please)",
        r"\b(?:and|with)(?: the| some)? code\b",
        r"in (?:python|code)\b",
        r"^code$",
    ),
    Depth.FORMULA: _any(
        r"\bformula(?:s|e)?\b",
        r"\bmathematically\b",
        r"\b(?:in|with|do|show(?: me)?) (?:the )?(?:maths?|symbols|equations?)\b",
    ),
    Depth.EXAMPLE: _any(
        r"(?:an?|another|more|for|any|concrete|simple|give|show)(?: me)?(?: an?| some| one)? "
        r"(?:concrete |real |worked |simple )?(?:examples?|instance)\b",
        r"^examples?\b",
        r"with numbers",
    ),
    Depth.SHORTER: _any(
        r"\bshorter\b",
        r"\bin short\b",
        r"\bbriefly\b",
        r"\btl;?dr\b",
        _IN_ONE_SENTENCE,
        r"\btoo long\b",
        rf"{_QUICK_VERSION}",
        r"\bsum (?:it|that|this) up\b",
        r"\bsummar(?:y|i[sz]e (?:it|that|this))\b",
    ),
    Depth.SIMPLER: _any(
        r"\bsimpl(?:er|y|ify)",
        _EASY_WORDS,
        rf"{_AS_IF}(?: an?)? {_NEW}",
        r"(?:as|for|at|to) (?:an? )?(?:junior|beginner|newcomer|child)",
        r"\beli5\b",
        r"too (?:complicated|hard)",
        r"do(?:n't|nt| not) (?:get|understand)",
    ),
    Depth.DEEPER: _any(
        r"\bdeeper\b",
        r"(?:as|for|at) (?:an? )?(?:senior|expert)",
        r"in (?:more )?(?:depth|detail)",
        r"more (?:detail|depth|about (?:it|this|that))",
        r"\bmore detailed\b",
        r"tell me more",
        r"go on\b",
        r"elaborate",
        r"\bfurther\b",
        r"^(?:more|and)\b[.!? ]*$",
        r"^(?:and |is there )?(?:(?:any ?thing|what) else|any(?:thing)? more)\b(?: to (?:say|add|know))?[.!? ]*$",
        r"the (?:maths?|details|derivation)",
    ),
}
_AUDIENCE = r"(?:junior|mid|senior|beginner|newcomer|expert|child|five[- ]year[- ]old)"
_TELLING = _any(
    rf"(?:explain (?:it |this )?)?(?:to me )?{_AS_IF}(?: an?)? {_NEW}(?: years? old| to (?:it|this))?\b",
    rf"\b(?:as|for|at|to)(?: an?| the)? {_AUDIENCE}s?\b(?:[- ]level)?",
    rf"\b{_EASY_WORDS}\b",
    r"\b(?:eli5|briefly|in short|tl;?dr|in (?:more |great )?(?:depth|detail))\b",
    _IN_ONE_SENTENCE,
    r"\bgo(?:ing)? deeper(?: into| on)?\b",
    r",? \b(?:i|we) (?:only |just )?have (?:\w+ ){0,2}(?:minutes?|seconds?)\b",
    r"\bin (?:\w+|\d+) (?:minutes?|seconds|sentences|words)\b",
    rf"\b{_AT_INTERVIEW}\b",
    rf"\b{_TO_SAY}\b",
    rf"^{_WAS_ASKED}",
    rf"{_FROZE}\b",
    rf"(?:\b(?:give me|i (?:want|need)) )?{_QUICK_VERSION}",
    r"\b(?:(?:show|give|write)(?: me)? |what(?:'s| is| are) )?(?:the )?formula(?:s|e)? (?:of|for)\b",
)
"""How the answer should be told, said in so many words that they are never what it is about."""
_EXPLAINED = re.compile(
    r"^(?:how (?:do|would|should|could|can|to) ?(?:i|you|we)? (?:best )?|(?:can|could) you )?"
    rf"(?P<said>(?:explain|describe) .+?),? {_LISTENER}\W*$"
)
_ANYTHING = re.compile(
    r"\b(?:explain|describe|technical|complex|complicated|difficult|your|an?|the|some|something|things?|model|models"
    r"|concepts?|results?|findings|problems?|projects?|work|decisions?|machine|learning|how|works?|predictions?)\b"
)
"""To explain something of the kind to others is a question about working with them, and stays as it is."""
_FILLER = re.compile(
    r"\b(?:please|can|could|would|will|you|it|that|this|me|i|the|a|an|explain|again|say|make|put|give|show|some|one"
    r"|thanks?|ok(?:ay)?|so|and|but|now|hmm|sorry|do|in|to|for|with|what|about|how|of|bit|little|much|still|is|too"
    r"|more|terms|words|then|else|anything|any|there|have)\b"
)
_NAME = r"[^\s?.!()]+(?: [^\s?.!()]+)?(?: \([^()]*\))?"  # with its long form behind it
_CHOICES = (
    r"(?:\w+ )?(?:metrics?|models?|algorithms?|methods?|loss(?:es)?|functions?|optimi[sz]ers?|tests?|techniques?"
    r"|approach(?:es)?|scores?|measures?|kernels?|distances?|architectures?|features?|value|size)"
    r" (?:for|to use|should|would|is best|is better|do (?:i|you|we)|works?|when|if)"
)
"""Things of which one is to be chosen: "which metric for imbalanced data?"."""
_FORMS = {
    Form.DIFFERENCE: _any(
        r"\bdiffer(?:s|ent|ence|ences)?\b",
        r"\bvs\.?(?:\s|$)",
        r"\bversus\b",
        r"\bcompar(?:e|es|ed|ison)\b",
        r"\bdistinguish",
        r"\bcontrast\b",
        r"\bbetter than\b",
        r"\bthe same (?:thing )?as\b",
    ),
    Form.COMPLEXITY: _any(
        r"\bcomplexity(?: of\b|\W*$)",
        r"\b(?:time|space|memory|computational|algorithmic) complexity\b",
        r"\bbig[- ]?o\b",
        r"\bhow (?:expensive|slow|fast|costly)\b",
        r"\brun(?:ning)?[- ]?time of\b",
    ),
    Form.EXAMPLE: _any(r"\bexamples?\b", r"\bfor instance\b", r"\b(?:such as|like what|e\.g\.?)\W*$"),
    Form.BALANCE: _any(
        r"\bpros (?:and|&|/|or) cons\b",
        r"\badvantages? (?:and|&|/|or) (?:dis|draw|limit)\w+",
        r"\bstrengths? (?:and|&|/|or) weakness",
        r"\btrade-?offs? of\b",
    ),
    Form.CONS: _any(
        r"\b(?:disadvantage|drawback|downside|limitation|weakness|shortcoming|con|pitfall)(?:e?s)?\b",
        r"\bproblems? (?:of|with)\b",
        r"\b(?:bad|worse|wrong) (?:at|with|about|for)\b",
        r"\bwhen (?:not to|does it fail|(?:shouldn't|should not)|(?:should|would|do) (?:i|you|we|one) (?:not|avoid))\b",
        r"\bwhen to avoid\b",
        r"\bwhat (?:can )?goes? wrong\b",
    ),
    Form.PROS: _any(r"\b(?:advantage|benefit|strength|upside|pro)s?\b", r"\bgood (?:at|for|about)\b"),
    Form.WHY: _any(
        r"\bwhy\b",
        r"\bhow come\b",
        r"\bwhat(?:'s| is| are)? the (?:reasons?|point|purpose|motivation|idea behind)\b",
        r"\bwhat for\b",
        r"\bwhat (?:causes|happens)\b",
        r"\bmatters?\b",
    ),
    Form.WHICH: _any(
        r"\b(?:which|what) (?:one )?(?:should|would)\b",
        rf"\b(?:which|what) {_CHOICES}\b",
        r"\bwhich (?:one |of (?:them|these|the two) )?(?:is|are) (?:the )?"
        r"(?:worse|more|most|right|preferred|\w+er|\w+st)\b",
        r"\bwhich (?:one )?(?:works|to use)\b",
        rf"^(?!what|how|why|explain|describe){_NAME} or {_NAME},? (?:for|when|if|in|on|with)\b",
    ),
    Form.WHEN: _any(
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
    Form.SIGNS: _any(
        r"\bhow (?:do|does|can|could|would|should|to) ?(?:i|we|you|one)? ?"
        r"(?:know|tell|detect|notice|recogni[sz]e|spot|see|identify)\b",
        r"\b(?:signs?|symptoms?|indicators?) of\b",
    ),
    Form.HOW: _any(
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

_PRONOUN = re.compile(r"\b(?:i|you|we|it|its|they|them|this|that|these|those|one|ones)\b", re.IGNORECASE)
LONGEST_NAME = 4  # words of a thing that is asked about
_ASKING = re.compile(
    r"\?|^(?:(?:so|and|but|or|ok(?:ay)?|then|now|also|hi|hello|please|well)\b[, ]*)*"
    r"(?:what|how|why|when|which|where|who|is|are|am|was|do|does|did|can|could|should|would|will|has|have|explain"
    r"|describe|tell|give|show|name|list|define|compare|any|in (?:what|which))\b"
)
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
_CONDITION = re.compile(
    r"\bwhat (?:will |would |can |could )?(?:happens?|changes?|goes? wrong|is) (?:if|when) (?P<if>.+)"
)
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
        rf"(?P<left>{_NAME}) or (?P<right>{_NAME}){_END}",
        rf"^when (?:to use |should (?:i|we|one|you) (?:use|prefer|choose) |would you use )(?P<left>.+?)"
        rf" (?:or|instead of|rather than|over) (?P<right>.+?){_END}",
    )
]


_LOOSE = re.compile(r"\s[.,;?!]+(?=\s|$)")
"""Punctuation of what was left out."""


def form_of(question: str) -> Form:
    """The form of a question; WHAT where nothing says otherwise."""
    said = _plain(question)
    for depth in (Depth.INTERVIEW, Depth.SHORTER, Depth.SIMPLER, Depth.DEEPER):
        said = _DEPTHS[depth].sub(" ", said)
    if _HOW_GOOD.search(said):
        return Form.WHAT
    if _AMOUNT.search(said):
        return Form.AMOUNT
    return next((form for form, pattern in _FORMS.items() if pattern.search(said)), Form.WHAT)


def asks(request: str) -> bool:
    """Whether a request is put as a question or names a subject, and does not tell how things are: "my loss is NaN"."""
    return len(request.split()) <= LONGEST_NAME or _ASKING.search(_plain(request)) is not None


def subject_of(question: str) -> str:
    """A question without the words that give it its form: "drawbacks of trees" is about trees."""
    said = _plain(question)
    pattern = _FORMS.get(form_of(question))
    bare = pattern.sub(" ", said) if pattern else said
    return bare if terms(bare) else said


def depth_of(request: str) -> Depth:
    """How the answer should be told, by what the user said last."""
    said = _plain(request)
    usual = Depth.SIMPLER if _told_to_somebody(said) else Depth.USUAL
    return next((depth for depth, pattern in _DEPTHS.items() if pattern.search(said)), usual)


def untold(request: str) -> str:
    """A request without the words on how to tell it, which no note speaks of; whole where nothing else is in it."""
    whole = _plain(request)
    if bare := _told_to_somebody(whole):
        return bare
    said = _TELLING.sub(" ", whole)
    return request if said == whole or not terms(_FILLER.sub(" ", said)) else " ".join(_LOOSE.sub(" ", said).split())


def _told_to_somebody(said: str) -> str:
    """A request to explain something to somebody who knows nothing of it, without them; empty where it is none."""
    found = _EXPLAINED.match(said)
    return found["said"] if found is not None and terms(_ANYTHING.sub(" ", found["said"])) else ""


def only_depth(request: str) -> bool:
    """Whether a request is about the telling alone ("simpler, please"), so that its subject is the one before."""
    said = _plain(request)
    if depth_of(said) is Depth.USUAL:
        return False
    for pattern in _DEPTHS.values():
        said = pattern.sub(" ", said)
    return not terms(_FILLER.sub(" ", said))


def condition_in(question: str) -> str:
    """Under which condition something is asked: "what happens if k is too large?"; empty where there is none."""
    found = _CONDITION.search(_plain(question))
    return found["if"] if found is not None else ""


def subject_named(question: str) -> str:
    """The thing that a short question is about, in its words: "and bagging?" is about bagging; empty where unclear."""
    said = re.sub(r"\s+works?$", "", _OPENING.sub("", " ".join(question.split())).strip(" ?.!,"))
    named = len(said.split()) <= LONGEST_NAME and terms(said) and not _PRONOUN.search(said)
    return said if named else ""


def compares_what_was_said(request: str) -> bool:
    """Whether a request compares things that it does not name: "what's the difference?", "which one is better?"."""
    said = _plain(request)
    if comparison_in(said) is not None or not _WHICH.search(said):
        return False
    return len(terms(_FILLER.sub(" ", _WHICH.sub(" ", said)))) <= 1


def with_side_named(request: str, before: str) -> str:
    """A request in which "the former", "the second one" are replaced by that side of a comparison made before."""
    sides, pointed = comparison_in(before), _ONE_OF_TWO.search(request)
    if sides is None or pointed is None:
        return request
    side = sides.left if pointed["former"] or pointed["first"] else sides.right
    return f"{request[: pointed.start()]}{side}{request[pointed.end() :]}"


def comparison_in(question: str) -> Comparison | None:
    """The two things that a question compares, if it does."""
    said = _plain(question)
    for pattern in _PAIRS:
        if (found := pattern.search(said)) and terms(found["left"]) and terms(found["right"]):
            whole = _FURTHER.sub("", found["right"])
            bare = _CIRCUMSTANCE.sub("", whole)
            right = bare if terms(bare) and not _CIRCUMSTANCE.search(found["left"]) else whole
            return Comparison(left=found["left"].strip(), right=right.strip())
    return None


def _plain(text: str) -> str:
    return " ".join(text.translate({0x2019: "'", 0x2018: "'"}).casefold().split())
