"""The interviewer's words that belong to no entry: what is said around questions, hints and verdicts.

Which of several wordings is used depends only on its arguments, so that a replayed interview reads the same.
"""

from collections.abc import Sequence

from coach.events import Tone
from coach.grades import KeyPointVerdict, Verdict
from corpus.entries import Kind

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


def lead_in(tone: Tone, number: int) -> str:
    """What is said before question `number`; nothing before the first."""
    if number == 1:
        return ""
    words = _LEAD_INS[tone]
    return words[(number - 2) % len(words)]


def clarification(question: str, kind: Kind, topics: Sequence[str]) -> str:
    """The question narrowed down, without a word of its answer."""
    about = f" Take it in the context of {topics[0]}." if topics else ""
    return (
        f"I mean it as it stands: {question}{about} {_SCOPE[kind]} If it depends on the case, name the case you choose."
    )


def general_hint(kind: Kind) -> str:
    """A hint for a question that has none of its own: how to begin, not what to say."""
    return _HINTS[kind]


def feedback(verdicts: Sequence[KeyPointVerdict], flags: Sequence[str]) -> str:
    """A few sentences on an answer: what counted, what was wrong, what was missing."""
    if flag := next((_FLAGGED[flag] for flag in flags if flag in _FLAGGED), ""):
        return flag
    said = [v.key_point for v in verdicts if v.verdict is Verdict.COVERED]
    vague = [v.key_point for v in verdicts if v.verdict is Verdict.PARTIAL]
    wrong = [v.key_point for v in verdicts if v.verdict is Verdict.CONTRADICTED]
    missed = [v.key_point for v in verdicts if v.verdict is Verdict.MISSED]
    parts = [f"You made {len(said)} of {len(verdicts)} points."]
    if wrong:
        parts.append(f"Not right as you said it; it should be: {_listed(wrong)}")
    if vague:
        parts.append(f"Touched on, but not clear yet: {_listed(vague)}")
    if missed:
        parts.append(f"Missing: {_listed(missed)}")
    elif not wrong and not vague:
        parts.append("Nothing is missing.")
    return " ".join(parts)


_FLAGGED = {
    "empty": "There was nothing to grade in this answer.",
    "gibberish": "I could not read this as an answer.",
    "instructions": "This speaks to the grader instead of answering, so those words earned nothing.",
    "echo": "This repeats the question or a hint and adds nothing to it.",
    "term list": "These are terms, not statements: say what each of them does and why.",
    "off topic": "This does not answer the question that was asked.",
    "other language": "I can only grade answers in English without a language model, so this was not graded fairly.",
}


def _listed(points: Sequence[str], most: int = 3) -> str:
    shown = " ".join(point if point.endswith((".", "!", "?")) else f"{point}." for point in points[:most])
    more = len(points) - most
    return f"{shown} (and {more} more)" if more > 0 else shown
