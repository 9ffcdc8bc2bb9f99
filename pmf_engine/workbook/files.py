"""Which files the workbooks of a workspace are, their bytes and hashes; standard library only."""

from __future__ import annotations

import difflib
import glob
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pmf_engine.workbook.faults import FileFault

LOCK_PREFIX = "~$"
EXCEL = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
WINDOWS_PATH_LIMIT = 260
_KEPT_ONLINE = 0x1000 | 0x40000 | 0x400000  # OFFLINE, RECALL_ON_OPEN, RECALL_ON_DATA_ACCESS
_WILD = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class Binding:
    """Where a workbook's files are: `pattern`, absolute or relative to `base`, may hold wildcards.

    Wildcards are `*`, `?`, `[..]` and `**`; a UNC path is absolute.
    """

    name: str
    pattern: str
    base: Path

    @property
    def path(self) -> str:
        """The whole pattern, in the separators of this system."""
        pattern = self.pattern if os.sep == "\\" else self.pattern.replace("\\", "/")
        return os.path.join(self.base, pattern)  # noqa: PTH118 - a Path would mend `**` and UNC

    @property
    def wild(self) -> bool:
        """Whether the pattern may stand for several files."""
        return bool(_WILD & set(self.pattern))


Bindings = Mapping[str, Binding] | Iterable[Binding]


@dataclass(frozen=True, slots=True)
class File:
    """A file: its path, its bytes where it was read whole, and its SHA-256."""

    path: Path
    data: bytes
    sha256: str


def locate(bindings: Bindings) -> dict[str, list[Path]]:
    """Return the files of each workbook, by name; none where nothing stands there."""
    return {binding.name: _files(binding) for binding in _each(bindings)}


def hash_files(bindings: Bindings) -> dict[str, str]:
    """Return the SHA-256 of every file, by its path; files that cannot be read are left out."""
    hashes = {}
    for path in dict.fromkeys(path for paths in locate(bindings).values() for path in paths):
        try:
            hashes[str(path)] = _digest(path)
        except OSError:
            continue
    return hashes


def read_file(path: Path, *, platform: str = os.name) -> File:
    """Return a file's bytes and hash; raises FileFault saying why it cannot be read."""
    for _ in range(2):
        before = _stat(path, platform)
        data = _bytes(path, before, platform)
        if _same(before, _stat(path, platform)) and len(data) == before.st_size:
            return File(path, data, hashlib.sha256(data).hexdigest())
    raise _changing()


def hashed(path: Path, *, platform: str = os.name) -> File:
    """Return a file's hash without holding its bytes; raises FileFault where it cannot be read."""
    before = _stat(path, platform)
    if not before.st_size:
        return read_file(path, platform=platform)
    try:
        sha256 = _digest(path)
    except OSError as fault:
        raise (_online() if _kept_online(before) else _denied(path, platform)) from fault
    if not _same(before, _stat(path, platform)):
        raise _changing()
    return File(path, b"", sha256)


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _changing() -> FileFault:
    return FileFault(
        "file-changing",
        "The file was saved by somebody else while it was being read. Wait a moment and run again.",
    )


def missing(binding: Binding, *, platform: str = os.name) -> FileFault:
    """Return why no file was found for a workbook, naming the nearest one in the folder."""
    path = Path(binding.path)
    if _too_long(path, platform):
        return _long_path(path)
    if not _holds(path.parent.is_dir) and not _WILD & set(str(path.parent)):
        return FileFault(
            "missing-workbook",
            f"The folder {path.parent} does not exist or cannot be reached. Correct the path of"
            f" “{binding.name}” in pmf.toml, or connect to the network.",
        )
    names = _names(path.parent)
    near = difflib.get_close_matches(path.name, names, 1, 0.6)
    hint = f" Did you mean {near[0]}?" if near else ""
    what = "No file matches" if binding.wild else "There is no file"
    return FileFault(
        "missing-workbook",
        f"{what} {path.name} in the folder {path.parent}.{hint} Put the workbook there, or correct"
        f" the path of “{binding.name}” in pmf.toml.",
    )


def _names(folder: Path) -> list[str]:
    try:
        return sorted(path.name for path in folder.glob("*.xls*") if not _is_lock(path))
    except OSError:
        return []


def is_open(path: Path) -> bool:
    """Whether Excel's lock file stands beside a workbook."""
    return _holds(path.with_name(LOCK_PREFIX + path.name).exists)


def _each(bindings: Bindings) -> Iterator[Binding]:
    yield from bindings.values() if isinstance(bindings, Mapping) else bindings


def _files(binding: Binding) -> list[Path]:
    literal = Path(binding.path)
    if _holds(literal.is_file):
        return [literal]
    if not binding.wild:
        return []
    # the folder is ours, not a pattern: brackets in its name stand for themselves
    pattern = binding.path.removeprefix(str(binding.base))
    root = glob.escape(str(binding.base)) if pattern != binding.path else ""
    found = (Path(name) for name in glob.glob(root + pattern, recursive=True))  # noqa: PTH207
    return sorted(
        (path for path in found if _holds(path.is_file) and not _is_lock(path)), key=_by_name
    )


def _holds(check: Callable[[], bool]) -> bool:
    """Whether a check of a path holds; a path that cannot be looked at fails it."""
    try:
        return check()
    except OSError:
        return False


def _by_name(path: Path) -> tuple[str, str]:
    return path.name, str(path)


def _is_lock(path: Path) -> bool:
    return path.name.startswith(LOCK_PREFIX)


def _stat(path: Path, platform: str) -> os.stat_result:
    try:
        return path.stat()
    except OSError as fault:
        raise _denied(path, platform) from fault


def _bytes(path: Path, stat: os.stat_result, platform: str) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as fault:
        raise (_online() if _kept_online(stat) else _denied(path, platform)) from fault
    if not data:
        raise (
            _online()
            if _kept_online(stat)
            else FileFault(
                "file-empty",
                "The file is empty: it was not saved or copied whole. Save it again in Excel.",
            )
        )
    return data


def _same(before: os.stat_result, after: os.stat_result) -> bool:
    return (before.st_size, before.st_mtime_ns, before.st_ino) == (
        after.st_size, after.st_mtime_ns, after.st_ino,
    )  # fmt: skip


def _kept_online(stat: os.stat_result) -> bool:
    return bool(getattr(stat, "st_file_attributes", 0) & _KEPT_ONLINE)


def _online() -> FileFault:
    return FileFault(
        "file-online-only",
        "The file is kept online only and could not be fetched. In the folder, right-click it and"
        " choose “Always keep on this device”, then run again.",
    )


def _too_long(path: Path, platform: str) -> bool:
    return platform == "nt" and len(str(path)) >= WINDOWS_PATH_LIMIT


def _long_path(path: Path) -> FileFault:
    return FileFault(
        "path-too-long",
        f"The path of the file has {len(str(path))} characters; Windows opens no more than 259."
        " Move the workspace to a shorter folder.",
    )


def _denied(path: Path, platform: str) -> FileFault:
    if _too_long(path, platform):
        return _long_path(path)
    return FileFault(
        "file-denied",
        "The file cannot be opened: it is locked by another program, or you have no right to read"
        " it. Close it elsewhere, or ask its owner for access.",
    )
