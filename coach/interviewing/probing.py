"""Follow-up questions: each aims at one key point that the answer missed, left vague or got wrong.

What the entry's author would ask for the point comes first. Else parts of a story and of a design have questions of
their own; then the entry's follow-ups are taken, where one is about that point, and last a question worded from the
point's form (coach.interviewing.probe_wording).
"""

import re
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from coach.events import Tone
from coach.grading.grades import KeyPointVerdict, Verdict
from coach.grading.key_points import key_points
from coach.interviewing.commands import Probe
from coach.interviewing.probe_wording import worded
from corpus.entries import Entry, FollowUp, Kind
from index.words import terms

Embed = Callable[[Sequence[str]], NDArray[np.float32]]
"""Texts to unit vectors."""

FITS = 0.55  # cosine between a follow-up with its good reply and a key point, from which it is about that point
_STAR: dict[str, dict[Tone, tuple[str, ...]]] = {
    "situation": {
        "friendly": (
            "Take me there for a moment: what was the project, and why did it matter?",
            "Help me picture it: where was this, and what depended on it?",
        ),
        "neutral": (
            "What was the situation: the project, and why did it matter?",
            "Where was this, and what depended on it?",
        ),
        "tough": (
            "I cannot picture this yet. What was the project, and who would have noticed if it failed?",
            "That could be any project. Which one was it, and what was at stake?",
        ),
    },
    "task": {
        "friendly": (
            "And what was your own part in it: what were you asked to do?",
            "What was it that you had to achieve there?",
        ),
        "neutral": ("What exactly was your own task or goal there?", "What were you responsible for?"),
        "tough": (
            "You say what happened. What were you responsible for, you personally?",
            "What was the goal, and was it yours or somebody else's?",
        ),
    },
    "action": {
        "friendly": (
            "I would love to hear what you did, step by step.",
            "How did you go about it? Take me through the steps.",
        ),
        "neutral": ("What did you yourself do, step by step?", "How did you go about it, in order?"),
        "tough": (
            "Be concrete: what did you do, not the team? In order, please.",
            "I hear what was done. What did you do with your own hands?",
        ),
    },
    "result": {
        "friendly": (
            "And how did it turn out in the end? A number would help me, if you have one.",
            "What had changed by the end, and by how much?",
        ),
        "neutral": (
            "How did it end? Give me the outcome, with a number if you have one.",
            "What was the outcome, in numbers?",
        ),
        "tough": ("What came out of it? I want a number.", "Did it work? How do you know?"),
    },
    "reflection": {
        "friendly": (
            "Looking back now, what did you take from it?",
            "If you had to do it again, what would you do differently?",
        ),
        "neutral": (
            "Looking back, what did you learn, or what would you do differently?",
            "What would you do differently today?",
        ),
        "tough": (
            "What was your own mistake in this, and what have you changed since?",
            "And what did that teach you? No platitudes, please.",
        ),
    },
}
_DESIGN = {
    "requirements": "Let us go back a step: which requirements would you settle before you design anything?",
    "data": "Which data would you use, and how would you get and check the labels?",
    "model": "Which model would you start with, and why that one?",
    "serving": "How would you serve it: online or in batches, and within which latency?",
    "evaluation": "How would you know that it works, offline and then with users?",
    "monitoring": "It is live now. What do you watch, and what do you do when it drifts?",
    "trade-offs": "Which trade-offs did you make here, and what would change your mind?",
}
_DESIGN_CUES = {
    "monitoring": r"monitor|drift|alert|retrain|dashboard",
    "evaluation": r"evaluat|metric|a/b|offline|precision|recall|validat|hold-?out|measure",
    "serving": r"serv(?:e|ing)|deploy|latency|real[- ]?time|in production|batch(?:es)? (?:job|predict)|cach|endpoint",
    "requirements": r"requirement|clarif|constraint|stakeholder|business goal|objective of|how many (?:users|requests)",
    "trade-offs": r"trade-?off|drawback|versus|downside|at the cost of|on the other hand",
    "data": r"data|label|collect|feature|logs?\b|annotat",
    "model": r"model|algorithm|train|network|embedding|baseline|approach|filtering",
}
"""What tells that a sentence of a model answer is about a part of a design, the most telling part first."""
_BEFORE_DESIGN: dict[Tone, tuple[str, ...]] = {
    "friendly": ("Good, let us walk on. ", "", "Let us look at the next part. "),
    "neutral": ("",),
    "tough": ("Not yet. ", "That is not a design yet. ", "You skipped something. "),
}


