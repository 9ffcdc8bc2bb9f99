"""Which reports a workspace has a use for: those whose main workbook it has, or names."""

from __future__ import annotations

from collections.abc import Iterable

from pmf_engine.catalogue import Entry
from pmf_engine.engine.workspace import Workspace
from pmf_engine.model.findings import Finding, note


def in_use(entries: Iterable[Entry], workspace: Workspace) -> list[Entry]:
    """Return the reports that a workspace has a use for; all of them if it has none."""
    known = list(entries)
    return [one for one in known if _is_used(one, workspace)] or known


def unused(entries: Iterable[Entry], used: Iterable[Entry]) -> list[Finding]:
    """Return a note for each report that is not in use."""
    kept = list(used)
    return [
        note(
            "report-not-in-use",
            f"“{entry.report.key}” was left out: no file stands at workbooks/"
            f"{entry.report.main_workbook}.xlsx, and pmf.toml names none.",
        )
        for entry in entries
        if entry not in kept
    ]


def _is_used(entry: Entry, workspace: Workspace) -> bool:
    workbook = entry.report.main_workbook
    if workbook in workspace.inputs:
        return True
    from pmf_engine.workbook import locate

    return any(locate(workspace.bindings([workbook])).values())
