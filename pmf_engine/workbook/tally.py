"""Tables too large to hold, counted by group while they stream past."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import islice
from typing import Any

from pmf_engine.model.tables import ROWS, Table, Tally
from pmf_engine.workbook.columns import type_column
from pmf_engine.workbook.data import Cells, Piece, TableData
from pmf_engine.workbook.reads import Run, Sheet

_FIRST_ROW = 2
_MOST_GROUPS = 20_000  # groups by weight that are held before they are added up
Columns = Mapping[str, Sequence[Any]]
Typing = Callable[[str, Any], Any]
_Group = tuple[Any, ...]


class Counts:
    """How often each typed value of each counted column stands in each group, and its weight."""

    def __init__(self, tally: Tally) -> None:
        self._tally = tally
        self._found: dict[tuple[_Group, str, Any], list[Any]] = {}

    def add(self, group: _Group, name: str, value: Any, count: int, weight: Any) -> None:
        """Add so many rows of a weight; a blank is not counted, nor half a group."""
        if value is None or None in group:
            return
        held = self._found.setdefault((group, name, value), [0, Decimal(0)])
        held[0] += count
        held[1] += Decimal(weight or 0) * count

    def piece(
        self, workbook: str, sheet: str, sha256: str, letters: Mapping[str, int], last: int
    ) -> Piece:
        """Return what was counted as rows, in an order that does not depend on that of the source.

        `letters` gives the sheet column of each column read, `last` the last row.
        """
        found = sorted(self._found.items(), key=lambda item: str(item[0]))
        rows = [(*group, name, value, *held) for (group, name, value), held in found]
        names = self._tally.columns
        columns = dict(zip(names, map(list, zip(*rows, strict=True)), strict=False))
        cells = {name: _cells(columns.get(name, [])) for name in names}
        return Piece(workbook, sheet, sha256, [last] * len(rows), letters, cells)


class Stream:
    """Rows counted as they are given, by group and weight; typed and added up now and then.

    Each distinct value is typed once, so sound rows are never typed one by one.
    """

    def __init__(self, table: Table, counts: Counts, plain: Callable[[Any], Any]) -> None:
        """`plain` turns a value as given into one that a cell can hold."""
        assert table.tally is not None  # noqa: S101 - tells the type checker what is known
        self._table, self._tally, self._counts, self._plain = table, table.tally, counts, plain
        self._keys = (*self._tally.by, *filter(None, [self._tally.weight]))
        self._typed: dict[str, dict[Any, Any]] = {}
        self._clear()

    def _clear(self) -> None:
        self._places = _Places()
        self._rows: Counter[int] = Counter()
        self._found: dict[str, Counter[tuple[int, Any]]] = {}
        self._typed.pop(self._tally.weight, None)  # as many as there are rows, perhaps

    def take(self, columns: Columns) -> bool:
        """Count some rows; false, and nothing is counted, where any value needs a closer look."""
        if not set(self._keys) <= set(columns) <= {*self._keys, *self._tally.counted}:
            return False
        before = len(self._places)
        groups = zip(*(columns[name] for name in self._keys), strict=True)
        of = list(map(self._places.__getitem__, groups))
        new = list(islice(self._places, before, None))
        learnt = [self._learn(n, {one[at] for one in new}) for at, n in enumerate(self._keys)]
        if not all(learnt):
            self._places.forget(new)
            return False
        return self._take_values(columns, of)

    def _take_values(self, columns: Columns, of: list[int]) -> bool:
        counted = [name for name in self._tally.counted if name in columns]
        for number, name in enumerate(counted, 1):
            counter = self._found.setdefault(name, Counter())
            before = len(counter)
            counter.update(zip(of, columns[name], strict=True))
            if not self._learn(name, {value for _, value in islice(counter, before, None)}):
                self._give_back(columns, of, counted[:number])
                return False
        self._rows.update(of)
        if len(self._places) > _MOST_GROUPS:
            self.finish()
        return True

    def _give_back(self, columns: Columns, of: list[int], taken: Iterable[str]) -> None:
        for name in taken:
            self._found[name].subtract(zip(of, columns[name], strict=True))
            self._found[name] = +self._found[name]

    def _learn(self, name: str, met: set[Any]) -> bool:
        """Type what is new of a column; false where something is wrong with it."""
        known, column = self._typed.setdefault(name, {}), self._table.columns[name]
        new = [value for value in met if value not in known]
        if not new:
            return True
        typed = type_column(column, list(map(self._plain, new)))
        if typed.bad or typed.odd or (column.required and None in typed.values):
            return False
        known.update(zip(new, typed.values, strict=True))
        return True

    def finish(self) -> None:
        """Add up what was counted since."""
        groups = {place: self._group(group) for group, place in self._places.items()}
        for place, count in self._rows.items():
            self._counts.add(groups[place][0], ROWS, "", count, groups[place][1])
        for name, counter in self._found.items():
            typed = self._typed[name]
            for (place, value), count in counter.items():
                group, weight = groups[place]
                self._counts.add(group, name, typed[value], count, weight)
        self._clear()

    def _group(self, group: _Group) -> tuple[_Group, Any]:
        typed = [self._typed[n][part] for n, part in zip(self._keys, group, strict=True)]
        return (tuple(typed[:-1]), typed[-1]) if self._tally.weight else (tuple(typed), 1)


class _Places(dict[_Group, int]):
    """A number for each group met, in the order in which they are met."""

    _next = 0

    def __missing__(self, group: _Group) -> int:
        self._next += 1
        self[group] = self._next
        return self._next

    def forget(self, groups: Iterable[_Group]) -> None:
        """Take groups out, so that they are new when met again."""
        for group in groups:
            del self[group]


class Tallied(TableData):
    """The rows of a table that was counted; each rests on whole columns of its source."""

    def __init__(self, name: str, tally: Tally, pieces: Sequence[Piece]) -> None:
        super().__init__(name, tally.columns, pieces)
        self._tally = tally

    def spans(self, name: str, indexes: Iterable[int]) -> Iterator[tuple[Sheet, Run]]:
        """Yield the columns that counted rows rest on: their groups, values and weights."""
        del name
        for index in indexes:
            piece, at = self.locate(index)
            counted = piece.values("column")[at]
            for column in (*self._tally.by, counted, self._tally.weight):
                if column in piece.letters:
                    sheet = (piece.workbook, piece.sheet, piece.sha256)
                    yield sheet, (piece.letters[column], _FIRST_ROW, piece.numbers[at])


def count_typed(counts: Counts, tally: Tally, columns: Columns) -> None:
    """Count rows whose values are typed; a column that is absent counts nothing."""
    size = len(next(iter(columns.values()), ()))
    groups = list(zip(*(columns.get(n) or [None] * size for n in tally.by), strict=True))
    weights = columns.get(tally.weight) or [1] * size
    named = {name: columns[name] for name in tally.counted if name in columns}
    for name, values in {ROWS: [""] * size, **named}.items():
        for (group, value, weight), count in Counter(
            zip(groups, values, weights, strict=True)
        ).items():
            counts.add(group, name, value, count, weight)


def tallied(piece: Piece, tally: Tally) -> Piece:
    """Return the rows of a sheet counted."""
    counts = Counts(tally)
    count_typed(counts, tally, {name: piece.values(name) for name in piece.columns})
    last = piece.numbers[-1] if piece.numbers else 1
    return counts.piece(piece.workbook, piece.sheet, piece.sha256, piece.letters, last)


def _cells(values: list[Any]) -> Cells:
    return Cells(lambda: values)
