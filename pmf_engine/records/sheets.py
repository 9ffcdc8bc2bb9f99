"""Every cell of a workbook's sheets as the text that a CSV file saved from it would hold."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from pmf_engine.model.errors import PmfError

_STARTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def is_workbook(content: bytes) -> bool:
    """Whether bytes begin as an Excel workbook, new or old, does."""
    return content.startswith(_STARTS)


def sheets_of(content: bytes) -> Iterator[list[list[str]]]:
    """Yield the rows of each sheet, from row 1 and column A on.

    Raises PmfError where the workbook cannot be opened or read.
    """
    from python_calamine import CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in book.sheet_names:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            yield [[_shown(cell) for cell in row] for row in rows]
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as fault:
        # A panic of the reader is no Exception; to the user it is the same broken file.
        raise PmfError(
            "the file begins as an Excel workbook does, but cannot be read as one. Open it in"
            " Excel, save it as a workbook or as CSV, and try again"
        ) from fault


def _shown(cell: Any) -> str:
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return format(cell, ".15g") if cell != int(cell) else str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell)
