"""Metrics of accounts by year and entity, each by the edition of its definition in force."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from pmf_engine.framework.finance.books import Books
from pmf_engine.framework.finance.lines import Lines
from pmf_engine.model.periods import Period
from pmf_engine.model.values import Figure
from pmf_engine.run import Run

PAST, AHEAD = 3, 5  # years: the run's own and two before it; the forecast


@dataclass(frozen=True)
class Metric:
    """One metric of the run's entity by year, and of each company in the run's year."""

    key: str
    title: str
    years: dict[Period, Figure]
    companies: dict[str, Figure]
    benchmark: Any = None

    def at(self, year: Period) -> Figure:
        """Return the figure of a year."""
        return self.years[year]


def metrics(run: Run, books: Books, keys: Iterable[str]) -> list[Metric]:
    """Return metrics for the run's year, those before and those forecast, in the order given.

    Raises PmfError where no edition of a metric is in force for the run's year.
    """
    years = {year: books.of(run.entity.code, year) for year in shown_years(run, books, keys)}
    members = companies(run, books)
    own = {code: books.own(code, run.period) for code in members}
    return [
        Metric(
            key=key,
            title=run.definitions[key].in_force(run.period).title,
            years={year: _measured(run, key, year, lines) for year, lines in years.items()},
            companies={code: _company(run, key, code, lines) for code, lines in own.items()},
            benchmark=_benchmark(run, key),
        )
        for key in keys
    ]


def shown_years(run: Run, books: Books, keys: Iterable[str]) -> list[Period]:
    """Return the years to show: those with rows, from the first edition on; always the run's."""
    first = max(run.definitions[key].editions[0].first.first for key in keys)
    around = [run.period.shift(step) for step in range(1 - PAST, AHEAD + 1)]
    code = run.entity.code
    return [
        year
        for year in around
        if year == run.period or (year.first >= first and books.of(code, year).given)
    ]


def companies(run: Run, books: Books) -> list[str]:
    """Return, for the group, its companies with homes; otherwise nothing."""
    if not run.entity.group:
        return []
    return [code for code in books.members(run.period) if code in books.landlords]


def ahead(run: Run, found: Sequence[Metric]) -> list[Period]:
    """Return the years forecast."""
    return [year for year in found[0].years if year > run.period] if found else []


def past(run: Run, found: Sequence[Metric]) -> list[Period]:
    """Return the run's year and those before it, oldest first."""
    return [year for year in found[0].years if year <= run.period] if found else []


def terms(lines: Lines, codes: Iterable[str]) -> dict[str, Any]:
    """Return what counts each term of a definition: the lines of those names."""
    return {code: partial(lines.amount, code) for code in codes}


def taken_as_nil(run: Run, books: Books, keys: Iterable[str]) -> dict[str, list[str]]:
    """Return, by entity, the titles of lines that its metrics took as nil for want of a row."""
    group = run.entity.group
    wanted = {term for key in keys for term in run.definitions[key].in_force(run.period).terms}
    found: dict[str, list[str]] = {}
    for code in books.members(run.period) if group else [run.entity.code]:
        lines = books.own(code, run.period)
        for term in wanted:
            lines.amount(term)
        titles = [one.title for line, one in books.chart.lines.items() if line in lines.assumed]
        if titles:
            found[code] = titles
    return found


def _measured(run: Run, key: str, year: Period, lines: Lines) -> Figure:
    edition = run.definitions[key].in_force(year)
    current = year == run.period
    return run.measure(
        key,
        terms(lines, edition.terms),
        slot=key if current else f"{key}/{year.id}",
        title=f"{edition.title}, {year.year_label}",
        period=year,
    )


def _company(run: Run, key: str, code: str, lines: Lines) -> Figure:
    edition = run.definitions[key].in_force(run.period)
    title = f"{edition.title}, {code}"
    return run.measure(key, terms(lines, edition.terms), slot=f"{key}/{code}", title=title)


def _benchmark(run: Run, key: str) -> Any:
    """The row of the newest year of a metric that is not after the run's; None without one."""
    rows = run.data.finance_benchmarks.by("measure").get(key, [])
    begun = [r for r in rows if r.peek("year") is not None and r.peek("year") <= run.period]
    return max(begun, key=lambda row: row.peek("year"), default=None)
