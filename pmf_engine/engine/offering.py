"""All that a run offers to be shown elsewhere, by slot: figures, words and tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from pmf_engine.engine.computing import asked, content
from pmf_engine.model.content import Grid, Narrative, Region, Wording, Words
from pmf_engine.model.values import Figure
from pmf_engine.run import Run

Offered = Figure | Grid | str | date


def offered(run: Run) -> dict[str, Offered]:
    """Return what a run gives for each slot; a table of the companion before one of the paper.

    Raises PmfError, in a sentence, when a function of the plugin fails.
    """
    report = run.report
    found: dict[str, Offered] = dict(_of_the_run(run))
    found.update(_inside(content(run).values()))
    for sheet in asked(run, report.sheets_of) if report.sheets_of else ():
        found[sheet.grid.slot] = sheet.grid
    return {**found, **run.figures}


def _of_the_run(run: Run) -> Iterator[tuple[str, Offered]]:
    yield "report", run.title
    yield "entity", run.entity.title
    yield "period", run.period.title
    yield "as_at", run.today


def _inside(values: Iterable[Any]) -> Iterator[tuple[str, Offered]]:
    for value in values:
        if isinstance(value, Figure | Grid):
            yield value.slot, value
        elif isinstance(value, Wording | Narrative):
            yield value.slot, value.text
        elif isinstance(value, Words):
            yield value.slot, str(value)
            yield from _inside(value.parts)
        elif isinstance(value, Region):
            yield from _inside(one.values for one in value)
        elif isinstance(value, Mapping):
            yield from _inside(value.values())
