"""Where a block of cells stands, so that it can be kept, written down and found again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pmf_engine.model.cells import Area, cell_name

if TYPE_CHECKING:
    import xlwings


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A block of cells on a sheet: its first row and column, from 1, and its size."""

    sheet: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1

    @staticmethod
    def of(cells: xlwings.Range) -> Place:
        """Return where cells stand."""
        return Place(cells.sheet.name, cells.row, cells.column, *cells.shape)

    def cells(self, book: xlwings.Book) -> xlwings.Range:
        """Return the cells in an open book."""
        return self.on(book.sheets[self.sheet])

    def on(self, sheet: xlwings.Sheet) -> xlwings.Range:
        """Return the cells on their sheet, for whoever has it at hand."""
        return sheet.range((self.row, self.column), (self.bottom, self.right))

    @property
    def bottom(self) -> int:
        """The last row."""
        return self.row + self.rows - 1

    @property
    def right(self) -> int:
        """The last column."""
        return self.column + self.columns - 1

    @property
    def address(self) -> str:
        """The address on its sheet, as C2:D9."""
        return str(Area(self.column, self.row, self.right, self.bottom))

    def cell(self, row: int, column: int) -> str:
        """Return the address of a cell counted from the block's first, from 0."""
        return cell_name(self.row + row, self.column + column)

    def each(self) -> Iterator[tuple[int, int]]:
        """Yield the row and column of every cell."""
        for row in range(self.row, self.bottom + 1):
            for column in range(self.column, self.right + 1):
                yield row, column

    def part(self, row: int, column: int, rows: int = 1, columns: int = 1) -> Place:
        """Return a part of the block, counted from its first cell, from 0."""
        return Place(self.sheet, self.row + row, self.column + column, rows, columns)

    def is_within(self, rows: Iterable[tuple[int, int]]) -> bool:
        """Whether the block has a row in one of these spans, each a first and a last row."""
        return any(self.row <= last and first <= self.bottom for first, last in rows)

    def meets(self, other: Place) -> bool:
        """Whether two blocks have a cell in common."""
        return (
            self.sheet == other.sheet
            and self.row <= other.bottom
            and other.row <= self.bottom
            and self.column <= other.right
            and other.column <= self.right
        )


def selected(book: xlwings.Book) -> Place | None:
    """Return the cells that are selected in a book; None for a shape, or another book's."""
    try:
        chosen = book.selection
        if chosen is None or chosen.sheet.book.name != book.name:
            return None
        return Place.of(chosen)
    except Exception:  # each platform says otherwise that a picture is no cell
        return None


def runs(cells: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    """Yield cells, given as row and column, as runs down: column, first row, number of rows."""
    run: tuple[int, int, int] | None = None
    for column, row in sorted((column, row) for row, column in cells):
        if run and run[0] == column and run[1] + run[2] == row:
            run = column, run[1], run[2] + 1
            continue
        if run:
            yield run
        run = column, row, 1
    if run:
        yield run


def rectangles(sheet: str, cells: Iterable[tuple[int, int]]) -> Iterator[Place]:
    """Yield cells, given as row and column of a sheet, as few blocks: runs down, side by side."""
    held: Place | None = None
    for row, count, column in sorted((row, count, column) for column, row, count in runs(cells)):
        if held and (held.row, held.rows) == (row, count) and held.right == column - 1:
            held = held.part(0, 0, count, held.columns + 1)
            continue
        if held:
            yield held
        held = Place(sheet, row, column, count)
    if held:
        yield held
