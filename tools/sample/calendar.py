"""The days on which figures are entered and targets approved."""

from __future__ import annotations

from datetime import date, timedelta

from pmf_engine.model.periods import Period
from tools.sample.chance import Dice

_THURSDAY, _SATURDAY = 3, 5
_HOLIDAYS = ((12, 25), (12, 26), (12, 28), (1, 1))
TODAY = date(2026, 10, 23)


def board_day(before: date) -> date:
    """Return the third Thursday of the month before a day: when a Board meets."""
    first = (before.replace(day=1) - timedelta(days=1)).replace(day=1)
    return first + timedelta(days=(_THURSDAY - first.weekday()) % 7 + 14)


def entry_day(month: Period, dice: Dice, *, late: bool) -> date:
    """Return a working day of the next month: by the 13th, or after the 14th when late."""
    first = month.shift(1).start_date
    day = first.replace(day=dice.between(15, 19) if late else dice.between(5, 13))
    if day.weekday() < _SATURDAY:
        return day
    forward = late or day.day < 8
    return day + timedelta(days=7 - day.weekday() if forward else _SATURDAY - 1 - day.weekday())


def working_day(day: date) -> date:
    """Return the day, or the nearest before it that is no weekend nor a winter bank holiday."""
    while day.weekday() >= _SATURDAY or (day.month, day.day) in _HOLIDAYS:
        day -= timedelta(days=1)
    return day


def days_after(day: date, days: int) -> date:
    """Return the day so many days later."""
    return day + timedelta(days=days)
