"""LibreOffice itself: its bridge to Python, started once, reached by a pipe, ended by its id."""

from __future__ import annotations

import builtins
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

_HOME = os.environ.get("UNO_PYTHON_PATH", "/usr/lib/python3/dist-packages")
_STARTING = 81  # what soffice says while it sets up its profile
_PATIENCE = 60.0


class UnoError(RuntimeError):
    """LibreOffice refused something; its own exceptions cannot pass through a `with`."""


@cache
def uno() -> Any:
    """Return the module `uno` of the system's Python, without letting it change our imports."""
    ours = builtins.__import__
    sys.path.append(_HOME)  # last, so that this environment comes first
    try:
        import uno as module
    finally:
        builtins.__import__ = ours
        sys.path.remove(_HOME)
    return module


def why_not() -> str:
    """Return why there can be no live Calc here; empty where there can."""
    if not shutil.which("soffice"):
        return "LibreOffice is not installed (libreoffice-calc-nogui)"
    try:
        uno()
    except ImportError as fault:
        return f"LibreOffice's Python bridge is not installed (python3-uno): {fault}"
    return ""


def struct(name: str, **values: Any) -> Any:
    """Return a structure of the bridge, filled."""
    made = uno().createUnoStruct(f"com.sun.star.{name}")
    for key, value in values.items():
        setattr(made, key, value)
    return made


def properties(**values: Any) -> tuple[Any, ...]:
    """Return properties as the bridge takes them."""
    return tuple(struct("beans.PropertyValue", Name=key, Value=v) for key, v in values.items())


@contextlib.contextmanager
def refusals(what: str) -> Iterator[None]:
    """Turn exceptions of the bridge, which are structures, into ones of Python."""
    try:
        yield
    except Exception as fault:
        if type(fault).__module__.startswith("com.sun.star"):
            raise UnoError(f"{what}: {getattr(fault, 'Message', fault)}") from None
        raise


class Office:
    """One LibreOffice: started with a profile of its own, or joined through its pipe."""

    def __init__(self, pipe: str = "") -> None:
        self.pipe = pipe or f"pmf{uuid.uuid4().hex}"
        self.process: subprocess.Popen[bytes] | None = None
        self._profile = ""
        if not pipe:
            self._start()
        self.desktop = self._connect()

    def _start(self) -> None:
        self._profile = tempfile.mkdtemp(prefix="pmf-office-")
        self.process = subprocess.Popen(
            [
                "soffice", "--headless", "--norestore", "--nologo", "--nodefault",
                f"-env:UserInstallation={Path(self._profile).as_uri()}",
                f"--accept=pipe,name={self.pipe};urp;",
            ],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip

    def _connect(self) -> Any:
        local = uno().getComponentContext()
        make = local.ServiceManager.createInstanceWithContext
        resolver = make("com.sun.star.bridge.UnoUrlResolver", local)
        address = f"uno:pipe,name={self.pipe};urp;StarOffice.ComponentContext"
        until = time.monotonic() + _PATIENCE
        while True:
            try:
                context = resolver.resolve(address)
                break
            except Exception as fault:
                if time.monotonic() > until or self._ended():
                    self.kill()
                    raise UnoError(f"LibreOffice cannot be reached: {fault}") from None
            time.sleep(0.1)
        return context.ServiceManager.createInstanceWithContext(
            "com.sun.star.frame.Desktop", context
        )

    def _ended(self) -> bool:
        return self.process is None or self.process.poll() not in (None, _STARTING)

    @property
    def pid(self) -> int:
        """The number of its first process, the same for whoever asks."""
        if self.process is not None:
            return self.process.pid
        mark = f"name={self.pipe};".encode()
        found = Path("/proc").glob("[0-9]*/cmdline")
        return min(int(one.parent.name) for one in found if mark in _bytes_of(one))

    def quit(self) -> None:
        """End it, as a person would; books must be closed before."""
        with contextlib.suppress(Exception):
            self.desktop.terminate()
        if self.process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(10)
        self.kill()

    def kill(self) -> None:
        """End it at once, with what it started; only the one that was started here."""
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, 9)
        self.process.wait()
        shutil.rmtree(self._profile, ignore_errors=True)


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
