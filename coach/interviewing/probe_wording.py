"""How a follow-up question is worded: an aspect of the open point is asked for, and the point itself is never said.

Around the question (coach.interviewing.probe_questions) stands what the candidate just said, in the tone of the
interview. Which of several wordings is used depends only on the arguments: of those that fit, the one that was heard
least so far.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from coach.events import Tone
from coach.grading.grades import KeyPointVerdict, Verdict
from coach.interviewing.point_subjects import subject
from coach.interviewing.probe_questions import ANYTHING, gives_away, questions
from coach.interviewing.statements import is_plural
from corpus.text import sentences
from index.words import STOP_WORDS, terms, words

QUOTED_WORDS = 12  # of the candidate's, at most, in a probe
FEWEST_QUOTED = 4  # words that are left of a quote which is cut at a comma
SHORT = 2  # words: an answer no longer than that is asked to be unfolded, whatever it is worth
LONGEST = 24  # words of a question
OFTEN = 2  # times that a form of question may be heard in an interview before another one is preferred
TRIED = 6  # questions that may be asked about one point, at most

_FILLERS = re.compile(
    r"^(?:(?:here|alternatively|importantly|well|so|okay|ok|yes|hm+|um+|and|but|also|then|basically"
    r"|i (?:would|'d) say(?: that)?|i (?:think|believe|guess)(?: that)?|as far as i know|the way i see it"
    r"|in my (?:experience|opinion|view)|i am not (?:fully |quite )?sure,? but)\b[,:]?\s*)+",
    re.IGNORECASE,
)
_OPENERS = frozenset(
    [
        "A",
        "An",
        "The",
        "It",
        "They",
        "This",
        "That",
        "These",
        "Those",
        "There",
        "We",
        "You",
        "If",
        "When",
        "With",
        "In",
        "For",
        "Each",
    ]
)
_CODE = re.compile(r"[=(){}\[\]_]")
_QUANTIFIERS = frozenset(["each", "every", "all", "both", "any", "some", "no"])
_TRAILING = re.compile(r"[,;]?\s*(?:i (?:think|believe|guess)|right|you know|and so on|etc\.?)$", re.IGNORECASE)
_FRAMES: dict[Tone, dict[str, tuple[str, ...]]] = {
    "friendly": {
        "missed": ("{}", "Let us stay with this a little. {}", "One more thing here. {}", "I am curious: {}"),
        "mentioned": (
            "You brought up {}. {}",
            "You mentioned {}, let me follow that. {}",
            "Let me pick up {}. {}",
        ),
        "said": ("You said “{}”. {}", "Staying with “{}”: {}", "I would like to build on “{}”. {}"),
        "partial": (
            "You said “{}”, and I would like to hear that more precisely. {}",
            "“{}”: can you unfold that? {}",
            "You are close with “{}”. {}",
        ),
        "wrong": (
            "You said “{}”. Are you sure about that? {}",
            "Let me come back to “{}”. Does that always hold? {}",
            "I am not sure about “{}”. {}",
        ),
        "unsure": (
            "You said “{}”. Help me understand how you mean that.",
            "How do you mean “{}”?",
            "Could you say “{}” in other words?",
        ),
    },
    "neutral": {
        "missed": ("{}", "Going on from there: {}", "One further point. {}"),
        "mentioned": ("You mentioned {}. {}", "About {}: {}", "Back to {}. {}"),
        "said": ("You said “{}”. {}", "On “{}”: {}", "Following from “{}”: {}"),
        "partial": ("You said “{}”. More precisely: {}", "“{}”, you said. {}", "On “{}”, please be exact. {}"),
        "wrong": (
            "You said “{}”. Is that right? {}",
            "“{}”: would you say that again? {}",
            "Please check “{}”. {}",
        ),
        "unsure": ("You said “{}”. What do you mean by that?", "What do you mean by “{}”?", "Please explain “{}”."),
    },
    "tough": {
        "missed": ("That is not all of it. {}", "You left something out. {}", "And? {}", "There is a gap. {}"),
        "mentioned": (
            "You named {} and went on. {}",
            "You cannot leave {} at that. {}",
            "You take {} for granted. {}",
        ),
        "said": ("“{}”, fine. {}", "“{}” is only half of it. {}", "You stop at “{}”. {}"),
        "partial": ("“{}” is vague. {}", "“{}”. That is too loose for me. {}", "“{}”? Be exact. {}"),
        "wrong": ("“{}”? I do not think so. {}", "I doubt that: “{}”. {}", "“{}”. Really? {}"),
        "unsure": (
            "“{}”. What is that supposed to mean, exactly?",
            "Explain “{}”. I do not follow.",
            "“{}” does not tell me anything yet. What do you mean?",
        ),
    },
}
_FROM_THE_START: dict[Tone, tuple[str, ...]] = {
    "friendly": (
        "Let us go back to the question: where would you begin?",
        "Back to what I asked: what comes to your mind first?",
    ),
    "neutral": ("Back to the question. Where would you begin?", "To the question, please. What comes first?"),
    "tough": ("That is not what I asked. Where would you begin?", "Back to my question. What comes first?"),
}


def worded(
    question: str,
    aim: KeyPointVerdict,
    said: str,
    tone: Tone,
    heard: Sequence[str] = (),
    about: str = "",
    written: str = "",
) -> str:
    """A follow-up question about an open key point.

    question: the one that is being answered. said: the candidate's last words. heard: the follow-ups of this interview
    so far. about: what a pronoun at the beginning of the point stands for. written: what the author of the point would
    ask, where it was not asked yet.
    """
    core = written or aspect(aim.key_point, question, said, about, heard)
    frames = _FRAMES[tone]
    if said and core in ANYTHING and not set(terms(said)) & set(terms(f"{question} {aim.key_point}")):
        return _freshest(_FROM_THE_START[tone], heard)  # nothing was said that could be completed
    unfolded = said if len(said.split()) <= SHORT else ""
    quote = quoted(aim.evidence or unfolded, aim.key_point)
    if quote and aim.verdict is Verdict.CONTRADICTED:
        return _put(_freshest(frames["wrong" if aim.sure else "unsure"], heard), core, quote)
    if quote and set(terms(quote)) & set(terms(aim.key_point)) - set(terms(question)):
        return _put(_freshest(frames["partial"], heard), core, quote)
    named = subject(aim.key_point, question, about)
    if named and _says(said, named):
        if not set(terms(named)) <= set(terms(question)) and named.split()[0] not in _QUANTIFIERS:
            return _put(_freshest(frames["mentioned"], heard), _with_pronoun(core, named), named)
        if quote := _clause_about(said, named, core):
            return _put(_freshest(frames["said"], heard), core, quote)
    return _put(_freshest(frames["missed"], heard), core)


def _put(frame: str, core: str, quote: str = "") -> str:
    """A frame with its question, and with words of the candidate's where it has a place for them."""
    if frame.endswith(": {}") and core.split()[0].casefold() in STOP_WORDS:
        core = core[:1].lower() + core[1:]
    if _CODE.search(quote):
        frame = frame.replace("You said", "You wrote").replace("you said", "you wrote")
    return frame.format(quote, core) if quote else frame.format(core)


