"""Reading and writing the ledger folder; safe on shared drives and for two people at once.

A run is one file `<report>~<entity>~<period>~<time>~<random>.json`, an issue one file
`issued~<time>~<random>.json`, an approval one file `signed~<time>~<random>.json`. Files are only
ever added: nothing is locked, changed or removed.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from pmf_engine.ledger.records import Approval, FileRecord, RunRecord
from pmf_engine.model.errors import PmfError
from pmf_engine.model.issued import Issued
from pmf_engine.model.json_text import json_text
from pmf_engine.model.periods import Period

Record = TypeVar("Record")


class Ledger:
    """The runs, issues and approvals of one workspace."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def record(self, **values: Any) -> RunRecord:
        """Keep a run and return it; takes the fields of RunRecord but `id` and `recorded_at`."""
        when, tail = stamp(), secrets.token_hex(4)
        name = "~".join((values["report"], values["entity"], values["period"], when, tail))
        run = RunRecord(id=name, recorded_at=when, **values)
        self._write(name, run.as_json())
        return run

    def issue(self, run: RunRecord, files: Iterable[FileRecord]) -> None:
        """Mark files of a run as issued."""
        when = stamp()
        listed = [{"name": file.name, "sha256": file.sha256} for file in files]
        data = {"issued_at": when, "run": run.id, "files": listed}
        self._write(f"issued~{when}~{secrets.token_hex(4)}", data)

    def runs(self, report: str = "*", entity: str = "*", period: str = "*") -> list[RunRecord]:
        """Return recorded runs, newest last."""
        paths = self._matching(f"{report}~{entity}~{period}~*.json")
        found = [run for path in paths if (run := _run(path)) is not None]
        return sorted(found, key=lambda run: (run.recorded_at, run.id))

    def newest(self, report: str, entity: str, period: str) -> RunRecord | None:
        """Return the newest run that built the documents of a report for an entity and period."""
        paths = sorted(self._matching(f"{report}~{entity}~{period}~*.json"), key=_when)
        found = (run for path in reversed(paths) if (run := _run(path)))
        return next((run for run in found if not run.refreshed), None)

    def run_of(self, sha256: str) -> RunRecord | None:
        """Return the newest run that wrote a file of this content."""
        wrote = [run for run in self.runs() if any(f.sha256 == sha256 for f in run.files)]
        return wrote[-1] if wrote else None

    def hash_of(self, run: str) -> str:
        """Return the SHA-256 of the file of a run, by its id."""
        return sha256((self._folder / f"{run}.json").read_bytes()).hexdigest()

    def issues(self) -> list[Mapping[str, Any]]:
        """Return the issue records (`issued_at`, `run`, `files`), newest last."""
        kept = map(_load, self._matching("issued~*.json"))
        found = [data for data in kept if data and _is_issue(data)]
        return sorted(found, key=lambda data: str(data["issued_at"]))

    def sign(self, run: RunRecord, file: FileRecord, *, role: str, name: str, on: str) -> Approval:
        """Record that somebody approved a file which came from a run, and return the record."""
        approval = Approval(
            recorded_at=stamp(),
            report=run.report,
            entity=run.entity,
            period=run.period,
            run=run.id,
            role=role,
            name=name,
            on=on,
            file=file,
        )
        self._write(f"signed~{approval.recorded_at}~{secrets.token_hex(4)}", approval.as_json())
        return approval

    def approvals(self, report: str = "", entity: str = "", period: str = "") -> list[Approval]:
        """Return recorded approvals, newest last; those of one report, entity, period if named."""
        kept = (_made(path, Approval.from_json) for path in self._matching("signed~*.json"))
        asked = (report, entity, period)
        found = [
            one
            for one in kept
            if one is not None
            and all(
                want in ("", has)
                for want, has in zip(asked, (one.report, one.entity, one.period), strict=True)
            )
        ]
        return sorted(found, key=lambda one: one.recorded_at)

    def approved(self, sha256: str) -> list[Approval]:
        """Return the approvals of a file of this very content, newest last."""
        return [one for one in self.approvals() if one.file.sha256 == sha256]

    def issued_at(self, run: str) -> str | None:
        """Return when files of a run, by its id, were last marked as issued, or None."""
        return next((i["issued_at"] for i in reversed(self.issues()) if i["run"] == run), None)

    def begun(self) -> dict[tuple[str, str], Period]:
        """Return the earliest period of which a run is recorded, by report and entity."""
        found: dict[tuple[str, str], Period] = {}
        for path in self._matching("*~*~*~*~*.json"):
            report, entity, label = path.stem.split("~")[:3]
            period = Period.parse(label)
            before = found.setdefault((report, entity), period)
            found[report, entity] = min(before, period, key=lambda one: one.last)
        return found

    def issued_runs(self, report: str, entity: str, period: str) -> list[RunRecord]:
        """Return the runs of one period that were issued, in the order of their first issue."""
        ids = dict.fromkeys(str(issue["run"]) for issue in self.issues())
        wanted = [run for run in ids if run.split("~")[:3] == [report, entity, period]]
        found = (_run(self._folder / f"{run}.json") for run in wanted)
        return [run for run in found if run is not None]

    def archive(self, report: str, entity: str, until: Period) -> list[Issued]:
        """Return every issued run of a report up to a period, in the order of their first issue."""
        first: dict[str, str] = {}
        for issue in self.issues():
            first.setdefault(str(issue["run"]), str(issue["issued_at"]))
        found = []
        for name, stamp in first.items():
            its_report, its_entity, its_period = name.split("~")[:3]
            reached = Period.parse(its_period).last <= until.last
            if (its_report, its_entity) == (report, entity) and reached:
                run = _run(self._folder / f"{name}.json")
                found += [run.issued(stamp[:10])] if run else []
        return found

    def newest_issued(
        self, report: str, entity: str, *, of: Period, but: str = ""
    ) -> Issued | None:
        """Return the newest issued run of this very period, leaving out the run named by `but`."""
        return self._last_issued(report, entity, lambda period: period == of, but)

    def newest_issued_before(self, report: str, entity: str, *, before: Period) -> Issued | None:
        """Return the newest issued run of an earlier period of the same frequency."""
        return self._last_issued(
            report,
            entity,
            lambda period: period.frequency is before.frequency and period.first < before.first,
        )

    def _last_issued(self, report: str, entity: str, wanted: Any, but: str = "") -> Issued | None:
        """The newest issue of the latest period that is wanted."""
        best: tuple[int, str, str] | None = None
        for issue in self.issues():
            its_report, its_entity, its_period = issue["run"].split("~")[:3]
            period = Period.parse(its_period)
            mine = (its_report, its_entity) == (report, entity) and issue["run"] != but
            if mine and wanted(period):
                best = max(best or (-1, "", ""), (period.first, issue["issued_at"], issue["run"]))
        if best is None:
            return None
        run = _run(self._folder / f"{best[2]}.json")
        return run.issued(best[1][:10]) if run else None

    def _matching(self, pattern: str) -> Iterator[Path]:
        return self._folder.glob(pattern) if self._folder.is_dir() else iter(())

    def _write(self, name: str, data: Mapping[str, Any]) -> None:
        path, temporary = self._folder / f"{name}.json", self._folder / f".{name}.tmp"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            temporary.write_text(json_text(data), encoding="utf-8")
            temporary.replace(path)
        except OSError as fault:
            reason = fault.strerror or fault
            raise PmfError(f"The ledger {self._folder} cannot be written: {reason}.") from fault


def today() -> date:
    """Return the day it is: for records and calendars, never for a document."""
    return date.today()


def stamp() -> str:
    """Return the moment as records are named by it: 2026-10-23T09-30-00.123456Z."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H-%M-%S.%fZ")


def _when(path: Path) -> str:
    return "~".join(path.stem.split("~")[3:])


def _is_issue(data: Mapping[str, Any]) -> bool:
    parts = str(data.get("run")).split("~")
    try:
        return len(parts) > 3 and "issued_at" in data and bool(Period.parse(parts[2]))
    except ValueError:
        return False


def _run(path: Path) -> RunRecord | None:
    return _made(path, RunRecord.from_json)


def _made(path: Path, make: Callable[[Mapping[str, Any]], Record]) -> Record | None:
    """The record in a file, or None where the file holds no such thing."""
    data = _load(path)
    try:
        return make(data) if data else None
    except (KeyError, TypeError):
        return None


def _load(path: Path) -> dict[str, Any] | None:
    """The JSON object of a file, or None where a sync tool left something else there."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return data if isinstance(data, dict) else None
