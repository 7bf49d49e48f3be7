"""What all pages have: the bar on top, the title, and errors shown in words."""

from collections.abc import Iterator
from contextlib import contextmanager

import gradio as gr

from corpus.errors import CoachError

PAGES = (
    ("/", "Coach"),
    ("/interview", "Interview"),
    ("/review", "Review"),
    ("/progress", "Progress"),
    ("/library", "Library"),
    ("/settings", "Settings"),
)
FAILED = "That did not work"
"""The title of what is said where something failed. Gradio sends it and shows its own: boot.js puts it there."""
_LINE = 'fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"'
GEAR = (
    f'<svg viewBox="0 0 24 24" width="19" height="19" aria-hidden="true" {_LINE}><circle cx="12" cy="12" r="3.1"/>'
    '<path d="M19.4 15a1.7 1.7 0 0 0 .3 1.9l.1.1a2 2 0 1 1-2.9 2.9l-.1-.1a1.7 1.7 0 0 0-2.8 1.2V21a2 2 0 1 1-4 0v-.1'
    "A1.7 1.7 0 0 0 7 19.7l-.1.1a2 2 0 1 1-2.9-2.9l.1-.1a1.7 1.7 0 0 0-1.2-2.8H3a2 2 0 1 1 0-4h.1A1.7 1.7 0 0 0 4.3 7"
    "l-.1-.1a2 2 0 1 1 2.9-2.9l.1.1a1.7 1.7 0 0 0 1.9.3 1.7 1.7 0 0 0 1-1.5V3a2 2 0 1 1 4 0v.1a1.7 1.7 0 0 0 2.8 1.2"
    'l.1-.1a2 2 0 1 1 2.9 2.9l-.1.1a1.7 1.7 0 0 0-.3 1.9 1.7 1.7 0 0 0 1.5 1h.1a2 2 0 1 1 0 4h-.1a1.7 1.7 0 0 0-1.6 1z"'
    "/></svg>"
)
MOON = (
    f'<svg viewBox="0 0 24 24" width="18" height="18" aria-hidden="true" {_LINE}>'
    '<path d="M20.5 14.2A8.6 8.6 0 0 1 9.8 3.5a8.6 8.6 0 1 0 10.7 10.7z"/></svg>'
)


def top_bar(current: str) -> gr.HTML:
    """The bar, with the page of that name marked."""
    links = "".join(_link(path, name, current) for path, name in PAGES if name != "Settings")
    settings = "".join(_link(path, name, current) for path, name in PAGES if name == "Settings")
    return gr.HTML(
        f'<header class="top" data-failed="{FAILED}"><a class="brand" href="/">Interview Coach</a>'
        f'<nav aria-label="Pages"><span class="pages">{links}</span>{settings}</nav>'
        f'<button id="toggle-dark" aria-label="Light or dark" title="Light or dark">{MOON}</button></header>'
        f'<h1 class="sr">{current}</h1>',
        js_on_load=f"document.title = '{current} · Interview Coach'",
        padding=False,
    )


def _link(path: str, name: str, current: str) -> str:
    here = " aria-current=page" if name == current else ""
    if name == "Settings":
        return f'<a class="icon" href="{path}"{here} title="Settings">{GEAR}<span class="sr">Settings</span></a>'
    return f'<a href="{path}"{here}>{name}</a>'


@contextmanager
def errors_shown() -> Iterator[None]:
    """Show the user what they can mend. Anything else is a bug and stays loud."""
    try:
        yield
    except CoachError as error:
        raise gr.Error(str(error), title=FAILED, duration=None, print_exception=False) from error
