"""The README says what is true: its commands exist, its contents are current, its example passes the check."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from corpus import builtin
from corpus.contents import contents, with_contents
from corpus.documents import document
from corpus.lint import lint
from corpus.parsing import parse

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COACH = Path(sys.executable).with_name("coach")
COMMANDS = sorted(set(re.findall(r"\| `coach ([a-z]+(?: lint)?)", README)))


def test_the_contents_are_current() -> None:
    table = contents((document, parse(document).entries) for document in builtin.documents())

    assert with_contents(README, table) == README, "run: coach corpus contents --write README.md"


def test_the_example_of_the_library_format_passes_the_check() -> None:
    example = re.findall(r"````markdown\n(.*?)````", README, re.DOTALL)[0]

    problems = [p for p in lint(document("example.md", example)) if "words" not in p.message]

    assert problems == []  # but for its length: an example may be shorter than an entry should be


def test_the_example_of_the_retriever_runs(
    builtin_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    example = re.findall(r"```python\n(from coach.*?)```", README, re.DOTALL)[0]
    monkeypatch.setenv("COACH_HOME", str(builtin_home))
    monkeypatch.setenv("COACH_BUILTIN_CORPUS", "1")

    exec(example, {})

    assert "cross-validation" in capsys.readouterr().out


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_in_the_readme_exists(command: str) -> None:
    done = subprocess.run([str(COACH), *command.split(), "--help"], capture_output=True, timeout=60, check=False)

    assert done.returncode == 0


def test_every_command_there_is_stands_in_the_readme() -> None:
    shown = subprocess.run([str(COACH), "--help"], capture_output=True, text=True, timeout=60, check=True).stdout

    names = set(re.findall(r"^[│ ]+([a-z]+)  ", shown, re.MULTILINE))

    assert {"serve", "ingest", "ask"} <= names
    assert {name for name in names if name not in README} == set()


@pytest.mark.parametrize("target", re.findall(r"\]\(((?!http)[^)#]+)\)", README))
def test_every_link_leads_somewhere(target: str) -> None:
    assert (ROOT / target).exists()
