"""What all pages have: the bar on top, the title, and errors shown in words."""

from collections.abc import Iterator
from contextlib import contextmanager

import gradio as gr

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


@contextmanager
def errors_shown() -> Iterator[None]:
    """Show the user what they can mend. Anything else is a bug and stays loud."""
    try:
        yield
    except CoachError as error:
        raise gr.Error(str(error), title="That did not work", duration=None, print_exception=False) from error
