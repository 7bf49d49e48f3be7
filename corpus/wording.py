"""What the wording of a line says: whether it asks, what kind of question it is, how hard it is marked.

The words here are those of the language, not of any document: question words, auxiliaries, and the verbs by which one
person asks another to say or do something.
"""

import re

_POLITE = r"(?:(?:please|kindly|briefly|now|then|next|and|also|ok|so)[,:]?\s+)*"
_ASKING = re.compile(
    _POLITE + r"(?:what|why|how|when|where|which|who|whose|whom|is|are|was|were|am|do|does|did|can|could|would|will"
    r"|shall|should|has|have|had|may|might|must|isn|aren|don|doesn|didn|can|couldn|wouldn|won|shouldn|hasn|haven)\b"
    r"(?:['’](?:s|t|re|d|ll|ve)\b)?",
    re.IGNORECASE,
)

_REQUEST = re.compile(
    _POLITE
    + r"(?:explain|describe|define|discuss|compare|contrast|differentiate|distinguish|list|name|mention|outline|state"
    r"|give|provide|tell|talk|walk|show|write|implement|create|build|design|develop|code|program|draw|sketch|derive"
    r"|prove|calculate|compute|find|return|print|convert|reverse|sort|check|determine|evaluate|estimate|identify"
    r"|illustrate|elaborate|summari[sz]e|interpret|analy[sz]e|propose|suggest|suppose|imagine|assume|consider|given"
    r"|select|query|get|count|remove|delete|add|merge|join|display|retrieve|generate|simulate|train|fit|plot|use"
    r"|construct|solve|simplify|optimi[sz]e|demonstrate|justify|argue|comment|recall|enumerate|classify|rank|predict"
    r"|share|introduce|explore|fetch|group|filter|extract|swap|rotate|flatten|validate|parse|model|test|debug|fix)\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"'”’)\]]*\s+(?=[\"'“‘(\[]*\w)")


def asks(text: str) -> bool:
    """Whether a line, read alone, asks for an answer: its last sentence is a question or a request."""
    text = text.strip().strip("*_ ")
    if not text:
        return False
    last = _SENTENCE_END.split(text)[-1]
    if last.rstrip("\"'”’)]*_. ").endswith("?"):
        return True
    return is_request(last) or is_request(text)


def is_request(text: str) -> bool:
    """Whether a sentence tells someone to say or do something."""
    return _REQUEST.match(text) is not None


def opens_like_question(text: str) -> bool:
    """Whether the first word is a question word or an auxiliary."""
    return _ASKING.match(text) is not None
