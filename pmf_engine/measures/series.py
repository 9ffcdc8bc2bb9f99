"""The values of an indicator, one point a period, and the spans they are added up over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from pmf_engine.measures.ratio import ratio
from pmf_engine.model.numbers import half_up
from pmf_engine.model.periods import Period
from pmf_engine.model.values import Absence, Measured, Missing

Standing = Literal["actual", "provisional", "estimate"]


class Kind(StrEnum):
    """How an indicator adds up over time and over companies."""

    COUNT = "count"
    SUM = "sum"
    SNAPSHOT = "snapshot"
    RATE = "rate"
    AVERAGE = "average"


@dataclass(frozen=True, slots=True)
class Point:
    """The value for one period, of any frequency, with its numerator and denominator if known.

    Raises ValueError when a number is not finite.
    """

    month: Period
    value: Measured
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    status: Standing = "actual"

    def __post_init__(self) -> None:
        for number in (self.value, self.numerator, self.denominator):
            if isinstance(number, Decimal) and not number.is_finite():
                raise ValueError(f"“{number}” for {self.month.title} is not a number")

    @property
    def pair(self) -> tuple[Decimal, Decimal] | None:
        """Numerator and denominator that can be pooled: both known, and a value or no cases."""
        if self.numerator is None or self.denominator is None:
            return None
        if isinstance(self.value, Missing) and self.value.absence is not Absence.NO_CASES:
            return None
        return self.numerator, self.denominator


def paired(
    month: Period,
    numerator: Decimal | None,
    denominator: Decimal | None,
    scale: Decimal | int = 1,
    status: Standing = "actual",
) -> Point:
    """Return the point whose value is numerator ÷ denominator × scale."""
    value = ratio(numerator, denominator, scale)
    return Point(month, value, numerator, denominator, status)


def ordered(points: Iterable[Point]) -> list[Point]:
    """Return points by period, earliest first; raises ValueError when two stand for one period."""
    found: dict[Period, Point] = {}
    for point in points:
        if point.month in found:
            raise ValueError(f"two values stand for {point.month.title}; keep one")
        found[point.month] = point
    return [found[period] for period in sorted(found)]


def within(points: Iterable[Point], first: Period, last: Period) -> list[Point]:
    """Return the points, earliest first, that lie from the start of `first` to the end of `last`.

    A quarter, a year to date and a rolling 12 months are all such spans.
    """
    inside = [p for p in points if first.first <= p.month.first and p.month.last <= last.last]
    return ordered(inside)


def unit_doubt(value: Measured, unit: str, target: Decimal | None = None) -> str | None:
    """Return a sentence when a percentage looks like a fraction (0.95 for 95%), else None.

    Doubt needs a target of more than 1% to compare with, since 0.95% alone may be right.
    """
    if isinstance(value, Missing) or unit != "%" or target is None or abs(target) <= 1:
        return None
    if not 0 < abs(value) <= 1 or abs(value * 100 - target) >= abs(value - target):
        return None
    return (
        f"{value:f} looks like a fraction of 1 where percentage points are declared;"
        f" write {(value * 100).normalize():f} for {(value * 100).normalize():f}%."
    )


def pair_doubt(point: Point, scale: Decimal | int, places: int) -> str | None:
    """Return a sentence when a typed value is not its numerator ÷ denominator × scale, else None.

    The two must agree once rounded half up to `places`.
    """
    pair = point.pair
    if pair is None or isinstance(point.value, Missing):
        return None
    computed = ratio(*pair, scale)
    if isinstance(computed, Missing):
        return (
            f"a value of {point.value:f} stands where there is none to compute: {computed.reason}."
        )
    if half_up(computed, places) == half_up(point.value, places):
        return None
    return (
        f"the value {point.value:f} does not agree with {pair[0]:,f} ÷ {pair[1]:,f} × {scale}"
        f" = {half_up(computed, places):f}; correct one of them."
    )


def weakest_standing(points: Sequence[Point]) -> Standing:
    """Return estimate if any point is one, else provisional if any is, else actual."""
    found = {point.status for point in points}
    if "estimate" in found:
        return "estimate"
    return "provisional" if "provisional" in found else "actual"