def probe_offline(
    entry: Entry, aim: KeyPointVerdict, asked: Sequence[str], embed: Embed, said: str = "", tone: Tone = "neutral"
) -> Probe:
    """A follow-up question about one key point.

    asked: the question, and every follow-up of the interview so far; none is asked twice, and wordings take turns.
    said: the candidate's last words.
    """
    heard = asked[1:]
    written = _written(entry, aim.key_point, heard)
    text = "" if written else _ready_made(entry, aim, asked, embed, tone)
    if not text:
        about = next((point.about for point in key_points(entry) if point.text == aim.key_point), "")
        text = worded(entry.question, aim, said, tone, heard, about, written)
    return Probe(text=text, aims_at=aim.key_point)


def _ready_made(entry: Entry, aim: KeyPointVerdict, asked: Sequence[str], embed: Embed, tone: Tone) -> str:
    """A question that needs no words around it: for a part of a story or a design, or the entry's own follow-up."""
    part = _part(aim.key_point, entry.kind, tone, asked[1:]) or _derived_part(entry, aim.key_point, asked)
    if part or aim.verdict is not Verdict.MISSED:
        return part
    return _own_follow_up(entry, aim.key_point, asked, embed)


def _written(entry: Entry, key_point: str, heard: Sequence[str]) -> str:
    """What the author of a key point would ask for it; empty where nobody wrote that, or it was asked already."""
    probe = next(
        (probe for point, probe in zip(entry.key_points, entry.probes, strict=False) if point == key_point), ""
    )
    return "" if any(text.endswith(probe[1:]) for text in heard) else probe


def _part(key_point: str, kind: Kind, tone: Tone, heard: Sequence[str]) -> str:
    """The question for a part of a story or a design that is missing; empty where the point is no such part."""
    label, labelled, _ = key_point.partition(":")
    label = label.strip().casefold()
    if not labelled:
        return ""
    if label == "requirements" and kind is Kind.DESIGN:  # that is a step back, not on
        return _DESIGN[label]
    if label in _DESIGN and kind is Kind.DESIGN:
        before = [sum(text.startswith(words) for text in heard) if words else 1 for words in _BEFORE_DESIGN[tone]]
        return _BEFORE_DESIGN[tone][before.index(min(before))] + _DESIGN[label]
    if label not in _STAR:
        return ""
    return min(_STAR[label][tone], key=lambda text: list(heard).count(text))


def _derived_part(entry: Entry, key_point: str, asked: Sequence[str]) -> str:
    """The question for the part of a design that a derived point is about, where that part was not asked for yet."""
    if entry.kind is not Kind.DESIGN or entry.key_points:
        return ""
    point = key_point.casefold()
    part = next((part for part, cue in _DESIGN_CUES.items() if re.search(rf"\b(?:{cue})", point)), "")
    question = _DESIGN.get(part, "")
    return "" if any(text.endswith(question) for text in asked) else question


def _own_follow_up(entry: Entry, key_point: str, asked: Sequence[str], embed: Embed) -> str:
    """The entry's follow-up that is about the key point, if one is."""
    left = [follow_up for follow_up in entry.follow_ups if follow_up.question not in asked]
    if not left:
        return ""
    vectors = embed([key_point, *(f"{f.question} {f.good_reply}".strip() for f in left)])
    likeness = vectors[1:] @ vectors[0]
    best = int(np.argmax(likeness))
    return left[best].question if likeness[best] >= FITS and _shares_terms(left[best], key_point) else ""


def _shares_terms(follow_up: FollowUp, key_point: str) -> bool:
    """Two texts of one field are always alike; sharing words of substance makes it the same point."""
    wanted = set(terms(key_point))
    return len(wanted & set(terms(f"{follow_up.question} {follow_up.good_reply}"))) * 2 >= len(wanted)
