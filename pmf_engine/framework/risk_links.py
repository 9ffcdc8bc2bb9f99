"""What hangs on a risk: actions of the golden thread, reviews owed, indicators that tell of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from pmf_engine.framework.assessment import status_at
from pmf_engine.framework.register import Indicator, Register
from pmf_engine.framework.risk_contract import CURRENT
from pmf_engine.framework.risks import Risk, RiskRegister
from pmf_engine.framework.thread import Thread, Tracked
from pmf_engine.measures.calendar import months_later
from pmf_engine.measures.progress import State
from pmf_engine.model.values import Status
from pmf_engine.run import Run

REVIEW_MONTHS = 3  # the framework: the register is reviewed each quarter
LISTED_AFTER = 30  # days late after which a review is listed by owner; a house rule
_ABSENT = (Status.NO_DATA, Status.OVERDUE)


@dataclass(frozen=True, slots=True)
class Review:
    """A review owed: the day it was due and the days since, 0 or less where it is not late."""

    risk: Risk
    due: date
    late: int

    @property
    def listed(self) -> bool:
        """Whether it is so late that it is listed."""
        return self.late > LISTED_AFTER


@dataclass(frozen=True, slots=True)
class Prompt:
    """An indicator off target or missing whose risk was not re-scored in the period."""

    risk: Risk
    indicator: Indicator
    status: Status
    scored_on: date | None


class Links:
    """What hangs on the risks of a run."""

    def __init__(self, run: Run, register: RiskRegister) -> None:
        self._run, self._register = run, register
        self._actions = run.data.risk_actions.by("risk")
        self._indicators = run.data.risk_indicators.by("risk")
        self._measures = run.share("register", lambda: Register(run.data))

    @cached_property
    def thread(self) -> Thread:
        """The golden thread on the day of the run."""
        return Thread(self._run.data, self._run.today)

    def actions(self, risk: str) -> list[Tracked]:
        """Return the actions that reduce a risk, by due date."""
        codes = [row.action for row in self._actions.get(risk, ())]
        rows = [self.thread.actions[code] for code in codes if code in self.thread.actions]
        return sorted(map(self.thread.track, rows), key=lambda one: (one.due, one.code))

    def overdue(self, risks: Iterable[Risk]) -> list[tuple[Risk, Tracked]]:
        """Return each overdue action once, with the first of the risks that it serves."""
        found: dict[str, tuple[Risk, Tracked]] = {}
        for risk in risks:
            for one in self.actions(risk.code):
                if one.state is State.OVERDUE:
                    found.setdefault(one.code, (risk, one))
        return list(found.values())

    def review(self, risk: Risk) -> Review:
        """Return when a risk was next to be reviewed: as entered, or three months after its last.

        A day entered that the newest assessment has passed is kept no more.
        """
        last = self._register.assessed(risk.code, CURRENT, self._run.today)
        seen = last.on if last else risk.opened or self._run.today
        entered = risk.row["next_review"]
        due = entered if entered and entered > seen else months_later(seen, REVIEW_MONTHS)
        return Review(risk, due, (self._run.today - due).days)

    def indicators(self, risk: str) -> list[tuple[Indicator, Status]]:
        """Return the indicators that tell of a risk with their verdicts at the period's end."""
        codes = [row.indicator for row in self._indicators.get(risk, ())]
        known = self._measures.indicators
        return [(known[code], self._status(known[code])) for code in codes if code in known]

    def prompts(self, risk: Risk) -> Iterator[Prompt]:
        """Yield the indicators that ask for a new score of a risk not scored in the period."""
        last = self._register.assessed(risk.code, CURRENT, self._run.period.end_date)
        scored_on = last.on if last else None
        if scored_on is not None and scored_on >= self._run.period.start_date:
            return
        for one, status in self.indicators(risk.code):
            if status is Status.RED or status in _ABSENT:
                yield Prompt(risk, one, status, scored_on)

    def _status(self, one: Indicator) -> Status:
        def judge() -> Status:
            period = one.own_period(self._run.period.last_month)
            return status_at(self._measures, one, period, self._run.today)

        return self._run.remember(f"verdict {one.code}", judge)  # type: ignore[no-any-return]


def by_owner(found: Iterable[Any]) -> dict[str, list[Any]]:
    """Return things that have a risk by the owner of that risk, owners in alphabetical order."""
    groups: dict[str, list[Any]] = {}
    for one in found:
        risk = one[0] if isinstance(one, tuple) else one.risk
        groups.setdefault(risk.answers, []).append(one)
    return dict(sorted(groups.items()))
