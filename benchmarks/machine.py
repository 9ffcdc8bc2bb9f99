"""What the benchmarks share: running whole processes and saying what machine they ran on."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Used:
    """What a process took: seconds by the clock, seconds of processor, most memory in MB."""

    wall: float
    cpu: float
    peak: float


def state() -> str:
    """The machine and how busy it is."""
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    python = platform.python_version()
    return f"{os.cpu_count()} processors{load}, Python {python}, {platform.system()}"


def run(command: Sequence[str], folder: Path | None = None) -> Used:
    """Run a process in a folder to its end; raises where it fails. Not for Windows."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    told = process.stderr.read() if process.stderr else b""
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)}\n{told.decode(errors='replace')}")
    unit = 1024**2 if sys.platform == "darwin" else 1024
    return Used(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / unit)


def pmf(*arguments: str) -> list[str]:
    """The command line of the engine, by this interpreter."""
    return [sys.executable, "-m", "pmf_engine", *arguments]
