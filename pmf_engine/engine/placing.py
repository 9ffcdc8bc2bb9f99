"""Moving finished files into place, all of them or none; nobody's edits are lost."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Collection, Mapping
from pathlib import Path

from pmf_engine.engine.fingerprint import file_hash
from pmf_engine.model.findings import Finding, error

_PROGRAMS = {".docx": "Word", ".xlsx": "Excel"}


def obstacles(
    folder: Path, names: Collection[str], ours: Collection[str], force: bool
) -> list[Finding]:
    """Return why files of these names may not be replaced: open elsewhere, or edited by people.

    `ours` are the hashes of files the engine wrote. `force` lets edited ones be replaced.
    """
    found = []
    for path in (folder / name for name in names):
        program = _PROGRAMS.get(path.suffix, "another program")
        if _locked(path):
            found.append(
                error("output-open", f"the file is open in {program}. Close it there, then run again.",
                      workbook=path.name)
            )  # fmt: skip
        elif path.is_file() and not force and file_hash(path) not in ours:
            found.append(
                error("output-edited", "the file was edited after it was built, and running again"
                      " would lose those edits. Move or rename it, or use --force, which keeps a"
                      " copy beside it.", workbook=path.name)
            )  # fmt: skip
    return found


def place(folder: Path, files: Mapping[str, bytes], ours: Collection[str]) -> list[Finding]:
    """Write files into a folder, whole or not at all; an edited one is kept as a copy first.

    Returns an error finding when the folder cannot be written or a file is held open.
    """
    folder.mkdir(parents=True, exist_ok=True)
    workshop = folder / f".making-{secrets.token_hex(4)}"
    workshop.mkdir()
    moved: list[Path] = []
    try:
        for name, content in files.items():
            (workshop / name).write_bytes(content)
        for name in files:
            _keep(folder / name, ours)
            _set_aside(folder / name, workshop)
            (workshop / name).replace(folder / name)
            moved.append(folder / name)
    except PermissionError as fault:
        _put_back(moved, workshop, folder)
        name = Path(str(fault.filename)).name
        return [error("output-open", "the file is held by another program or the folder is"
                      " read-only. Close it or choose another --out, then run again.", workbook=name)]  # fmt: skip
    finally:
        shutil.rmtree(workshop, ignore_errors=True)
    return []


def _locked(path: Path) -> bool:
    """Whether Word, Excel or LibreOffice has left its lock file beside it."""
    name = path.name
    marks = (f"~${name}", f"~${name[2:]}", f".~lock.{name}#")
    return any((path.parent / mark).exists() for mark in marks)


def _keep(path: Path, ours: Collection[str]) -> None:
    if path.is_file() and file_hash(path) not in ours:
        number = 1
        while (copy := path.with_name(f"{path.stem} (edited copy {number}){path.suffix}")).exists():
            number += 1
        shutil.copy2(path, copy)


def _set_aside(path: Path, workshop: Path) -> None:
    if path.exists():
        shutil.copy2(path, workshop / f"{path.name}.before")


def _put_back(moved: list[Path], workshop: Path, folder: Path) -> None:
    for path in moved:
        before = workshop / f"{path.name}.before"
        if before.exists():
            before.replace(path)
        else:
            path.unlink(missing_ok=True)
    if not any(folder.iterdir()):
        folder.rmdir()
