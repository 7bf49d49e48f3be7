"""What can be measured about a key point and an answer without a language model.

For each key point the unit of the answer that says most of it is looked for, and two questions are asked of it. Does it
say the point: closeness of meaning, rare words in common, phrases in common, beyond what the question gives away? Does
it say the contrary: a sibling's name beside this point's claim, opposite words, opposite directions, a negation more or
less, another number, a written pitfall? Every answer is a number; coach.grading_weights learns what they are worth.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from coach.grading_text import (
    NEGATORS,
    Unit,
    directions,
    is_direction,
    opposite,
    terms,
    tokens,
)

Embed = Callable[[Sequence[str]], NDArray[np.float32]]
Row = NDArray[np.float64]

PHRASE = 3  # content words of a phrase
IN_QUESTION = 0.25  # weight of a term that the question holds, against 1 for one it does not

NAMES = (
    "cosine",  # of the best unit and the point
    "cosine_answer",  # of the whole answer and the point
    "beyond_question",  # cosine after the question's direction is taken out of both
    "margin_siblings",  # cosine minus that of the best other key point: is the unit about this one?
    "recall",  # of the point's weighted terms in the best unit
    "recall_answer",  # in the whole answer
    "rare_recall",  # of its terms that no other key point has
    "precision",  # of the unit's terms in the point
    "phrases",  # mean over the point's phrases of the closest phrase of the unit
    "phrase_least",  # the phrase that fared worst
    "unit_words",  # content words of the unit, up to 20, as a share
    "point_words",
    "swap",  # a sibling's name with this point's claim, 0 to 1
    "swap_masked",  # names masked: how much nearer this claim is than the sibling's, signed by whose name is there
    "name",  # 1 the point's own name is in the unit, -1 a sibling's is, 0 neither or both
    "opposites",  # opposite words: in the point one, in the unit the other
    "opposites_near",  # the same, as a share of the point's words of direction
    "directions",  # terms that go the other way, less those that go the same way
    "negation",  # one of the two is negated, the other is not
    "numbers",  # the unit has numbers and none of the point's
    "absolutes",  # "always", "never", "only", "any", "impossible" in the unit and not in the point
    "pitfall",  # cosine of the best unit and the nearest pitfall, less its cosine with the point
    "pitfall_any",  # the same over all units that are about the point
    "worst_swap",  # over all units that are about the point
    "worst_opposites",
    "worst_directions",
    "worst_negation",
)
OVERALL = (
    "said",  # chance that a point is covered: mean over the points
    "said_1",  # of the best one, the best two, the best four
    "said_2",
    "said_4",
    "against",  # chance that a point is contradicted: mean, worst, worst two
    "against_1",
    "against_2",
    "balance",  # of what was said, the part that is not contradicted
    "cosine_answer",  # means and extremes of features of the points
    "cosine_answer_1",
    "cosine_3",
    "recall_answer",
    "recall_answer_3",
    "beyond_question_1",
    "recall_2",
    "phrases_3",
    "phrases",
    "phrase_least_2",
    "swap_1",
    "swap",
    "opposites",
    "worst_opposites",
    "directions",
    "negation",
    "absolutes",
    "name",
    "pitfall_any_1",
    "precision",
    "rare_recall",
    "points",  # how many, up to 8, as a share
    "to_question",  # cosine of answer and question
    "to_points",  # cosine of the answer and all points as one text
    "on_topic",  # closeness of the answer's clauses to their nearest points, by what they add to the question
    "on_topic_1",
    "terms_alike",  # Jaccard of the terms of answer and points
    "terms_beyond",  # recall and precision of terms that the question does not have
    "terms_beyond_precision",
    "letters_precision",  # four-letter sequences in common
    "letters_recall",
    "question_recall",
    "points_to_question",
    "association",  # of two things that are compared, is each one's claim nearer to its own points? mean, worst
    "association_least",
)
ASSOCIATION = -2  # its place among the features of an answer as a whole

_ABSOLUTES = frozenset(["always", "never", "only", "any", "impossible", "every", "nothing", "completely", "guarantees"])
_ABSOLUTES |= frozenset(["useless", "whatever", "simply", "just", "all", "no", "automatically", "exactly", "perfectly"])
_COMPARED = (
    re.compile(r"\b(?:between|compare)\s+(?:an?\s+|the\s+)?(.{2,40}?)\s+(?:and|or)\s+(?:an?\s+)?([^?.,]+)", re.I),
    re.compile(r"\b(\w[\w-]*)\s+(?:vs\.?|versus|or|and)\s+(?:an?\s+)?(\w[\w-]*)", re.I),
    re.compile(r"\b(\w+)[-\u2013](\w+) trade", re.I),
)
"""How a question names two things that it compares."""
_VERB = re.compile(
    r"\b(?:is|are|was|were|can|cannot|may|might|must|should|does|do|has|have|had|will|would|needs?|uses?|means?|makes?|"
    r"gives?|adds?|reduces?|increases?|lowers?|raises?|measures?|shows?|helps?|allows?|lets?|keeps?|learns?|trains?|"
    r"splits?|works?|ends?|starts?|becomes?|causes?|turns?|takes?|leads?|drives?|shrinks?|depends?|predicts?|computes?|"
    r"maps?|applies|penalises?|penalizes?|spreads?|tends?|favou?rs?|fits?|feeds?|stores?|finds?|looks?|suits?|sends?|"
    r"estimates?|assigns?|builds?|corresponds?|plots?|punishes|sets?|creates?|matches|compares?|leaves?|decides?|corrects?|"
    r"trained|used|based|involves?|refers?|provides?|works|considers?|tries|try|aims?|focuses|describes?|consists?)\b"
)


@dataclass(frozen=True, slots=True)
class Point:
    """A key point, taken apart once. head: canonical terms of its subject; claim: those of the rest."""

    text: str
    terms: tuple[str, ...]
    head: frozenset[str]
    claim: frozenset[str]
    tokens: tuple[str, ...]
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A key point's features and the unit of the answer that they are mostly about.

    worst: the unit that speaks most against the point; often the best one.
    """

    features: Row
    best: Unit
    worst: Unit


