"""What a sentence of an entry is worth for a question: the numbers that coach.explaining.selecting chooses by.

It is worth more when it has words of the question that the entry's own question has not (they say what is being asked
about it), when its wording fits the form of the question (`because` for why, `prone to` for drawbacks), when the search
matched it, and when it makes key points. A sentence that leans on the one before it speaks of the same, so that one's
words count for it too. An announcement ("There are several strategies.") is worth little whatever its words.
How near it comes in meaning counts only where a detail is asked for (coach.explaining.nearness): all sentences of an
answer are near its question. Weights were tuned by hand on one half of our own questions, for the right sentence to
come first.
"""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise

from coach.explaining.cues import announces, contrary, fit, fits, in_section, labelled
from coach.explaining.forms import Form, condition_in, form_of, subject_of
from coach.explaining.nearness import NOT_COMPARED, Nearness, rise
from coach.explaining.quoting import Unit, with_support
from coach.explanation import NOTHING_HEARD, Heard
from coach.grading.conflicts import share
from coach.grading.key_points import derived
from coach.grading.text import general_terms, is_vague
from coach.grading.text import terms as claims
from corpus.entries import Entry, Kind
from index.hits import Hit
from index.words import terms

OPENS = 0.4
"""For all words of the question among its first ones: it is about what was asked ..."""
OTHERS = 0.8
"""... and not about what else the entry's question names."""
ASPECT = 2.0
"""For all words of the question that the entry's own question has not ..."""
ASKED = 0.6
"""... and for all of them."""
WANTED = 1.5
"""For all words that a turn adds to the ones before it, or that say under which condition something is asked."""
HEARD = 1.0
"""Off for the opening of an answer that was told already, where it does not have all of these, instead of FIRST."""
JUST_TOLD = 2.0
"""Off for what the answer before has just told in short."""
CARRIED = 0.6
"""What a word counts for that stands only in the sentence before, on which this one leans."""
LABELLED = 1.2
"""For standing behind a label that names the form ("**What it is bad at.**")."""
MEANT = 6.0
"""For being nearer in meaning to what is asked than to the entry's own question, where a detail is asked for."""
IN_SECTION = 2.0
"""For beginning the part of a design that is asked for."""
MATCHED = 0.5
FIRST = 1.8
"""For opening the answer, where the question is the entry's own ..."""
FIRST_OF_OTHERS = 0.6
"""... and where it asks for something else."""
SAID_OTHERWISE = 0.5
"""Share of ASPECT that is off where the question is the entry's in other words: those words ask for nothing else."""
SAME, FIRST_OF_SAME = 0.95, 6.0
"""The same where what was asked is the entry's question word for word, or nearly: its author knows what comes first."""
MAYBE, SURELY = 0.5, 0.75
"""Cosines of what was asked and the entry's question, between which it grows sure that they are one question."""
SECOND = 0.3
"""Share of that for the sentence after it."""
DEFINES = 0.6
"""For saying what the subject is, where that is asked."""
CENTRAL = 0.4
"""For each key point that a sentence makes, whatever the question ..."""
MOST_CENTRAL = 1.2
"""... up to this. Half of both where the question is not the entry's own."""
EMPTY = 1.6
"""Off for an announcement ..."""
VAGUE = 0.6
"""... and for words that fit every subject."""
NOT_PROSE = 0.8
NO_REASON = 0.8
"""Off for a table where a reason is asked for: its cells say what, and not why."""
CONTRARY = 0.6
"""Off for wording that surely fits the opposite form."""
LEANS = 0.2
"""Off for each sentence that it has to bring along."""
BRIEF = 6
"""Sentences of fewer words seldom say much by themselves ..."""
TOO_BRIEF = 0.5
"""... which takes this off."""
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


def alike(hit: Hit | None) -> float:
    """How surely what was asked is the entry's question in other words, in [0, 1]."""
    return rise(hit.likeness, MAYBE, SURELY) if hit is not None else 0.0


