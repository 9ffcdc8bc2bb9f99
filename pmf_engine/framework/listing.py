"""A table of one thing a row, or none where there is nothing to list."""

from __future__ import annotations

from collections.abc import Sequence

from pmf_engine.model.content import CellValue, Field, Grid


def listing(
    slot: str,
    caption: str,
    noun: str,
    fields: tuple[Field, ...],
    rows: Sequence[Sequence[CellValue]],
) -> Grid | None:
    """Return a table of one thing a row, such as a case; None where there is none."""
    if not rows:
        return None
    span = f"{fields[0].title} to {fields[-1].title}".lower()
    summary = f"One {noun} a row, {len(rows)} rows; columns {span}."
    return Grid(slot=slot, caption=caption, summary=summary, fields=fields, rows=rows)
