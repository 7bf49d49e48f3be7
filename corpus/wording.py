"""What the wording of a line says: whether it asks, and what kind of question it is.

The words here are those of the language, not of any document: question words, auxiliaries, and the verbs by which one
person asks another to say or do something.
"""

import re
import unicodedata

from corpus import tongues
from corpus.entries import Kind

_POLITE = r"(?:(?:please|kindly|briefly|now|then|next|and|also|ok|so|in your own words)[,:]?\s+)*"
_WH = re.compile(
    _POLITE + r"(?:(?:in|on|at|for|to|from|by|with|under|of|about|until|through)\s+)?"
    r"(?:what|why|how|when|where|which|who|whose|whom)(?:['’](?:s|re|d|ll|ve))?\b",
    re.IGNORECASE,
)
_INVERTED = re.compile(
    _POLITE + r"(?:(?:why|when|where|who|how)(?:\s+(?:many|much|often|long|far|well|does one|else)(?:\s+\w+)?)?"
    r"|(?:what|which)(?:\s+(?!(?:i|we|you|they|he|she|it)\b)\w+){0,3})"
    r"\s+(?:do|does|did|is|are|was|were|can|could|would|will|should)\b",
    re.IGNORECASE,
)
"""A question even where it ends in a full stop: "Why do we need it."; "What we need is it." is none."""
_MIDWAY = re.compile(
    r".*\b(?:what|how|why|which|when|where)\s+(?:do|does|did|can|could|would|should|will)\s+(?:the|you|we|i|they|it|an?)\b",
    re.IGNORECASE,
)
_AUXILIARY = re.compile(
    _POLITE + r"(?:is|are|was|were|am|do|does|did|can|could|would|will|shall|should|has|have|had|may|might|must"
    r"|isn|aren|don|doesn|didn|couldn|wouldn|won|shouldn|hasn|haven)(?:['’]t)?\s+(?:you|we|i|it|they|there|the|an?|this"
    r"|that|these|those|your|our|one|any|all|[^\W\d]\w*)\b",
    re.IGNORECASE,
)
_SAYING = (
    r"explain|describe|define|discuss|compare|contrast|differentiate|distinguish|mention|outline|elaborate|tell|talk"
    r"|walk|give|provide|produce|implement|write|prove|derive|calculate|compute|summari[sz]e|illustrate|enumerate|suppose"
    r"|imagine|assume|given|consider|introduce|demonstrate|justify|recall|discus"
)
_DOING = (
    r"list|name|state|show|create|build|design|develop|code|program|draw|sketch|find|return|print|convert|reverse|sort"
    r"|check|determine|evaluate|estimate|identify|interpret|analy[sz]e|propose|suggest|select|query|get|count"
    r"|remove|delete|add|merge|join|display|retrieve|generate|simulate|train|fit|plot|use|construct|solve|simplify"
    r"|optimi[sz]e|argue|comment|classify|rank|predict|share|explore|fetch|group|filter|extract|swap|rotate|flatten"
    r"|validate|parse|model|test|debug|fix|say|let|make|divide|split|insert|replace|transform|update|configure|deploy"
    r"|run|install|set up|choose|pick|match|invert|serialize|detect|search|call|point out"
)
_OBJECT = (
    r"\s+(?:\w+\s+){0,2}?(?:an?|the|your|my|our|me|us|you|how|what|why|which|when|all|any|some|each|every|two|three"
    r"|four|five|several|various|different|few|many|most|at least|\d+|this|that|these|those|whether"
    r"|if|from|to|between|top)\b"
)
_REQUEST = re.compile(rf"{_POLITE}(?:(?:{_SAYING})\b(?!\s*[:=(])|(?:{_DOING}){_OBJECT})", re.IGNORECASE)
_SETTING = re.compile(rf"{_POLITE}(?:given|suppose|imagine|assume|consider|say|let|use|run|make|note)\b", re.IGNORECASE)
SENTENCE_END = re.compile(r"(?<=[.!?])[\"'”’)\]]*\s+(?=[\"'“‘(\[`<]*\w)")
_TRAILING = "\"'”’)]*_.`… "


def asks(text: str) -> bool:
    """Whether a title asks for an answer: its last or first sentence is a question or a request."""
    text = _readable(text)
    if not text:
        return False
    parts = SENTENCE_END.split(text)
    if ends_as_question(parts[-1]) or is_request(parts[-1]) or is_request(text) or ends_as_question(parts[0]):
        return True
    told = text[-1] in ".:!" and len(text.split()) > 4  # a sentence that tells, such as "When it rains, it pours."
    return (
        opens_as_question(text) or _MIDWAY.match(text) is not None
        if not told
        else _INVERTED.match(text) is not None and text[-1] == "."
    )


