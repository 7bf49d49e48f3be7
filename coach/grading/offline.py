"""Grading without a language model: an answer is read as claims, and each key point is looked for among them.

    the answer ─▶ units (coach.grading.text) ─▶ guards (coach.grading.guards) ─▶ features (coach.grading.features)
               ─▶ per key point the chances that it is covered or contradicted, and a mark for the whole
                  (coach.grading.examiners)
               ─▶ verdicts ─▶ the score, by the one formula of coach.grading.scoring

The examiners are trained on answers that were labelled key point by key point, and on the public set of Mohler et al.
(tests/benchmarks/grading_train.py). Their mark says how much was said in all; how it is spread over the key points
follows the chances. Nothing here is random or learns: the same answer always gets the same grade.

References of a sentence or two have two forests of their own: one of the public set, generous as people are who mark
pupils, and one of our answers to such references, strict as an interviewer. The strict one has its say where the
subject is near to one of the built-in corpus, for it knows of no other.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import LCSseq

from coach.grading import scoring
from coach.grading.abbreviations import cut_short, used_by
from coach.grading.code_answers import BROKEN, read_code
from coach.grading.code_demands import remarks
from coach.grading.examiners import examine, trained
from coach.grading.features import Embed, Measured, Reader, measure
from coach.grading.feedback import feedback
from coach.grading.forest import Forest
from coach.grading.grades import Grade, KeyPointVerdict, Verdict
from coach.grading.guards import NOTHING_SPECIFIC, guard, of_few_words, telling
from coach.grading.key_points import KeyPoint, is_story, key_points
from coach.grading.points import point_of
from coach.grading.stances import decides_otherwise, swaps
from coach.grading.stories import part_of, told
from coach.grading.text import NEGATORS, Unit, general_terms, opposite, plain, terms, tokens, units
from coach.grading.whole import short, whole
from coach.grading.word_order import is_shuffled
from corpus.entries import Entry, normalised

GRADER = "offline"
COVERED, PARTIAL = 0.55, 0.35
"""Degrees from which a point is covered or partly covered: with less, it is as often contradicted as covered."""
CONTRADICTED = 0.5  # chance from which a point is taken for contradicted
SURE = 0.15  # how far a chance has to be from the border of its verdict to stand by it
DENYING = NEGATORS | {"false", "wrong", "untrue", "myth"}
SHORTEST_POINT = 4  # words of a key point, from which saying it word for word is no accident
FEWEST_STATED, STATED = 5, 0.85  # words of a point, and the share of them that a unit must have to state it
MORE_STATED = 2  # words that it may have besides
BESIDE = 5  # words around it at most: longer sentences may say something else about it
SPREAD = 4.0  # the most that the mark for the whole raises one point's chance
SHORT, SHORT_WORDS = 2, 40  # derived points and their words, up to which a reference is one of a school test
SWAPPED = -0.03  # association (coach.grading.features) below which two things are taken for confused with each other
SWAPPED_WORTH = 0.5  # of the mark that is left then: who swaps two things has said little about either
OFF_TOPIC = 0.17  # cosine of answer and question, and of answer and points, below which it is about something else
ON_TOPIC = 0.36  # cosine of a clause and a point, from which the answer is about the question all the same
ELSEWHERE, RELATED = 0.05, 0.2  # marks for the whole, up to which the generous forest is not believed, and from which
UNTELLING = 0.2  # of its mark that is left where no clause says anything of the subject
UNKNOWN, FAMILIAR = 0.42, 0.48  # cosine with the nearest subject of ours: up to which it is none, from which it is one
NOTHING_SAID, ALL_SAID = 0.7, 1.5  # sum of what both forests give to an answer that says none of it, and all of it
OFF_TOPIC_SHORT = 0.03  # all three, where the reference is short
LEAST_LEFT, TO_THE_POINT, ENOUGH_HITS = 0.2, 0.4, 6  # see `specific`; share and number that leave the mark whole
OFF_TOPIC_STORY = 0.16  # the same for a story: it shares no words with "tell me about a time", only its world

_IT = re.compile(r"(?:it|they|this|these)\b", re.IGNORECASE)

__all__ = ["Embed", "Grade", "KeyPointVerdict", "Reader", "Verdict", "assess", "grade_offline", "version"]


def grade_offline(entry: Entry, answer: str, reader: Reader) -> Grade:
    """Verdicts on every key point of an entry, and the score they come to."""
    points = key_points(entry)
    names = used_by(answer, entry)
    if not names:
        return _graded(entry, points, answer, reader)
    read = entry.model_copy(
        update={
            "question": cut_short(entry.question, names),
            "answer": cut_short(entry.answer, names),
            "pitfalls": tuple(cut_short(pitfall, names) for pitfall in entry.pitfalls),
        }
    )
    grade = _graded(read, [replace(point, text=cut_short(point.text, names)) for point in points], answer, reader)
    shown = zip(grade.verdicts, points, strict=False)
    return grade.model_copy(
        update={"verdicts": tuple(said.model_copy(update={"key_point": point.text}) for said, point in shown)}
    )


def _graded(entry: Entry, points: Sequence[KeyPoint], answer: str, reader: Reader) -> Grade:
    code = read_code(answer)
    found = units(code.prose)
    if not points:
        flag = "nothing to grade by"
        return Grade(verdicts=(), score=0.0, flags=(flag,), feedback="There is no answer to compare yours with.")
    guarded = guard(code.prose, found, entry.question, shown_to_candidate(entry))
    if is_short(points):
        guarded = of_few_words(found, guarded)
        claims = guarded.units
    elif is_shuffled(plain(code.prose)):  # a sentence or two may well be odd
        return _nothing(points, ("gibberish",))
    else:
        claims = telling(guarded.units, entry.question)
    judged = (*claims, *code.units)
    vague = (NOTHING_SPECIFIC,) if guarded.units and not claims else ()
    flags = (*guarded.flags, *vague, *((BROKEN,) if code.trouble else ()))
    if not judged:
        return _nothing(points, flags or ("empty",))
    measured = assess(entry, points, judged, reader)
    chances, mark = _asked(measured, points, found, reader)
    otherwise = decides_otherwise(entry.question, entry.answer, plain(code.prose))
    brief = is_short(points)
    if brief:
        otherwise = otherwise or swaps(entry.question, entry.answer, judged, reader)
        untelling = not code.units and not telling(claims, entry.question)
        mark = _short_mark(measured, mark, UNTELLING if untelling else 1.0, familiarity(entry, points, reader))
    else:
        mark *= SWAPPED_WORTH if otherwise else 1.0
        mark *= specific(entry.question, points, judged) if points[0].derived else 1.0
    if is_story(entry):
        verdicts = _story(points, judged, measured, chances)
    else:
        verdicts = _verdicts(points, found, measured, chances, mark, against=otherwise and brief)
    score = scoring.score(verdicts)
    if off_topic(entry, measured, points):
        return _nothing(points, (*flags, "off topic"))
    said = feedback(verdicts, flags if score < 0.1 else ())
    told = " ".join((*remarks(entry.question, code), said))
    return Grade(verdicts=verdicts, score=score, flags=flags, feedback=told)


def shown_to_candidate(entry: Entry) -> tuple[str, ...]:
    """Texts of an entry that the candidate may have read during the interview: saying them back earns nothing."""
    return (*entry.hints, *(follow_up.question for follow_up in entry.follow_ups))


def assess(entry: Entry, points: Sequence[KeyPoint], found: Sequence[Unit], reader: Reader) -> Measured:
    """All that is measured of an answer's units; training and grading see the same."""
    return measure(entry.question, [point_of(p.text, p.about) for p in points], entry.pitfalls, found, reader)


