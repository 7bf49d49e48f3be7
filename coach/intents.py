"""What the user wants, from what they type into the one box: an explanation, a quiz, an interview, their progress.

Pure functions over the words and the conversation: the same with a model or without, and nobody picks a mode first.
Only clear cases are anything else than a question to explain, because a question that starts an interview is worse
than a request for one that is explained.
"""

import re
from typing import Annotated, Literal

from pydantic import Field

from coach import intent_words as wording
from coach import replies
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


class Prepare(Frozen):
    """Say how to prepare. days: until the interview, where they said so."""

    type: Literal["prepare"] = "prepare"
    days: int | None = None


class ListTopics(Frozen):
    """Say what there is to be asked about."""

    type: Literal["topics"] = "topics"


class ListQuestions(Frozen):
    """Show what may be asked about a subject, which is in the user's words."""

    type: Literal["questions"] = "questions"
    subject: str


class ListFollowUps(Frozen):
    """Show what an interviewer would ask next. answer: the one that was given last."""

    type: Literal["follow_ups"] = "follow_ups"
    answer: Explanation


class ShowSources(Frozen):
    """Show where an answer was read, the last one. doubted: whether the user thinks that it is wrong."""

    type: Literal["sources"] = "sources"
    answer: Explanation
    doubted: bool = False


class AboutCoach(Frozen):
    """Say who answers, and whether words leave this machine."""

    type: Literal["about"] = "about"


class SmallTalk(Frozen):
    """Nothing was asked. reply: what to say to it."""

    type: Literal["small_talk"] = "small_talk"
    reply: str


OfTheCoach = (
    Quiz
    | StartInterview
    | ShowProgress
    | Review
    | Prepare
    | ListTopics
    | ListQuestions
    | ListFollowUps
    | ShowSources
    | AboutCoach
    | SmallTalk
)
"""All but a question that is to be explained."""
Intent = Annotated[Explain | OfTheCoach, Field(discriminator="type")]


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
    if len(words) > wording.LONGEST_COMMAND:
        return said

    def right(word: str) -> str:
        bare = word.strip(".,!?")
        for known in wording.COMMANDS:
            slip = bare[:1] == known[0] and bare != known and OSA.distance(bare, known) == 1
            if slip and sorted(bare) != sorted(f"{known}s"):
                return word.replace(bare, known)
        return word

    return " ".join(right(word) for word in words)


def _meant(said: str, text: str, last: Explanation | None) -> Intent:
    told = last if last is not None and last.citations else None
    if (reply := _small_talk(said)) is not None:
        return SmallTalk(reply=reply)
    if wording.ANSWERING.match(said) and not (
        told is not None and wording.THAT.search(said)
    ):  # "answer that": just told
        return SmallTalk(reply=replies.ANSWERING)
    if wording.THE_COACH.match(said):
        return AboutCoach()
    asked = wording.POLITE.sub("", said, count=1)
    if (chosen := _suggestion(asked, last)) is not None:
        return _meant(chosen.casefold(), chosen, None)  # it may ask for a quiz
    if told is not None and (wording.SURE.match(said) or wording.WRONG.match(said)):
        return ShowSources(answer=told, doubted=wording.SURE.match(said) is None)
    if told is not None and wording.FOLLOW_UPS.match(asked):
        return ListFollowUps(answer=told)
    if (preparing := _preparing(asked)) is not None:
        return preparing
    if wording.TOPICS.match(asked):
        return ListTopics()
    if subject := _asked_about(asked, text):
        return ListQuestions(subject=subject)
    if wording.PROGRESS.search(asked):
        return ShowProgress()
    if wording.REVIEW.search(asked):
        return Review()
    if wording.STARTS_INTERVIEW.match(asked):
        return _interview(asked)
    if found := wording.QUIZ.match(asked):  # what follows says about what
        rest = next((part for part in found.groups() if part), "")
        rest = f" on{rest}" if found["practised"] else rest
        return _quiz(asked, rest, last)
    return Explain(text=text)


