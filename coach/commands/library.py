"""ingest, remove, entries, export of documents, corpus lint."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from coach.commands.options import BaseUrl, Home, Json, Llm, failed, opened, progress_shown
from coach.library import Ingested
from corpus import builtin, documents
from corpus import contents as corpus_contents
from corpus.errors import CoachError
from corpus.lint import lint as problems_of
from corpus.parsing import parse

SHOWN = 8  # warnings of one document that a person reads; --json has all
UNLISTED = {"pitfalls", "hints", "also_asked", "details", "references", "related"}
"""What `coach entries --json` leaves out of an entry."""


def ingest(
    paths: Annotated[list[Path], typer.Argument(help="Files, folders or zip files.", show_default=False)],
    key_points: Annotated[
        bool,
        typer.Option(
            "--key-points", help="Let the language model draw key points from answers that have none. Takes a while."
        ),
    ] = False,
    home: Home = None,
    llm: Llm = None,
    base_url: BaseUrl = None,
    as_json: Json = False,
) -> None:
    """Take documents into the library: text, Markdown, web pages, PDF, Word, tables, notebooks, Anki decks.

    What a folder had the last time and has no more is removed. The same text under another name is renamed.
    """
    done: list[Ingested] = []
    with opened(home, llm, base_url) as coach, progress_shown() as progress:
        taken = coach.ingest_with_key_points(paths, progress) if key_points else coach.ingest(paths, progress)
        for one in taken:
            done.append(one)
            typer.echo(one.model_dump_json() if as_json else _said(one), err=not as_json and one.status == "failed")
    if not as_json:
        typer.echo(_summed_up(done), err=True)
    raise typer.Exit(1 if any(one.status == "failed" for one in done) else 0)


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
            typer.echo(entry.model_dump_json(exclude=UNLISTED))
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
        typer.echo(f"{bad} {'problem' if bad == 1 else 'problems'}.", err=True)
        raise typer.Exit(1)
    typer.echo(f"{len(checked)} {'document' if len(checked) == 1 else 'documents'}, nothing to mend.", err=True)


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


def vectors() -> None:
    """Embed what is new in the built-in corpus, for the files that come with the program: the first start is spared
    that work, and any search knows the questions in all their wordings."""
    import numpy as np

    from index import Embedder, shipped, wordings
    from index.chunks import text_hash

    entries = [entry for document in builtin.documents() for entry in parse(document).entries]
    with TemporaryDirectory() as cache:
        embedder = Embedder(cache=Path(cache))
        count, new = shipped.write(entries, embedder)
        keys = [text_hash(text) for text in wordings.texts_of(entries)]
        kept = shipped.vectors(embedder.search_name, keys)  # the very same: else what is a tie elsewhere is none
        rows = np.array([kept[key] for key in keys], dtype=np.float32)
        wordings.write(entries, rows, embedder.search_name)
    typer.echo(f"{count} vectors, {new} of them new, in {shipped.FILE}.", err=True)


def _said(done: Ingested) -> str:
    """A document as a line, and its warnings set in below it."""
    match done.status:
        case "failed":
            return f"{done.document}: not taken in. {done.error}"
        case "removed":
            return f"{done.document}: removed, {_questions(done.entries)}"
        case "renamed":
            line = f"{done.document}: renamed, it was {done.was}; {_questions(done.entries)}, nothing to embed"
        case "unchanged":
            return f"{done.document}: unchanged, {_questions(done.entries)}"
        case "updated":
            parts = ((done.new, "new"), (done.changed, "changed"), (done.gone, "gone"))
            what = ", ".join(f"{count} {word}" for count, word in parts if count) or "only lines moved"
            line = f"{done.document}: updated, {_questions(done.entries)} ({what}), {_passages(done.embedded)}"
        case _:
            line = f"{done.document}: added, {_questions(done.entries)}, {_passages(done.embedded)}"
    more = len(done.warnings) - SHOWN
    shown = [*done.warnings[:SHOWN], *([f"and {more} more; --json shows them all"] if more > 0 else [])]
    return "".join([line, *(f"\n    ! {warning}" for warning in shown)])


def _summed_up(done: list[Ingested]) -> str:
    """What all of it came to, and what to do next."""
    good = [one for one in done if one.status not in ("failed", "removed")]
    bad = sum(one.status == "failed" for one in done)
    total = sum(one.entries for one in good)
    if not done:
        return "Nothing was found there. Name a file, or a folder with documents in it."
    if not good:
        return "Nothing was taken in."
    count = f"{len(good)} {'document' if len(good) == 1 else 'documents'}"
    left = f"; {bad} could not be read" if bad else ""
    return (
        f"\n{count} with {_questions(total)}{left}.\n"
        'Next: `coach ask "..."` answers from them, `coach interview` asks them, `coach` opens the library.'
    )


def _questions(count: int) -> str:
    return "1 question" if count == 1 else f"{count} questions"


def _passages(count: int) -> str:
    return "1 passage embedded" if count == 1 else f"{count} passages embedded"
