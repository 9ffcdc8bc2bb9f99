"""What the look of a chart depends on, apart from the words and numbers that fill it.

Charts of one form differ only in what `Described.varying` names, so that their XML need be made
once for all of them. Styling sees the form alone: nothing it uses can be missing from it.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from itertools import zip_longest
from typing import NamedTuple

from pmf_engine.documents import chart_labels as labels
from pmf_engine.documents import chart_layout as layouts
from pmf_engine.documents.chart_frame import Layout
from pmf_engine.documents.chart_layout import lay_out
from pmf_engine.documents.chart_waterfall import expanded
from pmf_engine.documents.embedded import Cell
from pmf_engine.documents.text import clean
from pmf_engine.model.content import Chart, Series

_KEPT = 256  # a chart is asked about by all who write it, one after the other


class SeriesForm(NamedTuple):
    """One series: its colours and points, and its label's point and side, if it has one."""

    colour: str
    is_target: bool
    size: int
    last: int | None
    hollow: frozenset[int]
    colours: tuple[str, ...]
    label_last: bool
    named: bool
    valued: bool
    point: int | None
    side: str
    moved: bool
    hidden: bool


class Form(NamedTuple):
    """One chart: lengths in cm, `titles` and `subtitles` in lines, `size` in categories.

    Lengths are those of the chart at letters of 9 points, which `text` makes larger with all else.
    `bare` is without a shown value axis; `own_names` is with category labels apart from the data.
    """

    kind: str
    format: str
    axis_format: str
    width: float
    height: float
    titles: int
    subtitles: int
    subtitle_top: float
    size: int
    interval: int
    own_names: bool
    bare: bool
    legend: bool
    series: tuple[SeriesForm, ...]
    text: float = 1.0

    @property
    def overlaid(self) -> bool:
        """Whether any series is a level to compare with."""
        return any(series.is_target for series in self.series)

    @property
    def stable(self) -> Form:
        """The form without what other data may change: the axis' places, the labels' sides."""
        series = tuple(one._replace(moved=False, side="") for one in self.series)
        return self._replace(axis_format="", series=series)

    @property
    def order(self) -> list[int]:
        """The series in the order of the XML: lines over columns come last."""
        places = range(len(self.series))
        if self.kind != "column":
            return list(places)
        return sorted(places, key=lambda at: self.series[at].is_target)


class Described(NamedTuple):
    """A chart as a form, and what fills it by name: title lines, axis, places in shares."""

    form: Form
    layout: Layout
    varying: dict[str, str]


@lru_cache(_KEPT)
def describe(chart: Chart) -> Described:
    """Return a chart's form, its geometry, and what varies between charts of that form."""
    chart = _at_nine_points(expanded(chart))
    layout = lay_out(chart)
    places = [labels.label_place(chart, layout, series) for series in chart.series]
    shifts = _shifts(chart, layout, places)
    return Described(
        _form(chart, layout, places, shifts),
        layout,
        {
            **{f"title{at}": clean(line) for at, line in enumerate(layout.title)},
            **{f"subtitle{at}": clean(line) for at, line in enumerate(layout.subtitle)},
            **_geometry(chart, layout),
            **{f"right{at}": f"{right:.5f}" for at, (right, _) in enumerate(shifts)},
            **{f"down{at}": f"{down:.5f}" for at, (_, down) in enumerate(shifts)},
        },
    )


def data_rows(chart: Chart, layout: Layout) -> list[list[Cell]]:
    """Return the sheet behind a chart: categories, a column a series, and labels of the axis."""
    chart = expanded(chart)
    columns = [series.values for series in chart.series]
    rows: list[list[Cell]] = [[None, *(clean(series.name) for series in chart.series)]]
    for name, *values in zip_longest(map(clean, chart.categories), *columns):
        rows.append([name, *values])
    for row, label in zip(rows[1:], layout.labels or (), strict=False):
        row.append(clean(label))
    return rows


def _geometry(chart: Chart, layout: Layout) -> dict[str, str]:
    width, height, axis = chart.width_cm, chart.height_cm, layout.axis
    legend = min(0.98, sum(len(s.name) * 0.17 + 1.0 for s in chart.series) / width)
    return {
        "low": str(axis.low),
        "high": str(axis.high),
        "step": str(axis.step),
        "left": f"{layout.left / width:.17g}",
        "top": f"{layout.top / height:.17g}",
        "width": f"{layout.width / width:.17g}",
        "height": f"{layout.height / height:.17g}",
        "legend": f"{legend:.17g}",
    }


def _form(
    chart: Chart,
    layout: Layout,
    places: list[labels.Place | None],
    shifts: list[tuple[float, float]],
) -> Form:
    each = zip(chart.series, places, map(any, shifts), strict=True)
    return Form(
        kind=chart.kind,
        format=chart.format,
        axis_format=layouts.axis_format(chart.format, layout.axis.step),
        width=chart.width_cm,
        height=chart.height_cm,
        titles=len(layout.title),
        subtitles=len(layout.subtitle),
        subtitle_top=layout.subtitle_top,
        size=len(chart.categories),
        interval=layout.interval,
        own_names=bool(layout.labels),
        bare=layouts.labelled_bars(chart),
        legend=layouts.has_legend(chart),
        series=tuple(_series_form(chart, *one) for one in each),
        text=chart.text,
    )


def _at_nine_points(chart: Chart) -> Chart:
    """A chart as large as it would be with letters of 9 points; all places in it are shares."""
    if chart.text == 1:
        return chart
    width, height = chart.width_cm / chart.text, chart.height_cm / chart.text
    return replace(chart, width_cm=width, height_cm=height)


def _series_form(
    chart: Chart, series: Series, place: labels.Place | None, moved: bool
) -> SeriesForm:
    return SeriesForm(
        colour=series.colour,
        is_target=labels.is_target(series),
        size=len(series.values),
        last=labels.last_index(series),
        hollow=series.hollow,
        colours=series.colours,
        label_last=series.label_last,
        named=labels.names_itself(chart, series),
        valued=labels.values_itself(series),
        point=place.point if place else None,
        side=place.side if place else "",
        moved=moved,
        hidden=series.hidden,
    )


def _shifts(
    chart: Chart, layout: Layout, places: list[labels.Place | None]
) -> list[tuple[float, float]]:
    """Return how far right and down each label moves, in shares of the chart."""
    moves = labels.end_shifts(chart, layout)
    half_slot = layout.width / max(1, len(chart.categories)) / 2 if chart.kind == "column" else 0.0
    shifts = []
    for at, (series, place) in enumerate(zip(chart.series, places, strict=True)):
        right = half_slot if labels.at_the_end(chart, series) else 0.0
        down = moves.get(at, place.down if place else 0.0)
        shifts.append((right / chart.width_cm, down / chart.height_cm))
    return shifts
