"""The golden thread: plans, objectives, actions and milestones, their states and gaps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from pmf_engine.measures.progress import (
    Action,
    Milestone,
    State,
    action_percent,
    action_state,
    find_cycle,
    proposes_closure,
    roll_up_percent,
)
from pmf_engine.model.values import Absence, Measured, Missing

STALE_AFTER = 60  # days without an update before progress needs a check; a house rule
DONE = (State.COMPLETED, State.COMPLETED_LATE)
STALLED = (State.OVERDUE, State.CHECK_PROGRESS, State.UNASSIGNED)


@dataclass(frozen=True, slots=True)
class Tracked:
    """An action with its state on the day, its percent done and the name of its owner."""

    row: Any
    code: str
    title: str
    state: State
    percent: Measured
    due: date
    closed_on: date | None
    owner: str


@dataclass(frozen=True, slots=True)
class Gaps:
    """Breaks in the thread, by title and code; people are counted, never named."""

    objectives_without_action: tuple[str, ...]
    objectives_without_indicator: tuple[str, ...]
    actions_without_owner: tuple[str, ...]
    actions_of_leavers: tuple[str, ...]
    actions_to_close: tuple[str, ...]
    teams_without_action: tuple[str, ...]
    people_without_action: int


class Thread:
    """The plans and what hangs on them, judged on a day.

    `data` needs the inputs of `THREAD_INPUTS` and `indicators`. Whatever is asked notes its cells.
    """

    def __init__(self, data: Any, today: date) -> None:
        self._data, self._today = data, today
        self._milestones = data.milestones.by("action")
        self._people = {row.peek("code"): row for row in data.people}

    @cached_property
    def actions(self) -> dict[str, Any]:
        """The rows of actions by code."""
        return {row.peek("code"): row for row in self._data.actions if row.peek("code")}

    def track(self, row: Any) -> Tracked:
        """Return an action with its state and percent; an impossible weight leaves it missing."""
        action = self._action(row)
        return Tracked(
            row=row,
            code=row.code,
            title=row.title or "",
            state=action_state(action, self._today, stale_after=STALE_AFTER),
            percent=_percent(action),
            due=action.due,
            closed_on=action.closed_on,
            owner=self.name(row.owner),
        )

    def name(self, person: str | None) -> str:
        """Return an owner's name, or that there is none."""
        row = self._people.get(person)
        return (row.peek("name") or "") if row is not None else "No owner"

    def linked(self, indicators: Iterable[str]) -> list[Tracked]:
        """Return the actions linked to any of these indicators, in order of due date."""
        codes = set(indicators)
        rows = [row for row in self.actions.values() if codes & set(row.peek("indicators") or ())]
        return sorted(map(self.track, rows), key=lambda one: (one.due, one.code))

    def plans(self, kind: str, entity: str | None, on: date) -> list[Any]:
        """Return the plans of a kind in force on a day, of one entity or of all."""
        return [
            row
            for row in self._data.plans
            if row.peek("kind") == kind
            and (entity is None or row.peek("entity") == entity)
            and (row.peek("valid_from") or on) <= on <= (row.peek("valid_to") or on)
        ]

    def objectives(self, plan: str) -> list[Any]:
        """Return the objectives of a plan."""
        return list(self._data.objectives.by("plan").get(plan, ()))

    def under(self, objective: str) -> list[Tracked]:
        """Return the actions that serve an objective."""
        return [self.track(row) for row in self._data.actions.by("objective").get(objective, ())]

    def objective_percent(self, objective: str) -> Measured:
        """Return the mean percent of an objective's actions, cancelled ones left out."""
        return _mean(
            one.percent for one in self.under(objective) if one.state is not State.CANCELLED
        )

    def plan_percent(self, plan: str) -> Measured:
        """Return the mean percent of a plan's objectives that have actions."""
        return _mean(self.objective_percent(row.code) for row in self.objectives(plan))

    def gaps(self, entity: str | None) -> Gaps:
        """Return the breaks in the thread of one entity, or of all."""
        plans = {
            row.peek("code")
            for row in self._data.plans
            if entity is None or row.peek("entity") == entity
        }
        objectives = [row for row in self._data.objectives if row.peek("plan") in plans]
        actions = [row for row in self.actions.values() if row.peek("plan") in plans]
        live = [row for row in actions if row.peek("state") == "open"]
        teams = [row for row in self._data.teams if entity is None or row.peek("entity") == entity]
        idle = list(self._idle(teams))
        return Gaps(
            objectives_without_action=self._unserved(objectives, self._served),
            objectives_without_indicator=self._unserved(objectives, self._measured),
            actions_without_owner=tuple(_named(row) for row in live if not row.owner),
            actions_of_leavers=tuple(_named(row) for row in live if self._left(row.owner)),
            actions_to_close=tuple(
                _named(row) for row in live if proposes_closure(self._action(row))
            ),
            teams_without_action=tuple(code for code, _ in idle),
            people_without_action=sum(n for _, n in idle),
        )

    @cached_property
    def _served(self) -> set[str]:
        return {row.peek("objective") for row in self.actions.values()}

    @cached_property
    def _measured(self) -> set[str]:
        return {row.peek("objective") for row in self._data.indicators}

    def _unserved(self, objectives: Iterable[Any], served: set[str]) -> tuple[str, ...]:
        return tuple(_named(row) for row in objectives if row.peek("code") not in served)

    def _left(self, person: str | None) -> bool:
        row = self._people.get(person)
        return row is not None and (row.valid_to or self._today) < self._today

    def _idle(self, teams: Iterable[Any]) -> Iterator[tuple[str, int]]:
        """Teams whose people have no open action, with how many people that is."""
        busy = {row.peek("owner") for row in self.actions.values() if row.peek("state") == "open"}
        for team in teams:
            staff = [row for row in self._staff.get(team.code, ()) if not self._gone(row)]
            idle = [row for row in staff if row.peek("code") not in busy]
            if staff and len(idle) == len(staff):
                yield _named(team), len(idle)

    @cached_property
    def _staff(self) -> Mapping[str, list[Any]]:
        return self._data.people.by("team")  # type: ignore[no-any-return]

    def _gone(self, row: Any) -> bool:
        return (row.peek("valid_to") or self._today) < self._today

    def _action(self, row: Any) -> Action:
        steps = self._milestones.get(row.peek("code"), ())
        return Action(
            start=row.start or row.due or self._today,
            due=row.due or self._today,
            owner=row.owner,
            percent=row.percent,
            state=row.state or "open",
            closed_on=row.closed_on,
            updated_on=row.updated_on,
            milestones=tuple(_milestone(step, self._today) for step in steps),
        )


