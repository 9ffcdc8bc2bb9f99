"""Where figures were read: cells in a sentence, and the sheet of sources of a companion."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from pmf_engine.framework.sentences import spoken_date
from pmf_engine.model.content import Field, Grid, Sheet
from pmf_engine.model.naming import some_of
from pmf_engine.model.numbers import sentence_form
from pmf_engine.model.values import MARK_MEANINGS, MARKS, Figure

_MOST_BLOCKS = 6


def cells(figures: Sequence[Figure]) -> str:
    """Return the cells that figures were read from, by workbook and sheet, in a sentence."""
    return "; ".join(
        f"{workbook}, {sheet}: {some_of(blocks, _MOST_BLOCKS)}"
        for (workbook, sheet), blocks in by_sheet(figures).items()
    )


def by_sheet(figures: Sequence[Figure]) -> dict[tuple[str, str], list[str]]:
    """Return the ranges that figures were read from, each once, by workbook and sheet."""
    sheets: dict[tuple[str, str], dict[str, None]] = {}
    for figure in figures:
        for source in figure.sources:
            sheets.setdefault((source.workbook, source.sheet), {})[source.range] = None
    return {place: list(blocks) for place, blocks in sheets.items()}


def adjusted(figure: Figure) -> str:
    """Return how a figure was adjusted and why, or its own note."""
    made = figure.adjustment
    if made is None:
        return figure.note
    before = made.computed
    if before.replace(".", "").lstrip("-").isdigit():
        before = sentence_form(Decimal(before), figure.unit, figure.places)
    day = spoken_date(date.fromisoformat(made.approved_on)) if made.approved_on else "no date"
    return f"Adjusted from {before}, approved by {made.approved_by} on {day}: {made.reason}"


def legend(figures: Iterable[Figure]) -> str:
    """Return what the marks beside some figures mean; nothing when none is used."""
    used = {mark for figure in figures for mark in figure.marks}
    told = ((sign, MARK_MEANINGS[mark]) for mark, sign in MARKS.items() if mark in used)
    return "; ".join(m if m.startswith(sign) else f"{sign} {m}" for sign, m in told)


def sources_sheet(figures: Sequence[Figure], where: str) -> Sheet:
    """Return the sheet of a companion that names the cells of each figure, one row a sheet read."""
    rows = [
        (figure.slot, figure.title, figure, workbook, sheet, ", ".join(blocks), adjusted(figure))
        for figure in figures
        for (workbook, sheet), blocks in by_sheet([figure]).items()
    ]
    return Sheet(
        name="Sources",
        title=f"Sources: {where}",
        note=f"This sheet holds one table: the cells that {len(figures)} figures were read from,"
        " one row a figure and sheet.",
        grid=Grid(
            slot="sources",
            key=("Figure", "Workbook", "Sheet"),
            rolling=True,
            caption="Sources",
            fields=(
                Field(title="Figure", chars=34),
                Field(title="Title", chars=56),
                Field(title="Shown", chars=18, right=True),
                Field(title="Workbook", chars=22),
                Field(title="Sheet", chars=16),
                Field(title="Cells", chars=50),
                Field(title="Note", chars=60),
            ),
            rows=rows,
        ),
    )
