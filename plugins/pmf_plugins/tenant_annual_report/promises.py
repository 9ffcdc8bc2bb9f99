"""What was promised, standard by standard, each with the measure that tells whether it was kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from pmf_engine.api import Row, Run
from pmf_engine.framework.customers import STANDARDS
from pmf_engine.framework.guarded import guarded_register
from pmf_engine.framework.register import Register
from pmf_engine.framework.year_measures import YearMeasure, year_measure
from pmf_engine.measures.suppression import SmallNumbers
from pmf_plugins.tenant_annual_report.inputs import public


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A promise in force at the end of the year; `measure` is None where no figure tells of it."""

    code: str
    standard: str
    text: str
    measure: YearMeasure | None


def promises_of(run: Run) -> list[Promise]:
    """Return the landlord's promises by standard, made once; adds their figures to the run."""
    return run.remember("promises", lambda: list(_made(run)))  # type: ignore[no-any-return]


def measured(run: Run) -> list[tuple[Promise, YearMeasure]]:
    """Return the promises that a figure tells of."""
    return [(one, one.measure) for one in promises_of(run) if one.measure is not None]


def small_numbers(run: Run) -> SmallNumbers:
    """Return the rule by which counts are held back."""
    return SmallNumbers(run.publication.small_numbers)


def in_force(run: Run) -> list[Row]:
    """Return the row in force of each promise, in the order of the standards."""
    rows: dict[str, Row] = {}
    own = run.data.promises.where(entity=run.entity.code)
    for row in sorted(own, key=lambda one: one.valid_from):
        if row.valid_from <= run.period.end_date:
            rows[row.code] = row
    order = {row.code: number for number, row in enumerate(own)}
    return sorted(rows.values(), key=lambda row: (STANDARDS.index(row.standard), order[row.code]))


def _made(run: Run) -> Iterator[Promise]:
    register = run.share("register", lambda: Register(run.data))
    done: dict[str, YearMeasure] = {}
    for row in in_force(run):
        one = register.indicators.get(row.indicator or "")
        if one is not None and one.code not in done:
            guarded = None if one.row.peek("regulatory") else guarded_register(run)
            say = partial(public, run)
            done[one.code] = year_measure(run, register, one, guarded=guarded, say=say)
        yield Promise(
            code=row.code,
            standard=row.standard,
            text=public(run, row.text),
            measure=done.get(row.indicator or ""),
        )
