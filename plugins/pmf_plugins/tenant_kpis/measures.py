"""The measures that tenants see, each with its results by quarter as they may be published."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from pmf_engine.api import Figure, Measured, Missing, Period, Run, Status
from pmf_engine.framework.guarded import guarded_register
from pmf_engine.framework.register import Indicator, Register
from pmf_engine.framework.results import Result, result
from pmf_engine.framework.small_numbers import shown
from pmf_engine.measures.suppression import SmallNumbers

SHOWN = 12  # quarters before the newest: three years


@dataclass(frozen=True, eq=False)
class Measure:
    """An indicator as tenants see it: its address, results oldest first, and their figures."""

    indicator: Indicator
    slug: str
    results: Sequence[Result]
    figures: Sequence[Figure]
    definition: str
    changed: Period | None

    @property
    def newest(self) -> Result:
        """The result that its page is about."""
        return self.results[-1]


def measures_of(run: Run) -> list[Measure]:
    """Return the measures of a run's pages, made once."""
    return run.remember("measures", lambda: list(_make(run)))  # type: ignore[no-any-return]


def slug(text: str) -> str:
    """Return text as part of an address: small letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-") or "other"


def _make(run: Run) -> Iterator[Measure]:
    register = run.share("register", lambda: Register(run.data))
    mine = [one for one in register.of(run.entity.code) if "tenants" in one.row.peek("audiences")]
    names = [slug(one.measure) for one in mine]
    for one, name in zip(mine, names, strict=True):
        yield _measure(run, register, one, name if names.count(name) == 1 else slug(one.code))


def _measure(run: Run, register: Register, one: Indicator, name: str) -> Measure:
    rule = SmallNumbers(run.publication.small_numbers)
    spans, changed = _spans(run.period, register, one)
    with run.recording():
        guarded = guarded_register(run)
        found = shown(one, [result(register, one, span) for span in spans], rule, guarded)
        ruling = register.ruling(one, run.period.end_date)
    results = [each for each in found if each.period.last > spans[-1].last - 3 * (SHOWN + 1)]
    figures = [_figure(run, register, one, each, each is results[-1]) for each in results]
    told = [
        replace(each, value=_value(figure), status=Status(figure.status or each.status))
        for each, figure in zip(results, figures, strict=True)
    ]
    return Measure(one, name, told, figures, ruling.definition, changed)


def _spans(last: Period, register: Register, one: Indicator) -> tuple[list[Period], Period | None]:
    """The quarters to look at, from the start of a year, and when the definition last changed.

    Each span of an indicator that is reported less often than quarterly comes once.
    """
    changed = register.series_start(one, one.own_period(last.last_month))
    begun = changed or register.first_period(one) or last
    earliest = last.shift(-SHOWN).financial_year.first
    quarters = [last.shift(-step) for step in range((last.first - earliest) // 3, -1, -1)]
    kept = [each for each in quarters if each.last >= begun.last] or [last]
    own = {one.own_period(each.last_month): each for each in reversed(kept)}
    spans = sorted(own.values()) if one.frequency.months > last.frequency.months else kept
    return spans, changed


def _figure(run: Run, register: Register, one: Indicator, found: Result, newest: bool) -> Figure:
    slot = one.code if newest else f"{one.code}/{found.period.id}"
    months = [one.own_period(found.period.last_month)] if newest else []
    return run.figure(
        slot,
        f"{one.title}, {found.period.name}",
        partial(_read, register, one, found),
        unit=one.unit,
        places=found.places,
        status=lambda value: _status(one, found, value),
        marks=() if found.standing == "actual" else (found.standing,),
        definition=register.ruling(one, found.period.end_date).definition,
        terms=[term for month in months for term in register.terms(one, month)],
        note=f"For {found.period.title}." + (f" Based on {found.note}." if found.note else ""),
    )


def _read(register: Register, one: Indicator, found: Result) -> Measured:
    """The value, reading again the cells that it comes from."""
    result(register, one, found.period)
    return found.value


def _status(one: Indicator, found: Result, value: Measured) -> str:
    """The verdict; that on an adjusted value is its own."""
    return str(found.status if value == found.value else one.judge(value, found.target))


def _value(figure: Figure) -> Measured:
    return figure.value if figure.value is not None else figure.missing or Missing("no figure")
