"""Excel workbooks to rows: one JSON array a line, each sheet under a line with its name."""

import io
import json

from corpus import archives
from corpus.errors import DocumentUnreadable
from corpus.limits import Limits

MOST_COLUMNS = 60


def to_rows(data: bytes, name: str, limits: Limits) -> str:
    """The rows of a workbook, cells as text, formulas as their last value. Raises DocumentUnreadable."""
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    archives.refuse_entities(archives.opened(data, name, limits), name)
    try:
        workbook = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        lines = []
        for sheet in workbook.worksheets:
            lines.append(json.dumps({"sheet": sheet.title}, ensure_ascii=False))
            for row in sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True):
                cells = ["" if cell is None else str(cell).replace("_x000D_", "").replace("\r\n", "\n") for cell in row]
                while cells and not cells[-1].strip():
                    cells.pop()
                if cells:
                    lines.append(json.dumps(cells, ensure_ascii=False))
    except (InvalidFileException, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise DocumentUnreadable(
            f"{name} is not a workbook that can be read.", remedy="Save it as .xlsx or .csv, and add that."
        ) from error
    return "\n".join(lines) + "\n"