def off_topic(entry: Entry, measured: Measured, points: Sequence[KeyPoint]) -> bool:
    """Whether neither the answer nor any clause of it is near to question or points."""
    to_question, to_points, nearest = (whole(measured, name) for name in ("to_question", "to_points", "on_topic_1"))
    if is_story(entry):
        return max(to_question, to_points) < OFF_TOPIC_STORY
    if is_short(points):  # "push = enqueue" is an answer to a question of one sentence
        return max(to_question, to_points, nearest) < OFF_TOPIC_SHORT
    return max(to_question, to_points) < OFF_TOPIC and nearest < ON_TOPIC


def specific(question: str, points: Sequence[KeyPoint], said: Sequence[Unit]) -> float:
    """What is left of the mark, in [LEAST_LEFT, 1], by how much of what an answer adds to the question is to the point.

    To the point are terms of the key points that belong to their subject. Eloquence adds a lot, and hardly any such
    term; a short answer adds few words, but those; a long one may say other things beside enough of them.
    """
    asked = frozenset(terms(question))
    wanted = frozenset(term for point in points for term in terms(point.text)) - general_terms()
    beyond = frozenset(term for unit in said for term in unit.terms) - asked
    hits = len(beyond & wanted)
    return min(1.0, max(LEAST_LEFT, hits / (TO_THE_POINT * max(1, len(beyond))), hits / ENOUGH_HITS))


