"""The tables and the chart of the statement of savings."""

from __future__ import annotations

from decimal import Decimal

from pmf_engine.api import CellValue, Chart, Field, Grid, Run, Series, Wording
from pmf_engine.framework.listing import listing
from pmf_engine.framework.yearly import slug
from pmf_engine.framework.yearly_tables import breakdown, by_year
from pmf_plugins.efficiency_savings.ledger import (
    PARTS,
    SHOWN_YEARS,
    saving_slot,
    savings,
    themes,
)
from pmf_plugins.efficiency_savings.quality import quality_of, standing

_FIELDS = (
    Field(title="Theme", width=6.5, chars=28),
    Field(title="All savings", width=3.5, chars=18, right=True),
    Field(title="Cashable", width=3.5, chars=18, right=True),
    Field(title="Not cashable", width=3.5, chars=18, right=True),
)
Rows = list[tuple[CellValue, ...]]


def by_theme(run: Run) -> Grid | None:
    """Return the savings by theme; None where there is none."""
    parts = {theme: f"theme/{slug(theme)}" for theme in themes(run)}
    if not parts:
        return None
    caption = f"Savings by theme, {run.period.name}"
    return breakdown(run, "by-theme", caption, parts, PARTS, _FIELDS, "All themes")


def over_years(run: Run) -> Grid:
    """Return the savings of the years up to this one."""
    return by_year(run, "Savings by year", SHOWN_YEARS, PARTS, _FIELDS)


def chart(run: Run) -> Chart | None:
    """Return the savings by theme as bars, the largest first; None where one is not known."""
    found = {theme: run.figures[f"theme/{slug(theme)}/total"].value for theme in themes(run)}
    known = {theme: value for theme, value in found.items() if value is not None}
    if not known or len(known) < len(found):
        return None
    ranked = sorted(known, key=lambda theme: -known[theme])
    told = "; ".join(f"{theme} £{known[theme]:,.0f}" for theme in ranked)
    return Chart(
        slot="by-theme-chart",
        kind="bar",
        title=f"{ranked[0]} saved most",
        subtitle=f"Pounds saved by theme, {run.entity.title}, {run.period.name}",
        alt=f"Bar chart of pounds saved by theme, the largest first: {told}.",
        categories=tuple(ranked),
        series=(Series(name="Saved", values=tuple(Decimal(known[theme]) for theme in ranked)),),
        format="£#,##0",
        minimum=0,
        height_cm=2.0 + 0.65 * len(ranked),
    )


def saving_list(run: Run) -> Grid | None:
    """Return each saving with its baseline; None for none."""
    rows: Rows = [
        (
            row.reference,
            row.title,
            row.theme,
            "Yes" if row.cashable else "No",
            (row.lasting or "Not entered").capitalize(),
            _pounds(row.baseline),
            _pounds(row.cost_after),
            _pounds(row.cost_of_change),
            run.figures[saving_slot(row)],
        )
        for row in savings(run)
    ]
    fields = (
        Field(title="Code", width=2.4, chars=12),
        Field(title="Saving", width=6.3, chars=46),
        Field(title="Theme", width=4.0, chars=26),
        Field(title="Cashable", width=1.8, chars=10),
        Field(title="Lasting", width=2.0, chars=12),
        Field(title="Baseline", width=2.4, chars=14, right=True),
        Field(title="Now", width=2.4, chars=14, right=True),
        Field(title="Change", width=2.0, chars=14, right=True),
        Field(title="Saved", width=2.4, chars=16, right=True),
    )
    return listing("savings", "Savings, one by one", "saving", fields, rows)


def proof(run: Run) -> Grid | None:
    """Return how each saving was worked out and proved, and why it is counted once."""
    rows: Rows = [
        (
            row.reference,
            row.baseline_year.name if row.baseline_year else "Not entered",
            row.method,
            row.evidence,
            row.cost_line,
            row.counted_once or "Passed",
        )
        for row in savings(run)
    ]
    fields = (
        Field(title="Code", width=2.4, chars=12),
        Field(title="Baseline of", width=2.2, chars=12),
        Field(title="Method", width=7.2, chars=60),
        Field(title="Evidence", width=5.6, chars=50),
        Field(title="Line", width=2.5, chars=14),
        Field(title="Counted once", width=5.8, chars=40),
    )
    return listing("proof", "How each saving is proved", "saving", fields, rows)


def quality(run: Run) -> Grid | None:
    """Return what became of the satisfaction of those who are served, saving by saving."""
    rows: Rows = []
    for row in savings(run):
        found, slot = quality_of(run).get(row.indicator or ""), saving_slot(row)
        words, style = standing(run, row)
        rows.append((
            row.reference,
            found.indicator.title if found else "None linked",
            found.before if found else "None",
            found.now if found else "None",
            Wording(f"{slot}/quality", words, style),
            row.quality_note or "None needed",
        ))  # fmt: skip
    before, now = run.period.shift(-1).short, run.period.short
    fields = (
        Field(title="Code", width=2.4, chars=12),
        Field(title="Satisfaction indicator", width=6.6, chars=40),
        Field(title=before, width=2.4, chars=12, right=True),
        Field(title=now, width=2.4, chars=12, right=True),
        Field(title="Quality", width=3.4, chars=18),
        Field(title="Note", width=8.5, chars=60),
    )
    return listing("quality", "Quality beside each saving", "saving", fields, rows)


def _pounds(amount: Decimal | None) -> str:
    return "Not entered" if amount is None else f"£{amount:,.0f}"
