"""What a command has to do, told from hashes alone where nothing has changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pmf_engine.model.periods import Frequency, Period
from pmf_engine.model.report import Coverage


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


def _coverage(data: Mapping[str, Any]) -> Coverage:
    return Coverage(
        code=data["code"],
        title=data["title"],
        frequency=Frequency(data["frequency"]),
        group=data["group"],
    )
