"""Cells: values, formulas, formats and what Excel says of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from xlwings import base_classes as base
from xlwings import utils

from tests.live_kit import blocks
from tests.live_kit.office import refusals

_CONTENT = 1 | 2 | 4 | 16  # value, day, text, formula: neither notes nor formats
_FORMULAS = 16
_CHAR = 200  # a character's width in hundredths of a millimetre, nearly
_LOOKS = (
    "CellStyle", "NumberFormat", "CellBackColor", "CharColor", "CharWeight", "CharHeight",
    "CharFontName", "HoriJustify", "VertJustify", "IsTextWrapped", "TopBorder", "BottomBorder",
    "LeftBorder", "RightBorder", "CellProtection",
)  # fmt: skip
_VERTICAL = ("bottom", "top", "center", "bottom")  # as Calc counts them; 0 is its usual one
_STEPS = {"down": (1, 0), "up": (-1, 0), "right": (0, 1), "left": (0, -1)}


class NativeRange:
    """What code written for Excel asks of a range's `.api`."""

    HasSpill = False  # Calc has no spilling formulas

    def __init__(self, cells: Any, book: Any) -> None:
        self.cells, self.book = cells, book

    @property
    def Value2(self) -> Any:
        """The values, days and moments as numbers, as Excel gives them."""
        rows = blocks.read(self.cells, self.book, days=False)
        return rows[0][0] if len(rows) == len(rows[0]) == 1 else rows

    @property
    def Locked(self) -> bool | None:
        """Whether the cells are locked, None where some are."""
        if blocks.differs(self.cells, "CellProtection"):
            return None
        return bool(self.cells.CellProtection.IsLocked)


class Font(base.Font):
    """The font of cells."""

    def __init__(self, cells: Any) -> None:
        self.cells = cells

    @property
    def bold(self) -> bool:
        return bool(self.cells.CharWeight > 100)

    @bold.setter
    def bold(self, value: bool) -> None:
        self.cells.CharWeight = 150.0 if value else 100.0

    @property
    def size(self) -> float:
        return float(self.cells.CharHeight)

    @size.setter
    def size(self, value: float) -> None:
        self.cells.CharHeight = float(value)

    @property
    def color(self) -> tuple[int, int, int]:
        return utils.int_to_rgb(self.cells.CharColor)[::-1]  # type: ignore[no-any-return]

    @color.setter
    def color(self, value: str | tuple[int, int, int]) -> None:
        self.cells.CharColor = _rgb(value)


def _rgb(value: str | tuple[int, int, int]) -> int:
    red, green, blue = utils.hex_to_rgb(value) if isinstance(value, str) else value
    return red << 16 | green << 8 | blue


