"""The Excel companion: check list, metrics, costs by service, own measures, gains, sources."""

from __future__ import annotations

from pmf_engine.api import Chart, Grid, Run, Sheet
from pmf_engine.framework.returns import closing_sheets, review_sheets, unverified_words
from pmf_plugins.vfm_self_assessment import costs, gains, own, tables
from pmf_plugins.vfm_self_assessment.assessment import assessment_of
from pmf_plugins.vfm_self_assessment.content import compared

_UNVERIFIED = "[u] marks an unverified formula: see the sheet Formulas."


def companion(run: Run) -> list[Sheet]:
    """Return the sheets in the order of the paper; those without rows are left out."""
    found = assessment_of(run)
    charts = [chart for chart in (costs.built_up(found), costs.changed(found)) if chart]
    said = _UNVERIFIED if unverified_words(run) else ""
    return [
        *review_sheets(run, compared(found)),
        *_sheet(run, "Metrics", tables.years_grid(found), said),
        *_sheet(run, "Forecast", tables.ahead_grid(found), said),
        *_sheet(run, "Companies", tables.companies_grid(found), said),
        *_sheet(run, "Benchmarks", tables.quartiles_grid(found), said),
        *_sheet(run, "Costs", costs.costs_grid(found), said, charts),
        *_sheet(run, "Own measures", own.own_grid(found), statuses=("Status",)),
        *_sheet(run, "Gains made", gains.made_grid(found)),
        *_sheet(run, "Gains planned", gains.planned_grid(found)),
        *closing_sheets(run),
    ]


def _sheet(
    run: Run,
    name: str,
    grid: Grid | None,
    said: str = "",
    charts: list[Chart] | None = None,
    statuses: tuple[str, ...] = (),
) -> list[Sheet]:
    if grid is None:
        return []
    held = f"This sheet holds one table: {len(grid.rows)} rows."
    return [
        Sheet(
            name=name,
            title=f"{grid.caption}: {run.entity.title}, {run.period.title}",
            note=" ".join(filter(None, (held, said))),
            grid=grid,
            charts=tuple(charts or ()),
            statuses=statuses,
        )
    ]
