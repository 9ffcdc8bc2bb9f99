"""The user's own folder: settings, menu, and what an undo needs. Nobody else may look into it."""

from __future__ import annotations

import json
import os
import traceback
from pathlib import Path
from typing import Any

from pmf_engine.model.errors import PmfError

_PLACE = "PMF_HOME"
_SETTINGS = "ribbon.json"
_UNWRITABLE = (
    "{} cannot be written: {}. The ribbon keeps there what it needs, such as for an undo. Free some"
    " space, or see that you may write there, and press again."
)
_OURS = (_SETTINGS, "last-fault.txt", "helper-fault.txt")


def home() -> Path:
    """Return the folder, made if need be: `PMF_HOME`, or `.pmf` in the user's own folder.

    Raises PmfError where it cannot be made.
    """
    folder = _place()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as fault:
        raise PmfError(_UNWRITABLE.format(folder, fault.strerror)) from None
    return folder


def _place() -> Path:
    place = os.environ.get(_PLACE)
    return Path(place) if place else Path.home() / ".pmf"


def write(name: str, text: str) -> Path:
    """Write a file of the folder in one step, to be read by this user alone; return its path.

    Raises PmfError where it cannot be written.
    """
    path = home() / name
    part = path.with_name(f"{path.name}.part")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part.touch(mode=0o600)
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    except OSError as fault:
        raise PmfError(_UNWRITABLE.format(path, fault.strerror)) from None
    return path


def keep_fault(name: str, fault: BaseException) -> str:
    """Keep where a fault happened; return a sentence on where to send it, empty if it cannot be.

    Without the words of the fault, which may hold what stands in somebody's cells.
    """
    trail = "".join(traceback.format_tb(fault.__traceback__))
    try:
        path = write(name, f"Traceback\n{trail}{type(fault).__name__}\n")
    except PmfError:
        return ""
    return f" Please send the file {path} to whoever looks after it."


def clear() -> None:
    """Remove what the ribbon keeps here: settings, what an undo needs, reports of faults."""
    folder = _place()
    for path in [*folder.glob("undo/*.json"), *(folder / name for name in _OURS)]:
        path.unlink(missing_ok=True)
    for one in (folder / "undo", folder):
        if one.is_dir() and not any(one.iterdir()):
            one.rmdir()


def read_settings() -> dict[str, Any]:
    """Return the user's settings. Raises PmfError where the file is spoilt."""
    path = home() / _SETTINGS
    if not path.exists():
        return {}
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as fault:
        raise PmfError(f"{path} cannot be read: {fault}. Delete it, then set up again.") from None
    if not isinstance(found, dict):
        raise PmfError(f"{path} holds no settings. Delete it, then set up again.")
    return found


def write_settings(**changes: Any) -> None:
    """Change some of the user's settings."""
    write(_SETTINGS, json.dumps({**read_settings(), **changes}, indent=2))
