"""Which way an indicator moves: the number's arrow and, by polarity, whether that is good.

The newest value is compared with the period before (short), with the mean of the periods before
(long) or with the same period a year earlier.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from pmf_engine.measures.rag import Polarity, Target, outside
from pmf_engine.measures.ratio import ratio, signed_sum
from pmf_engine.measures.series import Point, ordered
from pmf_engine.model.numbers import half_up
from pmf_engine.model.periods import Period
from pmf_engine.model.values import Absence, Measured, Missing

_ZERO = Decimal(0)
_NOTHING = Missing("there is nothing to compare with", Absence.NO_COMPARISON)


class Direction(StrEnum):
    """What a movement means; neutral where no side is the good one."""

    IMPROVING = "improving"
    STEADY = "steady"
    WORSENING = "worsening"
    NEUTRAL = "neutral"
    NO_COMPARISON = "no_comparison"


class Arrow(StrEnum):
    """Which way the number itself moved."""

    UP = "up"
    DOWN = "down"
    LEVEL = "level"


@dataclass(frozen=True, slots=True)
class Trend:
    """A movement: what it means, the arrow (None without comparison), the change and its base.

    `base` is the value compared with, `against` its period: the earliest one for a mean.
    """

    direction: Direction
    arrow: Arrow | None
    change: Measured
    against: Period | None = None
    base: Measured = _NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """How a movement is measured: polarity, tolerance, the places shown, and the range in force.

    Values are rounded half up to `places` first. A change no larger than `eps` is steady.
    """

    polarity: str
    eps: Decimal = _ZERO
    places: int | None = None
    target: Target | None = None

    def shown(self, value: Decimal) -> Decimal:
        """Return a value as it is compared."""
        return value if self.places is None else half_up(value, self.places)

    def better_by(self, value: Decimal, base: Decimal) -> Decimal | None:
        """Return how much better a value is than its base; None where no side is the good one."""
        if self.polarity == Polarity.MAXIMISE:
            return value - base
        if self.polarity == Polarity.MINIMISE:
            return base - value
        if self.polarity == Polarity.GOLDILOCKS and self.target and self.target.judges:
            return abs(outside(base, self.target)) - abs(outside(value, self.target))
        return None


def short_trend(
    points: Iterable[Point],
    polarity: str,
    eps: Decimal = _ZERO,
    *,
    places: int | None = None,
    at: Period | None = None,
    breaks_at: Period | None = None,
    target: Target | None = None,
) -> Trend:
    """Return the movement since the period before; a value older than that is no comparison.

    `at` is the period judged, by default the newest. `breaks_at` is the first period of the
    current series: nothing before it is compared with. `target` gives the range for goldilocks.
    """
    scale = Scale(polarity=polarity, eps=eps, places=places, target=target)
    return _against_one(points, scale, at, breaks_at, steps=1)


def same_last_year(
    points: Iterable[Point],
    polarity: str,
    eps: Decimal = _ZERO,
    *,
    places: int | None = None,
    at: Period | None = None,
    breaks_at: Period | None = None,
    target: Target | None = None,
) -> Trend:
    """Return the movement since the same period a year earlier, for what is seasonal."""
    scale = Scale(polarity=polarity, eps=eps, places=places, target=target)
    return _against_one(points, scale, at, breaks_at, steps=None)


def long_trend(
    points: Iterable[Point],
    polarity: str,
    n: int | None = None,
    eps: Decimal = _ZERO,
    *,
    places: int | None = None,
    at: Period | None = None,
    breaks_at: Period | None = None,
    target: Target | None = None,
) -> Trend:
    """Return the movement against the mean of the `n` periods before, at least half of them known.

    By default `n` is the periods of 12 months. The other arguments are those of `short_trend`.
    """
    scale = Scale(polarity=polarity, eps=eps, places=places, target=target)
    known, now = _series(points, at, breaks_at)
    if now is None:
        return _none("there is no value")
    n = n or 12 // now.frequency.months
    before = [now.shift(-step) for step in range(n, 0, -1)]
    past = [(period, known[period]) for period in before if period in known]
    if 2 * len(past) < n:
        return _none(f"only {len(past)} of the {n} periods before have a value")
    mean = ratio(signed_sum((1, value) for _, value in past), Decimal(len(past)))
    return _movement(known.get(now), mean, past[0][0], scale)


def _against_one(
    points: Iterable[Point],
    scale: Scale,
    at: Period | None,
    breaks_at: Period | None,
    steps: int | None,
) -> Trend:
    known, now = _series(points, at, breaks_at)
    if now is None:
        return _none("there is no value")
    before = now.year_ago() if steps is None else now.shift(-steps)
    return _movement(known.get(now), known.get(before), before, scale)


def _series(
    points: Iterable[Point], at: Period | None, breaks_at: Period | None
) -> tuple[dict[Period, Decimal], Period | None]:
    line = ordered(points)
    now = at or (line[-1].month if line else None)
    known = {
        point.month: point.value
        for point in line
        if isinstance(point.value, Decimal)
        and (breaks_at is None or point.month.first >= breaks_at.first)
    }
    return known, now


def _movement(value: Decimal | None, base: Measured | None, against: Period, scale: Scale) -> Trend:
    if value is None:
        return _none("there is no value")
    if not isinstance(base, Decimal):
        return _none(f"there is no comparable value for {against.name}")
    value, base = scale.shown(value), scale.shown(base)
    change = value - base
    return Trend(_direction(value, base, scale), _arrow(change, scale.eps), change, against, base)


def _arrow(change: Decimal, eps: Decimal) -> Arrow:
    if abs(change) <= eps:
        return Arrow.LEVEL
    return Arrow.UP if change > 0 else Arrow.DOWN


def _direction(value: Decimal, base: Decimal, scale: Scale) -> Direction:
    gain = scale.better_by(value, base)
    if gain is None:
        return Direction.STEADY if abs(value - base) <= scale.eps else Direction.NEUTRAL
    if abs(gain) <= scale.eps:
        return Direction.STEADY
    return Direction.IMPROVING if gain > 0 else Direction.WORSENING


def _none(reason: str) -> Trend:
    return Trend(Direction.NO_COMPARISON, None, Missing(reason, Absence.NO_COMPARISON))
