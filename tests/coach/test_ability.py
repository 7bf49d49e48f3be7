import random
from math import exp

import pytest

from coach.interviewing.ability import DIFFICULTY, Outcome, best_level, chance_of, estimate
from corpus.entries import Level


def test_who_says_half_of_mid_level_points_has_ability_zero() -> None:
    outcomes = [Outcome(Level.MID, (1.0, 0.0, 1.0, 0.0))] * 5

    assert estimate(outcomes).logits == pytest.approx(0.0, abs=1e-6)


def test_the_same_answers_to_harder_questions_show_more_ability() -> None:
    easy = estimate([Outcome(Level.JUNIOR, (1.0, 1.0, 0.0))])
    hard = estimate([Outcome(Level.SENIOR, (1.0, 1.0, 0.0))])

    assert hard.logits > easy.logits


def test_more_observations_shrink_the_standard_error() -> None:
    errors = [estimate([Outcome(Level.MID, (1.0, 0.0, 1.0))] * n).standard_error for n in (0, 1, 5, 20)]

    assert errors == sorted(errors, reverse=True)
    assert errors[0] == pytest.approx(1.5)


def test_extreme_answers_give_finite_estimates() -> None:
    perfect = estimate([Outcome(Level.SENIOR, (1.0,) * 8)] * 50)
    nothing = estimate([Outcome(Level.JUNIOR, (0.0,) * 8)] * 50)

    assert 2 < perfect.logits < 12
    assert -12 < nothing.logits < -2


def test_estimates_follow_true_ability() -> None:
    draw = random.Random(3)
    pairs = []
    for _ in range(200):
        true = draw.gauss(0, 1.2)
        outcomes = [
            Outcome(level, tuple(float(draw.random() < 1 / (1 + exp(DIFFICULTY[level] - true))) for _ in range(6)))
            for level in (Level.JUNIOR, Level.MID, Level.MID, Level.SENIOR, Level.MID)
        ]
        pairs.append((true, estimate(outcomes)))

    inside = sum(abs(shown.logits - true) <= 1.645 * shown.standard_error for true, shown in pairs)
    mean = sum(t for t, _ in pairs) / 200
    seen = sum(s.logits for _, s in pairs) / 200
    covariance = sum((t - mean) * (s.logits - seen) for t, s in pairs)
    spread = (sum((t - mean) ** 2 for t, _ in pairs) * sum((s.logits - seen) ** 2 for _, s in pairs)) ** 0.5
    assert covariance / spread > 0.85
    assert inside >= 0.9 * 200  # 90 % intervals, made wide by the correlation that this simulation leaves out


def test_the_level_rises_with_ability() -> None:
    levels = tuple(Level)

    assert [best_level(levels, logits) for logits in (-2.0, 0.6, 2.0)] == [Level.JUNIOR, Level.MID, Level.SENIOR]
    assert chance_of(Level.MID, 0.0) == 0.5
