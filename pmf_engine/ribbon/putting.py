"""Putting a block of values into cells, in one go, so that text stays text."""

from __future__ import annotations

from collections.abc import Sequence
from math import isclose
from typing import TYPE_CHECKING

from pmf_engine.ribbon.coercion import TEXT, at_risk
from pmf_engine.ribbon.formats import Formats, by_cell, set_formats
from pmf_engine.ribbon.places import Place, runs

if TYPE_CHECKING:
    import xlwings

_LONGEST = 8_000
_TOLERANCE = 1e-12
Value = str | float | bool | None
Values = Sequence[Sequence[Value]]


def put(book: xlwings.Book, place: Place, values: Values, formats: Formats) -> None:
    """Write values into a block whose number formats are known, and leave it with these formats.

    Text that Excel would read as something else is written while its cells are formatted as text:
    Excel does not read it again when the format is put back.
    """
    codes = by_cell(place, formats)
    risky = [
        (row, column)
        for row, line in enumerate(values)
        for column, value in enumerate(line)
        if isinstance(value, str) and at_risk(value) and codes[row][column] != TEXT
    ]
    parts = [place.part(row, column, rows) for column, row, rows in runs(risky)]
    set_formats(book, [(part, TEXT) for part in parts])
    place.cells(book).value = [[_short(_escaped(value)) for value in line] for line in values]
    for row, line in enumerate(values):
        for column, value in enumerate(line):
            if value is not None and _short(value) is None:
                place.part(row, column).cells(book).value = value
    for part in parts:
        set_formats(book, _within(part, formats))


def same(held: object, wanted: object) -> bool:
    """Whether a cell holds what was wanted, as far as Excel keeps it; an empty text is nothing."""
    if isinstance(held, int | float) and isinstance(wanted, int | float):
        return isclose(held, wanted, rel_tol=_TOLERANCE)
    return held == wanted or (held in (None, "") and wanted in (None, ""))


def _short(value: Value) -> Value:
    """Return a value, None for text so long that Excel takes it only by itself."""
    return None if isinstance(value, str) and len(value) > _LONGEST else value


def _escaped(value: Value) -> Value:
    """Return a value so that its first character is not taken for a mark of text."""
    return f"'{value}" if isinstance(value, str) and value.startswith("'") else value


def _within(part: Place, formats: Formats) -> Formats:
    """Return the formats that the cells of a part of one column had."""
    found = []
    for held, code in formats:
        if held.meets(part):
            top, bottom = max(held.row, part.row), min(held.bottom, part.bottom)
            found.append((Place(part.sheet, top, part.column, bottom - top + 1), code))
    return found
