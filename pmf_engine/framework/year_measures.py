"""Indicators over whole years, as readers outside are told of them: this year and those before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import Any

from pmf_engine.framework.assessment import benchmark
from pmf_engine.framework.guarded import Guarded, held_back
from pmf_engine.framework.register import Indicator, Register
from pmf_engine.framework.results import target_of, telling_places, total_of
from pmf_engine.framework.yearly import years_to
from pmf_engine.measures.aggregate import Total, judge_total
from pmf_engine.measures.quartile import FEWEST, band
from pmf_engine.measures.rag import Target
from pmf_engine.model.periods import Period
from pmf_engine.model.values import Absence, Figure, Measured, Missing, Status, Suppressed
from pmf_engine.run import Run


@dataclass(frozen=True, slots=True, kw_only=True)
class Peers:
    """Whom a year's figure is compared with: how many landlords, in which year, their quartiles.

    `band` is 1 for the best quarter to 4; None where neither side is the good one.
    """

    group: str
    year: str
    landlords: int
    median: Decimal
    band: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class YearMeasure:
    """An indicator of whole years: figures oldest first, the last of them the run's year."""

    indicator: Indicator
    years: tuple[Figure, ...]
    target: Figure
    upper: Figure | None
    ruling: Target
    status: Status
    peers: Peers | None

    @property
    def latest(self) -> Figure:
        """The figure of the run's year."""
        return self.years[-1]

    @property
    def judged(self) -> bool:
        """Whether there is a target to be judged by."""
        return self.ruling.judges


def year_measure(
    run: Run,
    register: Register,
    one: Indicator,
    *,
    count: int = 3,
    guarded: Guarded | None,
    say: Callable[[str], str] = str,
) -> YearMeasure:
    """Return an indicator for the run's year and those before it, its figures added to the run.

    With `guarded`, a rate that rests on too few is held back, and what would give a month away that
    others hold back; None is for those whose publication the regulator requires. `say` makes text
    of the workbook fit to be published.
    """
    one = replace(one, title=say(one.title))
    ruling = target_of(register, one, run.period)
    *earlier, now = years_to(run.period, count)
    make = partial(_figure, run, register, one, guarded, say)
    years = [make(year, f"{one.code}/{year.id}") for year in earlier]
    latest = make(now, one.code)
    ranged = ruling.polarity == "goldilocks" and ruling.judges
    return YearMeasure(
        indicator=one,
        years=(*years, latest),
        target=_bound(run, register, one, "lower" if ranged else "target", latest.places),
        upper=_bound(run, register, one, "upper", latest.places) if ranged else None,
        ruling=ruling,
        status=Status(latest.status or Status.NO_DATA),
        peers=_peers(run, one, latest, ruling),
    )


def _figure(
    run: Run,
    register: Register,
    one: Indicator,
    guarded: Guarded | None,
    say: Callable[[str], str],
    year: Period,
    slot: str,
) -> Figure:
    with run.recording():
        total, ruling = total_of(register, one, year), target_of(register, one, year)

    def compute() -> Measured:
        target_of(register, one, year)
        rule = guarded.rule if guarded else None
        held = held_back(total_of(register, one, year), one, rule)
        return (guarded and guarded.given_away(one, year)) or held

    def status(value: Measured) -> str:
        if isinstance(value, Suppressed):
            return Status.NO_DATA
        judged = judge_total(
            one.kind,
            Total(value, total.n, total.of),
            ruling,
            places=one.places,
            judge_rounded=one.judge_rounded,
        )
        return str(judged)

    return run.figure(
        slot,
        f"{one.title}, {year.year_label}",
        compute,
        unit=one.unit,
        places=lambda value: telling_places(value, ruling, one),
        status=status,
        marks=() if total.status == "actual" else (total.status,),
        definition=say(register.ruling(one, year.end_date).definition),
        note=_based(total, one),
    )


def _based(total: Total, one: Indicator) -> str:
    note = total.note(one.frequency.noun)
    return f"Based on {note}." if note else ""


def _bound(run: Run, register: Register, one: Indicator, field: str, places: int) -> Figure:
    def compute() -> Measured:
        target = target_of(register, one, run.period)
        value: Decimal | None = getattr(target, field) if target.judges else None
        return Missing("no target is set", Absence.NOT_APPLICABLE) if value is None else value

    slot = f"{one.code}/{field}"
    return run.figure(slot, f"{one.title}, {field}", compute, unit=one.unit, places=places)


def _peers(run: Run, one: Indicator, latest: Figure, ruling: Target) -> Peers | None:
    """Whom a figure is compared with; None without one, or where they are too few."""
    row: Any = benchmark(run, one, run.period)
    if row is None or latest.value is None or (row.n or 0) < FEWEST:
        return None
    limits = (row.q1, row.median, row.q3)
    if None in limits:
        return None
    return Peers(
        group=row.peer_group,
        year=row.year,
        landlords=row.n,
        median=row.median,
        band=band(latest.value, *limits, ruling.polarity),
    )
