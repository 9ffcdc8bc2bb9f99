"""Making a table longer inside its sheet: formats, formulas and rules follow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING

from pmf_engine.documents.excel.fill.calculation import chain
from pmf_engine.documents.excel.fill.content import BLANK, unescaped
from pmf_engine.documents.excel.fill.formulas import moved, rows_named
from pmf_engine.documents.excel.fill.ranges import stretch_names, stretch_rules
from pmf_engine.documents.excel.fill.rows import attributes_of
from pmf_engine.documents.excel.fill.sheet import SheetPart
from pmf_engine.documents.excel.fill.tables import TablePart
from pmf_engine.model.cells import LAST_ROW, Area, cell_name
from pmf_engine.model.findings import Finding, error

if TYPE_CHECKING:
    from pmf_engine.documents.excel.fill.book import Book

_FORMULA = re.compile(
    rb"<(?:[\w.-]+:)?f((?:\s[^>]*?)?)(?:/>|>(.*?)</(?:[\w.-]+:)?f\s*>)", re.DOTALL
)


def growth_fault(book: Book, table: TablePart, count: int) -> Finding | None:
    """Return why a table cannot be made so many rows longer, or None."""
    sheet, whole = book.sheet(table.sheet), table.area
    wanted = Area(whole.left, whole.bottom + 1, whole.right, whole.bottom + count)
    if wanted.bottom > LAST_ROW:
        return _fault(table, None, "needs more rows than a sheet has")
    below = next(sheet.occupied(wanted), None) or _other_below(book, table, wanted)
    if below:
        needs = f"needs {count} more row{'s' * (count > 1)}, but this cell below it is not free"
        return _fault(table, cell_name(*below), f"{needs}. Move what stands there further down")
    if table.totals_rows and (cell := _tied_total(book, table)):
        tied = "has a row of totals that a formula names by its cell, so it cannot move down"
        return _fault(table, cell, f"{tied}. Name the table's column in that formula instead")
    return None


def grow(book: Book, table: TablePart, count: int) -> None:
    """Make a table longer by so many blank rows, in the format of its last row.

    Formulas that fill a column are copied down, a row of totals moves down. `growth_fault` has
    been asked before.
    """
    sheet, before = book.sheet(table.sheet), table.data
    bottom = before.bottom + count
    if table.totals_rows:
        _move_totals(sheet, table, count)
    formulas = []
    for column in range(before.left, before.right + 1):
        style = sheet.read(before.bottom, column).style
        own = _column_formula(sheet, table, column)
        for row in range(before.bottom + 1, bottom + 1):
            if own:
                xml = _element(sheet.prefix, moved(own, row - before.bottom))
                sheet.write_formula(row, column, xml, style)
                formulas.append((row, column))
            else:
                sheet.restyle(row, column, style)
    stretch_rules(sheet, before, bottom)
    stretch_names(book.names, table.sheet, before, bottom)
    book.stretched.append((table.sheet, before, bottom))
    table.grow(count)
    if formulas:
        chain(book, table.sheet, formulas)


def shrink(book: Book, table: TablePart, count: int) -> None:
    """Take so many rows off the end of a table without totals; their cells become blank."""
    sheet, before = book.sheet(table.sheet), table.data
    bottom = before.bottom - count
    for row in range(bottom + 1, before.bottom + 1):
        for column in range(before.left, before.right + 1):
            sheet.write(row, column, BLANK, 0)
    stretch_rules(sheet, before, bottom)
    stretch_names(book.names, table.sheet, before, bottom)
    book.stretched.append((table.sheet, before, bottom))
    table.grow(-count)


def _fault(table: TablePart, cell: str | None, words: str) -> Finding:
    message = f"The table {table.name} {words}."
    return error("fill-no-room", message, sheet=table.sheet, cell=cell)


def _other_below(book: Book, table: TablePart, wanted: Area) -> tuple[int, int] | None:
    """The first cell of another table or of merged cells in the rows that a table needs."""
    others = [each.area for each in book.tables.values() if each.sheet == table.sheet]
    for area in (*others, *book.sheet(table.sheet).merged):
        apart = area.bottom < wanted.top or area.top > wanted.bottom
        if not apart and not (area.right < wanted.left or area.left > wanted.right):
            return area.top, area.left
    return None


def _tied_total(book: Book, table: TablePart) -> str | None:
    """The cell of a formula that names a row of totals, or data rows from inside that row."""
    total = table.area.bottom
    for name in book.parts:
        for row, column, formula in _formulas(book.sheet(name)):
            named, inside = rows_named(formula), name == table.sheet and row == total
            if (named and inside) or (total in named and (name == table.sheet or "!" in formula)):
                return cell_name(row, column)
    return None


def _formulas(sheet: SheetPart) -> Iterator[tuple[int, int, str]]:
    for row in sheet.rows.filled_below(0):
        for column in row.cells:
            found = _FORMULA.search(row.cells[column].inner)
            if found:
                yield row.number, column, unescaped(found[2] or b"")


def _move_totals(sheet: SheetPart, table: TablePart, count: int) -> None:
    old, whole = table.area.bottom, table.area
    for column in range(whole.left, whole.right + 1):
        held, formula = sheet.read(old, column), _formula_element(sheet, old, column)
        if formula:
            xml = _element(sheet.prefix, unescaped(formula[2] or b""))
            sheet.write_formula(old + count, column, xml, held.style, held.content)
        else:
            sheet.write(old + count, column, held.content, held.style)
        sheet.write(old, column, BLANK)


def _element(prefix: str, formula: str) -> bytes:
    return f"<{prefix}f>{escape(formula, quote=False)}</{prefix}f>".encode()


def _column_formula(sheet: SheetPart, table: TablePart, column: int) -> str:
    """The formula that a column's last cell holds, where it fills the column; else nothing."""
    bottom, top = table.data.bottom, table.data.top
    own = _formula(sheet, bottom, column)
    declared = table.columns[column].formula
    if declared:
        return own or declared
    above = _formula(sheet, bottom - 1, column) if bottom > top else ""
    return own if own and above and moved(above, 1) == own else ""


def _formula(sheet: SheetPart, row: int, column: int) -> str:
    """The formula of a cell, one that cells share read as it stands there; else nothing."""
    formula = _formula_element(sheet, row, column)
    if formula is None:
        return ""
    attributes = attributes_of(formula[1])
    if formula[2] or attributes.get(b"t") != b"shared":
        return "" if attributes.get(b"t") == b"array" else unescaped(formula[2] or b"")
    for at in range(row - 1, 0, -1):
        first = _formula_element(sheet, at, column)
        if first and first[2] and attributes_of(first[1]).get(b"si") == attributes.get(b"si"):
            return moved(unescaped(first[2]), row - at)
    return ""


def _formula_element(sheet: SheetPart, row: int, column: int) -> re.Match[bytes] | None:
    found = sheet.rows.peek(row)
    cell = found.cells.get(column) if found else None
    return _FORMULA.search(cell.inner) if cell else None
