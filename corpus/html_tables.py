"""Tables that are written in HTML inside a Markdown document, with the lines their rows stand on."""

from collections.abc import Iterator, Sequence
from html.parser import HTMLParser

from corpus.lines import Line
from corpus.tables import Table

LONGEST = 3000  # lines of a table; what is not closed by then is none


def html_tables(lines: Sequence[Line]) -> Iterator[tuple[Table, int]]:
    """The outermost tables, each with the index of the line behind it."""
    i = 0
    while i < len(lines):
        if "<table" not in lines[i].text.casefold():
            i += 1
            continue
        reader = _Reader(i)
        end = i
        while end < min(i + LONGEST, len(lines)) and not reader.closed:
            reader.feed(lines[end].text + "\n")
            end += 1
        if reader.closed:
            yield reader.table(i), end
            i = end
        else:
            i += 1


class _Reader(HTMLParser):
    """Gathers the cells of one table. first: index of the line it begins on."""

    def __init__(self, first: int) -> None:
        super().__init__(convert_charrefs=True)
        self.closed = False
        self._first = first
        self._depth = 0
        self._header: list[str] | None = None
        self._rows: list[tuple[int, list[str]]] = []
        self._headed = False  # whether the row being read has header cells
        self._cell: list[str] | None = None

    def table(self, start: int) -> Table:
        """What was read."""
        rows = tuple((line, tuple(cells)) for line, cells in self._rows if any(cells))
        return Table(start, tuple(self._header or ()), rows)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._depth += 1
        if self._depth != 1:
            return
        match tag:
            case "tr":
                self._end_row()
                self._rows.append((self._first + self.getpos()[0] - 1, []))
            case "td" | "th":
                self._end_cell()
                self._cell = []
                self._headed = self._headed or tag == "th"
            case "br" | "p" | "li" | "div" if self._cell:
                self._cell.append("\n")
            case "code" if self._cell is not None:
                self._cell.append("`")
            case _:
                pass

    def handle_endtag(self, tag: str) -> None:
        if self._depth == 1 and tag in ("td", "th"):
            self._end_cell()
        elif self._depth == 1 and tag == "code" and self._cell is not None:
            self._cell.append("`")
        elif tag == "table" and self._depth:
            self._depth -= 1
            if not self._depth:
                self._end_row()
                self.closed = True

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(" ".join(data.split()) if not data.strip() else data)

    def _end_cell(self) -> None:
        if self._cell is not None and self._rows:
            text = "\n".join(" ".join(line.split()) for line in "".join(self._cell).split("\n"))
            self._rows[-1][1].append(text.strip())
        self._cell = None

    def _end_row(self) -> None:
        self._end_cell()
        if self._headed and self._header is None and self._rows:
            self._header = self._rows.pop()[1]
        self._headed = False
