"""What a sentence of an entry is worth for a question: the numbers that coach.explaining.selecting chooses by.

It is worth more when it has words of the question that the entry's own question has not (they say what is being asked
about it), when its wording fits the form of the question (`because` for why, `prone to` for drawbacks), when the search
matched it, and when it makes key points. A sentence that leans on the one before it speaks of the same, so that one's
words count for it too. An announcement ("There are several strategies.") is worth little whatever its words.
How near it comes in meaning counts only where a detail is asked for (coach.explaining.nearness): all sentences of an
answer are near its question. The weights are learned from questions with their sentence, from such as had been tuned by
hand (tests/benchmarks/train_selection.py); for those of "opens" see FIRST and what follows.
"""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from coach.explaining.cues import announces, contrary, fit, fits, in_section, labelled
from coach.explaining.forms import Form, condition_in, form_of, subject_of
from coach.explaining.nearness import NOT_COMPARED, Nearness, alike, rise
from coach.explaining.quoting import Unit, with_support
from coach.explanation import NOTHING_HEARD, Heard
from coach.grading.conflicts import share
from coach.grading.key_points import derived
from coach.grading.text import general_terms, is_vague
from coach.grading.text import terms as claims
from corpus.entries import Entry, Kind
from index.hits import Hit
from index.words import terms

WEIGHTS = {
    "aspect": 1.1,  # for all words of the question that the entry's own question has not
    "asked": 0.7,  # for all words of the question
    "wanted": 0.9,  # for all words that a turn adds to the ones before it, or that say under which condition
    "fits": 0.7,  # for wording that fits the form; 0.55 was learned, but from questions of which few have one
    "contrary": -0.7,  # for wording that surely fits the opposite form
    "labelled": 1.15,  # for standing behind a label that names the form ("**What it is bad at.**")
    "section": 2.0,  # for beginning the part of a design that is asked for
    "other subject": -0.9,  # for its first words being about what else the entry's question names
    "meant": 6.5,  # for being nearer in meaning to the question than to the entry's own, where a detail is asked for
    "drawn": 1.4,  # for all that was said, where it is drawn to this sentence word by word
    "matched": 0.5,  # for being what the search matched
    "replies": 8.0,  # for having the words that reply to a known question about a detail, where that was asked
    "opens": 0.75,  # for opening the answer, see FIRST
    "just told": -1.8,  # for what the answer before has just told in short
    "defines": 0.3,  # for saying what the subject is, where that is asked
    "central": 0.2,  # for each key point that a sentence makes, half of it where the question is not the entry's own
    "not prose": -1.0,
    "no reason": -0.9,  # for a table where a reason is asked for: its cells say what, and not why
    "leans": -0.2,  # for each sentence that it has to bring along
    "brief": -1.1,  # for so few words that they seldom say much by themselves
    "announces": -1.8,  # for an announcement
    "vague": -0.65,  # for words that fit every subject
}
"""What each fact about a sentence counts."""
FIRST = 1.8
"""What it counts to open the answer, where the question is the entry's own ..."""
FIRST_OF_OTHERS = 0.6
"""... and where it asks for something else."""
SAME, FIRST_OF_SAME = 0.95, 6.0
"""The same where what was asked is the entry's question word for word, or nearly: its author knows what comes first."""
SECOND = 0.3
"""Share of that for the sentence after it."""
HEARD = 1.0
"""Off for the opening of an answer that was told already, where it does not have all that is wanted."""
SAID_OTHERWISE = 0.5
"""Share of "aspect" that is off where the question is the entry's in other words: those words ask for nothing else."""
SIMILAR, EQUAL = 0.3, 0.8
"""Cosines of what was asked and a question about a detail, between which it grows sure that this was meant ..."""
OF_DETAIL, OF_ENTRY = -0.1, 0.2
"""... and by how much more it is like the entry's own question, between which it grows sure that it was not."""
ON = 0.4
"""What it counts in a conversation: "and at inference?" is like many."""
CARRIED = 0.6
"""What a word counts for that stands only in the sentence before, on which this one leans."""
MOST_CENTRAL = 3.0  # key points that count
BRIEF = 6  # words
MADE = 0.7
"""Share of a key point's content words from which it is made ..."""
WHOLE = 0.5
"""... and what that counts for more."""
SUBJECT = 8  # words at the beginning of a sentence among which its subject is
_SPELLED_OUT = re.compile(r"(\S+) \(([^()]*)\)")
_AND_THEN = re.compile(r"\?|,? and (?=how|why|when|where|what|which)", re.IGNORECASE)
_CONNECTS = re.compile(
    r"\s*\d+[.)]\s+|(?:on the other hand|in contrast|for (?:instance|example)|conversely|moreover|finally|however),? ",
    re.IGNORECASE,
)


