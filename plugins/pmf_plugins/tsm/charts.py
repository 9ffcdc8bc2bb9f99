"""A chart of each measure: this year, last year, and the quartiles of all landlords."""

from __future__ import annotations

from decimal import Decimal

from pmf_engine.api import Chart, Series
from pmf_engine.framework.charts import number_format
from pmf_engine.model.numbers import half_up, table_form
from pmf_plugins.tsm.parts import Line

_OWN, _BEFORE, _OTHERS = "#12436D", "#5B8DB8", "#A8AEB8"


def chart(line: Line, landlord: str, year: str, last_year: str) -> Chart:
    """Return the bars of a measure; a year without a figure is left out."""
    bars = _bars(line, landlord, year, last_year)
    unit, places = line.figure.unit, line.figure.places
    share = unit == "%"
    return Chart(
        slot=f"{line.figure.slot}/chart",
        kind="bar",
        title=_headline(line),
        subtitle=f"{line.title}, {'percentage' if share else unit}, {year}",
        alt=_alt(line, bars),
        categories=tuple(name for name, _, _ in bars),
        series=(
            Series(
                name=line.title,
                values=tuple(value for _, value, _ in bars),
                colours=tuple(colour for _, _, colour in bars),
            ),
        ),
        format=number_format(unit, places),
        minimum=0,
        maximum=100 if share else None,
        width_cm=12.5,
        height_cm=5.0 if len(bars) > 2 else 3.6,
    )


def _bars(
    line: Line, landlord: str, year: str, last_year: str
) -> list[tuple[str, Decimal | None, str]]:
    found = [(f"{landlord} {year}", line.figure.value, _OWN)]
    if line.before is not None and line.before.value is not None:
        found.append((f"{landlord} {last_year}", line.before.value, _BEFORE))
    if line.among is not None:
        found += [
            ("Upper quartile of landlords", line.among.q3, _OTHERS),
            ("Median of landlords", line.among.median, _OTHERS),
            ("Lower quartile of landlords", line.among.q1, _OTHERS),
        ]
    places = line.figure.places
    return [
        (name, value if value is None else half_up(value, places), c) for name, value, c in found
    ]


def _headline(line: Line) -> str:
    if line.among is None:
        return line.figure.display
    return f"{line.figure.display}: {line.position[:1].lower()}{line.position[1:]}"


def _alt(line: Line, bars: list[tuple[str, Decimal | None, str]]) -> str:
    told = "; ".join(
        f"{name} {table_form(value, line.figure.unit, line.figure.places)}"
        for name, value, _ in bars
        if value is not None
    )
    return f"Bar chart of {line.title}. {told}.".replace("\u00a0", " ")
