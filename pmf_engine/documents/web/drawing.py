"""Charts as inline SVG: a line or columns, drawn with the scale of the charts in Word and Excel.

All ink is `currentColor`, so that a chart follows the page it stands on, dark or light, and needs
no stylesheet. Each chart is drawn twice, for wide and for narrow screens; the page shows one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from xml.sax.saxutils import escape

from markupsafe import Markup

from pmf_engine.documents.chart_frame import Axis
from pmf_engine.documents.chart_labels import data_series, is_target, last_index
from pmf_engine.documents.chart_layout import axis_format, value_axis
from pmf_engine.documents.web.values import shown
from pmf_engine.model.content import Chart, Series

_LETTER = 0.62  # of the size of type, about what a letter takes
_LINE = 1.25
_STEPS = (1, 2, 3, 4, 6, 8, 12, 16, 24)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A size to draw at: its name, width and height, and the size of type, in pixels."""

    name: str
    width: int
    height: int
    type: int


_ON_PAGES = Sheet("wide", 720, 320, 15), Sheet("narrow", 320, 260, 13)
_ALONE = (Sheet("alone", 288, 240, 13),)


def drawings(chart: Chart, alone: bool = False) -> Markup:
    """Return a chart as SVG: for wide and for narrow screens, or one that needs no stylesheet."""
    sheets = _ALONE if alone else _ON_PAGES
    return Markup("\n").join(Markup(_Drawing(chart, sheet).svg()) for sheet in sheets)  # noqa: S704


