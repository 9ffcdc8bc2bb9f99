"""The Excel companion: register, matrix, assurance map, overdue, history."""

from __future__ import annotations

from pmf_engine.api import CellValue, Field, Grid, Run, Sheet
from pmf_engine.framework.risk_charts import bands_over_time, path_to_target
from pmf_engine.framework.risk_looks import band, moved, standing
from pmf_engine.framework.risk_map import risk_map
from pmf_engine.framework.risk_review import Judged
from pmf_plugins.gbac_risk_review import above, assurance, lists
from pmf_plugins.gbac_risk_review.history import number, scores
from pmf_plugins.gbac_risk_review.movers import reason
from pmf_plugins.gbac_risk_review.paper import Paper, paper_of

_CHARTED = 12


def companion(run: Run) -> list[Sheet]:
    """Return the sheets in the order of the paper."""
    paper = paper_of(run)
    where = f"{run.title}, {run.entity.title}, {run.period.title}"
    matrix = Sheet(
        name="Matrix",
        title=f"Matrix: {where}",
        note="This sheet holds one table: the risk map, likelihood up and impact across.",
        grid=risk_map(paper.review, "matrix"),
        charts=(bands_over_time(paper.review),),
    )
    listed = {
        "Assurance": assurance.assurance(paper, every=True),
        "Late actions": lists.late_actions(paper),
        "Late reviews": lists.late_reviews(paper),
        "Linked measures": lists.links(paper),
        "Horizon": lists.horizon(paper),
    }
    over = above.beyond(paper)
    return [
        _register(paper, where),
        matrix,
        *([_above(paper, where, over)] if over else []),
        *(_listed(name, where, grid) for name, grid in listed.items() if grid),
        scores(paper, where),
    ]


def _register(paper: Paper, where: str) -> Sheet:
    titles = (
        ("Id", 7), ("Risk", 30), ("Cause", 26), ("Event", 26), ("Effect", 26), ("Category", 18),
        ("Level", 12), ("Entity", 10), ("Owner", 24), ("Response", 11), ("Proximity", 13),
        ("Velocity", 12), ("Inherent", 10), ("Likelihood", 11), ("Impact", 9), ("Score", 9),
        ("Band", 13), ("Was", 8), ("Likelihood was", 11), ("Impact was", 9),
        ("Move", 15), ("Target", 9), ("Appetite", 10),
        ("Tolerance", 11), ("Standing", 20), ("Goes to", 34), ("Next review", 13), ("Why", 60),
    )  # fmt: skip
    numbers = {
        "Inherent", "Likelihood", "Impact", "Score", "Was", "Likelihood was", "Impact was",
        "Target", "Appetite", "Tolerance",
    }  # fmt: skip
    return Sheet(
        name="Register",
        title=f"Register: {where}",
        note=f"This sheet holds one table: {len(paper.review.judged)} open risks, gravest first.",
        grid=Grid(
            slot="register",
            caption="Register of open risks",
            fields=tuple(Field(title=t, chars=w, right=t in numbers) for t, w in titles),
            rows=[_row(paper, one) for one in paper.review.judged]
            or [("None", "No risk is open", *[None] * (len(titles) - 2))],
        ),
        statuses=("Band", "Standing"),
        across=3,
    )


def _row(paper: Paper, one: Judged) -> tuple[CellValue, ...]:
    row = one.risk.row
    before = one.before.score if one.before else None
    return (
        one.code, one.risk.title, row["cause"], row["event"], row["effect"], one.risk.category,
        one.risk.level, one.risk.entity, one.risk.answers, row["response"], row["proximity"],
        row["velocity"], number(one.inherent), one.likelihood, one.impact, one.score,
        band(f"{one.code}/band", one.position.band), number(before),
        before.likelihood if before else None, before.impact if before else None,
        moved(f"{one.code}/move", one.move), number(one.target), one.limit, one.tolerance,
        standing(f"{one.code}/standing", one.position.standing), "; ".join(one.steps) or "Owner",
        paper.review.links.review(one.risk).due, reason(one),
    )  # fmt: skip


def _above(paper: Paper, where: str, grid: Grid) -> Sheet:
    return Sheet(
        name="Above appetite",
        title=f"Above appetite: {where}",
        note=f"This sheet holds one table: {len(grid.rows)} risks, and the path of the first"
        f" {_CHARTED} to their target.",
        grid=grid,
        statuses=("Standing",),
        charts=tuple(path_to_target(paper.review, one) for one in paper.outside[:_CHARTED]),
    )


def _listed(name: str, where: str, grid: Grid) -> Sheet:
    return Sheet(
        name=name,
        title=f"{name}: {where}",
        note=f"This sheet holds one table: {grid.caption.lower()}, {len(grid.rows)} rows.",
        grid=grid,
        statuses=tuple({"Status", "Gap", "Risks that answer it"} & {f.title for f in grid.fields}),
    )
