"""Totals over a quarter, a year to date or a rolling year, by the kind of indicator.

Counts and sums add up, snapshots keep the last, rates and averages divide the sum of numerators
by the sum of denominators: never the mean of monthly percentages unless that is declared.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pmf_engine.measures.rag import Target, judge
from pmf_engine.measures.ratio import joined, ratio, signed_sum
from pmf_engine.measures.series import Kind, Point, Standing, ordered, weakest_standing
from pmf_engine.model.periods import Period
from pmf_engine.model.values import Absence, Measured, Missing, Status, Suppressed

_ADDED = (Kind.COUNT, Kind.SUM)
HELD_WITH = Suppressed("held back so that a smaller number cannot be worked out from it")
_NO_PAIRS = Missing("cannot be added up without numerators and denominators")


@dataclass(frozen=True, slots=True)
class Total:
    """A value over a span: known periods `n` `of` those expected, and the pair it came from.

    `status` is the weakest standing of what went in: estimate, provisional or actual.
    """

    value: Measured
    n: int
    of: int
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    status: Standing = "actual"

    @property
    def complete(self) -> bool:
        """Whether every period expected is known."""
        return self.n >= self.of

    def note(self, noun: str = "month") -> str:
        """Return “2 of 3 months” when some are missing, else nothing."""
        return "" if self.complete else f"{self.n} of {self.of} {noun}s"


def aggregate(
    kind: str,
    points: Iterable[Point],
    expected: int,
    scale: Decimal | int = 1,
    declared_mean: bool = False,
    *,
    end: Period | None = None,
) -> Total:
    """Return the total of the points of a span in which `expected` periods fall.

    `declared_mean` takes the mean of the periods' values for rates and averages. `end` is the last
    period of the span, which a snapshot must have. A period of no cases (0 ÷ 0) counts as known.
    What a held back period is part of is held back with it.
    Raises ValueError for any other kind, or two points for one period.
    """
    line, kind = ordered(points), Kind(kind)
    if kind == Kind.SNAPSHOT:
        return _last(line, expected, end)
    if any(isinstance(point.value, Suppressed) for point in line):
        return Total(HELD_WITH, expected, expected)
    if kind in _ADDED:
        return _sum(line, expected)
    return _mean(line, expected) if declared_mean else _pooled(line, expected, scale)


def ytd_target(kind: str, targets: Mapping[Period, Decimal | None]) -> Measured:
    """Return the target of a span from its targets by period.

    Counts and sums: the sum of the profile, missing if any is; otherwise the one at the end.
    """
    if not targets:
        return Missing("there is no target", Absence.NOT_APPLICABLE)
    if kind not in _ADDED:
        return _target(max(targets), targets[max(targets)])
    return signed_sum((1, _target(period, targets[period])) for period in sorted(targets))


def judge_total(
    kind: str,
    total: Total,
    target: Target | None,
    *,
    places: int | None = None,
    judge_rounded: bool = False,
) -> Status:
    """Return the status of a total; a count or sum that lacks a period cannot be judged."""
    status = judge(total.value, target, places=places, judge_rounded=judge_rounded)
    if kind in _ADDED and not total.complete and status is not Status.DATA_ONLY:
        return Status.NO_DATA
    return status


def _target(period: Period, value: Decimal | None) -> Measured:
    return Missing(f"there is no target for {period.name}") if value is None else value


def _sum(line: Sequence[Point], expected: int) -> Total:
    known = [point for point in line if isinstance(point.value, Decimal)]
    if not known:
        return Total(_nothing(line), 0, expected)
    value = signed_sum((1, point.value) for point in known)
    return Total(value, len(known), expected, status=weakest_standing(known))


def _last(line: Sequence[Point], expected: int, end: Period | None) -> Total:
    n = sum(isinstance(point.value, Decimal) for point in line)
    if not line or (end is not None and line[-1].month.last != end.last):
        name = "the last period" if end is None else end.last_month.name
        return Total(Missing(f"there is no figure for {name}"), n, expected)
    last = line[-1]
    return Total(last.value, n, expected, last.numerator, last.denominator, last.status)


def _mean(line: Sequence[Point], expected: int) -> Total:
    known = [point for point in line if isinstance(point.value, Decimal)]
    if not known:
        return Total(_nothing(line), 0, expected)
    value = ratio(signed_sum((1, point.value) for point in known), Decimal(len(known)))
    return Total(value, len(known), expected, status=weakest_standing(known))


def _pooled(line: Sequence[Point], expected: int, scale: Decimal | int) -> Total:
    known = [point for point in line if point.pair or isinstance(point.value, Decimal)]
    pairs = [point.pair for point in known if point.pair]
    if not known:
        return Total(_nothing(line), 0, expected)
    if len(pairs) < len(known):
        return Total(_NO_PAIRS, len(known), expected, status=weakest_standing(known))
    top, bottom = (sum(numbers, Decimal(0)) for numbers in zip(*pairs, strict=True))
    value = ratio(top, bottom, scale)
    return Total(value, len(known), expected, top, bottom, weakest_standing(known))


def _nothing(line: Sequence[Point]) -> Missing:
    gaps = [point.value for point in line if isinstance(point.value, Missing)]
    return joined(gaps) if gaps else Missing("no period has a figure")
