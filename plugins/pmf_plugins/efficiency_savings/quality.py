"""Whether a saving coincides with a fall in the satisfaction of those who are served."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from pmf_engine.api import Missing, Period
from pmf_engine.model.numbers import half_up
from pmf_plugins.efficiency_savings.ledger import savings

if TYPE_CHECKING:
    from pmf_engine.api import Figure, Measured, Row, Run
    from pmf_engine.framework.register import Indicator, Register

_BETTER = {"maximise": 1, "minimise": -1}


@dataclass(frozen=True, slots=True)
class Quality:
    """A linked indicator over the year of the saving and the year before.

    `fell` is None where that cannot be told.
    """

    indicator: Indicator
    now: Figure
    before: Figure
    fell: bool | None


def quality_of(run: Run) -> dict[str, Quality]:
    """Return each indicator that savings of the year are linked to, by code, its figures made."""
    return run.remember("efficiency: quality", lambda: _made(run))  # type: ignore[no-any-return]


def standing(run: Run, row: Row) -> tuple[str, str]:
    """Return what the quality check says of a saving, as shape and word, and the style."""
    found = quality_of(run).get(row.indicator or "")
    if found is None:
        return ("● Explained", "status-green") if row.quality_note else ("○ No link", "status-none")
    if found.fell is None:
        return "○ Cannot be told", "status-no-data"
    if not found.fell:
        return "● Held", "status-green"
    return ("▲ Fell, note", "status-amber") if row.quality_note else ("■ Fell", "status-red")


def _made(run: Run) -> dict[str, Quality]:
    from pmf_engine.framework.register import Register

    register = Register(run.data)
    codes = dict.fromkeys(row.peek("indicator") for row in savings(run))
    known = [register.indicators[code] for code in codes if code in register.indicators]
    return {one.code: _quality(run, register, one) for one in known}


def _quality(run: Run, register: Register, one: Indicator) -> Quality:
    now, before = (_figure(run, register, one, year) for year in (run.period, run.period.shift(-1)))
    return Quality(one, now, before, _fell(one, now.value, before.value))


def _figure(run: Run, register: Register, one: Indicator, year: Period) -> Figure:
    return run.figure(
        f"quality/{one.code}/{year.id}",
        f"{one.title}, {year.name}",
        lambda: _over(register, one, year),
        unit=one.unit,
        places=one.places,
        definition=one.definition,
    )


def _over(register: Register, one: Indicator, year: Period) -> Measured:
    """The indicator over a whole year, by its kind; missing where no period has a figure."""
    from pmf_engine.measures.aggregate import aggregate

    first = Period(year.first, one.frequency)
    last = Period(year.last + 1 - one.frequency.months, one.frequency)
    points = register.points(one, first, last)
    found = aggregate(one.kind, points, len(points), one.scale, one.mean_of_periods, end=last).value
    if isinstance(found, Missing):
        return Missing(f"{one.code} has no figure for {year.name}")
    return found


def _fell(one: Indicator, now: Decimal | None, before: Decimal | None) -> bool | None:
    """Whether it got worse, as shown: nobody should have to explain what a reader cannot see."""
    if now is None or before is None or one.polarity not in _BETTER:
        return None
    change = half_up(now, one.places) - half_up(before, one.places)
    return change * _BETTER[one.polarity] < 0
