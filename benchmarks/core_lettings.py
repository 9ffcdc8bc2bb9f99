"""CORE lettings checked by every rule, beside merely reading the same file.

    python benchmarks/core_lettings.py [ROWS]

Needs the extra `benchmark`. Whole processes, in turn, over the same upload files of 147 fields, a
tenth of the lettings with two faults each: `pmf check core-lettings --file` with its reference
tables, and pyarrow and python-calamine that read every cell as text and do nothing with it. Memory
is what a process needed at its most. Growth is time for each row, of all rows over a thousand.
"""

from __future__ import annotations

import csv
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from machine import Used, pmf, run, state

ROOT = Path(__file__).resolve().parent.parent
TRIES = 3
ARROW = """
import sys
from pyarrow import csv, string
names = [str(n) for n in range(148)]
csv.read_csv(sys.argv[1], csv.ReadOptions(column_names=names, skip_rows=1),
             csv.ParseOptions(newlines_in_values=True),
             csv.ConvertOptions(column_types=dict.fromkeys(names, string())))
"""
CALAMINE = """
import sys
from python_calamine import CalamineWorkbook
CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).to_python()
"""


def lettings(count: int) -> Iterator[list[str]]:
    """The rows of an upload file, one in ten at fault in two fields."""
    sys.path.insert(0, str(ROOT))
    from tests.core_kit import VARIANTS, row

    kinds = [row(2026, variant) for variant in VARIANTS]
    for number in range(count):
        one = {**kinds[number % len(kinds)], "tenant_code": f"T{number}"}
        if number % 10 == 0:
            one |= {"age1": "15", "rent": "99999"}
        yield ["", *one.values()]


def write(folder: Path, count: int) -> None:
    """Write the file as CSV and as a workbook, and the reference tables."""
    import xlsxwriter

    heading = ["Field number", *map(str, range(1, 148))]
    with (folder / f"{count}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(heading)
        writer.writerows(lettings(count))
    options = {"constant_memory": True}
    with xlsxwriter.Workbook(str(folder / f"{count}.xlsx"), options) as book:
        sheet = book.add_worksheet()
        for place, cells in enumerate([heading, *lettings(count)]):
            sheet.write_row(place, 0, cells)


def reference(folder: Path) -> Path:
    """Write the reference tables of the tests as CSV files."""
    sys.path.insert(0, str(ROOT))
    from pmf_plugins.core_lettings.tables import REFERENCE

    from tests.core_kit import tables
    from tests.test_core_check import cell

    home = folder / "context"
    home.mkdir()
    for name, table in REFERENCE.items():
        columns = [tables()[name].peek(column) for column in table.columns]
        with (home / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(table.columns)
            writer.writerows([map(cell, one) for one in zip(*columns, strict=True)])
    return home


def best(command: list[str], folder: Path) -> Used:
    """The quickest of several tries, by processor time."""
    return min((run(command, folder) for _ in range(TRIES)), key=lambda used: used.cpu)


def check(path: Path, context: Path) -> list[str]:
    """The command that checks a file, which ends well although it finds faults."""
    words = pmf("check", "core-lettings", "--file", str(path), "--year", "2026", "--today",
                "2026-10-01", "--context", str(context), "--json")  # fmt: skip
    quiet = "import subprocess, sys; sys.exit(subprocess.call(sys.argv[1:]) not in (0, 1))"
    return [sys.executable, "-c", quiet, *words]


def say(what: str, used: Used, count: int, peer: Used | None = None) -> None:
    """Print what a process took, and its ratio to a peer."""
    ratio = f"  cpu {used.cpu / peer.cpu:5.1f}  memory {used.peak / peer.peak:4.1f}" if peer else ""
    print(f"{what:34} {count / used.wall:9,.0f} rows/s  cpu {used.cpu:6.2f} s"
          f"  peak {used.peak:6,.0f} MB{ratio}")  # fmt: skip


def main(count: int) -> None:
    """Write the files, run everything in turn and print the ratios."""
    print(state())
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        context = reference(folder)
        for rows in (1_000, count):
            subprocess.run([sys.executable, __file__, "write", made, str(rows)], check=True)
        arrow = best([sys.executable, "-c", ARROW, str(folder / f"{count}.csv")], folder)
        calamine = best([sys.executable, "-c", CALAMINE, str(folder / f"{count}.xlsx")], folder)
        say("pyarrow reads the CSV file", arrow, count)
        say("calamine reads the workbook", calamine, count)
        few = best(check(folder / "1000.csv", context), folder)
        many = best(check(folder / f"{count}.csv", context), folder)
        book = best(check(folder / f"{count}.xlsx", context), folder)
        say("check of the CSV file, over pyarrow", many, count, arrow)
        say("check of the workbook, over calamine", book, count, calamine)
        each = many.cpu / count / (few.cpu / 1_000)
        beyond = (many.cpu - few.cpu) / (count - 1_000) * 1e6
        print(f"time for each row, {count:,} over 1,000: {each:.2f};"
              f" each row beyond the first 1,000: {beyond:.0f} µs")  # fmt: skip


if __name__ == "__main__":
    if sys.argv[1:2] == ["write"]:
        write(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
