"""What stands in the cells of a table, for whoever writes the cells elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from pmf_engine.documents.excel.book import Book
from pmf_engine.documents.excel.cells import Cells
from pmf_engine.documents.excel.pages import Rows
from pmf_engine.model.content import CellValue, Field


@dataclass(frozen=True, slots=True)
class Shown:
    """One cell: its value, unrounded, and the number format that shows it as a companion does.

    Percentages are in points. Text has no format.
    """

    value: str | int | Decimal | date | None = None
    format: str = ""


def shown_rows(fields: Sequence[Field], rows: Sequence[Sequence[CellValue]]) -> list[list[Shown]]:
    """Return what the cells of a table hold, exactly as a companion holds it."""
    noted = _Noted()
    book, heights = Book(""), Rows()
    writers = [Cells(book, noted, each, lambda *_: None, heights) for each in fields]
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            writers[column][type(value)](at, column, value)
    width = len(fields)
    return [noted.cells[at : at + width] for at in range(0, len(noted.cells), width or 1)]


def shown_cell(value: CellValue) -> Shown:
    """Return what one cell holds for a value."""
    return shown_rows([Field(title="")], [[value]])[0][0]


class _Noted:
    """A sheet as XlsxWriter's, on which values are noted in order and nothing is drawn."""

    def __init__(self) -> None:
        self.cells: list[Shown] = []

    def write_string(self, _row: int, _column: int, text: str, _look: Any) -> None:
        """Note text."""
        self.cells.append(Shown(text))

    def write_number(self, _row: int, _column: int, value: Any, look: Any) -> None:
        """Note a number or a day with its format."""
        self.cells.append(Shown(value, look.num_format))

    write_datetime = write_number

    def write_blank(self, _row: int, _column: int, _value: None, _look: Any) -> None:
        """Note a blank."""
        self.cells.append(Shown())
