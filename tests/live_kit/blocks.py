"""A block of cells as values: days and truth values known by their format, errors by their code."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from tests.live_kit.coercion import ExcelWouldCoerce, coerced
from tests.live_kit.office import struct

_EPOCH = dt.datetime(1899, 12, 30)
_DAY_MS = 86_400_000
_DATE, _TIME, _TEXT, _LOGICAL = 2, 4, 256, 1024
_ERROR_RESULT = 4
_ERRORS = {
    502: "#VALUE!", 503: "#NUM!", 511: "#NULL!", 519: "#VALUE!", 524: "#REF!", 525: "#NAME?",
    532: "#DIV/0!",
}  # fmt: skip
_WHOLE = re.compile(r"""("[^"]*"|'[^']*'|\{[^}]*\}|\[(?:[^\[\]]|\[[^\]]*\])*\])""")
Cell = tuple[int, int]


class XlError(str):
    """What stands in a cell whose formula failed."""


def read(cells: Any, book: Any, *, days: bool = True) -> list[list[Any]]:
    """Return the values of a range; without `days` those are the numbers that Excel counts."""
    kinds = _LOGICAL | (_DATE | _TIME if days else 0)
    data = [list(row) for row in cells.getDataArray()]
    top, left = cells.RangeAddress.StartRow, cells.RangeAddress.StartColumn
    for kind, area in _formatted(cells, book):
        if kind & kinds:
            for row, column in _within(area, top, left):
                data[row][column] = _typed(data[row][column], kind)
    failed = any(value == "" or isinstance(value, float) is False for row in data for value in row)
    for area in cells.queryFormulaCells(_ERROR_RESULT).RangeAddresses if failed else ():
        for row, column in _within(area, top, left):
            code = cells.getCellByPosition(column, row).getError()
            data[row][column] = XlError(_ERRORS.get(code, "#N/A"))
    return data


def _typed(value: Any, kind: int) -> Any:
    if not isinstance(value, float):
        return value
    if kind & _LOGICAL:
        return bool(value)
    return _EPOCH + dt.timedelta(milliseconds=round(value * _DAY_MS))


def _formatted(cells: Any, book: Any) -> Iterator[tuple[int, Any]]:
    """Yield areas of one format, with the kind of that format."""
    if not differs(cells, "NumberFormat"):
        yield book.kind_of(cells.NumberFormat), cells.RangeAddress
        return
    blocks = cells.UniqueCellFormatRanges
    for at in range(blocks.Count):
        block = blocks.getByIndex(at)
        kind = book.kind_of(block.getByIndex(0).NumberFormat)
        for area in block.RangeAddresses:
            yield kind, area


def differs(cells: Any, name: str) -> bool:
    """Whether cells differ in a property."""
    return bool(cells.getPropertyState(name).value == "AMBIGUOUS_VALUE")


def _within(area: Any, top: int, left: int) -> Iterator[Cell]:
    for row in range(area.StartRow, area.EndRow + 1):
        for column in range(area.StartColumn, area.EndColumn + 1):
            yield row - top, column - left


