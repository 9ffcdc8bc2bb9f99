"""A large table as a report reads it: whole columns, each read noted as one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from pmf_engine.model.records import ROW, Place, Rows


class Records:
    """The rows of a table declared with records, as columns of a polars DataFrame.

    Every frame it gives holds `_row`, each row's place in the table from 0, by which `place` and
    `number` say where a row stands.
    """

    def __init__(self, name: str, frame: pl.DataFrame, rows: Rows) -> None:
        self.name, self._frame, self._rows = name, frame, rows

    def __len__(self) -> int:
        return self._frame.height

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of its columns."""
        return tuple(name for name in self._frame.columns if name != ROW)

    @property
    def frame(self) -> pl.DataFrame:
        """The whole table; notes that all of it was read."""
        return self.select(*self.columns)

    def select(self, *names: str) -> pl.DataFrame:
        """Return columns, and note that all of each was read."""
        self.note(*names)
        return self.look(*names)

    def look(self, *names: str) -> pl.DataFrame:
        """Return columns without noting a read."""
        return self._frame.select(ROW, *names)

    def note(self, *names: str) -> None:
        """Note that all of these columns was read: by what is worked out once for many figures."""
        for name in names:
            self._rows.note(name)

    def column(self, name: str) -> pl.Series:
        """Return a column, and note that all of it was read."""
        self.note(name)
        return self.peek(name)

    def peek(self, name: str) -> pl.Series:
        """Return a column without noting a read."""
        return self._frame[name]

    def place(self, index: int, name: str) -> Place:
        """Return where a value stands, as the names that a Finding takes."""
        return self._rows.place(index, name)

    def number(self, index: int) -> int:
        """Return the row of the sheet, or of the file, on which a row stands; the header is 1."""
        return self._rows.number(index)

    def values(self, name: str) -> list[Any]:
        """Return a column's values as a list, several in a cell as a tuple; notes no read."""
        listed = self._frame[name].to_list()
        if isinstance(self._frame.schema[name], pl.List):
            return [tuple(one or ()) for one in listed]
        return listed

    def distinct(self, name: str) -> set[Any]:
        """Return the values that stand in a column, blanks apart; each of several in one cell."""
        return set(self._single(name)[name].drop_nulls().unique().to_list())

    def holding(self, name: str, wanted: set[Any]) -> list[int]:
        """Return the places of the rows of which a column holds any of these values."""
        single = self._single(name)
        found = single.filter(pl.col(name).is_in(sorted(wanted)))
        return found[ROW].unique(maintain_order=True).to_list()

    def repeats(self, names: Sequence[str], needed: Sequence[str]) -> list[tuple[int, int]]:
        """Return each row whose values stood together before, with the first row to hold them.

        A row that is blank in any column `needed` repeats nothing.
        """
        filled = self._frame.select(ROW, *names).drop_nulls(list(needed)) if needed else self._frame
        first = pl.col(ROW).min().over(list(names)).alias("first")
        found = filled.select(ROW, first).filter(pl.col(ROW) != pl.col("first"))
        return list(zip(found[ROW].to_list(), found["first"].to_list(), strict=True))

    def _single(self, name: str) -> pl.DataFrame:
        frame = self._frame.select(ROW, name)
        return frame.explode(name) if isinstance(frame.schema[name], pl.List) else frame
