"""The first page of part 5: which risks stand above appetite, and which the rules send on."""

from __future__ import annotations

from pmf_engine.api import Field, Grid
from pmf_engine.framework.risk_looks import band, standing
from pmf_engine.framework.risk_sentences import shown
from pmf_engine.framework.sentences import capital
from pmf_plugins.gbac_risk_review.paper import Paper


def beyond(paper: Paper) -> Grid | None:
    """Return the list of those risks before their pages; None without any."""
    if not paper.outside:
        return None
    return Grid(
        slot="outside/list",
        caption="Risks above the appetite of their category",
        summary=f"One risk a row, {len(paper.outside)} rows; columns identifier to standing; those"
        " outside tolerance first.",
        fields=(
            Field(title="Id", width=1.4, chars=8),
            Field(title="Risk", width=4.0, chars=40),
            Field(title="Category", width=2.9, chars=24),
            Field(title="Score", width=1.8, chars=12, right=True),
            Field(title="Appetite", width=1.7, chars=10, right=True),
            Field(title="Tolerance", width=1.9, chars=12, right=True),
            Field(title="Standing", width=3.3, chars=22),
        ),
        rows=[
            (
                one.code,
                one.risk.title,
                one.risk.category,
                shown(one),
                one.limit,
                one.tolerance,
                standing(f"{one.code}/headline", one.position.standing),
            )
            for one in paper.outside
        ],
    )


def escalated(paper: Paper) -> Grid | None:
    """Return the risks that the rules send on, and where; None without any."""
    found = [one for one in paper.review.judged if one.steps]
    if not found:
        return None
    return Grid(
        slot="escalated",
        caption="Risks that the rules of escalation send on",
        summary=f"One risk a row, {len(found)} rows; columns identifier to rule; gravest first.",
        fields=(
            Field(title="Id", width=1.4, chars=8),
            Field(title="Risk", width=5.6, chars=40),
            Field(title="Score", width=2.0, chars=12, right=True),
            Field(title="Band", width=2.6, chars=14),
            Field(title="Goes to", width=5.4, chars=50),
        ),
        rows=[
            (
                one.code,
                one.risk.title,
                shown(one),
                band(f"{one.code}/band", one.position.band),
                capital("; ".join(one.steps)),
            )
            for one in found
        ],
    )
