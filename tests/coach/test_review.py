from datetime import UTC, datetime, timedelta

from coach.events import Graded, Reported, Skipped
from coach.grading.grades import KeyPointVerdict, Verdict
from coach.progress import progress
from coach.review import MOST_A_DAY, MOST_BEFORE, due, reviews
from corpus.entries import Entry, Location

START = datetime(2026, 11, 1, 12, tzinfo=UTC)


def graded(name: str, score: float, at: datetime, hints: int = 0, probes: int = 0) -> Graded:
    verdicts = (
        KeyPointVerdict(key_point=f"{name} first.", verdict=Verdict.COVERED, degree=1.0),
        KeyPointVerdict(key_point=f"{name} second.", verdict=Verdict.MISSED),
        KeyPointVerdict(key_point=f"{name} third.", verdict=Verdict.CONTRADICTED),
    )
    return Graded(
        session="s",
        seq=1,
        at=at,
        entry_id=name,
        score=score,
        verdicts=verdicts,
        feedback="",
        grader="offline",
        question=f"What is {name}?",
        topic="trees",
        hints=hints,
        probes=probes,
    )


def test_a_good_answer_comes_back_later_than_a_bad_one() -> None:
    found = reviews([graded("bad", 0.1, START), graded("fair", 0.7, START), graded("good", 1.0, START)], START)

    assert [review.entry_id for review in found] == ["bad", "fair", "good"]


def test_hints_and_follow_ups_bring_a_question_back_sooner() -> None:
    plain, helped, hinted = (
        graded("plain", 0.95, START),
        graded("helped", 0.95, START, probes=1),
        graded("hinted", 0.95, START, hints=2),
    )

    found = reviews([plain, helped, hinted], START)

    assert [review.entry_id for review in found] == ["hinted", "helped", "plain"]


def test_what_was_missed_is_asked_for_first_and_what_was_wrong_before_it() -> None:
    [review] = reviews([graded("a", 0.3, START)], START)

    assert review.missed == ("a third.", "a second.")


def test_each_good_repetition_lengthens_the_interval() -> None:
    log = [graded("a", 0.8, START)]
    intervals = []
    for _ in range(4):
        [review] = reviews(log, log[-1].at or START)
        intervals.append(review.due - (log[-1].at or START))
        log.append(graded("a", 0.8, review.due))

    assert intervals == sorted(intervals)
    assert intervals[-1] > 3 * intervals[0]


def test_a_backlog_is_capped_and_what_is_known_worst_comes_first() -> None:
    later = START + timedelta(days=60)
    log = [graded(f"q{n:02}", n / 30, START) for n in range(30)]

    today = due(reviews(log, later), later, most=10)

    assert [review.entry_id for review in today] == [f"q{n:02}" for n in range(10)]


def test_an_interview_date_spreads_what_is_left_over_the_days_that_are_left() -> None:
    day = START + timedelta(days=4)
    log = [graded(f"q{n}", 0.5, START - timedelta(hours=20)) for n in range(8)]

    before = due(reviews(log, START, day), START, interview=day)
    log += [graded(review.entry_id, 0.95, START) for review in before]
    after = due(reviews(log, START, day), START, interview=day)
    tomorrow = due(reviews(log, START, day), START + timedelta(days=1), interview=day)

    assert due(reviews(log[:8], START), START) == []
    assert [len(before), len(after), len(tomorrow)] == [2, 0, 3]  # one good answer does not last three days
    assert {r.entry_id for r in before}.isdisjoint(r.entry_id for r in tomorrow)


def test_what_will_be_known_on_the_day_of_the_interview_is_left_in_peace() -> None:
    day = START + timedelta(days=3)

    yesterday = START - timedelta(days=1)

    found = reviews([graded("known", 1.0, yesterday), graded("shaky", 0.4, yesterday)], START, day)

    assert [review.entry_id for review in due(found, START, interview=day)] == ["shaky"]


def test_near_an_interview_a_day_has_no_more_than_can_be_done() -> None:
    day = START + timedelta(days=1)
    log = [graded(f"q{n}", 0.2, START - timedelta(days=30)) for n in range(90)]

    assert len(due(reviews(log, START, day), START, interview=day)) == MOST_BEFORE
    assert len(due(reviews(log, START), START)) == MOST_A_DAY


def test_questions_with_missing_points_come_first() -> None:
    later = START + timedelta(days=60)
    whole = graded("whole", 0.4, START)
    whole = whole.model_copy(update={"verdicts": whole.verdicts[:1]})

    found = reviews([whole, graded("gaps", 0.6, START)], later)

    assert [review.entry_id for review in due(found, later)] == ["gaps", "whole"]


def test_what_there_is_nothing_to_judge_by_is_no_review() -> None:
    bare = graded("bare", 0.0, START).model_copy(update={"verdicts": ()})

    assert reviews([bare], START) == ()


def test_a_skipped_question_counts_as_forgotten() -> None:
    known = graded("a", 1.0, START)
    skipped = Skipped(
        session="s", seq=2, at=START + timedelta(days=1), entry_id="a", topic="trees", question="What is a?"
    )

    [review] = reviews([known, skipped], START + timedelta(days=1))

    assert review.score == 0.0
    assert review.due <= START + timedelta(days=3)


def test_progress_counts_coverage_and_recall_per_topic() -> None:
    entries = [
        Entry(
            id=name,
            question=f"What is {name}?",
            answer="It is.",
            topics=(topic,),
            document="d",
            location=Location(start_line=1, end_line=2),
        )
        for name, topic in (("a", "trees"), ("b", "trees"), ("c", "losses"))
    ]
    report = Reported(session="s", at=START, score=0.4, topics=(), questions=(), next_steps=())

    shown = progress(entries, [graded("a", 0.6, START)], [report], START)

    losses, trees = shown.topics
    assert (losses.topic, losses.entries, losses.asked, losses.score, losses.recall) == ("losses", 1, 0, None, None)
    assert (trees.topic, trees.entries, trees.asked, trees.score, trees.observations) == ("trees", 2, 1, 0.6, 3)
    assert trees.recall == 1.0
    assert shown.scores == ((START, 0.4),)
