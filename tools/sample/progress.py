"""The dates of an action and how far it is, from the one word that says how it went.

done, late: completed by the due date, or after it (`25`: in last year's plan); prog: on course;
slip: a milestone is overdue; lag: behind plan; stale: not updated since the summer; left: its owner
has left; over: overdue; next: not started; none: nobody owns it; canc: cancelled.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tools.sample.calendar import TODAY, days_after, working_day
from tools.sample.chance import Dice

UNTRACKED = ("plain",)
_PLAIN_OUTCOMES = ("lag", "stale", "left", "done25", "late25")
_SPANS = {  # first and last start, first and last due day
    "done": ("2026-04-01", "2026-06-15", "2026-07-10", "2026-10-20"),
    "late": ("2026-04-01", "2026-05-15", "2026-06-30", "2026-08-31"),
    "done25": ("2025-04-01", "2025-07-31", "2025-10-31", "2026-03-31"),
    "late25": ("2025-04-01", "2025-06-30", "2025-10-31", "2026-01-30"),
    "prog": ("2026-04-01", "2026-08-14", "2026-12-18", "2027-03-31"),
    "slip": ("2026-04-01", "2026-05-29", "2026-12-18", "2027-02-26"),
    "lag": ("2026-04-01", "2026-05-29", "2026-11-30", "2027-01-29"),
    "stale": ("2026-05-04", "2026-06-15", "2027-03-01", "2027-03-31"),
    "left": ("2026-04-01", "2026-05-29", "2027-01-29", "2027-03-31"),
    "over": ("2026-04-01", "2026-06-15", "2026-08-31", "2026-10-16"),
    "next": ("2026-11-02", "2027-01-11", "2027-02-26", "2027-03-31"),
    "none": ("2026-09-21", "2026-10-09", "2027-02-26", "2027-03-31"),
    "canc": ("2026-04-01", "2026-06-15", "2026-11-30", "2027-03-31"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """When an action starts, is due and was closed or last updated."""

    outcome: str
    start: date
    due: date
    closed_on: date | None = None
    updated_on: date | None = None

    @property
    def state(self) -> str:
        """The state that somebody chose: open, completed or cancelled."""
        if self.outcome.startswith(("done", "late")):
            return "completed"
        return "cancelled" if self.outcome == "canc" else "open"

    def elapsed(self, day: date = TODAY) -> int:
        """Return the percent of its days gone by a day, 0 to 100."""
        share = 100 * (day - self.start).days // max((self.due - self.start).days, 1)
        return min(max(share, 0), 100)


def has_milestones(kind: str, outcome: str) -> bool:
    """Return whether an action is followed by milestones, and not by a typed percentage."""
    return kind not in UNTRACKED and outcome not in _PLAIN_OUTCOMES


def course(outcome: str, stated: str, left: str, dice: Dice) -> Course:
    """Return the dates of an action; `stated` may fix start/due/closed, `left` ends its owner."""
    first, latest, early, end = (date.fromisoformat(day) for day in _SPANS[outcome])
    start, due = _day(first, latest, dice), _day(early, end, dice)
    closed_on = _closing_day(outcome, due, dice)
    if stated:
        days = [date.fromisoformat(day) if day else None for day in stated.split("/")]
        start, due, closed_on = days[0] or start, days[1] or due, days[2]
    updated_on = closed_on or _updated(outcome, left, dice)
    return Course(outcome=outcome, start=start, due=due, closed_on=closed_on, updated_on=updated_on)


def typed_percent(found: Course, dice: Dice) -> int:
    """Return the percentage typed for an action that has no milestones."""
    if found.state == "completed":
        return 100
    if found.outcome in ("next", "none", "canc"):
        return 0
    at = found.updated_on if found.outcome in ("stale", "left") else TODAY
    behind = 30 if found.outcome == "lag" else dice.between(-5, 10)
    if found.outcome == "over":
        behind = dice.between(20, 60)
    return min(max((found.elapsed(at or TODAY) - behind) // 5 * 5, 5), 95)


def _closing_day(outcome: str, due: date, dice: Dice) -> date | None:
    if outcome == "canc":
        return _day(date(2026, 7, 1), date(2026, 10, 9), dice)
    if outcome.startswith("late"):
        return working_day(days_after(due, dice.between(4, 30)))
    return working_day(days_after(due, -dice.between(0, 20))) if outcome[:4] == "done" else None


def _updated(outcome: str, left: str, dice: Dice) -> date | None:
    if outcome in ("next", "none"):
        return None
    if outcome == "left":
        return date.fromisoformat(left)
    if outcome == "stale":
        return _day(date(2026, 7, 1), date(2026, 7, 24), dice)
    return _day(date(2026, 10, 8), date(2026, 10, 22), dice)


def _day(first: date, last: date, dice: Dice) -> date:
    return working_day(days_after(first, dice.between(0, (last - first).days)))