def is_own(entry: Entry, question: str, form: Form, hit: Hit | None = None) -> bool:
    """Whether a question asks what the entry's own question does, and not for something else that its answer says.

    By its words, or by the likeness that the search found: it may be the same question in other words.
    """
    if alike(hit) >= 1:
        return True
    asked, long_forms = _asked(question)
    titled = _spelt(frozenset(terms(entry.question)), long_forms)
    held = _spelt(frozenset(terms(entry.answer)), long_forms)
    return not (asked & held) - titled and form in (Form.WHAT, form_of(_AND_THEN.split(entry.question)[0]))


def worth(units: Sequence[Unit], known: NDArray[np.float64]) -> dict[int, float]:
    """What each unit is worth, by its start. known: the `facts` about them."""
    values = known @ np.array(list(WEIGHTS.values()))
    return {unit.start: float(value) for unit, value in zip(units, values, strict=True)}


def facts(
    entry: Entry,
    units: Sequence[Unit],
    question: str,
    form: Form,
    hit: Hit | None = None,
    wanted: frozenset[str] = frozenset(),
    heard: Heard = NOTHING_HEARD,
    near: Nearness = NOT_COMPARED,
) -> NDArray[np.float64]:
    """What is known of each unit: a row each, a column for each of WEIGHTS.

    hit: how the search found the entry. wanted: words that the question adds to what was asked before. heard:
    what the conversation has told already: whoever asks on has read how the answer begins, and little of the rest.
    near: how near the units come to the question in meaning.
    """
    asked, long_forms = _asked(question)
    titled = _spelt(frozenset(terms(entry.question)), long_forms)
    told = [_spelt(unit.terms, long_forms) for unit in units]
    held = frozenset[str]().union(*told)
    aspect = (asked & held) - titled - bland()
    aspect = aspect & wanted if wanted else aspect  # what was asked before was answered then
    meant = frozenset(claims(entry.question))
    own = not aspect and form in (Form.WHAT, form_of(_AND_THEN.split(entry.question)[0]))
    detail = any(word[0].isdigit() for word in aspect)  # a number is no other way to say anything
    same = alike(hit) * (1.0 - near.detail)
    beside = 1.0 - SAID_OTHERWISE * same * (not detail)
    first = FIRST if own else FIRST_OF_OTHERS
    first += (FIRST_OF_OTHERS - first) * near.detail
    if hit is not None and hit.likeness >= SAME and not aspect and not near.of:  # other wordings may ask for a detail
        first = FIRST_OF_SAME
    elif form not in (Form.BALANCE, Form.EXAMPLE):  # which want certain sentences, whatever comes first
        first = max(first, FIRST * same)
    matched = hit.span if hit is not None else None
    replies = [(at, ON * rise(cosine, SIMILAR, EQUAL)) for at, cosine in near.details]
    if hit is not None and hit.details:
        whole = rise(hit.likeness - max(cosine for _, cosine in hit.details), OF_DETAIL, OF_ENTRY)
        replies = [(at, (1.0 - whole) * rise(cosine, SIMILAR, EQUAL)) for at, cosine in hit.details]
        first += whole
    others = titled - asked if " and " in entry.question and titled & asked else frozenset[str]()
    points = Points(entry, units)
    condition = frozenset(terms(condition_in(question))) - titled
    wanted = wanted or condition
    if condition and told and not condition & told[0]:
        first = min(first, FIRST_OF_OTHERS)
    begun = bool(units) and units[0].text in heard.told and not (wanted and wanted <= told[0])
    opens = [-HEARD if begun else first, SECOND * first]
    rows = []
    for place, unit in enumerate(units):
        before = titled if unit.leans and unit.prose and not unit.item else frozenset[str]()
        before |= told[place - 1] if before and place and not unit.opens else frozenset[str]()
        announced = announces(unit.text)
        known: dict[str, float] = {
            "aspect": beside * _share(aspect, told[place], before),
            "asked": _share(asked, told[place], before),
            "wanted": _share(wanted, told[place], before),
            "fits": fit(unit.text, form) * (not unit.text[:1].islower()),  # behind a formula, half a sentence goes on
            "contrary": contrary(unit.text, form),
            "labelled": labelled(unit.text, form),
            "section": entry.kind is Kind.DESIGN and in_section(unit.text, wanted or asked),
            "other subject": share(others, _spelt(opening(unit), long_forms)),
            "meant": near.detail * near.of.get(unit.start, 0.0),
            "drawn": near.drawn.get(unit.start, 0.0),
            "matched": matched is not None and unit.start < matched[1] and matched[0] < unit.end,
            "replies": max((sure for at, sure in replies if unit.start <= at < unit.end), default=0.0),
            "opens": opens[place] if place < len(opens) else 0.0,
            "just told": place > 0 and unit.text in heard.last,
            "defines": form is Form.WHAT and _defines(unit, wanted or aspect or titled),
            "central": min(MOST_CENTRAL, points.alone(unit)) * (1.0 if own else 0.5),
            "not prose": not unit.prose and form not in (Form.HOW, Form.EXAMPLE),
            "no reason": form is Form.WHY and unit.text.startswith("|"),
            "leans": len(with_support([unit], units)) - 1,
            "brief": unit.words < BRIEF,
            "announces": announced,
            "vague": not announced and form is not Form.WHAT and is_vague(claims(unit.text), meant),
        }
        rows.append([known[name] for name in WEIGHTS])
    return np.array(rows, dtype=np.float64).reshape(len(units), len(WEIGHTS))


