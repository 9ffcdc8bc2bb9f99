"""A workbook file opened for reading: values through calamine, everything else from its XML."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from itertools import islice
from operator import itemgetter
from typing import Any

import python_calamine

from pmf_engine.model.cells import LAST_ROW, Area
from pmf_engine.workbook.faults import FileFault
from pmf_engine.workbook.files import File
from pmf_engine.workbook.package import Package
from pmf_engine.workbook.sheetxml import MAX_CELLS, SheetXml
from pmf_engine.workbook.structure import Structure
from pmf_engine.workbook.styles import percent_styles

BLANK = ""


class Grid:
    """The values of one sheet; rows and columns from 1, a blank as the empty text."""

    def __init__(self, sheet: str, rows: list[list[Any]], top: int, left: int, xml: SheetXml):
        self.sheet, self.xml = sheet, xml
        self._rows, self._top, self._left = rows, top, left
        self._sliced: tuple[tuple[int, int], list[list[Any]]] = ((0, 0), [])
        width = len(rows[0]) if rows else 0
        self.area = Area(left, top, left + width - 1, top + len(rows) - 1)

    def row(self, number: int, left: int, right: int) -> list[Any]:
        """Return the values of part of a row, blanks where the sheet holds nothing."""
        inside = self.area.top <= number <= self.area.bottom
        cells = self._rows[number - self._top] if inside else []
        return [
            cells[at] if 0 <= at < len(cells) else BLANK
            for at in range(left - self._left, right - self._left + 1)
        ]

    def column(self, column: int, top: int, bottom: int) -> list[Any]:
        """Return the values of part of a column, blanks where the sheet holds nothing."""
        at = column - self._left
        first, last = max(top, self.area.top), min(bottom, self.area.bottom)
        if not 0 <= at <= self.area.right - self._left or first > last:
            return [BLANK] * max(bottom - top + 1, 0)
        values = list(map(itemgetter(at), self._slice(first - self._top, last - self._top + 1)))
        if (first, last) == (top, bottom):
            return values
        return [BLANK] * (first - top) + values + [BLANK] * (bottom - last)

    def _slice(self, first: int, end: int) -> list[list[Any]]:
        """Return some rows; the columns of a table all ask for the same."""
        if self._sliced[0] != (first, end):
            self._sliced = ((first, end), self._rows[first:end])
        return self._sliced[1]


class Passing(Grid):
    """A sheet whose rows pass by and are not held: `hold` says which are at hand.

    Rows before those held are gone; those behind are fetched when they are asked for.
    """

    def __init__(self, sheet: str, rows: Iterator[list[Any]], area: Area, xml: SheetXml) -> None:
        super().__init__(sheet, [], area.top, area.left, xml)
        self.area, self._coming = area, rows

    def hold(self, first: int, last: int) -> None:
        """Let go of the rows before the first, and fetch those up to the last, by number."""
        del self._rows[: max(first - self._top, 0)]
        self._top = max(self._top, first)
        self._fetch(last)

    def row(self, number: int, left: int, right: int) -> list[Any]:
        """Return the values of part of a row, blanks where the sheet holds nothing."""
        self._fetch(number)
        return super().row(number, left, right)

    def column(self, column: int, top: int, bottom: int) -> list[Any]:
        """Return the values of part of a column, blanks where the sheet holds nothing."""
        self._fetch(bottom)
        self._sliced = ((0, 0), [])
        return super().column(column, top, bottom)

    def _fetch(self, last: int) -> None:
        wanted = min(last, self.area.bottom) - self._top + 1 - len(self._rows)
        if wanted > 0:
            with reader_faults():
                self._rows.extend(islice(self._coming, wanted))


class Opened:
    """One workbook file; raises FileFault where it cannot be read."""

    def __init__(self, file: File) -> None:
        self.file = file
        self.package = Package(file.data, file.path.name)
        self.structure = Structure(self.package)
        self.waits_for_calculation = self.structure.waits_for_calculation
        self._grids: dict[str, Grid] = {}
        self._reader: python_calamine.CalamineWorkbook | None = None
        self._left_out: set[str] = set()

    @cached_property
    def percent_styles(self) -> frozenset[int]:
        """The cell styles that show a number as a percentage."""
        return percent_styles(self.package, self.structure.styles_part)

    def grid(self, sheet: str) -> Grid:
        """Return the values of a sheet."""
        if sheet not in self._grids:
            self._grids[sheet] = self._read(sheet)
        return self._grids[sheet]

    def passing(self, sheet: str) -> Passing:
        """Return a sheet whose rows pass by once and are not held."""
        xml = self._xml(sheet)
        with reader_faults():
            found = self._reader_of(sheet).get_sheet_by_name(sheet)
            (top, left), (bottom, right) = found.start or (0, 0), found.end or (-1, -1)
            rows = islice(found.iter_rows(), top, None)
        return Passing(sheet, rows, Area(left + 1, top + 1, right + 1, bottom + 1), xml)

    def _read(self, sheet: str) -> Grid:
        xml = self._xml(sheet)
        with reader_faults():
            found = self._reader_of(sheet).get_sheet_by_name(sheet)
            rows, (top, left) = found.to_python(), found.start or (0, 0)
        return Grid(sheet, rows, top + 1, left + 1, xml)

    def _xml(self, sheet: str) -> SheetXml:
        part, package = self.structure.parts[sheet], self.package
        xml = SheetXml(lambda: package.stream(part))  # naming self would make a cycle to collect
        _refuse_stray_cells(xml, sheet)
        return xml

    def _reader_of(self, sheet: str) -> python_calamine.CalamineWorkbook:
        """Return a reader that has the sheet; it copies what it is given, so that is little."""
        if self._reader is None:
            for part in self.structure.reader_parts:
                self.package.verify(part)
            others = self.structure.parts.keys() - {sheet}
            data = self.package.light([self.structure.parts[other] for other in others])
            self._left_out = set() if data is self.file.data else set(others)
            self._reader = _load(data)
        elif sheet in self._left_out:
            self._left_out = set()
            self._reader = _load(self.file.data)
        return self._reader


def _load(data: bytes) -> python_calamine.CalamineWorkbook:
    with reader_faults():
        return python_calamine.load_workbook(io.BytesIO(data))


def _refuse_stray_cells(xml: SheetXml, sheet: str) -> None:
    """Raise FileFault for a sheet whose block of cells would fill the memory with blanks."""
    if xml.last_row > LAST_ROW:
        raise _unreadable()
    if xml.cells > MAX_CELLS:
        raise FileFault(
            "sheet-too-wide",
            "A stray cell stands far below or to the right of the table, so the sheet spans"
            f" {xml.cells:,} cells. Press Ctrl+End in Excel, delete the rows and columns beyond"
            " the table, and save.",
            sheet=sheet,
        )


@contextmanager
def reader_faults() -> Iterator[None]:
    """Turn whatever the reader raises, its panics included, into a FileFault."""
    try:
        yield
    except (python_calamine.CalamineError, ValueError, OSError) as fault:
        raise _unreadable() from fault
    except BaseException as fault:
        if type(fault).__name__ != "PanicException":
            raise
        raise _unreadable() from fault


def _unreadable() -> FileFault:
    return FileFault(
        "file-damaged",
        "The workbook cannot be read: part of it is damaged. Open it in Excel, let Excel repair it,"
        " and save it.",
    )
