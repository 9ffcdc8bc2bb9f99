"""Waterfall charts: bars that start where the one before ended, drawn as stacked bars.

What a bar stands on is a series without ink. The amount stands beside each name, so that a short
bar can be read too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import accumulate

from pmf_engine.documents.palette import SECONDARY
from pmf_engine.model.content import Chart, Series
from pmf_engine.model.errors import PmfError
from pmf_engine.model.numbers import MINUS, number

_DOWN = "#28A197"
_NIL = Decimal(0)
_PATTERN = re.compile(r'^"?([^#0"]*)"?#?,?#*0(\.0+)?"?([^"]*)"?')


def expanded(chart: Chart) -> Chart:
    """Return a waterfall as stacked bars, any other chart as it is.

    The last value is the total of the steps before it. Raises PmfError where it is not.
    """
    if chart.kind != "waterfall":
        return chart
    (series,) = chart.series
    *steps, total = [value or _NIL for value in series.values]
    if sum(steps, _NIL) != total:
        raise PmfError(f"the steps of the chart {chart.slot} do not add up to {total:,f}.")
    ends = [*accumulate(steps), total]
    starts = [_NIL, *ends[:-2], _NIL]
    pairs = list(zip(starts, ends, strict=True))
    colours = (*(_colour(step, series.colour) for step in steps), SECONDARY)
    parts = (
        ("Base", tuple(_base(a, b) for a, b in pairs), True),
        (series.name, tuple(max(a, b, _NIL) - max(min(a, b), _NIL) for a, b in pairs), False),
        ("Below nil", tuple(min(a, b, _NIL) - min(max(a, b), _NIL) for a, b in pairs), False),
    )
    return replace(
        chart,
        kind="stacked",
        categories=_named(chart, [*steps, total]),
        series=tuple(
            Series(name=name, values=values, hidden=hidden, colours=() if hidden else colours)
            for name, values, hidden in parts
            if name != "Below nil" or any(values)
        ),
    )


def _base(start: Decimal, end: Decimal) -> Decimal:
    """Where the ink begins: the end nearer to nil, or nil for a bar that crosses it."""
    if start * end < 0:
        return _NIL
    return min(start, end, key=abs)


def _colour(step: Decimal, up: str) -> str:
    return up if step >= 0 else _DOWN


def _named(chart: Chart, values: Sequence[Decimal]) -> tuple[str, ...]:
    last = len(values) - 1
    amounts = [_said(value, chart.format, at < last) for at, value in enumerate(values)]
    return tuple(f"{name} {said}" for name, said in zip(chart.categories, amounts, strict=True))


def _said(value: Decimal, pattern: str, signed: bool) -> str:
    """Return an amount in an Excel format, a step with its sign: +£41, −2.5%, £4,712."""
    match = _PATTERN.match(pattern)
    before, places, after = match.groups() if match else ("", None, "")
    digits = number(abs(value), len(places) - 1 if places else 0)
    sign = MINUS if value < 0 else "+" if signed else ""
    return f"{sign}{before}{digits}{after}"