@dataclass(frozen=True)
class _Drawing:
    """One chart at one size; lengths are pixels from the top left."""

    chart: Chart
    sheet: Sheet

    @cached_property
    def axis(self) -> Axis:
        return value_axis(self.chart)

    @cached_property
    def ends(self) -> list[tuple[float, list[str], str]]:
        """How far down each label at the right stands, its lines and its class."""
        found = []
        for series in self.chart.series:
            last = last_index(series)
            if last is None or (is_target(series) and last < len(self.chart.categories) - 1):
                continue
            value = shown(series.values[last], self.chart.format)
            lines = [series.name, value] if is_target(series) else [value]
            found.append((self.down(series.values[last]), lines, _name(series)))
        return self._spread(sorted(found))

    def _spread(
        self, ends: list[tuple[float, list[str], str]]
    ) -> list[tuple[float, list[str], str]]:
        """Move labels down so that none lies over another, and up again to stay on the sheet."""
        step, placed = self.sheet.type * _LINE, list[tuple[float, list[str], str]]()
        free = 0.0
        for height, lines, name in ends:
            middle = max(height, free + step * len(lines) / 2)
            free = middle + step * len(lines) / 2
            placed.append((middle, lines, name))
        over = max(0.0, free - self.bottom)
        return [(height - over, lines, name) for height, lines, name in placed]

    @cached_property
    def ticks(self) -> list[tuple[float, str]]:
        pattern = axis_format(self.chart.format, self.axis.step)
        count = round((self.axis.high - self.axis.low) / self.axis.step + 1e-6)
        values = [self.axis.low + self.axis.step * at for at in range(int(count) + 1)]
        return [(value, shown(value, pattern)) for value in values]

    @cached_property
    def left(self) -> float:
        return self._room(words for _, words in self.ticks) + 8

    @cached_property
    def right(self) -> float:
        """Where the plot ends: what the labels leave."""
        names = (series.name for series in self.chart.series if is_target(series))
        values = (
            shown(series.values[last], self.chart.format)
            for series in self.chart.series
            if (last := last_index(series)) is not None
        )
        return self.sheet.width - self._room([*names, *values]) - 14

    @property
    def top(self) -> float:
        return self.sheet.type * 0.9

    @property
    def bottom(self) -> float:
        return self.sheet.height - self.sheet.type * 2.0

    @property
    def slot(self) -> float:
        return (self.right - self.left) / max(1, len(self.chart.categories))

    def _room(self, words: Iterator[str] | Sequence[str]) -> float:
        return max(map(len, words), default=0) * self.sheet.type * _LETTER

    def across(self, at: int) -> float:
        return self.left + self.slot * (at + 0.5)

    def down(self, value: object) -> float:
        share = (float(str(value)) - self.axis.low) / (self.axis.high - self.axis.low)
        return self.top + (self.bottom - self.top) * (1 - min(1.0, max(0.0, share)))

    def svg(self) -> str:
        name = f"{self.chart.slot.replace('/', '-').lower()}-{self.sheet.name}"
        width, height = self.sheet.width, self.sheet.height
        size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        parts = [
            f'<svg class="pmf-chart pmf-{self.sheet.name}" {size} role="img"'
            f' aria-labelledby="{name}-title {name}-text" font-size="{self.sheet.type}"'
            ' fill="currentColor">',
            f'<title id="{name}-title">{escape(self.chart.title)}</title>',
            f'<desc id="{name}-text">{escape(self.chart.alt)}</desc>',
            *self._frame(),
            *(piece for series in self.chart.series for piece in self._series(series)),
            *self._end_labels(),
            "</svg>",
        ]
        return "\n".join(parts)

    def _frame(self) -> Iterator[str]:
        for value, words in self.ticks:
            at = self.down(value)
            strong = ' stroke-opacity=".6"' if value == 0 else ' stroke-opacity=".2"'
            yield _line(f"M{_n(self.left)} {_n(at)}H{_n(self.right)}", f'class="pmf-grid"{strong}')
            yield self._text(self.left - 6, at + self.sheet.type * 0.35, words, "end")
        for at in self._marked():
            low = self.bottom + self.sheet.type * 1.5
            yield self._text(self.across(at), low, self.chart.categories[at], "middle")

    def _marked(self) -> list[int]:
        """The categories whose names there is room for, the newest always."""
        names = self.chart.categories
        needed = self._room(names) + self.sheet.type * 0.6
        step = next((each for each in _STEPS if each * self.slot >= needed), len(names) or 1)
        return list(range(len(names) - 1, -1, -step))

    def _series(self, series: Series) -> Iterator[str]:
        if not is_target(series) and self.chart.kind == "column":
            yield from self._columns(series)
            return
        course = "".join(self._run(run, is_target(series)) for run in _runs(series))
        dashes = ' stroke-dasharray="7 4"' if is_target(series) else ""
        width = 2 if is_target(series) else 3
        yield _line(course, f'class="pmf-{_name(series)}" stroke-width="{width}"{dashes}')
        if not is_target(series):
            yield from self._dots(series)

    def _run(self, run: Sequence[tuple[int, object]], level: bool) -> str:
        """The course of a line; that of a level reaches to both edges of its first and last."""
        places = [(self.across(at), self.down(value)) for at, value in run]
        if level:
            (left, height), (right, _) = places[0], places[-1]
            places = [(left - self.slot / 2, height), (right + self.slot / 2, height)]
        return "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in places)

    def _dots(self, series: Series) -> Iterator[str]:
        last = last_index(series)
        for at, value in enumerate(series.values):
            if value is not None:
                size = 5.5 if at == last else 3.5
                place = f'cx="{_n(self.across(at))}" cy="{_n(self.down(value))}" r="{size}"'
                yield f'<circle class="pmf-{_look(series, at)}" {place}{_ink(series, at)}/>'

    def _columns(self, series: Series) -> Iterator[str]:
        floor, width = self.down(max(0.0, self.axis.low)), self.slot * 0.66
        for at, value in enumerate(series.values):
            if value is not None:
                top = self.down(value)
                place = (
                    f'x="{_n(self.across(at) - width / 2)}" y="{_n(min(top, floor))}"'
                    f' width="{_n(width)}" height="{_n(abs(floor - top))}"'
                )
                yield f'<rect class="pmf-{_look(series, at)}" {place}{_ink(series, at)}/>'

    def _end_labels(self) -> Iterator[str]:
        for middle, lines, name in self.ends:
            start = middle - self.sheet.type * _LINE * (len(lines) - 1) / 2
            weight = "" if name == "target" else ' font-weight="bold"'
            for at, words in enumerate(lines):
                down = start + self.sheet.type * (_LINE * at + 0.35)
                yield self._text(self.right + 8, down, words, "start", weight)

    def _text(self, x: float, y: float, words: str, anchor: str, more: str = "") -> str:
        place = f'x="{_n(x)}" y="{_n(y)}" text-anchor="{anchor}"{more}'
        return f"<text {place}>{escape(words)}</text>"


def _runs(series: Series) -> Iterator[list[tuple[int, object]]]:
    """Yield the points that stand one after another without a gap; of a level, at one height.

    A target that changes is a break, not a slope.
    """

    def alike(pair: tuple[int, object]) -> object:
        return pair[1] if is_target(series) else pair[1] is not None

    for value, group in groupby(enumerate(series.values), key=alike):
        if value is not None and value is not False:
            yield list(group)


def _name(series: Series) -> str:
    return "target" if is_target(series) else "data"


def _look(series: Series, at: int) -> str:
    return f"{_name(series)} pmf-hollow" if at in series.hollow else _name(series)


def _ink(series: Series, at: int) -> str:
    """The ink of a provisional point, hollow; of any other there is nothing to say."""
    if at not in series.hollow:
        return ""
    return ' fill="none" stroke="currentColor" stroke-width="2"'


def _line(course: str, more: str) -> str:
    return f'<path d="{course}" fill="none" stroke="currentColor" {more}/>'


def _n(number: float) -> str:
    """A length, as short as it can be written."""
    return f"{number:.1f}".removesuffix(".0")


def not_from_zero(chart: Chart) -> bool:
    """Whether the value axis of a chart starts above zero, which a reader must be told."""
    return bool(data_series(chart)) and value_axis(chart).low > 0
