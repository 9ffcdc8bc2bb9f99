"""Where a metric stands among others, by quartiles that somebody published; none is worked out."""

from __future__ import annotations

from pmf_engine.framework.finance.metrics import Metric
from pmf_engine.measures.quartile import sample_note
from pmf_engine.model.content import CellValue
from pmf_engine.model.numbers import half_up, table_form
from pmf_engine.model.periods import Period
from pmf_engine.workbook import Row

_NAMES = ("q1", "median", "q3")
_WORDS = {"q1": "lower quartile", "median": "median", "q3": "upper quartile"}


def shown(metric: Metric) -> list[CellValue]:
    """Return lower quartile, median and upper quartile as published; words where one was not."""
    unit, places = _form(metric)
    values = [metric.benchmark.peek(name) for name in _NAMES]
    return [
        "Not published" if value is None else table_form(value, unit, places) for value in values
    ]


def place_words(metric: Metric, year: Period) -> str:
    """Return where a metric lies among published quartiles, whichever side is the good one."""
    figure = metric.at(year)
    if figure.value is None:
        return str(figure.missing)
    value = half_up(figure.value, figure.places)
    limits = [(name, metric.benchmark.peek(name)) for name in _NAMES]
    known = [(name, limit) for name, limit in limits if limit is not None]
    for name, limit in known:
        if value == limit:
            return f"At the {_WORDS[name]}"
    below = [name for name, limit in known if limit < value]
    above = [name for name, limit in known if limit > value]
    if below and above:
        return f"Between {_WORDS[below[-1]]} and {_WORDS[above[0]]}"
    if below:
        return f"Above the {_WORDS[below[-1]]}"
    return f"Below the {_WORDS[above[0]]}" if above else "Not published"


def sources(metrics: list[Metric]) -> str:
    """Return where benchmarks come from, each source once; a sentence where there is none."""
    rows = [one.benchmark for one in metrics if one.benchmark is not None]
    if not rows:
        return "No benchmark is held for any metric, so none is shown. None is ever worked out."
    said = dict.fromkeys(f"{_peers(row)}: {row.peek('source')}" for row in rows)
    return f"As published, never worked out here. {'; '.join(said)}."


def _peers(row: Row) -> str:
    """Who was compared, with how many they were and what a small number means."""
    n, group = row.peek("n"), row.peek("peer_group")
    if n is None:
        return str(group)
    return " ".join(filter(None, (f"{group}, {n:,} in number.", sample_note(n)))).rstrip(".")


def _form(metric: Metric) -> tuple[str, int]:
    figure = next(iter(metric.years.values()))
    return figure.unit, figure.places
