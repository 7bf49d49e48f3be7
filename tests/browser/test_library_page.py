"""The library in a real browser: documents added, read and removed."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.served import Served, Shoot

pytestmark = pytest.mark.browser


def test_a_document_is_added_read_and_removed(page: Page, server: Served, notes: Path, shoot: Shoot) -> None:
    page.goto(f"{server.url}/library")
    expect(page.locator(".docs")).to_be_visible()
    shoot(page, "library")

    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Add documents").click()
    chooser.value.set_files(notes)
    expect(page.locator("#library-outcome")).to_contain_text("trains.txt: added, 4 questions")
    expect(page.locator("#library-entries")).to_contain_text("What is a bogie")
    page.get_by_role("button", name="Remove this document").click()

    expect(page.locator("#library-outcome")).to_contain_text("removed")
    expect(page.locator(".docs")).not_to_contain_text("trains.txt")


def test_a_document_without_questions_is_refused_in_words(page: Page, server: Served, tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_text("")
    page.goto(f"{server.url}/library")
    expect(page.locator(".docs")).to_be_visible()

    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Add documents").click()
    chooser.value.set_files(empty)

    expect(page.locator("#library-outcome [role=alert]")).to_contain_text("empty.txt")
