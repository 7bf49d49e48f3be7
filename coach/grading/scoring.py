"""The score of an answer, computed from verdicts: nobody is ever asked for it.

    score = (sum of degrees - CONTRADICTION * contradicted) / number of key points, in [0, 1]

where a covered point's degree is what the grader measured, or 1 where it gives no measure, a partial one's likewise or
1/2, and missed and contradicted points count 0. Saying the opposite of a key point costs half a point more than saying
nothing, because an interviewer minds it more. Hints asked for cost HINT_COST of the score each; probes cost nothing.
"""

from collections.abc import Sequence

from coach.grading.grades import KeyPointVerdict, Verdict

CONTRADICTION = 0.5  # of a key point
HINT_COST = 0.1  # of the score, each
DEGREES = {Verdict.COVERED: 1.0, Verdict.PARTIAL: 0.5, Verdict.MISSED: 0.0, Verdict.CONTRADICTED: 0.0}


def score(verdicts: Sequence[KeyPointVerdict], hints: int = 0) -> float:
    """In [0, 1]; 0 where there are no verdicts. Disputed points count as covered."""
    if not verdicts:
        return 0.0
    earned = sum(1.0 if v.disputed else v.degree for v in verdicts)
    lost = CONTRADICTION * sum(v.verdict is Verdict.CONTRADICTED and not v.disputed for v in verdicts)
    return round(min(1.0, max(0.0, (earned - lost) / len(verdicts))) * (1 - hint_cost(hints)), 4)


def hint_cost(hints: int) -> float:
    """Share of the score that hints take, in [0, 1]."""
    return round(min(1.0, HINT_COST * hints), 4)


def disputed(verdicts: Sequence[KeyPointVerdict], key_point: str) -> tuple[KeyPointVerdict, ...]:
    """The verdicts with that point counted, and marked as the candidate's own count."""
    return tuple(v.model_copy(update={"disputed": True}) if v.key_point == key_point else v for v in verdicts)
