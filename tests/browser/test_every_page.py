"""What holds on every page."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.served import Served

pytestmark = pytest.mark.browser
PAGES = {
    "/": "#coach-next-0",
    "/interview": "#interview-start",
    "/review": "#review-today",
    "/progress": "#progress-stands",
    "/library": "#library-list",
    "/settings": "#settings .in-use",
}
"""Each page, and what is there once it is drawn."""


@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_a_phone_with_its_bar(page: Page, server: Served, path: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(server.url + path)
    expect(page.locator(PAGES[path])).to_be_visible()

    too_wide = page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")

    assert too_wide <= 0
    bar = page.locator(".top .pages").evaluate("bar => bar.scrollWidth - bar.clientWidth")
    assert bar <= 0, "the bar of pages is cut"
    expect(page.locator("h1")).to_have_count(1)
