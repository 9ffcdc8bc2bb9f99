"""Months, quarters, half-years and financial years (April to March), and how readers see them."""

from __future__ import annotations

import re
from calendar import month_name, monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

_APRIL = 3  # offset of April in a year counted from January = 0


class Frequency(StrEnum):
    """How often a report or an indicator falls due."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half-yearly"
    YEARLY = "yearly"

    @property
    def months(self) -> int:
        """Number of months in one period of this frequency."""
        return _LENGTHS[self]

    @property
    def noun(self) -> str:
        """The word for one period: month, quarter, half-year or year."""
        return _NOUNS[self]


_LENGTHS = {
    Frequency.MONTHLY: 1,
    Frequency.QUARTERLY: 3,
    Frequency.HALF_YEARLY: 6,
    Frequency.YEARLY: 12,
}
_NOUNS = {
    Frequency.MONTHLY: "month",
    Frequency.QUARTERLY: "quarter",
    Frequency.HALF_YEARLY: "half-year",
    Frequency.YEARLY: "year",
}
_PART = re.compile(r"([12][0-9]{3})-(?:(0[1-9]|1[0-2])|Q([1-4])|H([12]))")
_YEAR = re.compile(r"([12][0-9]{3})[/-]([0-9]{2})")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A run of whole months; `first` counts months from year 0, so 2026-04 is 2026 * 12 + 3."""

    first: int
    frequency: Frequency = Frequency.MONTHLY

    @staticmethod
    @cache
    def parse(text: str) -> Period:
        """Return the period that text such as 2026-09, 2026-Q2, 2026-H1 or 2026/27 names.

        `2009-10` and the like, which could be a month or a year, are months; write `2009/10`.
        Raises ValueError with a sentence when the text names none.
        """
        if match := _PART.fullmatch(text.strip()):
            return _part(match)
        match = _YEAR.fullmatch(text.strip())
        if match and (int(match[1]) + 1) % 100 == int(match[2]):
            return Period(int(match[1]) * 12 + _APRIL, Frequency.YEARLY)
        raise ValueError(
            f"“{text}” is not a period. Write a month as 2026-09, a quarter of the financial year"
            " as 2026-Q2, a half as 2026-H1 or a year as 2026/27."
        )

    @staticmethod
    @cache
    def month(year: int, month: int) -> Period:
        """Return one calendar month."""
        return Period(year * 12 + month - 1)

    @staticmethod
    def month_of(day: date) -> Period:
        """Return the calendar month that holds a day."""
        return Period.month(day.year, day.month)

    @staticmethod
    def containing(month: Period, frequency: Frequency) -> Period:
        """Return the period of a frequency that holds a month."""
        offset = (month.first - _APRIL) % frequency.months
        return Period(month.first - offset, frequency)

    @staticmethod
    def last_ending_by(month: Period, frequency: Frequency) -> Period:
        """Return the newest period of a frequency whose last month is not after `month`'s last."""
        return Period.containing(Period(month.last + 1 - frequency.months), frequency)

    @property
    def last(self) -> int:
        """The last month, counted as `first` is."""
        return self.first + self.frequency.months - 1

    @property
    def last_month(self) -> Period:
        """The last month as a period of its own."""
        return Period(self.last)

    @property
    def start_date(self) -> date:
        """The first day."""
        return date(self.first // 12, self.first % 12 + 1, 1)

    @property
    def end_date(self) -> date:
        """The last day."""
        year, month = self.last // 12, self.last % 12 + 1
        return date(year, month, monthrange(year, month)[1])

    @property
    def financial_year(self) -> Period:
        """The financial year in which the period ends."""
        return Period.containing(self.last_month, Frequency.YEARLY)

    @property
    def number(self) -> int:
        """Which period of its financial year this is, from 1."""
        return (self.first - self.financial_year.first) // self.frequency.months + 1

    @property
    def months(self) -> Iterator[Period]:
        """The months it holds, in order."""
        return map(Period, range(self.first, self.last + 1))

    def shift(self, steps: int) -> Period:
        """Return the period so many steps later (earlier when negative)."""
        return Period(self.first + steps * self.frequency.months, self.frequency)

    def year_ago(self) -> Period:
        """Return the same period twelve months earlier."""
        return Period(self.first - 12, self.frequency)

    @property
    def id(self) -> str:
        """The form used in figure ids and file names: 2026-09, 2026-Q2, 2026-H1, 2026-27."""
        year = self.financial_year.first // 12
        if self.frequency is Frequency.MONTHLY:
            return f"{self.first // 12}-{self.first % 12 + 1:02}"
        if self.frequency is Frequency.YEARLY:
            return f"{year}-{(year + 1) % 100:02}"
        return f"{year}-{'Q' if self.frequency is Frequency.QUARTERLY else 'H'}{self.number}"

    @property
    def year_label(self) -> str:
        """The financial year as readers see it: 2026/27."""
        year = self.financial_year.first // 12
        return f"{year}/{(year + 1) % 100:02}"

    @property
    def span(self) -> str:
        """The months in words: July to September 2026."""
        first, last = self.start_date, self.end_date
        if self.frequency is Frequency.MONTHLY:
            return f"{month_name[last.month]} {last.year}"
        year = "" if first.year == last.year else f" {first.year}"
        return f"{month_name[first.month]}{year} to {month_name[last.month]} {last.year}"

    @property
    def title(self) -> str:
        """The whole name for readers: Quarter 2 2026/27 (July to September 2026)."""
        if self.frequency is Frequency.QUARTERLY:
            return f"Quarter {self.number} {self.year_label} ({self.span})"
        if self.frequency is Frequency.YEARLY:
            return f"{self.year_label} ({self.span})"
        return self.span

    @property
    def name(self) -> str:
        """The name after first mention: Quarter 2 2026/27, September 2026, 2026/27."""
        return self.title.split(" (")[0]

    @property
    def short(self) -> str:
        """The name on an axis or in a narrow column: Sep 26, Q2 26/27, 2026/27."""
        if self.frequency is Frequency.QUARTERLY:
            return f"Q{self.number} {self.year_label[2:]}"
        if self.frequency is Frequency.HALF_YEARLY:
            return f"H{self.number} {self.year_label[2:]}"
        if self.frequency is Frequency.YEARLY:
            return self.year_label
        return f"{month_name[self.end_date.month][:3]} {self.end_date.year % 100:02}"

    def __str__(self) -> str:
        return self.id


def _part(match: re.Match[str]) -> Period:
    year = int(match[1])
    if match[2]:
        return Period.month(year, int(match[2]))
    frequency = Frequency.QUARTERLY if match[3] else Frequency.HALF_YEARLY
    steps = int(match[3] or match[4]) - 1
    return Period(year * 12 + _APRIL + steps * frequency.months, frequency)