def _small_talk(said: str) -> str | None:
    """What to say to words that ask for nothing in the notes."""
    known = (
        (wording.ADDING, replies.ADDING),
        (wording.MANAGING, replies.MANAGING),
        (wording.HELLO, replies.HELLO),
        (wording.THANKS, replies.WELCOME),
        (wording.HELP, replies.HELP),
        (wording.BYE, replies.BYE),
        (wording.RUDE, replies.SORRY),
    )
    return next((reply for pattern, reply in known if pattern.match(said)), None)


def _preparing(asked: str) -> Prepare | None:
    """A request for a plan: asked for in words, or only an interview that is near."""
    soon = wording.SOON.match(asked)
    rest = wording.POLITE.sub("", asked[soon.end() :].strip(), count=1) if soon else asked
    if not ((soon and not rest.strip(" .?!")) or wording.PREPARE.match(rest)):
        return None
    if soon is None:
        return Prepare()
    if soon["day"]:
        return Prepare(days={"tomorrow": 1, "today": 0}.get(soon["day"]))
    if soon["next"]:
        return Prepare(days=wording.DAYS[soon["next"]])
    count = soon["n"] or ""
    number = 1 if count in ("a", "an") else wording.NUMBERS.get(count) or (int(count) if count.isdigit() else None)
    return Prepare(days=number * wording.DAYS[soon["unit"]] if number and soon["unit"] else None)


def _asked_about(asked: str, text: str) -> str:
    """The subject whose questions are to be shown, as it is written in text; empty where that is not what was asked."""
    found = next((match for pattern in wording.QUESTIONS if (match := pattern.match(asked))), None)
    subject = found["subject"].strip(" .?!,") if found else ""
    written = re.search(re.escape(subject), text, re.IGNORECASE)
    return (written[0] if written else subject) if terms(subject) else ""


def _suggestion(asked: str, last: Explanation | None) -> str | None:
    """The suggested question that "next" or a number means: of the list that the answer is, where it is one."""
    if last is None:
        return None
    listed = tuple(near.question for near in last.nearest) if last.answerable else ()
    suggested = listed or last.follow_ups
    if not suggested:
        return None
    if wording.NEXT.match(asked):
        return suggested[0]
    if found := wording.CHOSEN.match(asked):
        place = int(found["n"]) - 1 if found["n"] else wording.PLACES.get(found["word"], len(suggested) - 1)
        return suggested[place] if place < len(suggested) else None
    return None


def _interview(asked: str) -> StartInterview:
    questions = _number(wording.COUNT, asked)
    if questions is None and re.search(r"\b(?:short|quick)\b", asked) and not wording.MINUTES.search(asked):
        questions = wording.SHORT_INTERVIEW
    rest = asked.split("interview", 1)[1]
    return StartInterview(
        subject=_subject(rest), questions=questions, minutes=_number(wording.MINUTES, asked), level=_level(asked)
    )


def _quiz(asked: str, rest: str, last: Explanation | None) -> Quiz:
    subject = _subject(rest)
    this = last is not None and last.citations and (not subject or wording.THIS.search(rest))
    entry_ids = tuple(dict.fromkeys(citation.entry_id for citation in last.citations)) if last and this else ()
    return Quiz(
        subject="" if wording.THIS.search(rest) else subject,
        entry_ids=entry_ids,
        questions=_number(wording.COUNT, asked),
        level=_level(asked),
    )


def _subject(rest: str) -> str:
    """What follows "on" or "about", as far as it says something."""
    found = wording.ABOUT.search(wording.AS_A.sub("", rest).strip(" .?!,"))
    subject = found["subject"].strip(" .?!,") if found else ""
    return subject if terms(subject) else ""


def _number(pattern: re.Pattern[str], asked: str) -> int | None:
    found = pattern.search(asked)
    if found is None:
        return None
    return wording.NUMBERS.get(found["n"]) or int(found["n"])


def _level(asked: str) -> Level | None:
    found = wording.LEVEL.search(asked)
    return Level(found["level"]) if found else None
