"""How an answer should be told, by the words of the request: simpler, shorter, deeper, by an example, in code ...

All in English, and the same with a model or without.
"""

import re
from enum import StrEnum

from index.words import terms


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


def any_of(*patterns: str) -> re.Pattern[str]:
    """One of the patterns."""
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
DEPTHS = {
    Depth.INTERVIEW: any_of(
        _AT_INTERVIEW,
        _TO_SAY,
        rf"^(?:{_WAS_ASKED})",
        r"how (?:should|do|would) i (?:answer|say|put)",
        r"interview(?:-ready)? answer",
        r"as (?:a candidate|an interviewee)",
    ),
    Depth.CODE: any_of(
        r"(?:show|give|see|write)(?: me)?(?: some| the)? code",
        r"code (?:example|please)",
        r"\b(?:and|with)(?: the| some)? code\b",
        r"in (?:python|code)\b",
        r"^code$",
    ),
    Depth.FORMULA: any_of(
        r"\bformula(?:s|e)?\b",
        r"\bmathematically\b",
        r"\b(?:in|with|do|show(?: me)?) (?:the )?(?:maths?|symbols|equations?)\b",
    ),
    Depth.EXAMPLE: any_of(
        r"(?:an?|another|more|for|any|concrete|simple|give|show)(?: me)?(?: an?| some| one)? "
        r"(?:concrete |real |worked |simple )?(?:examples?|instance)\b",
        r"^examples?\b",
        r"with numbers",
    ),
    Depth.SHORTER: any_of(
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
    Depth.SIMPLER: any_of(
        r"\bsimpl(?:er|y|ify)",
        _EASY_WORDS,
        rf"{_AS_IF}(?: an?)? {_NEW}",
        r"(?:as|for|at|to) (?:an? )?(?:junior|beginner|newcomer|child)",
        r"\beli5\b",
        r"too (?:complicated|hard)",
        r"do(?:n't|nt| not) (?:get|understand)",
    ),
    Depth.DEEPER: any_of(
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
_TELLING = any_of(
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
FILLER = re.compile(
    r"\b(?:please|can|could|would|will|you|it|that|this|me|i|the|a|an|explain|again|say|make|put|give|show|some|one"
    r"|thanks?|ok(?:ay)?|so|and|but|now|hmm|sorry|do|in|to|for|with|what|about|how|of|bit|little|much|still|is|too"
    r"|more|terms|words|then|else|anything|any|there|have)\b"
)
"""What may stand beside a request about the telling."""
_LOOSE = re.compile(r"\s[.,;?!]+(?=\s|$)")
"""Punctuation of what was left out."""


def depth_of(request: str) -> Depth:
    """How the answer should be told, by what the user said last."""
    said = plain(request)
    usual = Depth.SIMPLER if _told_to_somebody(said) else Depth.USUAL
    return next((depth for depth, pattern in DEPTHS.items() if pattern.search(said)), usual)


def untold(request: str) -> str:
    """A request without the words on how to tell it, which no note speaks of; whole where nothing else is in it."""
    whole = plain(request)
    if bare := _told_to_somebody(whole):
        return bare
    said = _TELLING.sub(" ", whole)
    return request if said == whole or not terms(FILLER.sub(" ", said)) else " ".join(_LOOSE.sub(" ", said).split())


def _told_to_somebody(said: str) -> str:
    """A request to explain something to somebody who knows nothing of it, without them; empty where it is none."""
    found = _EXPLAINED.match(said)
    return found["said"] if found is not None and terms(_ANYTHING.sub(" ", found["said"])) else ""


def only_depth(request: str) -> bool:
    """Whether a request is about the telling alone ("simpler, please"), so that its subject is the one before."""
    said = plain(request)
    if depth_of(said) is Depth.USUAL:
        return False
    for pattern in DEPTHS.values():
        said = pattern.sub(" ", said)
    return not terms(FILLER.sub(" ", said))


def plain(text: str) -> str:
    """In lower case, with plain apostrophes and single spaces."""
    return " ".join(text.translate({0x2019: "'", 0x2018: "'"}).casefold().split())
