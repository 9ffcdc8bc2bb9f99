"""Reading workbooks beside python-calamine: ratios of paired runs, each in a fresh process.

    python benchmarks/read.py [PAIRS]

A pair is the peer and ourselves one after the other; the ratio printed is the median over pairs.
Times leave out imports, include opening the file, and end when every value has been obtained. The
workbook holds 100,000 rows of 10 columns, and a table of 20 rows on a sheet of its own.
"""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
import tempfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

import xlsxwriter

ROWS, SMALL_ROWS = 100_000, 20
HEADINGS = ["id", "area", "trade", "note", "raised", "done", "cost", "hours", "late", "code"]

PEER = """
import sys, time, python_calamine
start = time.perf_counter()
book = python_calamine.load_workbook(sys.argv[1])
rows = book.get_sheet_by_name("Jobs").to_python()
print(time.perf_counter() - start, len(rows) - 1)
"""
PEER_SMALL = """
import sys, time, python_calamine
start = time.perf_counter()
book = python_calamine.load_workbook(sys.argv[1], load_tables=True)
rows = book.get_table_by_name("Small").to_python()
print(time.perf_counter() - start, len(rows))
"""
OURS = """
import sys, time
from pathlib import Path
from pmf_engine.model.tables import Code, Date, Flag, Money, Number, Table, Text, Whole
from pmf_engine.workbook import Binding, read_inputs
if "parse" in sys.argv:
    import pmf_engine.workbook.opened, pmf_engine.workbook.tables
jobs = Table(name="Jobs", workbook="book", key=("id",), columns=dict(
    id=Whole(minimum=1), area=Text(), trade=Text(), note=Text(), raised=Date(), done=Date(),
    cost=Money(minimum=0), hours=Number(minimum=0), late=Flag(), code=Code()))
small = Table(name="Small", workbook="book", key=("code",), columns=dict(
    code=Code(), title=Text(), value=Number(), flag=Flag()))
table = small if "small" in sys.argv else jobs
bound = {"book": Binding("book", sys.argv[1], Path("/"))}
cache = Path(sys.argv[2]) if "cache" in sys.argv else None
start = time.perf_counter()
reading = read_inputs(bound, {"table": table}, cache=cache)
for name in table.columns:
    reading.data.table.column(name)
print(time.perf_counter() - start, len(reading.data.table))
assert not reading.faulty, reading.findings
"""


def write_workbook(path: Path) -> None:
    chance = random.Random(1)
    book = xlsxwriter.Workbook(str(path))
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
    sheet = book.add_worksheet("Jobs")
    for row in range(1, ROWS + 1):
        raised = date(2024, 1, 1) + timedelta(days=chance.randrange(700))
        sheet.write_number(row, 0, row)
        sheet.write_string(row, 1, chance.choice(["North", "South", "East", "West"]))
        sheet.write_string(row, 2, chance.choice(["Plumbing", "Roofing", "Gas"]))
        sheet.write_string(row, 3, f"Job note {row} {chance.random():.4f}")
        sheet.write_datetime(row, 4, datetime.combine(raised, time()), day)
        sheet.write_datetime(row, 5, datetime.combine(raised, time(9, 30)), moment)
        sheet.write_number(row, 6, round(chance.random() * 1000, 2))
        sheet.write_number(row, 7, round(chance.random() * 10, 1))
        sheet.write_boolean(row, 8, chance.random() < 0.3)
        sheet.write_string(row, 9, f"C{chance.randrange(500):04}")
    columns = [{"header": heading} for heading in HEADINGS]
    sheet.add_table(0, 0, ROWS, 9, {"name": "Jobs", "columns": columns})
    other = book.add_worksheet("Small")
    for row in range(1, SMALL_ROWS + 1):
        other.write_row(row, 0, [f"S{row}", f"Title {row}", row * 1.5, row % 2 == 0])
    columns = [{"header": heading} for heading in ("code", "title", "value", "flag")]
    other.add_table(0, 0, SMALL_ROWS, 3, {"name": "Small", "columns": columns})
    book.close()


def seconds(code: str, *arguments: str, rows: int) -> float:
    """Return the time a fresh process took, having checked that it read every row."""
    told = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, check=True, text=True
    )
    took, count = told.stdout.split()
    if int(count) != rows:
        raise SystemExit(f"{count} rows were read, not {rows}")
    return float(took)


def compare(title: str, goal: str, pairs: int, rows: int, peer: list[str], ours: list[str]) -> None:
    """Print the medians of paired runs and the median of their ratios."""
    times = [(seconds(*peer, rows=rows), seconds(*ours, rows=rows)) for _ in range(pairs)]
    theirs, own = (statistics.median(column) for column in zip(*times, strict=True))
    ratios = [one / two for two, one in times]
    print(
        f"{title}: calamine {theirs:.4f} s, ours {own:.4f} s, ratio {statistics.median(ratios):.3f}"
        f" (from {min(ratios):.3f} to {max(ratios):.3f}; goal {goal})"
    )


def main(pairs: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path, cache = f"{folder}/book.xlsx", f"{folder}/cache"
        write_workbook(Path(path))
        peer, parse = [PEER, path], [OURS, path, cache, "parse"]
        compare("100,000 rows, typed and checked", "1.5", pairs, ROWS, peer, parse)
        seconds(*parse, "cache", rows=ROWS)
        kept = [OURS, path, cache, "cache"]
        compare("the same, unchanged on the next run", "0.1", pairs, ROWS, peer, kept)
        compare("a table of 20 rows in that workbook", "1.5", pairs, SMALL_ROWS,
                [PEER_SMALL, path], [*parse, "small"])  # fmt: skip


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
