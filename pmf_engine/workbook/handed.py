"""Tables of files that are not Excel workbooks, as a plugin hands them over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

from pmf_engine.model.errors import PmfError
from pmf_engine.model.tables import Input, Table
from pmf_engine.workbook.data import Piece
from pmf_engine.workbook.faults import Faults
from pmf_engine.workbook.files import File

EXCEL = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
OpenSource = Callable[[Path, Table], Sequence[Sequence[object]] | None]


def handed_rows(
    path: Path, declared: Input, open_source: OpenSource | None
) -> list[list[Any]] | None:
    """Return the header and rows that a plugin gives for a file; None where it is for Excel.

    Raises PmfError when the plugin gives something that no cell can hold.
    """
    if open_source is None or path.suffix.casefold() in EXCEL or not isinstance(declared, Table):
        return None
    rows = open_source(path, declared)
    return None if rows is None else [[_value(value, path) for value in row] for row in rows]


def read_handed(file: File, table: Table, rows: list[list[Any]], faults: Faults) -> Piece | None:
    """Return the rows typed and checked as those of a sheet of the table's name would be."""
    from pmf_engine.workbook.frame import Frame
    from pmf_engine.workbook.opened import Grid
    from pmf_engine.workbook.sheetxml import SheetXml
    from pmf_engine.workbook.tables import read_frame

    width = max(map(len, rows), default=0)
    even = [row + [""] * (width - len(row)) for row in rows]
    grid = Grid(table.name, even, 1, 1, SheetXml(lambda: iter((b"<worksheet/>",))))
    frame = Frame(grid, 1, max(width, 1), 1, len(even), None)
    return read_frame(_Handed(file), frame, table, faults)


class _Handed:
    """What an opened workbook says of its cells beyond their values: here nothing."""

    waits_for_calculation = False

    def __init__(self, file: File) -> None:
        self.file = file

    @cached_property
    def percent_styles(self) -> frozenset[int]:
        """The styles that show a number as a percentage: none."""
        return frozenset()


def _value(value: object, path: Path) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool | str | float | date):
        return value
    if isinstance(value, int | Decimal):
        return float(value)
    raise PmfError(
        f"{path.name}: the plugin that reads it gave {value!r}. It must give text, numbers, days,"
        " TRUE or FALSE, or None for a blank."
    )
