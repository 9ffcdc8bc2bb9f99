"""Moving finished files into place, all of them or none; nobody's edits are lost."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

from pmf_engine.engine.fingerprint import file_hash
from pmf_engine.model.findings import Finding, error

_EDITED = (
    "the file was edited after it was built, and running again would lose those edits."
    " Move or rename it, or use --force, which keeps a copy beside it."
)
_HELD = (
    "the folder cannot be written, or another program holds the file. Close the file or choose"
    " another folder with --out, then run again. The earlier files stand as they were."
)
_PROGRAMS = {".docx": "Word", ".xlsx": "Excel"}


def obstacles(
    folder: Path, names: Collection[str], ours: Collection[str], force: bool
) -> list[Finding]:
    """Return why files of these names may not be replaced: open elsewhere, or edited by people.

    `ours` are the hashes of files the engine wrote. `force` lets edited ones be replaced.
    """
    found = []
    for path in (folder / name for name in names):
        if _locked(path):
            program = _PROGRAMS.get(path.suffix, "another program")
            text = f"the file is open in {program}. Close it there, then run again."
            found.append(error("output-open", text, workbook=path.name))
        elif path.is_file() and not force and file_hash(path) not in ours:
            found.append(error("output-edited", _EDITED, workbook=path.name))
    return found


def versioned(
    folder: Path, names: Collection[str], must_stand: Callable[[Path], bool]
) -> dict[str, str]:
    """Return the name under which each file of a set is to be written.

    That is its own, unless a file that must stand has it: then all of them are numbered alike, as
    `return-v2.docx`, by the first number that is free of such files.
    """
    number = 1
    while any(must_stand(folder / _numbered(name, number)) for name in names):
        number += 1
    return {name: _numbered(name, number) for name in names}


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


def _numbered(name: str, number: int) -> str:
    path = Path(name)
    return name if number == 1 else f"{path.stem}-v{number}{path.suffix}"


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


def _put_back(moved: list[Path], workshop: Path) -> None:
    for path in moved:
        before = workshop / f"{path.name}.before"
        if before.exists():
            before.replace(path)
        else:
            path.unlink(missing_ok=True)
