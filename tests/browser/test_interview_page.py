"""Interviews in a real browser, from the set-up to the report."""

import pytest
from playwright.sync_api import Page, expect

from corpus import builtin
from corpus.parsing import parse
from tests.browser.served import Served, Shoot

pytestmark = pytest.mark.browser
PARTIAL = "I would split the data several times, train on one part and look at the error on the held-out part."


def begin(page: Page, url: str) -> None:
    page.goto(f"{url}/interview")
    page.get_by_role("button", name="Start", exact=True).click()
    expect(page.locator("#interview-question .q")).to_be_visible()


def reply(page: Page, text: str) -> None:
    before = page.locator("#interview-question .q").inner_text()
    page.locator("#interview-answer textarea").fill(text)
    page.get_by_role("button", name="Send answer").click()
    expect(page.locator("#interview-question .q")).not_to_have_text(before)


def half_of_what_there_is_to_say(page: Page) -> str:
    """Every other key point of the open question, as a candidate might say them one after the other."""
    asked = page.locator("#interview-question .q").inner_text()
    entries = [entry for document in builtin.documents() for entry in parse(document).entries]
    points = next(entry.key_points for entry in entries if entry.question == asked)
    return " ".join(points[::2])


def test_an_interview_from_start_to_report(page: Page, server: Served, shoot: Shoot) -> None:
    page.goto(f"{server.url}/interview")
    expect(page.locator("#interview-start")).to_be_visible()
    shoot(page, "interview-setup")
    begin(page, server.url)
    shoot(page, "interview-question")

    page.get_by_role("button", name="Hint").click()
    expect(page.locator("#interview-said .hint")).to_be_visible()
    reply(page, half_of_what_there_is_to_say(page))
    shoot(page, "interview-probe")
    page.get_by_role("button", name="End and see the report").click()

    expect(page.locator("#interview-result .score")).to_be_visible()
    expect(page.locator("#interview-result .point.covered q").first).to_be_visible()
    shoot(page, "interview-report")


def test_an_interview_goes_on_after_the_server_was_killed(page: Page, server: Served) -> None:
    begin(page, server.url)
    reply(page, PARTIAL)
    asked = page.locator("#interview-question .q").inner_text()
    address = page.url

    server.kill()
    server.start()
    server.wait()
    page.goto(address)

    expect(page.locator("#interview-question .q")).to_have_text(asked)
    expect(page.locator("#interview-said .you").first).to_contain_text("held-out part")


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
