"""Every cell of a workbook's sheets as the text that a CSV file saved from it would hold."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from pmf_engine.model.errors import PmfError

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

_STARTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def is_workbook(content: bytes) -> bool:
    """Whether bytes begin as an Excel workbook, new or old, does."""
    return content.startswith(_STARTS)


def sheets_of(content: bytes) -> Iterator[Iterator[list[str]]]:
    """Yield the rows of each sheet, from row 1 and column A on, one sheet after the other.

    Raises PmfError where the workbook cannot be opened or read.
    """
    from python_calamine import CalamineWorkbook

    with _told():
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = book.sheet_names
    for name in names:
        yield _rows(book, name)


def _rows(book: CalamineWorkbook, name: str) -> Iterator[list[str]]:
    with _told():
        sheet = book.get_sheet_by_name(name)
        before = [""] * (sheet.start or (0, 0))[1]
        for row in sheet.iter_rows():
            yield [*before, *map(_shown, row)]


@contextmanager
def _told() -> Iterator[None]:
    """Make a sentence of whatever goes wrong while a workbook is read."""
    try:
        yield
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
