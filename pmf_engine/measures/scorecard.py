"""The score of an objective from its indicators: green 1, amber a half, red 0, by weight."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from pmf_engine.measures.ratio import ratio
from pmf_engine.model.values import Absence, Measured, Missing, Status

WORTH = {Status.GREEN: Decimal(1), Status.AMBER: Decimal("0.5"), Status.RED: Decimal(0)}
FULL_COVERAGE = Decimal(75)  # below this percentage the score is provisional
_GREEN, _AMBER = Decimal(75), Decimal(25)  # half way between the worths of the bands
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Item:
    """The verdict on one indicator, its weight, and whether it is critical."""

    status: Status
    weight: Decimal = Decimal(1)
    critical: bool = False


@dataclass(frozen=True, slots=True)
class Score:
    """A score from 0 to 100, the share of weight judged in percent, and the colour that follows.

    `capped`: a red critical indicator held it at amber. The number itself is never changed.
    """

    value: Measured
    coverage: Decimal
    status: Status
    capped: bool = False

    @property
    def provisional(self) -> bool:
        """Whether too little was judged for the score to be final."""
        return self.coverage < FULL_COVERAGE


def score(items: Iterable[Item], *, cap_critical: bool = False) -> Score:
    """Return the score of indicators; those without a verdict leave the sum but lower coverage.

    Data only indicators, which can have no verdict, leave coverage too. Green from 75, amber from
    25. Raises ValueError when a weight is 0 or less.
    """
    counted = [item for item in _weighed(items) if item.status is not Status.DATA_ONLY]
    judged = [item for item in counted if item.status in WORTH]
    weight = sum((item.weight for item in judged), _ZERO)
    if not judged:
        return Score(_nothing(counted), _ZERO, Status.NO_DATA if counted else Status.DATA_ONLY)
    value = ratio(sum((WORTH[i.status] * i.weight for i in judged), _ZERO), weight, 100)
    coverage = weight / sum((item.weight for item in counted), _ZERO) * 100
    status = _colour(value)
    held = cap_critical and any(i.critical and i.status is Status.RED for i in judged)
    capped = held and status is Status.GREEN
    return Score(value, coverage, Status.AMBER if capped else status, capped)


def _weighed(items: Iterable[Item]) -> list[Item]:
    found = list(items)
    for item in found:
        if item.weight <= 0:
            raise ValueError(f"a weight of {item.weight} cannot count; it must be above 0")
    return found


def _nothing(counted: list[Item]) -> Missing:
    if counted:
        return Missing("no indicator has a status")
    return Missing("no indicator has a target", Absence.NOT_APPLICABLE)


def _colour(value: Measured) -> Status:
    if isinstance(value, Missing):
        return Status.NO_DATA
    if value >= _GREEN:
        return Status.GREEN
    return Status.AMBER if value >= _AMBER else Status.RED
