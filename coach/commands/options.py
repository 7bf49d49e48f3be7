"""What the commands share: their common options, opening the coach, reading a batch, showing progress."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from pydantic import BaseModel, ValidationError

from coach import settings as choices
from coach.coach import Coach
from corpus.errors import CoachError, Misconfigured
from index import Progress

Home = Annotated[Path | None, typer.Option("--home", help="Folder that holds everything the coach keeps.")]
Llm = Annotated[
    str | None, typer.Option("--llm", help="Language model, as provider:model; `offline` for none.", metavar="SPEC")
]
BaseUrl = Annotated[str | None, typer.Option("--base-url", help="Address of the model's server.", metavar="URL")]
Json = Annotated[bool, typer.Option("--json", help="One JSON object a line on stdout.")]
Batch = Annotated[Path | None, typer.Option("--batch", help="File of JSON lines to do in one go.", metavar="FILE")]
Line = TypeVar("Line", bound=BaseModel)


@contextmanager
def opened(home: Path | None, llm: str | None = None, base_url: str | None = None) -> Iterator[Coach]:
    """The coach of a home, closed again whatever happens."""
    coach = Coach(choices.load(home, llm, base_url))
    try:
        yield coach
    finally:
        coach.close()


@contextmanager
def progress_shown() -> Iterator[Progress]:
    """A progress bar on stderr where somebody is there to see it; it appears with the first step."""
    from rich.console import Console
    from rich.progress import BarColumn, TaskID, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    console = Console(file=sys.stderr)
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:.0f}%"))
    with Bar(*columns, TimeRemainingColumn(), console=console, transient=True, disable=not console.is_terminal) as bar:
        tasks: dict[str, TaskID] = {}

        def show(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=total)
            bar.update(tasks[what], completed=done, total=total)

        yield show


def lines_of(file: Path, shape: type[Line]) -> list[Line]:
    """The lines of a batch. Raises Misconfigured, naming the first line that does not fit."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Misconfigured(f"The batch file {file} cannot be read: {error}.", remedy="Check the path.") from error
    lines = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            lines.append(shape.model_validate(json.loads(line)))
        except (json.JSONDecodeError, ValidationError) as error:
            fields = ", ".join(shape.model_fields)
            raise Misconfigured(
                f"Line {number} of {file} is not a JSON object with the fields {fields}.", remedy="Mend that line."
            ) from error
    return lines


def only_one(query: str | None, batch: Path | None) -> None:
    """Refuse both, and neither."""
    if (query is None) == (batch is None):
        raise Misconfigured("Give either a question or --batch FILE.", remedy="See --help for an example.")


def failed(error: CoachError) -> None:
    """Report an input that failed, and go on."""
    typer.echo(str(error), err=True)
