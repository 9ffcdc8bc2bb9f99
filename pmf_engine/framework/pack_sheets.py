"""The sheets of a companion that every pack has: the scorecard and the values behind it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from pmf_engine.framework.charts import history
from pmf_engine.framework.packs import Pack
from pmf_engine.framework.scorecards import FIELDS, row
from pmf_engine.model.content import Field, Grid, Sheet


def scorecard_sheet(pack: Pack, where: str) -> Sheet:
    """Return the scorecard, one measure a row, with a sparkline of a year."""
    fields = (Field(title="Code", chars=12), Field(title="Perspective", chars=20), *FIELDS)
    return Sheet(
        name="Scorecard",
        title=f"Scorecard: {where}",
        note=f"This sheet holds one table: {len(pack.found)} measures, values unrounded.",
        grid=Grid(
            slot="scorecard",
            caption="Scorecard",
            fields=fields,
            rows=[(one.indicator.code, one.indicator.perspective, *row(one)) for one in pack.found],
        ),
        statuses=("Status", "YTD status"),
        sparklines=[_line(pack, one) for one in pack.found],
    )


def _line(pack: Pack, one: Any) -> list[Decimal | None]:
    points = history(pack.register, one.indicator, one.period)[-13:]
    return [point.value if isinstance(point.value, Decimal) else None for point in points]


def data_sheet(pack: Pack, where: str) -> Sheet:
    """Return two years of values, one row a measure and period."""
    rows = [
        (
            one.indicator.code,
            one.indicator.title,
            point.month.end_date,
            point.numerator,
            point.denominator,
            point.value if isinstance(point.value, Decimal) else None,
            point.status if isinstance(point.value, Decimal) else point.value.reason,
        )
        for one in pack.found
        for point in history(pack.register, one.indicator, one.period)
    ]
    return Sheet(
        name="Data",
        title=f"Data: {where}",
        note=f"This sheet holds one table: {len(rows)} values, one row a measure and period.",
        grid=Grid(
            slot="data",
            key=("Code", "Period end"),
            rolling=True,
            caption="Data",
            fields=(
                Field(title="Code", chars=12),
                Field(title="Measure", chars=42),
                Field(title="Period end", chars=13),
                Field(title="Numerator", chars=13, right=True),
                Field(title="Denominator", chars=13, right=True),
                Field(title="Value", chars=13, right=True),
                Field(title="Standing", chars=28),
            ),
            rows=rows,
        ),
    )