class Writing:
    """One block on its way into the cells: sorted into what Calc takes, then written at once."""

    def __init__(self, cells: Any, book: Any, *, strict: bool) -> None:
        self.cells, self.book, self.strict = cells, book, strict
        self.days: list[Cell] = []
        self.moments: list[Cell] = []
        self.truths: list[Cell] = []
        self.formulas: list[tuple[Cell, str]] = []
        self._text: set[Cell] | None = None

    def write(self, rows: Sequence[Sequence[Any]]) -> None:
        """Write rows of values; text that begins with `=` is a formula, as in Excel."""
        plain = [
            tuple(self._plain((at, column), value) for column, value in enumerate(row))
            for at, row in enumerate(rows)
        ]
        self.cells.setDataArray(tuple(plain))
        self._format(self.days, "DD/MM/YYYY", _DATE)
        self._format(self.moments, "DD/MM/YYYY HH:MM", _DATE)
        self._format(self.truths, "BOOLEAN", _LOGICAL)
        for (row, column), formula in self.formulas:
            set_formula(self.cells.getCellByPosition(column, row), formula, self.book)

    def _plain(self, at: Cell, value: Any) -> Any:
        """Return a value as `setDataArray` takes it. Raises ExcelWouldCoerce."""
        if isinstance(value, str):
            return self._plain_text(at, value)
        if self.strict and self._is_text(at):
            raise ExcelWouldCoerce(f"{self._where(at)}: Excel would store {value!r} as text")
        if isinstance(value, bool):
            self.truths.append(at)
            return float(value)
        if isinstance(value, dt.date):
            return self._day(at, value)
        return float(value)

    def _plain_text(self, at: Cell, text: str) -> str:
        if text[:1] == "'":
            return text[1:]
        if self.strict and text[:1] in "+-@" and text and not self._is_text(at):
            raise ExcelWouldCoerce(f"{self._where(at)}: Excel would take {text!r} for a formula")
        if text[:1] == "=" and not self._is_text(at):
            self.formulas.append((at, text))
            return ""
        if self.strict and coerced(text) and not self._is_text(at):
            raise ExcelWouldCoerce(f"{self._where(at)}: Excel would not keep the text {text!r}")
        return text

    def _day(self, at: Cell, value: dt.date) -> float:
        if isinstance(value, dt.datetime):
            moment = value.replace(tzinfo=None)
        else:
            moment = dt.datetime(value.year, value.month, value.day)
        (self.moments if moment.time() != dt.time() else self.days).append(at)
        return (moment - _EPOCH) / dt.timedelta(days=1)

    def _is_text(self, at: Cell) -> bool:
        if self._text is None:
            start = self.cells.RangeAddress
            self._text = {
                cell
                for kind, area in _formatted(self.cells, self.book)
                if kind & _TEXT
                for cell in _within(area, start.StartRow, start.StartColumn)
            }
        return at in self._text

    def _where(self, at: Cell) -> str:
        cell = self.cells.getCellByPosition(at[1], at[0])
        return str(cell.AbsoluteName).replace("$", "")

    def _format(self, cells: list[Cell], code: str, mask: int) -> None:
        """Give cells a format where theirs is of another kind, in runs down each column."""
        key = format_key(self.book.doc, code) if cells else 0
        for column, first, last in _runs(cells):
            found = self.cells.getCellRangeByPosition(column, first, column, last)
            kinds = [kind for kind, _ in _formatted(found, self.book)]
            if not all(kind & mask for kind in kinds):
                found.NumberFormat = key


def _runs(cells: Iterable[Cell]) -> Iterator[tuple[int, int, int]]:
    """Yield column, first and last row of cells that stand one under another."""
    run: tuple[int, int, int] | None = None
    for column, row in sorted((column, row) for row, column in cells):
        if run and run[0] == column and run[2] == row - 1:
            run = column, run[1], row
            continue
        if run:
            yield run
        run = column, row, row
    if run:
        yield run


def format_key(doc: Any, code: str) -> int:
    """Return the number of a format code in a document, added where it is new."""
    formats, locale = doc.NumberFormats, struct("lang.Locale", Language="en", Country="GB")
    key = formats.queryKey(code, locale, False)
    return int(formats.addNew(code, locale) if key == -1 else key)


def set_formula(cell: Any, formula: str, book: Any) -> None:
    """Put a formula in Excel's own grammar into a cell."""
    text = _parted(formula[1:], ",", ";")
    cell.setTokens(book.parser.parseFormula(text, cell.CellAddress))


def formula_of(cell: Any, book: Any) -> str:
    """Return the formula of a cell in Excel's own grammar."""
    text = book.parser.printFormula(cell.getTokens(), cell.CellAddress)
    return f"={_parted(text, ';', ',')}"


def _parted(formula: str, old: str, new: str) -> str:
    """Return a formula with another sign between arguments, as Calc's parser wants it."""
    pieces = _WHOLE.split(formula)  # every other piece is text, or stands in brackets
    return "".join(piece if at % 2 else piece.replace(old, new) for at, piece in enumerate(pieces))
