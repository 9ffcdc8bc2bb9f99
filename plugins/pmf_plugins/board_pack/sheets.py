"""The Excel companion: scorecard, exceptions, long data, sources."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from pmf_engine.api import Field, Grid, Run, Sheet
from pmf_engine.framework.charts import history, history_chart
from pmf_engine.framework.exceptions import entered_words
from pmf_engine.framework.scorecards import FIELDS, name, row, status, target
from pmf_plugins.board_pack.appendices import adjusted, by_sheet
from pmf_plugins.board_pack.pack import Pack, pack_of

_CHARTED = 12


def companion(run: Run) -> list[Sheet]:
    """Return the sheets in the order of the paper."""
    pack = pack_of(run)
    where = f"{run.entity.title}, {run.period.title}"
    return [
        _scorecard(pack, where),
        _exceptions(pack, where),
        _data(pack, where),
        _sources(pack, where),
    ]


def _scorecard(pack: Pack, where: str) -> Sheet:
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


def _exceptions(pack: Pack, where: str) -> Sheet:
    rows = [
        (
            one.indicator.code,
            name(one),
            one.latest,
            target(one),
            status(f"{one.indicator.code}/status", one.status),
            one.gap,
            one.gap_percent,
            one.indicator.owner,
            entered_words(pack.register, one) or "No explanation had been entered.",
        )
        for one in pack.exceptions
    ]
    return Sheet(
        name="Exceptions",
        title=f"Exceptions: {where}",
        note=f"This sheet holds one table: {len(rows)} measures that need attention.",
        grid=Grid(
            slot="exceptions",
            caption="Exceptions",
            fields=(
                Field(title="Code", chars=12),
                Field(title="Measure", chars=42),
                Field(title="Latest", chars=16, right=True),
                Field(title="Target", chars=13, right=True),
                Field(title="Status", chars=14),
                Field(title="Gap to target", chars=13, right=True),
                Field(title="Gap, % of target", chars=15, right=True),
                Field(title="Owner", chars=26),
                Field(title="Owner's commentary", chars=80),
            ),
            rows=rows or [("None", "No measure needs attention", *[None] * 7)],
        ),
        statuses=("Status",),
        charts=tuple(history_chart(pack.register, one) for one in pack.exceptions[:_CHARTED]),
    )


def _data(pack: Pack, where: str) -> Sheet:
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


def _sources(pack: Pack, where: str) -> Sheet:
    figures = list(pack.run.figures.values())
    rows = [
        (figure.slot, figure.title, figure, workbook, sheet, ", ".join(cells), adjusted(figure))
        for figure in figures
        for (workbook, sheet), cells in by_sheet([figure]).items()
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
