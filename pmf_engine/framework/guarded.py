"""The register as readers outside see it: what would tell of too few people is held back.

A month that is held back must not come back from the quarter or the year that others publish. So
the last month of a quarter is held back with the one before it that is, and a span of which one
month alone is held back is given away by the rest, and may not be shown.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from pmf_engine.framework.register import Indicator, Register
from pmf_engine.measures.aggregate import HELD_WITH, Total
from pmf_engine.measures.series import Kind, Point
from pmf_engine.measures.suppression import SmallNumbers
from pmf_engine.model.periods import Frequency, Period
from pmf_engine.model.values import Measured, Missing, Suppressed, Term
from pmf_engine.run import Run


class Guarded(Register):
    """A register whose points are held back where they rest on too few, by a rule.

    None of an indicator whose publication the regulator requires.
    """

    def __init__(self, data: Any, rule: SmallNumbers) -> None:
        super().__init__(data)
        self.rule = rule

    def point(self, one: Indicator, period: Period) -> Point:
        """Return the value for a period, Suppressed and without its parts where it is held back."""
        point = super().point(one, period)
        reason = self._reason(one, point)
        return point if reason is None else Point(period, reason, status=point.status)

    def terms(self, one: Indicator, period: Period) -> list[Term]:  # type: ignore[override]
        """Return the numbers entered for a period, none where it is held back."""
        hidden = isinstance(self.point(one, period).value, Suppressed)
        return [] if hidden else list(super().terms(one, period))

    def given_away(self, one: Indicator, span: Period) -> Suppressed | None:
        """Why the total of a longer span may not be shown: it tells what is held back of it."""
        longer = one.frequency.months < span.frequency.months
        if not longer or one.kind == Kind.SNAPSHOT or not one.told_to("panel"):
            return None
        points = self.points(
            one, Period(span.first, one.frequency), one.own_period(span.last_month)
        )
        hidden = [each.month for each in points if isinstance(each.value, Suppressed)]
        return HELD_WITH if self._told(one, hidden) else None

    def _told(self, one: Indicator, hidden: list[Period]) -> bool:
        """Whether the sum over months held back tells each: it is one, or all least or greatest."""
        numbers = {_number(one, Register.point(self, one, month)) for month in hidden}
        ends = ({1}, {self.rule.threshold - 1})
        return len(hidden) == 1 or (len(hidden) > 1 and numbers in ends)

    def _reason(self, one: Indicator, point: Point) -> Suppressed | None:
        if one.row.peek("regulatory"):
            return None
        return small(one, _total(point), self.rule) or self._second(one, point)

    def _second(self, one: Indicator, point: Point) -> Suppressed | None:
        """Why the last month of a quarter is held back for the sake of another, or None."""
        if one.frequency is not Frequency.MONTHLY or one.kind in (Kind.SNAPSHOT, Kind.SUM):
            return None
        if point.month.number % 3 or isinstance(point.value, Missing):
            return None
        before = (Register.point(self, one, point.month.shift(-step)) for step in (1, 2))
        hidden = [small(one, _total(each), self.rule) for each in before]
        return HELD_WITH if sum(each is not None for each in hidden) == 1 else None


def guarded_register(run: Run) -> Guarded:
    """Return the guarded register of a run, made once for every company."""
    rule = SmallNumbers(run.publication.small_numbers)
    return run.share("guarded", lambda: Guarded(run.data, rule))  # type: ignore[no-any-return]


def small(one: Indicator, total: Total, rule: SmallNumbers) -> Suppressed | None:
    """Return why a value is held back for itself: it tells of too few; None where it does not."""
    if isinstance(total.value, Missing) or one.kind == Kind.SUM:
        return None
    if _counts(one) and total.denominator is None:
        few = rule.small(int(total.value))
        return Suppressed(rule.reason, under=rule.threshold) if few else None
    held = held_back(total, one, rule)
    return held if isinstance(held, Suppressed) else None


def held_back(total: Total, one: Indicator, rule: SmallNumbers | None) -> Measured:
    """Return the value of a total as it may be published: a rate of too few is not.

    Too few are counted, or too few asked. Those left over may be few: a miss is told as plainly as
    a hit. An average is of its denominator alone.
    """
    counts = [total.denominator]
    if one.kind is Kind.COUNT and isinstance(total.value, Decimal):
        counts.append(total.value)
    if one.kind in (Kind.RATE, Kind.SNAPSHOT):
        counts.append(total.numerator)
    if rule is not None and any(rule.small(int(n)) for n in counts if n is not None):
        return Suppressed(rule.reason)
    return total.value


def _counts(one: Indicator) -> bool:
    """Whether the value itself is a count, of people, homes or cases."""
    return one.unit != "%" and not one.unit.startswith("£") and one.places == 0


def _number(one: Indicator, point: Point) -> Measured | None:
    """The count for which a point may be held back."""
    if one.kind == Kind.AVERAGE:
        return point.denominator
    return point.value if point.numerator is None else point.numerator


def _total(point: Point) -> Total:
    return Total(point.value, 1, 1, point.numerator, point.denominator)
