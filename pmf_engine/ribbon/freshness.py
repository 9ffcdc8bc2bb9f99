"""What the answers rest on, files and code, and a stamp that changes whenever any of it does."""

from __future__ import annotations

import os
import sysconfig
import time
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pmf_engine
from pmf_engine.catalogue.sources import candidates

EVERY, RESTS = 5.0, 10.0  # seconds between looks, and without a change
Stamp = tuple[tuple[str, int, int], ...]
_TREES = ("plugins", "report_templates")
_KEPT = ("ledger", "issued")


def workspace_stamp(root: Path, private: Path, sources: Iterable[Path]) -> Stamp:
    """Return the stamp of a workspace: its settings, sources, plugins, templates and ledger."""
    files = [root / "pmf.toml", *(private / name for name in _KEPT), *sources]
    trees = [mark for name in _TREES for mark in _tree(root / name)]
    return (*map(_mark, files), *trees)


def code_stamp() -> Stamp:
    """Return the stamp of what this process has imported and would not import again.

    The engine, the installed plugins, and the folder into which packages are installed.
    """
    packages = sysconfig.get_path("purelib")
    trees = [mark for home in _homes() for mark in _tree(home)]
    return (_mark(Path(packages)), _mark(Path(pmf_engine.__file__)), *trees)


class Code:
    """The code of this process: whether it was changed since, and has come to rest after that."""

    def __init__(self) -> None:
        self._own = self._seen = code_stamp()
        self._since = self._looked = time.monotonic()

    def look(self) -> None:
        """Look again, though not at every call."""
        now = time.monotonic()
        if now - self._looked < EVERY:
            return
        self._looked, found = now, code_stamp()
        if found != self._seen:
            self._seen, self._since = found, now

    @property
    def is_old(self) -> bool:
        """Whether it was changed."""
        return self._seen != self._own

    @property
    def is_settled(self) -> bool:
        """Whether it was changed and nothing was installed any more for a while."""
        return self.is_old and time.monotonic() - self._since >= RESTS


@cache
def _homes() -> tuple[Path, ...]:
    return tuple(one.home for one in candidates(None) if one.home is not None)


def _tree(folder: Path) -> Iterator[tuple[str, int, int]]:
    """Yield the mark of every file in a folder, but what Python and editors keep beside them."""
    try:
        entries = sorted(os.scandir(folder), key=lambda one: one.name)
    except OSError:
        return
    for entry in entries:
        if entry.name.startswith((".", "__pycache__", "~$")):
            continue
        if entry.is_dir():
            yield from _tree(Path(entry.path))
        else:
            yield _mark(Path(entry.path))


def _mark(path: Path) -> tuple[str, int, int]:
    try:
        known = path.stat()
    except OSError:
        return str(path), 0, 0
    return str(path), known.st_mtime_ns, known.st_size