@dataclass(frozen=True, slots=True)
class Measured:
    """All that was measured: evidence per key point, and the features of OVERALL from to_question on."""

    evidence: tuple[Evidence, ...]
    whole: Row


def point_of(text: str, about: str = "") -> Point:
    """A key point, taken apart. about: its subject, where the text has only a pronoun for it."""
    head, claim = halves(text)
    head = about or head
    return Point(text, terms(text), frozenset(terms(head)), frozenset(terms(claim)), tuple(tokens(text)), phrases(text))


def halves(text: str) -> tuple[str, str]:
    """A statement's subject, empty where no verb is recognised, and the rest of it."""
    found = _VERB.search(text)
    if found is None or found.start() == 0:
        return "", text
    head, comma, aside = text[: found.start()].partition(",")
    return head, f"{aside} {text[found.start() :]}" if comma else text[found.start() :]


def phrases(text: str) -> tuple[str, ...]:
    """Its words in windows of PHRASE content words, each from the first to the last of them as they were written."""
    words = re.findall(r"[^\s,;:.!?()\"]+", text)
    at = [n for n, word in enumerate(words) if terms(word)]
    if len(at) <= PHRASE:
        return (" ".join(words),) if at else ()
    return tuple(" ".join(words[at[n] : at[n + PHRASE - 1] + 1]) for n in range(len(at) - PHRASE + 1))


