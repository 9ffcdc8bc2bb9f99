"""Putting the add-in in place for one person, and taking away exactly what was put there."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pmf_engine.model.errors import PmfError
from pmf_engine.model.report import Report
from pmf_engine.ribbon import home
from pmf_engine.ribbon.addin import sign_in
from pmf_engine.ribbon.addin.build import build_addin
from pmf_engine.ribbon.addin.menu import MENU, STATUS, write_menu
from pmf_engine.ribbon.helper_box import Box
from pmf_engine.ribbon.machine import Machine


@dataclass(frozen=True)
class Installed:
    """What an installation wrote, by path with the hash of each file, and the folders it made."""

    files: Mapping[str, str] = field(default_factory=dict)
    folders: tuple[str, ...] = ()

    @classmethod
    def on(cls, machine: Machine) -> Installed:
        """Return what was installed on this machine; nothing where it never was."""
        try:
            kept = json.loads(machine.manifest.read_text(encoding="utf-8"))
            return cls(dict(kept["files"]), tuple(kept["folders"]))
        except FileNotFoundError:
            return cls()
        except (OSError, ValueError, KeyError, TypeError):
            raise PmfError(
                f"{machine.manifest} cannot be read, so what was installed is not known."
                " Delete that file; then install again."
            ) from None

    def keep(self, machine: Machine) -> None:
        """Write this down, so that it can be taken away again."""
        text = json.dumps({"files": dict(self.files), "folders": list(self.folders)}, indent=2)
        machine.manifest.write_text(f"{text}\n", encoding="utf-8")


@dataclass(frozen=True)
class Removed:
    """What was taken away, and what was left because somebody changed it."""

    gone: tuple[Path, ...]
    kept: tuple[Path, ...]


def install_addin(
    machine: Machine, reports: Iterable[Report], *, helper: bool, menu: bool, addin: bool = True
) -> Installed:
    """Write the add-in, its settings and, if asked, the start of the helper at sign-in.

    The add-in is left out where others, such as an IT department, put it in place.

    Raises PmfError where there is no Excel, a file of somebody else stands in the way, or Excel
    holds the add-in open.
    """
    if not machine.has_excel:
        raise PmfError(
            f"Excel does not run on {machine.system}, so there is nothing to install here. The"
            " add-in can be built all the same: pmf ribbon build --out pmf.xlam"
        )
    before = Installed.on(machine)
    content = _content(machine, helper)
    if addin:
        content[machine.addin] = build_addin(menu)
    _refuse_strangers(content, before)
    made = set(before.folders)
    for path in (*content, machine.manifest):
        made |= {str(folder) for folder in _make(path.parent)}
    files = dict(before.files)
    installed = Installed(files, tuple(sorted(made)))
    installed.keep(machine)
    for path, data in content.items():
        _place(path, data)
        files[str(path)] = _hash(data)
        installed.keep(machine)
    Box(machine.requests).prepare()
    write_menu(machine, reports)
    return installed


def _content(machine: Machine, helper: bool) -> dict[Path, bytes]:
    content = {machine.settings: sign_in.settings(machine)}
    if machine.mac:
        content[machine.script] = sign_in.script()
    if helper:
        content[machine.sign_in] = sign_in.at_sign_in(machine)
    return content


def _refuse_strangers(content: Mapping[Path, bytes], before: Installed) -> None:
    strangers = [
        path
        for path, data in content.items()
        if path.exists()
        and _hash(path.read_bytes()) not in (before.files.get(str(path)), _hash(data))
    ]
    if strangers:
        listed = "".join(f"\n  {path}" for path in strangers)
        raise PmfError(
            "These files stand in the way. This command did not write them, or they were changed"
            f" since:{listed}\n"
            "Move them away, then install again. Nothing was written."
        )


def _make(folder: Path) -> Iterator[Path]:
    """Make a folder and those above it; give those that were not there."""
    new = [one for one in (folder, *folder.parents) if not one.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    yield from new


def _place(path: Path, data: bytes) -> None:
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        temporary.write_bytes(data)
        temporary.replace(path)
    except OSError as fault:
        temporary.unlink(missing_ok=True)
        raise PmfError(
            f"{path} cannot be written: {fault.strerror}. Close Excel, then install again."
        ) from None


def uninstall_addin(machine: Machine) -> Removed:
    """Take away what `install_addin` wrote, and nothing else.

    A file that was changed since stays. Raises PmfError where nothing was installed, the helper
    does not stop, or Excel holds the add-in open.
    """
    installed = Installed.on(machine)
    if not machine.manifest.exists():
        raise PmfError("The add-in was not installed by this command; nothing was removed.")
    box = Box(machine.requests)
    if not box.stop():
        raise PmfError("The helper is still at work. Wait until it is done, then uninstall.")
    gone: list[Path] = []
    kept: list[Path] = []
    for path in map(Path, installed.files):
        if path.exists():
            (gone if _take(path, installed.files[str(path)]) else kept).append(path)
    box.clear()
    for name in (MENU, STATUS, machine.manifest.name):
        (machine.ribbon / name).unlink(missing_ok=True)
    home.clear()
    _remove_empty(map(Path, installed.folders))
    return Removed(tuple(gone), tuple(kept))


def _take(path: Path, written: str) -> bool:
    try:
        if _hash(path.read_bytes()) != written:
            return False
        path.unlink()
    except OSError as fault:
        raise PmfError(
            f"{path} cannot be removed: {fault.strerror}. Close Excel, then uninstall again."
        ) from None
    return True


def _remove_empty(folders: Iterable[Path]) -> None:
    for folder in sorted(folders, key=lambda one: len(one.parts), reverse=True):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
