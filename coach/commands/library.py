"""ingest, remove, entries, corpus lint."""

from pathlib import Path
from typing import Annotated

import typer

from coach.coach import Ingested
from coach.commands.options import Home, Json, failed, opened, progress_shown
from corpus import builtin, documents
from corpus import contents as corpus_contents
from corpus.errors import CoachError
from corpus.lint import lint as problems_of
from corpus.parsing import parse


def ingest(
    paths: Annotated[list[Path], typer.Argument(help="Files or folders of questions.", show_default=False)],
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Take documents into the library: text, Markdown, web pages, PDF, Word, tables, notebooks, Anki decks."""
    bad = False
    with opened(home) as coach, progress_shown() as progress:
        for done in coach.ingest(paths, progress):
            bad = bad or done.status == "failed"
            typer.echo(done.model_dump_json() if as_json else _said(done), err=not as_json and done.status == "failed")
    raise typer.Exit(1 if bad else 0)


def remove(
    names: Annotated[list[str], typer.Argument(metavar="DOCUMENT...", help="As `coach entries` names them.")],
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Take documents out of the library."""
    bad = False
    with opened(home) as coach:
        for name in names:
            try:
                done = coach.remove(name)
            except CoachError as error:
                bad = True
                done = Ingested(document=name, status="failed", error=str(error))
            typer.echo(done.model_dump_json() if as_json else _said(done), err=not as_json and done.status == "failed")
    raise typer.Exit(1 if bad else 0)


def entries(
    document: Annotated[str | None, typer.Option("--document", help="Only those of this document.")] = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """List the questions in the library."""
    with opened(home) as coach, progress_shown() as progress:
        coach.look(progress)
        found = coach.index.entries(document)
    for entry in found:
        if as_json:
            typer.echo(entry.model_dump_json(exclude={"pitfalls", "hints", "references", "related"}))
        else:
            where = f"{entry.document}:{entry.location.start_line}"
            typer.echo(f"{entry.question}\n    {entry.level} · {entry.kind} · {where}")


def lint(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Documents in the library format; the built-in corpus if left out.")
    ] = None,
) -> None:
    """Check documents in the library format, line by line."""
    bad = 0
    checked = builtin.documents() if not paths else []
    for name, file in documents.find(paths or []):
        try:
            checked.append(documents.read(file, name))
        except CoachError as error:
            bad += 1
            failed(error)
    for document in checked:
        for problem in problems_of(document):
            bad += 1
            typer.echo(f"{problem.document}:{problem.line}: {problem.message}")
    if bad:
        typer.echo(f"{bad} problems.", err=True)
        raise typer.Exit(1)
    typer.echo(f"{len(checked)} documents, nothing to mend.", err=True)


def contents(
    write: Annotated[
        Path | None, typer.Option("--write", metavar="README", help="Write it between the marks of this file.")
    ] = None,
) -> None:
    """What the built-in corpus holds, as a Markdown table."""
    table = corpus_contents.contents((document, parse(document).entries) for document in builtin.documents())
    if write is None:
        typer.echo(table)
    else:
        write.write_text(corpus_contents.with_contents(write.read_text(encoding="utf-8"), table), encoding="utf-8")


def _said(done: Ingested) -> str:
    if done.status == "failed":
        return done.error or f"{done.document} could not be taken in."
    if done.status == "removed":
        return f"{done.document}: removed, {done.entries} questions"
    warnings = "".join(f"\n    {warning}" for warning in done.warnings)
    return f"{done.document}: {done.status}, {done.entries} questions, {done.embedded} passages embedded{warnings}"
