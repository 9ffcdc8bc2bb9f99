"""What the ledger keeps of a run, and of an approval."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from pmf_engine.model.issued import Issued, IssuedFigure


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRecord:
    """A file that a run wrote: its name and the SHA-256 of its bytes."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRecord:
    """One run as recorded; `figures` and `findings` are the documented JSON objects.

    `refreshed`: its files are documents that people had edited, brought up to date in place.
    `said` is what the report keeps of what it said, for reports to come.
    """

    id: str
    recorded_at: str
    report: str
    entity: str
    period: str
    today: str
    engine: str
    fingerprint: str
    draft: bool
    inputs: Mapping[str, str]
    figures: tuple[Mapping[str, Any], ...]
    findings: tuple[Mapping[str, Any], ...]
    files: tuple[FileRecord, ...]
    refreshed: bool = False
    said: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The JSON object of the ledger file."""
        return {
            **{name: getattr(self, name) for name in _PLAIN},
            "inputs": dict(self.inputs),
            "figures": list(self.figures),
            "findings": list(self.findings),
            "refreshed": self.refreshed,
            **({"said": dict(self.said)} if self.said else {}),
            "files": [{"name": file.name, "sha256": file.sha256} for file in self.files],
        }

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> RunRecord:
        """Return the run of a ledger file's JSON object; raises KeyError where it is not one."""
        return RunRecord(
            **{name: data[name] for name in _PLAIN},
            inputs=data["inputs"],
            figures=tuple(data["figures"]),
            findings=tuple(data["findings"]),
            files=tuple(FileRecord(name=f["name"], sha256=f["sha256"]) for f in data["files"]),
            refreshed=bool(data.get("refreshed")),
            said=data.get("said") or {},
        )

    def issued(self, on: str) -> Issued:
        """Return what this run reported, as issued on a day."""
        own = f"{self.report}/{self.entity}/{self.period}/"
        return Issued(
            run=self.id,
            period=self.period,
            issued_on=on,
            figures={figure["id"][len(own) :]: _issued_figure(figure) for figure in self.figures},
            said=self.said,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """That somebody approved a file, and the run it came from: a record, not proof of identity.

    `on` is the day of approval as an ISO date, `file` what was approved, as it was then.
    """

    recorded_at: str
    report: str
    entity: str
    period: str
    run: str
    role: str
    name: str
    on: str
    file: FileRecord

    def as_json(self) -> dict[str, Any]:
        """The JSON object of the ledger file."""
        kept = {name: getattr(self, name) for name in _APPROVAL}
        return {**kept, "file": {"name": self.file.name, "sha256": self.file.sha256}}

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> Approval:
        """Return the approval of a ledger file's JSON object; raises KeyError if it is not one."""
        file = FileRecord(name=data["file"]["name"], sha256=data["file"]["sha256"])
        return Approval(**{name: data[name] for name in _APPROVAL}, file=file)


_APPROVAL = ("recorded_at", "report", "entity", "period", "run", "role", "name", "on")
_PLAIN = (
    "id", "recorded_at", "report", "entity", "period", "today", "engine", "fingerprint", "draft",
)  # fmt: skip


def _issued_figure(figure: Mapping[str, Any]) -> IssuedFigure:
    value = figure["value"]
    return IssuedFigure(
        value=None if value is None else Decimal(value),
        display=figure["display"],
        status=figure["status"],
    )
