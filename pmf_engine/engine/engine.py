"""The engine of one workspace: check, compute, fill and record."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pmf_engine.catalogue import Catalogue, Entry, load_catalogue
from pmf_engine.engine.choosing import choice, incomplete, main_input, nothing
from pmf_engine.engine.due import due_date
from pmf_engine.engine.fingerprint import code_stamp, engine_stamp, file_hash, fingerprint
from pmf_engine.engine.planning import Scope, load_scope, save_scope
from pmf_engine.engine.selection import chosen, covered, may_cover, newest_month, period_of
from pmf_engine.engine.settings import chosen_settings
from pmf_engine.engine.templates import templates_of
from pmf_engine.engine.workspace import Workspace
from pmf_engine.ledger import FileRecord, Ledger, RunRecord
from pmf_engine.model.errors import InputFaults, PmfError
from pmf_engine.model.findings import Finding, has_errors, note
from pmf_engine.model.periods import Period
from pmf_engine.model.report import Coverage
from pmf_engine.model.tables import Table

if TYPE_CHECKING:
    from pmf_engine.run import Run
    from pmf_engine.workbook import Reading


@dataclass(frozen=True, slots=True)
class Task:
    """A report to be made for one entity and period; `notes` say why that period."""

    entry: Entry
    entity: Coverage
    period: Period
    today: date
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
    """How documents are written: where, as drafts in spite of errors, anew with `force`."""

    out: Path
    draft: bool = False
    force: bool = False
    strict: bool = False


class Engine:
    """Runs the reports of a workspace. `today` is None for each report's own due date."""

    def __init__(self, workspace: Workspace, *, today: date | None = None) -> None:
        self.workspace = workspace
        self.today = today
        self.ledger = Ledger(workspace.private / "ledger")
        self._readings: dict[str, Reading] = {}
        self._kept: dict[tuple[str, str], Any] = {}
        self._cache = workspace.private / "cache"

    @cached_property
    def catalogue(self) -> Catalogue:
        """The reports of installed plugins and of the workspace."""
        return load_catalogue(self.workspace.root)

    def covering(self, entity: str | None) -> list[str]:
        """Return the reports in use that cover an entity, by key; all of them when none is named.

        Raises PmfError when there is no such report.
        """
        used = self._used()
        found = [one for one in used if may_cover(self._scope(one).everyone, entity)]
        if not found and entity is not None:
            raise PmfError(f"No report covers “{entity}”.")
        return [entry.report.key for entry in found]

    def left_out(self) -> list[Finding]:
        """Return a note for each report that is not in use, which `covering` leaves out."""
        used = self._used()
        return [
            note(
                "report-not-in-use",
                f"“{entry.report.key}” was left out: no file stands at workbooks/"
                f"{main_input(entry).workbook}.xlsx, and pmf.toml names none.",
            )
            for entry in self.catalogue
            if entry not in used
        ]

    def scope(self, key: str) -> Scope:
        """Return whom a report covers, and its newest month, as far as its workbooks can tell."""
        return self._scope(self.catalogue.entry(key))

    def _used(self) -> list[Entry]:
        """The reports whose main workbook is there, or is named in pmf.toml; all if none is."""
        return [one for one in self.catalogue if self._is_used(one)] or list(self.catalogue)

    def _is_used(self, entry: Entry) -> bool:
        workbook = main_input(entry).workbook
        if workbook in self.workspace.inputs:
            return True
        from pmf_engine.workbook import locate

        return any(locate(self.workspace.bindings([workbook])).values())

    def reading(self, entry: Entry) -> Reading:
        """Return a report's inputs, read once."""
        from pmf_engine.workbook import read_inputs

        key = entry.report.key
        if key not in self._readings:
            self._readings[key] = read_inputs(
                self._bindings(entry),
                entry.report.inputs,
                cache=self._cache,
                open_source=self._open_source,
            )
        return self._readings[key]

    def _open_source(self, path: Path, table: Table) -> Any:
        try:
            return self.catalogue.open_source(path=path, table=table)
        except Exception as fault:
            raise PmfError(
                f"A plugin could not open {path.name}: {type(fault).__name__}: {fault}."
            ) from fault

    def outcomes(
        self, key: str, entity: str | None = None, period: Period | None = None
    ) -> list[Outcome]:
        """Return a report computed and checked for the entities and period asked for."""
        entry = self.catalogue.entry(key)
        tasks, findings = self._tasks(entry, entity, period)
        if not tasks:
            return [Outcome(key, None, period.id if period else None, findings)]
        return [_told(self._checked(task, findings), task) for task in tasks]

    def tasks(self, key: str, entity: str | None, period: Period | None) -> list[Task]:
        """Return what a run of a report consists of; empty when its inputs cannot tell."""
        return self._tasks(self.catalogue.entry(key), entity, period)[0]

    def run(self, task: Task, options: Options) -> Outcome:
        """Return the outcome of a task, its documents written unless errors stop it."""
        from pmf_engine.engine.approval import standing

        mark = self._fingerprint(task, options)
        before = self.ledger.newest(task.entry.report.key, task.entity.code, task.period.id)
        folder = self._folder(task, options)
        if before and not options.force and before.fingerprint == mark:
            files = standing(before, folder, self.ledger)
            if files is not None:
                return _told(_unchanged(before, files, folder), task)
        outcome = self.computed(task, draft=options.draft)
        outcome.folder = folder
        if outcome.run and not self._stopped(outcome, options):
            self._write(task, outcome, options, mark)
        return _told(outcome, task)

    def computed(self, task: Task, *, draft: bool = False) -> Outcome:
        """Return the outcome of a task computed and checked, of which nothing is written."""
        _, findings = self._tasks(task.entry, task.entity.code, task.period)
        return self._checked(task, findings, draft=draft)

    def unread(self, key: str, period: Period | None) -> Outcome:
        """Return the outcome of a report whose inputs do not even tell whom it covers."""
        entry = self.catalogue.entry(key)
        _, findings = self._tasks(entry, "all", period)
        return Outcome(key, None, period.id if period else None, findings)

    def _tasks(
        self, entry: Entry, entity: str | None, period: Period | None
    ) -> tuple[list[Task], list[Finding]]:
        scope = self._scope(entry)
        findings = list(self._readings[entry.report.key].findings) if self._read(entry) else []
        if not scope.everyone and has_errors(findings):
            return [], findings
        tasks = []
        for one in chosen(entry.report, scope.everyone, entity):
            own = period_of(one, period, scope.newest)
            if own is not None:
                today = self.today or due_date(entry.report.due, own, self._cache)
                tasks.append(Task(entry, one, own, today, tuple(choice(one, own, period))))
                findings += incomplete(entry, one, own, scope.newest)
        if not tasks and not has_errors(findings):
            findings.append(nothing(entry))
        return tasks, findings

    def _read(self, entry: Entry) -> bool:
        return entry.report.key in self._readings

    def _scope(self, entry: Entry) -> Scope:
        key = fingerprint(self._static(entry))
        kept = None if self._read(entry) else load_scope(self._cache, key)
        if kept is not None:
            return kept
        data = self.reading(entry).data
        scope = Scope(newest_month(entry.report, data), covered(entry.report, data))
        if not self.reading(entry).faulty:
            save_scope(self._cache, key, scope)
        return scope

    def _static(self, entry: Entry) -> dict[str, Any]:
        from pmf_engine.workbook import hash_files

        return {
            "report": entry.report.key,
            "engine": engine_stamp(),
            "plugin": code_stamp(entry.home),
            "inputs": self._remembered("hashes", entry, lambda: hash_files(self._bindings(entry))),
        }

    def _remembered(self, name: str, entry: Entry, make: Any) -> Any:
        key = (name, entry.report.key)
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]

    def _fingerprint(self, task: Task, options: Options) -> str:
        entry, root = task.entry, self.workspace.root
        templates = templates_of(root, entry.report, entry.home, task.period)
        reported, superseded = self._issued(task)
        return fingerprint(
            {
                **self._static(task.entry),
                "entity": task.entity.code,
                "period": task.period.id,
                "today": task.today.isoformat(),
                "draft": options.draft,
                "templates": [file_hash(template.path) for template in templates],
                "workspace": [self.workspace.name, self.workspace.title, self.workspace.marking],
                "issued": [issued and issued.run for issued in (reported, superseded)],
                "thresholds": self.workspace.thresholds(entry.report.key).as_json(),
                "settings": chosen_settings(entry.report, self.workspace.settings),
            }
        )

    def _issued(self, task: Task) -> tuple[Any, Any]:
        def load() -> tuple[Any, Any]:
            key, code = task.entry.report.key, task.entity.code
            return (
                self.ledger.newest_issued_before(key, code, before=task.period),
                self.ledger.newest_issued(key, code, of=task.period),
            )

        return self._remembered(f"issued {task.entity.code} {task.period}", task.entry, load)  # type: ignore[no-any-return]

    def _read_from_ledger(self, task: Task) -> dict[str, str]:
        runs = [issued.run for issued in self._issued(task) if issued]
        return {f"{run}.json": self.ledger.hash_of(run) for run in runs}

    def _checked(self, task: Task, findings: Sequence[Finding], draft: bool = False) -> Outcome:
        from pmf_engine.engine.computing import compute, load_definitions
        from pmf_engine.engine.filling import lint
        from pmf_engine.run import Run

        report = task.entry.report
        reading = self.reading(task.entry)
        known = list(dict.fromkeys((*reading.findings, *findings)))
        reported, superseded = self._issued(task)
        run = Run(
            report=report,
            data=reading.data,
            entity=task.entity,
            entities=self._scope(task.entry).everyone,
            period=task.period,
            today=task.today,
            reported=reported,
            superseded=superseded,
            draft=draft,
            findings=tuple(known),
            shared=self._remembered("shared", task.entry, dict),
            definitions=load_definitions(report, self.catalogue.definitions),
            thresholds=self.workspace.thresholds(report.key),
            settings=chosen_settings(report, self.workspace.settings),
        )
        known = [f for f in known if f.entity in (None, task.entity.code)]
        known += compute(run)
        known += lint(self.workspace, task.entry.home, run, known)
        return Outcome(report.key, task.entity.code, task.period.id, known, run)

    def _stopped(self, outcome: Outcome, options: Options) -> bool:
        return not options.draft and has_errors(outcome.findings, options.strict)

    def _write(self, task: Task, outcome: Outcome, options: Options, mark: str) -> None:
        from pmf_engine.engine.approval import must_stand, new_version
        from pmf_engine.engine.filling import file_names, fill
        from pmf_engine.engine.placing import obstacles, place, versioned

        run, folder = outcome.run, outcome.folder
        if run is None or folder is None:
            return
        _refuse_odd_code(task)
        ours = self._ours(task)
        kept = must_stand(self.ledger, outcome.report, task.entity.code, task.period.id)
        names = versioned(folder, file_names(run), kept)
        found: Sequence[Finding] = obstacles(folder, names.values(), ours, options.force)
        files: dict[str, bytes] = {}
        if not found:
            inputs = self.reading(task.entry).hashes
            try:
                filled = fill(self.workspace, task.entry.home, run, inputs, outcome.findings)
                files = {names[name]: content for name, content in filled.items()}
                found = place(folder, files, ours)
            except InputFaults as fault:
                found = fault.findings
        outcome.findings += found or new_version(names, task.entity.code, task.period.id)
        if not found:
            outcome.files = list(self.record(task, outcome, files, mark=mark).files)

    def record(
        self,
        task: Task,
        outcome: Outcome,
        files: Mapping[str, bytes],
        *,
        mark: str = "",
        refreshed: bool = False,
    ) -> RunRecord:
        """Keep in the ledger what was computed and the files that carry it; return the record.

        `mark` is the fingerprint of a run that built them; `refreshed` ones people had edited.
        """
        from hashlib import sha256

        run = outcome.run
        if run is None:
            raise ValueError(f"nothing was computed for {outcome.report}, so nothing is recorded")

        return self.ledger.record(
            report=outcome.report,
            entity=task.entity.code,
            period=task.period.id,
            today=task.today.isoformat(),
            engine=engine_stamp(),
            fingerprint=mark,
            refreshed=refreshed,
            draft=run.draft,
            inputs={**self.reading(task.entry).hashes, **self._read_from_ledger(task)},
            figures=tuple(figure.as_json() for figure in run.figures.values()),
            findings=tuple(finding.as_json() for finding in outcome.findings),
            files=tuple(
                FileRecord(name=name, sha256=sha256(content).hexdigest())
                for name, content in files.items()
            ),
        )

    def _ours(self, task: Task) -> set[str]:
        runs = self.ledger.runs(task.entry.report.key, task.entity.code, task.period.id)
        return {file.sha256 for run in runs if not run.refreshed for file in run.files}

    def _folder(self, task: Task, options: Options) -> Path:
        return options.out / task.entry.report.key / task.entity.code / task.period.id

    def _bindings(self, entry: Entry) -> Any:
        names = {made.workbook for made in entry.report.inputs.values()}
        return self.workspace.bindings(sorted(names))


def _unchanged(before: RunRecord, files: list[FileRecord], folder: Path) -> Outcome:
    findings = [Finding(**finding) for finding in before.findings]
    return Outcome(
        before.report,
        before.entity,
        before.period,
        findings,
        files=files,
        folder=folder,
        unchanged=True,
    )


def _refuse_odd_code(task: Task) -> None:
    """Raise PmfError where a code could lead out of the folder that outputs belong in."""
    code = task.entity.code
    if not re.fullmatch(r"[A-Za-z0-9._-]*[A-Za-z0-9_-]", code):
        raise PmfError(f"The report {task.entry.report.key} covers “{code}”, which is no code.")


def _told(outcome: Outcome, task: Task) -> Outcome:
    """Add why this period, which is said to whoever asked but is no part of the run."""
    outcome.findings = [*outcome.findings, *task.notes]
    return outcome
