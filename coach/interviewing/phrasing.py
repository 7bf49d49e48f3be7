"""The interviewer's words that belong to no entry: what is said around questions, hints and verdicts.

Which of several wordings is used depends only on its arguments, so that a replayed interview reads the same.
"""

import re
from collections.abc import Sequence

from coach.events import Tone
from corpus.entries import Kind
from index.words import terms

_OPENINGS: dict[Tone, str] = {
    "friendly": "Hello, and thank you for taking the time. {} Take your time, and ask back whenever you like.",
    "neutral": "Good day. {} Let us begin.",
    "tough": "Let us not waste time. {}",
}
_LEAD_INS: dict[Tone, tuple[str, ...]] = {
    "friendly": (
        "Thank you. Let us move on.",
        "Good, next one.",
        "Thanks, here is another.",
        "All right, let us go on.",
    ),
    "neutral": ("Next question.", "Moving on.", "The next one."),
    "tough": ("Next.", "We have to keep moving.", "Let us see about this one."),
}
_NEW_TOPIC: dict[Tone, tuple[str, ...]] = {
    "friendly": ("Thank you. Let us turn to {}.", "Good. I would like to talk about {} now.", "Thanks. On to {}."),
    "neutral": ("Next: {}.", "Let us turn to {}.", "A question on {}."),
    "tough": ("Now {}.", "Let us see about {}.", "On to {}."),
}
_HARDER: dict[Tone, str] = {
    "friendly": "Let us go a little deeper here.",
    "neutral": "This one goes further.",
    "tough": "This one is harder.",
}
_EASIER: dict[Tone, str] = {
    "friendly": "Let us take a step back and look at the basics.",
    "neutral": "Let us go back to the basics.",
    "tough": "Back to the basics, then.",
}
_LAST: dict[Tone, str] = {
    "friendly": "One last question.",
    "neutral": "The last question.",
    "tough": "Last one.",
}
_REACTIONS: dict[Tone, tuple[str, str, str]] = {
    "friendly": ("That was strong.", "A good start.", "That was a hard one, do not worry."),
    "neutral": ("Good.", "Partly.", "That was thin."),
    "tough": ("Fine.", "I expected more.", "That would not do in a real interview."),
}
"""What is said to a good, a middling and a poor answer."""
GOOD, POOR = 0.7, 0.35  # scores from which, and below which, an answer is called so
TAKE_YOUR_TIME = "Take your time."
NO_MORE_HINTS = "I have no more hints for this one. Say what you can, or skip it."
TOO_SHORT = 3  # words: nobody can tell whether they are about the question
_TURNED_BACK: dict[str, dict[Tone, str]] = {
    "short": {
        "friendly": "Could you say a little more than that?",
        "neutral": "That is very short. Please say it in a sentence.",
        "tough": "A word is no answer. In a sentence, please.",
    },
    "instructions": {
        "friendly": "I think that was meant for somebody else. I would still like to hear your own answer.",
        "neutral": "That is no answer to my question.",
        "tough": "That will not get you anywhere with me. Answer the question.",
    },
    "gibberish": {
        "friendly": "I am afraid I could not follow that. Could you say it in a sentence or two?",
        "neutral": "I could not follow that. Please say it in a sentence.",
        "tough": "That made no sense to me. In sentences, please.",
    },
    "echo": {
        "friendly": "That is my question in your words; now I would like to hear the answer in them.",
        "neutral": "That repeats the question. What is your answer?",
        "tough": "You are giving me my own words back. What is your answer?",
    },
    "term list": {
        "friendly": "Those are the right sort of words. Can you put them into sentences: what does each do, and why?",
        "neutral": "Those are terms. What do they have to do with each other?",
        "tough": "Anybody can drop names. Put that into a sentence.",
    },
    "other language": {
        "friendly": "I am sorry, I can only judge answers in English here. Would you try it in English?",
        "neutral": "I can only judge answers in English. Please say it in English.",
        "tough": "In English, please: I cannot judge anything else.",
    },
}
_CLOSINGS: dict[str, dict[Tone, str]] = {
    "done": {
        "friendly": "That was my last question. Thank you, I enjoyed talking with you.",
        "neutral": "That was the last question. Thank you.",
        "tough": "That is all I have.",
    },
    "time": {
        "friendly": "Our time is up, I am afraid. Thank you for your answers.",
        "neutral": "The time is over. Thank you.",
        "tough": "Time is up.",
    },
    "candidate": {
        "friendly": "Of course, let us stop here. Thank you for coming.",
        "neutral": "We stop here, then. Thank you.",
        "tough": "As you wish. We stop here.",
    },
}
_CHOICE = re.compile(
    r"(?:\b(?:mean|about|for|assume|at|in)\b|,)\s+(?:you mean )?(.{2,40}?),? or (?:for |at |in )?(.{2,40})$"
)
_ASSUMING = re.compile(r"\b(?:assume|suppose|say that)\b")
_DETAIL = re.compile(r"\b(?:how (?:detailed|deep|long|much|far)|in detail)\b")
_SCOPE = {
    Kind.CONCEPT: "Say what it is, why it works or matters, and where its limits are.",
    Kind.PROCEDURE: "Walk me through what you would do, in order, and why each step is there.",
    Kind.BEHAVIOURAL: "Take one real situation: what it was, your task, what you did, how it ended, what you learnt.",
    Kind.DESIGN: "Start with the requirements, then data, model, serving, evaluation, monitoring; name the trade-offs.",
    Kind.CODING: "Describe the steps or write the code, and say what it costs in time and memory.",
    Kind.OPINION: "Take a position, give your reasons, and say when you would decide differently.",
}
_HINTS = {
    Kind.CONCEPT: "Begin with one sentence that says what it is; then ask what it is good for, and when it fails.",
    Kind.PROCEDURE: "Imagine doing it tomorrow: what would you look at first, and what comes after that?",
    Kind.BEHAVIOURAL: "Think of one project, and tell it as a story: situation, task, what you did, and the result.",
    Kind.DESIGN: "Begin with who uses it, and how much, how fast and how right it has to be.",
    Kind.CODING: "Begin with the inputs and outputs, then the plainest way that works.",
    Kind.OPINION: "Which side do you lean to, and what is the strongest reason against it?",
}


