"""Starting the command line beside importing what it cannot do without: medians and ratios.

    python benchmarks/command.py [RUNS]

Whole processes, one of each kind in turn, so that all of them meet the same moods of the machine.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

GOAL = 1.5
PEER = "import click, pluggy, importlib.metadata as m; list(m.entry_points(group='pmf_engine'))"
PMF = str(Path(sys.executable).with_name("pmf"))
KINDS = {
    "python -c": [sys.executable, "-c", PEER],
    "pmf --help": [PMF, "--help"],
    "pmf list": [PMF, "list"],
}


def milliseconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return 1000 * (time.perf_counter() - start)


def main(runs: int) -> None:
    print(f"{runs} runs each, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    for command in KINDS.values():
        milliseconds(command)
    rounds = [[milliseconds(command) for command in KINDS.values()] for _ in range(runs)]
    times = dict(zip(KINDS, zip(*rounds, strict=True), strict=True))
    peer = statistics.median(times["python -c"])
    for kind, taken in times.items():
        median = statistics.median(taken)
        goal = "" if kind == "python -c" else f", ratio {median / peer:.2f} (goal {GOAL})"
        print(f"{kind:10} {median:5.0f} ms (from {min(taken):.0f} to {max(taken):.0f}){goal}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 21)
