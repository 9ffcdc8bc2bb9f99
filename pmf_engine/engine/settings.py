"""The `[settings]` of `pmf.toml`: how a workspace wants a report, out of what the report offers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pmf_engine.model.errors import PmfError
from pmf_engine.model.report import Report


def read_settings(file: Path, given: Any) -> dict[str, dict[str, str]]:
    """Return the settings by report, as under `[settings.board-pack]`.

    Raises PmfError where one is not a name and text in quotes under a report's heading.
    """
    if not isinstance(given, Mapping):
        raise PmfError(f"{file}: write [settings.REPORT] as a heading with its settings below it.")
    for report, own in given.items():
        if not isinstance(own, Mapping) or not all(isinstance(one, str) for one in own.values()):
            raise PmfError(
                f"{file}: under [settings.{report}] write a name and its choice in quotes, as in"
                ' headings = "2012".'
            )
    return {report: dict(own) for report, own in given.items()}


def chosen_settings(report: Report, held: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Return what is chosen of each setting of a report; the first offered where nothing is.

    A setting that offers nothing takes any text, and is empty where none is given.

    Raises PmfError naming what is offered where a setting or a choice is unknown.
    """
    given = held.get(report.key, {})
    heading = f"pmf.toml, [settings.{report.key}]"
    for name, choice in given.items():
        if name not in report.settings:
            known = ", ".join(report.settings) or "none"
            raise PmfError(f"{heading}: “{name}” is not a setting. Settings: {known}.")
        if report.settings[name] and choice not in report.settings[name]:
            offered = ", ".join(f'"{one}"' for one in report.settings[name])
            raise PmfError(
                f"{heading}: {name} = “{choice}” is not offered. Write one of {offered}."
            )
    usual = {name: offered[0] if offered else "" for name, offered in report.settings.items()}
    return {**usual, **given}
