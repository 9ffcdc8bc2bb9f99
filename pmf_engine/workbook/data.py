"""Typed tables and named cells as plugins see them; reading a value notes where it stood."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, repeat
from typing import Any

from pmf_engine.model.cells import column_letter
from pmf_engine.model.records import Held, Place
from pmf_engine.model.tables import Table
from pmf_engine.workbook.reads import Run, Sheet, active


class Cells:
    """The values of one column of one file, made when first asked for."""

    __slots__ = ("_make", "_values")

    def __init__(self, make: Callable[[], list[Any]]) -> None:
        self._make: Callable[[], list[Any]] | None = make
        self._values: list[Any] = []

    @property
    def values(self) -> list[Any]:
        """The typed values, a blank as None."""
        if self._make is not None:
            self._values, self._make = self._make(), None
        return self._values


@dataclass(frozen=True, slots=True)
class Piece:
    """The rows of a table that one file holds.

    `numbers` are the Excel rows; `letters` the sheet column, from 1, of each declared column that
    the sheet has.
    """

    workbook: str
    sheet: str
    sha256: str
    numbers: Sequence[int]
    letters: Mapping[str, int]
    columns: Mapping[str, Cells]

    def values(self, name: str) -> list[Any]:
        """Return the typed values of a column; blanks where the sheet lacks it."""
        cells = self.columns.get(name)
        return [None] * len(self.numbers) if cells is None else cells.values


def headings(table: Table, pieces: Iterable[Piece]) -> tuple[str, ...]:
    """Return the columns of a table: those declared, then those of other headings that it has."""
    found = (name for piece in pieces for name in piece.columns)
    return tuple(dict.fromkeys((*table.columns, *found)))


class TableData:
    """The rows of a declared table, from one file or several."""

    def __init__(self, name: str, columns: Iterable[str], pieces: Sequence[Piece]) -> None:
        self.name = name
        self.columns = tuple(columns)
        self._pieces = tuple(pieces)
        self._ends = tuple(accumulate(len(piece.numbers) for piece in pieces))
        self._values: dict[str, list[Any]] = {}
        self._groups: dict[tuple[str, ...], dict[Any, list[Row]]] = {}

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    def __iter__(self) -> Iterator[Row]:
        return map(Row, repeat(self), range(len(self)))

    @property
    def rows(self) -> list[Row]:
        """The rows, in the order of the files and of the sheet."""
        return list(self)

    def row(self, index: int) -> Row:
        """Return one row, counted from 0."""
        return Row(self, index)

    def column(self, name: str) -> list[Any]:
        """Return the values of a column, and note that all of it was read."""
        self.note(name)
        return self.peek(name).copy()

    def note(self, name: str) -> None:
        """Note that a whole column was read."""
        reads = active()
        if reads is not None:
            reads.note_whole(self, name)

    def where(self, **wanted: Any) -> list[Row]:
        """Return the rows whose columns hold these values, in order; notes no read."""
        names = tuple(wanted)
        values = tuple(wanted.values())
        return self.by(*names).get(values if len(names) > 1 else values[0], [])

    def by(self, *names: str) -> dict[Any, list[Row]]:
        """Return the rows by the value of a column (by a tuple of several); notes no read."""
        if names not in self._groups:
            groups: dict[Any, list[Row]] = {}
            columns = [self.peek(name) for name in names]
            keys: Iterable[Any] = columns[0] if len(columns) == 1 else zip(*columns, strict=True)
            for index, key in enumerate(keys):
                groups.setdefault(key, []).append(Row(self, index))
            self._groups[names] = groups
        return self._groups[names]

    def peek(self, name: str) -> list[Any]:
        """Return the values of a column without noting a read; not to be changed."""
        try:
            return self._values[name]
        except KeyError:
            return self._values.setdefault(name, self._gather(name))

    def _gather(self, name: str) -> list[Any]:
        if name not in self.columns:
            raise KeyError(f"The table {self.name} declares no column “{name}”.")
        if len(self._pieces) == 1:
            return self._pieces[0].values(name)
        return [value for piece in self._pieces for value in piece.values(name)]

    def holds(self, name: str) -> bool:
        """Whether every file that the rows come from has the column."""
        return all(name in piece.columns for piece in self._pieces)

    def distinct(self, name: str) -> set[Any]:
        """Return the values that stand in a column, blanks apart; each of several in one cell."""
        return {one for value in set(self.peek(name)) for one in _each(value)}

    def holding(self, name: str, wanted: set[Any]) -> list[int]:
        """Return the places of the rows of which a column holds any of these values."""
        values = enumerate(self.peek(name))
        return [at for at, value in values if not wanted.isdisjoint(_each(value))]

    def repeats(self, names: Sequence[str], needed: Sequence[str]) -> list[tuple[int, int]]:
        """Return each row whose values stood together before, with the first row to hold them.

        A row that is blank in any column `needed` repeats nothing.
        """
        columns = [self.peek(name) for name in names]
        keys = columns[0] if len(columns) == 1 else list(zip(*columns, strict=True))
        if len(set(keys)) == len(keys):
            return []
        filled = [self.peek(name) for name in needed]
        first: dict[Any, int] = {}
        pairs = ((at, first.setdefault(key, at)) for at, key in enumerate(keys)
                 if all(values[at] is not None for values in filled))  # fmt: skip
        return [(at, earlier) for at, earlier in pairs if earlier != at]

    def place(self, index: int, name: str) -> Place:
        """Return where a value stands, as the names that a Finding takes."""
        piece, at = self.locate(index)
        column = piece.letters.get(name)
        cell = None if column is None else f"{column_letter(column)}{piece.numbers[at]}"
        return {"workbook": piece.workbook, "sheet": piece.sheet, "cell": cell, "field": name}

    def number(self, index: int) -> int:
        """Return the row of the sheet on which a row stands."""
        piece, at = self.locate(index)
        return piece.numbers[at]

    def locate(self, index: int) -> tuple[Piece, int]:
        """Return the file that holds a row, and the row's place among the rows of that file."""
        at = bisect_right(self._ends, index)
        return self._pieces[at], index - (self._ends[at - 1] if at else 0)

    def spans(self, name: str, indexes: Iterable[int]) -> Iterator[tuple[Sheet, Run]]:
        """Yield the sheet and the run of cells for rows of one column, given in order."""
        for first, last in _runs(indexes):
            start = 0
            for piece, end in zip(self._pieces, self._ends, strict=True):
                low, high = max(first, start) - start, min(last, end - 1) - start
                if low <= high and name in piece.letters:
                    sheet = (piece.workbook, piece.sheet, piece.sha256)
                    for top, bottom in _runs(piece.numbers[low : high + 1]):
                        yield sheet, (piece.letters[name], top, bottom)
                start = end


