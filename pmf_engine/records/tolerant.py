"""A table read from any bytes, CSV or a workbook, without a word about what its cells ought to be.

Nothing is refused here: bytes that are no text are left out, quotes that do not close are taken as
they come, rows may be of any length. What the table means is for the reader's caller to say.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice

import polars as pl

from pmf_engine.records.sheets import is_workbook, sheets_of

_BATCH = 5_000
_CELL, _ROW = "\x1f", "\x1e"
_SIGNS = str.maketrans("", "", f"\0{_CELL}{_ROW}")
csv.field_size_limit(2**31 - 1)


@dataclass(frozen=True, slots=True)
class Rough:
    """A table found in a file: `heading` is its row of headings, `cells` the rows below, as text.

    `above` counts the rows up to and including the heading, so that row n of `cells`, from 1, is
    row `above + n` of the file. Columns of `cells` are named "0", "1" and so on. A cell that holds
    nothing but spaces is null. `heading` is None where no row was recognised.
    """

    heading: tuple[str, ...] | None
    above: int
    cells: pl.DataFrame


def rough_table(content: bytes, heading: re.Pattern[str]) -> Rough:
    """Return the table whose row of headings begins with a cell that `heading` matches.

    A workbook's sheets are looked through in their order. Raises PmfError where the bytes begin as
    a workbook does but cannot be opened as one.
    """
    if is_workbook(content):
        found = (_from_rows(rows, heading) for rows in sheets_of(content))
        return next((one for one in found if one.heading), _NOTHING)
    return _from_text(_text(content), heading)


def _text(content: bytes) -> str:
    plain = content.removeprefix(b"\xef\xbb\xbf").decode("utf-8", errors="ignore")
    return plain.replace("\r\n", "\n").replace("\r", "\n").translate(_SIGNS)


def _from_text(text: str, heading: re.Pattern[str]) -> Rough:
    taken = 0

    def lines() -> Iterator[str]:
        nonlocal taken
        for line in io.StringIO(text):
            taken += len(line)
            yield line

    above = 0
    for above, row in enumerate(csv.reader(lines()), start=1):
        if row and heading.search(row[0]):
            return Rough(tuple(row), above, _body(text[taken:], len(row)))
    return Rough(None, above, _frame([], 0))


def _body(text: str, width: int) -> pl.DataFrame:
    names = [str(number) for number in range(width)]
    # With the line of names, a short first row does not decide how many columns are read.
    read = pl.read_csv(
        _ROW.join([_CELL.join(names), *_unquoted(text)]).encode(),
        schema=dict.fromkeys(names, pl.String),
        separator=_CELL,
        eol_char=_ROW,
        quote_char=None,
        truncate_ragged_lines=True,
    )
    return _blanks_out(read)


def _unquoted(text: str) -> Iterator[str]:
    """Yield each row with its cells parted by a sign that no cell holds, and without quotes."""
    lines = iter(io.StringIO(text))
    for line in lines:
        if '"' in line:
            row = next(csv.reader(chain((line,), lines)))
            yield _CELL.join(row)
        else:
            yield line.removesuffix("\n").replace(",", _CELL)


def _from_rows(rows: Iterator[list[str]], heading: re.Pattern[str]) -> Rough:
    above = 0
    for above, row in enumerate(rows, start=1):
        if row and heading.search(row[0]):
            return Rough(tuple(row), above, _frames(rows, len(row)))
    return Rough(None, above, _frame([], 0))


def _frames(rows: Iterator[list[str]], width: int) -> pl.DataFrame:
    """The rows as columns, some thousands at a time: a large sheet is never held twice."""
    parts = [_frame([], width)]
    while some := list(islice(rows, _BATCH)):
        parts.append(_frame(some, width))
    return pl.concat(parts)


def _frame(rows: list[list[str]], width: int) -> pl.DataFrame:
    whole = [(*row[:width], *[""] * (width - len(row))) for row in rows]
    columns = zip(*whole, strict=True) if whole else ((),) * width
    return _blanks_out(
        pl.DataFrame(
            {str(number): pl.Series(column, dtype=pl.String)
             for number, column in enumerate(columns)}
        )
    )  # fmt: skip


def _blanks_out(cells: pl.DataFrame) -> pl.DataFrame:
    return cells.with_columns(pl.when(pl.all().str.strip_chars() != "").then(pl.all()))


_NOTHING = Rough(None, 0, pl.DataFrame())
