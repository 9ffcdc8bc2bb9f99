"""The values of one indicator, month by month, from the few words that describe its story.

A description holds, all but `level` optional:
`level`, the value at some months, in straight lines between them; `base`, the denominator likewise;
`noise` and `base_noise`, half the most that chance adds (the second as a share of the base);
`season` and `base_season`, the height of a yearly pattern; `pin`, values or pairs met exactly;
`less`, a code whose values are what the numerator lacks of the denominator; `gaps`, months without
a figure; `starts`, the first month; `digits`, decimal places of the numerator.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from pmf_engine.model.numbers import half_up
from pmf_engine.model.periods import Frequency, Period
from tools.sample.chance import Dice
from tools.sample.files import by_month

FIRST, LAST = Period.month(2023, 4), Period.month(2026, 9)
_SEASONS = {  # January to December, from -1 to 1
    "winter": "1 .8 .4 -.1 -.5 -.8 -1 -.9 -.4 .1 .6 .9",
    "christmas": "1 .9 .3 -.2 -.4 -.4 -.3 -.2 -.2 0 .1 .5",
    "summer": "-.4 -.4 -.2 0 .2 .5 1 1 .4 0 -.3 -.5",
    "year_end": ".1 .3 1 -.6 -.2 0 0 0 0 -.1 -.3 -.4",
}
_SHAPES = {name: [Decimal(n) for n in shape.split()] for name, shape in _SEASONS.items()}


@dataclass(frozen=True, slots=True)
class Reading:
    """What is entered for a month: a numerator and denominator, or a value."""

    numerator: Decimal | None = None
    denominator: Decimal | None = None
    value: Decimal | None = None


Line = dict[Period, Reading]


def reading(entry: Any) -> Reading:
    """Return a pair [numerator, denominator], or one number, as a reading."""
    if isinstance(entry, list):
        return Reading(Decimal(entry[0]), Decimal(entry[1]))
    return Reading(value=Decimal(entry))


def draw(
    code: str, story: Mapping[str, Any], measure: Mapping[str, Any], lines: Mapping[str, Line]
) -> Line:
    """Return the readings of an indicator; `lines` holds those that `less` may name."""
    dice, pinned = Dice(code), by_month(story.get("pin"))
    line: Line = {}
    for month in _months(story, measure):
        drawn = _reading(month, story, measure, dice)
        if "less" in story and drawn.denominator is not None:
            lacking = lines[story["less"]][month].value or Decimal(0)
            drawn = Reading(drawn.denominator - lacking, drawn.denominator)
        line[month] = reading(pinned[month]) if month in pinned else drawn
    gaps = {Period.parse(month) for month in story.get("gaps", ())}
    return {month: found for month, found in line.items() if month not in gaps}


def _months(story: Mapping[str, Any], measure: Mapping[str, Any]) -> list[Period]:
    step = Frequency(measure.get("frequency", "monthly")).months
    first = Period.parse(story.get("starts", FIRST.id))
    every = (Period(month) for month in range(first.first, LAST.first + 1))
    return [month for month in every if (month.first - 2) % step == 0]


def _reading(
    month: Period, story: Mapping[str, Any], measure: Mapping[str, Any], dice: Dice
) -> Reading:
    digits = int(story.get("digits", 0))
    level = _level(month, story, dice)
    if "base" not in story:
        return Reading(value=max(half_up(level, digits), Decimal(0)))
    bottom = half_up(_base(month, story, dice), 0)
    top = half_up(level * bottom / scale_of(measure), digits)
    if measure["unit"] == "%" and not measure.get("over_100"):
        top = min(top, bottom)
    return Reading(max(top, Decimal(0)), bottom)


def scale_of(measure: Mapping[str, Any]) -> int:
    """Return what a numerator over a denominator is multiplied by: 100, 1000 or 1."""
    return {"%": 100, "per 1,000 homes": 1000}.get(measure["unit"], 1)


def _level(month: Period, story: Mapping[str, Any], dice: Dice) -> Decimal:
    if "less" in story:
        return Decimal(0)
    noise = Decimal(story.get("noise", 0)) * dice.wobble()
    return _between(story["level"], month) + _seasonal(month, story.get("season")) + noise


def _base(month: Period, story: Mapping[str, Any], dice: Dice) -> Decimal:
    noise = Decimal(story.get("base_noise", 0)) * dice.wobble()
    swing = 1 + _seasonal(month, story.get("base_season")) + noise
    return max(_between(story["base"], month) * swing, Decimal(0))


def _seasonal(month: Period, heights: Mapping[str, Any] | None) -> Decimal:
    return sum(
        (_SHAPES[name][month.first % 12] * height for name, height in (heights or {}).items()),
        Decimal(0),
    )


def _between(knots: Mapping[str, Any], month: Period) -> Decimal:
    points = sorted((at.first, Decimal(value)) for at, value in by_month(dict(knots)).items())
    if month.first <= points[0][0]:
        return points[0][1]
    for (left, low), (right, high) in pairwise(points):
        if month.first <= right:
            return low + (high - low) * (month.first - left) / (right - left)
    return points[-1][1]
