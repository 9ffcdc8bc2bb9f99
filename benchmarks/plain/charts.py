"""The charts of a plain script's Word documents: pictures drawn by matplotlib."""

from __future__ import annotations

import io
from typing import Any

from figures import Row, last_day, short

DPI = 150


def line(pack: Any, found: Row) -> bytes:
    """Two years of an indicator with its target."""
    points = pack.books.history(found["one"], found["end"])
    labels = [short(month, found["one"]["step"]) for month, _ in points]
    figure, axes = _axes(16.5 / 2.54, 7 / 2.54)
    axes.plot(labels, [_number(point["value"]) for _, point in points], marker="o")
    targets = [pack.books.target(found["one"], last_day(month)) for month, _ in points]
    axes.plot(labels, [_number((t or {}).get("target")) for t in targets], linestyle="--")
    axes.set_title(found["one"]["title"], loc="left")
    axes.tick_params(axis="x", rotation=90)
    return _png(figure)


def bars(plan: Row) -> bytes:
    """The objectives of a plan by progress."""
    names, values = zip(*reversed(plan["ranked"]), strict=True)
    figure, axes = _axes(16.5 / 2.54, (2.2 + 0.6 * len(names)) / 2.54)
    drawn = axes.barh(names, values)
    axes.bar_label(drawn, [f"{value:.0f}%" for value in values])
    axes.set_title(plan["title"], loc="left")
    return _png(figure)


def _number(value: float | None) -> float:
    return float("nan") if value is None else value


def _axes(width: float, height: float) -> tuple[Any, Any]:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), dpi=DPI, layout="tight")
    return figure, figure.add_subplot()


def _png(figure: Any) -> bytes:
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    stream = io.BytesIO()
    FigureCanvasAgg(figure).print_png(stream)
    return stream.getvalue()
