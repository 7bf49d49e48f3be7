"""What an answer was worth, in words: what counted, what was wrong, what was missing."""

from collections.abc import Sequence

from coach.grading.grades import KeyPointVerdict, Verdict


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


def left_open(points: Sequence[str]) -> str:
    """What is said where nothing was answered."""
    return f"This one stayed open. What to know: {_listed(points)}" if points else "This one stayed open."


def _listed(points: Sequence[str], most: int = 3) -> str:
    shown = " ".join(point if point.endswith((".", "!", "?")) else f"{point}." for point in points[:most])
    more = len(points) - most
    return f"{shown} (and {more} more)" if more > 0 else shown
