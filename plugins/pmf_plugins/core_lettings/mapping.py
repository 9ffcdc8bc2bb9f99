"""The export brought into the fields of the upload file, whole columns at a time.

A cell that no code list knows, or that is no date where one is wanted, goes into its field as it
stands, for the service's own rules to judge, and is told here besides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pmf_engine.api import Period, Row, Run
from pmf_engine.records import ROW, DataFrame, Expr, Int64, Series, String, col, lit, when
from pmf_plugins.core_lettings.editions import Edition

_ISO, _BRITISH = r"^(\d{4})-(\d\d?)-(\d\d?)$", r"^(\d\d?)[/.-](\d\d?)[/.-](\d{2}|\d{4})$"
_CONTROL = "[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]"
_DATE_PARTS = {"day": (3, 1), "month": (2, 2), "year": (1, 3)}
_INWARD = 3  # characters in the second half of a postcode
_APRIL = 4


@dataclass(frozen=True, slots=True)
class Source:
    """What fills a field: a column of the export, which part of it, and what its words mean."""

    column: str
    part: str
    codes: Mapping[str, str | None] = field(default_factory=dict)

    def fill(self) -> Expr:
        """Return the field's text, made from the column."""
        cell = _plain(col(self.column))
        if self.codes:
            return _coded(cell, self.codes)
        if self.part in _DATE_PARTS:
            return _dated(cell, self.part)
        if self.part != "whole":
            return _half(cell, self.part)
        return cell

    def strange(self) -> Expr:
        """Return whether a cell is not what the column should hold."""
        cell = _plain(col(self.column))
        if self.codes:
            known = {*self.codes, *(code.lower() for code in self.codes.values() if code)}
            return cell.is_not_null() & ~cell.str.to_lowercase().is_in(sorted(known))
        if self.part in _DATE_PARTS:
            return cell.is_not_null() & ~(cell.str.contains(_ISO) | cell.str.contains(_BRITISH))
        return lit(value=False)


def sources_of(run: Run, edition: Edition, period: Period) -> dict[int, Source]:
    """Return what fills each field that the mapping of a year names and the export can fill."""
    there = set(run.data.lettings.columns)
    lists = _code_lists(run.data.codes, period)
    return {
        row.field: Source(
            row.column, row.part, lists.get(row.column, {}) if row.part == "whole" else {}
        )
        for row in mapping_rows(run, period)
        if row.field in edition.by_number and row.column in there
    }


def mapping_rows(run: Run, period: Period) -> list[Row]:
    """Return the rows of the mapping for a year."""
    return [row for row in run.data.mapping if row.year == period]


def in_fields(frame: DataFrame, sources: Mapping[int, Source], edition: Edition) -> DataFrame:
    """Return lettings in the fields of an edition; a field that nothing fills is null."""
    blank = lit(None).cast(String)
    made = [
        (sources[number].fill() if number in sources else blank).alias(f"field_{number}")
        for number in sorted(edition.by_number)
    ]
    return frame.select(col(ROW), *made)


def strange_cells(frame: DataFrame, sources: Mapping[int, Source]) -> Iterator[tuple[int, str]]:
    """Yield the row and column of each cell that its column should not hold, each once."""
    asked = {
        (one.column, bool(one.codes), one.part in _DATE_PARTS): one for one in sources.values()
    }
    for source in asked.values():
        for row in frame.filter(source.strange())[ROW].to_list():
            yield row, source.column


def _code_lists(codes: Any, period: Period) -> dict[str, dict[str, str | None]]:
    """The code lists by column, words in small letters; a row of the year before one of any."""
    lists: dict[str, dict[str, str | None]] = {}
    for row in sorted(codes, key=lambda row: row.peek("year") is not None):
        if row.year in (None, period):
            lists.setdefault(row.column, {})[row.value.lower()] = row.code
    return lists


def _plain(cell: Expr) -> Expr:
    """What a cell holds that can stand in a file of lines: no control characters, no edges."""
    lines = cell.str.replace_all("\r\n?", "\n").str.replace_all(_CONTROL, "")
    bare = lines.str.strip_chars()
    return when(bare != "").then(bare)


def _coded(cell: Expr, codes: Mapping[str, str | None]) -> Expr:
    """The code of a word; what is not on the list stays as it is."""
    small = cell.str.to_lowercase()
    words = Series(list(codes))
    found = small.replace_strict(words, Series(list(codes.values()), dtype=String), default=None)
    return when(small.is_in(list(codes))).then(found).otherwise(cell)


def _dated(cell: Expr, part: str) -> Expr:
    """The day, month or year of a date typed or written as 2026-09-30 or 30/09/2026."""
    iso, british = _DATE_PARTS[part]
    read = (
        when(cell.str.contains(_ISO))
        .then(cell.str.extract(_ISO, iso))
        .otherwise(cell.str.extract(_BRITISH, british))
    )
    if part != "year":
        read = read.str.replace(r"^0(\d)$", "$1")
    return when(read.is_null()).then(cell).otherwise(read)


def _half(cell: Expr, part: str) -> Expr:
    """The first or second half of a postcode; what is too short stands in the first."""
    packed = cell.str.replace_all(r"\s", "").str.to_uppercase()
    long = packed.str.len_chars() > _INWARD + 1
    if part == "first half":
        return when(long).then(packed.str.head(-_INWARD)).otherwise(packed)
    return when(long).then(packed.str.tail(_INWARD)).otherwise(lit(None).cast(String))


def collected(year: Expr, month: Expr) -> Expr:
    """The collection year of a start, which begins in April; null where it is no date."""
    full = when(year < 100).then(year + 2000).otherwise(year)
    return when(month.is_between(1, 12)).then(full - (month < _APRIL).cast(Int64))
