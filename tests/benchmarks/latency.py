"""How long until the first words of an answer? A real server, a model that answers at once, a real browser.

    python -m tests.benchmarks.latency                 all of it; the first index of the built-in corpus takes minutes
    python -m tests.benchmarks.latency --home FOLDER   with a home that has it indexed already; a copy is used

retrieval and prompt: searching, and building the messages for a model, in one process and one thread.
browser: from the Enter key to the first words of the answer on screen, each question in a new conversation. The model
is a scripted server in a process of its own that answers at once, so all of it is ours, Gradio's and the browser's.
at once: N conversations begin within the same moment, through the queue that the page uses; from each one's request to
the first words of its answer. mixed: answers that hold the words of another conversation. stuck: conversations without
an end. Beside it stands a bare Gradio page that sends back a text in two pieces, in the same run: what the frame takes.
The clients, the server, the scripted model and the browser share this machine, so all figures are upper bounds.
"""

import argparse
import asyncio
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from coach.coach import Coach
from coach.explaining.with_model import prompt
from coach.models.spec import ModelSpec
from coach.settings import Settings
from index.hits import Turn
from tests.benchmarks.explain import queries

CHROMIUM = "/usr/bin/chromium"
PATIENCE = 120.0  # seconds for one conversation
RESTING = ("resting",)  # comes with the whole answer, which is what there is to read first without a model
READING = ("Reading", "not in my notes")  # the model's first word; no model is asked what the notes do not hold
SCRIPTED = """
import re, sys
from tests.servers import serving

def script(request):
    prompt = request.messages[-1]["content"]
    note = re.search(r'<note number="1"[^>]*>\\n+(.+?[.!?])(?=\\s)', prompt, re.DOTALL)
    return f"Reading {prompt.rsplit('Question: ', 1)[1]}. {note[1]} [1]"

with serving(script) as server:
    print(server.openai(), flush=True)
    sys.stdin.read()
"""
"""A model that begins its answer with the question, so that a mixed-up answer is seen, and then keeps to its notes."""
BARE = """
import sys, gradio as gr, uvicorn
from fastapi import FastAPI

def say(text):
    yield [{"role": "user", "content": text}]
    yield [{"role": "user", "content": text}, {"role": "assistant", "content": f"Reading {text}"}]

with gr.Blocks(analytics_enabled=False) as demo:
    box = gr.Textbox(elem_id="coach-box")
    box.submit(say, box, gr.Chatbot(), api_visibility="private")
demo.max_threads = 150
demo.queue(default_concurrency_limit=150, max_size=300)
app = gr.mount_gradio_app(FastAPI(), demo, "/", ssr_mode=False)
uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="error")
"""


@dataclass(frozen=True, slots=True)
class Conversation:
    """One conversation of many. first: seconds to the first words; None where there were none. mixed: see above."""

    first: float | None
    ended: bool
    mixed: bool


def line(name: str, seconds: Sequence[float]) -> None:
    """Print median, 95th percentile and the slowest, in milliseconds."""
    ordered = sorted(seconds)
    p95 = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    middle, worst = statistics.median(ordered), ordered[-1]
    print(f"  {name:<34}{1000 * middle:>8.0f}{1000 * p95:>8.0f}{1000 * worst:>8.0f}   of {len(ordered)}", flush=True)


def retrieval(home: Path, asked: Sequence[str]) -> None:
    """Searching and building the prompt."""
    coach = Coach(Settings(home=home))
    spec = ModelSpec(provider="openai", name="x")
    coach.index.search("warm up")
    searched, built = [], []
    for query in [*asked, *asked]:
        began = time.perf_counter()
        result = coach.index.search(query)
        found = time.perf_counter()
        prompt([Turn(role="user", content=query)], result, [hit.entry for hit in result.hits], spec, coach.index.embed)
        searched.append(found - began)
        built.append(time.perf_counter() - began)
    line("retrieval", searched)
    line("retrieval and prompt", built)
    coach.close()


@contextmanager
def process(command: Sequence[str], environment: dict[str, str] | None = None) -> Iterator[subprocess.Popen[str]]:
    """A process for the length of the block."""
    running = subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        yield running
    finally:
        running.kill()
        running.communicate()


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def wait_for(url: str) -> None:
    """Until a server answers."""
    until = time.monotonic() + 300
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise TimeoutError(url)


@contextmanager
def served(home: Path, llm: str, base_url: str | None) -> Iterator[str]:
    """A running coach; its address."""
    port = free_port()
    kept = {key: value for key, value in os.environ.items() if not key.startswith("COACH_")}
    command = [str(Path(sys.executable).with_name("coach")), "serve", "--no-browser", "--port", str(port)]
    command += ["--home", str(home), "--llm", llm, *(["--base-url", base_url] if base_url else [])]
    with process(command, kept):
        wait_for(f"http://127.0.0.1:{port}/healthz")
        yield f"http://127.0.0.1:{port}"


