"""The verdict on a value against its target, and how far it lies from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from pmf_engine.measures.ratio import ratio
from pmf_engine.model.numbers import half_up
from pmf_engine.model.values import Absence, Measured, Missing, Status


class Polarity(StrEnum):
    """Which values are good: high, low, inside a range, or none in particular."""

    MAXIMISE = "maximise"
    MINIMISE = "minimise"
    GOLDILOCKS = "goldilocks"
    DATA_ONLY = "data only"


@dataclass(frozen=True, slots=True)
class Target:
    """What a value is judged by: `target` and `amber`, or for goldilocks a range and an outer one.

    `amber` is the worst value still within tolerance; without it there is no amber band.
    """

    polarity: str
    target: Decimal | None = None
    amber: Decimal | None = None
    lower: Decimal | None = None
    upper: Decimal | None = None
    outer_lower: Decimal | None = None
    outer_upper: Decimal | None = None

    @property
    def judges(self) -> bool:
        """Whether it holds enough to give a colour."""
        if self.polarity == Polarity.GOLDILOCKS:
            return self.lower is not None and self.upper is not None
        return self.polarity != Polarity.DATA_ONLY and self.target is not None


_OF_ABSENCE = {Absence.NOT_DUE: Status.NOT_DUE, Absence.OVERDUE: Status.OVERDUE}


def judge(
    value: Measured,
    target: Target | None,
    *,
    places: int | None = None,
    judge_rounded: bool = False,
) -> Status:
    """Return the status of a value; one on a boundary belongs to the better band.

    The unrounded value is judged, unless `judge_rounded` asks for the one shown to `places`.
    Raises ValueError when that is asked for without places.
    """
    if isinstance(value, Missing):
        return _OF_ABSENCE.get(value.absence, Status.NO_DATA)
    if target is None or not target.judges:
        return Status.DATA_ONLY
    if judge_rounded:
        value = _shown(value, places)
    return _inside(value, target) if _is_range(target) else _beyond(value, target)


def missing_status(due: date, today: date, entered: bool) -> Status:
    """Return the status of a missing value; the due day itself is not overdue.

    `entered` means that somebody recorded that there is no figure.
    """
    if entered:
        return Status.NO_DATA
    return Status.OVERDUE if today > due else Status.NOT_DUE


def variance(value: Measured, target: Target | None) -> Measured:
    """Return value minus target; for goldilocks how far outside the range, 0 within it."""
    if isinstance(value, Missing):
        return value
    if target is None or not target.judges:
        return Missing("there is no target", Absence.NOT_APPLICABLE)
    if _is_range(target):
        return outside(value, target)
    return value - _number(target.target)


def percent_variance(value: Measured, target: Target | None) -> Measured:
    """Return the variance in percent of the size of the target; not applicable when that is 0."""
    gap = variance(value, target)
    if isinstance(gap, Missing) or target is None:
        return gap
    if _is_range(target):
        return Missing("the target is a range", Absence.NOT_APPLICABLE)
    if target.target == 0:
        return Missing("the target is 0", Absence.NOT_APPLICABLE)
    return ratio(gap, abs(_number(target.target)), 100)


def favourable(gap: Measured, polarity: str) -> bool | None:
    """Return whether a variance is on the good side; None when 0, missing or nothing is good."""
    if isinstance(gap, Missing) or gap == 0 or polarity == Polarity.DATA_ONLY:
        return None
    if polarity == Polarity.GOLDILOCKS:
        return False
    return (gap > 0) == (polarity == Polarity.MAXIMISE)


def tolerance(
    target: Decimal,
    points: Decimal | None = None,
    percent: Decimal | None = None,
    polarity: str = Polarity.MAXIMISE,
) -> Decimal:
    """Return the amber threshold so many points, or percent of the target's size, off the target.

    Raises ValueError unless exactly one of the two is given, not below 0, for maximise or minimise.
    """
    given = points if percent is None else percent
    if given is None or (points is not None and percent is not None):
        raise ValueError("give the tolerance either in points or in percent of the target")
    if given < 0:
        raise ValueError(f"a tolerance cannot be negative: {given}")
    if polarity not in (Polarity.MAXIMISE, Polarity.MINIMISE):
        raise ValueError(f"a tolerance from one target does not suit polarity “{polarity}”")
    width = given if percent is None else abs(target) * given / 100
    return target - width if polarity == Polarity.MAXIMISE else target + width


def target_faults(target: Target) -> list[str]:
    """Return a sentence for each thing about a target that cannot be meant."""
    if target.polarity == Polarity.GOLDILOCKS:
        return _range_faults(target)
    if target.polarity == Polarity.DATA_ONLY:
        return _data_only_faults(target)
    if target.polarity in (Polarity.MAXIMISE, Polarity.MINIMISE):
        return _threshold_faults(target)
    known = ", ".join(Polarity)
    return [f"“{target.polarity}” is not a polarity; use one of {known}."]


def outside(value: Decimal, target: Target) -> Decimal:
    """Return how far a value lies above (+) or below (-) the range of a target; 0 within it."""
    lower, upper = _number(target.lower), _number(target.upper)
    if value > upper:
        return value - upper
    return value - lower if value < lower else Decimal(0)


def _is_range(target: Target) -> bool:
    return target.polarity == Polarity.GOLDILOCKS


def _number(value: Decimal | None) -> Decimal:
    if value is None:
        raise ValueError("the target lacks a number that its polarity needs")
    return value


def _shown(value: Decimal, places: int | None) -> Decimal:
    if places is None:
        raise ValueError("judging the rounded value needs the number of places")
    return half_up(value, places)


def _beyond(value: Decimal, target: Target) -> Status:
    sign = 1 if target.polarity == Polarity.MAXIMISE else -1
    if sign * value >= sign * _number(target.target):
        return Status.GREEN
    if target.amber is not None and sign * value >= sign * target.amber:
        return Status.AMBER
    return Status.RED


def _inside(value: Decimal, target: Target) -> Status:
    gap = outside(value, target)
    if gap == 0:
        return Status.GREEN
    edge = target.outer_upper if gap > 0 else target.outer_lower
    if edge is None:
        return Status.RED
    return Status.AMBER if (value <= edge if gap > 0 else value >= edge) else Status.RED


def _threshold_faults(target: Target) -> list[str]:
    faults = []
    if target.target is None and target.amber is not None:
        faults.append("An amber threshold stands without a target; give the target.")
    if any(n is not None for n in _range_numbers(target)):
        faults.append(f"A range does not go with polarity {target.polarity}; leave it blank.")
    if target.target is not None and target.amber is not None:
        sign = 1 if target.polarity == Polarity.MAXIMISE else -1
        if sign * target.amber > sign * target.target:
            side = "above" if sign > 0 else "below"
            faults.append(
                f"The amber threshold {target.amber:f} is {side} the target {target.target:f},"
                f" which is to be {target.polarity}d; it must lie on the worse side."
            )
    return faults


def _data_only_faults(target: Target) -> list[str]:
    numbers = (target.target, target.amber, *_range_numbers(target))
    if all(number is None for number in numbers):
        return []
    return ["A data only indicator has no target; leave its numbers blank or give a polarity."]


def _range_faults(target: Target) -> list[str]:
    faults = []
    if target.target is not None or target.amber is not None:
        faults.append("A goldilocks indicator has a range; leave target and amber blank.")
    if not target.judges:
        faults.append("A goldilocks indicator needs both ends of its range: lower and upper.")
    elif _number(target.lower) > _number(target.upper):
        faults.append(f"The lower end {target.lower:f} is above the upper end {target.upper:f}.")
    for outer, inner, sign in (
        (target.outer_lower, target.lower, 1),
        (target.outer_upper, target.upper, -1),
    ):
        if outer is not None and inner is not None and sign * outer > sign * inner:
            faults.append(
                f"The outer limit {outer:f} lies inside the range, which ends at {inner:f}."
            )
    return faults


def _range_numbers(target: Target) -> tuple[Decimal | None, ...]:
    return (target.lower, target.upper, target.outer_lower, target.outer_upper)
