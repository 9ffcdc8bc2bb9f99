"""Where a measure stands among all landlords, by the published national distribution."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pmf_engine.api import Figure, Measured, Period
from pmf_engine.measures.quartile import band
from pmf_engine.model.numbers import half_up
from pmf_plugins.tsm.codes import HIGH_IS_GOOD, national
from pmf_plugins.tsm.data import rows

_BANDS = {1: "top quartile", 2: "second quartile", 3: "third quartile", 4: "bottom quartile"}


@dataclass(frozen=True, slots=True)
class Distribution:
    """The published results of one measure and tenure in a year, each landlord one value."""

    year: Period
    landlords: int
    q1: Decimal
    median: Decimal
    q3: Decimal
    source: str


def distribution(measure: str, tenure: str, year: Period) -> Distribution | None:
    """Return the results of a year, or the newest before it; None where none are published."""
    found = [
        one
        for one in rows("national.csv")
        if national(one["measure"]) == measure.replace(" (", "-").removesuffix(")")
        and one["tenure"] == tenure
        and Period.parse(one["year"]) <= year
    ]
    if not found:
        return None
    newest = max(found, key=lambda one: one["year"])
    q1, median, q3 = (Decimal(newest[name]) for name in ("q1", "median", "q3"))
    landlords, year = int(newest["landlords"]), Period.parse(newest["year"])
    return Distribution(year, landlords, q1, median, q3, newest["source"])


def judged(measure: str) -> bool:
    """Whether a high value is good; of the other measures neither side is simply the good one."""
    return measure.startswith(HIGH_IS_GOOD)


def position(figure: Figure, measure: str, among: Distribution | None) -> str:
    """Return where a figure stands as it is published: in a quartile, or between two."""
    if among is None:
        return "No comparison"
    if figure.value is None:
        return "No figure"
    value = half_up(figure.value, figure.places)
    if judged(measure):
        found = band(value, among.q1, among.median, among.q3, "maximise")
        return _BANDS[found or 0].capitalize()
    return between(value, among)


def between(value: Decimal, among: Distribution) -> str:
    """Return where a value stands when neither side is the good one."""
    if value < among.q1:
        return "Below the lower quartile"
    if value > among.q3:
        return "Above the upper quartile"
    return "Lower quartile to median" if value <= among.median else "Median to upper quartile"


def differs(value: Measured, among: Distribution, margin: Decimal | None) -> bool:
    """Whether a survey result differs from the median by more than its margin of error."""
    return isinstance(value, Decimal) and (margin is None or abs(value - among.median) > margin)
