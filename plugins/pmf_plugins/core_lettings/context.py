"""The reference tables as frames, each empty where nothing was given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from pmf_engine.model.tables import Column, Kind
from pmf_engine.records import Boolean, DataFrame, Date, Float64, Int64, List, String
from pmf_plugins.core_lettings.tables import REFERENCE


class Columns(Protocol):
    """A table that gives its columns as lists."""

    def peek(self, name: str) -> list[Any]:
        """Return the values of a column."""


@dataclass(frozen=True, slots=True)
class Context:
    """The reference tables by their input names: organisations, schemes, users and so on."""

    tables: Mapping[str, DataFrame]

    @classmethod
    def of(cls, given: Mapping[str, Columns]) -> Context:
        """Return the context of the tables given; those not given are empty."""
        return cls({name: _frame(name, given.get(name)) for name in REFERENCE})

    def __getitem__(self, name: str) -> DataFrame:
        return self.tables[name]

    def lacks(self, names: Sequence[str]) -> str | None:
        """Return the first of these tables that is empty, or None."""
        return next((name for name in names if self.tables[name].is_empty()), None)


def _frame(name: str, given: Columns | None) -> DataFrame:
    declared = REFERENCE[name].columns
    return DataFrame(
        {
            column: _values(one, given.peek(column) if given else [])
            for column, one in declared.items()
        },
        schema={column: _dtype(one) for column, one in declared.items()},
    )


def _values(column: Column, values: list[Any]) -> list[Any]:
    if column.many:
        return [list(value) if value else [] for value in values]
    if column.kind is Kind.MONEY:
        return [None if value is None else float(value) for value in values]
    return list(values)


def _dtype(column: Column) -> Any:
    plain = {
        Kind.WHOLE: Int64, Kind.MONEY: Float64, Kind.FLAG: Boolean, Kind.DATE: Date,
    }.get(column.kind, String)  # fmt: skip
    return List(String) if column.many else plain
