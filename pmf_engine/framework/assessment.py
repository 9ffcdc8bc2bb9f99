"""An indicator judged for a period: its verdict, figures and movements."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date
from typing import Any

from pmf_engine.framework.register import Indicator, Register, Ruling
from pmf_engine.measures.aggregate import Total
from pmf_engine.measures.rag import missing_status
from pmf_engine.measures.series import Point
from pmf_engine.measures.trend import Trend
from pmf_engine.model.periods import Period
from pmf_engine.model.report import Coverage
from pmf_engine.model.values import Absence, Figure, Measured, Missing, Status
from pmf_engine.run import Run

ENTRY_DAY = 14  # the framework: figures and commentary by the 14th of the next month


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """What a period's pack knows of an indicator; `period` is the indicator's own.

    Figures: `latest`, `target` (and `upper` for a range), `gap` and `gap_percent`, `ytd`,
    `ytd_target`, `year_ago`, `previous` and `quartile` (1 is best); those without a meaning are
    figures with a reason.
    """

    indicator: Indicator
    period: Period
    ruling: Ruling
    point: Point
    latest: Figure
    target: Figure
    upper: Figure | None
    gap: Figure
    gap_percent: Figure
    previous: Figure
    ytd: Figure
    ytd_target: Figure
    ytd_total: Total
    year_ago: Figure
    quartile: Figure
    short: Trend
    long: Trend
    status: Status
    ytd_status: Status

    @property
    def exception(self) -> bool:
        """Whether it stands in the exceptions: red, overdue, or critical and not green."""
        if self.status in (Status.RED, Status.OVERDUE):
            return True
        return self.indicator.critical and self.status in (Status.AMBER, Status.NO_DATA)

    @property
    def judged(self) -> bool:
        """Whether there is a target to be judged by."""
        return self.ruling.target.judges


def due_date(period: Period) -> date:
    """Return the day by which a period's figure is to be entered."""
    return Period(period.last + 1).start_date.replace(day=ENTRY_DAY)


def status_at(register: Register, one: Indicator, period: Period, today: date) -> Status:
    """Return the verdict on an indicator's own period, judged by the target at its end."""
    value = timely(register, one, register.point(one, period), today)
    return one.judge(value, register.ruling(one, period.end_date).target)


def status_shown(
    run: Run, register: Register, one: Indicator, whose: Coverage, month: Period
) -> Status:
    """Return the verdict in a company's own pack of its last period by a month, as adjusted."""
    pack = Period.last_ending_by(month, whose.frequency)
    period = one.own_period(pack.last_month)
    value = run.override(whose.code, pack, one.code)
    if value is None:
        return status_at(register, one, period, run.today)
    return one.judge(value, register.ruling(one, period.end_date).target)


def timely(register: Register, one: Indicator, point: Point, today: date) -> Measured:
    """Return a value; one missing is not due before the entry day and overdue after it.

    It is neither where a row was entered without a figure.
    """
    if not isinstance(point.value, Missing) or one.members:
        return point.value
    entered = bool(register.entries(one.code, point.month))
    status = missing_status(due_date(point.month), today, entered)
    absence = {Status.NOT_DUE: Absence.NOT_DUE, Status.OVERDUE: Absence.OVERDUE}.get(status)
    return Missing(point.value.reason, absence) if absence else point.value


def benchmark(run: Run, one: Indicator, period: Period) -> Any:
    """Return the benchmark row of the newest year begun by a period's end, or None."""
    rows = [] if one.members else run.data.benchmarks.by("code").get(one.code, [])
    begun = [row for row in rows if _year_start(row) <= period.last]
    return max(begun, key=_year_start, default=None)


def _year_start(row: Any) -> int:
    """The first month of a row's year; a year that is none is after every period."""
    try:
        return Period.parse(row.peek("year") or "").first
    except ValueError:
        return sys.maxsize
