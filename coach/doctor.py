"""`coach doctor`: what is installed, which model answers, what is wrong, and how to mend it."""

import os
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from coach import settings as choices
from coach.coach import Coach
from coach.models.spec import is_local
from corpus.entries import Frozen
from corpus.errors import CoachError

PACKAGES = ("interview-coach", "chromadb", "gradio", "langchain", "sentence-transformers")
SAFE_SQLITE = (3, 51, 3)
"""From here on, two connections that write and checkpoint cannot damage a WAL database."""


class Check(Frozen):
    """One thing looked at. remedy: what to do; empty where nothing is."""

    name: str
    ok: bool
    detail: str
    remedy: str = ""


def examine(home: Path | None, llm: str | None, base_url: str | None) -> Iterator[Check]:
    """Look at one thing after the other; what cannot be looked at is a finding, not an error."""
    yield from _machine()
    try:
        coach = Coach(choices.load(home, llm, base_url))
    except CoachError as error:
        yield Check(name="home", ok=False, detail=error.message, remedy=error.remedy)
        return
    try:
        coach.look()
        yield from _home(coach)
    except CoachError as error:
        yield Check(name="library", ok=False, detail=error.message, remedy=error.remedy)
    finally:
        coach.close()


def examine_open(coach: Coach) -> Iterator[Check]:
    """As `examine`, for a coach that is open and stays open."""
    yield from _machine()
    yield from _home(coach)


def size_of(folder: Path) -> int:
    """Bytes that the files of a folder take; what vanishes meanwhile counts nothing."""
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            with suppress(FileNotFoundError):
                total += (Path(place) / name).lstat().st_size
    return total


def _machine() -> Iterator[Check]:
    yield Check(name="python", ok=sys.version_info >= (3, 11), detail=sys.version.split()[0])
    for package in PACKAGES:
        yield _installed(package)
    yield _sqlite()


def _home(coach: Coach) -> Iterator[Check]:
    home = coach.settings.home
    yield Check(name="home", ok=True, detail=f"{home}, {size_of(home) / 1e6:.0f} MB")
    yield _library(coach)
    yield _search(coach)
    yield _model(coach)


def _installed(package: str) -> Check:
    try:
        return Check(name=package, ok=True, detail=version(package))
    except PackageNotFoundError:
        return Check(name=package, ok=False, detail="not installed", remedy=f"Run: pip install {package}")


def _sqlite() -> Check:
    safe = sqlite3.sqlite_version_info >= SAFE_SQLITE
    remedy = "" if safe else "Nothing to do for one person; for a team, use a database server (COACH_DATABASE_URL)."
    return Check(name="sqlite", ok=True, detail=sqlite3.sqlite_version, remedy=remedy)


def _library(coach: Coach) -> Check:
    held = coach.index.documents()
    if not held:
        return Check(name="library", ok=False, detail="empty", remedy="Add questions with: coach ingest FILE")
    return Check(name="library", ok=True, detail=f"{len(held)} documents, {sum(d.entries for d in held)} questions")


def _search(coach: Coach) -> Check:
    entries = coach.index.entries()
    if not entries:
        return Check(name="search", ok=True, detail="nothing to search")
    first = entries[0]
    result = coach.index.search(first.question, k=3)
    ok = first.id in {hit.entry.id for hit in result.hits}
    remedy = "" if ok else "Start the coach once: it rebuilds a damaged index."
    return Check(name="search", ok=ok, detail=f"{coach.settings.embedding_model}, {result.ms:.0f} ms", remedy=remedy)


def _model(coach: Coach) -> Check:
    if coach.spec is None:
        return Check(name="model", ok=True, detail="offline: answers come straight from the notes")
    from langchain_core.messages import HumanMessage

    from coach.models.asking import Limits, complete

    started = time.perf_counter()
    try:
        model = coach.model
        assert model is not None
        complete(model, [HumanMessage("Reply with the word: ready")], Limits(tokens=16, silence=20, total=30))
    except CoachError as error:
        return Check(name="model", ok=False, detail=error.message, remedy=error.remedy)
    where = "on this machine" if is_local(coach.spec) else "your words leave this machine"
    return Check(
        name="model", ok=True, detail=f"{coach.spec} answers in {time.perf_counter() - started:.1f} s, {where}"
    )
