"""When a report is due, moved to a working day in England."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import date, timedelta
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from pmf_engine.model.periods import Period
from pmf_engine.model.report import Due

_SATURDAY = 5


def due_date(due: Due, period: Period, kept: Path | None = None) -> date:
    """Return the day a report is due for a period.

    With `kept`, a folder, days once moved are kept there: loading the calendar of bank holidays
    takes longer than finding that nothing has changed.
    """
    nominal = due.nominal(period)
    if kept is None:
        return moved(nominal)
    path = kept / f"working-days-{_calendar()}.json"
    known = _known(path)
    if nominal.isoformat() not in known:
        known[nominal.isoformat()] = moved(nominal).isoformat()
        _keep(path, known)
    return date.fromisoformat(known[nominal.isoformat()])


def working(day: date) -> bool:
    """Whether a day is a working day in England."""
    return day.weekday() < _SATURDAY and day not in _bank_holidays(day.year)


def moved(day: date) -> date:
    """Return a day, or the next working day in England where it is none."""
    while not working(day):
        day += timedelta(days=1)
    return day


def working_days_after(day: date, count: int) -> date:
    """Return the day on which so many working days in England have passed since a day."""
    for _ in range(count):
        day = moved(day + timedelta(days=1))
    return day


@cache
def _bank_holidays(year: int) -> frozenset[date]:
    from holidays import country_holidays

    return frozenset(country_holidays("GB", subdiv="ENG", years=year))


def _calendar() -> int:
    """A stamp of the library of holidays: what is kept must not outlive a newer one."""
    spec = find_spec("holidays")
    return Path(spec.origin).stat().st_mtime_ns if spec and spec.origin else 0


def _known(path: Path) -> dict[str, str]:
    try:
        days = json.loads(path.read_text(encoding="utf-8"))
        return {str(day): date.fromisoformat(moved).isoformat() for day, moved in days.items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}


def _keep(path: Path, days: dict[str, str]) -> None:
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(days), encoding="utf-8")
