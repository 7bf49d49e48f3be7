"""The points an answer is graded on: the entry's own, or else derived from its answer.

A derived point is a sentence of the answer that states something: no greeting, announcement, analogy, advice to the
reader or summary. Of a long answer the sentences are kept that hold most of the terms the answer keeps coming back to,
each counted once.
"""

import re
from collections import Counter
from dataclasses import dataclass

from coach.grading.prose import prose
from coach.grading.text import is_vague
from coach.grading.text import terms as claims
from corpus.entries import Entry, Kind
from index.words import STOP_WORDS, terms

MOST = 8  # derived points of one answer: an interviewer listens for no more
FEWEST_TERMS = 3  # words of substance that a statement has
ARTICLES = ("a", "an", "the")
LONGEST_SUBJECT = 6  # words of what a pronoun stands for
EARLIER = 0.02  # what one place earlier in the answer is worth: answers say the important things first


def _starts(*phrases: str) -> re.Pattern[str]:
    return re.compile(rf"^(?:(?:{'|'.join(phrases)})\b,?\s*)+", re.IGNORECASE)


_LINKING = _starts(
    "and|but|so|also|then|now|however|moreover|furthermore|additionally|conversely|similarly|finally|overall|thus",
    "hence|it(?:'s| is) (?:important|essential|clear|well known) that",
    "therefore|in addition|in contrast|on the other hand|on the contrary|in other words|in particular|in practice",
    "in general|in short|for this reason|as a result|as the name suggests|to begin|firstly|secondly|thirdly|lastly",
    "yes|no|luckily|specially|especially|again|or",
    "next|of course|essentially|basically|typically|usually|meanwhile|despite this|that said",
)
_EMPTY = _starts(
    "(?:for )?(?:examples?|instance)|e\\.g\\.|sure|(?:the )?same goes|imagine|suppose|consider|let's|let us|let me",
    "remember|keep in mind|note that",
    "in (?:summary|conclusion)|to (?:summari[sz]e|sum up|conclude)|it'?s like|it is like|think of|as you can see",
    "there are (?:several|many|multiple|various|different|a few|two|three|four)|in simpler (?:words|terms)",
    "the (?:idea|philosophy) (?:here|behind)|i (?:hope|would recommend)|we(?:'ll| will) (?:see|discuss)",
    "here (?:is|are)|it (?:really )?depends|it's (?:important|essential) to (?:note|remember)",
)
_PRONOUN = re.compile(
    r"^(?:(?:because|since|as|when|if|although|sometimes|often|for|in|with|of|to \w+),?\s+)?"
    r"(?:it|they|this|these|that|those|such)\b",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"^(.+?)\s+(?:is|are|was|were|can|may|means?|refers?|involves?|works?|uses?|has|have|adds?|considers?|tries|aims?|"
    r"helps?|allows?|takes?|makes?|trains?|learns?|gives?|provides?|represents?|assumes?|do(?:es)?(?:n't|n’t)?|performs?|"
    r"predicts?|measures?|finds?|splits?|reduces?|increases?|combines?|contains?|requires?|needs?|tends?|consists?|"
    r"describes?|converges?|occurs?|selects?|chooses?|establishes|denotes?|penali[sz]es|shows?|tells?|creates?)\b"
)
_ONLY_PRAISED = re.compile(
    r"^[^,;:]{0,90}?\b(?:is|are|plays?)(?: an?)?(?: \w+ly| very| often)? (?:key|crucial|important|paramount|essential|"
    r"vital|pivotal|fundamental|critical)(?: (?:role|part|aspect|step|concept|component|consideration)s?)?"
    r"(?: (?:in|of|to|for|when|while|within) (?:\w+(?:'s)? ){0,5}\w+)?\W*$"
    r"|\bdepends? on (?!.*\b(?:such as|like|including)\b).*"
    r"\b(?:specifics?|factors?|use case|at hand)\b",
    re.IGNORECASE,
)
"""What says that the subject matters, or that it depends; nobody need say it to answer well."""

_LIVED = re.compile(
    r"\b(?:tell me about|describe|discuss|give (?:me )?an example of)\b.{0,20}"
    r"\b(?:a|one|the last) (?:time|situation|project)\b|\ba time (?:when|where|you|that)\b",
    re.IGNORECASE,
)
STORY = (
    "Situation: says what the project was and why it mattered.",
    "Task: states the goal or the speaker's own responsibility.",
    "Action: says what the speaker did, step by step.",
    "Result: gives the outcome, with a number.",
    "Reflection: says what was learnt or would be done differently.",
)
"""What a story of one's own is judged by where the entry says nothing else: never by somebody else's story."""


@dataclass(frozen=True, slots=True)
class KeyPoint:
    """text: one checkable statement. reference: the sentence of the corpus that it is judged by.

    about: the subject, where the text has only a pronoun for it.
    """

    text: str
    reference: str
    about: str = ""
    derived: bool = False


def key_points(entry: Entry) -> tuple[KeyPoint, ...]:
    """The entry's key points, or derived ones; none where the entry has no answer either."""
    if entry.key_points:
        return tuple(KeyPoint(text, text) for text in entry.key_points)
    if is_story(entry):
        return tuple(KeyPoint(text, text, derived=True) for text in STORY)
    return derived(entry.question, entry.answer)


def is_story(entry: Entry) -> bool:
    """Whether the question asks for something that the candidate has lived through."""
    return entry.kind is Kind.BEHAVIOURAL or _LIVED.search(entry.question) is not None


def derived(question: str, answer: str) -> tuple[KeyPoint, ...]:
    """Points read out of an answer, in its order. A short answer always gives at least one."""
    plain = prose(answer)
    points = []
    subject = ""
    for sentence in plain:
        text = _LINKING.sub("", sentence).lstrip("-–—,:; ")
        if "?" in text or _EMPTY.match(sentence) or _EMPTY.match(text) or _ONLY_PRAISED.search(text):
            continue
        if _PRONOUN.match(text):
            if not subject:
                continue  # nobody could say of what
            about = subject
        else:
            about, subject = "", _subject_of(text)
        if len(terms(text)) >= FEWEST_TERMS:
            points.append(KeyPoint(text[:1].upper() + text[1:], sentence, about, derived=True))
    if not points:
        return tuple(KeyPoint(text, text, derived=True) for text in plain if terms(text))[:1]
    asked = frozenset(claims(question))
    telling = [point for point in points if not is_vague(claims(point.text), asked)]
    return tuple(_central(question, telling or points))


def _subject_of(sentence: str) -> str:
    """What a sentence is about, if it says so in a few words at its beginning."""
    found = _SUBJECT.match(sentence)
    head = found[1].partition(",")[0].split() if found else []
    named = 0 < len(head) <= LONGEST_SUBJECT and (head[0].lower() in ARTICLES or head[0].lower() not in STOP_WORDS)
    return " ".join(head) if named else ""


def _central(question: str, points: list[KeyPoint]) -> list[KeyPoint]:
    """The MOST points that say most of what the answer is about, in their order."""
    sets = [frozenset(terms(point.text)) for point in points]
    often = Counter(term for have in sets for term in have)
    asked = frozenset(terms(question))
    told = frozenset(asked)
    chosen: list[int] = []
    while len(chosen) < min(MOST, len(points)):
        left = [n for n in range(len(points)) if n not in chosen]
        worth = {n: sum(often[t] ** 0.5 for t in sets[n] - told) / (4 + len(sets[n])) - EARLIER * n for n in left}
        best = max(worth, key=worth.__getitem__)
        chosen.append(best)
        told |= sets[best]
    return [points[n] for n in sorted(chosen)]
