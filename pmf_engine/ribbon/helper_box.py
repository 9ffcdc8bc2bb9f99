"""The folder through which the add-in and Python talk.

The add-in writes `<id>.req`, Python answers with `<id>.res`; both under another name first, so
that neither is ever seen half written. Python takes a request by calling it `<id>.run`, and calls
that `<id>.go` before it changes anything: until then the add-in may take the press back by deleting
the file, and of the two only one can succeed. The folder belongs to one person.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from pmf_engine.model.errors import PmfError
from pmf_engine.ribbon import helper_lock
from pmf_engine.ribbon.helper_rights import is_private

EXPIRES = 120.0  # seconds after which a request that nobody took is an old one
ALIVE = 10.0  # seconds since the helper's last sign of life, as the add-in counts
_LONGEST = 8192  # bytes of a request
_ID = re.compile(r"[A-Za-z0-9-]{1,60}")
_OURS = (".req", ".run", ".go", ".res", ".tmp")
_KEYS = ("control", "tag", "window", "book")
_PLAIN = re.compile(r"[^ !#-\[\]-~]")


@dataclass(frozen=True, slots=True)
class Request:
    """One press of a button: its id and tag, the workbook's name and its window's number."""

    id: str
    control: str
    tag: str
    window: str
    book: str


class Box:
    """The request folder of one person."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ready, self._stop = folder / "ready", folder / "stop"
        self._lock = folder / "helper.lock"

    def prepare(self) -> None:
        """Make the folder, for this person alone. Raises PmfError where others may write to it."""
        try:
            self.folder.parent.mkdir(parents=True, exist_ok=True)
            self.folder.mkdir(mode=0o700, exist_ok=True)
            private = is_private(self.folder)
        except OSError as fault:
            raise PmfError(f"{self.folder} cannot be used: {fault.strerror}.") from None
        if not private:
            raise PmfError(
                f"Others may write to {self.folder}, or it is not yours, so its requests cannot be"
                " trusted. Delete that folder; it is made again with the right permissions."
            )

    def waiting(self) -> Iterator[Request]:
        """Take each request out of the folder, oldest first; what is no request is dropped."""
        for path in sorted(self.folder.glob("*.req")):
            request = self._read(path)
            if request is None:
                path.unlink(missing_ok=True)
            elif _renamed(path, ".run"):
                yield request

    def _read(self, path: Path) -> Request | None:
        with suppress(OSError, ValueError):
            found = path.lstat()
            late = time.time() - found.st_mtime > EXPIRES
            if late or found.st_size > _LONGEST or not _ID.fullmatch(path.stem):
                return None
            if is_private(path) and path.is_file():
                return _request(path.stem, json.loads(path.read_text(encoding="ascii")))
        return None

    def begin(self, request: str) -> bool:
        """Whether the request of this id may change anything: the add-in has not taken it back.

        Once it may, it can be taken back no more.
        """
        begun = self.folder / f"{request}.go"
        if not _ID.fullmatch(request):
            return False
        return begun.exists() or _renamed(self.folder / f"{request}.run", ".go")

    def reply(self, request: str, fields: Mapping[str, str]) -> None:
        """Answer the request of this id."""
        if not _ID.fullmatch(request):
            raise PmfError("The request has no proper id.")
        temporary = self.folder / f"{request}.tmp"
        temporary.write_text(flat_json(fields), encoding="ascii")
        temporary.replace(self.folder / f"{request}.res")
        for ending in (".run", ".go"):
            (self.folder / f"{request}{ending}").unlink(missing_ok=True)

    def sweep(self) -> None:
        """Remove what nobody waits for any more."""
        for path in self.folder.iterdir():
            with suppress(OSError):
                if path.suffix in _OURS and time.time() - path.lstat().st_mtime > EXPIRES:
                    path.unlink()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Be the one helper of this person. Raises PmfError where another is running."""
        with helper_lock.held(self._lock) as ours:
            if not ours:
                raise PmfError("The helper is running already; a second one is not needed.")
            self._stop.unlink(missing_ok=True)
            try:
                yield
            finally:
                self._ready.unlink(missing_ok=True)

    def beat(self) -> None:
        """Give a sign of life."""
        self._ready.touch()

    def is_alive(self) -> bool:
        """Whether a helper runs and has given a sign of life lately."""
        with suppress(OSError):
            return self.is_held() and time.time() - self._ready.stat().st_mtime <= ALIVE
        return False

    def is_held(self) -> bool:
        """Whether a helper runs."""
        return helper_lock.is_held(self._lock)

    def should_stop(self) -> bool:
        """Whether somebody asked the helper to end."""
        return self._stop.exists()

    def stop(self, patience: float = 5.0, sleep: Callable[[float], None] = time.sleep) -> bool:
        """Ask the helper to end, and wait; False where it has not after so many seconds."""
        end = time.monotonic() + patience
        while self.is_held():
            if time.monotonic() > end:
                self._stop.unlink(missing_ok=True)
                return False
            self._stop.touch()
            sleep(0.05)
        return True

    def clear(self) -> None:
        """Remove the folder and what the helper and the add-in left in it."""
        if not self.folder.is_dir():
            return
        for path in self.folder.iterdir():
            if path.suffix in _OURS or path in (self._ready, self._stop, self._lock):
                path.unlink(missing_ok=True)
        if not any(self.folder.iterdir()):
            self.folder.rmdir()


def _renamed(path: Path, ending: str) -> bool:
    """Give a file another ending; False where it is no longer there."""
    try:
        path.rename(path.with_suffix(ending))
    except FileNotFoundError:
        return False
    return True


def _request(id_: str, read: object) -> Request | None:
    if not isinstance(read, dict) or not all(isinstance(read.get(key), str) for key in _KEYS):
        return None
    return Request(id_, *(read[key] for key in _KEYS))


def flat_json(fields: Mapping[str, str]) -> str:
    """Return JSON of plain characters alone, which the add-in reads without a parser."""
    pairs = (f'"{key}": "{_PLAIN.sub(_escaped, value)}"' for key, value in fields.items())
    return "{" + ", ".join(pairs) + "}"


def _escaped(found: re.Match[str]) -> str:
    units = found[0].encode("utf-16-be")
    return "".join(f"\\u{units[n] << 8 | units[n + 1]:04X}" for n in range(0, len(units), 2))
