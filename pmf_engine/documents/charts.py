"""Native, editable charts: for a Word chart part with its workbook, or on a sheet in Excel.

XlsxWriter makes the chart with the values it remembers; `chart_xml` adds what XlsxWriter cannot.
"""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Any

from pmf_engine.documents import chart_labels as labels
from pmf_engine.documents import chart_layout as layouts
from pmf_engine.documents.chart_layout import Layout, lay_out
from pmf_engine.documents.chart_xml import SUBTITLE, TITLE, finish
from pmf_engine.documents.palette import FONT, INK, RULE, SECONDARY, WHITE, readable
from pmf_engine.documents.text import clean
from pmf_engine.model.content import Chart, Series

CREATED = datetime(2000, 1, 1)
_SHEET, _PART = "Data", "xl/charts/chart1.xml"
_SMALL = {"name": FONT, "size": 9, "color": SECONDARY}
_PIXELS_PER_CM = 96 / 2.54


def chart_part(chart: Chart) -> tuple[bytes, bytes]:
    """Return a chart as the XML of a Word chart part and the workbook embedded with it.

    The part must have a relationship of the id `rId1` to the workbook.
    """
    drawn = _book(chart, drawn=True)
    with zipfile.ZipFile(io.BytesIO(drawn)) as archive:
        xml = archive.read(_PART)
    return finish(xml, chart, embedded=True), _book(chart, drawn=False)


def draw(book: Any, sheet: Any, top: int, chart: Chart) -> Any:
    """Write a chart's data to a sheet and return the XlsxWriter chart drawn from it.

    `top` is the first row, from 0. The caller places the chart and, once the workbook is closed,
    passes its XML through `finish`.
    """
    layout = lay_out(chart)
    _write_data(sheet, top, chart, layout)
    drawn = book.add_chart({"type": chart.kind})
    lined = chart.kind == "column" and any(map(labels.is_target, chart.series))
    line = book.add_chart({"type": "line"}) if lined else drawn
    for at, series in enumerate(chart.series):
        target = line if labels.is_target(series) else drawn
        target.add_series(
            _series(chart, layout, series) | _ranges(sheet.name, top, chart, layout, at)
        )
    if lined:
        drawn.combine(line)
    _dress(drawn, chart, layout)
    return drawn


def rows_of(chart: Chart) -> int:
    """Return how many rows `draw` writes."""
    return max(1, len(chart.categories)) + 1


def _book(chart: Chart, *, drawn: bool) -> bytes:
    from xlsxwriter import Workbook

    stream = io.BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        book.set_properties({"created": CREATED})
        sheet = book.add_worksheet(_SHEET)
        if drawn:
            sheet.insert_chart(0, 0, draw(book, sheet, 0, chart))
        else:
            _write_data(sheet, 0, chart, lay_out(chart))
    return stream.getvalue()


def _write_data(sheet: Any, top: int, chart: Chart, layout: Layout) -> None:
    for row, name in enumerate(chart.categories, top + 1):
        sheet.write_string(row, 0, clean(name))
    for column, series in enumerate(chart.series, 1):
        sheet.write_string(top, column, clean(series.name))
        for row, value in enumerate(series.values, top + 1):
            if value is not None:
                sheet.write_number(row, column, value)
    for row, name in enumerate(layout.labels or (), top + 1):
        sheet.write_string(row, len(chart.series) + 1, clean(name))


def _ranges(sheet: str, top: int, chart: Chart, layout: Layout, at: int) -> dict[str, Any]:
    last = top + max(1, len(chart.categories))
    names = len(chart.series) + 1 if layout.labels else 0
    return {
        "name": [sheet, top, at + 1],
        "categories": [sheet, top + 1, names, last, names],
        "values": [sheet, top + 1, at + 1, last, at + 1],
    }


def _series(chart: Chart, layout: Layout, series: Series) -> dict[str, Any]:
    if labels.is_target(series) and chart.kind != "bar":
        look = _target_line(series)
    else:
        look = _line(series) if chart.kind == "line" else _bars(chart, series)
    label = _labels(chart, layout, series)
    return look | ({"data_labels": label} if label else {})


def _target_line(series: Series) -> dict[str, Any]:
    line = {"color": series.colour, "width": 1.5, "dash_type": "dash"}
    return {"line": line, "marker": {"type": "none"}}


def _line(series: Series) -> dict[str, Any]:
    solid = {"color": series.colour}
    marker = {"type": "circle", "size": 4, "fill": solid, "border": solid}
    return {
        "line": {"color": series.colour, "width": 2.25},
        "marker": marker,
        "points": _points(series, always=labels.last_index(series)),
    }


def _bars(chart: Chart, series: Series) -> dict[str, Any]:
    if labels.is_target(series):
        outline = {"color": series.colour, "width": 1.5, "dash_type": "dash"}
        return {"fill": {"none": True}, "border": outline, "overlap": 100, "gap": 60}
    overlap = 100 if any(map(labels.is_target, chart.series)) else 0
    several = overlap == 0 and len(chart.series) > 1
    return {
        "fill": {"color": series.colour},
        "border": {"color": WHITE, "width": 1} if several else {"none": True},
        "gap": 60,
        "overlap": overlap,
        "points": _points(series, always=None),
    }


