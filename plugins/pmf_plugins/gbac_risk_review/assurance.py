"""Part 7: who has looked at the controls, and where nobody has."""

from __future__ import annotations

from typing import Any

from pmf_engine.api import Field, Grid, Words
from pmf_engine.framework.listing import listing
from pmf_engine.framework.risk_assurance import LINES
from pmf_engine.framework.sentences import brief_date
from pmf_plugins.gbac_risk_review.decisions import gap_count
from pmf_plugins.gbac_risk_review.paper import Paper


def gap_words(paper: Paper) -> Words:
    """Return how many key controls nobody independent has looked at."""
    number = gap_count(paper)
    if not number.value:
        said = "Line 2 or 3 has looked at every key control in the last twelve months."
        return Words("gaps/words", (said,))
    verb = "key control has" if number.value == 1 else "key controls have"
    said = f" {verb} had no assurance from line 2 or 3 in twelve months."
    return Words("gaps/words", (number, said))


def assurance(paper: Paper, *, every: bool = False) -> Grid | None:
    """Return who has looked at each risk above appetite or with a gap; at each risk, `every`."""
    gaps: dict[str, list[str]] = {}
    for risk, control in paper.gaps:
        gaps.setdefault(risk.code, []).append(control.row["title"])
    wanted = {*gaps, *(one.code for one in paper.outside)}
    rows = [
        _assured(paper, one.risk, gaps.get(one.code, []))
        for one in paper.review.judged
        if every or one.code in wanted
    ]
    fields = (
        Field(title="Risk", width=4.0, chars=40),
        *(
            Field(title=f"Line {line}: {who}", width=3.0, chars=28)
            for line, who in zip(LINES, ("management", "oversight", "independent"), strict=True)
        ),
        Field(title="Gap", width=4.0, chars=44),
    )
    return listing("assurance", "Assurance map: newest in twelve months", "risk", fields, rows)


def _assured(paper: Paper, risk: Any, gaps: list[str]) -> tuple[str, ...]:
    lines = paper.review.assurances.lines(risk.code)
    cells = [
        f"{(row['rating'] or 'no rating').capitalize()}, {brief_date(row['date'])}"
        if (row := lines.get(line)) is not None
        else "None"
        for line in LINES
    ]
    return (risk.name, *cells, f"■ {'; '.join(gaps)}" if gaps else "● None")


def poor(paper: Paper) -> Grid | None:
    """Return independent reports that found little assurance: open findings; None without any."""
    rows = [
        (risk.name, row["source"] or "No source", row["rating"].capitalize(), row["date"])
        for risk in paper.review.open_risks
        for row in paper.review.assurances.poor(risk.code)
    ]
    fields = (
        Field(title="Risk", width=5.6, chars=40),
        Field(title="Report", width=6.4, chars=50),
        Field(title="Rating", width=2.4, chars=14),
        Field(title="Date", width=2.6, chars=13),
    )
    return listing("open-findings", "Independent findings still open", "report", fields, rows)
