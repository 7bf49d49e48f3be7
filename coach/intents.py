"""What the user wants, from what they type into the one box: an explanation, a quiz, an interview, their progress.

Pure functions over the words and the conversation: the same with a model or without, and nobody picks a mode first.
Only clear cases are anything else than a question to explain, because a question that starts an interview is worse
than a request for one that is explained.
"""

import re
from typing import Annotated, Literal

from pydantic import Field

from coach.explanation import Explanation
from corpus.entries import Frozen, Level
from index.words import terms


class Explain(Frozen):
    """Answer this. text: what to ask the notes; the words as typed, or the suggestion that they chose."""

    type: Literal["explain"] = "explain"
    text: str


class Quiz(Frozen):
    """Ask the user.

    subject: about what, in their words; empty means: whatever suits. entry_ids: what was just explained, where they
    said "this". questions: None where they did not say how many.
    """

    type: Literal["quiz"] = "quiz"
    subject: str = ""
    entry_ids: tuple[str, ...] = ()
    questions: int | None = None
    level: Level | None = None


class StartInterview(Frozen):
    """Begin a mock interview. subject: about what, in their words; questions and minutes: None where not said."""

    type: Literal["interview"] = "interview"
    subject: str = ""
    questions: int | None = None
    minutes: int | None = None
    level: Level | None = None


class ShowProgress(Frozen):
    """Show what the user is strong and weak at."""

    type: Literal["progress"] = "progress"


class Review(Frozen):
    """Go on with what is due today."""

    type: Literal["review"] = "review"


class SmallTalk(Frozen):
    """Nothing was asked. reply: what to say to it."""

    type: Literal["small_talk"] = "small_talk"
    reply: str


Intent = Annotated[Explain | Quiz | StartInterview | ShowProgress | Review | SmallTalk, Field(discriminator="type")]

COMMANDS = ("quiz", "interview", "start", "review", "progress", "weak", "weaknesses", "next", "what", "questions")
LONGEST_COMMAND = 12
SHORT_INTERVIEW = 3  # questions of an interview that is to be short or quick
NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}

_POLITE = re.compile(
    r"^(?:(?:please|ok(?:ay)?|now|so|hey|hi|hello|well|alright|then|great|thanks?|coach|and)[,.! ]+)*"
    r"(?:(?:can|could|would|will) (?:you|we|i) (?:please )?"
    r"|i(?:'d| would) like (?:you )?to |i(?:'d| would) like (?=an? )|i want (?:you )?to |i want (?=an? )"
    r"|let'?s (?:do |have |try )?|let us |how about |time for )?(?:please |just )?"
)
_QUIZ = re.compile(
    r"(?:quiz|test|examine|drill|question|grill) (?:me|us|my knowledge)\b(?P<rest>.*)"
    r"|(?:be |get )?quizzed (?P<rest4>(?:on|about) .*)"
    r"|(?:check|test) my (?:knowledge|understanding)\b(?P<rest5>.*)"
    r"|ask me (?:a |some |another |(?:\d+|\w+) )?(?:\w+ )?(?:questions?|one)\b(?P<rest2>.*)"
    r"|ask me something\b(?P<rest6>.*)"
    r"|(?:an? |start an? |give me an? |do an? )?(?:(?:short|quick|little|pop|mini|new) )?quiz"
    r"(?: (?=on|about)|[.!? ]*$)(?P<rest3>.*)"
)
_STARTS_INTERVIEW = re.compile(
    r"^(?:start|begin|run|hold|conduct|simulate|do|have|give me|take|try|practi[sc]e) "
    r"(?:(?!how|what|for|with)[\w'-]+ ){0,6}?interview\b(?! (?:answer|question|tip|guide|process|prep))"
    r"|^interview me\b"
    r"|^(?:an? )?(?:\w+ ){0,3}(?:mock|short|quick|practi[sc]e|\d+[- ]minutes?) interview\b"
    r"(?! (?:answer|question|tip|guide|process|prep))"
)
_PROGRESS = re.compile(
    r"^(?:what|where|(?:on |in |at )?(?:which|what) (?:topics?|areas?|subjects?|things?)) (?:am|'m) i "
    r"(?:still |most |really )?(?:weak(?:est)?|bad|strong(?:est)?|good|worst|best)\b"
    r"|^where (?:am i|do i stand)\b"
    r"|^(?:(?:show|see|tell)(?: me)?|what(?:'s| is| are)|how(?:'s| is)|list)? ?my (?:current |biggest |main )?"
    r"(?:progress|weak(?:nesse?s?| spots?| points?| topics?| areas?)|strengths?|results|scores?)"
    r"(?: (?:so far|please|now|today))*[.?! ]*$"
    r"|^how (?:well )?(?:am i (?:doing|getting on)|did i do)\b"
    r"|^what (?:should|do|must) i (?:need to |have to )?(?:study|learn|practi[sc]e|work on|improve)"
    r"(?: (?:next|first|today|now))?[.?! ]*$"
)
_REVIEW = re.compile(
    r"^what(?:'s| is) due\b(?! (?:to|process|diligence)\b)"
    r"|^(?:start |do |begin )?(?:my |the |a )?(?:review|revision)s?(?: session)?(?: now| today)?[.?! ]*$"
    r"|^(?:is )?anything due\b"
    r"|^what (?:do|should|must) i (?:have to |need to )?review(?: (?:next|first|today|now))?[.?! ]*$"
)
_NEXT = re.compile(
    r"^(?:next(?: (?:one|question|suggestion))?|continue|what(?:'s| is)? next|and next|go on to the next"
    r"|(?:the )?next one)[,.?! ]*(?:please)?[.?! ]*$"
)
_CHOSEN = re.compile(
    r"^(?:go on with |take |let'?s take |i'?ll take )?(?:(?:number |no\.? |#|option |question |the )?(?P<n>[123])"
    r"|the (?P<word>first|second|third|last)(?: (?:one|question))?)[,.?!) ]*(?:please)?[.?! ]*$"
)
_THANKS = re.compile(
    r"^(?:(?:thanks?(?: you)?(?: very much| a lot| so much)?|thx|cheers|great|perfect|got it|cool|nice|ok(?:ay)?"
    r"|that helps?|good)[,.! ]*)+$"
)
_HELLO = re.compile(r"^(?:hi|hello|hey|good (?:morning|afternoon|evening))(?: there)?[.! ]*(?:coach)?[.! ]*$")
_ABOUT = re.compile(r"\b(?:on|about|in|of|over|for|covering)\b (?P<subject>.+)$")
_THIS = re.compile(r"\b(?:this|that|it|these|those)(?: (?:topic|subject|question|one))?\b[.?! ]*$")
_COUNT = re.compile(r"\b(?P<n>\d{1,3}|" + "|".join(NUMBERS) + r")[- ](?:\w+ )?questions?\b")
_MINUTES = re.compile(r"\b(?P<n>\d{1,3}|" + "|".join(NUMBERS) + r")[- ]?(?:minutes?|min)\b")
_LEVEL = re.compile(r"\b(?P<level>junior|mid|senior)(?:[- ]level)?\b")
_AS_A = re.compile(
    r"\b(?:as|for|at) (?:an? )?(?:junior|mid|senior)\b.*$|\bwith \S+ questions?\b|\b(?:please|now|today)\b"
    r"|\blasting .*$"
)

