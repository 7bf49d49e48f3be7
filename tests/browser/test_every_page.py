"""What holds on every page."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.served import Served

pytestmark = pytest.mark.browser
PAGES = {"/": "#coach-box", "/interview": "#interview-start", "/library": "#library-documents .docs"}
"""Each page, and what is there once it is drawn."""


@pytest.mark.parametrize("path", PAGES)
def test_no_page_scrolls_sideways_on_a_phone(page: Page, server: Served, path: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(server.url + path)
    expect(page.locator(PAGES[path])).to_be_visible()

    too_wide = page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")

    assert too_wide <= 0
