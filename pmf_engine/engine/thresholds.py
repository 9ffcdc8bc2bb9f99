"""The `[returns]` of `pmf.toml`: how far a figure may move before somebody must say why."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from pmf_engine.model.errors import PmfError
from pmf_engine.model.returns import Thresholds

_SETTINGS = {"movement_percent": "percent", "movement_points": "points"}


def read_thresholds(file: Path, given: Any) -> dict[str, Thresholds]:
    """Return the thresholds by report, the general ones under the empty name.

    `given` is what stands under `[returns]`; `[returns.tsm]` overrides it for one report. Raises
    PmfError, naming the setting, where one is unknown or no number from 0 up.
    """
    if not isinstance(given, Mapping):
        raise PmfError(f"{file}: write [returns] as a heading with its settings below it.")
    own = {name: value for name, value in given.items() if not isinstance(value, Mapping)}
    general = _read(file, "returns", own, {})
    found = {"": Thresholds(**general)}
    for report, settings in given.items():
        if isinstance(settings, Mapping):
            found[report] = Thresholds(**_read(file, f"returns.{report}", settings, general))
    return found


def _read(
    file: Path, heading: str, settings: Mapping[str, Any], general: Mapping[str, Decimal]
) -> dict[str, Decimal]:
    found = dict(general)
    for name, value in settings.items():
        if name not in _SETTINGS:
            raise PmfError(
                f"{file}: “{name}” is not a setting of [{heading}]."
                f" Settings: {', '.join(_SETTINGS)}."
            )
        found[_SETTINGS[name]] = _number(file, heading, name, value)
    return found


def _number(file: Path, heading: str, name: str, value: Any) -> Decimal:
    known = isinstance(value, int | Decimal) and not isinstance(value, bool)
    number = Decimal(value) if known else Decimal("NaN")
    if number.is_finite() and number >= 0:
        return number
    raise PmfError(
        f"{file}: “{name}” in [{heading}] must be a number from 0 up without quotes, such as 10,"
        f" not {_shown(value)}."
    )


def _shown(value: Any) -> str:
    return f"“{value}”" if isinstance(value, str) else str(value).lower()