def worth(
    entry: Entry,
    units: Sequence[Unit],
    question: str,
    form: Form,
    hit: Hit | None = None,
    wanted: frozenset[str] = frozenset(),
    heard: Heard = NOTHING_HEARD,
    near: Nearness = NOT_COMPARED,
) -> dict[int, float]:
    """What each unit is worth for the question, by its start.

    hit: how the search found the entry. wanted: words that the question adds to what was asked before. heard:
    what the conversation has told already: whoever asks on has read how the answer begins, and little of the rest.
    near: how near the units come to the question in meaning.
    """
    asked, long_forms = _asked(question)
    titled = _spelt(frozenset(terms(entry.question)), long_forms)
    told = [_spelt(unit.terms, long_forms) for unit in units]
    starts = [_spelt(opening(unit), long_forms) for unit in units]
    held = frozenset[str]().union(*told)
    aspect = (asked & held) - titled - bland()
    aspect = aspect & wanted if wanted else aspect  # what was asked before was answered then
    meant = frozenset(claims(entry.question))
    own = not aspect and form in (Form.WHAT, form_of(_AND_THEN.split(entry.question)[0]))
    detail = any(word[0].isdigit() for word in aspect)  # a number is no other way to say anything
    same = alike(hit) * (1.0 - near.detail)
    beside = ASPECT * (1.0 - SAID_OTHERWISE * same * (not detail))
    first = FIRST if own else FIRST_OF_OTHERS
    first += (FIRST_OF_OTHERS - first) * near.detail
    if hit is not None and hit.likeness >= SAME and not aspect:  # another wording may ask for a detail
        first = FIRST_OF_SAME
    elif form not in (Form.BALANCE, Form.EXAMPLE):  # which want certain sentences, whatever comes first
        first = max(first, FIRST * same)
    matched = hit.span if hit is not None else None
    others = titled - asked if " and " in entry.question and titled & asked else frozenset[str]()
    points = Points(entry, units)
    condition = frozenset(terms(condition_in(question))) - titled
    wanted = wanted or condition
    if condition and told and not condition & told[0]:
        first = min(first, FIRST_OF_OTHERS)
    begun = bool(units) and units[0].text in heard.told and not (wanted and wanted <= told[0])
    opens = [-HEARD if begun else first, SECOND * first]
    found: dict[int, float] = {}
    for place, unit in enumerate(units):
        before = titled if unit.leans and unit.prose and not unit.item else frozenset[str]()
        before |= told[place - 1] if before and place and not unit.opens else frozenset[str]()
        value = beside * _share(aspect, told[place], before) + ASKED * _share(asked, told[place], before)
        value += WANTED * _share(wanted, told[place], before)
        value += fit(unit.text, form) * (not unit.text[:1].islower())  # behind a formula, half a sentence goes on
        value -= CONTRARY * contrary(unit.text, form)
        value += LABELLED * labelled(unit.text, form)
        value += IN_SECTION * (entry.kind is Kind.DESIGN and in_section(unit.text, wanted or asked))
        value += OPENS * share(asked & held, starts[place]) - OTHERS * share(others, starts[place])
        value += MEANT * near.detail * near.of.get(unit.start, 0.0)
        if matched is not None and unit.start < matched[1] and matched[0] < unit.end:
            value += MATCHED
        value += opens[place] if place < len(opens) else 0.0
        value -= JUST_TOLD * (place > 0 and unit.text in heard.last)
        value += DEFINES * (form is Form.WHAT and _defines(unit, wanted or aspect or titled))
        value += min(MOST_CENTRAL, CENTRAL * points.alone(unit)) * (1.0 if own else 0.5)
        value -= NOT_PROSE * (not unit.prose and form not in (Form.HOW, Form.EXAMPLE))
        value -= NO_REASON * (form is Form.WHY and unit.text.startswith("|"))
        value -= LEANS * (len(with_support([unit], units)) - 1) + TOO_BRIEF * (unit.words < BRIEF)
        if announces(unit.text):
            value -= EMPTY
        elif form is not Form.WHAT and is_vague(claims(unit.text), meant):
            value -= VAGUE
        found[unit.start] = value
    return found


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
