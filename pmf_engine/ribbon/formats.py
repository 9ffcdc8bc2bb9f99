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
    for part in _halves(place):
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


def _halves(place: Place) -> Iterator[Place]:
    """Yield a block's columns one by one where it has several, else its upper and lower half."""
    if place.columns > 1:
        for at in range(place.columns):
            yield place.part(0, at, place.rows)
    else:
        half = place.rows // 2
        yield place.part(0, 0, half)
        yield place.part(half, 0, place.rows - half)