def measure(
    question: str, points: Sequence[Point], pitfalls: Sequence[str], found: Sequence[Unit], embed: Embed
) -> Measured:
    """Measure an answer's units against key points. There is at least one of each."""
    names = names_in(question, points)
    masked_points = [_masked(point.text, names) for point in points]
    masked_units = [_masked(unit.text, names) for unit in found]
    unit_phrases = [phrases(unit.text) for unit in found]
    clauses = [n for n, unit in enumerate(found) if unit.clause] or list(range(len(found)))
    answer = " ".join(found[n].text for n in clauses)
    reference = " ".join(point.text for point in points)
    flat = list(dict.fromkeys(p for ps in [*unit_phrases, *(point.phrases for point in points)] for p in ps))
    groups = [
        [question],
        [answer],
        [reference],
        [point.text for point in points],
        [unit.text for unit in found],
        list(pitfalls),
        masked_points,
        masked_units,
        flat,
    ]
    vectors = np.asarray(embed([text for group in groups for text in group]), dtype=np.float64)
    cuts = np.cumsum([0, *(len(group) for group in groups)])
    q, a, r, p, u, f, mp, mu, ph = (vectors[x:y] for x, y in pairwise(cuts))
    phrase_row = {text: n for n, text in enumerate(flat)}

    cosine = p @ u.T
    masked = mp @ mu.T
    whole = (p @ a.T)[:, 0]
    beyond = _without(p, q) @ _without(u, q).T
    wrong = f @ u.T if len(f) else np.full((1, len(found)), -1.0)
    nearest_pitfall = _pitfalls_of(f, p, len(points))
    weights = [_weights(point, points, question) for point in points]
    rare = [_rare(point, points) for point in points]
    unit_terms = [frozenset(unit.terms) for unit in found]
    all_terms = frozenset(term for unit in found for term in unit.terms)
    recall = np.array([[_recall(w, have) for have in unit_terms] for w in weights])
    base = 0.5 * cosine + 0.5 * recall

    out = []
    for n, point in enumerate(points):
        order = np.argsort(-base[n])
        best = int(order[0])
        about = [int(m) for m in order if base[n, m] >= max(0.3, base[n, best] - 0.15)][:6]
        conflicts = np.array(
            [_conflicts(n, m, points, found[m], unit_terms[m], names, masked) for m in (about or [best])]
        )
        here = conflicts[0]
        siblings = [cosine[k, best] for k in range(len(points)) if k != n]
        sims = [
            max((float(ph[phrase_row[x]] @ ph[phrase_row[y]]) for y in unit_phrases[best]), default=0.0)
            for x in point.phrases
        ]
        pit = nearest_pitfall[n]
        pitfall = max((wrong[k, best] for k in pit), default=0.0) - cosine[n, best] if pit else -0.5
        anywhere = max((wrong[k, m] - cosine[n, m] for k in pit for m in about), default=-0.5)
        worst = (about or [best])[int(np.argmax(conflicts[:, 0] + conflicts[:, 3] + np.maximum(0, conflicts[:, 5])))]
        row = [
            cosine[n, best],
            whole[n],
            beyond[n, best],
            cosine[n, best] - max(siblings, default=0.0),
            recall[n, best],
            _recall(weights[n], all_terms),
            _recall(rare[n], unit_terms[best]) if rare[n] else recall[n, best],
            len(unit_terms[best] & set(point.terms)) / max(1, len(unit_terms[best])),
            float(np.mean(sims)) if sims else 0.0,
            min(sims, default=0.0),
            min(20, len(unit_terms[best])) / 20,
            min(20, len(point.terms)) / 20,
            *here[:9],
            pitfall,
            anywhere,
            conflicts[:, 0].max(),
            conflicts[:, 3].max(),
            conflicts[:, 5].max(),
            conflicts[:, 6].max(),
        ]
        out.append(Evidence(np.array(row), found[best], found[worst]))
    told = [found[n] for n in clauses]
    whole = _whole(question, answer, reference, told, cosine[:, clauses], (q[0], a[0], r[0]))
    association = _association(sides_of(question), points, told, masked[:, clauses])
    return Measured(tuple(out), np.concatenate([whole, association]))


def overall(chances: Row, measured: Measured) -> Row:
    """The features of an answer as a whole. chances: per point, that it is missed, covered, contradicted."""
    rows = np.array([evidence.features for evidence in measured.evidence])
    said, against = np.sort(chances[:, 1])[::-1], np.sort(chances[:, 2])[::-1]

    def column(name: str) -> Row:
        return np.asarray(np.sort(rows[:, NAMES.index(name)])[::-1])

    features = [
        said.mean(),
        said[0],
        said[:2].mean(),
        said[:4].mean(),
        against.mean(),
        against[0],
        against[:2].mean(),
        said.sum() / (said.sum() + against.sum() + 0.3),
        column("cosine_answer").mean(),
        column("cosine_answer")[0],
        column("cosine")[:3].mean(),
        column("recall_answer").mean(),
        column("recall_answer")[:3].mean(),
        column("beyond_question")[0],
        column("recall")[:2].mean(),
        column("phrases")[:3].mean(),
        column("phrases").mean(),
        column("phrase_least")[:2].mean(),
        column("swap")[0],
        column("swap").mean(),
        *(column(n).mean() for n in ("opposites", "worst_opposites", "directions", "negation", "absolutes", "name")),
        column("pitfall_any")[0],
        column("precision").mean(),
        column("rare_recall").mean(),
        min(len(rows), 8) / 8,
        *measured.whole,
    ]
    return np.array(features)


def short(measured: Measured) -> Row:
    """The features of an answer to a question whose reference is a sentence or two: everything there is, unweighed."""
    rows = np.array([evidence.features for evidence in measured.evidence])
    return np.concatenate([rows.mean(axis=0), rows.max(axis=0), rows.min(axis=0), measured.whole])


