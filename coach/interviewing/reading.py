"""What the candidate's words are taken for: an answer, an "I don't know", a question back, a wish to go on or to stop.

Only clear cases are taken for something else than an answer: an answer that starts modestly is an answer.
"""

import re
from collections.abc import Sequence

from coach.events import Reading
from coach.interviewing.commands import End, Pause, Skip

FEW = 4  # words of substance that may stand beside an "I don't know" without making it an answer
LONGEST_QUESTION = 30  # words of a question back; a longer one says something
_APOSTROPHES = {0x2019: "'", 0x02BC: "'", 0x60: "'"}


def _any(phrases: Sequence[str]) -> str:
    return f"(?:{'|'.join(phrases)})"


_DONT_KNOW = re.compile(
    r"\b"
    + _any(
        [
            r"i (?:really |honestly |just )?(?:do not|don't|dont|can't|cannot|could not|couldn't) "
            r"(?:really |honestly |actually )?(?:know|remember|recall|answer|say|tell|think of)",
            r"no (?:idea|clue)",
            r"(?:i'?m |i am )?(?:not|un) ?(?:really |too |entirely |fully )?(?:sure|certain)",
            r"(?:i have |i've )?never (?:heard|learn(?:ed|t)|came across|used)",
            r"dunno|idk|i have forgotten|i forgot|beats me|i give up|(?:i'll |i will )?pass",
            r"that(?:'s| is) (?:about )?(?:all|everything)"
            r"(?: that)?(?: i (?:can|could|know|remember|recall|have))?(?: say)?",
            r"nothing (?:more|else)(?: comes to mind)?",
        ]
    )
    + r"\b"
)
_FILLER = re.compile(
    r"\b"
    + r"(?:i|i'm|am|afraid|honestly|sorry|well|um|uh|hmm|it|this|that|about|the|a|an|of|to|right|now|at|all|anything"
    r"|anymore|more|any|on|really|just|be|honest|answer|question|one|but|so|and|for|me|my|in|is)" + r"\b"
)
_OPENING = ["so", "sorry,?", "hmm,?", "well,?", "ok(?:ay)?,?", "before i (?:answer|start),?"]
_OPENING += ["just to (?:be clear|clarify),?", "quick question[:,]?"]
_BACK = re.compile(
    f"^(?:{_any(_OPENING)} )*"
    + _any(
        [
            r"(?:do|did) you (?:mean|want)|you mean|what do you mean|what does .{1,40} mean here|what is meant",
            r"are you asking|is this (?:about|question)|is the question",
            r"(?:can|could|would) you (?:please )?(?:clarify|explain|rephrase|elaborate|narrow|simplify|be more"
            r"|put it|tell me more|give (?:me )?(?:some |more |a bit more )?(?:context|detail))",
            r"is (?:it|that) (?:about|asking)|does (?:it|that) (?:have to|need to)",
            r"(?:which|what) (?:kind|type|sort|context|setting|case)|in (?:which|what) (?:context|setting|case|sense)",
            r"should i|shall i|may i assume|can i assume|how (?:detailed|deep)|(?:for|at) training or",
        ]
    )
)
_LOST = re.compile(
    f"^(?:{_any(_OPENING)} )*"
    + _any(
        [
            r"what|huh|sorry|pardon(?: me)?|excuse me|come again|say (?:that|it) again",
            r"i (?:do not|don't|didn't|did not) (?:understand|get|follow|hear)"
            r"(?: (?:the|this|that|your|you|it))?(?: question)?",
            r"(?:(?:can|could|would) you )?(?:please )?(?:repeat|say|read)(?: (?:the question|that|it))?"
            r"(?: (?:once more|again))?(?:,? please)?",
            r"what was (?:the|your) question(?: again)?|once more,? please",
        ]
    )
    + r"[\s?.!]*$"
)
_HINT = re.compile(
    r"^(?:(?:can|could|may) i (?:please )?(?:get|have) |(?:please )?give me |i (?:need|want) |i(?:'d| would) like "
    r"|(?:can|could|would) you (?:please )?(?:give|offer) me )?"
    r"(?:an?|the|another|one more|any|some)(?: (?:little|small))? (?:hint|clue|tip|help)s?(?:,? please)?[\s?.!]*$"
    r"|^(?:please )?(?:hints?|clue|help)(?: me)?(?: please)?[\s?.!]*$"
    r"|^(?:can|could) you (?:please )?help(?: me)?(?: (?:out|with (?:this|it|that)(?: one)?|here))?(?:,? please)?"
    r"[\s?.!]*$"
)
_THINKING = re.compile(
    r"^(?:h+m+|u+m+|u+h+|well|ok(?:ay)?|so|good question)?[,.…\s]*"
    + _any(
        [
            r"let me (?:think|see)(?: (?:about (?:it|that|this)|for a (?:moment|second|minute)|first))*",
            r"(?:please )?(?:just )?(?:give me |i need )?(?:a|one) (?:moment|second|sec|minute)(?: to think)?"
            r"(?:,? please)?",
            r"(?:wait|hold on|hang on)(?: a (?:moment|second|sec|minute))?|i(?:'m| am) (?:still )?thinking",
            r"h+m+|u+m+|u+h+",
        ]
    )
    + r"[\s.…!]*$"
)


