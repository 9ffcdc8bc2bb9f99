"""Tables of files that are no Excel workbooks, as a plugin hands them over: whole or in batches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from itertools import islice, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pmf_engine.model.errors import PmfError
from pmf_engine.model.records import Gathering
from pmf_engine.model.tables import Batches, Input, Table, Tally
from pmf_engine.workbook.data import Piece
from pmf_engine.workbook.faults import Faults
from pmf_engine.workbook.files import EXCEL, File
from pmf_engine.workbook.tally import Counts, Stream, count_typed

if TYPE_CHECKING:
    from pmf_engine.workbook.frame import Frame

BATCH = 20_000  # rows typed at a time: enough to be quick, few enough to hold
Columns = list[Sequence[Any]]
Given = Iterable[Sequence[object]] | Batches
OpenSource = Callable[[Path, Table], Given | None]
_PLAIN = frozenset({str, float, bool, date, datetime})


@dataclass(frozen=True, slots=True)
class Handed:
    """A table of a file as a plugin gives it: its header, then its rows by columns in batches."""

    header: Sequence[Any]
    batches: Iterator[Columns]


def handed(path: Path, declared: Input, open_source: OpenSource | None) -> Handed | None:
    """Return what a plugin gives for a file; None where it is for Excel, or for nobody.

    Raises PmfError, now or while it is read, when the plugin fails or gives what no cell can hold.
    """
    if open_source is None or path.suffix.casefold() in EXCEL or not isinstance(declared, Table):
        return None
    given = open_source(path, declared)
    if given is None:
        return None
    if isinstance(given, Batches):
        return Handed(list(given.header), _guarded(path, iter(given.batches)))
    rows = _guarded(path, iter(given))
    return Handed([_value(cell, path) for cell in next(rows, [])], _by_column(rows))


def read_handed(
    file: File, table: Table, given: Handed, faults: Faults, gathering: Gathering | None = None
) -> Piece:
    """Return the rows typed and checked as those of a sheet of the table's name would be.

    A table with a tally is counted batch by batch, and never held; one with records is gathered.
    """
    from pmf_engine.workbook.tables import read_frame

    if gathering is not None:
        return _gathered(file, table, given, faults, gathering)
    if table.tally is not None:
        return _tallied(file, table, table.tally, given, faults)
    even = ([_values(column, file.path) for column in columns] for columns in given.batches)
    rows = [list(row) for columns in even for row in zip(*columns, strict=True)]
    return read_frame(_HandedBook(file), _frame(table, [list(given.header), *rows]), table, faults)


def _tallied(file: File, table: Table, tally: Tally, given: Handed, faults: Faults) -> Piece:
    from pmf_engine.workbook.tables import columns_of, typed_cells

    path = file.path
    frame, book = _frame(table, [list(given.header)]), _HandedBook(file)
    counts, last = Counts(tally), frame.header
    stream = Stream(table, counts, lambda value: _value(value, path))
    strips = columns_of(book, frame, table, faults)
    for columns in given.batches:
        size = len(columns[0]) if columns else 0
        raw = {name: _column(columns, strip.letter, size) for name, strip in strips.items()}
        numbers = range(last + 1, last + 1 + size)
        if not _taken(stream, raw):
            found = {
                name: typed_cells(book, strip.at(numbers), _values(raw[name], path), faults).values
                for name, strip in strips.items()
            }
            count_typed(counts, tally, found)
        last += len(numbers)
    stream.finish()
    letters = {name: strip.letter for name, strip in strips.items()}
    return counts.piece(path.name, table.name, file.sha256, letters, last)


def _gathered(
    file: File, table: Table, given: Handed, faults: Faults, gathering: Gathering
) -> Piece:
    from pmf_engine.workbook.recorded import Intake

    frame = _frame(table, [list(given.header)])
    intake = Intake(_HandedBook(file), frame, table, faults, gathering)
    last = frame.header
    for columns in given.batches:
        size = len(columns[0]) if columns else 0
        raw = {name: _column(columns, one.letter, size) for name, one in intake.strips.items()}
        intake.take(range(last + 1, last + 1 + size), raw, lambda cells: _values(cells, file.path))
        last += size
    return intake.piece()


def _column(columns: Columns, letter: int, size: int) -> Sequence[Any]:
    """A column by its number, blanks where all rows end before it."""
    return columns[letter - 1] if letter <= len(columns) else [""] * size


def _taken(stream: Stream, columns: Mapping[str, Sequence[Any]]) -> bool:
    try:
        return stream.take(columns)
    except TypeError:  # a value that cannot be hashed: no cell can hold it either
        return False


def _frame(table: Table, rows: list[list[Any]]) -> Frame:
    from pmf_engine.workbook.frame import Frame
    from pmf_engine.workbook.opened import Grid
    from pmf_engine.workbook.sheetxml import SheetXml

    width = max(map(len, rows), default=0)
    even = [row + [""] * (width - len(row)) for row in rows]
    grid = Grid(table.name, even, 1, 1, SheetXml(lambda: iter((b"<worksheet/>",))))
    return Frame(grid, 1, max(width, 1), 1, len(even), None)


class _HandedBook:
    """What an opened workbook says of its cells beyond their values: here nothing."""

    waits_for_calculation = False

    def __init__(self, file: File) -> None:
        self.file = file

    @cached_property
    def percent_styles(self) -> frozenset[int]:
        """The styles that show a number as a percentage: none."""
        return frozenset()


def _by_column(rows: Iterator[Sequence[object]]) -> Iterator[Columns]:
    while some := list(islice(rows, BATCH)):
        yield list(zip_longest(*some, fillvalue=""))


def _guarded(path: Path, given: Iterator[Any]) -> Iterator[Any]:
    """Yield what a plugin gives; raises PmfError in its stead when it fails on the way."""
    try:
        yield from given
    except PmfError:
        raise
    except Exception as fault:
        told = f"{type(fault).__name__}: {fault}"
        raise PmfError(f"A plugin could not read {path.name}: {told}.") from fault


def _values(column: Sequence[object], path: Path) -> list[Any]:
    listed = getattr(column, "to_pylist", None)  # as a column of Arrow's is
    column = listed() if listed else column
    if _PLAIN.issuperset(map(type, column)):
        return list(column)
    return [_value(value, path) for value in column]


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
