"""How many must answer a survey of a finite population, and how far its result may be off.

Both rest on the normal approximation at 95 % confidence with the most cautious share, a half.
Source: the figures that the Regulator of Social Housing publishes for each landlord's survey, which
these reproduce.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, Context, Decimal

_Z = Decimal("1.96")
_QUARTER = Decimal("0.25")
_WIDE = Context(prec=50)


def minimum_sample(population: int, margin: Decimal) -> Decimal:
    """Return how many of a population must answer for a margin, a share such as 0.03; unrounded.

    Raises ValueError unless both are above 0.
    """
    if population <= 0 or margin <= 0:
        raise ValueError("a population and a margin must be above 0")
    endless = _Z * _Z * _QUARTER / (margin * margin)
    return _WIDE.divide(endless, 1 + _WIDE.divide(endless, Decimal(population)))


def rounded_up(sample: Decimal) -> Decimal:
    """Return a sample in whole answers."""
    return sample.to_integral_value(ROUND_CEILING)


def margin_of_error(responses: Decimal | int, population: int) -> Decimal:
    """Return how far a share may be off, in percentage points; 0 where everybody answered.

    Raises ValueError unless there are answers, and no more of them than people.
    """
    answers = Decimal(responses)
    if not 0 < answers <= population:
        raise ValueError("there must be answers, and no more of them than people")
    if population == answers:
        return Decimal(0)
    chance = _WIDE.sqrt(_WIDE.divide(_QUARTER, answers))
    finite = _WIDE.sqrt(_WIDE.divide(population - answers, Decimal(population - 1)))
    return _WIDE.multiply(_WIDE.multiply(_Z * 100, chance), finite)