def _each(value: Any) -> tuple[Any, ...]:
    """What a cell holds: several values, one or none."""
    if isinstance(value, tuple):
        return value
    return () if value is None else (value,)


def _runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and last of each run of consecutive numbers."""
    if isinstance(numbers, range):
        if numbers:
            yield numbers[0], numbers[-1]
        return
    first = last = None
    for number in numbers:
        if last is not None and number == last + 1:
            last = number
            continue
        if first is not None and last is not None:
            yield first, last
        first = last = number
    if first is not None and last is not None:
        yield first, last


class Row:
    """One row of a table: `row.name` and `row["name"]` give a typed value or None.

    Either way notes that the cell was read. A column named like a method of this class is reached
    by `row["name"]` only.
    """

    __slots__ = ("_index", "_table")

    def __init__(self, table: TableData, index: int) -> None:
        self._table = table
        self._index = index

    def __getitem__(self, name: str) -> Any:
        value = self._table.peek(name)[self._index]
        reads = active()
        if reads is not None:
            reads.note(self._table, name, self._index)
        return value

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            return self[name]
        except KeyError as fault:
            raise AttributeError(fault.args[0]) from None

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Row) and self._table is other._table and self._index == other._index
        )

    def __hash__(self) -> int:
        return hash((id(self._table), self._index))

    def __repr__(self) -> str:
        return f"Row({self._table.name}, row {self.number})"

    def peek(self, name: str) -> Any:
        """Return a value without noting a read."""
        return self._table.peek(name)[self._index]

    @property
    def number(self) -> int:
        """The Excel row."""
        return self._table.number(self._index)

    def place(self, name: str) -> Place:
        """Return where a value stands, as the names that a Finding takes."""
        return self._table.place(self._index, name)


class NamedValue:
    """The value of a cell that a defined name points at."""

    def __init__(self, name: str, piece: Piece | None) -> None:
        self.name = name
        self._row = None if piece is None else Row(TableData(name, (name,), (piece,)), 0)

    @property
    def value(self) -> Any:
        """The typed value, or None when the cell is blank or absent; notes the read."""
        return None if self._row is None else self._row[self.name]

    def place(self) -> Place:
        """Return where the cell stands, as the names that a Finding takes."""
        return {"field": self.name} if self._row is None else self._row.place(self.name)


class Data:
    """What a report reads: one attribute an input, a TableData, a NamedValue or held columns."""

    def __init__(self, inputs: Mapping[str, TableData | NamedValue | Held]) -> None:
        self._inputs = dict(inputs)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            return self._inputs[name]
        except KeyError:
            known = ", ".join(self._inputs) or "none"
            raise AttributeError(f"No input is called “{name}”; the inputs are {known}.") from None

    def __getitem__(self, name: str) -> Any:
        return self._inputs[name]

    def __contains__(self, name: object) -> bool:
        return name in self._inputs

    def __iter__(self) -> Iterator[str]:
        return iter(self._inputs)
