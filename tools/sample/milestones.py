"""The milestones of one action: steps of its kind, and how far each is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from pmf_engine.measures.progress import Milestone, action_percent
from tools.sample.calendar import TODAY, days_after, working_day
from tools.sample.chance import Dice
from tools.sample.progress import Course

Row = dict[str, Any]
_NONE, _ALL = Decimal(0), Decimal(100)
_WEIGHTS = {
    2: ((25, 75), (40, 60)),
    3: ((20, 30, 50), (25, 50, 25)),
    4: ((10, 20, 30, 40), (20, 20, 40, 20)),
}


def milestone_rows(
    action: str, found: Course, steps: Sequence[Sequence[str]], dice: Dice
) -> tuple[list[Row], int]:
    """Return the rows of an action's milestones and the percentage they add up to."""
    chosen = _chosen(steps, dice)
    stages = _stages(found, len(chosen), dice)
    weights = dice.pick(_WEIGHTS[len(chosen)]) if dice.below(5) < 2 else ()
    if weights:
        pairs = zip(stages, weights, strict=True)
        stages = [replace(stage, weight=Decimal(weight)) for stage, weight in pairs]
    rows = [
        {
            "code": f"{action}-M{at}",
            "action": action,
            "title": dice.pick(wordings),
            "weight": stage.weight if weights else None,
            "due": stage.due,
            "percent": stage.percent,
            "state": stage.state,
        }
        for at, (wordings, stage) in enumerate(zip(chosen, stages, strict=True), 1)
    ]
    percent = action_percent(stages)
    return rows, int(percent) if isinstance(percent, Decimal) else 0


def _chosen(steps: Sequence[Sequence[str]], dice: Dice) -> list[Sequence[str]]:
    """Return two or more of the steps in order, the last always among them."""
    kept = list(steps)
    for _ in range(len(steps) - dice.between(2, len(steps))):
        kept.pop(dice.below(len(kept) - 1))
    return kept


def _stages(found: Course, count: int, dice: Dice) -> list[Milestone]:
    dues = [_due(found, at, count) for at in range(1, count + 1)]
    if found.state == "completed":
        return [Milestone(due, _ALL, state="completed") for due in dues]
    if found.state == "cancelled":
        return [Milestone(due, _NONE, state="cancelled") for due in dues]
    finished = sum(due < TODAY for due in dues)
    if finished and found.outcome in ("slip", "over"):
        finished -= 1
    begun = _begun(found, [found.start, *dues], finished, dice)
    percents = [_ALL] * finished + [begun] + [_NONE] * (count - finished - 1)
    return [
        Milestone(due, percent, state="completed" if percent == _ALL else "open")
        for due, percent in zip(dues, percents, strict=True)
    ]


def _due(found: Course, at: int, count: int) -> date:
    return working_day(days_after(found.start, (found.due - found.start).days * at // count))


def _begun(found: Course, days: Sequence[date], at: int, dice: Dice) -> Decimal:
    """Return how far the first unfinished milestone is, in steps of 5."""
    if found.outcome in ("next", "none"):
        return _NONE
    if found.outcome in ("slip", "over"):
        return Decimal(5 * dice.between(6, 16))
    share = 100 * (TODAY - days[at]).days // max((days[at + 1] - days[at]).days, 1)
    return Decimal(min(max((share + dice.between(-15, 15)) // 5 * 5, 0), 90))
