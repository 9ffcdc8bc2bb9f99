"""The workspace: the folder that holds `pmf.toml`, and what that file binds."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from pmf_engine.engine.publishing import read_small_numbers
from pmf_engine.engine.settings import read_settings
from pmf_engine.engine.thresholds import read_thresholds
from pmf_engine.model.errors import PmfError
from pmf_engine.model.publication import SMALL_NUMBERS
from pmf_engine.model.returns import Thresholds
from pmf_engine.workbook import Binding

FILE = "pmf.toml"
_KNOWN = {"name", "title", "inputs", "marking", "publication", "returns", "settings"}


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder, its name (carried by documents, never a path), title, marking and bound inputs.

    `returns` holds the thresholds of movement by report, the general ones under the empty name;
    `settings` what is chosen of each report's settings; `small_numbers` the threshold under which
    counts are not published.
    """

    root: Path
    name: str
    title: str
    marking: str
    inputs: Mapping[str, str]
    returns: Mapping[str, Thresholds] = field(default_factory=dict)
    settings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    small_numbers: int = SMALL_NUMBERS

    @staticmethod
    def find(folder: Path | None) -> Workspace:
        """Return the workspace of a folder, or of the nearest folder upwards from here.

        Raises PmfError when there is none or its `pmf.toml` cannot be read.
        """
        start = (folder or Path.cwd()).absolute()
        homes = [start] if folder else [start, *start.parents]
        for home in homes:
            if (home / FILE).is_file():
                return _load(home)
        where = f"in {start}" if folder else f"in {start} or above it"
        raise PmfError(
            f"There is no workspace {where}: no {FILE} was found. Make one with “pmf init DIR”,"
            " or name one with --workspace DIR."
        )

    def bindings(self, names: Iterable[str]) -> dict[str, Binding]:
        """Return where each named workbook is to be found."""
        return {
            name: Binding(name, self.inputs.get(name, f"workbooks/{name}.xlsx"), self.root)
            for name in names
        }

    def thresholds(self, report: str) -> Thresholds:
        """Return how far figures of a report may move before somebody must say why."""
        return self.returns.get(report) or self.returns.get("") or Thresholds()

    @property
    def private(self) -> Path:
        """The folder of ledger and cache."""
        return self.root / ".pmf"


def _load(home: Path) -> Workspace:
    try:
        data = tomllib.loads((home / FILE).read_text(encoding="utf-8"), parse_float=Decimal)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise PmfError(f"{home / FILE} cannot be read: {fault}.") from None
    unknown = sorted(set(data) - _KNOWN)
    if unknown:
        raise PmfError(
            f"{home / FILE}: “{unknown[0]}” is not a setting."
            f" Settings: {', '.join(sorted(_KNOWN))}."
        )
    name = _text(home, data, "name", home.name)
    return Workspace(
        root=home,
        name=name,
        title=_text(home, data, "title", name),
        marking=_text(home, data, "marking", ""),
        inputs=_inputs(home, data.get("inputs", {})),
        returns=read_thresholds(home / FILE, data.get("returns", {})),
        settings=read_settings(home / FILE, data.get("settings", {})),
        small_numbers=read_small_numbers(home / FILE, data.get("publication", {})),
    )


def _text(home: Path, data: Mapping[str, Any], key: str, default: str) -> str:
    value = data.get(key, default)
    if not isinstance(value, str):
        raise PmfError(f"{home / FILE}: “{key}” must be text in quotes, not {value!r}.")
    return value


def _inputs(home: Path, value: Any) -> Mapping[str, str]:
    if not isinstance(value, dict) or not all(isinstance(v, str) and v for v in value.values()):
        raise PmfError(
            f"{home / FILE}: each line of [inputs] names a workbook and its file, as in"
            ' indicators = "workbooks/indicators*.xlsx".'
        )
    return value