def _named(row: Any) -> str:
    return f"{row.title} ({row.code})"


def plan_cycle(data: Any) -> list[str] | None:
    """Return a loop of plans that are one another's parents, or None."""
    return find_cycle({row.peek("code"): row.peek("parent") for row in data.plans})


def weight_faults(data: Any) -> Iterator[Any]:
    """Yield a milestone row of each action whose weights add up to 0."""
    for rows in data.milestones.by("action").values():
        standing = [row for row in rows if row.peek("state") != "cancelled"]
        if standing and not sum(_weight(row.peek("weight")) for row in standing):
            yield standing[0]


def _milestone(row: Any, today: date) -> Milestone:
    return Milestone(row.due or today, row.percent, _weight(row.weight), row.state or "open")


def _weight(value: Decimal | None) -> Decimal:
    return Decimal(1) if value is None else value


def _percent(action: Action) -> Measured:
    try:
        if action.state == "completed":
            return Decimal(100)
        return action_percent(action.milestones, action.percent)
    except ValueError as fault:
        return Missing(str(fault))


def _mean(values: Iterable[Measured]) -> Measured:
    found = list(values)
    known = [(Decimal(1), value) for value in found if isinstance(value, Decimal)]
    if not known:
        return Missing("there is no action", Absence.NOT_APPLICABLE)
    return roll_up_percent(known)