HELLO = "Hello. Ask me anything in your notes, or say “start an interview” or “quiz me”."
WELCOME = "You are welcome. Ask on, or say “quiz me on this”."


def intent_of(text: str, last: Explanation | None = None) -> Intent:
    """What the user wants. last: the latest explanation of the conversation, for "this", "next" and "the second"."""
    said = " ".join(text.translate({0x2019: "'"}).casefold().split())
    meant = _meant(said, text.strip(), last)
    if isinstance(meant, Explain) and meant.text == text.strip() and (spelt := _spelt(said)) != said:
        other = _meant(spelt, text.strip(), last)
        return other if not isinstance(other, SmallTalk) else meant
    return meant


def _spelt(said: str) -> str:
    """The words with slips in the words of a command put right; those of a longer message are left alone."""
    from rapidfuzz.distance import OSA

    words = said.split()
    if len(words) > LONGEST_COMMAND:
        return said

    def right(word: str) -> str:
        bare = word.strip(".,!?")
        for known in COMMANDS:
            slip = bare[:1] == known[0] and bare != known and OSA.distance(bare, known) == 1
            if slip and sorted(bare) != sorted(f"{known}s"):
                return word.replace(bare, known)
        return word

    return " ".join(right(word) for word in words)


def _meant(said: str, text: str, last: Explanation | None) -> Intent:
    if _HELLO.match(said):
        return SmallTalk(reply=HELLO)
    if _THANKS.match(said):
        return SmallTalk(reply=WELCOME)
    asked = _POLITE.sub("", said, count=1)
    if (chosen := _suggestion(asked, last)) is not None:
        return Explain(text=chosen)
    if _PROGRESS.search(asked):
        return ShowProgress()
    if _REVIEW.search(asked):
        return Review()
    if _STARTS_INTERVIEW.match(asked):
        return _interview(asked)
    if found := _QUIZ.match(asked):  # what follows says about what
        rest = next((part for part in found.groups() if part), "")
        return _quiz(asked, rest, last)
    return Explain(text=text)


def _suggestion(asked: str, last: Explanation | None) -> str | None:
    """The suggested question that "next" or a number means."""
    suggested = last.follow_ups if last is not None else ()
    if not suggested:
        return None
    if _NEXT.match(asked):
        return suggested[0]
    if found := _CHOSEN.match(asked):
        places = {"first": 0, "second": 1, "third": 2, "last": len(suggested) - 1}
        place = int(found["n"]) - 1 if found["n"] else places[found["word"]]
        return suggested[place] if place < len(suggested) else None
    return None


def _interview(asked: str) -> StartInterview:
    questions = _number(_COUNT, asked)
    if questions is None and re.search(r"\b(?:short|quick)\b", asked) and not _MINUTES.search(asked):
        questions = SHORT_INTERVIEW
    rest = asked.split("interview", 1)[1]
    return StartInterview(
        subject=_subject(rest), questions=questions, minutes=_number(_MINUTES, asked), level=_level(asked)
    )


def _quiz(asked: str, rest: str, last: Explanation | None) -> Quiz:
    subject = _subject(rest)
    this = last is not None and last.citations and (not subject or _THIS.search(rest))
    entry_ids = tuple(dict.fromkeys(citation.entry_id for citation in last.citations)) if last and this else ()
    return Quiz(
        subject="" if _THIS.search(rest) else subject,
        entry_ids=entry_ids,
        questions=_number(_COUNT, asked),
        level=_level(asked),
    )


def _subject(rest: str) -> str:
    """What follows "on" or "about", as far as it says something."""
    found = _ABOUT.search(_AS_A.sub("", rest).strip(" .?!,"))
    subject = found["subject"].strip(" .?!,") if found else ""
    return subject if terms(subject) else ""


def _number(pattern: re.Pattern[str], asked: str) -> int | None:
    found = pattern.search(asked)
    if found is None:
        return None
    return NUMBERS.get(found["n"]) or int(found["n"])


def _level(asked: str) -> Level | None:
    found = _LEVEL.search(asked)
    return Level(found["level"]) if found else None
