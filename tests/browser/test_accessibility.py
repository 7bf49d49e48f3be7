"""axe-core finds nothing serious in any state of an interview, in either theme."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.served import Served

pytestmark = pytest.mark.browser


def findings(page: Page) -> list[str]:
    """What axe-core calls serious or critical, in light and in dark."""
    found = []
    for dark in (False, True):
        page.evaluate("dark => document.body.classList.toggle('dark', dark)", dark)
        page.wait_for_timeout(250)  # colours fade over, and axe would measure the middle
        found += [
            f"{violation['id']}: {violation['nodes'][0]['html'][:120]}"
            for violation in Axe().run(page).response["violations"]
            if violation["impact"] in ("serious", "critical")
        ]
    return found


def test_an_interview_can_be_taken_by_everybody(page: Page, server: Served) -> None:
    page.goto(f"{server.url}/interview")
    expect(page.locator("#interview-plan .plan")).to_be_visible()
    page.get_by_role("button", name="Choose topics").click()
    expect(page.get_by_label("Tough")).to_be_visible()
    assert findings(page) == []

    page.get_by_role("button", name="Start", exact=True).click()
    expect(page.locator("#interview-question .q")).to_be_visible()
    page.get_by_role("button", name="Hint 1 of").click()
    expect(page.locator("#interview-notes .note")).to_be_visible()
    assert findings(page) == []

    page.locator("#interview-answer textarea").fill("It is about data, and one should look at the error.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#interview-said .you")).to_be_visible()
    page.get_by_role("button", name="End", exact=True).click()
    page.get_by_role("button", name="End and see the report").click()
    expect(page.locator("#interview-result .score")).to_be_visible()
    page.get_by_text("A model answer").first.click()
    assert findings(page) == []


@pytest.mark.parametrize(("path", "drawn"), [("/review", "#review-today h3"), ("/progress", "#progress-stands h3")])
def test_what_was_learnt_can_be_read_by_everybody(page: Page, server: Served, path: str, drawn: str) -> None:
    page.goto(server.url + path)
    expect(page.locator(drawn).first).to_be_visible()

    assert findings(page) == []