def _whole(
    question: str, answer: str, reference: str, clauses: Sequence[Unit], cosine: Row, vectors: tuple[Row, Row, Row]
) -> Row:
    """The last features of OVERALL. vectors: of question, answer and reference."""
    q, a, r = vectors
    said, wanted, asked = set(terms(answer)), set(terms(reference)), set(terms(question))
    weights = np.array([max(1, len(set(unit.terms) - asked)) for unit in clauses])
    nearest = cosine.max(axis=0)
    beyond = (said & wanted) - asked
    letters, wanted_letters = _letters(answer), _letters(reference)
    shared = len(letters & wanted_letters)
    return np.array(
        [
            q @ a,
            a @ r,
            (nearest * weights).sum() / weights.sum(),
            nearest.max(),
            len(said & wanted) / max(1, len(said | wanted)),
            len(beyond) / max(1, len(wanted - asked)),
            len(beyond) / max(1, len(said - asked)),
            shared / max(1, len(letters)),
            shared / max(1, min(len(wanted_letters), 2 * len(letters))),
            len(said & asked) / max(1, len(asked)),
            q @ r,
        ]
    )


def _letters(text: str) -> set[str]:
    spaced = f" {' '.join(text.casefold().split())} "
    return {spaced[n : n + 4] for n in range(len(spaced) - 3)}


def _conflicts(
    n: int,
    m: int,
    points: Sequence[Point],
    unit: Unit,
    have: frozenset[str],
    names: Sequence[frozenset[str]],
    masked: Row,
) -> list[float]:
    """How a unit speaks against a point: swap, swap_masked, name, opposites, opposites_near, directions, negation,
    numbers, absolutes."""
    point = points[n]
    words = tokens(unit.text)
    mine, others = _named(point, have, unit, names, points)
    swap = masked_swap = 0.0
    for k, other in enumerate(points):
        if k == n:
            continue
        own, theirs = point.head - other.head, other.head - point.head
        if not own or not theirs:
            continue
        has_own = bool(own & have) or (not theirs & have and bool(own & set(unit.carried)))
        has_theirs = bool(theirs & have) or (not own & have and bool(theirs & set(unit.carried)))
        if has_own == has_theirs:
            continue
        claim, their_claim = point.claim - other.claim - own, other.claim - point.claim - theirs
        lead = _share(claim, have) - _share(their_claim, have)
        sign = 1.0 if has_theirs else -1.0
        swap = max(swap, sign * lead)
        masked_swap = max(masked_swap, sign * float(masked[n, m] - masked[k, m]), key=abs)
    point_directions = [t for t in point.terms if is_direction(t)]
    against = [t for t in point_directions if opposite(t) in have and t not in have]
    mine_go, theirs_go = directions(point.tokens), directions(words)
    shared = [t for t in mine_go if t in theirs_go]
    turned = sum(mine_go[t] != theirs_go[t] for t in shared) - sum(mine_go[t] == theirs_go[t] for t in shared)
    negated = bool(NEGATORS & set(words)) != bool(NEGATORS & set(point.tokens))
    numbers = {w for w in point.tokens if w[0].isdigit()}
    said = {w for w in words if w[0].isdigit()}
    absolutes = len(_ABSOLUTES & set(words) - set(point.tokens))
    return [
        swap,
        masked_swap,
        float(mine) - float(others),
        float(min(2, len(against))),
        len(against) / max(1, len(point_directions)),
        float(max(-2, min(2, turned))),
        float(negated),
        float(bool(numbers) and bool(said) and not numbers & said),
        float(min(3, absolutes)),
    ]


@dataclass(frozen=True, slots=True)
class Sides:
    """Two things that are compared, each by the terms that only it has, and the terms that both have.

    One of them may have none of its own: "gradient descent" beside "stochastic gradient descent".
    """

    first: frozenset[str]
    second: frozenset[str]
    both: frozenset[str]

    def of(self, have: frozenset[str], before: int | None) -> int | None:
        """Which side is spoken of, 0 or 1: the one named, else the one before; None for both or neither."""
        first, second = bool(self.first & have), bool(self.second & have)
        if self.both and self.both <= have:
            first, second = first or (not self.first and not second), second or (not self.second and not first)
        if first and second:
            return None
        if first or second:
            return 0 if first else 1
        return before

    @property
    def names(self) -> frozenset[str]:
        """All terms that name one of the two."""
        return self.first | self.second


