"""The library as HTML: documents, what became of an upload, entries to read. Pure."""

from collections.abc import Sequence
from datetime import UTC
from html import escape

from coach.library import Ingested
from corpus.entries import Entry
from index import DocumentInfo
from ui.escaping import harmless


def documents(infos: Sequence[DocumentInfo]) -> str:
    """The documents as a table."""
    if not infos:
        return '<p class="lead">The library is empty. Add a document to begin.</p>'
    rows = "".join(
        f'<tr><td>{escape(i.name)}</td><td class="n">{i.entries}</td>'
        f"<td>{'built in' if i.builtin else f'{i.added_at.astimezone(UTC):%d %b %Y}'}</td></tr>"
        for i in sorted(infos, key=lambda i: (i.builtin, i.name))
    )
    head = "<thead><tr><th>Document</th><th>Questions</th><th>Added</th></tr></thead>"
    return f'<table class="docs">{head}<tbody>{rows}</tbody></table>'


def ingested(rows: Sequence[Ingested]) -> str:
    """What became of documents, a line each."""
    return "".join(_ingested(row) for row in rows)


def _ingested(row: Ingested) -> str:
    name = escape(row.document)
    if row.status == "failed":
        return f'<p class="notice error" role="alert">{name}: {escape(row.error or "could not be read.")}</p>'
    if row.status == "removed":
        return f'<p class="line" role="status">{name} is removed.</p>'
    warnings = "".join(f"<br>{escape(warning)}" for warning in row.warnings[:5])
    found = f"{row.entries} {'question' if row.entries == 1 else 'questions'}"
    return f'<p class="line" role="status">{name}: {row.status}, {found}.{warnings}</p>'


def entries(found: Sequence[Entry], most: int = 60) -> str:
    """Entries to open and read."""
    rows = "\n\n".join(
        f"<details><summary>{escape(e.question)}</summary>\n\n{harmless(e.answer) or 'No answer in the document.'}\n\n"
        f'<p class="line">{escape(e.document)}, line {e.location.start_line} · {e.level} · {e.kind}</p>\n</details>'
        for e in found[:most]
    )
    more = f'<p class="line">and {len(found) - most} more</p>' if len(found) > most else ""
    return f'<div class="entries">\n\n{rows}\n\n{more}</div>'
