"""The tables of the self-assessment: metrics by year, ahead, by company, and against quartiles."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from pmf_engine.api import CellValue, Field, Grid, Wording
from pmf_engine.framework.finance.metrics import Metric, ahead, past
from pmf_engine.framework.finance.quartiles import place_words, shown
from pmf_engine.model.numbers import MINUS, number
from pmf_engine.model.periods import Period
from pmf_plugins.vfm_self_assessment.assessment import SelfAssessment

_METRIC = Field(title="Metric", width=6.4, chars=46)


def years_grid(found: SelfAssessment) -> Grid:
    """Return each metric in the run's year and the two before it, and its change."""
    years = past(found.run, found.metrics)
    rows = [
        (titled(one), *(one.at(year) for year in years), change(one, years[-2:]))
        for one in found.metrics
    ]
    return Grid(
        slot="metrics",
        caption="The regulator's metrics",
        summary=f"One metric a row, {len(rows)} rows; columns metric, years, change.",
        fields=(_METRIC, *_years(years, 10.6 / (len(years) + 1)), _number("Change", 10.6, years)),
        rows=rows,
    )


def ahead_grid(found: SelfAssessment) -> Grid | None:
    """Return each metric in the years of the forecast; None where there is none."""
    years = ahead(found.run, found.metrics)
    if not years:
        return None
    rows: list[tuple[CellValue, ...]] = [
        (titled(one), *(one.at(year) for year in years)) for one in found.metrics
    ]
    return Grid(
        slot="forecast",
        caption="The metrics as the business plan forecasts them",
        summary=f"One metric a row, {len(rows)} rows; columns metric and years to come.",
        fields=(Field(title="Metric", width=5.4, chars=46), *_years(years, 11.6 / len(years))),
        rows=rows,
    )


def companies_grid(found: SelfAssessment) -> Grid | None:
    """Return each metric of the group beside its companies; None for one company."""
    codes = list(found.metrics[0].companies)
    if not codes:
        return None
    year = found.run.period
    rows: list[tuple[CellValue, ...]] = [
        (titled(one), one.at(year), *one.companies.values()) for one in found.metrics
    ]
    width = 10.6 / (len(codes) + 1)
    return Grid(
        slot="companies",
        caption=f"The group and its landlords in {year.year_label}",
        summary=f"One metric a row, {len(rows)} rows; columns metric, group, landlords.",
        fields=(
            _METRIC,
            *(Field(title=t, width=width, chars=16, right=True) for t in ("Group", *codes)),
        ),
        rows=rows,
    )


def quartiles_grid(found: SelfAssessment) -> Grid | None:
    """Return each metric with a published benchmark beside it; None where none is held."""
    rows = [
        (
            titled(one),
            one.at(found.run.period),
            *shown(one),
            Wording(f"{one.key}/place", place_words(one, found.run.period)),
            one.benchmark.peek("year").year_label,
        )
        for one in found.metrics
        if one.benchmark is not None
    ]
    if not rows:
        return None
    narrow: dict[str, Any] = {"width": 2.3, "chars": 14, "right": True}
    return Grid(
        slot="quartiles",
        caption="Against published benchmarks",
        summary=f"One metric a row, {len(rows)} rows; columns metric to year of the benchmark.",
        fields=(
            Field(title="Metric", width=3.8, chars=46),
            Field(title=found.run.period.year_label, width=1.9, chars=15, right=True),
            *(Field(title=t, **narrow) for t in ("Lower", "Median", "Upper")),
            Field(title="Place", width=2.3, chars=30),
            Field(title="Published", width=2.1, chars=14),
        ),
        rows=rows,
    )


def titled(one: Metric) -> str:
    """Return a metric's number and title."""
    return f"{one.key} {one.title}"


def change(one: Metric, years: Sequence[Period]) -> CellValue:
    """Return how a metric moved between two years, in points or in pounds."""
    figures = [one.at(year) for year in years]
    if len(figures) < 2 or any(figure.value is None for figure in figures):
        return Wording(f"{one.key}/change", "No comparison")
    before, now = (figure.value or Decimal(0) for figure in figures)
    moved, places, unit = now - before, figures[-1].places, figures[-1].unit
    digits = number(abs(moved), places)
    sign = "" if not Decimal(digits.replace(",", "")) else "+" if moved > 0 else MINUS
    return Wording(f"{one.key}/change", f"{sign}£{digits}" if unit == "£" else f"{sign}{digits}")


def _years(years: Sequence[Period], width: float) -> list[Field]:
    return [Field(title=y.year_label, width=width, chars=15, right=True) for y in years]


def _number(title: str, width: float, years: Sequence[Period]) -> Field:
    return Field(title=title, width=width / (len(years) + 1), chars=13, right=True)
