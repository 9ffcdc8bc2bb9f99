"""The framework's timetable: what falls due, for whom, by which rule, from which source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from pmf_engine.model.periods import Frequency, Period
from pmf_engine.model.report import Due

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_LOOK_BACK = 18  # months: no deadline lies further after the end of its period


class Cycle(StrEnum):
    """How often a row falls due; the planning year runs from October to September."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half-yearly"
    YEARLY = "yearly"
    PLANNING = "planning"
    ONCE = "once"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a date was taken from."""

    title: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A rule for a day: in a month, so many days after the period, a weekday, or a date."""

    day: int | None = None
    months_after: int = 1
    month: int | None = None
    days_after: int | None = None
    weekday: int | None = None
    on: date | None = None

    def after(self, period: Period) -> date:
        """Return the day the rule gives for a period, before any move to a working day."""
        if self.days_after is not None:
            return period.end_date + timedelta(days=self.days_after)
        due = Due(day=self.day or 31, months_after=self.months_after, month=self.month)
        return due.nominal(period)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """The rule of a row from a day on.

    `year_end` is the rule for the last period of a financial year where it differs; `opens` the
    month and day on which a span of time begins; `published` the dates given out by period.
    `about` days are not late at once, `assumed` ones are ours, and what is not `verified` was not
    found in the source.
    """

    first: date
    due: When
    source: Source
    year_end: When | None = None
    opens: tuple[int, int] | None = None
    published: Mapping[str, date] = field(default_factory=dict)
    about: bool = False
    assumed: bool = False
    verified: bool = True
    withdrawn: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of the timetable.

    `report` is the key of the report that answers it, if any does. Where the main table of the
    report `data` holds the period, a row of data to be entered is done.
    """

    key: str
    title: str
    theme: str
    to: str
    by: str
    cycle: Cycle
    report: str
    data: str
    editions: tuple[Edition, ...]

    def in_force(self, day: date) -> Edition | None:
        """Return the newest edition that has begun by a day, unless it is withdrawn."""
        begun = [edition for edition in self.editions if edition.first <= day]
        return begun[-1] if begun and not begun[-1].withdrawn else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """One time that a row falls due.

    `nominal` is the day before any move to a working day; one that was `published` is never moved.
    """

    row: Row
    edition: Edition
    nominal: date
    period: Period | None = None
    published: bool = False

    @property
    def opens(self) -> date | None:
        """The day on which its span begins, None where it has none."""
        if self.edition.opens is None:
            return None
        month, day = self.edition.opens
        begun = (month, day) <= (self.nominal.month, self.nominal.day)
        return date(self.nominal.year - (not begun), month, day)

    @property
    def marks(self) -> tuple[str, ...]:
        """What must be said wherever the day is shown; nothing of a published day."""
        edition = self.edition
        said = {
            "about": edition.about,
            "assumed": edition.assumed,
            "UNVERIFIED": not edition.verified,
        }
        return () if self.published else tuple(mark for mark, so in said.items() if so)

    @property
    def label(self) -> str:
        """What it is for, as readers see it: a period, a planning year, or nothing."""
        if self.row.cycle is Cycle.PLANNING:
            year = self.nominal.year - (self.nominal.month < 10)  # October begins it
            return f"planning {year}/{(year + 1) % 100:02}"
        return self.period.name if self.period else ""


def deadlines(row: Row, start: date, end: date) -> Iterator[Deadline]:
    """Yield each time a row falls due from a day to a day, by nominal date, oldest first."""
    if row.cycle is Cycle.ONCE:
        found = [Deadline(row=row, edition=e, nominal=e.due.on) for e in row.editions if e.due.on]
        found = [one for one in found if not one.edition.withdrawn]
    elif row.cycle is Cycle.WEEKLY:
        found = list(_weeks(row, start, end))
    else:
        found = list(_periods(row, start, end))
    yield from (one for one in found if start <= one.nominal <= end)


def _weeks(row: Row, start: date, end: date) -> Iterator[Deadline]:
    for day in (start + timedelta(days=n) for n in range((end - start).days + 1)):
        edition = row.in_force(day)
        if edition and edition.due.weekday == day.weekday():
            yield Deadline(row=row, edition=edition, nominal=day)


def _periods(row: Row, start: date, end: date) -> Iterator[Deadline]:
    planning = row.cycle is Cycle.PLANNING
    frequency = Frequency.YEARLY if planning else Frequency(row.cycle)
    period = Period.containing(Period(Period.month_of(start).first - _LOOK_BACK), frequency)
    while period.end_date <= end:
        edition = row.in_force(period.end_date)
        if edition:
            last = period.last == period.financial_year.last
            when = edition.year_end if edition.year_end and last else edition.due
            told = edition.published.get(period.id)
            yield Deadline(
                row=row,
                edition=edition,
                nominal=told or when.after(period),
                period=None if planning else period,
                published=told is not None,
            )
        period = period.shift(1)
