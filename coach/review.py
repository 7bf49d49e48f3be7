"""Spaced repetition: when each question that was graded should come back. Computed from the grades, never stored.

Every grade is a review in FSRS-6 (py-fsrs; J. Ye, J. Su, Y. Cao, "A Stochastic Shortest Path Algorithm for Optimizing
Spaced Repetition Scheduling", KDD 2022). The rating comes from the score without hints and from how it was reached:
hints and follow-ups say that it did not come at once. There are no steps within a day: an interview is not a drill.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from coach.events import Graded, Skipped
from coach.grades import Verdict

if TYPE_CHECKING:
    from fsrs import Card, Rating, Scheduler

AGAIN, HARD, EASY = 0.35, 0.65, 0.9  # scores below which an answer counts as forgotten, as hard, and from which as easy
MOST_A_DAY = 10  # reviews: a backlog after days away is worked off in portions
RETENTION = 0.9  # share of what is due that one should still know when it is asked


@dataclass(frozen=True, slots=True)
class Review:
    """A question in memory.

    due: when to ask it again. recall: chance to know it now, in [0, 1]. score: of the last answer. missed: its key
    points that were not covered then, contradicted ones first.
    """

    entry_id: str
    question: str
    topic: str
    due: datetime
    recall: float
    score: float
    times: int
    missed: tuple[str, ...]


def reviews(graded: Sequence[Graded | Skipped], now: datetime) -> tuple[Review, ...]:
    """Every question ever graded, by when it is due. graded: by time; a skipped question counts as forgotten."""
    scheduler = _scheduler()
    history: dict[str, list[Graded | Skipped]] = {}
    for event in graded:
        if event.at is not None and not (isinstance(event, Skipped) and event.reason == "gone"):
            history.setdefault(event.entry_id, []).append(event)
    found = [_review(scheduler, events, now) for events in history.values()]
    return tuple(sorted(found, key=lambda review: (review.due, review.entry_id)))


def due(
    found: Sequence[Review], now: datetime, most: int = MOST_A_DAY, interview: datetime | None = None
) -> list[Review]:
    """What to ask today, the most valuable first: what is most nearly forgotten, and was known worst.

    interview: the day of the real one. What would fall due only after it is brought forward, spread evenly over the
    days that are left, the least known first.
    """
    today = [review for review in found if review.due <= now]
    if interview is not None and interview > now:
        days = max(1, (interview - now).days)
        later = sorted((r for r in found if r.due > now), key=lambda r: (r.score, r.recall, r.entry_id))
        today += later[: -(-len(later) // days)]
    return sorted(today, key=lambda r: (r.recall + r.score, r.entry_id))[:most]


def rating_of(event: Graded | Skipped) -> "Rating":
    """How well it was remembered."""
    from fsrs import Rating

    if isinstance(event, Skipped) or event.score < AGAIN:
        return Rating.Again
    if event.score < HARD or event.hints > 1:
        return Rating.Hard
    return Rating.Easy if event.score >= EASY and not event.hints and not event.probes else Rating.Good


def _review(scheduler: "Scheduler", events: Sequence[Graded | Skipped], now: datetime) -> Review:
    card = _first_card()
    for event in events:
        assert event.at is not None
        card, _ = scheduler.review_card(card, rating_of(event), event.at)
    last = events[-1]
    missed = _missed(last) if isinstance(last, Graded) else ()
    return Review(
        entry_id=last.entry_id,
        question=last.question,
        topic=last.topic,
        due=card.due,
        recall=float(scheduler.get_card_retrievability(card, max(now, events[-1].at or now))),
        score=last.score if isinstance(last, Graded) else 0.0,
        times=len(events),
        missed=missed,
    )


def _missed(event: Graded) -> tuple[str, ...]:
    open_points = [v for v in event.verdicts if v.verdict is not Verdict.COVERED and not v.disputed]
    return tuple(v.key_point for v in sorted(open_points, key=lambda v: v.verdict is not Verdict.CONTRADICTED))


def _scheduler() -> "Scheduler":
    from fsrs import Scheduler

    return Scheduler(desired_retention=RETENTION, learning_steps=(), relearning_steps=(), enable_fuzzing=False)


def _first_card() -> "Card":
    from fsrs import Card

    return Card(card_id=1)  # ids are for fsrs's own logs, which we do not keep


def days_until(moment: datetime, now: datetime) -> int:
    """Whole days from now until a moment; 0 if it has passed."""
    return max(0, -(-int((moment - now) / timedelta(minutes=1)) // (24 * 60)))
