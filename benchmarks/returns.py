"""Every return to the regulator from cold, and run again with nothing changed.

    python benchmarks/returns.py [RUNS]

Beside the annual accounts runs a plain script (`plain/accounts.py`): openpyxl in, python-docx and
XlsxWriter out, without checks, lineage or a return. Whole processes, in turn, on the sample.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from machine import Used, pmf, run, state
from whole import clear, make_workspace

PLAIN = Path(__file__).resolve().parent / "plain" / "accounts.py"
PEER, ACCOUNTS = "plain script of the annual accounts", "annual-accounts"


def returns(workspace: Path) -> list[str]:
    """The keys of the reports that go to the regulator."""
    said = subprocess.run(
        pmf("list", "--json"), cwd=workspace, capture_output=True, check=True, text=True
    )
    reports = json.loads(said.stdout)["reports"]
    return [one["key"] for one in reports if one["audience"] == "Regulator"]


def measured(workspace: Path, keys: list[str], runs: int) -> dict[str, list[Used]]:
    """What each return took from cold and again, and what the plain script took."""
    taken: dict[str, list[Used]] = {}
    peer = [sys.executable, str(PLAIN), "workbooks/finance.xlsx", "plain"]
    for _ in range(runs):
        for key in keys:
            clear(workspace)
            command = pmf("run", key, "--entity", "all")
            taken.setdefault(key, []).append(run(command, workspace))
            taken.setdefault(f"{key} again", []).append(run(command, workspace))
        taken.setdefault(PEER, []).append(run(peer, workspace))
    return taken


def main(runs: int) -> None:
    print(f"{runs} runs each, {state()}")
    with tempfile.TemporaryDirectory() as name:
        workspace = make_workspace(Path(name) / "workspace")
        keys = returns(workspace)
        taken = measured(workspace, keys, runs)
    wall = {what: median(used.wall for used in each) for what, each in taken.items()}
    for key in keys:
        again = wall[f"{key} again"]
        most = max(used.peak for used in taken[key])
        print(f"{key:22} cold {wall[key]:6.2f} s, most {most:4.0f} MB;"
              f" again {again:5.2f} s, of cold {again / wall[key]:.3f}")  # fmt: skip
    cold = sum(wall[key] for key in keys)
    again = sum(wall[f"{key} again"] for key in keys)
    print(f"all {len(keys)} returns: cold {cold:.2f} s, again {again:.2f} s, of cold"
          f" {again / cold:.3f} (goal under 0.2)")  # fmt: skip
    print(f"{ACCOUNTS} over the {PEER} ({wall[PEER]:.2f} s): {wall[ACCOUNTS] / wall[PEER]:.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
