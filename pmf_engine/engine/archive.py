"""What stands of a report from before: what its runs wrote, and what was issued of it."""

from __future__ import annotations

from collections.abc import Sequence

from pmf_engine.engine.tasks import Task
from pmf_engine.ledger import Ledger
from pmf_engine.model.issued import Issued
from pmf_engine.model.periods import Period
from pmf_engine.model.publication import Approved, Publication


def archived(ledger: Ledger, task: Task) -> tuple[Issued, ...]:
    """Return what was issued up to a task's period, in that order; nothing if it keeps none."""
    if not task.entry.report.archive:
        return ()
    return tuple(ledger.archive(task.name, task.entity.code, until=task.period))


def archive_stamp(archive: Sequence[Issued], known: Publication) -> list[list[str]]:
    """Return what pages of earlier periods rest on: what was issued, and what was approved of it.

    It is for the fingerprint of a run.
    """
    periods = {one.period for one in archive}
    approved = {period: known.approved(Period.parse(period)) for period in periods}
    return [[one.run, _told(approved[one.period])] for one in archive]


def written(ledger: Ledger, task: Task) -> tuple[set[str], set[str]]:
    """Return the names of the files that runs of a task wrote, and the hashes of their content.

    What people have edited, a refreshed document, is not the engine's own.
    """
    runs = ledger.runs(task.name, task.entity.code, task.period.id)
    names = {file.name for run in runs for file in run.files}
    return names, {file.sha256 for run in runs if not run.refreshed for file in run.files}


def _told(approved: Approved | None) -> str:
    return "" if approved is None else f"{approved.on} {sorted(approved.values.items())}"
