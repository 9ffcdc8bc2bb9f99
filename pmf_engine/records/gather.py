"""The columns of one table, gathered batch by batch while its files are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from pmf_engine.model.records import ROW, Rows, Typing
from pmf_engine.model.tables import Column, Table
from pmf_engine.records.dtypes import PLACES, dtype, held, unheld
from pmf_engine.records.table import Records
from pmf_engine.records.whole import blank, typed_whole


class Columns:
    """What was gathered of a table so far; typed values are held in columns, not one by one."""

    def __init__(self, table: Table, typing: Typing) -> None:
        self._table, self._typing = table, typing
        self._parts: list[pl.DataFrame] = []
        self._columns: dict[str, Column] = dict(table.columns)

    def whole(self, name: str, raw: Sequence[Any]) -> pl.Series | None:
        """Return a part of a column typed as a whole; None where it needs a closer look."""
        return typed_whole(self._column(name), name, raw, self._typing)

    def unheld(self, name: str, values: Sequence[Any]) -> tuple[int, list[int]]:
        """Return how many places a column keeps, and where typed values do not fit."""
        column = self._column(name)
        return PLACES.get(column.kind, 0), unheld(column, values)

    def add(self, columns: Mapping[str, Any], size: int) -> None:
        """Keep a batch of so many rows: parts of columns as `whole` gave them, or typed values."""
        made = {}
        for name in columns:
            self._column(name)
        for name, column in self._columns.items():
            part = columns.get(name)
            if part is None:
                made[name] = blank(column, size)
            else:
                made[name] = part if isinstance(part, pl.Series) else held(column, part)
        self._parts.append(pl.DataFrame(made))

    def finish(self, rows: Rows) -> Records:
        """Return the whole table."""
        schema = {name: dtype(column) for name, column in self._columns.items()}
        parts, self._parts = [pl.DataFrame(schema=schema), *self._parts], []
        frame = pl.concat(parts, how="diagonal", rechunk=True).with_row_index(ROW)
        return Records(self._table.name, frame, rows)

    def _column(self, name: str) -> Column:
        """What a column is read as; one of another heading is kept from now on."""
        if name not in self._columns and self._table.others is not None:
            self._columns[name] = self._table.others
        return self._columns[name]
