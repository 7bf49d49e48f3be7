"""Follow-up questions: each aims at one key point that the answer missed, left vague or got wrong.

The entry's own follow-ups come first, where one is about that point. Otherwise the probe is worded from the point's
subject, in the candidate's own words where there are any, and never from what the point says about it.
"""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from coach.grades import KeyPointVerdict, Verdict
from coach.grading_features import halves
from coach.interview import Probe
from corpus.entries import Entry, FollowUp, Kind
from index.words import STOP_WORDS, terms, words

Embed = Callable[[Sequence[str]], NDArray[np.float32]]
"""Texts to unit vectors."""

FITS = 0.55  # cosine between a follow-up with its good reply and a key point, from which it is about that point
LONGEST_SUBJECT = 5  # words: what is longer is half of the point already
QUOTED_WORDS = 14  # of the candidate's, at most, in a probe
_STAR = {
    "situation": "What was the situation: the project, and why did it matter?",
    "task": "What exactly was your own task or goal there?",
    "action": "What did you yourself do, step by step?",
    "result": "How did it end? Give me the outcome, with a number if you have one.",
    "reflection": "Looking back, what did you learn, or what would you do differently?",
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


def probe_offline(entry: Entry, aim: KeyPointVerdict, asked: Sequence[str], embed: Embed) -> Probe:
    """A follow-up question about one key point.

    asked: the questions asked about this entry so far; none is asked twice.
    """
    text = _labelled(aim.key_point, entry.kind)
    if not text and aim.verdict is Verdict.MISSED:
        text = _own_follow_up(entry, aim.key_point, asked, embed)
    return Probe(text=text or _worded(entry, aim), aims_at=aim.key_point)


def _labelled(key_point: str, kind: Kind) -> str:
    """The question for a part of a story or a design that is missing; empty where the point is no such part."""
    label = key_point.partition(":")[0].strip().casefold()
    if kind is Kind.BEHAVIOURAL:
        return _STAR.get(label, "")
    return _DESIGN.get(label, "") if kind is Kind.DESIGN else ""


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


def _worded(entry: Entry, aim: KeyPointVerdict) -> str:
    """A question made from the point's subject and, where there are any, from the candidate's words."""
    about = subject(aim.key_point, entry.question)
    quote = _quoted(aim.evidence)
    match aim.verdict:
        case Verdict.CONTRADICTED:
            return f"You said “{quote}”. Are you sure about that? Think about {about} again."
        case Verdict.PARTIAL if quote:
            return f"You said “{quote}”. Can you be more precise about {about}?"
        case _:
            return f"There is more to say about {about}. What can you add?"


def subject(key_point: str, question: str) -> str:
    """What a key point is about, without what it says of it: its words up to the verb, else those of the question."""
    head = halves(key_point.strip().rstrip("."))[0].strip(" ,:;")
    content = [word for word in words(head) if word not in STOP_WORDS]
    head = re.sub(r"^(?:an?|the)\s+", "", head, flags=re.IGNORECASE)
    closed = bool(head) and head.split()[-1].casefold() not in STOP_WORDS
    if content and closed and len(head.split()) <= LONGEST_SUBJECT and len(head) < len(key_point) * 0.7:
        return _lowered(head)
    asked = words(question)
    shared = list(dict.fromkeys(word for word in words(key_point) if word in asked and word not in STOP_WORDS))[:2]
    if shared:
        beside = any(list(pair) == shared for pair in pairwise(asked))
        return (" " if beside else " and ").join(shared)
    return "the rest of it"


def _lowered(head: str) -> str:
    """A sentence's beginning, in the middle of another: names and acronyms keep their capitals."""
    first, _, rest = head.partition(" ")
    return f"{first.lower()} {rest}".strip() if first[1:].islower() else head


def _quoted(evidence: str) -> str:
    said = " ".join(evidence.split())
    shown = said.split(" ")
    return said.rstrip(".") if len(shown) <= QUOTED_WORDS else " ".join(shown[:QUOTED_WORDS]) + " …"
