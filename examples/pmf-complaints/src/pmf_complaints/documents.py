"""What the documents show: a sentence, a table and a chart."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pmf_engine.api import Chart, Field, Grid, Run, Series, Sheet, Words

from .inputs import received


def word_names(run: Run) -> Mapping[str, Any]:
    """Return what the Word template may name."""
    return {
        "opening": opening(run),
        "upheld": run.figures["upheld-rate"],
        "measures": measures(run),
        "by_month": by_month(run),
    }


def opening(run: Run) -> Words:
    """Return the first sentence, which says so where a figure is missing."""
    rate, in_time = run.figures["stage-one-rate"], run.figures["answered-in-time"]
    if gap := rate.missing or in_time.missing:
        return run.words("opening", f"Not every measure has a figure: {gap.reason}.")
    landlord = run.entity.title
    return run.words(
        "opening",
        f"{landlord} received stage one complaints at a rate of ",
        rate,
        ", and answered ",
        in_time,
        " of them in time.",
    )


def companion(run: Run) -> list[Sheet]:
    """Return the one sheet of the Excel companion."""
    return [
        Sheet(
            name="Measures",
            title=f"{run.report.title}: {run.entity.title}, {run.period.title}",
            note="This sheet holds one table: 3 measures, values unrounded.",
            grid=measures(run),
            charts=(by_month(run),),
        )
    ]


def measures(run: Run) -> Grid:
    """Return the measures, one a row, with the rule in force."""
    return Grid(
        slot="measures",
        caption="Complaints handling",
        summary="One measure a row, 3 rows; columns measure to definition.",
        fields=(
            Field(title="Measure", width=5.5, chars=40),
            Field(title=run.period.name, width=3.0, chars=18, right=True),
            Field(title="Definition", width=8.5, chars=70),
        ),
        rows=[(one.title, one, one.definition) for one in run.figures.values()],
    )


def by_month(run: Run) -> Chart:
    """Return the complaints received in each month of the year so far."""
    year = run.period.financial_year
    months = [month for month in year.months if month.last <= run.period.last]
    counts = tuple(Decimal(len(received(run, month))) for month in months)
    return Chart(
        slot="by-month",
        kind="column",
        title=f"{sum(counts)} stage one complaints in {year.name} so far",
        subtitle=f"Complaints received, {run.entity.title}, {months[0].name} to {months[-1].name}",
        alt=f"Column chart of stage one complaints by month: {', '.join(map(str, counts))}.",
        categories=tuple(month.short for month in months),
        series=(Series(name="Stage one complaints", values=counts),),
        format="0",
        minimum=0,
    )