def _with_pronoun(core: str, named: str) -> str:
    """A question about what was named right before it."""
    plural = is_plural(named)
    after = re.compile(rf"\b(about|with|of|for|choose|on) {re.escape(named)}(?!\w)")
    core = after.sub(rf"\1 {'them' if plural else 'it'}", core)
    return re.sub(rf"(?<!\w){re.escape(named)}(?!\w)", "they" if plural else "it", core)


def aspect(key_point: str, question: str, said: str = "", about: str = "", heard: Sequence[str] = ()) -> str:
    """The question that the key point is an answer to, as far as its form tells; it never tells the answer."""
    possible = [
        asked
        for asked in questions(key_point, question, about)
        if _sound(asked) and not _repeats(asked, question) and not gives_away(asked, key_point, question, said)
    ][:TRIED]
    possible = [asked for asked in possible if not any(text.endswith(asked) for text in heard)]
    possible += [asked for asked in ANYTHING if not any(text.endswith(asked) for text in heard)] or list(ANYTHING)
    forms = [_form(text) for text in heard]
    return min(possible, key=lambda asked: forms.count(_form(asked)) >= OFTEN)


def quoted(evidence: str, key_point: str = "") -> str:
    """The candidate's words, short enough to be said back: of several sentences the one nearest to the point."""
    wanted = set(terms(key_point))
    told = [evidence[span.start : span.end] for span in sentences(evidence)] or [evidence]
    plain = [_TRAILING.sub("", _FILLERS.sub("", " ".join(one.split())).rstrip(".!?,;: ")) for one in told]
    said = max(plain, key=lambda one: len(wanted & set(terms(one))), default="")
    if said.partition(" ")[0] in _OPENERS:
        said = said[0].lower() + said[1:]
    shown = said.split(" ")
    if len(shown) <= QUOTED_WORDS:
        return said
    at = next((n for n in range(QUOTED_WORDS, FEWEST_QUOTED, -1) if shown[n - 1].endswith((",", ";", ":"))), 0)
    if not at:
        at = QUOTED_WORDS
        while at > FEWEST_QUOTED and shown[at - 1].casefold() in STOP_WORDS:
            at -= 1
    return " ".join(shown[:at]).rstrip(",;: ") + " …"