def in_browser(url: str, asked: Sequence[str]) -> None:
    """From Enter to the first words on screen, in Chromium."""
    from playwright.sync_api import sync_playwright

    seconds = []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = chromium.new_page(viewport={"width": 1440, "height": 900})
        for query in ["warm up the page", *asked]:
            page.goto(url)
            box = page.locator("#coach-box textarea")
            box.wait_for()
            page.wait_for_timeout(500)
            box.fill(query)
            page.evaluate(WATCH)
            box.press("Enter")
            page.wait_for_function("() => window.firstWords", timeout=PATIENCE * 1000, polling=50)
            seconds.append(page.evaluate("() => window.firstWords - window.entered") / 1000)
            page.wait_for_timeout(300)
        chromium.close()
    line("browser, Enter to first words", seconds[1:])


WATCH = """() => {
  window.firstWords = window.entered = 0
  document.addEventListener('keydown', (e) => { if (e.key === 'Enter') window.entered = performance.now() }, true)
  const look = () => {
    const said = [...document.querySelectorAll('#coach-chat .bot')].map((e) => e.innerText).join(' ')
    if (window.entered && /[A-Za-z]{3,}/.test(said) && !window.firstWords)
      requestAnimationFrame(() => { window.firstWords = window.firstWords || performance.now() })
  }
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true })
}"""


async def one(
    client: httpx.AsyncClient, call: dict[str, Any], asked: str, marks: Sequence[str], others: int
) -> Conversation:
    """One conversation through the queue of the page. marks: what its answer may begin with."""
    session = f"bench{os.urandom(6).hex()}"
    began = time.perf_counter()
    body = {"data": [asked, *call["rest"]], "fn_index": call["fn"], "session_hash": session, "trigger_id": call["box"]}
    await client.post("/gradio_api/queue/join", json=body)
    first, ended, told = None, False, ""
    async with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": session}) as stream:
        async for data in stream.aiter_lines():
            told += data
            if first is None and any(mark in data for mark in marks):
                first = time.perf_counter() - began
            if "process_completed" in data:
                ended = '"success":true' in data.replace(" ", "")
            if "close_stream" in data:
                break
    mixed = any(f"(conversation{n}:)" in told for n in range(others) if f"(conversation{n}:)" not in asked)
    return Conversation(first, ended, mixed)


async def at_once(url: str, many: int, asked: Sequence[str], offline: bool) -> list[Conversation]:
    """Many conversations in the same moment."""
    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(base_url=url, timeout=PATIENCE, limits=limits, trust_env=False) as client:
        call = entrance((await client.get("/config")).json())
        tasks = []
        for n in range(many):
            text = asked[n % len(asked)] if offline else f"{asked[n % len(asked)]} (conversation{n}:)"
            tasks.append(one(client, call, text, RESTING if offline else READING, 0 if offline else many))
        return await asyncio.gather(*tasks)


def entrance(config: dict[str, Any]) -> dict[str, Any]:
    """What is called when Enter is pressed in the box of the page: function, trigger, and its other inputs."""
    box = next(c["id"] for c in config["components"] if c["props"].get("elem_id") == "coach-box")
    call = next(d for d in config["dependencies"] if [box, "submit"] in [list(t) for t in d["targets"]])
    return {"fn": call["id"], "box": box, "rest": [""] * (len(call["inputs"]) - 1)}


def crowd(name: str, url: str, many: int, asked: Sequence[str], *, offline: bool = False) -> None:
    """Print how many conversations at once fare."""
    told = asyncio.run(at_once(url, many, asked, offline))
    line(f"{name}, {many} at once", [c.first for c in told if c.first is not None] or [PATIENCE])
    stuck, mixed = sum(not c.ended or c.first is None for c in told), sum(c.mixed for c in told)
    print(f"  {'':<34}stuck {stuck}, mixed {mixed}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, default=None, help="a home with the built-in corpus indexed")
    parser.add_argument("-n", type=int, default=30, help="questions asked in the browser")
    parser.add_argument("--at-once", type=int, nargs="*", default=[1, 20, 100])
    options = parser.parse_args()
    asked = [query.query for query in queries()]
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        if options.home:
            shutil.copytree(options.home, home)
        else:
            coach = Coach(Settings(home=home))
            coach.prepare()
            coach.close()
        print(f"  {'milliseconds':<34}{'median':>8}{'p95':>8}{'worst':>8}")
        retrieval(home, asked)
        port = free_port()
        with process([sys.executable, "-c", BARE, str(port)]):
            wait_for(f"http://127.0.0.1:{port}/config")
            for many in options.at_once:
                crowd("bare Gradio page", f"http://127.0.0.1:{port}", many, asked)
        with process([sys.executable, "-c", SCRIPTED]) as model:
            assert model.stdout is not None
            with served(home, "openai:scripted", model.stdout.readline().strip()) as url:
                in_browser(url, asked[: options.n])
                for many in options.at_once:
                    crowd("scripted model", url, many, asked)
        with served(home, "offline", None) as url:
            for many in options.at_once:
                crowd("offline", url, many, asked, offline=True)


if __name__ == "__main__":
    main()
