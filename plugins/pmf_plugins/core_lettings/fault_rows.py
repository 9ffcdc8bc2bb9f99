"""The rows of the error workbook: lettings as exported, with the cells at fault marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pmf_engine.api import CellValue, Field, Flagged, Grid, Run, Sheet
from pmf_engine.model.naming import some_of
from pmf_plugins.core_lettings.told import Told

ROWS = "Rows"
LEAD = 3  # columns of the sheet before those of the export
_NAMED = 3  # columns named before a sentence that is about several


def rows_sheet(
    run: Run, told: Sequence[Told], rows: Sequence[int], columns: Sequence[str]
) -> Sheet:
    """Return the sheet of these rows of the export, cells at fault marked and explained."""
    by_row: dict[int, list[Told]] = {row: [] for row in rows}
    for one in told:
        if one.row in by_row:
            by_row[one.row].append(one)
    held = run.data.lettings
    values = {name: held.peek(name) for name in columns}
    every = len({one.row for one in told if one.row is not None})
    more = f" These are the first {len(rows):,} of {every:,}." if every > len(rows) else ""
    return Sheet(
        name=ROWS,
        title="Lettings with something to put right",
        note=f"This sheet holds one table. ■ stops the letting or the file; ▲ is to look at.{more}",
        grid=Grid(
            slot="faults/rows",
            caption="Lettings with something to put right",
            summary="One letting a row, as exported; cells at fault have a sign and a comment.",
            fields=(
                Field(title="Row", chars=8, right=True),
                Field(title="Findings", chars=10, right=True),
                Field(title="What is wrong", chars=70),
                *(Field(title=name, chars=18) for name in columns),
            ),
            rows=[_row(run, row, by_row[row], values, columns) for row in rows]
            or [(None, 0, "No letting has anything to put right.", *[None] * len(columns))],
        ),
        across=8,
    )


def _row(
    run: Run, row: int, told: Sequence[Told], values: Mapping[str, Any], columns: Sequence[str]
) -> list[CellValue]:
    at_fault: dict[str, list[Told]] = {}
    for one in told:
        at_fault.setdefault(one.column, []).append(one)
    about: dict[str, list[str]] = {}
    for one in told:
        about.setdefault(one.says, []).append(one.heading)
    said = "\n".join(f"{some_of(named, _NAMED)}: {says}" for says, named in about.items())
    cells = [_cell(values[name][row], at_fault.get(name, [])) for name in columns]
    return [run.data.lettings.number(row), len(told), said, *cells]


def _cell(value: str | None, told: Sequence[Told]) -> CellValue:
    if not told:
        return value
    says = "\n".join(dict.fromkeys(one.says for one in told))
    return Flagged(value or "", says, grave=any(one.grave for one in told))
