"""What a home costs by service: this year, last year, and what made the difference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from pmf_engine.framework.finance.books import Books
from pmf_engine.framework.finance.lines import Lines
from pmf_engine.measures.rounding import nearest, rounded_parts
from pmf_engine.model.arithmetic import ratio, signed_sum
from pmf_engine.model.definitions import Edition
from pmf_engine.model.numbers import number
from pmf_engine.model.periods import Period
from pmf_engine.model.values import Figure, Measured, Missing
from pmf_engine.run import Run

_NOTE = "Rounded so that the services add up to the cost of a home."


@dataclass(frozen=True)
class Service:
    """A service, with its cost a home this year and last year in whole pounds."""

    code: str
    title: str
    now: Figure
    before: Figure

    @property
    def change(self) -> Decimal | None:
        """Pounds a home more than last year; None where either year is missing."""
        if self.now.value is None or self.before.value is None:
            return None
        return self.now.value - self.before.value


def services(run: Run, books: Books, key: str) -> list[Service]:
    """Return the services that make up a cost-per-home metric, in the order of its definition."""
    year, last = run.period, run.period.shift(-1)
    now, before = (_year(run, books, key, one) for one in (year, last))
    return [
        Service(code, books.chart.lines[code].title, now[code], before[code])
        for code in now
        if code in before and (now[code].value != 0 or before[code].value != 0)
    ]


def _year(run: Run, books: Books, key: str, year: Period) -> dict[str, Figure]:
    edition = _edition(run, key, year)
    if edition is None:
        return {}
    lines = books.of(run.entity.code, year)
    shown = _shown(edition, lines)
    return {
        code: _figure(run, books, edition, year, lines, code, shown.get(code))
        for _, code in edition.top
    }


def _edition(run: Run, key: str, year: Period) -> Edition | None:
    begun = run.definitions[key].editions[0].first.first <= year.first
    return run.definitions[key].in_force(year) if begun else None


def _shown(edition: Edition, lines: Lines) -> dict[str, int]:
    """The costs a home in whole pounds, which add up to the headline; none where one is missing."""
    units = lines.amount(edition.bottom[0][1])
    costs = [(sign, lines.amount(code)) for sign, code in edition.top]
    total = ratio(signed_sum(costs), units)
    each = [(sign, ratio(cost, units)) for sign, cost in costs]
    exact = [(sign, value) for sign, value in each if isinstance(value, Decimal)]
    if isinstance(total, Missing) or len(exact) < len(each):
        return {}
    shown = rounded_parts(nearest(total), exact)
    return dict(zip((code for _, code in edition.top), shown, strict=True))


def _figure(
    run: Run,
    books: Books,
    edition: Edition,
    year: Period,
    lines: Lines,
    code: str,
    shown: int | None,
) -> Figure:
    slot = f"{_slot(code)}{'' if year == run.period else f'/{year.id}'}"
    run.editions[slot] = edition
    units = edition.bottom[0][1]
    cost, homes = lines.amount(code), lines.amount(units)

    def compute() -> Measured:
        exact = ratio(lines.amount(code), lines.amount(units))
        return exact if shown is None else Decimal(shown)

    return run.figure(
        slot,
        f"{books.chart.lines[code].title}, a home, {year.year_label}",
        compute,
        unit="£",
        marks=() if edition.verified else ("unverified",),
        edition=edition.label,
        arithmetic=_written(cost, homes),
        note=_NOTE,
    )


def _slot(code: str) -> str:
    """Return the slot of a service's cost a home."""
    return f"service/{code}"


def _written(cost: Measured, homes: Measured) -> str:
    if isinstance(cost, Missing) or isinstance(homes, Missing) or not homes:
        return ""
    return f"{number(cost, 0)} ÷ {number(homes, 0)} = {number(cost / homes, 2)}"


def biggest(found: Sequence[Service], most: int) -> tuple[list[Service], Decimal]:
    """Return the services that moved most, in their order, and what all others moved together."""
    ranked = sorted(found, key=lambda one: -abs(one.change or Decimal(0)))
    kept = {one.code for one in ranked[:most] if one.change}
    rest = sum((one.change or Decimal(0) for one in found if one.code not in kept), Decimal(0))
    return [one for one in found if one.code in kept], rest
