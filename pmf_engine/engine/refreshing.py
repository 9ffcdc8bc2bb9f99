"""Documents that people have edited, brought up to date where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pmf_engine.engine.approval import must_stand, new_version
from pmf_engine.engine.carriers import read_lineage
from pmf_engine.engine.engine import Engine, Outcome, Task
from pmf_engine.engine.filling import Filling
from pmf_engine.engine.placing import hindrances, place, renew, versioned
from pmf_engine.engine.templates import Template, template_of_edition
from pmf_engine.engine.withholding import to_write
from pmf_engine.model.content import Identity
from pmf_engine.model.errors import InputFaults, PmfError
from pmf_engine.model.findings import Finding, error, has_errors, note
from pmf_engine.model.periods import Period
from pmf_engine.model.refresh import Change, Refreshed
from pmf_engine.model.report import Word
from pmf_engine.run import Run

if TYPE_CHECKING:
    from pmf_engine.documents.excel import Touched


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """How documents are refreshed: for another period, over what was typed, or only looked at."""

    period: Period | None = None
    overwrite: bool = False
    dry_run: bool = False
    strict: bool = False


@dataclass(slots=True)
class Renewal:
    """What came of one file: what was found, what changed, and the copy kept of it as it was.

    `written` is False where nothing had changed, was only looked at, or was `stopped`: by errors of
    its own, or by those of another file.
    """

    path: Path
    report: str
    entity: str
    period: str
    draft: bool = False
    findings: list[Finding] = field(default_factory=list)
    changes: tuple[Change, ...] = ()
    stopped: bool = False
    written: bool = False
    backup: Path | None = None


@dataclass(frozen=True)
class _Job:
    """A file to refresh: its bytes, what it says of itself, and what the report must compute."""

    path: Path
    data: bytes
    identity: Identity
    task: Task


def refresh(engine: Engine, paths: Sequence[Path], wishes: Wishes) -> list[Renewal]:
    """Return what came of refreshing files; where one cannot be, none of them is written.

    Raises PmfError for a file that was not built by a report of this workspace.
    """
    jobs = [_job(engine, path, wishes) for path in {one.resolve(): one for one in paths}.values()]
    renewals = [_renewal(job) for job in jobs]
    for job, renewal in zip(jobs, renewals, strict=True):
        renewal.findings += hindrances(job.path)
    if any(has_errors(one.findings) for one in renewals):
        return _stopped(renewals)
    outcomes = _computed(engine, jobs)
    ready = [
        _refilled(engine, job, outcome, renewal, wishes)
        for job, outcome, renewal in zip(jobs, outcomes, renewals, strict=True)
    ]
    if None in ready:
        return _stopped(renewals)
    for job, outcome, renewal, done in zip(jobs, outcomes, renewals, ready, strict=True):
        if done is not None and not wishes.dry_run:
            _write(engine, job, outcome, renewal, done)
    return renewals


def _stopped(renewals: list[Renewal]) -> list[Renewal]:
    for one in renewals:
        one.stopped = True
    return renewals


def _job(engine: Engine, path: Path, wishes: Wishes) -> _Job:
    """Return what refreshing a file takes. Raises PmfError where it is none of ours."""
    data, lineage = read_lineage(path)
    return _Job(
        path, data, lineage.identity, task_of(engine, path.name, lineage.identity, wishes.period)
    )


def task_of(engine: Engine, name: str, identity: Identity, period: Period | None = None) -> Task:
    """Return what must be computed to refresh a document, for its own period or another.

    Raises PmfError, naming the file, where it is none of this workspace.
    """
    if identity.workspace != engine.workspace.name:
        raise PmfError(
            f"{name} belongs to the workspace “{identity.workspace}”, not to"
            f" “{engine.workspace.name}”. Name its own with --workspace DIR."
        )
    own = _period(name, identity)
    tasks = engine.tasks(identity.report, identity.entity, period or own)
    if not tasks:
        raise PmfError(f"{name}: the workbooks do not tell whom {identity.report} covers.")
    task = tasks[0]
    if engine.today is None and task.period == own:
        task = replace(task, today=date.fromisoformat(identity.today))
    return task


def touched(
    engine: Engine, name: str, data: bytes, identity: Identity, outcome: Outcome, task: Task
) -> Touched:
    """Return what refreshing an open companion changes, given its bytes and what was computed.

    Raises PmfError, naming the file, for one that cannot be refreshed, or that was approved.
    """
    stands = must_stand(engine.ledger, identity.report, identity.entity, identity.period)
    if stands(Path(name)):
        raise PmfError(
            f"{name} was approved, and an approved file is never changed. Generate the report"
            " again: the new version is written beside it."
        )
    if outcome.run is None:
        raise PmfError(f"{name}: nothing could be computed for {identity.report}.")
    inputs = engine.reading(task.entry).hashes
    filling = Filling(engine.workspace, outcome.run, inputs, outcome.findings)
    try:
        return filling.touched_excel(data, identity.document)
    except InputFaults:
        raise
    except PmfError as fault:
        raise PmfError(f"{name}: {fault}") from None


def _renewal(job: _Job) -> Renewal:
    identity = job.identity
    return Renewal(
        job.path, identity.report, identity.entity, job.task.period.id, draft=identity.draft
    )


def _period(name: str, identity: Identity) -> Period:
    try:
        return Period.parse(identity.period)
    except ValueError as fault:
        raise PmfError(f"{name}: {fault}") from None


def _computed(engine: Engine, jobs: Iterable[_Job]) -> list[Outcome]:
    """Return the outcome for each file, computed once where several carry the same."""
    known: dict[tuple[object, ...], Outcome] = {}
    outcomes = []
    for job in jobs:
        task = job.task
        key = task.name, task.entity.code, task.period, task.today, job.identity.draft
        if key not in known:
            known[key] = engine.computed(task, draft=job.identity.draft)
        outcomes.append(known[key])
    return outcomes


def _refilled(
    engine: Engine, job: _Job, outcome: Outcome, renewal: Renewal, wishes: Wishes
) -> Refreshed | None:
    """Return the document refreshed; None where errors stop it."""
    renewal.findings += [*outcome.findings, *job.task.notes]
    if outcome.run is None or not _may_be_written(job, outcome.run, renewal, wishes):
        return None
    inputs = engine.reading(job.task.entry).hashes
    filling = Filling(engine.workspace, outcome.run, inputs, outcome.findings)
    try:
        done = _carried(engine, job, filling, renewal, wishes.overwrite)
    except InputFaults as fault:
        renewal.findings += fault.findings
        return None
    except PmfError as fault:
        raise PmfError(f"{job.path.name}: {fault}") from None
    renewal.changes = done.changes
    return done


def _may_be_written(job: _Job, run: Run, renewal: Renewal, wishes: Wishes) -> bool:
    """Whether errors let a document be brought up to date, as they would let it be built."""
    draft = job.identity.draft
    allowed = to_write(run, renewal.findings, draft=draft, strict=wishes.strict)
    errors = has_errors(renewal.findings, wishes.strict)
    return draft or not errors or job.identity.document in {one.name for one in allowed}


def _carried(
    engine: Engine, job: _Job, filling: Filling, renewal: Renewal, overwrite: bool
) -> Refreshed:
    if job.path.suffix.lower() != ".docx":
        return filling.refreshed_excel(job.data, job.identity.document, overwrite)
    template = _template(engine, job, filling.run.options)
    if template.edition != job.identity.template:
        text = (
            f"the template edition {job.identity.template} that the document was built from is"
            f" gone, so edition {template.edition} was used."
        )
        renewal.findings.append(note("template-gone", text, workbook=job.path.name))
    return filling.refreshed_word(job.data, template, overwrite)


def _template(engine: Engine, job: _Job, options: Mapping[str, str]) -> Template:
    """Return the template that a document was built from, or else the one in force."""
    entry, identity = job.task.entry, job.identity
    documents = entry.report.carriers(options)
    names = [one.template for one in documents if isinstance(one, Word)]
    name = identity.document if identity.document in names else (names or [""])[0]
    if not name:
        raise PmfError(f"the report {entry.report.key} makes no Word document any more.")
    root = engine.workspace.root
    return template_of_edition(root, entry, name, identity.template, job.task.period)


def _write(engine: Engine, job: _Job, outcome: Outcome, renewal: Renewal, done: Refreshed) -> None:
    """Write a document that has changed, and record the file, so that it can be issued."""
    if done.data != job.data:
        found = _placed(engine, job, renewal, done.data)
        renewal.findings += found
        renewal.stopped = has_errors(found) and not renewal.draft
        if renewal.stopped:
            return
        renewal.written = True
    engine.record(job.task, outcome, {renewal.path.name: done.data}, refreshed=True)


def _placed(engine: Engine, job: _Job, renewal: Renewal, data: bytes) -> list[Finding]:
    """Put a document in place of the file, or beside one that was approved, which must stand."""
    identity, path = job.identity, job.path
    approved = must_stand(engine.ledger, identity.report, identity.entity, identity.period)
    names = versioned(path.parent, [path.name], approved)
    renewal.path = path.with_name(names[path.name])
    if renewal.path != path:
        found = place(path.parent, {renewal.path.name: data}, ())
        return list(found or new_version(names, identity.entity, renewal.period))
    try:
        renewal.backup = renew(path, job.data, data)
    except PmfError as fault:
        return [error("output-not-written", str(fault))]
    return []
