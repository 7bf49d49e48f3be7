"""Explaining in a real browser, clicked through as a candidate does it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.served import Served, Shoot

pytestmark = pytest.mark.browser


def opened(page: Page, server: Served) -> None:
    """The page, ready to be typed into."""
    page.goto(server.url)
    expect(page.locator("#coach-next-0")).to_be_visible()


def ask(page: Page, text: str) -> None:
    page.locator("#coach-box textarea").fill(text)
    page.keyboard.press("Enter")


def test_a_question_is_answered_with_its_sources(page: Page, server: Served, shoot: Shoot) -> None:
    opened(page, server)
    shoot(page, "coach-empty")

    ask(page, "why do people use cross validation?")

    expect(page.locator("#coach-chat .bot").last).to_contain_text("Cross-validation")
    expect(page.locator("#coach-sources .group.on .src").first).to_be_visible()
    expect(page.locator("#coach-next-2")).to_be_visible()
    shoot(page, "coach-answer")


def test_a_citation_opens_the_passage_beside_the_chat(page: Page, server: Served, shoot: Shoot) -> None:
    opened(page, server)
    ask(page, "what is the difference between L1 and L2 regularisation?")
    expect(page.locator("#coach-sources .src").first).to_be_visible()

    link = page.locator('#coach-chat a[href*="#cite-"]').first
    link.focus()
    page.keyboard.press("Enter")

    sentence = page.locator(f"#{(link.get_attribute('href') or '').split('#')[1]}")
    expect(sentence).to_have_class(re.compile(r"\bon\b"))
    expect(sentence).to_be_focused()
    expect(page.locator(".src.on a", has_text="Open in the library")).to_have_attribute(
        "href", re.compile(r"^/library\?entry=")
    )
    expect(page.locator("#coach-chat [data-testid=bot]").first).to_have_attribute("aria-label", "Answer of the coach")
    shoot(page, "coach-cited")
    page.keyboard.press("Escape")
    expect(link).to_be_focused()


def test_a_suggested_question_is_one_click_away(page: Page, server: Served) -> None:
    opened(page, server)
    ask(page, "what is overfitting?")
    first = page.locator("#coach-next-0")
    expect(page.locator("#coach-sources .src").first).to_be_visible()
    expect(first).to_be_visible()
    proposed = first.inner_text()

    first.click()

    expect(page.locator("#coach-chat .user").last).to_contain_text(proposed[:30])
    expect(page.locator("#coach-chat .bot")).to_have_count(2)


def test_a_question_beyond_the_notes_is_declined(page: Page, server: Served, shoot: Shoot) -> None:
    opened(page, server)

    ask(page, "how do I configure a Kubernetes ingress with TLS?")

    expect(page.locator("#coach-chat .bot").last).to_contain_text("not in my notes")
    expect(page.locator("#coach-sources .src")).to_have_count(0)
    shoot(page, "coach-declined")


def test_a_conversation_survives_a_reload(page: Page, server: Served) -> None:
    opened(page, server)
    ask(page, "what is batch normalisation?")
    expect(page.locator("#coach-sources .src").first).to_be_visible()
    expect(page).to_have_url(re.compile(r"\?c="))

    page.reload()

    expect(page.locator("#coach-chat .user").last).to_contain_text("batch normalisation")
    expect(page.locator("#coach-sources .src").first).to_be_visible()


def test_an_empty_and_an_endless_message_are_refused_in_words(page: Page, server: Served, shoot: Shoot) -> None:
    opened(page, server)

    ask(page, "   ")
    expect(page.locator("[data-testid=toast-body]").last).to_contain_text("Type a question")
    ask(page, "why " * 50_000)

    expect(page.locator("[data-testid=toast-body]").last).to_contain_text("20,000")
    shoot(page, "coach-error")


def test_what_a_user_types_is_shown_as_text(page: Page, server: Served) -> None:
    opened(page, server)

    ask(page, "what is <img src=x onerror=\"document.title='owned'\"> <b>bias</b>?")

    expect(page.locator("#coach-chat .user").last).to_contain_text("<b>bias</b>")
    assert page.locator("#coach-chat .user img").count() == 0
    assert "owned" not in page.title()


def test_a_question_in_the_address_is_asked(page: Page, server: Served) -> None:
    page.goto(f"{server.url}/?ask=what+is+overfitting%3F")

    expect(page.locator("#coach-chat .user").last).to_contain_text("what is overfitting?")
    expect(page.locator("#coach-sources .src").first).to_be_visible()
    expect(page).to_have_url(re.compile(r"\?c="))
    expect(page.locator("#coach-status")).to_contain_text("The answer is there, with")


def test_a_conversation_is_renamed_found_saved_deleted_and_brought_back(page: Page, server: Served) -> None:
    page.goto(f"{server.url}/?ask=what+is+a+random+forest%3F")
    expect(page.locator("#coach-sources .src").first).to_be_visible()
    title = page.get_by_label("Title of this conversation")

    title.fill("Forests, for Monday")
    title.press("Enter")
    expect(page.locator("#coach-history [aria-current]")).to_have_text("Forests, for Monday")
    page.get_by_label("Search conversations").fill("random FOREST")
    expect(page.locator("#coach-history li")).to_have_text(["Forests, for Monday"])

    page.get_by_label("More about this conversation").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Save as Markdown").click()
    assert download.value.path().read_text(encoding="utf-8").startswith("# Forests, for Monday")

    page.get_by_role("button", name="Delete").click()
    expect(page.locator("#coach-undo")).to_contain_text("Deleted “Forests, for Monday”")
    expect(page.locator("#coach-history")).not_to_contain_text("Forests, for Monday")
    page.get_by_role("button", name="Undo").click()
    expect(title).to_have_value("Forests, for Monday")
    expect(page.locator("#coach-chat .user").last).to_contain_text("random forest")


def test_an_edited_message_goes_on_from_there_and_the_old_words_stay_in_reach(page: Page, server: Served) -> None:
    page.goto(f"{server.url}/?ask=what+is+overfitting%3F")
    expect(page.locator("#coach-next-0")).to_be_visible()

    page.locator("#coach-chat .message-buttons-right").get_by_label("Edit").click()
    page.locator("#coach-chat textarea").first.fill("what is underfitting?")
    page.locator("#coach-chat").get_by_label("Submit").click()
    expect(page.locator("#coach-chat .user").last).to_contain_text("what is underfitting?")
    page.get_by_role("link", name="see it as it was before").click()

    expect(page.locator("#coach-chat .user").last).to_contain_text("what is overfitting?")
    expect(page.locator("#coach-box")).to_be_hidden()
    page.get_by_role("button", name="Go on from here").click()
    expect(page.locator("#coach-box")).to_be_visible()
    expect(page.locator("#coach-chat .user").last).to_contain_text("what is overfitting?")
    expect(page.get_by_role("link", name="see it as it was before")).to_be_visible()


def test_on_a_phone_conversations_and_sources_lie_over_the_chat(page: Page, server: Served, shoot: Shoot) -> None:
    page.goto(f"{server.url}/?ask=what+is+a+decision+tree%3F")
    expect(page.locator("#coach-next-0")).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 844})

    page.locator('#coach-chat a[href*="#cite-"]').first.click()
    expect(page.locator(".src.sheet")).to_be_in_viewport()
    page.locator(".src.sheet").get_by_role("button", name="Close").click()
    expect(page.locator(".src.sheet")).to_have_count(0)
    toggle = page.get_by_role("button", name="Conversations", exact=True)
    toggle.click()
    expect(page.locator("#coach-history li").first).to_be_in_viewport()
    expect(toggle).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")

    expect(page.locator("#coach-side")).to_be_hidden()
    expect(toggle).to_be_focused()
    box = page.locator("#coach-main").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390


def test_an_interview_is_set_up_from_the_chat(page: Page, server: Served) -> None:
    opened(page, server)

    ask(page, "start a short interview on trees")
    page.get_by_role("link", name="Begin the interview").click()

    expect(page.locator("#interview-question .q")).to_be_visible()
