"""The result of an indicator over a span, such as a quarter, and what it is judged by there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from pmf_engine.framework.register import Indicator, Register
from pmf_engine.measures.aggregate import Total, aggregate, judge_total, ytd_target
from pmf_engine.measures.rag import Target
from pmf_engine.measures.series import Kind, Standing
from pmf_engine.model.numbers import half_up
from pmf_engine.model.periods import Period
from pmf_engine.model.values import Measured, Missing, Status

_BOUNDS = ("target", "amber", "lower", "upper", "outer_lower", "outer_upper")
_MOST_PLACES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """An indicator over a period of its own or a longer one.

    `places` are those at which a miss does not look as if it met its target. `note` is “2 of 3
    months” where some are missing. `numerator` and `denominator` are what it was divided from.
    """

    period: Period
    value: Measured
    places: int
    target: Target
    status: Status
    numerator: Decimal | None
    denominator: Decimal | None
    standing: Standing
    note: str


def result(register: Register, one: Indicator, span: Period) -> Result:
    """Return an indicator's result over a span: its months pooled, added up, or the last of them.

    One that is reported less often than the span has that of its own last period by its end.
    """
    last = one.own_period(span.last_month)
    period = span if last.frequency.months <= span.frequency.months else last
    total, target = total_of(register, one, period), target_of(register, one, period)
    return _judged(one, period, total, target)


def total_of(register: Register, one: Indicator, span: Period) -> Total:
    """Return the total of an indicator over a span no shorter than its own periods."""
    first, last = _ends(one, span)
    points = register.points(one, first, last)
    return aggregate(one.kind, points, len(points), one.scale, one.mean_of_periods, end=last)


def target_of(register: Register, one: Indicator, span: Period) -> Target:
    """Return what a span is judged by: see `span_target`."""
    first, last = _ends(one, span)
    steps = range((last.first - first.first) // one.frequency.months + 1)
    periods = map(first.shift, steps)
    return span_target(one.kind, {p: register.ruling(one, p.end_date).target for p in periods})


def _ends(one: Indicator, span: Period) -> tuple[Period, Period]:
    """The first and the last of an indicator's own periods in a span."""
    return Period(span.first, one.frequency), one.own_period(span.last_month)


def _judged(one: Indicator, period: Period, total: Total, target: Target) -> Result:
    status = judge_total(
        one.kind, total, target, places=one.places, judge_rounded=one.judge_rounded
    )
    return Result(
        period=period,
        value=total.value,
        places=telling_places(total.value, target, one),
        target=target,
        status=status,
        numerator=total.numerator,
        denominator=total.denominator,
        standing=total.status,
        note=total.note(one.frequency.noun),
    )


def span_target(kind: str, targets: Mapping[Period, Target]) -> Target:
    """Return the target of a span from those of its periods.

    Profiled for counts and sums, which add up; else that of the last period.
    """
    last = targets[max(targets)]
    if kind not in (Kind.COUNT, Kind.SUM) or not last.judges:
        return last
    sums = {
        name: ytd_target(kind, {period: getattr(t, name) for period, t in targets.items()})
        for name in _BOUNDS
    }
    known = {name: None if isinstance(v, Missing) else v for name, v in sums.items()}
    return Target(last.polarity, **known)


def telling_places(value: Measured, target: Target, one: Indicator) -> int:
    """Return places at which a value that misses its target does not look as if it met it."""
    places = one.places
    if isinstance(value, Missing) or one.judge(value, target) in (Status.GREEN, Status.DATA_ONLY):
        return places
    bounds = [b for b in (target.target, target.lower, target.upper) if b is not None]
    while places < _MOST_PLACES and any(
        half_up(value, places) == half_up(b, places) for b in bounds
    ):
        places += 1
    return places


def without(found: Result, reason: Missing) -> Result:
    """Return a result of which nothing may be shown, and why."""
    return replace(found, value=reason, status=Status.NO_DATA, numerator=None, denominator=None)