def _asked(question: str) -> tuple[frozenset[str], list[tuple[frozenset[str], frozenset[str]]]]:
    """What a question is about, and the abbreviations in it with what they are known to stand for."""
    about = subject_of(question)
    spelled_out = [
        (word, [term for term in terms(long) if len(term) > 1]) for word, long in _SPELLED_OUT.findall(about)
    ]
    long_forms = [(frozenset(terms(word)), frozenset(long)) for word, long in spelled_out]  # the k of k-NN says nothing
    return frozenset(terms(_SPELLED_OUT.sub(r"\1", about))), [
        (word, long) for word, long in long_forms if word and long
    ]


@cache
def bland() -> frozenset[str]:
    """Words that ask for nothing in particular: in "missing values" the values are no further wish."""
    return frozenset(terms(" ".join(general_terms()))) | frozenset(terms("value values data number dataset"))


def _spelt(held: frozenset[str], long_forms: Sequence[tuple[frozenset[str], frozenset[str]]]) -> frozenset[str]:
    """Terms with the abbreviations whose long forms are among them."""
    return held.union(*(word for word, long in long_forms if long <= held))


def _share(wanted: frozenset[str], held: frozenset[str], before: frozenset[str]) -> float:
    """The part of the wanted words that is held, those of the sentence before counting less."""
    return share(wanted, held) + CARRIED * share(wanted, before - held)


def _defines(unit: Unit, subject: frozenset[str]) -> bool:
    """Whether a unit begins with the subject and says what it is, and not only what follows from what was said."""
    if unit.leans:
        return False
    said = " ".join(unit.text.split()[:SUBJECT])
    return fits(said, Form.WHAT) and bool(subject & frozenset(terms(said.partition(" is ")[0])))


@lru_cache(maxsize=4096)
def opening(unit: Unit) -> frozenset[str]:
    """The content words among those in which the subject of a sentence stands, a connecting phrase left aside."""
    return frozenset(terms(" ".join(_CONNECTS.sub("", unit.text).split()[:SUBJECT])))


class Points:
    """How far the key points of an entry are made by what was chosen of its answer.

    A point is made by one unit, or by two that follow each other: both tables hold, for each place, how much of each
    point stands there. An entry without key points is measured by those that can be read out of its answer.
    """

    def __init__(self, entry: Entry, units: Sequence[Unit]) -> None:
        points = _points(entry)
        self._place = {unit.start: place for place, unit in enumerate(units)}
        self._alone = [[share(point, unit.terms) for point in points] for unit in units]
        self._pairs = [[share(point, one.terms | two.terms) for point in points] for one, two in pairwise(units)]
        self._kept: set[int] = set()
        self._best = [0.0] * len(points)

    def alone(self, unit: Unit) -> float:
        """What one unit makes by itself."""
        return _made(self._alone[self._place[unit.start]])

    def more(self, added: Sequence[Unit]) -> float:
        """How much more is made with these units."""
        return _made(self._with({self._place[unit.start] for unit in added})) - _made(self._best)

    def take(self, added: Sequence[Unit]) -> None:
        """Choose these units too."""
        places = {self._place[unit.start] for unit in added}
        self._best = self._with(places)
        self._kept |= places

    def _with(self, places: set[int]) -> list[float]:
        kept = self._kept | places
        windows = [self._alone[place] for place in places]
        windows += [self._pairs[place] for place in places if place + 1 in kept]
        windows += [self._pairs[place - 1] for place in places if place - 1 in kept]
        return [max(shares) for shares in zip(self._best, *windows, strict=True)]


@lru_cache(maxsize=512)
def _points_of(question: str, answer: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(terms(point.text)) for point in derived(question, answer))


def _points(entry: Entry) -> tuple[frozenset[str], ...]:
    if entry.key_points:
        return tuple(frozenset(terms(point)) for point in entry.key_points)
    return _points_of(entry.question, entry.answer)


def _made(shares: Sequence[float]) -> float:
    return sum(share**2 + WHOLE * (share >= MADE) for share in shares)