def sides_of(question: str) -> Sides | None:
    """The two things a question compares; None where it compares no two."""
    for pattern in _COMPARED:
        if found := pattern.search(question):
            one, other = found[1].split(), found[2].split()
            # "L1 and L2 regularisation": both are; "gradient descent and stochastic gradient descent": as it stands
            end = other.index(one[-1]) + 1 if one[-1] in other else len(one)
            a, b = frozenset(terms(found[1])), frozenset(terms(" ".join(other[:end])))
            if a and b and a != b:
                return Sides(a - b, b - a, a & b)
    return None


def _association(
    sides: Sides | None,
    points: Sequence[Point],
    clauses: Sequence[Unit],
    masked: Row,
) -> Row:
    """How much nearer the claims about each side are to the points about it than to those about the other.

    Swapped answers come out below 0. A clause without a name goes on about the side before it. 0 where nothing is
    compared, or one side has no points.
    """
    if sides is None:
        return np.zeros(2)
    of_points = [sides.of(point.head, sides.of(frozenset(point.terms), None)) for point in points]
    leads = []
    side = None
    for m, clause in enumerate(clauses):
        side = sides.of(frozenset(clause.terms), side)
        if side is None:
            continue
        have = frozenset(clause.terms) - sides.names
        near = [
            0.5 * float(masked[n, m]) + 0.5 * _share(frozenset(point.terms) - sides.names, have)
            for n, point in enumerate(points)
        ]
        own = [x for x, of in zip(near, of_points, strict=True) if of == side]
        other = [x for x, of in zip(near, of_points, strict=True) if of == 1 - side]
        if own and other:
            leads.append(max(own) - max(other))
    return np.array([np.mean(leads), min(leads)]) if leads else np.zeros(2)


def names_in(question: str, points: Sequence[Point]) -> list[frozenset[str]]:
    """What is compared: heads of the points and the two sides of "difference between A and B" in the question."""
    found = {point.head for point in points if point.head and len(point.head) <= 4}
    for pattern in _COMPARED:
        for a, b in pattern.findall(question):
            found |= {frozenset(terms(a)), frozenset(terms(b))}
    return [name for name in found if name]


def _named(
    point: Point, have: frozenset[str], unit: Unit, names: Sequence[frozenset[str]], points: Sequence[Point]
) -> tuple[bool, bool]:
    """Whether the unit has a name that the point has, and one that it has not, among names that are told apart."""
    has = set(point.terms)
    mine = [name for name in names if name <= has]
    others = [name for name in names if not name <= has]
    told = have if have & set().union(*names, set()) else have | set(unit.carried)
    own = set().union(*mine, set()) - set().union(*others, set())
    foreign = set().union(*others, set()) - has
    return bool(own & told), bool(foreign & told) and not own & told


def _masked(text: str, names: Sequence[frozenset[str]]) -> str:
    """The text without the names that are compared: what is said, not of whom."""
    drop = set().union(*names, set())
    kept = [word for word in text.split() if not (set(terms(word)) & drop)]
    return " ".join(kept) or text


def _without(vectors: Row, direction: Row) -> Row:
    """Unit vectors after one direction was taken out."""
    rest = vectors - (vectors @ direction.T) @ direction
    lengths = np.maximum(1e-6, np.linalg.norm(rest, axis=1, keepdims=True))
    return np.asarray(rest / lengths)


def _weights(point: Point, points: Sequence[Point], question: str) -> dict[str, float]:
    """How much each term of a point tells: less when other points share it, and little when the question has it."""
    asked = set(terms(question))
    return {
        term: (IN_QUESTION if term in asked else 1.0) / sum(term in other.terms for other in points) ** 0.5
        for term in point.terms
    }


def _rare(point: Point, points: Sequence[Point]) -> dict[str, float]:
    return {t: 1.0 for t in point.terms if sum(t in other.terms for other in points) == 1}


def _recall(weights: dict[str, float], have: frozenset[str]) -> float:
    return sum(w for t, w in weights.items() if t in have) / (sum(weights.values()) or 1.0)


def _share(wanted: frozenset[str], have: frozenset[str]) -> float:
    return len(wanted & have) / len(wanted) if wanted else 0.0


def _pitfalls_of(pitfalls: Row, points: Row, count: int) -> list[list[int]]:
    """For each point the pitfalls that are wrong about it: those nearest to it."""
    out: list[list[int]] = [[] for _ in range(count)]
    if len(pitfalls):
        for k, n in enumerate(np.argmax(pitfalls @ points.T, axis=1)):
            out[int(n)].append(k)
    return out
