"""What can be measured about a key point and an answer without a language model.

For each key point the unit of the answer that says most of it is looked for, and two questions are asked of it. Does it
say the point: closeness of meaning, rare words in common, phrases in common, beyond what the question gives away? Does
it say the contrary: a sibling's name beside this point's claim, opposite words, opposite directions, a negation more or
less, another number, a written pitfall? Every answer is a number; the forests learn what they are worth.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from coach.grading.alignment import coherence, lengths, phrases_alike, purity, texts_alike
from coach.grading.conflicts import association, conflicts, masked_text, names_in, sides_of
from coach.grading.contraries import KINDS, contraries
from coach.grading.opposing import opposes
from coach.grading.points import Point, halves, phrases
from coach.grading.substitutions import NAMES as SUBSTITUTIONS
from coach.grading.substitutions import content, substituted
from coach.grading.text import Unit, terms
from coach.grading.tokens import joined, point_alike, tokens_alike
from index.embedding import TokenVectors

__all__ = ["NAMES", "Embed", "Evidence", "Measured", "Reader", "halves", "measure"]

Embed = Callable[[Sequence[str]], NDArray[np.float32]]
Row = NDArray[np.float64]

NO_CONTRARY = -0.2  # what stands for the closeness to a contrary that there is not
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
    "denied",  # of the terms that both have, those negated in one only, less those negated in both
    "pitfall",  # cosine of the best unit and the nearest pitfall, less its cosine with the point
    "pitfall_any",  # the same over all units that are about the point
    "worst_swap",  # over all units that are about the point
    "worst_opposites",
    "worst_directions",
    "worst_negation",
    "worst_denied",
    "purity",  # of the best unit's terms that any key point has, the share that this one has
    "token_recall",  # of the point's tokens in context, weighted: nearest token of the best unit
    "token_recall_answer",  # of the whole answer
    "token_beyond",  # of the whole answer, beyond the nearest token of the question
    "token_least",  # the worst quarter in the best unit
    "token_precision",  # of the best unit's tokens: nearest token of the point
    "token_turned",  # how much nearer a word of direction in the point comes to its opposite than to itself
    "token_kept",  # the other way round
    "turned",  # how much nearer the best unit is to a contrary of the point than to the point: see grading_contraries
    "exchanged",
    "denial",
    "worst_turned",  # the same, over all units that are about the point
    "worst_exchanged",
    "worst_denial",
    "opposed",  # whether the words of any of them say the contrary: see opposing
    *SUBSTITUTIONS,
)


@dataclass(frozen=True, slots=True)
class Reader:
    """What an answer is read with: whole texts as unit vectors, and texts token by token. Called, it embeds."""

    embed: Embed
    tokens: Callable[[Sequence[str]], list[TokenVectors]]

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """A row of unit length per text."""
        return self.embed(texts)


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


def measure(
    question: str, points: Sequence[Point], pitfalls: Sequence[str], found: Sequence[Unit], reader: Reader
) -> Measured:
    """Measure an answer's units against key points. There is at least one of each."""
    names = names_in(question, points)
    masked_points = [masked_text(point.text, names) for point in points]
    masked_units = [masked_text(unit.text, names) for unit in found]
    unit_phrases = [phrases(unit.text) for unit in found]
    clauses = [n for n, unit in enumerate(found) if unit.clause] or list(range(len(found)))
    answer = " ".join(found[n].text for n in clauses)
    reference = " ".join(point.text for point in points)
    asked = phrases(question)
    against_points = [contraries(point.text, question) for point in points]
    flat = list(dict.fromkeys(p for ps in [*unit_phrases, *(point.phrases for point in points), asked] for p in ps))
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
        [f"{question} {answer}", f"{question} {reference}"],
        [text for of_point in against_points for text in of_point],
        [
            " ".join(text or point.text for text, point in zip(kind, points, strict=True))
            for kind in zip(*against_points, strict=True)
        ],
    ]
    vectors = np.asarray(reader([text for group in groups for text in group]), dtype=np.float64)
    cuts = np.cumsum([0, *(len(group) for group in groups)])
    q, a, r, p, u, f, mp, mu, ph, both, contrary, contrary_whole = (vectors[x:y] for x, y in pairwise(cuts))
    phrase_row = {text: n for n, text in enumerate(flat)}

    cosine = p @ u.T
    masked = mp @ mu.T
    whole = (p @ a.T)[:, 0]
    nearer = (contrary @ u.T).reshape(len(points), len(KINDS), len(found)) - cosine[:, None, :]
    nearer[np.array([[not text for text in of_point] for of_point in against_points])] = NO_CONTRARY
    beyond = _without(p, q) @ _without(u, q).T
    wrong = f @ u.T if len(f) else np.full((1, len(found)), -1.0)
    nearest_pitfall = _pitfalls_of(f, p, len(points))
    weights = [_weights(point, points, question) for point in points]
    rare = [_rare(point, points) for point in points]
    unit_terms = [frozenset(unit.terms) for unit in found]
    wanted = frozenset(term for point in points for term in point.terms)
    all_terms = frozenset(term for unit in found for term in unit.terms)
    recall = np.array([[_recall(w, have) for have in unit_terms] for w in weights])
    base = 0.5 * cosine + 0.5 * recall

    read = reader.tokens([question, *(point.text for point in points), *(unit.text for unit in found)])
    question_tokens, point_tokens, unit_tokens = read[0], read[1 : len(points) + 1], read[len(points) + 1 :]
    answer_tokens = joined([unit_tokens[n] for n in clauses])
    told_words = [content(unit_tokens[n]) for n in clauses]

    out = []
    for n, point in enumerate(points):
        order = np.argsort(-base[n])
        best = int(order[0])
        about = [int(m) for m in order if base[n, m] >= max(0.3, base[n, best] - 0.15)][:6]
        against = np.array([conflicts(n, m, points, found[m], unit_terms[m], names, masked) for m in (about or [best])])
        here = against[0]
        siblings = [cosine[k, best] for k in range(len(points)) if k != n]
        sims = [
            max((float(ph[phrase_row[x]] @ ph[phrase_row[y]]) for y in unit_phrases[best]), default=0.0)
            for x in point.phrases
        ]
        pit = nearest_pitfall[n]
        pitfall = max((wrong[k, best] for k in pit), default=0.0) - cosine[n, best] if pit else -0.5
        anywhere = max((wrong[k, m] - cosine[n, m] for k in pit for m in about), default=-0.5)
        worst = (about or [best])[int(np.argmax(against[:, 0] + against[:, 3] + np.maximum(0, against[:, 5])))]
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
            *here,
            pitfall,
            anywhere,
            against[:, 0].max(),
            against[:, 3].max(),
            against[:, 5].max(),
            against[:, 6].max(),
            against[:, 9].max(),
            purity(unit_terms[best], frozenset(point.terms), wanted),
            *point_alike(question_tokens, point_tokens[n], unit_tokens[best], answer_tokens),
            *nearer[n, :, best],
            *nearer[n][:, about or [best]].max(axis=1),
            float(any(opposes(found[m].text, point.text) for m in about)),
            *substituted(content(point_tokens[n]), told_words),
        ]
        out.append(Evidence(np.array(row), found[best], found[worst]))
    told = [found[n] for n in clauses]
    whole = texts_alike(question, answer, reference, told, cosine[:, clauses], (q[0], a[0], r[0]))
    sides = association(sides_of(question), points, told, masked[:, clauses])
    said, aimed = (
        [phrase_row[p] for p in dict.fromkeys(p for ps in groups_of for p in ps)]
        for groups_of in ([unit_phrases[n] for n in clauses], [point.phrases for point in points])
    )
    aligned = phrases_alike(ph[said], ph[aimed], ph[[phrase_row[p] for p in asked]])
    context = [both[0] @ both[1], both[0] @ both[1] - q[0] @ both[1]]
    tokens = tokens_alike(question_tokens, joined(point_tokens), answer_tokens)
    fits = coherence([frozenset(unit.terms) for unit in told], [frozenset(point.terms) for point in points], question)
    turned = (contrary_whole @ a.T)[:, 0] - float(r[0] @ a[0])
    parts = (whole, context, aligned, lengths(answer, reference), sides, tokens, fits, turned)
    return Measured(tuple(out), np.concatenate(parts))


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


def _pitfalls_of(pitfalls: Row, points: Row, count: int) -> list[list[int]]:
    """For each point the pitfalls that are wrong about it: those nearest to it."""
    out: list[list[int]] = [[] for _ in range(count)]
    if len(pitfalls):
        for k, n in enumerate(np.argmax(pitfalls @ points.T, axis=1)):
            out[int(n)].append(k)
    return out
