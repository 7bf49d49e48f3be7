"""No test touches the real home folder, and none reaches a host that is not this machine."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings

from index import Embedder

# The same examples in every run, as long as each takes: what fails, fails everywhere. To look for new ones:
# pytest --hypothesis-profile default
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")

COACH = Path(sys.executable).with_name("coach")
NOTES = """\
Ten questions for people who like trains

Are you ready for 'What is a bogie?' and other questions? We collected some.

Did you know? Our newsletter has many readers.

What is a bogie and why do trains have them?

A bogie is the frame with wheels below a railway carriage. It turns against the carriage body, so that a long carriage
can go round a tight curve without leaving the rails.

It also carries the springs. Without them each rail joint would be felt in every seat.

How does a block signal keep two trains apart?

A line is cut into blocks, and a signal at the start of each shows red while a train is inside. The second train waits
until the first has left the block, so there is always a braking distance between them.

1. Axle counters at both ends count the wheels that go in and out.

2. The block is free when both counts are the same.

Please explain the difference between a steam and a diesel locomotive.

A steam locomotive boils water outside its cylinders, and the steam pushes the pistons. A diesel locomotive burns its
fuel inside the cylinders and mostly drives a generator, whose current turns the axles.

Does a steam locomotive start slowly? Yes, it needs hours to raise steam, while a diesel engine starts in a minute.

When would you use a rack railway?

A rack railway has a toothed rail between the others, into which a cog wheel grips. It is used where a slope is steeper
than about seven per cent, because smooth wheels would slip there.

Book your seat with our partners today

There is no better way to see the country. Our partners have been there and done that.

Only 2 seats left

$30 / day
"""
"""A scraped article in miniature: an introduction, four questions, advertising."""


@pytest.fixture(scope="session")
def models(pytestconfig: pytest.Config) -> Path:
    """A folder with the graphs of the embedding model, which take seconds to build; kept from one run to the next."""
    assert pytestconfig.cache is not None
    folder = pytestconfig.cache.mkdir("models")
    embedder = Embedder(cache=folder)
    embedder.encode(["one of each"])
    embedder.encode_for_search(["one of each"])
    return folder


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The home folder of every test is its own, has no built-in corpus, and need not build the embedding model."""
    (tmp_path / "home" / "models").mkdir(parents=True)
    for graph in models.glob("*.onnx"):
        (tmp_path / "home" / "models" / graph.name).symlink_to(graph)
    for name in [name for name in os.environ if name.startswith("COACH_") and name != "COACH_REQUIRE_BROWSER"]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("COACH_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COACH_BUILTIN_CORPUS", "0")
    monkeypatch.setenv("NO_COLOR", "1")


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """A small document of questions."""
    file = tmp_path / "trains.txt"
    file.write_text(NOTES, encoding="utf-8")
    return file


@pytest.fixture(scope="session")
def builtin_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the built-in corpus indexed, made once. Tests that write use their own."""
    home = tmp_path_factory.mktemp("builtin") / "home"
    environment = {key: value for key, value in os.environ.items() if not key.startswith("COACH_")}
    done = subprocess.run(
        [str(COACH), "search", "overfitting", "--home", str(home), "--json"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=500,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return home
