"""`coach`: the command line of coach.cli, and the page as its default."""

from typing import Annotated

import typer

from coach import cli
from coach.commands.options import BaseUrl, Home, Llm

app = cli.app
Host = Annotated[str, typer.Option(help="Address to listen on; 127.0.0.1 is this machine only.")]
Port = Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")]
NoBrowser = Annotated[bool, typer.Option("--no-browser", help="Do not open a browser.")]


@app.command()
def serve(
    host: Host = "127.0.0.1",
    port: Port = 7860,
    no_browser: NoBrowser = False,
    home: Home = None,
    llm: Llm = None,
    base_url: BaseUrl = None,
) -> None:
    """Open the coach in the browser."""
    from coach import settings as choices
    from ui.server import serve as run

    run(choices.load(home, llm, base_url), host, port, open_browser=not no_browser)


@app.callback(invoke_without_command=True)
def coach(
    context: typer.Context,
    host: Host = "127.0.0.1",
    port: Port = 7860,
    no_browser: NoBrowser = False,
    home: Home = None,
    llm: Llm = None,
    base_url: BaseUrl = None,
) -> None:
    """Practise for a machine-learning interview. Without a command, opens the coach in the browser."""
    if context.invoked_subcommand is None:
        serve(host, port, no_browser, home, llm, base_url)


def main() -> None:
    """The console script."""
    cli.run(app)
