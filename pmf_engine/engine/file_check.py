"""A file checked before it is sent: its bytes, the reference tables, and the report's own check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from pmf_engine.catalogue import Entry
from pmf_engine.engine.workspace import Workspace
from pmf_engine.model.errors import PmfError
from pmf_engine.model.findings import Finding
from pmf_engine.model.periods import Period
from pmf_engine.model.report import GivenFile, Report
from pmf_engine.model.tables import Table
from pmf_engine.workbook import Binding, Reading, read_inputs


def check_given(
    entry: Entry, path: Path, period: Period | None, today: date, *,
    context: Path | None, workspace: Workspace | None,
) -> list[Finding]:  # fmt: skip
    """Return what is wrong with a file, after what is wrong with the reference tables.

    These stand in `context` as CSV files, or else in the workspace, if there is one. Raises
    PmfError where the report checks no files, and where the file or the folder cannot be read.
    """
    report = entry.report
    if report.checks_file is None:
        raise PmfError(f"“{report.key}” checks no files. Leave --file out.")
    content = _content(path)
    reading = _reference(report, context, workspace)
    given = GivenFile(
        name=path.name, content=content, period=period, today=today, data=reading.data
    )
    try:
        return [*reading.findings, *report.checks_file(given)]
    except PmfError:
        raise
    except Exception as fault:
        name = report.checks_file.__name__
        # No word of the fault itself: it may quote a cell, and cells may be personal.
        raise PmfError(
            f"{entry.plugin}: its function {name} failed on {path.name} ({type(fault).__name__})."
        ) from fault


def workspace_if_any(folder: Path | None) -> Workspace | None:
    """Return the workspace named, or the one that stands here; None where none is named nor here.

    Raises PmfError where one is named that is none.
    """
    try:
        return Workspace.find(folder)
    except PmfError:
        if folder is not None:
            raise
        return None


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as fault:
        said = fault.strerror or type(fault).__name__
        raise PmfError(f"{path} cannot be read: {said}. Name the file to be checked.") from None


def _reference(report: Report, context: Path | None, workspace: Workspace | None) -> Reading:
    from pmf_engine.records import open_file

    inputs = {name: _lone(report.inputs[name]) for name in report.reference}
    if context is None and workspace is not None:
        bound = workspace.bindings({report.inputs[name].workbook for name in report.reference})
        return read_inputs(bound, {name: report.inputs[name] for name in report.reference})
    if context is not None and not context.is_dir():
        raise PmfError(f"{context} is no folder. Name the one that holds the reference tables.")
    return read_inputs(_bindings(context, inputs), inputs, open_source=open_file)


def _lone(table: object) -> Table:
    """The table as a file of its own, which may be absent."""
    if not isinstance(table, Table):
        raise TypeError(f"{table!r} is no table, so no file can hold it")
    return replace(table, workbook=table.name, optional=True)


def _bindings(context: Path | None, inputs: Mapping[str, Table]) -> dict[str, Binding]:
    if context is None:
        return {}
    return {one.name: Binding(one.name, f"{one.name}.csv", context) for one in inputs.values()}
