"""Part 5: a page for each risk above its appetite."""

from __future__ import annotations

from pmf_engine.api import Block, Field, Grid, Narrative, Region, Words
from pmf_engine.framework.exceptions import action_grid, linked_words
from pmf_engine.framework.risk_assurance import Control
from pmf_engine.framework.risk_charts import path_to_target
from pmf_engine.framework.risk_looks import standing
from pmf_engine.framework.risk_review import Judged
from pmf_engine.framework.risk_sentences import move, shown, stands
from pmf_engine.framework.sentences import capital, spoken_date
from pmf_plugins.gbac_risk_review.movers import NO_REASON, reason
from pmf_plugins.gbac_risk_review.paper import Paper
from pmf_plugins.gbac_risk_review.tables import said


def outside(paper: Paper) -> Region:
    """Return the region of risks above appetite, those outside tolerance first."""
    return Region("outside", tuple(_block(paper, one) for one in paper.outside))


def _block(paper: Paper, one: Judged) -> Block:
    code, actions = one.code, paper.review.links.actions(one.code)
    controls = paper.review.assurances.controls(code)
    return Block(
        code,
        {
            "code": code,
            "title": one.risk.title,
            "standing": standing(f"{code}/headline", one.position.standing),
            "facts": _facts(one),
            "cause": one.risk.row["cause"] or "No cause was entered.",
            "event": one.risk.row["event"] or "No event was entered.",
            "effect": one.risk.row["effect"] or "No effect was entered.",
            "words": said(
                f"{code}/where",
                (
                    Words(f"{code}/{name}", pieces)
                    for name, pieces in (("stands", stands(one)), ("course", move(one)))
                    if pieces
                ),
            ),
            "chart": path_to_target(paper.review, one),
            "controls": _controls(code, controls) if controls else None,
            "commentary": Narrative(f"{code}/commentary", reason(one)),
            "attribution": _attribution(one),
            "actions_words": Words(
                f"{code}/actions-words", (linked_words(actions).replace("measure", "risk"),)
            ),
            "actions": action_grid(f"{code}/actions", actions) if actions else None,
        },
    )


def _facts(one: Judged) -> Grid:
    return Grid(
        slot=f"{one.code}/facts",
        caption="",
        summary=f"The facts of {one.risk.name} on one row: before controls to owner.",
        fields=(
            Field(title="Before controls", width=2.7, right=True),
            Field(title="Now", width=2.2, right=True),
            Field(title="Target", width=2.2, right=True),
            Field(title="Appetite", width=2.0, right=True),
            Field(title="Tolerance", width=2.2, right=True),
            Field(title="Owner", width=5.7),
        ),
        keep=True,
        rows=[
            (
                str(one.inherent or "None"),
                shown(one),
                str(one.target or "None"),
                one.limit,
                one.tolerance,
                one.risk.answers,
            )
        ],
    )


def _controls(code: str, controls: list[Control]) -> Grid:
    return Grid(
        slot=f"{code}/controls",
        caption="",
        summary=f"One control a row, {len(controls)} rows; columns control to last tested.",
        fields=(
            Field(title="Control", width=6.0, chars=44),
            Field(title="Type", width=2.4, chars=14),
            Field(title="Effect", width=2.4, chars=12),
            Field(title="Assured by", width=3.6, chars=20),
            Field(title="Last tested", width=2.6, chars=13),
        ),
        rows=[
            (
                f"{one.row['title']}{' (key)' if one.key else ''}",
                capital(one.row["type"] or "not said"),
                capital(one.row["effectiveness"] or "untested"),
                "■ Gap: no line 2 or 3" if one.gap else one.assured_by,
                one.row["last_tested"] or "Never",
            )
            for one in controls
        ],
    )


def _attribution(one: Judged) -> str:
    found = one.position.assessed
    if found is None or reason(one) == NO_REASON:
        return one.risk.answers
    return f"{found.row['by'] or one.risk.answers}, {spoken_date(found.on)}"