class Range(base.Range):
    """A rectangle of cells; `xl` is Calc's own object."""

    has_array, arg1_input = False, ""
    max_cells_per_read = max_cells_per_write = None

    def __init__(self, sheet: Any, xl: Any) -> None:
        self.sheet, self.xl = sheet, xl
        self.options: Any = {}
        self._area: Any = None

    @property
    def api(self) -> NativeRange:
        return NativeRange(self.xl, self.sheet.book)

    @property
    def area(self) -> Any:
        if self._area is None:
            self._area = self.xl.RangeAddress
        return self._area

    @property
    def row(self) -> int:
        return int(self.area.StartRow) + 1

    @property
    def column(self) -> int:
        return int(self.area.StartColumn) + 1

    @property
    def shape(self) -> tuple[int, int]:
        a = self.area
        return a.EndRow - a.StartRow + 1, a.EndColumn - a.StartColumn + 1

    @property
    def coords(self) -> tuple[Any, ...]:
        return (self.sheet.name, self.row, self.column, *self.shape)

    def __len__(self) -> int:
        rows, columns = self.shape
        return rows * columns

    def __call__(self, row: int, column: int | None = None) -> Range:
        if column is None:
            row, column = (row - 1) // self.shape[1] + 1, (row - 1) % self.shape[1] + 1
        return self.sheet.range((self.row + row - 1, self.column + column - 1))

    def get_address(
        self, row_absolute: bool = True, col_absolute: bool = True, external: bool = False
    ) -> str:
        def one(row: int, column: int) -> str:
            return f"{'$' * col_absolute}{utils.col_name(column)}{'$' * row_absolute}{row}"

        rows, columns = self.shape
        text = one(self.row, self.column)
        if (rows, columns) != (1, 1):
            text += f":{one(self.row + rows - 1, self.column + columns - 1)}"
        return f"[{self.sheet.book.name}]{self.sheet.name}!{text}" if external else text

    @property
    def address(self) -> str:
        return self.get_address()

    @property
    def raw_value(self) -> list[list[Any]]:
        with refusals(self.address):
            return blocks.read(self.xl, self.sheet.book)

    @raw_value.setter
    def raw_value(self, value: Any) -> None:
        rows, columns = self.shape
        if not isinstance(value, list | tuple):
            value = [[value] * columns] * rows
        book = self.sheet.book
        self._change(blocks.Writing(self.xl, book, strict=book.app.engine.strict).write, value)

    def _change(self, change: Callable[..., None], *given: Any) -> None:
        """Change the cells. Raises PermissionError where Excel would raise its error 1004."""
        if self.sheet.xl.isProtected() and self.api.Locked is not False:
            raise PermissionError(f"{self.sheet.name} is protected: Excel raises error 1004 here")
        with refusals(self.address):
            change(*given)

    @property
    def formula(self) -> Any:
        """What was typed: formulas in Excel's grammar, constants as text."""
        with refusals(self.address):
            rows = [list(row) for row in self.xl.getFormulaArray()]
            for area in self.xl.queryContentCells(_FORMULAS).RangeAddresses:
                for row, column in blocks._within(area, self.row - 1, self.column - 1):
                    cell = self.xl.getCellByPosition(column, row)
                    rows[row][column] = blocks.formula_of(cell, self.sheet.book)
        return rows[0][0] if self.shape == (1, 1) else tuple(map(tuple, rows))

    @formula.setter
    def formula(self, value: Any) -> None:
        self.raw_value = value

    formula2 = formula

    def clear_contents(self) -> None:
        self._change(self.xl.clearContents, _CONTENT)

    def clear(self) -> None:
        self._change(self.xl.clearContents, 1023)

    def copy(self, destination: Range | None = None) -> None:
        """Copy to each place where the range fits into another, as Excel fills it."""
        if destination is None:
            raise NotImplementedError("copying to the clipboard")
        goal = getattr(destination, "impl", destination)
        (rows, columns), (high, wide) = self.shape, goal.shape
        places = [(r, c) for r in range(1, high + 1, rows) for c in range(1, wide + 1, columns)]
        for place in places:
            corner = goal(*place).xl.getCellByPosition(0, 0).CellAddress
            goal._change(self.sheet.xl.copyRange, corner, self.area)

    def autofill(self, destination: Any, type_: str = "fill_default") -> None:
        """Carry looks (`fill_formats`) or cells with their formulas (`fill_copy`) downwards."""
        goal = getattr(destination, "impl", destination)
        rows, columns = self.shape
        below = goal.sheet.range(
            (self.row + rows, self.column),
            (goal.row + goal.shape[0] - 1, self.column + columns - 1),
        )
        if type_ == "fill_copy":
            self.copy(below)
        elif type_ == "fill_formats":
            below._change(self._carry_looks, below)
        else:
            raise NotImplementedError(type_)

    def _carry_looks(self, below: Range) -> None:
        high = below.shape[0] - 1
        for column in range(self.shape[1]):
            source = self.xl.getCellByPosition(column, 0)
            goal = below.xl.getCellRangeByPosition(column, 0, column, high)
            for name in _LOOKS:
                setattr(goal, name, getattr(source, name))

    @property
    def merge_cells(self) -> bool | None:
        """Whether the cells are merged, None where some are."""
        whole = self.sheet.xl.createCursorByRange(self.xl)
        whole.collapseToMergedArea()
        if whole.RangeAddress != self.area:
            return None if len(self) > 1 else True
        return bool(self.xl.getIsMerged())

    def merge(self, across: bool = False) -> None:
        self._change(self.xl.merge, True)

    @property
    def number_format(self) -> str | None:
        """The format's code, None where the cells have several."""
        if blocks.differs(self.xl, "NumberFormat"):
            return None
        return str(self.sheet.book.format_of(self.xl.NumberFormat))

    @number_format.setter
    def number_format(self, code: str) -> None:
        self._change(self._set, "NumberFormat", blocks.format_key(self.sheet.book.doc, code))

    def _set(self, name: str, value: Any) -> None:
        setattr(self.xl, name, value)

    @property
    def color(self) -> tuple[int, int, int] | None:
        value = self.xl.CellBackColor
        return None if value in (None, -1) else (value >> 16 & 255, value >> 8 & 255, value & 255)

    @color.setter
    def color(self, value: str | tuple[int, int, int] | None) -> None:
        self._change(self._set, "CellBackColor", -1 if value is None else _rgb(value))

    @property
    def font(self) -> Font:
        return Font(self.xl)

    @property
    def wrap_text(self) -> bool:
        return bool(self.xl.IsTextWrapped)

    @wrap_text.setter
    def wrap_text(self, value: bool) -> None:
        self._change(self._set, "IsTextWrapped", bool(value))

    @property
    def vertical_alignment(self) -> str:
        return _VERTICAL[self.xl.VertJustify]

    @vertical_alignment.setter
    def vertical_alignment(self, value: str) -> None:
        self._change(self._set, "VertJustify", _VERTICAL.index(value))

    @property
    def column_width(self) -> float:
        return float(self.xl.Columns.getByIndex(0).Width) / _CHAR

    @column_width.setter
    def column_width(self, value: float) -> None:
        for column in self.xl.Columns:
            column.Width = round(value * _CHAR)

    @property
    def row_height(self) -> float | None:
        """The height in points; None where it differs, nothing where rows are hidden."""
        heights = {row.Height if row.IsVisible else 0 for row in self.xl.Rows}
        return heights.pop() * 72 / 2540 if len(heights) == 1 else None

    @row_height.setter
    def row_height(self, value: float) -> None:
        for row in self.xl.Rows:
            row.IsVisible = value > 0
            if value:
                row.Height = round(value * 2540 / 72)

    def autofit(self, axis: str | None = None) -> None:
        for line in [*self.xl.Columns, *self.xl.Rows] if axis is None else []:
            if hasattr(line, "OptimalWidth"):
                line.OptimalWidth = True

    def select(self) -> None:
        self.sheet.activate()
        self.sheet.book.doc.CurrentController.select(self.xl)

    @property
    def name(self) -> Any:
        names = self.sheet.book.names.items()
        return next((n for n in names if n.points_at(self)), None)

    @name.setter
    def name(self, value: str) -> None:
        self.sheet.book.names.add(value, f"='{self.sheet.name}'!{self.address}")

    @property
    def table(self) -> Any:
        return next((t for t in self.sheet.tables.items() if t.holds(self)), None)

    def end(self, direction: str) -> Range:
        down, right = _STEPS[direction]
        row, column = self.row - 1, self.column - 1
        if self._filled(row, column) and self._filled(row + down, column + right):
            while self._filled(row + down, column + right):
                row, column = row + down, column + right
        return self.sheet.range((row + 1, column + 1))

    def _filled(self, row: int, column: int) -> bool:
        used = self.sheet.used_range.area
        if not (0 <= row <= used.EndRow and 0 <= column <= used.EndColumn):
            return False
        return bool(self.sheet.xl.getCellByPosition(column, row).Type.value != "EMPTY")