def _sound(asked: str) -> bool:
    """Whether a question came out as one that somebody would ask."""
    if len(asked.split()) > LONGEST or any(asked.count(sign) % 2 for sign in '$`"'):
        return False
    if any(asked.count(opening) != asked.count(closing) for opening, closing in ("()", "[]", "“”")):
        return False
    spelled = asked.casefold().rstrip("?").split()
    return not any(one == other for one, other in pairwise(spelled)) and len(spelled) > 2


def _repeats(asked: str, question: str) -> bool:
    """Whether it is the question itself once more."""
    return set(words(asked)) <= set(words(question))


def _says(said: str, about: str) -> bool:
    """Whether somebody spoke of a subject by its name: its words of substance side by side, not here and there."""
    name, told = terms(about), terms(said)
    return bool(name) and any(told[n : n + len(name)] == name for n in range(len(told) - len(name) + 1))


def _clause_about(said: str, about: str, core: str) -> str:
    """A short sentence of the candidate's that names the subject and says something else of it; empty without one."""
    for span in sentences(said):
        one = quoted(said[span.start : span.end])
        new = set(terms(one)) - set(terms(about)) - set(terms(core))
        if _CODE.search(one):
            continue
        if _says(one, about) and len(new) > 1 and not one.endswith("…") and len(one.split()) >= FEWEST_QUOTED:
            return one
    return ""


def _freshest(frames: Sequence[str], heard: Sequence[str]) -> str:
    """The frame that was heard least, and not just now; the first of several."""
    used = [next((f for f in reversed(frames) if _pattern(f).fullmatch(text)), "") for text in heard]  # "{}" fits all
    return min(frames, key=lambda frame: (frame in used[-1:], used.count(frame)))


def _pattern(frame: str) -> re.Pattern[str]:
    return re.compile(re.escape(frame).replace(r"\{\}", "(.+)"), re.DOTALL)


def _form(asked: str) -> tuple[str, ...]:
    """What two questions share that sound alike: how the last sentence begins, and the verb it ends with."""
    last = re.split(r"[.:?!”…] ", asked.strip())[-1]
    spelled = [word.strip("?“”.,").casefold() for word in last.split()]
    same = {"do": "does", "are": "is", "was": "is", "were": "is"}
    begin = tuple(same.get(word, word) for word in spelled[:2])
    return (*begin, spelled[-1]) if begin[1:] in (("does",), ("is",), ("can",)) else begin


__all__ = ["aspect", "gives_away", "quoted", "subject", "worded"]
