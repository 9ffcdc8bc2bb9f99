"""Part 4: what moved since the last paper, in groups, with the owners' reasons."""

from __future__ import annotations

from collections.abc import Sequence

from pmf_engine.api import Block, CellValue, Field, Figure, Grid, Label, Region, Wording, Words
from pmf_engine.framework.risk_looks import moved
from pmf_engine.framework.risk_review import Judged
from pmf_engine.framework.risk_sentences import ending
from pmf_engine.measures.risk import Move
from pmf_plugins.gbac_risk_review.paper import Paper
from pmf_plugins.gbac_risk_review.tables import said

_GROUPS = {
    Move.UP: "Up", Move.NEW: "New", Move.DOWN: "Down",
    Move.RESHAPED: "Same score, another cell",
}  # fmt: skip
NO_REASON = "No reason was entered."


def groups(paper: Paper) -> Region:
    """Return a title, sentences and a table (None for risks that ended) for each kind of move."""
    parts = [
        _block(str(kind), title, (), _table(kind, found))
        for kind, title in _GROUPS.items()
        if (found := paper.review.moved(kind))
    ]
    register, ended = paper.review.register, paper.review.ended
    if ended:
        words = [
            Words(
                f"{one.risk.code}/ended",
                (f"{ending(one, register)} {one.risk.row['close_reason'] or NO_REASON}".strip(),),
            )
            for one in ended
        ]
        parts.append(_block("ended", "Closed and merged", words, None))
    return Region("movers", tuple(parts))


def _block(key: str, title: str, words: Sequence[Words], grid: Grid | None) -> Block:
    told = said(f"movers/{key}/words", words)
    return Block(key, {"title": title, "words": told, "grid": grid})


def reason(one: Judged) -> str:
    """Return why a risk has its score, in the words of whoever scored it."""
    found = one.position.assessed
    return (found.row["reason"] if found else None) or NO_REASON


def _table(kind: Move, found: Sequence[Judged]) -> Grid:
    return Grid(
        slot=f"movers/{kind}",
        caption="",
        summary=f"One risk a row, {len(found)} rows; columns identifier to reason; gravest first.",
        fields=(
            Field(title="Id", width=1.2, chars=8),
            Field(title="Risk", width=3.5, chars=40),
            Field(title="Was", width=1.2, chars=8, right=True),
            Field(title="Now", width=1.2, chars=8, right=True),
            Field(title="Likelihood", width=2.0, chars=12, right=True),
            Field(title="Impact", width=1.5, chars=12, right=True),
            Field(title="Move", width=1.5, chars=16),
            Field(title="Why, in the owner's words", width=4.9, chars=60),
        ),
        rows=[_row(one) for one in found],
    )


def _row(one: Judged) -> tuple[CellValue, ...]:
    before = one.before.score if one.before else None
    return (
        one.code,
        one.risk.title,
        str(before.value) if before else "None",
        one.score,
        _apart(one.likelihood, before.likelihood if before else None),
        _apart(one.impact, before.impact if before else None),
        moved_text(one),
        reason(one),
    )


def moved_text(one: Judged) -> Wording:
    """Return how a risk moved, in a cell."""
    return moved(f"{one.code}/move", one.move)


def _apart(now: Figure, before: int | None) -> Label:
    """Return a likelihood or an impact with what it was, where it differs: 3 → 4."""
    if before is None or now.value is None or now.value == before:
        return Label((now,))
    return Label((f"{before} → ", now))
