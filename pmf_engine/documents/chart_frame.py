"""The geometry of a chart, in centimetres from the top left unless said otherwise."""

from __future__ import annotations

from dataclasses import dataclass

TITLE_LINE, EDGE = 0.5, 0.2
ACROSS = ("bar", "stacked")  # kinds whose bars lie on their side


@dataclass(frozen=True, slots=True)
class Axis:
    """The value axis: where it starts and ends, and the step between gridlines."""

    low: float
    high: float
    step: float


@dataclass(frozen=True, slots=True)
class Layout:
    """A chart's geometry: text lines, axis, plot area, labels of the category axis."""

    title: tuple[str, ...]
    subtitle: tuple[str, ...]
    axis: Axis
    left: float
    top: float
    width: float
    height: float
    interval: int
    labels: tuple[str, ...] | None  # the category labels shown, where an interval cannot do it

    @property
    def subtitle_top(self) -> float:
        """Where the subtitle starts."""
        return EDGE / 2 + TITLE_LINE * len(self.title)

    def across_of(self, point: float, points: int) -> float:
        """Return how far right the place of a category is, counted from 0."""
        return self.left + (point + 0.5) * self.width / max(1, points)

    def height_of(self, value: float) -> float:
        """Return how far down a value is drawn."""
        share = (value - self.axis.low) / (self.axis.high - self.axis.low)
        return self.top + self.height * (1 - min(1, max(0, share)))
