"""The tables and the chart of the fraud report."""

from __future__ import annotations

from decimal import Decimal

from pmf_engine.api import Chart, Field, Grid, Row, Run, Series
from pmf_engine.framework.listing import listing
from pmf_engine.framework.sentences import brief_date
from pmf_engine.framework.yearly import slug
from pmf_engine.framework.yearly_tables import breakdown, by_year
from pmf_plugins.fraud_report.inputs import REPORTED
from pmf_plugins.fraud_report.register import (
    BY_TYPE,
    SHOWN_YEARS,
    entered,
    open_action,
    said,
    types,
)

_FIELDS = (
    Field(title="Type", width=6.2, chars=30),
    Field(title="Cases", width=2.7, chars=16, right=True),
    Field(title="Lost", width=2.7, chars=16, right=True),
    Field(title="Recovered", width=2.7, chars=16, right=True),
    Field(title="Net loss", width=2.7, chars=16, right=True),
)


def by_type(run: Run) -> Grid | None:
    """Return cases, loss and recovery by type; None for a nil return."""
    parts = {kind: f"type/{slug(kind)}" for kind in types(run)}
    if not parts:
        return None
    caption = f"Fraud by type, {run.period.name}"
    return breakdown(run, "by-type", caption, parts, BY_TYPE, _FIELDS, "All types")


def over_years(run: Run) -> Grid:
    """Return cases, loss and recovery of the years up to this one."""
    return by_year(run, "Fraud by year", SHOWN_YEARS, BY_TYPE, _FIELDS)


def chart(run: Run) -> Chart | None:
    """Return loss and recovery by type as bars; None where a loss is not known, or none is."""
    kinds = types(run)
    found = [[run.figures[f"type/{slug(kind)}/{key}"].value for key in BY_TYPE] for kind in kinds]
    lost = [values[1] for values in found]
    if not kinds or None in lost or not any(lost):
        return None
    told = "; ".join(f"{k} £{v[1]:,.0f} lost" for k, v in zip(kinds, found, strict=True))
    worst = kinds[max(range(len(kinds)), key=lambda at: lost[at] or Decimal(0))]
    return Chart(
        slot="by-type-chart",
        kind="bar",
        title=f"{worst} cost most",
        subtitle=f"Pounds lost and recovered by type, {run.entity.title}, {run.period.name}",
        alt=f"Bar chart of pounds lost and recovered by type of fraud: {told}.",
        categories=tuple(kinds),
        series=(
            Series(name="Lost", values=tuple(lost)),
            Series(name="Recovered", values=tuple(v[2] for v in found), colour="#F46A25"),
        ),
        format="£#,##0",
        minimum=0,
        height_cm=2.0 + 1.0 * len(kinds),
    )


def case_list(run: Run) -> Grid | None:
    """Return each case reported, without a name; None for none."""
    rows = [
        (
            said(run, row.reference),
            row.type,
            row.state.capitalize(),
            brief_date(row.found_on),
            row.found_by.capitalize(),
            "Not known" if row.loss is None else f"£{row.loss:,.0f}",
            "Not known" if row.recovered is None else f"£{row.recovered:,.0f}",
            "Yes" if row.police else "No",
        )
        for row in _listed(run)
    ]
    fields = (
        Field(title="Case", width=1.7, chars=12),
        Field(title="Type", width=3.3, chars=26),
        Field(title="State", width=2.1, chars=12),
        Field(title="Found on", width=2.4, chars=14),
        Field(title="Found by", width=2.2, chars=14),
        Field(title="Lost", width=1.8, chars=12, right=True),
        Field(title="Recovered", width=2.2, chars=12, right=True),
        Field(title="Police", width=1.3, chars=8),
    )
    return listing("cases", "Cases reported", "case", fields, rows)


def causes(run: Run) -> Grid | None:
    """Return the control that failed and the action of each case; None for none."""
    rows = [
        (
            said(run, row.reference),
            said(run, row.failed_control),
            said(run, row.action),
            said(run, row.action_owner),
            brief_date(row.action_due) if row.action_due else "No day",
            _standing(run, row),
        )
        for row in _listed(run)
    ]
    fields = (
        Field(title="Case", width=1.7, chars=12),
        Field(title="Control that failed", width=4.5, chars=50),
        Field(title="Action", width=4.7, chars=50),
        Field(title="Owner", width=2.3, chars=26),
        Field(title="Due", width=1.9, chars=14),
        Field(title="Standing", width=1.9, chars=12),
    )
    return listing("causes", "Cause and action, case by case", "case", fields, rows)


def _listed(run: Run) -> list[Row]:
    needed = ("reference", "type", "found_on", "found_by")
    rows = [row for row in entered(run) if row.state in REPORTED]
    return [row for row in rows if all(row.peek(name) is not None for name in needed)]


def _standing(run: Run, row: Row) -> str:
    if not row.action:
        return "○ None"
    if not open_action(row, run):
        return "● Done"
    late = row.action_due is not None and row.action_due < run.today
    return "■ Overdue" if late else "– Open"
