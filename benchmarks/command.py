"""Starting the command line beside importing what it cannot do without: medians and ratios.

    python benchmarks/command.py [RUNS]

Whole processes, one of each kind in turn, so that all of them meet the same moods of the machine.
"""

from __future__ import annotations

import sys
from pathlib import Path
from statistics import median

from machine import run, state

GOAL = 1.5
PEER = "import click, pluggy, importlib.metadata as m; list(m.entry_points(group='pmf_engine'))"
PMF = str(Path(sys.executable).with_name("pmf"))
KINDS = {
    "python -c": [sys.executable, "-c", PEER],
    "pmf --help": [PMF, "--help"],
    "pmf list": [PMF, "list"],
}


def main(runs: int) -> None:
    print(f"{runs} runs each, {state()}")
    for command in KINDS.values():
        run(command)
    rounds = [[1000 * run(command).wall for command in KINDS.values()] for _ in range(runs)]
    times = dict(zip(KINDS, zip(*rounds, strict=True), strict=True))
    peer = median(times["python -c"])
    for kind, taken in times.items():
        goal = "" if kind == "python -c" else f", ratio {median(taken) / peer:.2f} (goal {GOAL})"
        print(f"{kind:10} {median(taken):5.0f} ms ({min(taken):.0f} to {max(taken):.0f}){goal}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 21)
