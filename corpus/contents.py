"""What can I practise? The contents of a corpus as a Markdown table."""

from collections.abc import Iterable

from corpus.entries import Document, Entry

MARK = "<!-- contents: written by `coach corpus contents`, checked by the tests -->"
END = "<!-- end of contents -->"
AREAS = {"mlops": "MLOps"}
"""Folders whose name is not a word."""


def contents(parsed: Iterable[tuple[Document, tuple[Entry, ...]]]) -> str:
    """A row per folder of documents: its name, how many questions it has, and its files with theirs."""
    areas: dict[str, list[tuple[Document, int]]] = {}
    for document, entries in parsed:
        _, _, path = document.name.rpartition("library/")
        areas.setdefault(path.partition("/")[0], []).append((document, len(entries)))
    rows = []
    for area, found in sorted(areas.items(), key=lambda item: -sum(n for _, n in item[1])):
        files = ", ".join(f"[{_title(document)}](corpus/{document.name}) {count}" for document, count in found)
        rows.append(
            f"| {AREAS.get(area, area.replace('-', ' ').capitalize())} | {sum(n for _, n in found)} | {files} |"
        )
    total = sum(n for found in areas.values() for _, n in found)
    head = f"{total} questions, each with key points, follow-ups, pitfalls, hints and references.\n\n"
    return head + "| area | questions | topics |\n|---|---|---|\n" + "\n".join(rows) + "\n"


def with_contents(readme: str, table: str) -> str:
    """The text with the table between its marks. Raises ValueError where there are none."""
    if MARK not in readme or END not in readme:
        raise ValueError("the text has no marks for the contents")
    before, after = readme.split(MARK)[0], readme.split(END)[1]
    return f"{before}{MARK}\n\n{table}\n{END}{after}"


def _title(document: Document) -> str:
    """The first heading of a document."""
    first = next((line for line in document.text.splitlines() if line.startswith("# ")), document.name)
    return first.removeprefix("# ").strip()
