"""The landlord's own measures beside their targets."""

from __future__ import annotations

from pmf_engine.api import Field, Grid
from pmf_engine.framework.scorecards import name, status, target
from pmf_plugins.vfm_self_assessment.assessment import SelfAssessment


def own_grid(found: SelfAssessment) -> Grid | None:
    """Return the landlord's own measures beside their targets; None where there are none."""
    rows = [
        (name(o), o.latest, target(o), status(f"{o.indicator.code}/own", o.status), o.year_ago)
        for o in found.own
    ]
    if not rows:
        return None
    return Grid(
        slot="own",
        caption="Own measures of economy and efficiency",
        summary=f"One measure a row, {len(rows)} rows; columns measure to year ago.",
        fields=(
            Field(title="Measure", width=6.6, chars=46),
            Field(title="Latest", width=2.6, chars=16, right=True),
            Field(title="Target", width=2.8, chars=16, right=True),
            Field(title="Status", width=2.6, chars=16),
            Field(title="Year ago", width=2.4, chars=16, right=True),
        ),
        rows=rows,
    )
