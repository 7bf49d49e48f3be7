"""sessions, report, progress, doctor, export, import."""

import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from coach.commands.options import BaseUrl, Home, Json, Llm, opened, progress_shown
from coach.doctor import examine
from coach.reports import formats as report_formats
from coach.reports.report import Report
from corpus.errors import Misconfigured


class Format(StrEnum):
    """How a report is written."""

    MD = "md"
    HTML = "html"
    JSON = "json"
    PDF = "pdf"


WRITERS: dict[Format, Callable[[Report], str | bytes]] = {
    Format.MD: report_formats.to_markdown,
    Format.HTML: report_formats.to_html,
    Format.JSON: report_formats.to_json,
    Format.PDF: report_formats.to_pdf,
}


def sessions(home: Home = None, as_json: Json = False) -> None:
    """List interviews and conversations, the last one used first."""
    with opened(home) as coach:
        for info in coach.store.sessions():
            if as_json:
                typer.echo(info.model_dump_json())
            else:
                state = "ended" if info.ended else "open"
                typer.echo(f"{info.id}  {info.last_at:%Y-%m-%d %H:%M}  {info.kind:<9}  {state:<5}  {info.title}")


def report(
    session_id: Annotated[str, typer.Argument(metavar="ID", help="As `coach sessions` lists it.")],
    form: Annotated[Format, typer.Option("--format", help="How it is written.")] = Format.MD,
    home: Home = None,
) -> None:
    """Print the report of an interview; a PDF goes to a file: coach report ID --format pdf > report.pdf."""
    with opened(home) as coach:
        written = WRITERS[form](coach.report(session_id))
    if isinstance(written, str):
        typer.echo(written)
        return
    if sys.stdout.isatty():
        raise Misconfigured("A PDF cannot be shown in a terminal.", remedy="Write it to a file: add > report.pdf.")
    sys.stdout.buffer.write(written)


def progress(home: Home = None, as_json: Json = False) -> None:
    """See what was asked so far, how it went, and what should be remembered today."""
    with opened(home) as coach:
        coach.look()
        seen = coach.progress()
    if as_json:
        for topic in seen.topics:
            typer.echo(topic.model_dump_json())
        return
    typer.echo(f"{seen.asked} of {seen.entries} questions asked, {seen.due} due for review")
    for topic in seen.topics:
        if topic.asked:
            recall = "" if topic.recall is None else f", {topic.recall:.0%} remembered"
            typer.echo(f"{topic.topic}: {topic.asked} of {topic.entries} asked, {topic.score or 0:.0%}{recall}")


def doctor(home: Home = None, llm: Llm = None, base_url: BaseUrl = None, as_json: Json = False) -> None:
    """See what is installed, which model answers, what is wrong, and how to mend it."""
    bad = False
    for check in examine(home, llm, base_url):
        bad = bad or not check.ok
        if as_json:
            typer.echo(check.model_dump_json())
        else:
            remedy = f"\n     {check.remedy}" if check.remedy else ""
            typer.echo(f"{'ok' if check.ok else '!!':<4} {check.name}: {check.detail}{remedy}")
    raise typer.Exit(1 if bad else 0)


def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The archive to write, such as coach.zip.")],
    home: Home = None,
) -> None:
    """Write everything that is yours to one file: documents, conversations, interviews. No keys are in it."""
    with opened(home) as coach:
        written = coach.export_to(file)
    typer.echo(f"{file}: {written.documents} documents, {written.sessions} conversations and interviews")


def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="An archive that `coach export` wrote.")],
    home: Home = None,
) -> None:
    """Take in what an archive holds, beside what is there."""
    with opened(home) as coach, progress_shown() as progress:
        taken = coach.import_from(file, progress)
    typer.echo(f"{file}: {taken.documents} documents, {taken.sessions} conversations and interviews taken in")
