"""What is due for review, as HTML: how much, why, and what waits. Pure."""

from collections.abc import Sequence
from datetime import date, datetime
from html import escape

from coach.review import MOST_A_DAY, Review
from ui.opening import day, last, missed

SHOWN = 6  # questions listed before the rest is folded away
FEW = 3  # questions of the short review


def today(due: Sequence[Review], known: Sequence[Review], interview: date | None, now: datetime) -> str:
    """What there is to do today. due: today's portion; known: every question in memory, by when it is due."""
    if not known:
        return _empty(
            "Nothing to review yet",
            "Take an interview. What you miss in it comes back here, just before you would forget it.",
        )
    if not due:
        return _empty("Nothing is due today", f"{_next(known, now)} An interview adds more.")
    open_ones = sum(bool(review.missed) for review in due)
    why = (
        "You missed something in each of them last time."
        if open_ones == len(due)
        else f"{open_ones} of them first, where you missed something last time; then what you are about to forget."
        if open_ones
        else "You are about to forget them."
    )
    waiting = sum(review.due <= now for review in known) - sum(review.due <= now for review in due)
    later = f" {waiting} more can wait: there are never more than {MOST_A_DAY} a day." if waiting > 0 else ""
    if interview is not None and interview > now.date():
        later = ""
    few = (
        f'<button type="button" class="second" data-do="review" data-count="{FEW}">Only {FEW}</button>'
        if len(due) > FEW + 1
        else ""
    )
    return (
        f'<section class="today"><h3>{_count(len(due))} today</h3><p>{why}{later}</p>'
        f'<div class="do"><button type="button" class="first" data-do="review">Start review</button>{few}</div>'
        f"</section>{_list(due, now)}"
    )


def _empty(title: str, words: str) -> str:
    return (
        f'<section class="today"><h3>{title}</h3><p>{escape(words)}</p>'
        '<div class="do"><a class="first" href="/interview">Take an interview</a></div></section>'
    )


def _next(known: Sequence[Review], now: datetime) -> str:
    later = [review for review in known if review.due > now]
    if not later:
        return "Come back tomorrow."
    when = later[0].due
    count = sum(review.due.date() == when.date() for review in later)
    return f"Next: {_count(count)} on {day(when)}."


def _list(due: Sequence[Review], now: datetime) -> str:
    rows = [_row(review, now) for review in due]
    first, rest = "".join(rows[:SHOWN]), "".join(rows[SHOWN:])
    folded = f'<details class="more"><summary>{len(rows) - SHOWN} more</summary><ul class="due">{rest}</ul></details>'
    return f'<ul class="due">{first}</ul>{folded if rest else ""}'


def _row(review: Review, now: datetime) -> str:
    why = missed(review)
    if not why and review.score:
        why = f'<p class="why">Nothing was missing. The chance that you still know it is {review.recall:.0%}.</p>'
    return f'<li><p class="name">{escape(review.question)}</p>{why}{last(review, now)}</li>'


def interview_day(interview: date | None, due: int, now: datetime) -> str:
    """When the real interview is, to be chosen, and what that changes. due: today's portion."""
    value = interview.isoformat() if interview else ""
    left = (interview - now.date()).days if interview else 0
    if interview is None:
        words = "Set the day, and everything you do not know yet is spread over the days until then."
    elif left > 0:
        days = "Tomorrow" if left == 1 else f"In {left} days"
        portion = _count(due) if due else "nothing more"
        words = f"{days}. Everything you do not know yet comes back before then: {portion} today."
    else:
        words = "That day has come. Good luck; clear it to go back to the usual pace."
    clear = '<button type="button" class="second" data-do="day" data-day="">Clear</button>' if interview else ""
    return (
        '<section class="day"><h3><label for="review-day">When is your interview?</label></h3>'
        f'<div class="do"><input type="date" id="review-day" value="{value}" min="{now.date()}">{clear}</div>'
        f'<p class="line" role="status">{escape(words)}</p></section>'
    )


def _count(count: int) -> str:
    return "1 question" if count == 1 else f"{count} questions"