def opening(tone: Tone, questions: int, minutes: float | None) -> str:
    """What is said before the first question."""
    count = "I have one question for you" if questions == 1 else f"I have {questions} questions for you"
    spell = f"{round(minutes or 0)} minute{'' if round(minutes or 0) == 1 else 's'}"
    time = f", and we have {spell}" if minutes is not None else ""
    return _OPENINGS[tone].format(f"{count}{time}.")


def lead_in(tone: Tone, number: int, of: int, topic: str = "", harder: int = 0) -> str:
    """What is said before question `number`, from the second on.

    topic: of the question, where the one before had another; else empty. harder: 1 where it is harder than the one
    before within the same topic, -1 where it is easier.
    """
    if number == of and of > 2:
        return _LAST[tone]
    if topic:
        return _NEW_TOPIC[tone][(number - 2) % len(_NEW_TOPIC[tone])].format(topic)
    if harder:
        return (_HARDER if harder > 0 else _EASIER)[tone]
    return _LEAD_INS[tone][(number - 2) % len(_LEAD_INS[tone])]


def closing(tone: Tone, reason: str) -> str:
    """What is said at the end. reason: as in coach.events.Ended."""
    return _CLOSINGS[reason][tone]


def reaction(tone: Tone, score: float) -> str:
    """What is said to an answer before it is gone through."""
    good, middling, poor = _REACTIONS[tone]
    return good if score >= GOOD else poor if score < POOR else middling


def turned_back(tone: Tone, flags: Sequence[str], said: str, question: str) -> str:
    """What is said to words that are no answer, with the open question once more; empty where they are one."""
    flag = next((flag for flag in flags if flag in _TURNED_BACK), "")
    if flag in ("gibberish", "echo") and len(said.split()) <= TOO_SHORT:
        flag = "short"
    return f"{_TURNED_BACK[flag][tone]} {question}" if flag else ""


def clarification(question: str, kind: Kind, topics: Sequence[str], back: str = "", follow_up: str = "") -> str:
    """The question narrowed down, without a word of its answer.

    back: what the candidate asked. follow_up: the one that is open, where it is not the question itself.
    """
    reply = _replied(back, f"{question} {' '.join(topics)}")
    if follow_up:
        return f"{reply}I am still on this question: {question} What I would like to hear now: {_asked(follow_up)}"
    new = bool(topics) and not set(terms(topics[0])) <= set(terms(question))
    about = f" Take it in the context of {topics[0]}." if new and not reply else ""
    return f"{reply}{question}{about} {_SCOPE[kind]}".strip()


def _asked(follow_up: str) -> str:
    """The question in a follow-up, without what leads up to it."""
    last = re.split(r"(?<=[.:?!”]) ", follow_up)[-1]
    return last[:1].upper() + last[1:] if last.endswith("?") else follow_up


def _replied(back: str, known: str) -> str:
    """A reply to "do you mean this or that?": what the question itself settles, else the candidate's own choice."""
    if not back:
        return ""
    said = back.casefold().rstrip("?!. ")
    if found := _CHOICE.search(said):
        fits = [option for option in found.groups() if set(terms(option)) & set(terms(known))]
        if len(fits) == 1:
            return f"Think of {fits[0].strip()}. "
        return "Either will do: choose one, and tell me which. "
    if _ASSUMING.search(said):
        return "You may assume that; just say so when you use it. "
    if _DETAIL.search(said):
        return "As you would explain it to a colleague: the idea first, then what it rests on. "
    return "Let me narrow it down. "


def general_hint(kind: Kind) -> str:
    """A hint for a question that has none of its own: how to begin, not what to say."""
    return _HINTS[kind]
