"""No library calls home: the main job, with every outside connection refused and watched."""

import json
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

WATCHED = Path(__file__).parents[1] / "watched.py"


def run(log: Path, *words: str | Path, said: str = "") -> str:
    """A command under watch; its stdout."""
    command = [sys.executable, "-P", str(WATCHED), str(log), *map(str, words)]
    done = subprocess.run(command, input=said, capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_watch_sees_a_connection(tmp_path: Path, notes: Path) -> None:
    log = tmp_path / "log"
    run(log, "ingest", notes)

    run(log, "ask", "what is a bogie?", "--llm", "openai:any", "--base-url", "http://coach.invalid/v1", "--json")

    assert "coach.invalid" in log.read_text()


def test_the_main_job_speaks_to_nobody(tmp_path: Path, notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = tmp_path / "log"
    log.touch()
    monkeypatch.setenv("LANGSMITH_TRACING", "true")  # as somebody has it who traces other programs
    monkeypatch.setenv("LANGSMITH_API_KEY", "not-a-key")
    answer = json.dumps({"type": "answer", "text": "It carries the wheels and turns in curves."})

    run(log, "ingest", notes)
    run(log, "ask", "what is a bogie?", "--json")
    interview = run(log, "interview", "--questions", "1", "--json", said=f'{answer}\n{answer}\n{{"type": "end"}}\n')
    run(log, "doctor", "--json")

    assert '"type":"report"' in interview
    assert log.read_text() == ""


def test_the_page_speaks_to_nobody(tmp_path: Path, notes: Path) -> None:
    log = tmp_path / "log"
    log.touch()
    run(log, "ingest", notes)
    command = [sys.executable, "-P", str(WATCHED), str(log), "serve", "--no-browser", "--port", "7899"]

    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            server.stdout.readline()
            ready = False
            while not ready:
                assert server.poll() is None, server.stderr and server.stderr.read()
                try:
                    with urllib.request.urlopen("http://127.0.0.1:7899/status", timeout=30) as answer:
                        ready = json.load(answer)["ready"]
                except ConnectionError:
                    continue
        finally:
            server.terminate()

    assert log.read_text() == ""
