"""Times `pmf refresh` of a Board pack against `pmf run` of it, as somebody at the keyboard waits.

    python benchmarks/refresh_run.py [RUNS]

Both start from the same folder: the pack as built, and one month of one indicator corrected since.
Both are whole processes, read that workbook, compute every figure, run every check and keep what
they did in the ledger. One makes the pack anew, the other brings the old files up to date. The
rest, which both share, is most of it: so this ratio says how long somebody waits, and
`refresh_word.py` what refreshing itself costs.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from machine import Used, pmf, run, state
from whole import make_workspace, middle, ratio

PACK = "outputs/board-pack/OVH/2026-Q2/board-pack-OVH-2026-Q2"
BUILD = pmf("run", "board-pack", "--entity", "OVH")
SORTS = {
    "Word and Excel": pmf("refresh", f"{PACK}.docx", f"{PACK}.xlsx"),
    "Word alone": pmf("refresh", f"{PACK}.docx"),
}


def correct(path: Path) -> None:
    """Give the newest month of an indicator another numerator."""
    import openpyxl

    book = openpyxl.load_workbook(path)
    rows = [row for row in book["Monthly"].iter_rows(min_row=2) if row[0].value == "OVH-REP01"]
    last = max((row for row in rows if row[1].value.year == 2026), key=lambda row: row[1].value)
    last[2].value -= 40
    book.save(path)


def timed(command: list[str], start: Path, folder: Path) -> Used:
    """Run a command in a copy of a workspace, so that every one begins with the same."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(start, folder)
    before = (folder / f"{PACK}.docx").read_bytes()
    used = run(command, folder)
    if (folder / f"{PACK}.docx").read_bytes() == before:
        raise SystemExit(f"{' '.join(command)} changed nothing, so there is nothing to compare.")
    return used


def main(runs: int) -> None:
    """Time each way in turn, and print medians and ratios."""
    print(f"{runs} runs each, {state()}")
    with tempfile.TemporaryDirectory() as name:
        start, folder = Path(name) / "start", Path(name) / "work"
        start.mkdir()
        make_workspace(start, "indicators", "golden_thread")
        run(BUILD, start)
        correct(start / "workbooks" / "indicators.xlsx")
        taken: dict[str, list[Used]] = {kind: [] for kind in ("run", *SORTS)}
        for _ in range(runs):
            for kind, command in {"run": BUILD, **SORTS}.items():
                taken[kind].append(timed(command, start, folder))
    built = middle(taken.pop("run"))
    print(f"pmf run, both files: {built.wall:.2f} s, processor {built.cpu:.2f} s")
    for kind, used in ((kind, middle(each)) for kind, each in taken.items()):
        print(f"pmf refresh, {kind}: {used.wall:.2f} s, over pmf run {ratio(used, built)}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
