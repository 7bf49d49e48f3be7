"""How able a candidate seems, from how much of each key point they stated.

A Rasch model (G. Rasch, 1960): the chance to state a point of difficulty b at ability a is 1 / (1 + exp(b - a)). Each
key point is an observation; a partly stated one counts as a fraction. Points of one question are not independent, so
each question's m points together weigh as m / (1 + (m - 1) * CORRELATION) would: the design effect of cluster samples
(L. Kish, "Survey Sampling", 1965). Abilities have a normal prior, so that one good answer does not make an expert.

Units are logits. 0 is a candidate who states half of the points of a mid-level question.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, sqrt

from corpus.entries import Level

DIFFICULTY = {Level.JUNIOR: -1.0, Level.MID: 0.0, Level.SENIOR: 1.0}  # logits; a question's own is not known beforehand
PRIOR_SD = 1.5  # two thirds of candidates within three of the steps between levels
CORRELATION = 0.3  # between points of one question: who knows one of them often knows the next
TARGET = 0.65  # chance of stating a point at which a question tells much and still encourages
STEPS = 25


@dataclass(frozen=True, slots=True)
class Ability:
    """An estimate in logits, its standard error, and how many key points stand behind it."""

    logits: float
    standard_error: float
    observations: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """One graded question. degrees: how much of each key point was stated, each in [0, 1]."""

    level: Level
    degrees: tuple[float, ...]


def estimate(outcomes: Sequence[Outcome], prior: float = 0.0) -> Ability:
    """The most probable ability after these outcomes (Newton's method on a concave function: it always converges)."""
    precision = 1 / PRIOR_SD**2
    ability = prior
    information = precision
    for _ in range(STEPS):
        slope = precision * (prior - ability)
        information = precision
        for outcome in outcomes:
            chance = chance_of(outcome.level, ability)
            weight = 1 / (1 + (len(outcome.degrees) - 1) * CORRELATION)
            slope += weight * sum(degree - chance for degree in outcome.degrees)
            information += weight * len(outcome.degrees) * chance * (1 - chance)
        step = slope / information
        ability += max(-1.0, min(1.0, step))
        if abs(step) < 1e-9:
            break
    return Ability(ability, 1 / sqrt(information), sum(len(outcome.degrees) for outcome in outcomes))


def chance_of(level: Level, ability: float) -> float:
    """The chance to state a key point of a question of that level."""
    return 1 / (1 + exp(DIFFICULTY[level] - ability))


def best_level(levels: Sequence[Level], ability: float) -> Level:
    """The level whose questions tell most about this ability while most points can still be said."""
    return min(levels, key=lambda level: abs(chance_of(level, ability) - TARGET))
