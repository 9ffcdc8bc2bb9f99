"""Cells and tables of a workbook filled by name or address, all faults told at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pmf_engine.documents.excel.fill.book import Book
from pmf_engine.documents.excel.fill.content import Content, Value, content
from pmf_engine.documents.excel.fill.growth import grow, growth_fault
from pmf_engine.documents.excel.fill.tables import TablePart
from pmf_engine.model.cells import Area, cell_name, target
from pmf_engine.model.errors import InputFaults
from pmf_engine.model.findings import Finding, error

Cells = Mapping[str, Value]
TableRows = Mapping[str, Sequence[Mapping[str, Value]]]
_SHOWN = 40  # characters of a value that cannot be written


@dataclass(frozen=True, slots=True)
class _Write:
    sheet: str
    row: int
    column: int
    value: Value
    like: int  # the row whose cell says whether it may be written: new rows follow the last one


def fill_book(data: bytes, cells: Cells | None = None, tables: TableRows | None = None) -> bytes:
    """Return a workbook with some of its cells filled and every other part as it was.

    `cells` gives values by place: a defined name, a name of a sheet (`Part A!Homes`) or an address
    (`Part A!D5`). `tables` gives each Excel table its rows from the top, as heading to value; a
    table grows where it must, and columns not named stay. None blanks a cell. Formats stay.

    Raises InputFaults with every place that cannot be filled, and PmfError for a file that must not
    be changed: signed, encrypted or Strict.
    """
    book = Book(data)
    faults: list[Finding] = []
    writes = list(_cells(book, cells or {}, faults))
    growing = []
    for name, rows in (tables or {}).items():
        table = book.tables.get(name.casefold())
        if table is None:
            faults.append(error("fill-no-place", f"The workbook has no table {name}."))
            continue
        more = len(rows) - (table.data.bottom - table.data.top + 1)
        if more > 0 and (fault := growth_fault(book, table, more)):
            faults.append(fault)
        growing += [(table, more)] if more > 0 else []
        writes += _rows(table, rows, faults)
    ready = list(_checked(book, writes, faults))
    if faults:
        raise InputFaults(faults)
    for table, more in growing:
        grow(book, table, more)
    for write, held in ready:
        book.sheet(write.sheet).write(write.row, write.column, held)
    return book.to_bytes()


def _cells(book: Book, cells: Cells, faults: list[Finding]) -> Iterator[_Write]:
    for place, value in cells.items():
        found = _place(book, place)
        if found is None:
            message = f"The workbook has no cell or name {place}."
            faults.append(error("fill-no-place", message))
        elif found[1].top != found[1].bottom or found[1].left != found[1].right:
            message = f"{place} names several cells ({found[1]}). Name one cell."
            faults.append(error("fill-no-place", message, sheet=found[0]))
        else:
            yield _Write(found[0], found[1].top, found[1].left, value, found[1].top)


def _place(book: Book, place: str) -> tuple[str, Area] | None:
    """The sheet and block of an address or name; a name of a sheet goes before one of the book."""
    found = target(place)
    if found is None:
        owner, _, name = place.rpartition("!")
        sheet = owner.strip("'").replace("''", "'")
        at = book.sheet_names.index(sheet) if sheet in book.sheet_names else None
        found = book.names.place(name, at) if at is not None or not owner else None
    known = book.sheet_name(found[0]) if found else None
    return (known, found[1]) if found and known else None


def _rows(
    table: TablePart, rows: Sequence[Mapping[str, Value]], faults: list[Finding]
) -> Iterator[_Write]:
    """Every write of a table's rows; rows that it has beyond them are blanked in those columns."""
    named = list(dict.fromkeys(name for row in rows for name in row))
    places = {name: table.column(name) for name in named}
    for name, place in places.items():
        if place is None:
            message = f"The table {table.name} has no column {name}."
            faults.append(error("fill-no-place", message, sheet=table.sheet))
    data = table.data
    for at in range(max(len(rows), data.bottom - data.top + 1)):
        row = rows[at] if at < len(rows) else dict.fromkeys(named)
        for name, value in row.items():
            column = places[name]
            if column is not None:
                place = data.top + at
                yield _Write(table.sheet, place, column, value, min(place, data.bottom))


def _checked(
    book: Book, writes: Iterable[_Write], faults: list[Finding]
) -> Iterator[tuple[_Write, Content]]:
    headings = [
        (table.sheet, Area(area.left, area.top, area.right, area.top))
        for table in book.tables.values()
        if table.header_rows and (area := table.area)
    ]
    for write in writes:
        fault = _obstacle(book, write, headings)
        try:
            held = content(write.value, epoch1904=book.epoch1904)
        except ValueError as unfit:
            words = f"This cell cannot be filled: {str(write.value)[:_SHOWN]} {unfit}."
            fault = error("fill-value", words)
        if fault is None:
            yield write, held
        else:
            cell = cell_name(write.row, write.column)
            faults.append(replace(fault, sheet=write.sheet, cell=cell))


def _obstacle(book: Book, write: _Write, headings: Iterable[tuple[str, Area]]) -> Finding | None:
    for sheet, area in headings:
        if sheet == write.sheet and area.holds(write.like, write.column):
            words = "This cell is a heading of a table, which names its column. Nothing was filled."
            return error("fill-heading", words)
    return book.sheet(write.sheet).obstacle(write.like, write.column)
