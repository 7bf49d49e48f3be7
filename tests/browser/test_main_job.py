"""The main job in a real browser, clicked through as a candidate does it."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import pytest
from playwright.sync_api import Page, expect

from corpus import builtin
from corpus.parsing import parse

pytestmark = pytest.mark.browser
PARTIAL = "I would split the data several times, train on one part and look at the error on the held-out part."


class Served(Protocol):
    """What these tests need of the server (see conftest)."""

    @property
    def url(self) -> str: ...
    def start(self) -> None: ...
    def wait(self) -> None: ...
    def kill(self) -> None: ...


Shoot = Callable[[Page, str], None]


def ask(page: Page, text: str) -> None:
    page.locator("#coach-box textarea").fill(text)
    page.keyboard.press("Enter")


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


@pytest.mark.parametrize("path", ["/", "/interview", "/library"])
def test_no_page_scrolls_sideways_on_a_phone(page: Page, server: Served, path: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(server.url + path)
    expect(page.locator(".top")).to_be_visible()

    too_wide = page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")

    assert too_wide <= 0
