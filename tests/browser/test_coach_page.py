"""Explaining in a real browser, clicked through as a candidate does it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.served import Served, Shoot

pytestmark = pytest.mark.browser


def ask(page: Page, text: str) -> None:
    page.locator("#coach-box textarea").fill(text)
    page.keyboard.press("Enter")


def test_a_question_is_answered_with_its_sources(page: Page, server: Served, shoot: Shoot) -> None:
    page.goto(server.url)
    expect(page.locator("#coach-next-0")).to_be_visible()
    shoot(page, "coach-empty")

    ask(page, "why do people use cross validation?")

    expect(page.locator("#coach-chat .bot").last).to_contain_text("Cross-validation")
    expect(page.locator("#coach-sources .group.on .src").first).to_be_visible()
    expect(page.locator("#coach-next-2")).to_be_visible()
    shoot(page, "coach-answer")


def test_a_citation_opens_the_passage_beside_the_chat(page: Page, server: Served, shoot: Shoot) -> None:
    page.goto(server.url)
    ask(page, "what is the difference between L1 and L2 regularisation?")
    expect(page.locator("#coach-sources .src").first).to_be_visible()

    link = page.locator('#coach-chat a[href*="#cite-"]').first
    link.focus()
    page.keyboard.press("Enter")

    passage = page.locator(f"#{(link.get_attribute('href') or '').split('#')[1]}")
    expect(passage).to_have_class(re.compile(r"\bon\b"))
    expect(passage).to_be_focused()
    shoot(page, "coach-cited")


def test_a_suggested_question_is_one_click_away(page: Page, server: Served) -> None:
    page.goto(server.url)
    ask(page, "what is overfitting?")
    first = page.locator("#coach-next-0")
    expect(page.locator("#coach-sources .src").first).to_be_visible()
    expect(first).to_be_visible()
    proposed = first.inner_text()

    first.click()

    expect(page.locator("#coach-chat .user").last).to_contain_text(proposed[:30])
    expect(page.locator("#coach-chat .bot")).to_have_count(2)


def test_a_question_beyond_the_notes_is_declined(page: Page, server: Served, shoot: Shoot) -> None:
    page.goto(server.url)

    ask(page, "how do I configure a Kubernetes ingress with TLS?")

    expect(page.locator("#coach-chat .bot").last).to_contain_text("not in my notes")
    expect(page.locator("#coach-sources .src")).to_have_count(0)
    shoot(page, "coach-declined")


def test_a_conversation_survives_a_reload(page: Page, server: Served) -> None:
    page.goto(server.url)
    ask(page, "what is batch normalisation?")
    expect(page.locator("#coach-sources .src").first).to_be_visible()
    expect(page).to_have_url(re.compile(r"\?c="))

    page.reload()

    expect(page.locator("#coach-chat .user").last).to_contain_text("batch normalisation")
    expect(page.locator("#coach-sources .src").first).to_be_visible()


def test_an_empty_and_an_endless_message_are_refused_in_words(page: Page, server: Served, shoot: Shoot) -> None:
    page.goto(server.url)

    ask(page, "   ")
    expect(page.locator("[data-testid=toast-body]").last).to_contain_text("Type a question")
    ask(page, "why " * 50_000)

    expect(page.locator("[data-testid=toast-body]").last).to_contain_text("20,000")
    shoot(page, "coach-error")


def test_what_a_user_types_is_shown_as_text(page: Page, server: Served) -> None:
    page.goto(server.url)

    ask(page, "what is <img src=x onerror=\"document.title='owned'\"> <b>bias</b>?")

    expect(page.locator("#coach-chat .user").last).to_contain_text("<b>bias</b>")
    assert page.locator("#coach-chat .user img").count() == 0
    assert "owned" not in page.title()


def test_an_interview_is_set_up_from_the_chat(page: Page, server: Served) -> None:
    page.goto(server.url)

    ask(page, "start a short interview on trees")
    page.get_by_role("link", name="Begin the interview").click()

    expect(page.locator("#interview-question .q")).to_be_visible()
