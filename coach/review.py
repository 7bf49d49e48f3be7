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
from coach.grading.grades import Verdict

if TYPE_CHECKING:
    from fsrs import Card, Rating, Scheduler

AGAIN, HARD, EASY = 0.35, 0.65, 0.9  # scores below which an answer counts as forgotten, as hard, and from which as easy
MOST_A_DAY = 10  # reviews: a backlog after days away is worked off in portions
MOST_BEFORE = 40  # reviews a day, when an interview comes near
RETENTION = 0.9  # share of what is due that one should still know when it is asked


@dataclass(frozen=True, slots=True)
class Review:
    """A question in memory.

    due: when to ask it again. recall: chance to know it now, in [0, 1]. last: when it was answered last. score: of that
    answer. missed: its key points that were not covered then, contradicted ones first. then: chance to know it on the
    day of the interview without another review; None where no day is set.
    """

    entry_id: str
    question: str
    topic: str
    due: datetime
    recall: float
    score: float
    times: int
    missed: tuple[str, ...]
    last: datetime
    then: float | None = None


def reviews(graded: Sequence[Graded | Skipped], now: datetime, interview: datetime | None = None) -> tuple[Review, ...]:
    """Every question ever graded, by when it is due. graded: by time; a skipped question counts as forgotten.

    What there was nothing to judge by is no review. interview: the day of the real one.
    """
    scheduler = _scheduler()
    history: dict[str, list[Graded | Skipped]] = {}
    for event in graded:
        if event.at is not None and (event.reason == "candidate" if isinstance(event, Skipped) else event.verdicts):
            history.setdefault(event.entry_id, []).append(event)
    found = [_review(scheduler, events, now, interview) for events in history.values()]
    return tuple(sorted(found, key=lambda review: (review.due, review.entry_id)))


def due(
    found: Sequence[Review], now: datetime, most: int = MOST_A_DAY, interview: datetime | None = None
) -> list[Review]:
    """What to ask today, the most valuable first: where key points are missing, what is most nearly forgotten, and what
    was known worst. At most `most`, so that a backlog after days away is worked off in portions.

    interview: the day of the real one, as it was given to `reviews`. All that one would not know on that day is spread
    evenly over the days that are left, today included; a day's portion is never above MOST_BEFORE.
    """
    today = [review for review in found if review.due <= now]
    if interview is not None and interview > now:
        done = sum(r.last.date() == now.date() for r in found)
        unsure = [r for r in found if r.due <= now or (r.then is not None and r.then < RETENTION)]
        left = [r for r in unsure if r.last.date() < now.date()]
        portion = -(-(len(left) + done) // max(1, (interview.date() - now.date()).days)) - done
        return sorted(left, key=_value)[: min(MOST_BEFORE, max(0, portion))]
    return sorted(today, key=_value)[:most]


def _value(review: Review) -> tuple[bool, float, str]:
    """The order of asking, the most valuable first."""
    return not review.missed, review.recall + review.score, review.entry_id


def rating_of(event: Graded | Skipped) -> "Rating":
    """How well it was remembered."""
    from fsrs import Rating

    if isinstance(event, Skipped) or event.score < AGAIN:
        return Rating.Again
    if event.score < HARD or event.hints > 1:
        return Rating.Hard
    return Rating.Easy if event.score >= EASY and not event.hints and not event.probes else Rating.Good


def _review(
    scheduler: "Scheduler", events: Sequence[Graded | Skipped], now: datetime, interview: datetime | None
) -> Review:
    card = _first_card()
    for event in events:
        assert event.at is not None
        card, _ = scheduler.review_card(card, rating_of(event), event.at)
    last = events[-1]
    assert last.at is not None
    missed = _missed(last) if isinstance(last, Graded) else ()
    return Review(
        entry_id=last.entry_id,
        question=last.question,
        topic=last.topic,
        due=card.due,
        recall=float(scheduler.get_card_retrievability(card, max(now, last.at))),
        score=last.score if isinstance(last, Graded) else 0.0,
        times=len(events),
        missed=missed,
        last=last.at,
        then=None if interview is None else float(scheduler.get_card_retrievability(card, max(interview, last.at))),
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
