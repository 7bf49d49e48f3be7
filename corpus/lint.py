"""Checks of documents in the library format: one by one, and all together."""

from corpus.entries import Document
from corpus.library_format import Problem, is_library, read

__all__ = ["Problem", "lint"]


def lint(document: Document) -> tuple[Problem, ...]:
    """Everything in a document that departs from the library format, by line."""
    if not is_library(document.text):
        message = (
            "No entry of the library format is in it: “## ” and the question, then “- id: ...” and the other fields."
        )
        return (Problem(document.name, 1, message),)
    return read(document)[1]
