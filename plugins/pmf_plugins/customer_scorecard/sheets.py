"""The Excel companion: scorecard, feedback, questions, recommendations, referrals, long data."""

from __future__ import annotations

from pmf_engine.api import Field, Grid, Run, Sheet
from pmf_engine.framework.pack_sheets import data_sheet, scorecard_sheet
from pmf_engine.framework.sources import sources_sheet
from pmf_plugins.customer_scorecard import recommendations, told
from pmf_plugins.customer_scorecard.card import Card, card_of
from pmf_plugins.customer_scorecard.content import questions


def companion(run: Run) -> list[Sheet]:
    """Return the sheets in the order of the paper; a list of nothing has no sheet."""
    card = card_of(run)
    where = f"{run.entity.title}, {run.period.title}"
    lists = {
        "Feedback": told.counts(card),
        "Complaints": told.complaints_by_service(card),
        "Recommendations": recommendations.open_grid(card),
        "Questions": _questions(card),
        "Referrals": recommendations.referral_grid(card),
    }
    return [
        scorecard_sheet(card, where),
        *(_sheet(name, where, grid) for name, grid in lists.items() if grid is not None),
        data_sheet(card, where),
        sources_sheet(list(run.figures.values()), where),
    ]


def _sheet(name: str, where: str, grid: Grid) -> Sheet:
    return Sheet(
        name=name,
        title=f"{name}: {where}",
        note=f"This sheet holds one table: {grid.caption[:1].lower()}{grid.caption[1:]}.",
        grid=grid,
    )


def _questions(card: Card) -> Grid | None:
    found = questions(card)
    if not found:
        return None
    return Grid(
        slot="question-list",
        key=("Question",),
        rolling=True,
        caption="Questions the panel might ask",
        fields=(
            Field(title="Question", chars=70),
            Field(title="Why ask", chars=80),
            Field(title="Who can answer", chars=28),
        ),
        rows=[(str(one.asked), str(one.reason), one.who) for one in found],
    )
