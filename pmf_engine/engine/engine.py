"""The engine of one workspace: check, compute, fill and record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pmf_engine.catalogue import Catalogue, Entry, load_catalogue
from pmf_engine.engine.archive import archive_stamp, archived, written
from pmf_engine.engine.fingerprint import code_stamp, engine_stamp, file_hash, fingerprint
from pmf_engine.engine.marks import Marks
from pmf_engine.engine.planning import Scope, load_scope, save_scope
from pmf_engine.engine.publishing import not_final, publication, stamp, unsigned
from pmf_engine.engine.revising import Papers, papers
from pmf_engine.engine.selection import (
    as_at,
    choice,
    chosen,
    covered,
    incomplete,
    may_cover,
    newest_month,
    nothing,
    period_of,
    refuse_odd_code,
)
from pmf_engine.engine.settings import chosen_settings
from pmf_engine.engine.tasks import Options, Outcome, Task, told, unchanged
from pmf_engine.engine.templates import templates_of
from pmf_engine.engine.using import in_use, unused
from pmf_engine.engine.variants import MARK, name_of, options_in, paced
from pmf_engine.engine.workspace import Workspace
from pmf_engine.ledger import Ledger, RunRecord
from pmf_engine.model.errors import InputFaults, PmfError
from pmf_engine.model.findings import Finding, has_errors
from pmf_engine.model.periods import Period
from pmf_engine.model.publication import Publication
from pmf_engine.model.tables import Table

if TYPE_CHECKING:
    from pmf_engine.model.issued import Issued
    from pmf_engine.workbook import Reading


__all__ = ["Engine", "Options", "Outcome", "Task"]


class Engine:
    """Runs the reports of a workspace. `today` is None for each report's own due date."""

    def __init__(self, workspace: Workspace, *, today: date | None = None) -> None:
        self.workspace = workspace
        self.today = today
        self.ledger = Ledger(workspace.private / "ledger")
        self.marks = Marks(workspace.private)
        self._readings: dict[str, Reading] = {}
        self._kept: dict[tuple[str, str], Any] = {}
        self._cache = workspace.private / "cache"

    @cached_property
    def catalogue(self) -> Catalogue:
        """The reports of installed plugins and of the workspace."""
        return load_catalogue(self.workspace.root)

    @cached_property
    def used(self) -> dict[str, Entry]:
        """The reports that the workspace has a use for, by key."""
        return {one.report.key: one for one in in_use(self.catalogue, self.workspace)}

    def covering(self, entity: str | None) -> list[str]:
        """Return the reports in use that cover an entity, by key; all of them when none is named.

        Those not in use are left out. Raises PmfError when there is no such report.
        """
        entries = self.used.values()
        found = [one for one in entries if may_cover(self._scope(one).everyone, entity)]
        if not found and entity is not None:
            raise PmfError(f"No report covers “{entity}”.")
        return [entry.report.key for entry in found]

    def left_out(self) -> list[Finding]:
        """Return a note for each report that is not in use, which `covering` leaves out."""
        return unused(self.catalogue, self.used.values())

    def scope(self, key: str) -> Scope:
        """Return whom a report covers, and its newest month, as far as its workbooks can tell."""
        return self._scope(self.catalogue.entry(key))

    def reading(self, entry: Entry) -> Reading:
        """Return a report's inputs, read once."""
        from pmf_engine.records import gathering
        from pmf_engine.workbook import read_inputs

        key = entry.report.key
        if key not in self._readings:
            self._readings[key] = read_inputs(
                self._bindings(entry),
                entry.report.inputs,
                cache=self._cache,
                open_source=self._open_source,
                records=gathering,
            )
        return self._readings[key]

    def _open_source(self, path: Path, table: Table) -> Any:
        from pmf_engine.records import open_file

        try:
            given = self.catalogue.open_source(path=path, table=table)
            return open_file(path, table) if given is None and table.records else given
        except PmfError:
            raise
        except Exception as fault:
            raise PmfError(
                f"A plugin could not open {path.name}: {type(fault).__name__}: {fault}."
            ) from fault

    def outcomes(
        self, key: str, entity: str | None = None, period: Period | None = None
    ) -> list[Outcome]:
        """Return a report computed and checked for the entities and period asked for."""
        tasks, findings = self._tasks(key, entity, period)
        if not tasks:
            return [Outcome(key, None, period.id if period else None, findings)]
        return [told(self._checked(task, findings), task) for task in tasks]

    def tasks(self, key: str, entity: str | None, period: Period | None) -> list[Task]:
        """Return what a run of a report consists of; empty when its inputs cannot tell."""
        return self._tasks(key, entity, period)[0]

    def named(self, key: str, asked: Mapping[str, str]) -> str:
        """Return the name that a report goes by with these options chosen, to be used as its key.

        Raises PmfError where it does not have an option, or does not offer a value.
        """
        entry = self.catalogue.entry(key)
        return name_of(entry.report, asked, lambda: self.reading(entry).data)

    def _chosen(self, key: str) -> tuple[Entry, dict[str, str]]:
        entry = self.catalogue.entry(key.partition(MARK)[0])
        return entry, options_in(entry.report, key, lambda: self.reading(entry).data)

    def run(self, task: Task, options: Options) -> Outcome:
        """Return the outcome of a task, its documents written unless errors stop it."""
        from pmf_engine.engine.approval import standing

        if options.final and (refused := not_final(self.computed(task))):
            return told(refused, task)
        known = self._papers(task, options.draft)
        before = known.same or self.ledger.newest(task.name, task.entity.code, task.period.id)
        folder = self._folder(task, options)
        if before and not options.force and before.fingerprint == known.mark:
            files = standing(before, folder, self.ledger)
            if files is not None:
                return told(unchanged(before, files, folder), task)
        outcome = self.computed(task, draft=options.draft)
        outcome.folder = folder
        self._write(task, outcome, options, known.mark)
        return told(outcome, task)

    def computed(self, task: Task, *, draft: bool = False) -> Outcome:
        """Return the outcome of a task computed and checked, of which nothing is written."""
        _, findings = self._tasks(task.name, task.entity.code, task.period)
        return self._checked(task, findings, draft=draft)

    def unread(self, key: str, period: Period | None) -> Outcome:
        """Return the outcome of a report whose inputs do not even tell whom it covers."""
        _, findings = self._tasks(key, "all", period)
        return Outcome(key, None, period.id if period else None, findings)

    def _tasks(
        self, name: str, entity: str | None, period: Period | None
    ) -> tuple[list[Task], list[Finding]]:
        entry, options = self._chosen(name)
        scope = self._scope(entry)
        findings = list(self._readings[entry.report.key].findings) if self._read(entry) else []
        if not scope.everyone and has_errors(findings):
            return [], findings
        tasks = []
        for one in chosen(entry.report, scope.everyone, entity):
            one = paced(one, entry.report, options, period)
            own = period_of(one, period, scope.newest, to_date=entry.report.to_date)
            if own is not None:
                today = self.today or as_at(entry.report, own, scope.newest, self._cache)
                notes = tuple(choice(one, own, period, scope.newest))
                tasks.append(Task(entry, one, own, today, name, notes))
                findings += incomplete(entry.report, one, own, scope.newest)
        if not tasks and not has_errors(findings):
            findings.append(nothing(entry.report))
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

    def _papers(self, task: Task, draft: bool) -> Papers:
        """What was issued before a run, and its fingerprint; nothing if the report keeps none."""
        where = task.name, task.entity.code, task.period.id
        if not task.entry.report.keeps_issued:
            return Papers(self._fingerprint(task, draft))
        return papers(self._fingerprint(task, draft), self.ledger.issued_runs(*where))

    def _fingerprint(self, task: Task, draft: bool) -> str:
        entry, root = task.entry, self.workspace.root
        options = self._chosen(task.name)[1]
        templates = templates_of(root, entry.report, entry.home, task.period, options)
        reported, superseded = self._issued(task)
        if entry.report.keeps_issued:
            superseded = None  # counted in by what was issued before
        return fingerprint(
            {
                **self._static(task.entry),
                "report": task.name,
                "entity": task.entity.code,
                "period": task.period.id,
                "today": task.today.isoformat(),
                "draft": draft,
                "templates": [file_hash(template.path) for template in templates],
                "workspace": [self.workspace.name, self.workspace.title, self.workspace.marking],
                "issued": [issued and issued.run for issued in (reported, superseded)],
                "archive": archive_stamp(self._archive(task), self._publication(task)),
                "kept": [path.name for path in self.marks.files(entry.report.key)],
                "thresholds": self.workspace.thresholds(entry.report.key).as_json(),
                "settings": chosen_settings(entry.report, self.workspace.settings),
                "published": entry.report.published and stamp(self._publication(task)),
            }
        )

    def _publication(self, task: Task) -> Publication:
        known = self.workspace.small_numbers
        return publication(self.ledger, task.name, task.entity.code, task.period, known)

    def _issued(self, task: Task) -> tuple[Any, Any]:
        def load() -> tuple[Any, Any]:
            key, code = task.name, task.entity.code
            return (
                self.ledger.newest_issued_before(key, code, before=task.period),
                self.ledger.newest_issued(key, code, of=task.period),
            )

        key = f"issued {task.name} {task.entity.code} {task.period}"
        return self._remembered(key, task.entry, load)  # type: ignore[no-any-return]

    def _archive(self, task: Task) -> tuple[Issued, ...]:
        key = f"archive {task.name} {task.entity.code} {task.period}"
        return self._remembered(key, task.entry, lambda: archived(self.ledger, task))  # type: ignore[no-any-return]

    def _read_from_ledger(self, task: Task) -> dict[str, str]:
        read = (*self._archive(task), *filter(None, self._issued(task)))
        runs = dict.fromkeys(issued.run for issued in read)
        return {f"{run}.json": self.ledger.hash_of(run) for run in runs}

    def _checked(self, task: Task, findings: Sequence[Finding], draft: bool = False) -> Outcome:
        from pmf_engine.engine.computing import compute, load_definitions
        from pmf_engine.engine.filling import lint
        from pmf_engine.run import Run

        report = task.entry.report
        reading = self.reading(task.entry)
        known = list(dict.fromkeys((*reading.findings, *findings)))
        reported, superseded = self._issued(task)
        before = self._papers(task, draft) if report.keeps_issued else Papers("")
        if before.same is not None:
            where = task.name, task.entity.code
            superseded = self.ledger.newest_issued(*where, of=task.period, but=before.same.id)
        run = Run(
            report=report,
            data=reading.data,
            entity=task.entity,
            entities=self._scope(task.entry).everyone,
            period=task.period,
            today=task.today,
            reported=reported,
            superseded=superseded,
            archive=self._archive(task),
            draft=draft,
            options=self._chosen(task.name)[1],
            name=task.name,
            revision=before.revision,
            findings=tuple(known),
            shared=self._remembered("shared", task.entry, dict),
            known=self.marks.known(report),
            definitions=load_definitions(report, self.catalogue.definitions),
            thresholds=self.workspace.thresholds(report.key),
            settings=chosen_settings(report, self.workspace.settings),
            publication=self._publication(task),
        )
        known = [f for f in known if f.entity in (None, task.entity.code)]
        known += [*compute(run), *unsigned(run, final=False)]
        known += lint(self.workspace, task.entry.home, run, known)
        return Outcome(task.name, task.entity.code, task.period.id, known, run)

    def _write(self, task: Task, outcome: Outcome, options: Options, mark: str) -> None:
        from pmf_engine.engine.approval import must_stand, new_version
        from pmf_engine.engine.filling import file_names, fill
        from pmf_engine.engine.placing import obstacles, outdated, place, versioned
        from pmf_engine.engine.withholding import to_write, withheld

        run, folder = outcome.run, outcome.folder
        if run is None or folder is None:
            return
        documents = to_write(run, outcome.findings, draft=options.draft, strict=options.strict)
        if not documents:
            return
        outcome.findings += withheld(run, documents, folder)
        refuse_odd_code(task.entry.report, task.entity.code)
        before, ours = written(self.ledger, task)
        kept = must_stand(self.ledger, outcome.report, task.entity.code, task.period.id)
        names = versioned(folder, file_names(run, documents), kept)
        found: Sequence[Finding] = obstacles(folder, names.values(), ours, options.force)
        files: dict[str, bytes] = {}
        if not found:
            inputs = self.reading(task.entry).hashes
            try:
                home = task.entry.home
                filled = fill(self.workspace, home, run, inputs, outcome.findings, documents)
                files = {names[name]: content for name, content in filled.items()}
                found = place(folder, files, ours, outdated(files, before))
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
        from pmf_engine.engine.recording import recorded

        inputs = {**self.reading(task.entry).hashes, **self._read_from_ledger(task)}
        kept = recorded(task, outcome, files, inputs)
        return self.ledger.record(**kept, fingerprint=mark, refreshed=refreshed)

    def _folder(self, task: Task, options: Options) -> Path:
        return options.out / task.entry.report.key / task.entity.code / task.period.id

    def _bindings(self, entry: Entry) -> Any:
        names = {made.workbook for made in entry.report.inputs.values()}
        return self.workspace.bindings(sorted(names))
