"""The Excel companion: scorecard, exceptions, long data, sources."""

from __future__ import annotations

from pmf_engine.api import Field, Grid, Run, Sheet
from pmf_engine.framework.charts import history_chart
from pmf_engine.framework.exceptions import entered_words
from pmf_engine.framework.pack_sheets import data_sheet, scorecard_sheet
from pmf_engine.framework.scorecards import name, status, target
from pmf_engine.framework.sources import sources_sheet
from pmf_plugins.board_pack.pack import Pack, pack_of

_CHARTED = 12


def companion(run: Run) -> list[Sheet]:
    """Return the sheets in the order of the paper."""
    pack = pack_of(run)
    where = f"{run.entity.title}, {run.period.title}"
    return [
        scorecard_sheet(pack, where),
        _exceptions(pack, where),
        data_sheet(pack, where),
        sources_sheet(list(run.figures.values()), where),
    ]


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
