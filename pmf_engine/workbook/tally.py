"""Tables too large to hold, counted by group while they stream past."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import repeat
from typing import Any

from pmf_engine.model.tables import ROWS, Tally
from pmf_engine.workbook.data import Cells, Piece, TableData
from pmf_engine.workbook.reads import Run, Sheet

_FIRST_ROW = 2


class Counts:
    """How often each value of each counted column stands in each group, and what it weighs."""

    def __init__(self, tally: Tally) -> None:
        self._tally = tally
        self._groups: dict[tuple[Any, ...], int] = {}
        self._counts: Counter[tuple[int, str, Any]] = Counter()
        self._weights: dict[tuple[int, str, Any], Decimal] = {}

    def add(self, columns: Mapping[str, Sequence[Any]]) -> None:
        """Count some rows, given by column; a column that is absent counts nothing."""
        groups = self._group_of(columns)
        weights = columns.get(self._tally.weight) or [1] * len(groups)
        self._count(ROWS, Counter(zip(groups, repeat(""), weights)))
        for name in self._tally.counted:
            if name in columns:
                self._count(name, Counter(zip(groups, columns[name], weights, strict=True)))

    def piece(
        self, workbook: str, sheet: str, sha256: str, letters: Mapping[str, int], last: int
    ) -> Piece:
        """Return what was counted as rows, in an order that does not depend on that of the source.

        `letters` gives the sheet column of each column read, `last` the last row.
        """
        keys = list(self._groups)
        counted = ((keys[group], name, value) for group, name, value in self._counts)
        found = sorted((one for one in counted if None not in one[0]), key=str)
        columns = dict(zip(self._tally.columns, _columns(map(self._row, found)), strict=False))
        cells = {name: _cells(columns.get(name, [])) for name in self._tally.columns}
        return Piece(workbook, sheet, sha256, [last] * len(found), letters, cells)

    def _row(self, found: tuple[tuple[Any, ...], str, Any]) -> tuple[Any, ...]:
        group, name, value = found
        key = self._groups[group], name, value
        return (*group, name, value, self._counts[key], self._weights[key])

    def _group_of(self, columns: Mapping[str, Sequence[Any]]) -> list[int]:
        size = len(next(iter(columns.values()), ()))
        blank = [None] * size
        parts = list(zip(*(columns.get(name, blank) for name in self._tally.by), strict=True))
        for group in dict.fromkeys(parts):
            self._groups.setdefault(group, len(self._groups))
        return list(map(self._groups.__getitem__, parts))

    def _count(self, name: str, found: Mapping[tuple[int, Any, Any], int]) -> None:
        for (group, value, weight), count in found.items():
            if value is not None:
                key = group, name, value
                self._counts[key] += count
                weighed = Decimal(weight or 0) * count
                self._weights[key] = self._weights.get(key, Decimal(0)) + weighed


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


def tallied(piece: Piece, tally: Tally) -> Piece:
    """Return the rows of a sheet counted."""
    counts = Counts(tally)
    counts.add({name: piece.values(name) for name in piece.columns})
    last = piece.numbers[-1] if piece.numbers else 1
    return counts.piece(piece.workbook, piece.sheet, piece.sha256, piece.letters, last)


def _columns(rows: Iterable[tuple[Any, ...]]) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)]


def _cells(values: list[Any]) -> Cells:
    return Cells(lambda: values)
