"""The library in a real browser: documents looked at, kept, searched, read, removed and put back."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.served import Served, Shoot

pytestmark = pytest.mark.browser
PATIENCE = 30_000  # ms, for what the server has to search or to index
INPUT = "#library-drop input[type=file]"
SCRIPTED = """\
## What does <script>document.title = 'stolen'</script> do in a knot?

It ties <img src=x onerror="document.title = 'stolen'"> nothing.

## What is a sheepshank good for?

It makes a rope shorter without cutting it.
"""


def test_a_document_is_looked_at_kept_found_read_removed_and_put_back(
    page: Page, server: Served, notes: Path, shoot: Shoot
) -> None:
    page.goto(f"{server.url}/library")
    expect(page.locator(".docs")).to_contain_text("built in")
    shoot(page, "library")

    page.locator(INPUT).set_input_files(notes)
    preview = page.locator(".preview")
    expect(preview).to_contain_text("4 questions")
    expect(preview).to_contain_text("What is a bogie")
    expect(page.locator(".docs")).not_to_contain_text("trains.txt")
    shoot(page, "library-preview")
    preview.get_by_role("button", name="Keep").click()
    expect(page.locator("#library-outcome")).to_contain_text(
        "trains.txt is in the library, with 4 questions.", timeout=PATIENCE
    )
    expect(page.locator(".docs")).to_contain_text("trains.txt")

    page.get_by_placeholder("Search the questions").fill("climbing a steep hill by rail")
    page.get_by_placeholder("Search the questions").press("Enter")
    first = page.locator(".found a").first
    expect(first).to_have_text("When would you use a rack railway?", timeout=PATIENCE)
    shoot(page, "library-search")
    first.click()
    expect(page.locator("#library-entry")).to_contain_text("toothed rail", timeout=PATIENCE)
    expect(page.locator(".sources-of")).to_contain_text(re.compile(r"trains\.txt, lines \d+ to \d+"))
    assert "/library?entry=when-would-you-use-a-rack-railway" in page.url
    shoot(page, "library-entry")

    page.locator(".sources-of a").first.click()
    expect(page.locator(".found li")).to_have_count(4, timeout=PATIENCE)
    exported = page.request.get(f"{server.url}/library/export.md?document=trains.txt")
    assert exported.text().startswith("# trains.txt\n\nQuestions and answers, 4 in all.")
    shoot(page, "library-document")
    page.get_by_role("button", name="Remove").click()
    expect(page.locator("#library-outcome")).to_contain_text(
        "trains.txt is removed, with 4 questions.", timeout=PATIENCE
    )
    expect(page.locator(".docs")).not_to_contain_text("trains.txt")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".docs")).to_contain_text("trains.txt", timeout=PATIENCE)


def test_files_are_dropped_discarded_and_refused_in_words_and_what_they_hold_is_only_text(
    page: Page, server: Served, tmp_path: Path
) -> None:
    essay = tmp_path / "essay.md"
    essay.write_text("# Ropes\n\nRopes are old.\n")
    old = tmp_path / "old.doc"
    old.write_bytes(b"What is a knot?")
    page.goto(f"{server.url}/library")
    expect(page.locator(".docs")).to_be_visible()

    carried = page.evaluate_handle(
        "text => { const held = new DataTransfer(); held.items.add(new File([text], 'knots.md')); return held; }",
        SCRIPTED,
    )
    page.dispatch_event("#library-drop", "drop", {"dataTransfer": carried})
    expect(page.locator(".preview summary").first).to_have_text(
        "What does <script>document.title = 'stolen'</script> do in a knot?"
    )
    page.locator(INPUT).set_input_files([essay, old])
    expect(page.locator(".preview", has_text="old.doc")).to_contain_text("Save it as .docx, and add that.")
    refused = page.locator(".preview", has_text="essay.md")
    expect(refused.get_by_role("alert")).to_contain_text("No question was recognised in essay.md.")
    refused.locator("summary").click()
    expect(refused.locator("pre")).to_have_text("# Ropes\n\nRopes are old.\n")

    page.get_by_role("button", name="Keep").click()
    page.locator("#library-outcome a", has_text="knots.md").click()
    page.locator(".found a").first.click()
    expect(page.locator("#library-entry")).to_contain_text("It ties <img src=x", timeout=PATIENCE)
    expect(page).to_have_title("Library · Interview Coach")
    page.goto(f"{server.url}/library?entry=nothing-of-that-name")
    expect(page.get_by_role("alert")).to_contain_text("There is no entry nothing-of-that-name.", timeout=PATIENCE)
