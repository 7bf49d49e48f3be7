"""What all pages have: the bar on top, the title, and errors shown in words."""

from collections.abc import Iterator
from contextlib import contextmanager

import gradio as gr

from coach.coach import Coach
from coach.models import is_local
from corpus.errors import CoachError

PAGES = (("/", "Coach"), ("/interview", "Interview"), ("/library", "Library"))


def top_bar(current: str) -> gr.HTML:
    """The bar, with the page of that name marked."""
    links = "".join(
        f'<a href="{path}"{" aria-current=page" if name == current else ""}>{name}</a>' for path, name in PAGES
    )
    return gr.HTML(
        f'<header class="top"><strong>Interview Coach</strong><nav aria-label="Pages">{links}</nav>'
        '<button id="toggle-dark" aria-label="Light or dark" title="Light or dark">◐</button></header>'
        f'<h1 class="sr">{current}</h1>',
        js_on_load=f"document.title = '{current} · Interview Coach'",
        padding=False,
    )


def model_line(coach: Coach) -> str:
    """Which model answers, and whether words leave this machine."""
    if coach.spec is None:
        return "No language model: answers come word for word from the notes. Nothing leaves this machine."
    if is_local(coach.spec):
        return f"{coach.spec} answers, on this machine. Nothing leaves it."
    return f"{coach.spec} answers. What you write is sent to its server."


@contextmanager
def errors_shown() -> Iterator[None]:
    """Show the user what they can mend. Anything else is a bug and stays loud."""
    try:
        yield
    except CoachError as error:
        raise gr.Error(str(error), title="That did not work", duration=None, print_exception=False) from error
