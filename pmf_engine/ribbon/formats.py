"""Number formats of a block of cells, in as few calls as it has differences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pmf_engine.ribbon.coercion import GENERAL
from pmf_engine.ribbon.places import Place

if TYPE_CHECKING:
    import xlwings

Formats = Sequence[tuple[Place, str]]


def formats_of(book: xlwings.Book, place: Place) -> Iterator[tuple[Place, str]]:
    """Yield parts of a block that have one number format each, and that format."""
    return _parts(book.sheets[place.sheet], place)


def _parts(sheet: xlwings.Sheet, place: Place) -> Iterator[tuple[Place, str]]:
    code: str | None = place.on(sheet).number_format  # None where cells differ
    if code is not None or place.rows == place.columns == 1:
        yield place, code or GENERAL
        return
    for part in _split(sheet, place):
        yield from _parts(sheet, part)


def set_formats(book: xlwings.Book, formats: Formats) -> None:
    """Give parts of blocks their number formats."""
    for place, code in formats:
        place.cells(book).number_format = code


def by_cell(place: Place, formats: Formats) -> list[list[str]]:
    """Return the number format of every cell of a block."""
    found = [[GENERAL] * place.columns for _ in range(place.rows)]
    for part, code in formats:
        for row in range(part.row - place.row, part.row - place.row + part.rows):
            start = part.column - place.column
            found[row][start : start + part.columns] = [code] * part.columns
    return found


def _split(sheet: xlwings.Sheet, place: Place) -> list[Place]:
    """Return a block that has several formats in parts, by columns or rows, as it seems to be made.

    Each question to Excel takes its time, and a table has its formats by column or by row.
    """
    if place.columns == 1:
        half = place.rows // 2
        return [place.part(0, 0, half), place.part(half, 0, place.rows - half)]
    by_row = place.rows > 1 and place.part(0, 0, place.rows).on(sheet).number_format is None
    if by_row:
        return [place.part(at, 0, 1, place.columns) for at in range(place.rows)]
    return [place.part(0, at, place.rows) for at in range(place.columns)]
