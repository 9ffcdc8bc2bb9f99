"""What a chart looks like, in XlsxWriter's options: one place for Word and Excel alike.

What varies between charts of one form has stand-ins here, which `chart_xml` replaces.
"""

from __future__ import annotations

from typing import Any

from pmf_engine.documents.chart_form import Form, SeriesForm
from pmf_engine.documents.chart_frame import ACROSS
from pmf_engine.documents.chart_xml import SUBTITLE, TITLE
from pmf_engine.documents.palette import FONT, INK, RULE, SECONDARY, WHITE, readable

_PIXELS_PER_CM = 96 / 2.54
_KINDS = {"stacked": {"type": "bar", "subtype": "stacked"}}
_SHARE = 0.5  # of the chart, for any place that varies


def add_chart(book: Any, form: Form, sheet: str, top: int) -> Any:
    """Add a chart of this form to a workbook, drawn from a sheet's rows from `top`, and return it.

    The rows are those of `data_rows`; `chart_xml.complete` finishes the XML.
    """
    drawn = book.add_chart(_KINDS.get(form.kind, {"type": form.kind}))
    lined = form.kind == "column" and form.overlaid
    line = book.add_chart({"type": "line"}) if lined else drawn
    for at, series in enumerate(form.series):
        target = line if series.is_target else drawn
        target.add_series(_series(form, series) | _ranges(form, sheet, top, at))
    if lined:
        drawn.combine(line)
    _dress(drawn, form)
    return drawn


def _font(form: Form, colour: str = SECONDARY, size: int = 9) -> dict[str, Any]:
    return {"name": FONT, "size": round(size * form.text, 1), "color": colour}


def _ranges(form: Form, sheet: str, top: int, at: int) -> dict[str, Any]:
    last = top + max(1, form.size)
    names = len(form.series) + 1 if form.own_names else 0
    return {
        "name": [sheet, top, at + 1],
        "categories": [sheet, top + 1, names, last, names],
        "values": [sheet, top + 1, at + 1, last, at + 1],
    }


def _series(form: Form, series: SeriesForm) -> dict[str, Any]:
    if series.is_target and form.kind not in ACROSS:
        look = _target_line(series)
    else:
        look = _line(series) if form.kind == "line" else _bars(form, series)
    label = _labels(form, series)
    return look | ({"data_labels": label} if label else {})


def _target_line(series: SeriesForm) -> dict[str, Any]:
    line = {"color": series.colour, "width": 1.5, "dash_type": "dash"}
    return {"line": line, "marker": {"type": "none"}}


def _line(series: SeriesForm) -> dict[str, Any]:
    solid = {"color": series.colour}
    marker = {"type": "circle", "size": 4, "fill": solid, "border": solid}
    return {
        "line": {"color": series.colour, "width": 2.25},
        "marker": marker,
        "points": _points(series, always=series.last),
    }


def _bars(form: Form, series: SeriesForm) -> dict[str, Any]:
    if series.is_target:
        outline = {"color": series.colour, "width": 1.5, "dash_type": "dash"}
        return {"fill": {"none": True}, "border": outline, "overlap": 100, "gap": 60}
    if series.hidden:
        return {"fill": {"none": True}, "border": {"none": True}, "overlap": 100, "gap": 60}
    based = any(each.hidden for each in form.series)
    several = len(form.series) > 1 and not (form.overlaid or based)
    return {
        "fill": {"color": series.colour},
        "border": {"color": WHITE, "width": 1} if several else {"none": True},
        "gap": 60,
        "overlap": 100 if form.overlaid or form.kind == "stacked" else 0,
        "points": _points(series, always=None),
    }


def _points(series: SeriesForm, *, always: int | None) -> list[dict[str, Any] | None]:
    """Own colours and hollow points; `always` is a point that must be listed in any case."""
    points: list[dict[str, Any] | None] = []
    for at in range(series.size):
        colour = series.colours[at] if at < len(series.colours) else series.colour
        own = at == always or at in series.hollow or colour != series.colour
        inside = WHITE if at in series.hollow else colour
        border = {"color": colour, "width": 1.5}
        points.append({"fill": {"color": inside}, "border": border} if own else None)
    return points if any(points) else []


def _labels(form: Form, series: SeriesForm) -> dict[str, Any] | None:
    if series.point is None or form.kind == "stacked":
        return None
    if form.kind == "bar" and series.is_target:
        return None
    hidden = [{"delete": True} if at != series.point else None for at in range(series.size)]
    if form.kind != "line" and not series.is_target:
        label = _label(form, INK, position="outside_end")
        if form.bare:
            return label
        return label | {"custom": hidden} if series.label_last else None
    label = _label(form, readable(series.colour), position=series.side)
    label["font"]["bold"] = not series.is_target
    named, valued = series.named, series.valued
    shown = {"value": valued, "series_name": named, "separator": " ", "custom": hidden}
    return label | shown if named or valued else None


def _label(form: Form, colour: str, position: str) -> dict[str, Any]:
    return {
        "value": True,
        "position": position,
        "num_format": form.format,
        "font": _font(form, colour),
    }


def _dress(drawn: Any, form: Form) -> None:
    drawn.set_title(
        {
            "name": TITLE,
            "name_font": _font(form, INK, 11) | {"bold": True},
            "layout": {"x": 0.1 / form.width, "y": 0.1 / form.height},
        }
    )
    axes = [_category_axis(form), _value_axis(form)]
    across, up = reversed(axes) if form.kind in ACROSS else axes
    drawn.set_x_axis(across | _subtitle(form))
    drawn.set_y_axis(up)
    drawn.set_legend(_legend(form))
    plot = dict.fromkeys(("x", "y", "width", "height"), _SHARE)
    drawn.set_plotarea({"layout": plot, "fill": {"none": True}, "border": {"none": True}})
    drawn.set_chartarea({"border": {"none": True}, "fill": {"color": WHITE}})
    each = _PIXELS_PER_CM * form.text
    pixels = {"width": form.width * each, "height": form.height * each}
    drawn.set_size({name: round(length) for name, length in pixels.items()})
    drawn.show_blanks_as("gap")
    drawn.show_hidden_data()


def _subtitle(form: Form) -> dict[str, Any]:
    # The title of the horizontal axis, moved up: a chart's own title has only one style.
    return {
        "name": SUBTITLE,
        "name_font": _font(form) | {"bold": False},
        "name_layout": {"x": 0.1 / form.width, "y": form.subtitle_top / form.height},
    }


def _category_axis(form: Form) -> dict[str, Any]:
    return {
        "num_font": _font(form),
        "line": {"color": SECONDARY, "width": 0.75},
        "major_tick_mark": "none",
        "minor_tick_mark": "none",
        "label_position": "low",
        "reverse": form.kind in ACROSS,
        "interval_unit": form.interval,
        "text_axis": True,
    }


def _value_axis(form: Form) -> dict[str, Any]:
    return {
        "num_font": _font(form),
        "num_format": form.axis_format,
        "min": 0,
        "max": 1,
        "major_unit": 1,
        "line": {"none": True},
        "major_tick_mark": "none",
        "minor_tick_mark": "none",
        "label_position": "none" if form.bare else "next_to",
        "major_gridlines": {"visible": not form.bare, "line": {"color": RULE, "width": 0.5}},
    }


def _legend(form: Form) -> dict[str, Any]:
    if not form.legend:
        return {"none": True}
    top = form.subtitle_top + 0.45 * form.subtitles
    place = {"x": 0.1 / form.width, "y": top / form.height}
    size = {"width": _SHARE, "height": 0.5 / form.height}
    return {"position": "top", "font": _font(form), "layout": place | size}
