"""A part of a column typed as a whole, by the same rules as cells; None where any value is odd."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import polars as pl

from pmf_engine.model.records import Typing
from pmf_engine.model.tables import Column, Kind
from pmf_engine.records.dtypes import PLACES, dtype, held

_CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"
_TEXT_LIMIT = 32_767
_EXACT = 2**53
_NEAR = 5e-16  # above what rounding does to a float, below one in its fifteenth digit
_OLDEST = date(1900, 1, 1)
_LISTED: dict[frozenset[type], tuple[pl.DataType, frozenset[Kind]]] = {
    frozenset({float}): (pl.Float64(), frozenset({Kind.WHOLE, Kind.DECIMAL, Kind.MONEY})),
    frozenset({str}): (pl.String(), frozenset({Kind.TEXT, Kind.CODE, Kind.CHOICE})),
    frozenset({bool}): (pl.Boolean(), frozenset({Kind.FLAG})),
    frozenset({date}): (pl.Date(), frozenset({Kind.DATE})),
}
"""Which plain values of a sheet, all of one type, need no look at single cells for which kinds."""


def typed_whole(column: Column, name: str, raw: Any, typing: Typing) -> pl.Series | None:
    """Return a part of a column typed, or None where any value needs a closer look."""
    series = _series(column, raw)
    if series is None:
        return None
    how = _distinct if column.many else _HOW.get(column.kind, _distinct)
    made = how(column, name, series, typing)
    if made is None or (column.required and made.null_count()) or not _within(column, made):
        return None
    return made


def _series(column: Column, raw: Any) -> pl.Series | None:
    if isinstance(raw, pl.Series):
        return raw
    if hasattr(raw, "to_pylist"):  # a column of Arrow's
        found = pl.from_arrow(raw)
        return found if isinstance(found, pl.Series) else None
    kind = _LISTED.get(frozenset(map(type, raw)))
    if kind is None or column.kind not in kind[1]:
        return None
    made = pl.Series(raw, dtype=kind[0])
    # a blank of a sheet may hide an error, which only a look at the cell can tell
    return None if isinstance(kind[0], pl.String) and (made == "").any() else made


def _within(column: Column, made: pl.Series) -> bool:
    low, high = column.minimum, column.maximum
    if (low is None and high is None) or made.null_count() == len(made):
        return True
    least, most = made.min(), made.max()
    return (low is None or least >= low) and (high is None or most <= high)  # type: ignore[operator]


def _text(column: Column, name: str, series: pl.Series, typing: Typing) -> pl.Series | None:
    if series.dtype.is_integer() and column.kind is Kind.CODE:
        return series.cast(pl.String)
    if series.dtype != pl.String:
        return _distinct(column, name, series, typing)
    if column.raw:
        return _blanked(series, series.str.strip_chars() == "")
    if series.str.contains(_CONTROL).any() or (series.str.len_bytes() > _TEXT_LIMIT).any():
        return None
    bare = series.str.strip_chars()
    return _blanked(bare, bare == "")


def _blanked(series: pl.Series, blank: pl.Series) -> pl.Series:
    return series.set(blank, None) if blank.any() else series


def _whole(column: Column, name: str, series: pl.Series, typing: Typing) -> pl.Series | None:
    del column, name, typing
    if series.dtype.is_integer():
        return series.cast(pl.Int64, strict=False) if series.dtype != pl.UInt64 else None
    if not series.dtype.is_numeric():
        return None
    made = series.cast(pl.Int64, strict=False)
    same = (made.cast(series.dtype) == series).all() and made.null_count() == series.null_count()
    return made if same and (made.abs() < _EXACT).all() else None


def _decimal(column: Column, name: str, series: pl.Series, typing: Typing) -> pl.Series | None:
    del name, typing
    if not series.dtype.is_numeric():
        return None
    made = series.cast(pl.Decimal(38, PLACES[column.kind]), strict=False)
    if made.null_count() != series.null_count() or not _same(made, series):
        return None
    if column.kind is Kind.PERCENT and ((made.abs() > 0) & (made.abs() < 1)).any():
        return None
    return made


def _same(made: pl.Series, series: pl.Series) -> bool:
    """Whether decimals are what was given, a float to the 15 digits that Excel keeps."""
    back = made.cast(series.dtype, strict=False)
    if not series.dtype.is_float():
        return bool((back == series).all())
    return bool(((back - series).abs() <= series.abs() * _NEAR).all())


def _date(column: Column, name: str, series: pl.Series, typing: Typing) -> pl.Series | None:
    if isinstance(series.dtype, pl.Datetime):
        series = series.cast(pl.Date)
    if series.dtype != pl.Date:
        return _distinct(column, name, series, typing)
    return series if (series >= _OLDEST).all() else None


def _choice(column: Column, name: str, series: pl.Series, typing: Typing) -> pl.Series | None:
    if series.dtype == pl.String:
        made = series.cast(pl.Enum(column.choices), strict=False)
        if made.null_count() == series.null_count():
            return made
    return _distinct(column, name, series, typing)


def _flag(column: Column, name: str, series: pl.Series, typing: Typing) -> pl.Series | None:
    return series if series.dtype == pl.Boolean else _distinct(column, name, series, typing)


def _distinct(column: Column, name: str, series: pl.Series, typing: Typing) -> pl.Series | None:
    """Type each distinct value once, by the rules of cells."""
    old = series.unique()
    plain = ["" if one is None else _plain(one) for one in old.to_list()]
    typed = typing(name, plain)
    if typed is None:
        return None
    new = held(column, typed)
    known = pl.DataFrame({"old": old, "new": new})
    return series.to_frame("old").join(
        known, on="old", how="left", nulls_equal=True, maintain_order="left"
    )["new"]


def _plain(value: Any) -> Any:
    if isinstance(value, int | float | str | bool | date | datetime):
        return float(value) if isinstance(value, int) and not isinstance(value, bool) else value
    return str(value)


_How = Callable[[Column, str, pl.Series, Typing], "pl.Series | None"]
_HOW: dict[Kind, _How] = {
    Kind.TEXT: _text,
    Kind.CODE: _text,
    Kind.WHOLE: _whole,
    Kind.DECIMAL: _decimal,
    Kind.MONEY: _decimal,
    Kind.PERCENT: _decimal,
    Kind.DATE: _date,
    Kind.CHOICE: _choice,
    Kind.FLAG: _flag,
}


def blank(column: Column, size: int) -> pl.Series:
    """Return a part of a column that the file does not have."""
    return pl.Series([None], dtype=dtype(column)).new_from_index(0, size)
