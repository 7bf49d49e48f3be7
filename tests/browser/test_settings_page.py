"""Settings in a real browser: a model chosen and tried, a key that stays hidden, and all the rest."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.served import Served, Shoot
from tests.servers import Request, Server, serving

pytestmark = pytest.mark.browser
KEY = "my-very-own-key-0815"


def reply(request: Request) -> str:
    """A model that says one thing from the notes, one that nobody told it, and then talks until it is stopped."""
    if "one word" in request.text:
        return "ready"
    more = " ".join(f"The lunar railway passes crater{n}, then mast{n} and bridge{n} near hill{n}." for n in range(400))
    return f"Overfitting is learning the noise of the training data [1]. {more}"


@pytest.fixture(scope="module")
def model() -> Iterator[Server]:
    with serving(reply, pause=0.02) as server:
        yield server


def choose(page: Page, title: str) -> None:
    page.get_by_label(title, exact=True).check()


def use(page: Page) -> None:
    page.get_by_role("button", name="Use this").click()
    expect(page.locator("#settings-outcome")).to_contain_text("Done.")


def holds(folder: Path, text: str) -> list[str]:
    """The files of a folder in which a text stands."""
    return [file.name for file in folder.rglob("*") if file.is_file() and text.encode() in file.read_bytes()]


def test_a_server_is_chosen_tried_and_stopped_and_its_key_is_nowhere(
    page: Page, server: Served, model: Server, shoot: Shoot
) -> None:
    page.goto(f"{server.url}/settings")
    expect(page.locator("#settings .in-use")).to_contain_text("Offline")
    shoot(page, "settings")
    choose(page, "Another server")
    page.get_by_label("Address of the server").fill(model.openai())
    page.locator("#settings-name input, #settings-name textarea").fill("scripted")
    page.locator("#settings-key input").fill(KEY)
    expect(page.locator("#settings-leaves")).to_contain_text("Nothing leaves it")

    page.get_by_role("button", name="Test it").click()
    expect(page.locator("#settings-outcome")).to_contain_text("openai:scripted answered in")
    use(page)
    expect(page.locator("#settings-key input")).to_have_value("")
    expect(page.locator("#settings-key-line")).to_contain_text("held in the memory of this program")

    page.goto(f"{server.url}/?ask=what+is+overfitting%3F")
    expect(page.locator("#coach-chat .bot").last).to_contain_text("lunar railway")
    expect(page.locator("#coach-chat .unsupported").first).to_have_text("not from the notes")
    page.get_by_role("button", name="Stop").click()
    expect(page.locator("#coach-chat .notice")).to_have_text("Stopped.")
    assert model.hung_up.wait(30)
    expect(page.locator(".answers")).to_contain_text("openai:scripted answers, on this machine")
    shoot(page, "coach-model")

    assert model.requests[-1].key == KEY
    seen = page.content() + page.goto(f"{server.url}/settings").text()  # type: ignore[union-attr]
    expect(page.locator("#settings .in-use")).to_contain_text("openai:scripted")
    assert KEY not in seen + page.content() + page.request.get(f"{server.url}/config").text()
    assert holds(server.home, KEY) == []
    page.get_by_role("button", name="Forget the key").click()
    expect(page.locator("#settings-outcome")).to_contain_text("forgotten")
    choose(page, "No model")
    use(page)


def test_a_hosted_model_says_first_what_leaves_the_machine(page: Page, server: Served, shoot: Shoot) -> None:
    page.goto(f"{server.url}/settings")
    expect(page.locator("#settings .in-use")).to_contain_text("Offline")

    choose(page, "Anthropic")
    page.locator("#settings-name input, #settings-name textarea").fill("some-model")

    expect(page.locator("#settings-leaves")).to_contain_text("These leave this machine and go to Anthropic")
    expect(page.locator("#settings-key-line")).to_contain_text("ANTHROPIC_API_KEY")
    page.get_by_role("button", name="Use this").click()
    expect(page.locator("#settings-outcome [role=alert]")).to_contain_text("wants a key")
    shoot(page, "settings-hosted")
    choose(page, "Google")
    expect(page.locator("#settings-about")).to_contain_text('-m pip install "langchain-google-genai"')


def test_the_day_the_theme_the_data_and_the_state_of_things(page: Page, server: Served) -> None:
    page.goto(f"{server.url}/settings")
    day = page.get_by_label("Date of your interview")

    day.fill((date.today() + timedelta(days=12)).isoformat())
    expect(page.locator("#settings-day")).to_contain_text("In 12 days.")
    page.get_by_role("button", name="Clear").click()
    expect(day).to_have_value("")
    page.get_by_label("Dark", exact=True).check(force=True)
    page.reload()
    expect(page.locator("body.dark")).to_be_visible()
    expect(page.get_by_label("Dark", exact=True)).to_be_checked()
    page.get_by_label("As the system").check(force=True)
    with page.expect_download() as download:
        page.get_by_role("link", name="Export everything").click()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Import").click()
    chooser.value.set_files(
        {"name": "all.zip", "mimeType": "application/zip", "buffer": download.value.path().read_bytes()}
    )
    expect(page.locator("#settings-imported")).to_contain_text("Everything in it was here already.")
    page.get_by_role("button", name="Look now").click()

    expect(page.locator("#settings-findings")).to_contain_text("Everything is well.", timeout=20_000)
