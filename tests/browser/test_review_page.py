"""Review and progress in a real browser: what was missed comes back, and what is weak is one click away."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from coach.events import AnswerGiven, Ended, Graded, Planned, QuestionAsked, Started
from coach.grading.grades import KeyPointVerdict, Verdict
from coach.home import open_home
from coach.results import reported
from coach.settings import Settings
from coach.storage import Store
from corpus.entries import Level
from tests.browser.served import Served, Shoot

pytestmark = pytest.mark.browser
ENTRY, QUESTION = "what-is-overfitting", "What is overfitting?"
MISSED = "An overfitted model does much worse on new data than on its training data."


@pytest.fixture
def missed_three_weeks_ago(server: Served) -> str:
    """An interview three weeks back, as the server itself would have stored it; its question."""
    engine = open_home(Settings(home=server.home))
    store = Store(engine, clock=lambda: datetime.now(UTC) - timedelta(days=21))
    grade = Graded(
        entry_id=ENTRY,
        score=0.0,
        verdicts=(KeyPointVerdict(key_point=MISSED, verdict=Verdict.MISSED),),
        feedback="",
        grader="offline",
        question=QUESTION,
        topic="generalisation",
    )
    store.append(
        store.create_session("interview", "generalisation"),
        [
            Started(plan=(Planned(entry_id=ENTRY, topic="generalisation", level=Level.JUNIOR),), seed=1),
            QuestionAsked(number=1, of=1, entry_id=ENTRY, question=QUESTION, topic="generalisation"),
            AnswerGiven(text="I do not remember.", entry_id=ENTRY),
            grade,
            Ended(reason="done"),
            reported([grade], []),
        ],
        0,
    )
    engine.dispose()
    return QUESTION


def test_a_review_from_what_is_due_to_the_report(
    page: Page, server: Served, missed_three_weeks_ago: str, shoot: Shoot
) -> None:
    page.goto(f"{server.url}/review")
    expect(page.locator("#review-today h3")).to_contain_text("today")
    expect(page.locator("#review-today .due")).to_contain_text(missed_three_weeks_ago)
    expect(page.locator("#review-today .due")).to_contain_text(MISSED)
    shoot(page, "review-due")

    in_nine_days = (datetime.now(UTC) + timedelta(days=9)).date().isoformat()
    page.get_by_label("When is your interview?").fill(in_nine_days)
    expect(page.locator("#review-interview .line")).to_contain_text("In 9 days.")
    page.get_by_role("button", name="Clear").click()
    expect(page.locator("#review-interview .line")).to_contain_text("Set the day")
    page.get_by_role("button", name="Start review").click()
    expect(page.locator("#interview-question .q")).to_have_text(missed_three_weeks_ago)
    page.get_by_role("button", name="Skip").click()

    expect(page.locator("#interview-report .title")).to_have_text("Your review")
    page.goto(f"{server.url}/review")
    expect(page.locator("#review-today h3")).to_have_text("Nothing is due today")


def test_a_weak_point_is_practised_with_one_click(
    page: Page, server: Served, missed_three_weeks_ago: str, shoot: Shoot
) -> None:
    page.goto(f"{server.url}/progress")
    expect(page.locator(".tiles")).to_be_visible()
    expect(page.locator(".progress-topic .name").first).to_be_visible()
    shoot(page, "progress")

    page.get_by_role("button", name=f"Practise {missed_three_weeks_ago}").click()

    expect(page.locator("#interview-question .q")).to_have_text(missed_three_weeks_ago)
