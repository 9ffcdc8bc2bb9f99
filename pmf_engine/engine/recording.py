"""What the ledger keeps of a run: what it was made from, its figures, its findings, its files."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from pmf_engine.engine.computing import asked
from pmf_engine.engine.fingerprint import engine_stamp
from pmf_engine.engine.tasks import Outcome, Task
from pmf_engine.ledger import FileRecord


def recorded(
    task: Task, outcome: Outcome, files: Mapping[str, bytes], inputs: Mapping[str, str]
) -> dict[str, Any]:
    """Return the fields of a run's record, but for those that only a fresh or a refreshed one has.

    Raises ValueError where nothing was computed.
    """
    run = outcome.run
    if run is None:
        raise ValueError(f"nothing was computed for {outcome.report}, so nothing is recorded")
    keep = run.report.said_of
    return {
        "report": outcome.report,
        "entity": task.entity.code,
        "period": task.period.id,
        "today": task.today.isoformat(),
        "engine": engine_stamp(),
        "said": {} if keep is None else asked(run, keep),
        "draft": run.draft,
        "inputs": inputs,
        "figures": tuple(figure.as_json() for figure in run.figures.values()),
        "findings": tuple(finding.as_json() for finding in outcome.findings),
        "files": tuple(
            FileRecord(name=name, sha256=sha256(content).hexdigest())
            for name, content in files.items()
        ),
    }
