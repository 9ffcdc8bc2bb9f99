"""How far actions are, how far they should be, and the state that follows.

A plan is elapsed days over its length, or the weight of the milestones due to date.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from pmf_engine.measures.ratio import joined, ratio
from pmf_engine.model.values import Absence, Measured, Missing

_ZERO, _ONE, _FULL = Decimal(0), Decimal(1), Decimal(100)


class State(StrEnum):
    """Where an action stands; the first that applies, in this order."""

    CANCELLED = "cancelled"
    COMPLETED = "completed"
    COMPLETED_LATE = "completed late"
    UNASSIGNED = "unassigned"
    OVERDUE = "overdue"
    CHECK_PROGRESS = "check progress"
    IN_PROGRESS = "in progress"
    NOT_STARTED = "not started"


@dataclass(frozen=True, slots=True)
class Milestone:
    """A step of an action; `state` is open, completed or cancelled. Open and blank is 0%."""

    due: date
    percent: Decimal | None = None
    weight: Decimal = _ONE
    state: str = "open"

    @property
    def done(self) -> Decimal:
        """Percent done: 100 when completed."""
        return _FULL if self.state == "completed" else self.percent or _ZERO

    @property
    def open(self) -> bool:
        """Whether there is still something to do."""
        return self.state == "open" and self.done < _FULL


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """What an action's state follows from; `state` is open, completed or cancelled."""

    start: date
    due: date
    owner: str | None = None
    percent: Decimal | None = None
    state: str = "open"
    closed_on: date | None = None
    updated_on: date | None = None
    milestones: tuple[Milestone, ...] = ()


def action_percent(milestones: Sequence[Milestone], typed: Decimal | None = None) -> Measured:
    """Return the percent done: weighted over milestones not cancelled, else the typed one.

    Raises ValueError when the weights are negative or add up to 0.
    """
    if not milestones:
        return Missing("no percentage is entered") if typed is None else _checked(typed)
    return roll_up_percent((m.weight, m.done) for m in _standing(milestones))


def roll_up_percent(children: Iterable[tuple[Decimal, Measured]]) -> Measured:
    """Return the weighted percent of children given as (weight, percent).

    Children whose percent is not applicable leave the sum; with none left it is not applicable.
    Raises ValueError when weights are negative or add up to 0, or a percent is outside 0 to 100.
    """
    counted = [(w, p) for w, p in children if not _not_applicable(p)]
    if not counted:
        return Missing("nothing to do is left", Absence.NOT_APPLICABLE)
    total = _weight(weight for weight, _ in counted)
    gaps = [percent for _, percent in counted if isinstance(percent, Missing)]
    if gaps:
        return joined(gaps)
    done = (weight * _checked(p) for weight, p in counted if isinstance(p, Decimal))
    return ratio(sum(done, _ZERO), total)


def planned_percent(
    start: date, due: date, today: date, milestones: Sequence[Milestone] = ()
) -> Decimal:
    """Return the percent that should be done by the end of today, 0 to 100."""
    standing = _standing(milestones)
    if standing:
        total = _weight(m.weight for m in standing)
        return sum((m.weight for m in standing if m.due <= today), _ZERO) / total * 100
    if today >= due:
        return _FULL
    return _FULL * (today - start).days / (due - start).days if today > start else _ZERO


def action_state(
    action: Action,
    today: date,
    *,
    lag: Decimal = Decimal(20),
    stale_after: int | None = None,
) -> State:
    """Return the first state that applies on a day; an action due today is not overdue.

    Progress needs a check when a milestone is past due, when percent is more than `lag` points
    behind plan, or when nothing was updated for `stale_after` days. Finished milestones alone do
    not complete an action: see `proposes_closure`.
    """
    if action.state == "cancelled":
        return State.CANCELLED
    if _completed(action):
        late = action.closed_on is not None and action.closed_on > action.due
        return State.COMPLETED_LATE if late else State.COMPLETED
    if not action.owner:
        return State.UNASSIGNED
    if today > action.due:
        return State.OVERDUE
    percent = action_percent(action.milestones, action.percent)
    if _needs_check(action, today, percent, lag) or _stale(action, today, stale_after):
        return State.CHECK_PROGRESS
    begun = action.start <= today or (isinstance(percent, Decimal) and percent > 0)
    return State.IN_PROGRESS if begun else State.NOT_STARTED


def proposes_closure(action: Action) -> bool:
    """Whether an open action has every milestone finished, so that somebody should close it."""
    if action.state != "open" or not action.milestones:
        return False
    return action_percent(action.milestones) == _FULL


def find_cycle(parents: Mapping[str, str | None]) -> list[str] | None:
    """Return the keys of a loop of parents, its first repeated at the end, or None."""
    clear: set[str] = set()
    for key in parents:
        path: list[str] = []
        step: str | None = key
        while step is not None and step not in clear:
            if step in path:
                return [*path[path.index(step) :], step]
            path.append(step)
            step = parents.get(step)
        clear.update(path)
    return None


def _standing(milestones: Iterable[Milestone]) -> list[Milestone]:
    return [milestone for milestone in milestones if milestone.state != "cancelled"]


def _completed(action: Action) -> bool:
    full = not action.milestones and action.percent is not None and action.percent >= _FULL
    return action.state == "completed" or full


def _needs_check(action: Action, today: date, percent: Measured, lag: Decimal) -> bool:
    if any(milestone.open and milestone.due < today for milestone in action.milestones):
        return True
    planned = planned_percent(action.start, action.due, today, action.milestones)
    return isinstance(percent, Decimal) and percent < planned - lag


def _stale(action: Action, today: date, stale_after: int | None) -> bool:
    touched = max(action.updated_on or action.start, action.start)
    return stale_after is not None and (today - touched).days > stale_after


def _not_applicable(percent: Measured) -> bool:
    return isinstance(percent, Missing) and percent.absence is Absence.NOT_APPLICABLE


def _weight(weights: Iterable[Decimal]) -> Decimal:
    found = list(weights)
    if any(weight < 0 for weight in found):
        raise ValueError("a weight is negative; weights must be 0 or more")
    total = sum(found, _ZERO)
    if total == 0:
        raise ValueError("the weights add up to 0; give at least one above 0")
    return total


def _checked(percent: Decimal) -> Decimal:
    if not _ZERO <= percent <= _FULL:
        raise ValueError(f"{percent}% done is not between 0 and 100")
    return percent
