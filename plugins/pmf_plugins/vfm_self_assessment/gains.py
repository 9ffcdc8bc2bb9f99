"""The tables of gains, made and planned."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pmf_engine.api import CellValue, Field, Grid
from pmf_engine.model.numbers import table_form
from pmf_plugins.vfm_self_assessment.assessment import SelfAssessment


def made_grid(found: SelfAssessment) -> Grid | None:
    """Return the gains made in the year; None where none is entered."""
    return _grid(found, "made", "Gains made", found.made)


def planned_grid(found: SelfAssessment) -> Grid | None:
    """Return the gains planned for later years; None where none is entered."""
    return _grid(found, "planned", "Gains planned", found.planned)


def _grid(found: SelfAssessment, kind: str, caption: str, rows: Sequence[Any]) -> Grid | None:
    if not rows:
        return None
    group = found.run.entity.group
    return Grid(
        slot=f"gains/{kind}/table",
        caption=caption,
        summary=f"One gain a row, {len(rows)} rows; columns gain to who answers for it.",
        fields=(
            Field(title="Gain", width=4.4, chars=46),
            Field(title="Year", width=1.7, chars=10),
            Field(title="Frees money", width=1.8, chars=12),
            Field(title="Pounds a year", width=2.0, chars=14, right=True),
            Field(title="How it was shown" if kind == "made" else "How it will be shown",
                  width=4.2, chars=60),
            Field(title="Answers for it", width=2.9, chars=26),
        ),
        rows=[_row(row, group) for row in rows],
    )  # fmt: skip


def _row(row: Any, group: bool) -> tuple[CellValue, ...]:
    amount = row.peek("amount")
    return (
        f"{row.peek('title')} ({row.peek('entity')})" if group else row.peek("title"),
        row.peek("year").year_label,
        "Yes" if row.peek("cashable") else "No",
        "Not in money" if amount is None else table_form(amount, "£", 0),
        row.peek("evidence"),
        row.peek("owner"),
    )
