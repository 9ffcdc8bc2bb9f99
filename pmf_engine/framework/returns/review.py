"""The reviewer's document of a return: check list first, then movement, formulas, sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pmf_engine.framework.returns.checklist import (
    check_list,
    found_grid,
    initials_sheet,
    readiness,
    signatures,
)
from pmf_engine.framework.returns.comparison import (
    Said,
    compared_words,
    comparison,
    comparison_sheet,
    explanations,
    movements,
)
from pmf_engine.framework.returns.formulas import formula_sources, formulas, unverified_words
from pmf_engine.framework.sources import cells, legend, sources_sheet
from pmf_engine.model.content import Field, Grid, Sheet, table_if_any
from pmf_engine.model.values import Figure
from pmf_engine.run import Run


def review(run: Run, figures: Sequence[Figure], said: Said | None = None) -> dict[str, Any]:
    """Return the names of the reviewer's template: spread them into the report's content.

    `figures` are those to compare with last year's issued return, and to trace to their cells;
    `said` gives words that somebody has already entered for a movement.
    """
    moved = movements(run, figures)
    shown = list(run.figures.values())
    return {
        "review_ready": readiness(run),
        "review_checks": check_list(run),
        "review_found": table_if_any("review-found", found_grid(run)),
        "review_signed": signatures(),
        "review_compared": compared_words(run),
        "review_movement": comparison(run, moved),
        "review_explain": explanations(run, moved, said),
        "review_marks": legend(shown),
        "review_unverified": unverified_words(run),
        "review_formulas": formulas(run),
        "review_formula_sources": formula_sources(run),
        "review_sources": sources_grid(figures),
    }


def review_sheets(run: Run, figures: Sequence[Figure], said: Said | None = None) -> list[Sheet]:
    """Return the check list and, where a return was issued before, the movement since."""
    where = f"{run.entity.title}, {run.period.title}"
    moved = comparison_sheet(run, movements(run, figures), where, said)
    return [initials_sheet(run, where), *([moved] if moved else [])]


def closing_sheets(run: Run) -> list[Sheet]:
    """Return the sheets that end a companion: formulas in force, and sources of every figure."""
    where, grid = f"{run.entity.title}, {run.period.title}", formulas(run)
    note = f"This sheet holds one table: {len(grid.rows)} formulas."
    return [
        Sheet(
            name="Formulas",
            title=f"Formulas: {where}",
            note=" ".join(filter(None, (note, unverified_words(run)))),
            grid=grid,
        ),
        sources_sheet(list(run.figures.values()), where),
    ]


def sources_grid(figures: Iterable[Figure]) -> Grid:
    """Return the cells that each figure was read from, one figure a row."""
    rows = [(one.title, one, cells([one]), one.arithmetic) for one in figures if one.sources]
    return Grid(
        slot="review/sources",
        caption="Where the figures were read",
        summary=f"One figure a row, {len(rows)} rows; columns figure to arithmetic.",
        fields=(
            Field(title="Figure", width=5.6, chars=56),
            Field(title="Shown", width=2.4, chars=16, right=True),
            Field(title="Cells read", width=5.6, chars=60),
            Field(title="Arithmetic", width=3.4, chars=40),
        ),
        rows=rows,
    )