@cache
def version() -> str:
    """Changes with the forests and with any rule beside them: a grade that is kept is only good for its grader."""
    here = resources.files("coach")
    rules = [file for file in (here / "grading").iterdir() if file.name.endswith(".py")]
    parts = sorted([*rules, *(here / "data").iterdir()], key=lambda file: file.name)
    return hashlib.sha256(b"".join(file.read_bytes() for file in parts if file.is_file())).hexdigest()[:8]


@cache
def _forests() -> dict[str, Forest]:
    """Of answers to short references, by name: generous (short) and strict (brief)."""
    return {name: Forest.read(trained(), name) for name in ("short", "brief")}


@cache
def _subjects() -> NDArray[np.float32]:
    """A unit vector per entry of the built-in corpus: see `subject_of`."""
    return np.asarray(trained()["subjects"], dtype=np.float32)


def _asked(
    measured: Measured, points: Sequence[KeyPoint], found: Sequence[Unit], reader: Reader
) -> tuple[NDArray[np.float64], float]:
    """Per point the chances that it is missed, covered, contradicted; and the mark for the whole answer, in [0, 1]."""
    texts = [point.text for point in points]
    chances, mark = examine(texts, [states(text, found) for text in texts], measured, reader)
    if not is_short(points) and whole(measured, "association") < SWAPPED:
        mark *= SWAPPED_WORTH
    return chances, min(1.0, max(0.0, mark))


def _short_mark(measured: Measured, mark: float, left: float, familiar: float) -> float:
    """The mark for an answer to a short reference. mark: by the forest of whole answers. left: what is left of it."""
    row = short(measured)[None]
    generous, strict = (float(_forests()[name].predict(row)[0, 0]) for name in ("short", "brief"))
    ours = min(1.0, max(0.0, (generous + strict - NOTHING_SAID) / (ALL_SAID - NOTHING_SAID)))
    return familiar * left * ours + (1 - familiar) * float(related(generous, left * mark))


def related(generous: float | NDArray[np.float64], mark: float | NDArray[np.float64]) -> NDArray[np.float64]:
    """What is left of a generous mark where the forest of whole answers finds nothing of the reference in the answer.

    Pupils at least answer the question: the forest that was trained on them gives 0.6 to anything else.
    """
    return np.asarray(generous * np.clip((mark - ELSEWHERE) / (RELATED - ELSEWHERE), 0.0, 1.0))


def familiarity(entry: Entry, points: Sequence[KeyPoint], embed: Embed) -> float:
    """How near an entry's subject is to one of the built-in corpus: 0 another field, 1 ours."""
    (subject,) = embed([subject_of(entry.question, [point.text for point in points])])
    return float(np.clip((float((_subjects() @ subject).max()) - UNKNOWN) / (FAMILIAR - UNKNOWN), 0.0, 1.0))


def subject_of(question: str, points: Sequence[str]) -> str:
    """The text by which subjects are compared: the question with its first two points."""
    return " ".join([question, *points[:2]])


def is_short(points: Sequence[KeyPoint]) -> bool:
    """Whether the reference is a sentence or two, as in a school test: then the answer is marked as one."""
    words = sum(len(point.text.split()) for point in points)
    return len(points) <= SHORT and words <= SHORT_WORDS and points[0].derived


def _verdicts(
    points: Sequence[KeyPoint],
    found: Sequence[Unit],
    measured: Measured,
    chances: NDArray[np.float64],
    mark: float,
    *,
    against: bool,
) -> tuple[KeyPointVerdict, ...]:
    """against: whether the whole answer says the contrary; then nothing of it counts, and the first point is wrong."""
    literal = [word_for_word(point.text, found) for point in points]
    plainly = np.array([said is not None for said in literal])
    wrong = (chances[:, 2] >= CONTRADICTED) & (chances[:, 2] > chances[:, 1]) & ~plainly
    said = np.where(wrong, 0.0, chances[:, 1])
    if against:
        wrong = np.arange(len(points)) == 0
        degrees = np.zeros(len(points))
    elif is_short(points):
        wrong &= mark < PARTIAL
        degrees = np.full(len(points), mark)
    else:
        degrees = spread(said, mark * len(points) + scoring.CONTRADICTION * int(wrong.sum()))
    out = []
    for n, point in enumerate(points):
        evidence = measured.evidence[n]
        degree = round(float(degrees[n]), 3)
        if (stated := literal[n]) is not None:
            unit, denied = stated
            denied = denied or against
            verdict = Verdict.CONTRADICTED if denied else Verdict.COVERED
            out.append(_verdict(point, verdict, unit, 0.0 if denied else 1.0, sure=True))
            continue
        if wrong[n]:
            verdict, unit, border = Verdict.CONTRADICTED, evidence.worst, abs(chances[n, 2] - CONTRADICTED)
        else:
            verdict = verdict_for(degree)
            unit, border = evidence.best, min(abs(degree - COVERED), abs(degree - PARTIAL))
        out.append(_verdict(point, verdict, unit, 0.0 if wrong[n] else degree, sure=bool(border >= SURE)))
    return tuple(out)


