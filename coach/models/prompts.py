"""Prompts are files: `coach/prompts/NAME.md`, Markdown with named fields in double braces.

    {{question}}      a field; the call must give each of them, and nothing else
    <!-- ... -->      a note to whoever edits the prompt; the model never sees it

A prompt and its call drift apart silently when a field is added on one side only, so any difference is an error.
Braces are doubled because prompts show JSON. What is filled in is never searched for fields: text of a
document that happens to read `{{question}}` stays as it is.
"""

import re
from functools import cache
from importlib import resources

FIELD = re.compile(r"\{\{(\w+)\}\}")
NOTE = re.compile(r"<!--.*?-->\s*", re.DOTALL)


class PromptMismatch(Exception):
    """A prompt and the call that fills it disagree: a bug of ours, so not a CoachError."""


def names() -> tuple[str, ...]:
    """All prompts there are, sorted."""
    folder = resources.files("coach") / "prompts"
    return tuple(sorted(file.name.removesuffix(".md") for file in folder.iterdir() if file.name.endswith(".md")))


def fields(name: str) -> frozenset[str]:
    """The fields that a prompt must be filled with."""
    return frozenset(FIELD.findall(_template(name)))


def load(name: str, **values: str) -> str:
    """The prompt, filled in. Raises PromptMismatch when the fields are not exactly those of the file."""
    wanted = fields(name)
    if missing := sorted(wanted - values.keys()):
        raise PromptMismatch(f"The prompt {name} was not given: {', '.join(missing)}.")
    if unknown := sorted(values.keys() - wanted):
        raise PromptMismatch(f"The prompt {name} has no field: {', '.join(unknown)}.")
    return FIELD.sub(lambda field: values[field[1]], _template(name)).strip()


@cache
def _template(name: str) -> str:
    file = resources.files("coach") / "prompts" / f"{name}.md"
    if not file.is_file():
        raise PromptMismatch(f"There is no prompt {name}: there are {', '.join(names())}.")
    return NOTE.sub("", file.read_text(encoding="utf-8"))
