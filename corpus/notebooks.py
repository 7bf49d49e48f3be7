"""Jupyter notebooks to Markdown: text cells as they stand, code cells fenced."""

import json

from corpus.errors import DocumentUnreadable


def to_markdown(text: str, name: str) -> str:
    """The Markdown of a notebook. Raises DocumentUnreadable."""
    try:
        notebook = json.loads(text)
        language = notebook.get("metadata", {}).get("kernelspec", {}).get("language", "python")
        cells = notebook["cells"] if "cells" in notebook else notebook["worksheets"][0]["cells"]
        parts = [_cell(cell, language) for cell in cells]
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError) as error:
        raise DocumentUnreadable(
            f"{name} is not a notebook that can be read.", remedy="Save it with Jupyter, and add it again."
        ) from error
    return "\n\n".join(part for part in parts if part) + "\n"


def _cell(cell: dict[str, object], language: str) -> str:
    source = cell.get("source", cell.get("input", ""))
    text = "".join(source) if isinstance(source, list) else str(source)
    if not text.strip():
        return ""
    match cell.get("cell_type"):
        case "markdown":
            return text.rstrip()
        case "raw":
            return ""  # nobody who looks at the notebook sees it
        case "heading":
            return f"{'#' * int(str(cell.get('level', 1)))} {text.strip()}"
        case _:
            fence = "````" if "```" in text else "```"
            return f"{fence}{language}\n{text.rstrip()}\n{fence}"
