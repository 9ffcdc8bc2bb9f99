"""`pmf history` and `pmf issue`: what the ledger remembers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import click

from pmf_engine.cli.explaining import split_id
from pmf_engine.cli.output import show_json, show_table
from pmf_engine.engine import Workspace
from pmf_engine.engine.marks import keep_issued
from pmf_engine.ledger import FileRecord, Ledger, RunRecord
from pmf_engine.model.errors import PmfError


def show_history(name: str, workspace: Path | None, as_json: bool) -> int:
    """Print a figure as each recorded run had it, newest last."""
    ledger = _ledger(workspace)
    rows = list(_history(ledger, name))
    if not rows:
        raise PmfError(f"No recorded run holds a figure “{name}”. Runs are recorded by “pmf run”.")
    if as_json:
        show_json({"figure": name, "history": rows})
        return 0
    headings = ("Entity", "Period", "Run at", "Shown as", "Status", "Issued")
    keys = ("entity", "period", "recorded_at", "display", "status", "issued_at")
    show_table(headings, [[_shown(key, row[key]) for key in keys] for row in rows])
    return 0


def _shown(key: str, value: str | None) -> str:
    """A cell of the table; a stamp such as 2026-10-23T09-30-00.123456Z as its day and minute."""
    if not value or not key.endswith("_at"):
        return value or ""
    day, time = value.split("T")
    return f"{day} {time[:5].replace('-', ':')} UTC"


def issue_files(files: Sequence[Path], workspace: Path | None, as_json: bool) -> int:
    """Mark files as issued; none of them unless all can be."""
    ledger = _ledger(workspace)
    found = [(path, *_recorded(ledger, path)) for path in files]
    keep_issued(Workspace.find(workspace), [(path, run.report) for path, run, _ in found])
    for run in {run.id: run for _, run, _ in found}.values():
        ledger.issue(run, [file for _, its_run, file in found if its_run.id == run.id])
    if as_json:
        show_json(
            {
                "issued": [
                    {"path": str(path), "sha256": file.sha256, "run": run.id}
                    for path, run, file in found
                ]
            }
        )
        return 0
    for path, run, _ in found:
        click.echo(f"Issued: {path} ({run.report}, {run.entity}, {run.period})")
    return 0


def _recorded(ledger: Ledger, path: Path) -> tuple[RunRecord, FileRecord]:
    try:
        digest = sha256(path.read_bytes()).hexdigest()
    except OSError as fault:
        raise PmfError(f"{path} cannot be read: {fault.strerror}. Nothing was issued.") from None
    run = ledger.run_of(digest) or _approved_run(ledger, digest)
    if run is None:
        raise PmfError(
            f"{path} is not a file that “pmf run” wrote in this workspace, or it was edited since"
            " and “pmf sign-off” has not recorded its approval. Nothing was issued."
        )
    if run.draft:
        raise PmfError(f"{path} is a draft and cannot be issued. Run again without --draft.")
    return run, FileRecord(name=path.name, sha256=digest)


def _approved_run(ledger: Ledger, digest: str) -> RunRecord | None:
    """The run of a file that people edited and somebody then approved."""
    approvals = ledger.approved(digest)
    if not approvals:
        return None
    last = approvals[-1]
    runs = ledger.runs(last.report, last.entity, last.period)
    return next((run for run in runs if run.id == last.run), None)


def _history(ledger: Ledger, name: str) -> Iterator[dict[str, Any]]:
    whole = split_id(name)
    slot = whole[3] if whole else name
    runs = ledger.runs(whole[0], whole[1]) if whole else ledger.runs()
    issued = {data["run"]: data["issued_at"] for data in ledger.issues()}
    for run in runs:
        own = f"{run.report}/{run.entity}/{run.period}/{slot}"
        for figure in run.figures:
            if figure["id"] == own:
                yield {
                    "id": own,
                    "report": run.report,
                    "entity": run.entity,
                    "period": run.period,
                    "recorded_at": run.recorded_at,
                    "issued_at": issued.get(run.id),
                    "value": figure["value"],
                    "display": figure["display"],
                    "status": figure["status"],
                    "draft": run.draft,
                }


def _ledger(workspace: Path | None) -> Ledger:
    return Ledger(Workspace.find(workspace).private / "ledger")
