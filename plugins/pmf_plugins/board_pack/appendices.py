"""The appendices: definitions in force, and the cells behind every figure."""

from __future__ import annotations

from pmf_engine.api import Field, Figure, Grid
from pmf_plugins.board_pack.pack import Pack

_MOST_CELLS = 8


def definitions(pack: Pack) -> Grid:
    """Return the definition of each measure as in force at the period's end."""
    rows = [
        (
            one.indicator.title,
            one.ruling.definition,
            _since(one.latest),
            one.indicator.row.peek("source") or "",
        )
        for one in pack.found
    ]
    return Grid(
        slot="definitions",
        caption="Definitions in force",
        summary=f"One measure a row, {len(rows)} rows; columns measure to source.",
        fields=(
            Field(title="Measure", width=4.2, chars=42),
            Field(title="Definition", width=7.8, chars=80),
            Field(title="Target since", width=2.0, chars=14),
            Field(title="Source of data", width=3.0, chars=30),
        ),
        rows=rows,
    )


def sources(pack: Pack) -> Grid:
    """Return the workbook, sheet and cells that each measure was read from."""
    rows = [
        (
            one.indicator.title,
            f"{pack.run.entity.code}/{pack.run.period.id}/{one.latest.slot}",
            cells(one.latest),
            adjusted(one.latest),
        )
        for one in pack.found
    ]
    return Grid(
        slot="sources",
        caption="Sources of the latest figures",
        summary=f"One figure a row, {len(rows)} rows; columns measure to note.",
        fields=(
            Field(title="Measure", width=4.4, chars=42),
            Field(title="Figure", width=3.6, chars=30),
            Field(title="Cells read", width=5.6, chars=60),
            Field(title="Note", width=3.4, chars=40),
        ),
        rows=rows,
    )


def cells(figure: Figure) -> str:
    """Return the cells a figure was read from, by workbook."""
    shown = [f"{source.workbook}: {source.sheet}!{source.range}" for source in figure.sources]
    more = len(shown) - _MOST_CELLS
    return "; ".join(shown[:_MOST_CELLS]) + (f"; and {more} more blocks" if more > 0 else "")


def adjusted(figure: Figure) -> str:
    """Return how a figure was adjusted and why, or its own note."""
    made = figure.adjustment
    if made is None:
        return figure.note
    return f"Adjusted from {made.computed} by {made.approved_by}, {made.approved_on}: {made.reason}"


def _since(figure: Figure) -> str:
    return figure.edition or "No target"
