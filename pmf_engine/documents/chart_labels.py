"""Which series of a chart say their name and value at their end, and where that label stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import inf
from typing import TYPE_CHECKING, NamedTuple

from pmf_engine.model.content import Chart, Series

if TYPE_CHECKING:
    from pmf_engine.documents.chart_layout import Layout

LETTER = 0.17  # room in centimetres for a letter of a label at 9 points
_GAP = 0.4  # between the middles of two labels, one under the other
_NEAR_END = 3  # points from the end within which labels stand in one column
_ROUND = 3  # points either side of a label that it should not cover


class Place(NamedTuple):
    """Where a label stands: at which point, and on which side of it."""

    point: int
    side: str


def is_target(series: Series) -> bool:
    """Whether a series is a level to compare with, not data of its own."""
    return series.dashed


def data_series(chart: Chart) -> list[Series]:
    """Return the series that are not targets."""
    return [series for series in chart.series if not is_target(series)]


def last_index(series: Series) -> int | None:
    """Return where the newest value of a series stands."""
    known = [at for at, value in enumerate(series.values) if value is not None]
    return known[-1] if known else None


def has_end_label(chart: Chart, series: Series) -> bool:
    """Whether a series is labelled at its end: every line; beside bars, the target only."""
    return chart.kind == "line" or (chart.kind == "column" and is_target(series))


def names_itself(chart: Chart, series: Series) -> bool:
    """Whether a series' label gives its name: always, but for the only data line."""
    return is_target(series) or len(data_series(chart)) > 1


def values_itself(series: Series) -> bool:
    """Whether a series' label gives its value."""
    return series.label_last or is_target(series)


def label_place(chart: Chart, series: Series) -> Place | None:
    """Return where a series is labelled, or None if it has no value.

    A target that was in force only earlier is labelled amid its run, clear of the data.
    """
    last = last_index(series)
    if last is None or not is_target(series) or _ends_late(chart, last):
        return None if last is None else Place(last, "right")
    first = next(at for at, value in enumerate(series.values) if value is not None)
    point = (first + last) // 2
    return Place(point, _clear_side(chart, point, float(series.values[point] or 0)))


def at_the_end(chart: Chart, series: Series) -> bool:
    """Whether a series' label stands beside the plot, in one column with others."""
    last = last_index(series)
    return has_end_label(chart, series) and last is not None and _ends_late(chart, last)


def end_label_width(chart: Chart, series: Series) -> float:
    """Return about how wide a series' label is, in centimetres."""
    name = len(series.name) + 1 if names_itself(chart, series) else 0
    return (name + (widest(chart, series.values) if values_itself(series) else 0)) * LETTER


def end_shifts(chart: Chart, layout: Layout) -> dict[int, float]:
    """Return how far down (cm) each label at the end must move so that no two overlap."""
    ends = sorted(
        (layout.height_of(float(value)), at)
        for at, series in enumerate(chart.series)
        if at_the_end(chart, series)
        and (last := last_index(series)) is not None
        and (value := series.values[last]) is not None
    )
    placed = _spread([height for height, _ in ends])
    return {at: new - old for (old, at), new in zip(ends, placed, strict=True) if new != old}


def widest(chart: Chart, values: Sequence[object]) -> int:
    """Return how many letters the longest of the values takes in the chart's format."""
    known = [float(str(value)) for value in values if value is not None]
    return max((len(shown(value, chart.format)) for value in known), default=0)


def shown(value: float, pattern: str) -> str:
    """Return about what an Excel format makes of a value; good enough to measure its width."""
    section = pattern.split(";")[0]
    places = len(match[1]) - 1 if (match := re.search(r"0(\.0+)", section)) else 0
    literal = re.sub(r'[#,0."\\]', "", section)
    return f"{value:,.{places}f}{literal}"


def _ends_late(chart: Chart, last: int) -> bool:
    return last >= len(chart.categories) - 1 - _NEAR_END


def _clear_side(chart: Chart, point: int, level: float) -> str:
    near = slice(max(0, point - _ROUND), point + _ROUND + 1)
    gaps = [float(v) - level for s in data_series(chart) for v in s.values[near] if v is not None]
    above = min((gap for gap in gaps if gap >= 0), default=inf)
    below = min((-gap for gap in gaps if gap < 0), default=inf)
    return "above" if above >= below else "below"


def _spread(wanted: Sequence[float]) -> list[float]:
    """Move heights, given downwards, apart until each is a line's height from the next."""
    groups: list[list[float]] = []
    for height in wanted:
        groups.append([height])
        while len(groups) > 1 and _first(groups[-1]) - _last(groups[-2]) < _GAP - 1e-9:
            groups[-2:] = [groups[-2] + groups[-1]]
    return [_first(group) + _GAP * at for group in groups for at in range(len(group))]


def _first(group: Sequence[float]) -> float:
    return group[0] if len(group) == 1 else sum(group) / len(group) - _GAP * (len(group) - 1) / 2


def _last(group: Sequence[float]) -> float:
    return _first(group) + _GAP * (len(group) - 1)
