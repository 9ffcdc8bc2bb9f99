"""What each kind of column is held as, and what is put there for a typed value.

Amounts of money keep 4 decimal places and other numbers 12, exactly; whole numbers keep 64 bits.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from pmf_engine.model.periods import Period
from pmf_engine.model.tables import Column, Kind

PLACES = {Kind.MONEY: 4, Kind.DECIMAL: 12, Kind.PERCENT: 12}
_DIGITS = 38
_MOST = 1 << 63
_HELD: dict[Kind, pl.DataType] = {
    Kind.TEXT: pl.String(),
    Kind.CODE: pl.String(),
    Kind.WHOLE: pl.Int64(),
    Kind.DATE: pl.Date(),
    Kind.MONTH: pl.Date(),
    Kind.YEAR: pl.Int32(),
    Kind.FLAG: pl.Boolean(),
}


def dtype(column: Column) -> pl.DataType:
    """Return what a column is held as.

    A choice is an Enum of the words allowed, a month its first day, a financial year the calendar
    year it begins in, several values in a cell a list.
    """
    return pl.List(_single(column)) if column.many else _single(column)


def _single(column: Column) -> pl.DataType:
    if column.kind is Kind.CHOICE:
        return pl.Enum(column.choices)
    if column.kind in PLACES:
        return pl.Decimal(_DIGITS, PLACES[column.kind])
    return _HELD[column.kind]


def held(column: Column, values: Sequence[Any]) -> pl.Series:
    """Return typed values, as cells give them, as a part of a column."""
    if column.kind in (Kind.MONTH, Kind.YEAR):
        values = [None if one is None else _calendar(column.kind, one) for one in values]
    elif column.many:
        values = [list(one) if one else None for one in values]
    return pl.Series(values, dtype=dtype(column), strict=True)


def _calendar(kind: Kind, period: Period) -> date | int:
    year, month = divmod(period.first, 12)
    return year if kind is Kind.YEAR else date(year, month + 1, 1)


def unheld(column: Column, values: Sequence[Any]) -> list[int]:
    """Return the places of typed values that the column cannot hold exactly."""
    if column.kind is Kind.WHOLE:
        return [at for at, one in enumerate(values) if one is not None and abs(one) >= _MOST]
    places = PLACES.get(column.kind)
    if places is None:
        return []
    return [at for at, one in enumerate(values) if one is not None and not _fits(one, places)]


def _fits(value: Decimal, places: int) -> bool:
    exponent = value.normalize().as_tuple().exponent
    return (
        isinstance(exponent, int)
        and exponent >= -places
        and (value.adjusted() < _DIGITS - places - 1)
    )