def word_for_word(key_point: str, found: Sequence[Unit]) -> tuple[Unit, bool] | None:
    """The unit that says a key point in its own words, whatever the forests make of it; and whether it denies it."""
    wanted = normalised(key_point).split()
    for unit in found:
        words = normalised(unit.quote).split()
        at = next((i for i in range(len(words)) if words[i : i + len(wanted)] == wanted), None)
        if at is not None and len(wanted) >= SHORTEST_POINT:
            beside = words[:at] + words[at + len(wanted) :]
            if len(beside) <= BESIDE:
                return unit, bool(DENYING & set(beside))
    return None


def states(key_point: str, found: Sequence[Unit]) -> bool:
    """Whether a unit has nearly all words of a key point and few others, in their order, and is denied as it is.

    It has no opposite of any of them, and must begin as the point does, or say "it" or "they" for that: else it may say
    the same of something else.
    """
    wanted = terms(key_point)
    denied = _denials(key_point)
    return len(wanted) >= FEWEST_STATED and any(
        len(unit.terms) <= len(wanted) + MORE_STATED
        and (unit.terms[:1] == wanted[:1] or (unit.terms[:1] == wanted[1:2] and _IT.match(unit.text) is not None))
        and LCSseq.similarity(wanted, unit.terms) >= STATED * len(wanted)
        and _denials(unit.text) == denied
        and not any(opposite(term) in wanted for term in unit.terms)
        for unit in found
    )


def _denials(text: str) -> int:
    """Whether a text is denied, an odd number of times: 1 or 0; "off-policy" denies what "on-policy" says."""
    return sum(word in NEGATORS or word == "off" for word in tokens(text)) % 2


def verdict_for(degree: float) -> Verdict:
    """The verdict that a degree stands for."""
    if degree >= COVERED:
        return Verdict.COVERED
    return Verdict.PARTIAL if degree >= PARTIAL else Verdict.MISSED


def spread(said: NDArray[np.float64], total: float) -> NDArray[np.float64]:
    """Degrees in [0, 1] in proportion to the chances, with the given sum as far as SPREAD and 1 allow it."""
    low, high = 0.0, SPREAD
    for _ in range(40):
        middle = (low + high) / 2
        if np.minimum(1.0, said * middle).sum() < total:
            low = middle
        else:
            high = middle
    return np.asarray(np.minimum(1.0, said * high))


def _story(
    points: Sequence[KeyPoint], found: Sequence[Unit], measured: Measured, chances: NDArray[np.float64]
) -> tuple[KeyPointVerdict, ...]:
    """Verdicts on a story: its parts by how they are told, anything else as usual."""
    out = []
    for n, point in enumerate(points):
        part = part_of(point.text)
        degree, unit = told(part, found) if part else (float(chances[n, 1]), measured.evidence[n].best)
        degree = round(degree, 3)
        out.append(_verdict(point, verdict_for(degree), unit or measured.evidence[n].best, degree, sure=degree != 0.5))
    return tuple(out)


def _verdict(point: KeyPoint, verdict: Verdict, unit: Unit, degree: float, *, sure: bool) -> KeyPointVerdict:
    return KeyPointVerdict(
        key_point=point.text,
        verdict=verdict,
        evidence="" if verdict is Verdict.MISSED else unit.quote,
        reference=point.reference,
        degree=degree,
        sure=sure,
    )


def _nothing(points: Sequence[KeyPoint], flags: tuple[str, ...]) -> Grade:
    """The grade of an answer in which nothing counts."""
    verdicts = tuple(KeyPointVerdict(key_point=p.text, verdict=Verdict.MISSED, reference=p.reference) for p in points)
    return Grade(verdicts=verdicts, score=0.0, flags=flags, feedback=feedback(verdicts, flags))
