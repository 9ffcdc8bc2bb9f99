"""The hooks a plugin may implement: arguments are only ever added, and values pass in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import pluggy

from pmf_engine.model.report import Report
from pmf_engine.model.tables import Batches, Table

GROUP = "pmf_engine"
hookspec = pluggy.HookspecMarker(GROUP)
hookimpl = pluggy.HookimplMarker(GROUP)


@hookspec
def pmf_reports() -> Iterable[Report]:
    """Return the reports this plugin brings. Called once, when the catalogue is loaded."""
    raise NotImplementedError


@hookspec
def pmf_definitions() -> Iterable[Path]:
    """Return YAML files of dated definitions that any report may name in its `figures`.

    Called once, when the catalogue is loaded; a report's own file comes first.
    """
    raise NotImplementedError


@hookspec(firstresult=True)
def pmf_open_source(path: Path, table: Table) -> Iterable[Sequence[object]] | Batches | None:
    """Return a table's header row and rows from a file that is not an Excel workbook, or None.

    Called for each bound file that does not end as an Excel workbook does, before the built-in
    reader; the values are typed and checked as cells are. The rows may be an iterator, or Batches
    of columns: those of a table with a tally are then never held, however many there are.
    """
    raise NotImplementedError
