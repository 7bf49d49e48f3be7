"""The rows of a table and the items of a list: of ten, the one on what was asked."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from coach.explaining.quoting import Unit
from index.words import terms

FEWEST_ROWS, FEWEST_ITEMS = 4, 3
"""A smaller table or list is shown as a whole."""
MOST = 2
"""Parts that are shown by themselves; if more fit, the whole is the answer."""
_ROW = re.compile(r"^[ \t]*\|.*$", re.MULTILINE)
_ITEM = re.compile(r"^[ \t]*[-*+•][ \t]+\S", re.MULTILINE)
"""Of a list without numbers: steps stay together, unless all of them were told."""
_STEP = re.compile(r"^[ \t]*\d+[.)][ \t]+\S", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Parts:
    """head: what stands above them, the head of a table or the introduction of a list. each: verbatim."""

    head: str
    each: tuple[str, ...]

    def shown(self, chosen: Collection[int]) -> str:
        """The chosen parts under their head, as Markdown."""
        gap = "\n" if self.head.startswith("|") or not self.head else "\n\n"
        return self.head + gap * bool(self.head) + "\n".join(self.each[place] for place in sorted(chosen))


def parts_of(unit: Unit, *, steps: bool = False) -> Parts | None:
    """The parts of a unit; None where it has none, or so few that they are best shown together.

    steps: whether the items of a numbered list are parts too.
    """
    rows = _ROW.findall(unit.text)
    if len(rows) >= 2 + FEWEST_ROWS:
        return Parts("\n".join(rows[:2]), tuple(rows[2:]))
    starts = [found.start() for found in (_STEP if steps else _ITEM).finditer(unit.text)]
    if rows or len(starts) < FEWEST_ITEMS:
        return None
    items = [unit.text[start:end].rstrip() for start, end in zip(starts, [*starts[1:], None], strict=True)]
    return Parts(unit.text[: starts[0]].strip(), tuple(items))


def named_in(parts: Parts, wanted: Collection[str]) -> list[int]:
    """The parts that have the most of the wanted terms; none where that does not single them out."""
    shares = [len(frozenset(terms(part)).intersection(wanted)) for part in parts.each]
    best = [place for place, share in enumerate(shares) if share and share == max(shares)]
    return best if len(best) <= MOST else []
