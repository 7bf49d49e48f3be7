"""Review and progress in words: what is due and why, and what to do where there is nothing yet."""

from datetime import UTC, date, datetime, timedelta

from coach.progress import Progress, TopicProgress
from coach.review import Review
from ui import progress_html, review_html

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


def review(name: str, *, due: int = 0, score: float = 0.3, missed: tuple[str, ...] = ("It is a frame.",)) -> Review:
    """A question in memory. due: in days from now."""
    return Review(
        entry_id=name,
        question=f"What is a {name}?",
        topic="trains",
        due=NOW + timedelta(days=due),
        recall=0.8,
        score=score,
        times=1,
        missed=missed,
        last=NOW - timedelta(days=3),
    )


def test_before_the_first_interview_the_page_says_what_to_do() -> None:
    shown = review_html.today([], [], None, NOW)

    assert "Nothing to review yet" in shown
    assert 'href="/interview"' in shown


def test_a_day_without_reviews_says_when_the_next_ones_come() -> None:
    known = [review("bogie", due=2), review("signal", due=2), review("rail", due=9)]

    shown = review_html.today([], known, None, NOW)

    assert "Nothing is due today" in shown
    assert "Next: 2 questions on Friday 27 November." in shown


def test_what_is_due_says_how_much_why_and_what_waits() -> None:
    known = [review(f"bogie {n}") for n in range(13)]

    shown = review_html.today(known[:10], known, None, NOW)

    assert "10 questions today" in shown
    assert "You missed something in each of them last time." in shown
    assert "3 more can wait" in shown
    assert "<b>Missed:</b> It is a frame." in shown
    assert "30%, answered 3 days ago" in shown
    assert "4 more</summary>" in shown


def test_a_question_without_a_gap_says_why_it_comes_back() -> None:
    known = [review("bogie", score=0.9, missed=())]

    assert "The chance that you still know it is 80%." in review_html.today(known, known, None, NOW)


def test_the_day_of_the_interview_says_what_it_changes() -> None:
    assert "Set the day" in review_html.interview_day(None, 0, NOW)
    assert "In 9 days. " in review_html.interview_day(date(2026, 12, 4), 4, NOW)
    assert "4 questions today." in review_html.interview_day(date(2026, 12, 4), 4, NOW)
    assert "That day has come." in review_html.interview_day(date(2026, 11, 25), 0, NOW)


def test_progress_without_any_says_what_to_do() -> None:
    empty = Progress(topics=(), scores=(), asked=0, entries=40, due=0)

    assert "Nothing to show yet" in progress_html.progress(empty, [], NOW)


def test_progress_shows_the_weakest_first_and_what_was_never_asked() -> None:
    topics = (
        TopicProgress(topic="rails", entries=4, asked=2, score=0.9, recall=0.9),
        TopicProgress(topic="trains & co", entries=8, asked=1, score=0.3, recall=0.8),
        TopicProgress(topic="tunnels", entries=3, asked=0),
    )
    progress = Progress(topics=topics, scores=((NOW, 0.4), (NOW, 0.6)), asked=3, entries=15, due=1)

    shown = progress_html.progress(progress, [review("bogie")], NOW)

    assert shown.index('data-topic="trains &amp; co"') < shown.index('data-topic="rails"')
    assert "1 of 8" in shown
    assert 'href="/interview?topic=tunnels"' in shown
    assert "averages 60%, 20 points up on the earlier half." in shown
    assert 'data-ids="bogie"' in shown
