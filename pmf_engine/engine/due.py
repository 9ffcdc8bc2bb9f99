"""When a report is due, moved to a working day in England."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from pmf_engine.model.periods import Period
from pmf_engine.model.report import Due

_SATURDAY = 5


def due_date(due: Due, period: Period) -> date:
    """Return the day a report is due for a period."""
    day = due.nominal(period)
    while not working(day):
        day += timedelta(days=1)
    return day


def working(day: date) -> bool:
    """Whether a day is a working day in England."""
    return day.weekday() < _SATURDAY and day not in _bank_holidays(day.year)


@cache
def _bank_holidays(year: int) -> frozenset[date]:
    from holidays import country_holidays

    return frozenset(country_holidays("GB", subdiv="ENG", years=year))
