"""What somebody brings to an interview: a job description or a CV, as text to choose the topics by."""

from pathlib import Path

from corpus import documents
from corpus.errors import DocumentUnreadable

LONGEST = 40_000  # characters: a long CV has ten thousand; what follows after that says nothing new


def text_of(file: Path, name: str | None = None) -> str:
    """The text of a PDF, Word, HTML, Markdown or text file. It is read, not kept.

    name: what to call it in messages. Raises DocumentUnreadable, with what to do instead.
    """
    text = documents.read(file, name).text.strip()
    if not text:
        raise DocumentUnreadable(
            f"{name or file.name} holds no text.", remedy="Paste the text of the job description instead."
        )
    return text[:LONGEST]
