"""How time and memory grow with the register: 1 to 10,000 indicators of 42 months, for each one.

    python benchmarks/growth.py [SIZE ...]

Whole processes from cold: `pmf figures`, and `pmf run` with its Word paper and Excel companion.
What one indicator costs is what a run costs above that of a register of one, so that starting is
left out. One indicator in a hundred is an exception, with a chart and a block of its own.
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import xlsxwriter
from machine import Used, pmf, run, state

from pmf_engine.framework.contract import INDICATOR_INPUTS, THREAD_INPUTS

ROOT = Path(__file__).resolve().parent.parent
SIZES, MONTHS, GOAL = (100, 1_000, 10_000), 42, 1.5
FIRST = date(2023, 4, 1)
COMMANDS = {
    "figures": pmf("figures", "board-pack", "--entity", "BIG", "--json"),
    "run": pmf("run", "board-pack", "--entity", "BIG"),
}
Rows = Iterable[dict[str, Any]]


def make_workspace(folder: Path, size: int) -> Path:
    """A workspace of one entity with so many indicators."""
    (folder / "workbooks").mkdir(parents=True)
    shutil.copytree(ROOT / "report_templates", folder / "report_templates")
    shutil.copy(ROOT / "pmf.toml", folder)
    write(folder / "workbooks" / "indicators.xlsx", INDICATOR_INPUTS, {
        "entities": [{"code": "BIG", "title": "Big Homes", "kind": "landlord",
                      "board_frequency": "quarterly", "valid_from": FIRST}],
        "indicators": map(indicator, range(size)),
        "targets": ({"code": code(n), "valid_from": FIRST, "target": 90, "amber": 85,
                     "approved_by": "Board", "approved_on": FIRST} for n in range(size)),
        "monthly": monthly(size),
    })  # fmt: skip
    write(folder / "workbooks" / "golden_thread.xlsx", THREAD_INPUTS, thread())
    return folder


def code(number: int) -> str:
    return f"BIG-{number:05}"


def indicator(number: int) -> dict[str, Any]:
    return {
        "code": code(number), "title": f"Measure {number} of the homes", "entity": "BIG",
        "measure": f"measure_{number}", "service": "Homes", "perspective": "Customer",
        "dimension": "Efficiency", "unit": "%", "scale": "100", "kind": "rate",
        "polarity": "maximise", "places": 1, "frequency": "monthly", "owner": "Head of Homes",
        "objective": "O1", "critical": "no", "audiences": "board",
        "definition": f"What measure {number} counts, as a share.", "source": "Synthetic data",
    }  # fmt: skip


def monthly(size: int) -> Rows:
    chance = random.Random(1)
    for step in range(MONTHS):
        year, month = divmod(FIRST.year * 12 + FIRST.month - 1 + step, 12)
        for number in range(size):
            bottom = chance.randrange(400, 600)
            share = 0.7 if number % 100 == 0 else 0.95 + chance.random() / 25
            yield {
                "code": code(number), "month": date(year, month + 1, 1), "denominator": bottom,
                "numerator": round(bottom * share), "status": "actual", "entered_by": "Analyst",
                "commentary": "", "entered_on": date(year + month // 11, (month + 1) % 12 + 1, 9),
            }  # fmt: skip


def thread() -> dict[str, Rows]:
    last = date(2027, 3, 31)
    return {
        "plans": [{"code": "P", "title": "Plan", "entity": "BIG", "kind": "strategic plan",
                   "owner": "Chief", "valid_from": FIRST, "valid_to": date(2028, 3, 31)}],
        "objectives": [{"code": f"O{n}", "title": f"Aim {n}", "plan": "P"} for n in range(1, 6)],
        "actions": [{"code": f"A{n}", "title": f"Action {n}", "objective": f"O{n % 5 + 1}",
                     "plan": "P", "owner": "P1", "start": FIRST, "due": last, "percent": 60,
                     "state": "open", "updated_on": date(2026, 9, 30)} for n in range(20)],
        "people": [{"code": "P1", "name": "A Person", "team": "T", "valid_from": FIRST}],
        "teams": [{"code": "T", "title": "Team", "entity": "BIG", "service": "Homes",
                   "head": "P1"}],
    }  # fmt: skip


def write(path: Path, tables: Any, rows: dict[str, Rows]) -> None:
    """A contract workbook, its sheets written row by row."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for name, table in tables.items():
        sheet, heads = book.add_worksheet(table.name), list(table.columns)
        sheet.write_row(0, 0, heads)
        for number, row in enumerate(rows.get(name, ()), 1):
            for at, head in enumerate(heads):
                value = row.get(head)
                if isinstance(value, date):
                    sheet.write_datetime(number, at, datetime.combine(value, time()), day)
                elif value not in (None, ""):
                    sheet.write(number, at, value)
    book.close()


def measure(workspace: Path, command: Sequence[str]) -> Used:
    """The better of two cold runs."""
    taken = []
    for _ in range(2):
        for name in (".pmf", "outputs"):
            shutil.rmtree(workspace / name, ignore_errors=True)
        taken.append(run(command, workspace))
    return min(taken, key=lambda used: used.cpu)


def main(sizes: Sequence[int]) -> None:
    print(state())
    per: dict[str, list[tuple[float, float]]] = {name: [] for name in COMMANDS}
    with tempfile.TemporaryDirectory() as folder:
        one = make_workspace(Path(folder) / "1", 1)
        start = {name: measure(one, command) for name, command in COMMANDS.items()}
        for size in sizes:
            workspace = make_workspace(Path(folder) / str(size), size)
            for name, command in COMMANDS.items():
                used = measure(workspace, command)
                taken = 1000 * (used.cpu - start[name].cpu) / size
                memory = 1024 * (used.peak - start[name].peak) / size
                per[name].append((taken, memory))
                print(
                    f"{size:6,} {name:8} {used.wall:6.2f} s, processor {used.cpu:6.2f} s,"
                    f" {used.peak:5.0f} MB; for each {taken:.2f} ms, {memory:.0f} KB"
                )
            shutil.rmtree(workspace)
    for name, found in per.items():
        taken, memory = (found[-1][at] / found[0][at] for at in (0, 1))
        print(
            f"{name}: one of {sizes[-1]:,} over one of {sizes[0]:,}: time {taken:.2f},"
            f" memory {memory:.2f} (goal {GOAL})"
        )


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:]] or SIZES)
