"""Moving finished files into place, all or none, and renewing one; nobody's edits are lost."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Collection, Mapping
from pathlib import Path

from pmf_engine.engine.fingerprint import file_hash
from pmf_engine.model.errors import PmfError
from pmf_engine.model.findings import Finding, error

_EDITED = (
    "the file was edited after it was built, and running again would lose those edits."
    " Move or rename it, or use --force, which keeps a copy beside it."
)
_READ_ONLY = (
    "the file is read-only. Take the mark off in its properties, or copy it to a folder where you"
    " may write, then try again."
)
_WRITABLE = 0o222
_HELD = (
    "the folder cannot be written, or another program holds the file. Close the file or choose"
    " another folder with --out, then run again. The earlier files stand as they were."
)
_PROGRAMS = {".docx": "Word", ".xlsx": "Excel", ".xlsm": "Excel"}


def obstacles(
    folder: Path, names: Collection[str], ours: Collection[str], force: bool
) -> list[Finding]:
    """Return why files of these names may not be replaced: open elsewhere, or edited by people.

    `ours` are the hashes of files the engine wrote. `force` lets edited ones be replaced.
    """
    found = []
    for path in (folder / name for name in names):
        if program := _holder(path):
            text = f"the file is open in {program}. Close it there, then run again."
            found.append(error("output-open", text, workbook=path.name))
        elif path.is_file() and not force and file_hash(path) not in ours:
            found.append(error("output-edited", _EDITED, workbook=path.name))
    return found


def place(folder: Path, files: Mapping[str, bytes], ours: Collection[str]) -> list[Finding]:
    """Write files into a folder, whole or not at all; an edited one is kept as a copy first.

    Returns an error finding when the folder cannot be written or a file is held open.
    """
    workshop = folder / f".making-{secrets.token_hex(4)}"
    moved: list[Path] = []
    try:
        workshop.mkdir(parents=True)
        for name, content in files.items():
            (workshop / name).write_bytes(content)
        for name in files:
            _keep(folder / name, ours)
            _set_aside(folder / name, workshop)
            (workshop / name).replace(folder / name)
            moved.append(folder / name)
    except OSError as fault:
        _put_back(moved, workshop)
        reason = f"{fault.strerror or fault}: {_HELD}"
        return [error("output-not-written", reason, workbook=Path(str(fault.filename)).name)]
    finally:
        shutil.rmtree(workshop, ignore_errors=True)
    return []


def hindrances(path: Path) -> list[Finding]:
    """Return why a file may not be changed where it stands: open elsewhere, or read-only."""
    if program := _holder(path):
        text = f"the file is open in {program}. Save and close it there, then try again."
        return [error("output-open", text, workbook=path.name)]
    if not path.stat().st_mode & _WRITABLE or not os.access(path, os.W_OK):
        return [error("output-read-only", _READ_ONLY, workbook=path.name)]
    return []


def renew(path: Path, before: bytes, after: bytes) -> Path:
    """Replace a file in one step and return the copy that is kept of it as it was.

    Raises PmfError, in a sentence, when it cannot be written or was saved by somebody meanwhile;
    the file then stands as it was, and there is no copy.
    """
    backup = _free(path, "before refresh")
    made: list[Path] = []
    try:
        for target, data in ((backup, before), (path, after)):
            made.append(target.with_name(f".{secrets.token_hex(4)}.part"))
            _write(made[-1], data)
        shutil.copystat(path, made[0])
        if path.read_bytes() != before:
            raise PmfError(f"{path.name} was saved by somebody meanwhile. Refresh it again.")
        made[0].replace(backup)
        _swap(made[1], path, backup)
    except OSError as fault:
        raise PmfError(f"{path.name}: {fault.strerror or fault}: {_held_by(path)}") from None
    finally:
        for part in made:
            part.unlink(missing_ok=True)
    return backup


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _swap(new: Path, path: Path, backup: Path) -> None:
    try:
        new.replace(path)
    except OSError:
        backup.unlink(missing_ok=True)
        raise


def _held_by(path: Path) -> str:
    program = _PROGRAMS.get(path.suffix.lower(), "another program")
    return (
        f"the folder cannot be written, or {program} holds the file. Close it in {program} or copy"
        " it to another folder, then try again. The file stands as it was."
    )


def _holder(path: Path) -> str:
    """Return the program that has left its lock file beside a file, or an empty string."""
    name = path.name
    if (path.parent / f".~lock.{name}#").exists():
        return "LibreOffice"
    if any((path.parent / mark).exists() for mark in (f"~${name}", f"~${name[2:]}")):
        return _PROGRAMS.get(path.suffix.lower(), "another program")
    return ""


def _free(path: Path, what: str) -> Path:
    """Return a name beside a file for a copy of it, the first that is not taken."""
    number = 1
    while (copy := path.with_name(f"{path.stem} ({what} {number}){path.suffix}")).exists():
        number += 1
    return copy


def _keep(path: Path, ours: Collection[str]) -> None:
    if path.is_file() and file_hash(path) not in ours:
        shutil.copy2(path, _free(path, "edited copy"))


def _set_aside(path: Path, workshop: Path) -> None:
    if path.exists():
        shutil.copy2(path, workshop / f"{path.name}.before")


def _put_back(moved: list[Path], workshop: Path) -> None:
    for path in moved:
        before = workshop / f"{path.name}.before"
        if before.exists():
            before.replace(path)
        else:
            path.unlink(missing_ok=True)
