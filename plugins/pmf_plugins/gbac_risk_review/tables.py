"""A table of a list, or none where the list is empty; a region of sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pmf_engine.api import Block, CellValue, Field, Grid, Region, Words


def listing(
    slot: str,
    caption: str,
    noun: str,
    fields: tuple[Field, ...],
    rows: Sequence[Sequence[CellValue]],
) -> Grid | None:
    """Return the table of rows of one kind of thing; None without any."""
    if not rows:
        return None
    ends = f"{fields[0].title.lower()} to {fields[-1].title.lower()}"
    summary = f"One {noun} a row, {len(rows)} rows; columns {ends}."
    return Grid(slot=slot, caption=caption, summary=summary, fields=fields, rows=rows)


def said(slot: str, sentences: Iterable[Words]) -> Region:
    """Return a region of sentences, each in a keyed block that the template reaches as `words`."""
    return Region(
        slot,
        tuple(Block(one.slot.replace("/", "."), {"words": one}) for one in sentences),
        ended="",
    )


def if_any(slot: str, grid: Grid | None) -> Region:
    """Return a region that holds a table as `table`; empty without one, so that it may come in."""
    return Region(slot, (Block("shown", {"table": grid}),) if grid else (), ended="")
