"""How the doctor looks at a computer: the registry, marks on files, another interpreter."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

_ASK = "import pmf_engine, xlwings; print(pmf_engine.__version__, xlwings.__version__)"


class Look:
    """This computer, as it is."""

    @property
    def environment(self) -> Mapping[str, str]:
        """The environment variables."""
        return os.environ

    def registry(self, key: str) -> Mapping[str, str | int]:
        r"""Return the values under a key such as `HKCU\Software\...`; none where it is absent."""
        return _registry(key)

    def is_marked(self, path: Path) -> bool:
        """Whether the file carries the mark of something that came from the internet."""
        if sys.platform == "win32":
            return Path(f"{path}:Zone.Identifier").exists()
        if sys.platform == "darwin":
            return _output(["/usr/bin/xattr", "-p", "com.apple.quarantine", str(path)]) is not None
        return False

    def versions(self, python: Path) -> tuple[str, str] | None:
        """Return the versions of the engine and of xlwings that an interpreter finds, or None."""
        words = (_output([str(python), "-c", _ASK]) or "").split()
        return (words[0], words[1]) if len(words) == 2 else None


def _output(command: list[str]) -> str | None:
    """Return what a command printed; None where it could not be run or failed."""
    try:
        told = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return None
    return told.stdout


if sys.platform == "win32":
    import winreg

    _HIVES = {"HKCU": winreg.HKEY_CURRENT_USER, "HKLM": winreg.HKEY_LOCAL_MACHINE}

    def _registry(key: str) -> Mapping[str, str | int]:
        hive, _, path = key.partition("\\")
        try:
            with winreg.OpenKey(_HIVES[hive], path) as opened:
                rows = [winreg.EnumValue(opened, n) for n in range(winreg.QueryInfoKey(opened)[1])]
        except OSError:
            return {}
        return {name.lower(): value for name, value, _ in rows}

else:

    def _registry(key: str) -> Mapping[str, str | int]:  # noqa: ARG001  (there is none here)
        return {}
