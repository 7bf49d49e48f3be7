"""The rows of a table that answer a question: of ten rows of a comparison, the one on what was asked."""

import re
from collections.abc import Collection

from coach.explaining.quoting import Unit
from index.words import terms

FEWEST = 4
"""Rows of a table; a smaller one is shown as a whole."""
MOST = 2
"""Rows that are shown by themselves; if more fit, the whole table is the answer."""
_ROW = re.compile(r"^[ \t]*\|.*$", re.MULTILINE)


def rows_about(unit: Unit, wanted: Collection[str]) -> str:
    """The head of a table and the rows that have the most of the wanted terms; empty where it is to be whole."""
    head, line, *rows = _ROW.findall(unit.text) or ("", "")
    if len(rows) < FEWEST:
        return ""
    shares = [len(frozenset(terms(row)).intersection(wanted)) for row in rows]
    best = [row for row, share in zip(rows, shares, strict=True) if share and share == max(shares)]
    return "\n".join((head, line, *best)) if 0 < len(best) <= MOST else ""
