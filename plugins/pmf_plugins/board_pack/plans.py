"""Progress of the strategic plan up the golden thread, and where the thread is broken."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from pmf_engine.api import Field, Figure, Grid, Region, Words
from pmf_engine.framework.packs import over
from pmf_engine.framework.plans import plan_block
from pmf_engine.model.naming import some_of
from pmf_plugins.board_pack.pack import Pack

_MOST_NAMED = 4


def plan_blocks(pack: Pack) -> Region:
    """Return each strategic plan in force: its title, sentence, table and chart of objectives."""
    entity = None if pack.run.entity.group else pack.run.entity.code
    rows = pack.thread.plans("strategic plan", entity, pack.run.period.end_date)
    blocks = tuple(plan_block(pack.run, pack.thread, row) for row in rows)
    return Region("plans", blocks, ended="No longer in force")


def gap_grid(pack: Pack) -> Grid:
    """Return the breaks in the golden thread as counts; nobody is named."""
    return Grid(
        slot="gaps",
        caption="Breaks in the golden thread",
        summary="One kind of break a row, 7 rows; columns kind, number and which.",
        fields=(
            Field(title="Break", width=5.2, chars=48),
            Field(title="Number", width=1.8, chars=10, right=True),
            Field(title="Which", width=10.0, chars=60),
        ),
        rows=pack.run.remember("gaps", lambda: _gap_rows(pack)),
    )


def _gap_rows(pack: Pack) -> list[tuple[Any, ...]]:
    run = pack.run
    entity = None if run.entity.group else run.entity.code

    gaps = pack.thread.gaps(entity)

    def row(title: str, table: str, slot: str, found: Sequence[str] | int) -> tuple[Any, ...]:
        counted = isinstance(found, int)
        number = found if isinstance(found, int) else len(found)
        figure = run.figure(f"gaps/{slot}", title, over(run, table, Decimal(number)))
        return title, figure, "Not listed" if counted else _codes(found)

    no_action, no_indicator = gaps.objectives_without_action, gaps.objectives_without_indicator
    return [
        row("Objectives with no action", "objectives", "objectives-action", no_action),
        row("Objectives with no indicator", "objectives", "objectives-indicator", no_indicator),
        row("Open actions with no owner", "actions", "actions-owner", gaps.actions_without_owner),
        row("Open actions of leavers", "actions", "actions-leavers", gaps.actions_of_leavers),
        row("Open actions with nothing left", "actions", "actions-done", gaps.actions_to_close),
        row("Teams with no open action", "teams", "teams-idle", gaps.teams_without_action),
        row("People in those teams", "people", "people-idle", gaps.people_without_action),
    ]


def _codes(found: Any) -> str:
    return some_of(found, _MOST_NAMED, "; ") or "None"


def gap_words(pack: Pack) -> Words:
    """Return whether the thread is whole, in a sentence."""
    rows = gap_grid(pack).rows
    broken = sum(1 for _, figure, _ in rows if isinstance(figure, Figure) and figure.value)
    if not broken:
        return Words("gaps/words", ("Every link of the golden thread holds.",))
    return Words(
        "gaps/words",
        (f"The golden thread is broken in {broken} of the {len(rows)} ways looked for.",),
    )
