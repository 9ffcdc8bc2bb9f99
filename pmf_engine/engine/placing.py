"""Moving finished files into place, all or none, and renewing one; nobody's edits are lost."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
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
_NEW, _BEFORE = "new", "before"
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


def place(
    folder: Path,
    files: Mapping[str, bytes],
    ours: Collection[str],
    gone: Collection[str] = (),
) -> list[Finding]:
    """Write files into a folder, whole or not at all; an edited one is kept as a copy first.

    A file that is there already, byte for byte, is not touched. Those `gone` are taken away where
    they are as the engine wrote them. Returns an error finding when the folder cannot be written or
    a file is held open.
    """
    workshop = folder / f".making-{secrets.token_hex(4)}"
    new = {name: content for name, content in files.items() if not _holds(folder / name, content)}
    old = [name for name in gone if (folder / name).is_file() and file_hash(folder / name) in ours]
    moved: list[str] = []
    try:
        (workshop / _NEW).mkdir(parents=True)
        for name, content in new.items():
            _within(workshop / _NEW / name).write_bytes(content)
        for name in (*new, *old):
            _keep(folder / name, ours)
            _set_aside(folder / name, _within(workshop / _BEFORE / name))
            if name in new:
                (workshop / _NEW / name).replace(_within(folder / name))
            else:
                (folder / name).unlink()
            moved.append(name)
    except OSError as fault:
        _put_back(folder, moved, workshop / _BEFORE)
        reason = f"{fault.strerror or fault}: {_HELD}"
        return [error("output-not-written", reason, workbook=Path(str(fault.filename)).name)]
    finally:
        shutil.rmtree(workshop, ignore_errors=True)
    return []


def outdated(names: Collection[str], before: Collection[str]) -> list[str]:
    """Return the files of folders written before that a new set of the same folders lacks.

    A file that stands in no folder of its own, as a document does, is never among them.
    """
    tops = {name.partition("/")[0] for name in names if "/" in name}
    kept = set(names)
    return [name for name in before if name.partition("/")[0] in tops and name not in kept]


def _holds(path: Path, content: bytes) -> bool:
    return path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content


def _within(path: Path) -> Path:
    """Return a path whose folder is there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _numbered(name: str, number: int) -> str:
    """A name of a later version: of a file, or of the folder that it stands in."""
    first, slash, rest = name.partition("/")
    path = Path(first)
    return name if number == 1 else f"{path.stem}-v{number}{path.suffix}{slash}{rest}"


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
    path = path.resolve() if path.is_symlink() else path
    backup = _free(path, "before refresh")
    made: list[Path] = []
    kept = renewed = False
    try:
        for target, data in ((backup, before), (path, after)):
            made.append(target.with_name(f".{secrets.token_hex(4)}.part"))
            _write(made[-1], data)
        _look_alike(path, made)
        if path.read_bytes() != before:
            raise PmfError(f"{path.name} was saved by somebody meanwhile. Refresh it again.")
        made[0].replace(backup)
        kept = True
        made[1].replace(path)
        renewed = True
    except OSError as fault:
        raise PmfError(f"{path.name}: {fault.strerror or fault}: {_held_by(path)}") from None
    finally:
        for part in made if renewed or not kept else (*made, backup):
            part.unlink(missing_ok=True)
    return backup


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _look_alike(path: Path, made: Sequence[Path]) -> None:
    """Give both the rights of a file, and the copy its time; some drives keep neither."""
    with suppress(OSError):
        shutil.copystat(path, made[0])
        shutil.copymode(path, made[1])


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


def _set_aside(path: Path, copy: Path) -> None:
    if path.exists():
        shutil.copy2(path, copy)


def _put_back(folder: Path, moved: list[str], before: Path) -> None:
    for name in moved:
        if (before / name).exists():
            (before / name).replace(folder / name)
        else:
            (folder / name).unlink(missing_ok=True)
