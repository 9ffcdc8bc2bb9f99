"""CSV and Parquet files as columns of a table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl

from pmf_engine.model.errors import InputFaults
from pmf_engine.model.findings import error
from pmf_engine.model.tables import Batches, Column, Kind, Table
from pmf_engine.records.dtypes import PLACES

_ROWS = 100_000
_NUMBER = re.compile(r"-?\d+(\.\d*)?([eE][+-]?\d{1,2})?")
_FAULTS = {
    "utf-8": "some of its letters are not UTF-8",
    "found more fields": "a row has more cells than there are headings",
    "could not parse": "a quotation mark stands alone inside a cell",
}
_DAYS = ("%Y-%m-%d", "%d/%m/%Y")


def opened(path: Path, table: Table) -> Batches:
    """Return the columns of a file, those declared read and no others.

    In a CSV file what is written as a number or a day is one; anything else stays text, so that it
    is told as a cell would be. Raises InputFaults where the file is none of its kind; the
    sentence does not quote what stands in it.
    """
    try:
        names, frame = _parquet(path, table) if _is_parquet(path) else _csv(path, table)
    except (pl.exceptions.PolarsError, OSError) as fault:
        found = error("source-fault", _unreadable(path, fault), workbook=path.name)
        raise InputFaults([found]) from None
    return Batches(names, _batches(names, frame, table))


def _unreadable(path: Path, fault: Exception) -> str:
    """Say what is wrong with a file, and not in the fault's words, which may quote a cell."""
    if _is_parquet(path):
        return "It cannot be read as a Parquet file. Save it again."
    why = next(
        (said for words, said in _FAULTS.items() if words in str(fault)), "its rows are not even"
    )
    return (
        f"It cannot be read as a CSV file: {why}."
        " Save it again as CSV UTF-8, with one heading for each column."
    )


def _is_parquet(path: Path) -> bool:
    return path.suffix.casefold() == ".parquet"


def _parquet(path: Path, table: Table) -> tuple[list[str], pl.DataFrame]:
    names = pl.read_parquet_schema(path)
    return list(names), pl.read_parquet(
        path, columns=[one for one in names if one in table.columns]
    )


def _csv(path: Path, table: Table) -> tuple[list[str], pl.DataFrame]:
    read = partial(pl.read_csv, path, infer_schema=False)
    typed = read(n_rows=0, raise_if_empty=False).columns
    names = [_declared(one, table) for one in typed]
    wanted = [at for at, one in enumerate(names) if one in table.columns]
    frame = read(columns=wanted, raise_if_empty=False) if wanted else pl.DataFrame()
    return names, _without_blank_end(
        frame.rename(dict(zip(typed, names, strict=True)), strict=False)
    )


def _declared(heading: str, table: Table) -> str:
    """The name of the column that a heading means, in whatever case; else the heading."""
    told = heading.strip()
    return next((one for one in table.columns if one.casefold() == told.casefold()), told)


def _without_blank_end(frame: pl.DataFrame) -> pl.DataFrame:
    """Drop the rows of commas alone that a spreadsheet leaves at the end."""
    if not frame.width:
        return frame
    filled = frame.select(pl.any_horizontal(pl.all().fill_null("") != "").alias("any"))["any"]
    rows = filled.arg_true()
    return frame.head(rows[-1] + 1 if len(rows) else 0)


def _batches(names: list[str], frame: pl.DataFrame, table: Table) -> Iterator[list[Any]]:
    for part in frame.iter_slices(_ROWS):
        size = part.height
        yield [
            _told(table.columns[one], part[one]) if one in part.columns else range(size)
            for one in names
        ]


def _told(column: Column, series: pl.Series) -> Any:
    """Return texts of a CSV file as the numbers or days they stand for."""
    if series.dtype != pl.String or column.many:
        return series
    if column.kind in (Kind.DATE, Kind.MONTH):
        return _read_as(series, _days(series))
    if column.kind is Kind.WHOLE:
        return _read_as(series, series.str.strip_chars().cast(pl.Int64, strict=False))
    if column.kind in PLACES:
        return _read_as(series, _exact(series.str.strip_chars(), PLACES[column.kind]))
    return series


def _exact(texts: pl.Series, places: int) -> pl.Series:
    """Return the decimals that texts stand for; none where digits would be lost."""
    fits = texts.str.contains(rf"^-?\d{{1,15}}(\.\d{{0,{places}}})?$")
    return texts.set(~fits, None).cast(pl.Decimal(38, places), strict=False)


def _days(series: pl.Series) -> pl.Series:
    first, second = (series.str.strip_chars().str.to_date(one, strict=False) for one in _DAYS)
    return first.to_frame("day").select(pl.coalesce("day", second))["day"]


def _read_as(texts: pl.Series, read: pl.Series) -> pl.Series | list[Any]:
    """What was read, where all that is not blank could be; else what could not be as it stands."""
    left = texts.filter(read.is_null() & texts.is_not_null() & (texts.str.strip_chars() != ""))
    if not len(left):
        return read
    return [_as_typed(t) if r is None else r for t, r in zip(texts, read, strict=True)]


def _as_typed(text: str | None) -> Any:
    """A number that the column cannot hold, so that it is told as one; else the text."""
    return float(text) if text and _NUMBER.fullmatch(text.strip()) else text or ""
