"""Where everything in a chart stands: lines of text, axis, plot and category labels.

Pure arithmetic on a chart's specification, in centimetres from the top left unless said otherwise,
so that Word, Excel and LibreOffice draw the same picture.
"""

from __future__ import annotations

import re
from math import ceil, floor, log10
from textwrap import wrap

from pmf_engine.documents.chart_frame import ACROSS, EDGE, TITLE_LINE, Axis, Layout
from pmf_engine.documents.chart_labels import (
    LETTER,
    at_the_end,
    data_series,
    end_label_width,
    is_target,
    shown,
    widest,
)
from pmf_engine.model.content import Chart
from pmf_engine.model.numbers import NO_BREAK

BOLD_LETTER = 0.19  # room for a letter of a headline
_TEXT_LETTER = 0.142  # an average letter of running text at 9 points
_LINE = 0.42
_STEP = 3  # of the category labels, wherever first and last then both show
_NOT_ZERO = "axis does not start at zero"
_DIGITS = re.compile(r"0(\.0+)?")


def lay_out(chart: Chart) -> Layout:
    """Return the geometry of a chart."""
    axis = value_axis(chart)
    title, subtitle = _lines(chart.title, chart, BOLD_LETTER), _subtitle(chart, axis)
    left, right = _margins(chart, axis)
    width = chart.width_cm - left - right
    interval, labels = _ticks(chart, width / max(1, len(chart.categories)))
    top = TITLE_LINE * len(title) + _LINE * (len(subtitle) + 1) + _legend_height(chart)
    lines = 2 if labels and interval == 1 else 1
    bottom = EDGE if chart.kind in ACROSS else _LINE * (lines + 0.5)
    return Layout(
        title, subtitle, axis, left, top, width, chart.height_cm - top - bottom, interval, labels
    )


def labelled_bars(chart: Chart) -> bool:
    """Whether every bar can carry its value, so that the value axis need not be shown."""
    if chart.kind != "column":
        return chart.kind in ACROSS
    room = (chart.width_cm - 2) / max(1, len(chart.categories))
    return len(chart.series) == 1 and widest(chart, chart.series[0].values) * LETTER < room


def has_legend(chart: Chart) -> bool:
    """Whether series are named in a legend: bars of several series only; lines are labelled."""
    several = len(chart.series) > 1 and not any(series.hidden for series in chart.series)
    return chart.kind != "line" and several and not _one_with_target_line(chart)


def axis_format(pattern: str, step: float) -> str:
    """Return a value format with only the places that the gridlines need."""
    places = next(p for p in range(6) if abs(step * 10**p - round(step * 10**p)) < 1e-6 or p == 5)
    return _DIGITS.sub("0" + ("." + "0" * places if places else ""), pattern)


def _one_with_target_line(chart: Chart) -> bool:
    return chart.kind == "column" and len(data_series(chart)) == 1


def _legend_height(chart: Chart) -> float:
    return _LINE * 1.4 if has_legend(chart) else 0.0


def _lines(text: str, chart: Chart, letter: float) -> tuple[str, ...]:
    # LibreOffice breaks titles at about four fifths of the chart's width.
    return tuple(wrap(text, max(10, int(chart.width_cm * 0.8 / letter)))) or ("",)


def _subtitle(chart: Chart, axis: Axis) -> tuple[str, ...]:
    if chart.kind != "line" or axis.low <= 0 or _NOT_ZERO in chart.subtitle.lower():
        return _lines(chart.subtitle, chart, _TEXT_LETTER)
    one = _lines(f"{chart.subtitle}; {_NOT_ZERO}", chart, _TEXT_LETTER)
    if len(one) == 1 and chart.subtitle:
        return one
    return (*filter(None, _lines(chart.subtitle, chart, _TEXT_LETTER)), _NOT_ZERO.capitalize())


def _values(chart: Chart) -> list[float]:
    if chart.kind == "stacked":
        return _stacked(chart)
    return [float(v) for series in chart.series for v in series.values if v is not None] or [0, 1]


def _stacked(chart: Chart) -> list[float]:
    """Return how far the bars of each category reach, above nil and below."""
    reach = [0.0]
    for values in zip(*(series.values for series in chart.series), strict=True):
        known = [float(value) for value in values if value is not None]
        reach += [sum(v for v in known if v > 0), sum(v for v in known if v < 0)]
    return reach


def value_axis(chart: Chart) -> Axis:
    """Return the value axis of a chart: round ends and steps; from zero for bars."""
    least, most = min(values := _values(chart)), max(values)
    if chart.kind != "line" or (least >= 0 and most - least > most / 2):
        least, most = min(0.0, least), max(0.0, most)
    low = least if chart.minimum is None else chart.minimum
    high = most if chart.maximum is None else chart.maximum
    if high <= low:
        low, high = (low - 1, high + 1) if low else (0.0, 1.0)
    step = _nice((high - low) / 4)
    if chart.minimum is None:
        low = floor(low / step + 1e-9) * step
        if low in _earlier_targets(chart) and low > 0:
            low -= step
    if chart.maximum is None and chart.kind not in ACROSS:
        high = ceil(high / step - 1e-9) * step
        high = 100.0 if "%" in chart.format and most <= 100 < high else high
    return Axis(low, high, step)


def _earlier_targets(chart: Chart) -> list[float]:
    """Return the levels of lines that end early, whose labels need room above or below."""
    early = [s for s in chart.series if chart.kind not in ACROSS and not at_the_end(chart, s)]
    return [float(v) for s in early if is_target(s) for v in s.values if v is not None]


def _nice(rough: float) -> float:
    power = 10.0 ** floor(log10(rough))
    return next(n for n in (1, 2, 2.5, 5, 10) if rough <= n * power * 1.0001) * power


def _margins(chart: Chart, axis: Axis) -> tuple[float, float]:
    if chart.kind in ACROSS:
        names = max(map(len, chart.categories), default=0) * LETTER + 0.4
        values = max(widest(chart, series.values) for series in chart.series) * LETTER
        return min(names, chart.width_cm * 0.4), values + 0.4
    pattern = axis_format(chart.format, axis.step)
    marks = max(len(shown(value, pattern)) for value in (axis.low, axis.high))
    left = EDGE if labelled_bars(chart) and chart.kind == "column" else marks * LETTER + 0.3
    return left, _end_room(chart)


def _end_room(chart: Chart) -> float:
    beside = [series for series in chart.series if at_the_end(chart, series)]
    half = (chart.width_cm * 0.8 / max(1, len(chart.categories))) / 2
    return max([EDGE, *(end_label_width(chart, series) + 0.5 - half for series in beside)])


def _ticks(chart: Chart, slot: float) -> tuple[int, tuple[str, ...] | None]:
    """Return the interval of category labels, and the labels with the crowded ones blanked.

    First and last always stay. Where no interval reaches both, labels may break into two lines.
    """
    count = len(chart.categories)
    needed = max(map(len, chart.categories), default=0) * LETTER + 0.4
    least = ceil(needed / slot)
    if chart.kind in ACROSS or least <= 1 or count < 3:
        return 1, None
    fits = [k for k in range(least, count) if (count - 1) % k == 0 and k <= max(4, least * 2)]
    step = min(fits, key=lambda k: (abs(k - _STEP), -k), default=_STEP)
    keep = {0, *(at for at in range(count - 1, 0, -step) if at >= step or at == count - 1)}
    names = (name.replace(" ", NO_BREAK) if fits else name for name in chart.categories)
    labels = tuple(name if at in keep else "" for at, name in enumerate(names))
    return (step if fits else 1), labels