def asks_plainly(text: str) -> bool:
    """Whether one of its sentences ends as a question, or it is or ends with a request."""
    sentences = SENTENCE_END.split(_readable(text))
    return any(ends_as_question(part) for part in sentences) or is_request(sentences[-1]) or is_request(text)


def asks_outright(text: str) -> bool:
    """Whether a line of running text, its full stop or question mark included, is a question or a request."""
    text = _readable(text)
    if not text:
        return False
    sentences = SENTENCE_END.split(text)
    if ends_as_question(sentences[-1]):
        return True
    return text.endswith(".") and is_request(sentences[0]) and not _SETTING.match(text)


def ends_as_question(text: str) -> bool:
    """Whether a question mark ends it, whatever closes around it."""
    return text.rstrip(_TRAILING).endswith(("?", "\uff1f", "\u061f"))


def is_request(text: str) -> bool:
    """Whether a sentence tells someone to say or do something."""
    return _REQUEST.match(_readable(text)) is not None


def opens_as_question(text: str) -> bool:
    """Whether its first words are those of a question."""
    text = _readable(text)
    return _WH.match(text) is not None or _AUXILIARY.match(text) is not None or tongues.opens_as_question(text)


def _readable(text: str) -> str:
    """Letters of mathematical alphabets, by which some write bold, as plain ones; no markup in front."""
    return unicodedata.normalize("NFKC", text).strip().lstrip("*_\"'“‘([ ").rstrip()


COMMON_WORDS = frozenset(
    re.findall(
        r"\w+",
        "a about after all also an and any are as at be because been being between both but by can could describe did "
        "difference do does each explain for from give has have how i if in into is it its like may me mean more "
        "most much no not of often on one only or other our over same should so some such tell than that the their "
        "them then there these they this those to too two up use used using very was we were what when where which "
        "while who why will with within would you your",
    )
)
"""Words that say little about what a text is about."""

_KINDS = (
    (
        Kind.BEHAVIOURAL,
        r"\b(?:tell (?:me|us) about (?:a|the|your|an|one)|(?:a|the last) time (?:when|you|that)|describe (?:a|your) "
        r"(?:time|situation|experience|project|conflict|failure)|your (?:greatest|biggest|proudest|strengths?|weakness)"
        r"|have you ever|how familiar are you|why should we hire|where do you see yourself)\b",
    ),
    (Kind.DESIGN, r"\b(?:design|architect)\b.*\b(?:system|service|pipeline|platform|engine|architecture|feed|app)\b"),
    (Kind.DESIGN, r"\bhow would you (?:design|architect|build)\b"),
    (
        Kind.CODING,
        r"^(?:please )?(?:write|implement|code|program)\b|\b(?:write|create|implement) (?:a|an|the|some|your own) "
        r"(?:\w+ ){0,3}(?:function|program|query|class|script|method|code|algorithm|decorator|generator)\b"
        r"|\boutput of\b|what(?:['’]s| is) the output|\bsql query\b",
    ),
    (
        Kind.OPINION,
        r"\b(?:do you (?:think|prefer|like|believe)|your (?:favou?rite|opinion|view)|would you (?:rather|prefer)"
        r"|what excites you|which do you)\b",
    ),
    (
        Kind.PROCEDURE,
        r"^(?:and |so )?how (?:do|would|can|could|should|will|to|did|might) (?:you|we|i|one)?\b|\bhow to\b"
        r"|\bsteps?\b|\bwalk (?:me|us) through\b|\bwhat (?:would|should) you do\b|\bprocess of\b",
    ),
)
_KIND_PATTERNS = [(kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _KINDS]


_TELLS = re.compile(
    _POLITE + r"(?:explain|describe|define|discuss|compare|contrast|differentiate|distinguish|mention|outline|elaborate"
    r"|tell|talk|walk|summari[sz]e|enumerate|name|list)\b",
    re.IGNORECASE,
)


def asks_to_know(sentence: str) -> bool:
    """Whether a sentence asks for an explanation, rather than setting a task."""
    return ends_as_question(sentence) or opens_as_question(sentence)


def kind_of(question: str, answer: str = "") -> Kind:
    """The kind that the wording of a question points to; an answer that is mostly code makes it a coding question."""
    words = _readable(question)
    for kind, pattern in _KIND_PATTERNS:
        if pattern.search(words):
            return kind
    code = sum(len(block) for block in re.findall(r"^[ \t]*```.*?^[ \t]*```", answer, re.DOTALL | re.MULTILINE))
    if code > len(answer) / 2 and not any(
        _TELLS.match(part) or asks_to_know(part) for part in SENTENCE_END.split(words)
    ):
        return Kind.CODING
    return Kind.CONCEPT
