"""What a command has to make, how, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pmf_engine.catalogue import Entry
from pmf_engine.ledger import FileRecord, RunRecord
from pmf_engine.model.findings import Finding, finding_from
from pmf_engine.model.periods import Period
from pmf_engine.model.report import Coverage

if TYPE_CHECKING:
    from pmf_engine.run import Run


@dataclass(frozen=True, slots=True)
class Task:
    """A report to be made for one entity and period; `notes` say why that period.

    `name` is the report's key with the options chosen.
    """

    entry: Entry
    entity: Coverage
    period: Period
    today: date
    name: str
    notes: tuple[Finding, ...] = ()


@dataclass(slots=True)
class Outcome:
    """What came of a task: findings, the run where one was computed, the files where written."""

    report: str
    entity: str | None
    period: str | None
    findings: list[Finding]
    run: Run | None = None
    files: list[FileRecord] = field(default_factory=list)
    folder: Path | None = None
    unchanged: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How documents are written: where, as drafts in spite of errors, anew with `force`.

    With `final` nothing is written unless every figure is as it was signed off.
    """

    out: Path
    draft: bool = False
    force: bool = False
    strict: bool = False
    final: bool = False


def told(outcome: Outcome, task: Task) -> Outcome:
    """Add why this period, which is said to whoever asked but is no part of the run."""
    outcome.findings = [*outcome.findings, *task.notes]
    return outcome


def unchanged(before: RunRecord, files: list[FileRecord], folder: Path) -> Outcome:
    """Return the outcome of a task for which a run has been made, and its files still stand."""
    return Outcome(
        before.report,
        before.entity,
        before.period,
        [finding_from(finding) for finding in before.findings],
        files=files,
        folder=folder,
        unchanged=True,
    )
