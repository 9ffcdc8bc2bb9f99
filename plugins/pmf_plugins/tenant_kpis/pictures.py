"""The chart and the table of a measure's results over time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from pmf_engine.api import Chart, Field, Grid, Series, Wording
from pmf_engine.framework.charts import number_format
from pmf_plugins.tenant_kpis.archive import Quarter
from pmf_plugins.tenant_kpis.words import chart_words, verdict

Measure = Mapping[str, Any]


def chart(measure: Measure) -> Chart | None:
    """Return the results as a line, or columns where they add up; nothing where too few are known.

    The target is a dashed line; provisional points are hollow.
    """
    series = measure["series"]
    values = tuple(_decimal(one["value"]) for one in series)
    if sum(value is not None for value in values) < 2:
        return None
    hollow = frozenset(at for at, one in enumerate(series) if one["standing"] != "actual")
    data = Series(name=measure["title"], values=values, label_last=True, hollow=hollow)
    places = series[-1]["places"]
    return Chart(
        slot=f"{measure['slug']}/chart",
        kind="column" if measure["adds_up"] else "line",
        title=f"{measure['title']}, by {_span(series)}",
        subtitle=_unit(measure["unit"]),
        alt=chart_words(measure),
        categories=tuple(one["short"] for one in series),
        series=(data, *_targets(series)),
        format=number_format(measure["unit"], places),
    )


def table(measure: Measure, quarter: Quarter) -> Grid:
    """Return every result with its target and verdict, the newest first."""
    return Grid(
        slot=f"{measure['slug']}/table",
        caption=f"{measure['title']}, by {_span(measure['series'])}",
        fields=(
            Field(title="Period"),
            Field(title="Result", right=True),
            Field(title="Target", right=True),
            Field(title="Verdict"),
        ),
        rows=[_row(measure, one, quarter) for one in reversed(measure["series"])],
    )


def _row(measure: Measure, one: Mapping[str, Any], quarter: Quarter) -> tuple[Any, ...]:
    look = verdict(one)
    marks = " (provisional)" if one["standing"] != "actual" else ""
    marks += " (revised)" if quarter.revised(measure, one["period"]) else ""
    why = f": {one['missing']}" if one["missing"] else ""
    return (
        one["name"].replace("Quarter ", "Q"),
        f"{one['shown']}{why}{marks}",
        one["target_words"] or "None set",
        Wording("verdict", f"{look.shape} {look.words}", f"status-{look.look}"),
    )


def _targets(series: Sequence[Mapping[str, Any]]) -> list[Series]:
    names = {"target": "Target", "lower": "From", "upper": "To"}
    found = []
    for key, name in names.items():
        values = tuple(_decimal((one["target"] or {}).get(key)) for one in series)
        if any(value is not None for value in values):
            found.append(Series(name=name, values=values, dashed=True))
    return found


def _decimal(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _span(series: Sequence[Mapping[str, Any]]) -> str:
    return "quarter" if "Q" in series[-1]["period"] else "year"


def _unit(unit: str) -> str:
    names = {"%": "Percentage", "£": "Pounds", "": "Number"}
    return names.get(unit) or unit[:1].upper() + unit[1:]