_MAY_I = (
    r"^(?:(?:ok(?:ay)?|well|sorry|h+m+|u+m+|so|please|actually|honestly|no)[,.]? )*"
    r"(?:(?:can|could|may|shall) (?:i|we) |let'?s |let us |let me |i(?:'d| would) (?:like to|rather|prefer to) "
    r"|i want to |i need to |i(?:'ll| will) )?(?:please |just )?"
)
_PLEASE = r"(?:,? (?:please|then|now|thanks|thank you))*[\s?.!]*$"
_ONE = r"(?: (?:this|that|it|the question|(?:this|that) (?:one|question)))?"
_SKIP = re.compile(
    _MAY_I
    + _any(
        [
            rf"(?:skip|leave out){_ONE}",
            rf"pass(?: on)?{_ONE}",
            r"(?:move|go) (?:on|ahead)(?: (?:to|with) (?:the )?(?:next|another)(?: one| question)?)",
            r"move on",
            r"(?:(?:have|get|do|take|see|go to|jump to|ask me) )?(?:the |an? )?(?:next|another|different)"
            r" (?:question|one)",
            r"next",
        ]
    )
    + _PLEASE
)
_END = re.compile(
    _MAY_I
    + _any(
        [
            r"(?:end|stop|finish|quit|abort|leave)(?: (?:the|this) interview)?(?: here| now| for (?:today|now))?",
            r"(?:that'?s|that is) enough(?: for (?:today|now))?",
            r"i(?:'m| am) done (?:for (?:today|now)|with (?:the|this) interview)",
            r"exit",
        ]
    )
    + _PLEASE
)
_PAUSE = re.compile(
    _MAY_I
    + _any(
        [
            r"pause(?: (?:the|this) interview| here| now| for (?:a (?:moment|minute|second)|now))?",
            r"(?:take|have|(?:i )?need) a (?:short |quick |little )?break",
        ]
    )
    + _PLEASE
)


def wish(text: str) -> Skip | End | Pause | None:
    """What these words ask of the interview, where they are nothing but that: to go on, to stop, to pause."""
    said = _plain(text)
    if _SKIP.search(said):
        return Skip()
    if _END.search(said):
        return End()
    return Pause() if _PAUSE.search(said) else None


def asks_for_a_hint(text: str) -> bool:
    """Whether these words are nothing but a request for a hint."""
    return _HINT.search(_plain(text)) is not None


def is_thinking(text: str) -> bool:
    """Whether somebody only says that they are still thinking."""
    return _THINKING.search(_plain(text)) is not None


def reads_as(text: str) -> Reading:
    """What these words are taken for."""
    said = _plain(text)
    if _LOST.search(said):
        return "confused"
    if said.endswith("?") and len(said.split()) <= LONGEST_QUESTION and _BACK.search(said):
        return "question"
    if _DONT_KNOW.search(said):
        rest = _FILLER.sub(" ", _DONT_KNOW.sub(" ", said))
        if len(re.findall(r"[^\W_]+", rest)) <= FEW:
            return "dont_know"
    return "answer"


def _plain(text: str) -> str:
    return " ".join(text.translate(_APOSTROPHES).casefold().split())
