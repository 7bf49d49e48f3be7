"""The command line: parse, call the coach, print. The page's own command, `serve`, is added by ui.cli.

With --json, stdout holds one JSON object a line and nothing else; progress and notices go to stderr.
"""

import os
import sys

import typer
from sqlalchemy.exc import OperationalError

from coach.commands import asking, interviewing, keeping, library
from corpus.errors import CoachError

app = typer.Typer(
    name="coach",
    help="Practise for a machine-learning interview: ask, be asked, be graded. Works without a model and offline.",
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.command()(library.ingest)
app.command()(library.remove)
app.command()(library.entries)
app.command()(asking.search)
app.command()(asking.ask)
app.command()(interviewing.grade)
app.command()(interviewing.interview)
app.command()(interviewing.review)
app.command()(keeping.sessions)
app.command()(keeping.report)
app.command()(keeping.progress)
app.command()(keeping.doctor)
app.command()(keeping.export)
app.command("import")(keeping.import_)

corpus_app = typer.Typer(help="For those who write questions for the coach.", no_args_is_help=True)
corpus_app.command()(library.lint)
corpus_app.command()(library.contents)
corpus_app.command()(library.vectors)
app.add_typer(corpus_app, name="corpus")


def run(app: typer.Typer) -> None:
    """Run a command. The one place where an error becomes a line on stderr and an exit code."""
    try:
        app()
    except CoachError as error:
        typer.echo(str(error), err=True)
        sys.exit(error.exit_code)
    except OperationalError as error:
        typer.echo(
            f"The database could not be used: {error.orig}. Check the disk's free space, and try again.", err=True
        )
        sys.exit(1)
    except BrokenPipeError:  # the reader of a pipe has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
