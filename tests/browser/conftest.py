"""A real server with the built-in corpus, and a real Chromium."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
COACH = Path(sys.executable).with_name("coach")
SHOTS = Path(__file__).parent / "out"
expect.set_options(timeout=15_000)  # a busy machine is no failure


@dataclass
class Server:
    """A running coach that can be killed and started again at the same address."""

    home: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        environment = {key: value for key, value in os.environ.items() if not key.startswith("COACH_")}
        command = [str(COACH), "serve", "--no-browser", "--port", str(self.port), "--home", str(self.home)]
        self.process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)

    def wait(self, seconds: float = 120) -> None:
        """Until the app answers, not just the waiting page."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            assert self.process is not None
            assert self.process.poll() is None, "the server has stopped"
            try:
                with urllib.request.urlopen(f"{self.url}/healthz", timeout=5):
                    return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.1)
        raise TimeoutError("the app did not open")

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait()


@pytest.fixture(scope="session")
def server(builtin_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all browser tests, on a copy of the prepared home."""
    home = tmp_path_factory.mktemp("served") / "home"
    shutil.copytree(builtin_home, home)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    running = Server(home, port)
    running.start()
    running.wait()
    yield running
    running.kill()


@pytest.fixture(scope="session")
def driver() -> Iterator[Playwright]:
    if not CHROMIUM.exists():
        reason = f"there is no browser at {CHROMIUM}: install Debian's package chromium"
        if os.environ.get("COACH_REQUIRE_BROWSER"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(driver: Playwright) -> Iterator[Browser]:
    chromium = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield chromium
    chromium.close()


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    """A page in a fresh profile. What it asks of other hosts, and what goes wrong in it, fails the test."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    wrong: list[str] = []
    opened = context.new_page()
    opened.set_default_timeout(30_000)
    opened.on("request", lambda request: wrong.append(request.url) if outside(request.url) else None)
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    yield opened
    context.close()
    assert wrong == []


def outside(url: str) -> bool:
    """Whether a request leaves this machine."""
    return not url.startswith(("http://127.0.0.1:", "data:", "blob:"))


@pytest.fixture
def shoot() -> Callable[[Page, str], None]:
    """Takes a screenshot at both widths and in both colours, for the README and for looking at."""
    return _shoot


def _shoot(page: Page, name: str) -> None:
    SHOTS.mkdir(exist_ok=True)
    before = page.viewport_size
    for colour in ("light", "dark"):
        page.evaluate("on => document.body.classList.toggle('dark', on)", colour == "dark")
        for width, height in ((1440, 900), (390, 844)):
            page.set_viewport_size({"width": width, "height": height})
            page.wait_for_timeout(250)  # a resized page has no event for "settled"
            page.screenshot(path=SHOTS / f"{name}-{width}-{colour}.png")
    page.evaluate("() => document.body.classList.remove('dark')")
    if before is not None:
        page.set_viewport_size(before)
