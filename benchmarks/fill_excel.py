"""Time of filling somebody else's workbook, against copying its bytes, openpyxl and excelize.

One cell is filled in a workbook of 1,000,000 cells, once on a small sheet and once on the large
one; and 5,000 cells in a return of 30,000 cells on 10 sheets. Every run is a fresh process, file to
file, imports left out; each contender is read back to see that it wrote the value.

    python benchmarks/fill_excel.py [runs] [--quick]

`--quick` leaves openpyxl out of the large workbook, where it takes most of a minute a run.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from machine import state

ROWS, COLUMNS = 100_000, 10
SHEETS, SHEET_ROWS, SHEET_COLUMNS, FILLED = 10, 300, 10, 500
BOOKS = {"small": ("large.xlsx", 1), "large": ("large.xlsx", 1), "return": ("return.xlsx", 5000)}
Cells = dict[str, float]


def make_large(path: Path) -> None:
    from xlsxwriter import Workbook

    with Workbook(str(path), {"constant_memory": True}) as book:
        form, large = book.add_worksheet("Form"), book.add_worksheet("Large")
        for row in range(30):
            form.write_row(row, 0, (f"Line {row}", row, row / 7))
        for row in range(ROWS):
            numbers = [row * column / 7 for column in range(6)]
            large.write_row(row, 0, [f"Code {row}", "North", "actual", row, *numbers])
        book.define_name("Homes", "=Form!$B$3")


def make_return(path: Path) -> None:
    from xlsxwriter import Workbook

    with Workbook(str(path)) as book:
        for number in range(1, SHEETS + 1):
            sheet = book.add_worksheet(f"Part {number}")
            for row in range(SHEET_ROWS):
                sheet.write_row(row, 0, [f"Line {row}", *range(row, row + SHEET_COLUMNS - 1)])


def cells_of(task: str) -> Cells:
    """The cells of a task by address."""
    if task == "small":
        return {"Form!B3": 12.5}
    if task == "large":
        return {"Large!E50000": 12.5}
    columns = "BCDEF"
    return {
        f"Part {number}!{columns[at % 5]}{2 + at // 5}": number + at / 8
        for number in range(1, SHEETS + 1)
        for at in range(FILLED)
    }


def copy(source: Path, goal: Path, _: Cells) -> Callable[[], object]:
    return lambda: goal.write_bytes(source.read_bytes())


def engine(source: Path, goal: Path, cells: Cells) -> Callable[[], object]:
    from pmf_engine.documents.excel import fill_book

    return lambda: goal.write_bytes(fill_book(source.read_bytes(), cells))


def openpyxl(source: Path, goal: Path, cells: Cells) -> Callable[[], object]:
    from openpyxl import load_workbook

    def work() -> None:
        book = load_workbook(source)
        for place, value in cells.items():
            sheet, cell = place.split("!")
            book[sheet][cell] = value
        book.save(goal)

    return work


def excelize(source: Path, goal: Path, cells: Cells) -> Callable[[], object]:
    from excelize import open_file

    def work() -> None:
        book = open_file(str(source))
        for place, value in cells.items():
            sheet, cell = place.split("!")
            book.set_cell_value(sheet, cell, value)
        book.save_as(str(goal))
        book.close()

    return work


CONTENDERS = {"copy": copy, "engine": engine, "openpyxl": openpyxl, "excelize": excelize}


def one_run(task: str, name: str, folder: Path) -> None:
    source, goal = folder / BOOKS[task][0], folder / f"{name}.xlsx"
    cells = cells_of(task)
    work = CONTENDERS[name](source, goal, cells)
    start = time.perf_counter()
    work()
    print(time.perf_counter() - start)
    if name != "copy":
        check(goal, cells)


def check(path: Path, cells: Cells) -> None:
    from python_calamine import CalamineWorkbook

    place, value = next(iter(cells.items()))
    sheet, cell = place.split("!")
    with CalamineWorkbook.from_path(str(path)) as book:
        rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    if rows[int(cell[1:]) - 1][ord(cell[0]) - ord("A")] != value:
        raise SystemExit(f"{path.name} does not hold the value")


def compare(task: str, names: list[str], runs: int, folder: Path) -> None:
    times: dict[str, list[float]] = {name: [] for name in names}
    for _ in range(runs):
        for name, taken in times.items():
            command = [sys.executable, __file__, "--one", task, name, str(folder)]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            taken.append(float(done.stdout))
    size = (folder / BOOKS[task][0]).stat().st_size / 1e6
    print(f"\n{task}: {BOOKS[task][1]:,} cells, {size:.1f} MB; seconds (median, least, most)")
    ours = median(times["engine"])
    for name, taken in times.items():
        ratio = "" if name == "engine" else f"   engine over {name}: {ours / median(taken):.2f}"
        print(f"{name:9} {median(taken):.4f} {min(taken):.4f} {max(taken):.4f}{ratio}")


def main(runs: int, quick: bool) -> None:
    others = ["excelize"] if quick else ["openpyxl", "excelize"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_large(folder / "large.xlsx")
        make_return(folder / "return.xlsx")
        print(state())
        for task in ("small", "large"):
            compare(task, ["copy", "engine", *others], runs, folder)
        compare("return", ["copy", "engine", "openpyxl", "excelize"], runs, folder)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one_run(sys.argv[2], sys.argv[3], Path(sys.argv[4]))
    else:
        chosen = [each for each in sys.argv[1:] if each.isdigit()]
        main(int(chosen[0]) if chosen else 5, "--quick" in sys.argv)
