"""Interviews in a real browser, from the set-up to the report."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from corpus import builtin
from corpus.parsing import parse
from tests.browser.served import Served, Shoot

pytestmark = pytest.mark.browser
SESSION = re.compile(r"\?session=")


def begin(page: Page, url: str) -> None:
    """Begin on a topic that is about knowing: the key points of a story are no story, and earn nothing."""
    page.goto(f"{url}/interview?topic=training practice")
    expect(page.locator("#interview-plan .plan")).to_contain_text("on training practice")
    page.get_by_role("button", name="Start", exact=True).click()
    expect(page.locator("#interview-question .q")).to_be_visible(timeout=30_000)  # the first one loads the model


def reply(page: Page, text: str) -> None:
    before = page.locator("#interview-question .q").inner_text()
    page.locator("#interview-answer textarea").fill(text)
    page.get_by_role("button", name="Send answer").click()
    expect(page.locator("#interview-question .q")).not_to_have_text(before)


def end(page: Page) -> None:
    page.get_by_role("button", name="End", exact=True).click()
    page.get_by_role("button", name="End and see the report").click()
    expect(page.locator("#interview-result .score")).to_be_visible()


def half_of_what_there_is_to_say(page: Page) -> str:
    """Every other key point of the open question, as a candidate might say them one after the other."""
    asked = page.locator("#interview-question .q").inner_text()
    entries = [entry for document in builtin.documents() for entry in parse(document).entries]
    points = next(entry.key_points for entry in entries if entry.question == asked)
    return " ".join(points[::2])


def test_an_interview_from_start_to_report(page: Page, server: Served, shoot: Shoot) -> None:
    page.goto(f"{server.url}/interview")
    expect(page.locator("#interview-plan .plan")).to_be_visible()
    shoot(page, "interview-setup")
    begin(page, server.url)
    expect(page.locator("#interview-question .card")).to_be_focused()
    shoot(page, "interview-question")

    page.get_by_role("button", name="Hint 1 of").click()
    expect(page.locator("#interview-notes .note")).to_be_visible()
    reply(page, half_of_what_there_is_to_say(page))
    shoot(page, "interview-probe")
    page.get_by_role("button", name="Skip").click()
    expect(page.locator(".where .count")).to_contain_text("Question 2 of 5")
    page.locator("#interview-feedback summary").click()
    shoot(page, "interview-feedback")
    end(page)

    expect(page.locator("#interview-report .title")).to_be_focused()
    expect(page.locator("#interview-report .closing")).to_contain_text("let us stop here")
    expect(page.locator("#interview-result .point.covered q").first).to_be_visible()
    shoot(page, "interview-report")


def test_what_was_chosen_is_said_in_words_asked_for_and_remembered(
    page: Page, server: Served, tmp_path: Path, shoot: Shoot
) -> None:
    job = tmp_path / "job.txt"
    job.write_text("We look for somebody who knows random forests and gradient boosting.")
    page.goto(f"{server.url}/interview?topic=trees")
    expect(page.locator("#interview-plan .plan")).to_contain_text("on trees")

    page.get_by_role("button", name="Choose topics").click()
    page.get_by_label("Mid").check()
    page.get_by_label("Tough").check()
    page.get_by_label("Only at the end").check()
    page.get_by_label("A time, with a clock").check()
    broken = tmp_path / "job.pdf"
    broken.write_bytes(b"%PDF-1.4 broken")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Upload a PDF").click()
    chooser.value.set_files(broken)
    expect(page.locator("[data-testid=toast-body]")).to_contain_text("That did not work")
    expect(page.locator("[data-testid=toast-body]")).to_contain_text("job.pdf is not a PDF that can be read")
    page.get_by_test_id("toast-close").click()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Upload a PDF").click()
    chooser.value.set_files(job)
    expect(page.locator("#interview-about textarea")).to_have_value(re.compile("random forests"))
    plan = re.compile(r"30 minutes by the clock: only [1-7] questions?, on trees, mid level\.")
    expect(page.locator("#interview-plan .plan")).to_contain_text(plan)
    expect(page.locator("#interview-plan .plan")).to_contain_text("your job description")
    expect(page.locator("#interview-plan .plan")).to_contain_text(re.compile(r"\d questions? fits?"))
    shoot(page, "interview-choices")
    page.get_by_role("button", name="Start with these choices").click()

    expect(page.locator("#interview-question .meta")).to_have_text("trees · mid")
    expect(page.locator(".where .clock")).to_contain_text(re.compile(r"(30:00|29:\d\d) left"))
    page.goto(f"{server.url}/interview")
    expect(page.locator("#interview-plan .plan")).to_contain_text(plan)


def test_a_verdict_is_disputed_and_the_question_answered_again(page: Page, server: Served, shoot: Shoot) -> None:
    begin(page, server.url)
    reply(page, half_of_what_there_is_to_say(page))
    end(page)
    report, score = page.url, page.locator("#interview-result .score").inner_text()

    page.get_by_role("button", name="Count it").first.click()

    expect(page.locator(".point.disputed b")).to_have_text("Counted by you")
    expect(page.locator(".point.disputed")).to_be_focused()
    expect(page.locator("#interview-result .score")).not_to_have_text(score)

    page.locator(".question .acts").get_by_role("button", name="Answer again").click()
    expect(page.locator("#interview-question .q")).to_be_visible()
    reply(page, half_of_what_there_is_to_say(page))
    end(page)
    expect(page.locator(".twice h4")).to_have_count(2)
    expect(page.locator(".twice h4").last).to_contain_text("This time")
    shoot(page, "interview-again")
    page.get_by_role("link", name="Back to the first report").click()
    expect(page).to_have_url(report)


def test_a_second_window_never_answers_the_wrong_question(page: Page, server: Served) -> None:
    begin(page, server.url)
    expect(page).to_have_url(SESSION)
    other = page.context.new_page()
    other.goto(page.url)
    expect(other.locator("#interview-question .q")).to_be_visible()
    reply(page, half_of_what_there_is_to_say(page))
    asked = page.locator("#interview-question .q").inner_text()

    other.locator("#interview-answer textarea").fill("Meant for the first question.")
    other.keyboard.press("Control+Enter")

    expect(other.locator("#interview-notice")).to_contain_text("gone on in another window")
    expect(other.locator("#interview-question .q")).to_have_text(asked)
    expect(other.locator("#interview-answer textarea")).to_have_value("Meant for the first question.")

    other.get_by_role("button", name="Pause").click()
    expect(other.locator("#interview-question .q")).to_contain_text("At question")
    page.evaluate("() => window.dispatchEvent(new Event('focus'))")  # looked at again
    expect(page.locator("#interview-question .q")).to_contain_text("At question")


def test_a_pause_is_there_after_a_reload_and_ends_with_a_click(page: Page, server: Served, shoot: Shoot) -> None:
    begin(page, server.url)
    asked = page.locator("#interview-question .q").inner_text()

    page.get_by_role("button", name="Pause").click()
    expect(page.locator("#interview-question .q")).to_have_text("At question 1 of 5")
    page.reload()
    expect(page.locator("#interview-question .q")).to_have_text("At question 1 of 5")
    shoot(page, "interview-paused")
    page.get_by_role("button", name="Go on").click()

    expect(page.locator("#interview-question .q")).to_have_text(asked)


def test_an_interview_goes_on_after_the_server_was_killed(page: Page, server: Served) -> None:
    begin(page, server.url)
    said = half_of_what_there_is_to_say(page)
    reply(page, said)
    asked = page.locator("#interview-question .q").inner_text()
    address = page.url

    server.kill()
    server.start()
    server.wait()
    page.goto(address)

    expect(page.locator("#interview-question .q")).to_have_text(asked)
    expect(page.locator("#interview-said .you").first).to_contain_text(said[:40])


def test_an_interview_that_was_left_is_offered_again(page: Page, server: Served) -> None:
    begin(page, server.url)
    asked = page.locator("#interview-question .q").inner_text()

    page.goto(f"{server.url}/interview")
    page.locator("#interview-open a").first.click()

    expect(page.locator("#interview-question .q")).to_have_text(asked)


def test_an_unsent_answer_survives_a_reload(page: Page, server: Served) -> None:
    begin(page, server.url)
    page.locator("#interview-answer textarea").fill("half a thought about")

    page.reload()

    expect(page.locator("#interview-answer textarea")).to_have_value("half a thought about")
