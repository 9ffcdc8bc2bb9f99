"""A figure of the group from those of its companies: added, or pooled from pairs; never guessed."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from pmf_engine.measures.ratio import ratio, signed_sum
from pmf_engine.measures.series import Kind, Point
from pmf_engine.model.values import Absence, Measured, Missing


def roll_up(kind: str, members: Mapping[str, Point], scale: Decimal | int = 1) -> Measured:
    """Return the group's value from a point of each company, by company code.

    Rates and averages need numerators and denominators; so does a snapshot that has a scale other
    than 1, such as a percentage on a day. Any company missing makes the group missing, by name.
    """
    pooled = kind in (Kind.RATE, Kind.AVERAGE) or (
        kind == Kind.SNAPSHOT and _is_ratio(members, scale)
    )
    values = {name: _usable(point, pooled) for name, point in members.items()}
    gap = _gap(values)
    if gap:
        return gap
    if not pooled:
        return signed_sum((1, value) for value in values.values())
    pairs = [point.pair for point in members.values() if point.pair]
    tops, bottoms = zip(*pairs, strict=True)
    return ratio(sum(tops, Decimal(0)), sum(bottoms, Decimal(0)), scale)


def weighted_mean(members: Mapping[str, Measured], weights: Mapping[str, Decimal]) -> Measured:
    """Return the mean weighted by homes or the like, for indicators that declare it.

    Raises ValueError when a weight is 0 or less. A company without a value or weight makes it
    missing, by name.
    """
    for name, weight in weights.items():
        if weight <= 0:
            raise ValueError(f"the weight of {name} is {weight}; it must be above 0")
    gap = _gap(dict(members)) or _gap({name: _weight(weights.get(name)) for name in members})
    if gap:
        return gap
    values = {name: value for name, value in members.items() if isinstance(value, Decimal)}
    top = sum((value * weights[name] for name, value in values.items()), Decimal(0))
    return ratio(top, sum((weights[name] for name in values), Decimal(0)))


def _is_ratio(members: Mapping[str, Point], scale: Decimal | int) -> bool:
    return scale != 1 or any(point.pair for point in members.values())


def _usable(point: Point, pooled: bool) -> Measured:
    if not pooled:
        return point.value
    if point.pair:
        return point.pair[0]
    if isinstance(point.value, Missing):
        return point.value
    return Missing("cannot be added up without numerator and denominator")


def _weight(weight: Decimal | None) -> Measured:
    return Missing("no weight") if weight is None else weight


def _gap(values: Mapping[str, Measured]) -> Missing | None:
    if not values:
        return Missing("no company is covered", Absence.NOT_APPLICABLE)
    gaps = [f"{name}: {v.reason}" for name, v in values.items() if isinstance(v, Missing)]
    return Missing("; ".join(gaps)) if gaps else None
