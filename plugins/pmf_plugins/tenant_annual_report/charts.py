"""The charts of the report: three years of a measure, and the rent pound."""

from __future__ import annotations

from decimal import Decimal

from pmf_engine.api import Chart, Figure, Run, Series
from pmf_engine.framework.charts import number_format
from pmf_engine.framework.sentences import listed, lowered
from pmf_engine.framework.year_measures import YearMeasure
from pmf_engine.framework.yearly import years_to
from pmf_engine.model.numbers import half_up
from pmf_plugins.tenant_annual_report.inputs import public
from pmf_plugins.tenant_annual_report.looks import Look
from pmf_plugins.tenant_annual_report.money import Share

_ROOM = 1.15  # of the longest bar, so that its value fits beside it
_TARGET, _BARS = "#5B6070", "#12436D"


def years_chart(run: Run, one: YearMeasure, look: Look) -> Chart | None:
    """Return a bar for each of three years and for the target; None where no year has a figure."""
    labels = [year.year_label for year in years_to(run.period, len(one.years))]
    bars = [
        (label, figure)
        for label, figure in zip(labels, one.years, strict=True)
        if figure.value is not None
    ]
    if not bars:
        return None
    told = [f"{figure.display} in {label}" for label, figure in bars]
    name = _name(run, one)
    if (target := _target(one)) is not None:
        bars.append(("Target", target))
        told.append(f"target {target.display}")
    return Chart(
        slot=f"{one.indicator.code}/chart",
        kind="bar",
        title=_headline(one),
        subtitle="Three years, and the target" if target else "Three years",
        alt=f"Bar chart of {name}: {listed(told)}.".replace("\u00a0", " "),
        categories=tuple(label for label, _ in bars),
        series=(
            Series(
                name=f"{name[:1].upper()}{name[1:]}",
                values=tuple(figure.value for _, figure in bars),
                colour=_BARS,
                colours=tuple(_TARGET if figure is target else _BARS for _, figure in bars),
            ),
        ),
        format=number_format(one.indicator.unit, _places(one, [figure for _, figure in bars])),
        minimum=0,
        maximum=max(float(value) for _, f in bars if (value := f.value) is not None) * _ROOM or 1,
        width_cm=look.chart_width,
        height_cm=look.chart_height,
        text=look.text,
        aside=look.aside,
    )


def _places(one: YearMeasure, figures: list[Figure]) -> int:
    """Return the fewest places at which values that differ look so: labels have little room."""
    values = {figure.value for figure in figures if figure.value is not None}
    most = max(figure.places for figure in figures)
    shown = range(min(1, one.indicator.places), most)
    return next((p for p in shown if len({half_up(v, p) for v in values}) == len(values)), most)


def _headline(one: YearMeasure) -> str:
    """Return what happened since last year in a few words."""
    now, before = one.latest, one.years[-2]
    if now.value is None or before.value is None:
        return "The years that we know"
    if now.short == before.short:
        return "The same as last year"
    return "Up on last year" if now.value > before.value else "Down on last year"


def _target(one: YearMeasure) -> Figure | None:
    known = one.judged and one.upper is None and one.target.value is not None
    return one.target if known else None


def _name(run: Run, one: YearMeasure) -> str:
    return lowered(public(run, one.indicator.title))


def rent_chart(found: list[Share], look: Look) -> Chart | None:
    """Return the bars of the rent pound, the largest first; None without lines."""
    known = [(one.title, one.pence.value) for one in found if one.pence.value is not None]
    if not known:
        return None
    told = [f"{title.lower()} {value:.0f}p" for title, value in known]
    return Chart(
        slot="rent-chart",
        kind="bar",
        title="Where each £1 of rent goes",
        subtitle="Pence of each pound",
        alt=f"Bar chart of the rent pound: {listed(told)}.",
        categories=tuple(title for title, _ in known),
        series=(Series(name="Pence", values=tuple(value for _, value in known), colour=_BARS),),
        format='0"p"',
        minimum=0,
        width_cm=look.wide,
        height_cm=float(Decimal(len(known)) * Decimal("1.05") * Decimal(str(look.text)) + 2),
        text=look.text,
    )
