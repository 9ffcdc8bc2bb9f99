"""Part 10: the register in full, the gravest first."""

from __future__ import annotations

from pmf_engine.api import CellValue, Field, Grid
from pmf_engine.framework.risk_looks import standing
from pmf_engine.framework.risk_review import Judged
from pmf_engine.framework.risk_sentences import shown
from pmf_plugins.gbac_risk_review.movers import moved_text
from pmf_plugins.gbac_risk_review.paper import Paper


def register(paper: Paper) -> Grid:
    """Return the open risks, one a row, for a page in landscape."""
    rows = [_row(paper, one) for one in paper.review.judged]
    return Grid(
        slot="register",
        caption="Register of open risks",
        summary=f"One risk a row, {len(rows)} rows; columns identifier to next review; highest"
        " current score first.",
        fields=(
            Field(title="Id", width=1.4, chars=8),
            Field(title="Risk: cause, event, effect", width=7.7, chars=80),
            Field(title="Category", width=2.6, chars=20),
            Field(title="Owner", width=2.7, chars=24),
            Field(title="Inherent", width=1.7, chars=11, right=True),
            Field(title="Current", width=1.7, chars=11, right=True),
            Field(title="Target", width=1.7, chars=11, right=True),
            Field(title="Move", width=2.2, chars=14),
            Field(title="Appetite", width=2.0, chars=18),
            Field(title="Next review", width=2.0, chars=13),
        ),
        rows=rows,
    )


def story(one: Judged) -> str:
    """Return the title, cause, event and effect of a risk in sentences."""
    row = one.risk.row
    parts = [one.risk.title, *(row[name] for name in ("cause", "event", "effect"))]
    return " ".join(f"{part.rstrip('.')}." for part in parts if part)


def _row(paper: Paper, one: Judged) -> tuple[CellValue, ...]:
    return (
        one.code,
        story(one),
        one.risk.category,
        one.risk.answers,
        str(one.inherent or "None"),
        shown(one),
        str(one.target or "None"),
        moved_text(one),
        standing(f"{one.code}/standing", one.position.standing),
        paper.review.links.review(one.risk).due,
    )
