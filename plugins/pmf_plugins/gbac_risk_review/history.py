"""The sheet of scores over two years, of closed risks too."""

from __future__ import annotations

from pmf_engine.api import CellValue, Field, Grid, Missing, Sheet
from pmf_engine.framework.risk_contract import CURRENT
from pmf_engine.framework.risk_looks import band
from pmf_engine.framework.risks import Assessed, Risk
from pmf_engine.measures.calendar import months_later
from pmf_engine.measures.risk import Score
from pmf_plugins.gbac_risk_review.paper import Paper

_SHOWN_MONTHS = 24


def scores(paper: Paper, where: str) -> Sheet:
    """Return the current scores of two years to the period's end, oldest first within a risk."""
    day = paper.review.day
    first = months_later(day, -_SHOWN_MONTHS)
    rows = [
        _row(paper, risk, found)
        for risk in paper.review.risks.values()
        for found in paper.review.register.history(risk.code, CURRENT)
        if first < found.on <= day
    ]
    until = f"{day.day} {day:%B %Y}"
    return Sheet(
        name="Scores",
        title=f"Scores: {where}",
        note=f"This sheet holds one table: each current score of two years to {until},"
        f" {len(rows)} rows, closed risks too.",
        grid=Grid(
            slot="scores",
            caption="Scores over time",
            fields=(
                Field(title="Id", chars=8),
                Field(title="Risk", chars=40),
                Field(title="Date", chars=13),
                Field(title="Likelihood", chars=12, right=True),
                Field(title="Impact", chars=10, right=True),
                Field(title="Score", chars=10, right=True),
                Field(title="Band", chars=14),
                Field(title="By", chars=26),
                Field(title="Reason", chars=70),
            ),
            key=("Id", "Date"),
            rows=rows or [("None", "No score", *[None] * 7)],
        ),
        statuses=("Band",),
    )


def number(score: Score | None) -> int | Missing:
    """Return a score in a cell."""
    return Missing("not scored") if score is None else score.value


def _row(paper: Paper, risk: Risk, found: Assessed) -> tuple[CellValue, ...]:
    score = found.score
    stands = paper.review.register.band(score, found.on) if score else None
    return (
        risk.code,
        risk.title,
        found.on,
        score.likelihood if score else None,
        score.impact if score else None,
        number(score),
        band(f"{risk.code}/{found.on}", stands),
        found.row["by"],
        found.row["reason"],
    )