def _points(series: Series, *, always: int | None) -> list[dict[str, Any] | None]:
    """Own colours and hollow points; `always` is a point that must be listed in any case."""
    points: list[dict[str, Any] | None] = []
    for at in range(len(series.values)):
        colour = series.colours[at] if at < len(series.colours) else series.colour
        own = at == always or at in series.hollow or colour != series.colour
        inside = WHITE if at in series.hollow else colour
        border = {"color": colour, "width": 1.5}
        points.append({"fill": {"color": inside}, "border": border} if own else None)
    return points if any(points) else []


def _labels(chart: Chart, layout: Layout, series: Series) -> dict[str, Any] | None:
    place = labels.label_place(chart, layout, series)
    if place is None or (chart.kind == "bar" and labels.is_target(series)):
        return None
    hidden = [{"delete": True} if at != place.point else None for at in range(len(series.values))]
    if chart.kind != "line" and not labels.is_target(series):
        label = _label(chart, INK, position="outside_end")
        if layouts.labelled_bars(chart):
            return label
        return label | {"custom": hidden} if series.label_last else None
    named, valued = labels.names_itself(chart, series), labels.values_itself(series)
    label = _label(chart, readable(series.colour), position=place.side)
    label["font"]["bold"] = not labels.is_target(series)
    shown = {"value": valued, "series_name": named, "separator": " ", "custom": hidden}
    return label | shown if named or valued else None


def _label(chart: Chart, colour: str, position: str) -> dict[str, Any]:
    return {
        "value": True,
        "position": position,
        "num_format": chart.format,
        "font": {"name": FONT, "size": 9, "color": colour},
    }


def _dress(drawn: Any, chart: Chart, layout: Layout) -> None:
    width, height = chart.width_cm, chart.height_cm
    drawn.set_title(
        {
            "name": TITLE,
            "name_font": {"name": FONT, "size": 11, "bold": True, "color": INK},
            "layout": {"x": 0.1 / width, "y": 0.1 / height},
        }
    )
    axes = [_category_axis(chart, layout), _value_axis(chart, layout)]
    across, up = reversed(axes) if chart.kind == "bar" else axes
    drawn.set_x_axis(across | _subtitle(chart, layout))
    drawn.set_y_axis(up)
    drawn.set_legend(_legend(chart, layout))
    plot = {"x": layout.left / width, "y": layout.top / height}
    size = {"width": layout.width / width, "height": layout.height / height}
    drawn.set_plotarea({"layout": plot | size, "fill": {"none": True}, "border": {"none": True}})
    drawn.set_chartarea({"border": {"none": True}, "fill": {"color": WHITE}})
    drawn.set_size(
        {"width": round(width * _PIXELS_PER_CM), "height": round(height * _PIXELS_PER_CM)}
    )
    drawn.show_blanks_as("gap")
    drawn.show_hidden_data()


def _subtitle(chart: Chart, layout: Layout) -> dict[str, Any]:
    # The title of the horizontal axis, moved up: a chart's own title has only one style.
    return {
        "name": SUBTITLE,
        "name_font": {**_SMALL, "bold": False},
        "name_layout": {
            "x": 0.1 / chart.width_cm,
            "y": layout.subtitle_top / chart.height_cm,
        },
    }


def _category_axis(chart: Chart, layout: Layout) -> dict[str, Any]:
    return {
        "num_font": _SMALL,
        "line": {"color": SECONDARY, "width": 0.75},
        "major_tick_mark": "none",
        "minor_tick_mark": "none",
        "label_position": "low",
        "reverse": chart.kind == "bar",
        "interval_unit": layout.interval,
        "text_axis": True,
    }


def _value_axis(chart: Chart, layout: Layout) -> dict[str, Any]:
    bare = layouts.labelled_bars(chart)
    return {
        "num_font": _SMALL,
        "num_format": layouts.axis_format(chart.format, layout.axis.step),
        "min": layout.axis.low,
        "max": layout.axis.high,
        "major_unit": layout.axis.step,
        "line": {"none": True},
        "major_tick_mark": "none",
        "minor_tick_mark": "none",
        "label_position": "none" if bare else "next_to",
        "major_gridlines": {"visible": not bare, "line": {"color": RULE, "width": 0.5}},
    }


def _legend(chart: Chart, layout: Layout) -> dict[str, Any]:
    if not layouts.has_legend(chart):
        return {"none": True}
    top = layout.subtitle_top + 0.45 * len(layout.subtitle)
    share = min(0.98, sum(len(s.name) * 0.17 + 1.0 for s in chart.series) / chart.width_cm)
    place = {"x": 0.1 / chart.width_cm, "y": top / chart.height_cm}
    size = {"width": share, "height": 0.5 / chart.height_cm}
    return {"position": "top", "font": _SMALL, "layout": place | size}
