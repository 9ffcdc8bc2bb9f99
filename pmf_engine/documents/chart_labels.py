"""Which series of a chart say their name and value at their end, and where that label stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from pmf_engine.documents.chart_frame import Layout
from pmf_engine.model.content import Chart, Series

LETTER = 0.17  # room in centimetres for a letter of a label at 9 points
_GAP = 0.4  # between the middles of two labels, one under the other
_NEAR_END = 3  # points from the end within which labels stand in one column
_DISTANCES = 0.0, 0.3, 0.6, 1.0, 1.4  # of a label from its line, in centimetres
_LABEL_HEIGHT, _CLEAR, _SLACK = 0.75, 0.08, 0.15  # LibreOffice breaks such labels into two lines
_SHARES = 0.7, 0.5  # of a label's width to keep clear: Word needs all, LibreOffice half


class Place(NamedTuple):
    """Where a label stands: at which point, on which side, and how far (cm) moved down."""

    point: int
    side: str
    down: float = 0.0


class Box(NamedTuple):
    """A rectangle in centimetres from the top left of the chart."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether the two share more than an edge."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


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


def label_place(chart: Chart, layout: Layout, series: Series) -> Place | None:
    """Return where a series is labelled, or None if it has no value.

    A target that was in force only earlier is labelled near its run, clear of other lines.
    """
    last = last_index(series)
    if last is None or not is_target(series) or _ends_late(chart, last):
        return None if last is None else Place(last, "right")
    run = [at for at, value in enumerate(series.values) if value is not None]
    lines = [box for each in chart.series if each is not series for box in _boxes(layout, each)]
    places = sorted(_candidates(run), key=lambda place: abs(place.down))
    width = end_label_width(chart, series)
    free = (
        place
        for share in _SHARES
        for place in places
        if _is_free(_label_box(layout, series, place, width * share), layout, lines)
    )
    return next(free, places[0])


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


def _candidates(run: Sequence[int]) -> Iterator[Place]:
    middle = run[len(run) // 2]
    for point in sorted(run, key=lambda at: abs(at - middle)):
        for distance in _DISTANCES:
            yield Place(point, "above", -distance)
            yield Place(point, "below", distance)


def _label_box(layout: Layout, series: Series, place: Place, width: float) -> Box:
    middle = layout.across_of(place.point, len(series.values))
    height = layout.height_of(float(series.values[place.point] or 0)) + place.down
    top = height - _LABEL_HEIGHT if place.side == "above" else height
    return Box(middle - width / 2, top, middle + width / 2, top + _LABEL_HEIGHT)


def _boxes(layout: Layout, series: Series) -> Iterator[Box]:
    """Yield a box around each piece of a line."""
    points = [
        (layout.across_of(at, len(series.values)), layout.height_of(float(value)))
        for at, value in enumerate(series.values)
        if value is not None
    ]
    for (left, start), (right, end) in pairwise(points):
        yield Box(left, min(start, end) - _CLEAR, right, max(start, end) + _CLEAR)


def _is_free(box: Box, layout: Layout, lines: Sequence[Box]) -> bool:
    inside = (
        box.left >= layout.left - _SLACK
        and box.top >= layout.top
        and box.bottom <= layout.top + layout.height
    )
    return inside and not any(map(box.meets, lines))


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
