"""Facts that xlwings leaves to each platform: by their names in Excel for Windows and for Mac."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pmf_engine.model.cells import LAST_ROW

if TYPE_CHECKING:
    import xlwings

_MAC = sys.platform == "darwin"
_ERRORS = {
    -2146826288: "#NULL!", -2146826281: "#DIV/0!", -2146826273: "#VALUE!", -2146826265: "#REF!",
    -2146826259: "#NAME?", -2146826252: "#NUM!", -2146826246: "#N/A",
}  # fmt: skip


def is_saved(book: xlwings.Book) -> bool:
    """Whether all that was changed in an open book has been saved."""
    return bool(_fact(book.api, "Saved", "saved"))


def is_read_only(book: xlwings.Book) -> bool:
    """Whether an open book may not be saved under its name."""
    return bool(_fact(book.api, "ReadOnly", "read_only"))


def is_protected(sheet: xlwings.Sheet) -> bool:
    """Whether the cells of a sheet are protected."""
    return bool(_fact(sheet.api, "ProtectContents", "protect_contents"))


def filtered_rows(sheet: xlwings.Sheet) -> Iterator[tuple[int, int]]:
    """Yield the first and last row of every filter on a sheet that hides rows now.

    Rows that somebody hid by hand are no such rows.
    """
    if _MAC:
        with suppress(Exception):  # not every Excel for Mac tells
            if sheet.api.filter_mode.get():
                yield 1, LAST_ROW
        return
    held = [one.AutoFilter for one in (sheet.api, *sheet.api.ListObjects)]
    used = [one for one in held if one is not None and one.FilterMode]
    for one in used:
        yield one.Range.Row, one.Range.Row + one.Range.Rows.Count - 1
    if not used and sheet.api.FilterMode:  # an advanced filter, which tells no range
        yield 1, LAST_ROW


def has_fixed_sheets(book: xlwings.Book) -> bool:
    """Whether the book is protected against new sheets."""
    return bool(_fact(book.api, "ProtectStructure", "protect_structure"))


def is_locked(cells: xlwings.Range) -> bool:
    """Whether any of the cells is locked, which counts where the sheet is protected."""
    return _fact(cells.api, "Locked", "locked") is not False


def exact(cells: xlwings.Range) -> list[list[Any]]:
    """Return the values of cells as Excel holds them: days as numbers, money unrounded.

    A failed formula is the text of its error. None stands for an empty cell.
    """
    held = cells.raw_value if _MAC else cells.api.Value2
    rows = held if isinstance(held, list | tuple) else [[held]]
    return [[_plain(value) for value in row] for row in rows]


def save_copy(book: xlwings.Book, path: Path) -> None:
    """Save a copy of an open book as it is now. Raises NotImplementedError where Excel cannot."""
    if _MAC:
        raise NotImplementedError("Excel for Mac saves no copies for a program")
    book.api.SaveCopyAs(str(path))


def _plain(value: Any) -> Any:
    if value == "":
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        return _ERRORS.get(value, float(value))
    return value


def _fact(native: Any, name: str, mac: str) -> Any:
    return getattr(native, mac).get() if _MAC else getattr(native, name)
