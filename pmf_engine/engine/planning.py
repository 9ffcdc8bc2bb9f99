"""What a command has to do, told from hashes alone where nothing has changed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pmf_engine.model.findings import Finding, note
from pmf_engine.model.periods import Frequency, Period
from pmf_engine.model.report import Coverage

if TYPE_CHECKING:
    from pmf_engine.catalogue import Entry
    from pmf_engine.engine.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Scope:
    """The newest month of a report's main table, and whom it covers."""

    newest: Period | None
    everyone: tuple[Coverage, ...]


def load_scope(folder: Path, key: str) -> Scope | None:
    """Return the scope kept for a hash of a report and its inputs, or None."""
    try:
        data = json.loads((folder / f"scope-{key}.json").read_text(encoding="utf-8"))
        newest = Period.parse(data["newest"]) if data["newest"] else None
        return Scope(newest, tuple(_coverage(one) for one in data["everyone"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def save_scope(folder: Path, key: str, scope: Scope) -> None:
    """Keep a scope; a folder that cannot be written only costs time next run."""
    everyone = [
        {"code": c.code, "title": c.title, "frequency": str(c.frequency), "group": c.group}
        for c in scope.everyone
    ]
    data = {"newest": scope.newest.id if scope.newest else None, "everyone": everyone}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"scope-{key}.json").write_text(json.dumps(data), encoding="utf-8")
    except OSError:
        return


def without_workbook(entries: Iterable[Entry], workspace: Workspace) -> list[Finding]:
    """Return a note for each report whose main workbook is not there; none where no report's is."""
    from pmf_engine.workbook import locate

    mains = {e.report.key: e.report.inputs[e.report.main[0]].workbook for e in entries}
    bindings = workspace.bindings(dict.fromkeys(mains.values()))
    there = locate(bindings.values())
    found = [
        note(
            "report-left-out",
            f"{key} was left out: there is no {bindings[book].pattern}. A workspace need not make"
            " every report.",
            field=key,
        )
        for key, book in mains.items()
        if not there[book]
    ]
    return found if len(found) < len(mains) else []


def _coverage(data: Mapping[str, Any]) -> Coverage:
    return Coverage(
        code=data["code"],
        title=data["title"],
        frequency=Frequency(data["frequency"]),
        group=data["group"],
    )
