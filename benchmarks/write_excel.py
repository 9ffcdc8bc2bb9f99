"""Time of writing a companion of 100,000 cells, against plain XlsxWriter writing the same cells.

Plain means the cells, formats, tables and defined names that the companion came out with, read back
from it before the clock starts, so that only the writing is compared. Each run is a fresh process.

    python benchmarks/write_excel.py [runs]
"""

from __future__ import annotations

import io
import pickle
import subprocess
import sys
import tempfile
import time
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from statistics import median
from typing import Any

from pmf_engine.documents.excel import build_excel
from pmf_engine.model.cells import Source
from pmf_engine.model.content import Field, Grid, Identity, Label, Sheet
from pmf_engine.model.values import Figure, Missing

DATA_ROWS, DATA_COLUMNS, MEASURES, MEASURE_COLUMNS = 12_300, 8, 200, 8
SOURCES = (Source("indicators.xlsx", "Monthly", "E2:E14", "0" * 64),)
IDENTITY = Identity(
    report="board-pack", title="Board pack", entity="OVH", entity_title="Orchard Vale Homes",
    period="2026-Q2", period_title="Quarter 2 2026/27 (July to September 2026)",
    workspace="sample", template="2026", engine="0", today="2026-10-20",
)  # fmt: skip


def figure(number: int) -> Figure:
    missing = Missing("not entered") if number % 19 == 0 else None
    return Figure(
        report="board-pack", entity="OVH", period="2026-Q2", slot=f"M{number}/value",
        title=f"Measure {number}", value=None if missing else Decimal(number * 7) / 13,
        unit="%" if number % 2 else "days", places=1, sources=SOURCES, missing=missing,
    )  # fmt: skip


def scorecard(figures: list[Figure]) -> Sheet:
    rows = [
        (f"OVH-{n:03}", f"Measure {n} of the group", f, Label(("≥ ", f)), "● Met", f, n, "A note")
        for n, f in enumerate(figures)
    ]
    titles = ("Code", "Measure", "Latest", "Target", "Status", "Year to date", "Rank", "Note")
    fields = tuple(
        Field(title=t, chars=26, right=t in ("Latest", "Target", "Rank")) for t in titles
    )
    grid = Grid(slot="scorecard", caption="Scorecard", fields=fields, rows=rows)
    return Sheet(name="Scorecard", title="Scorecard", note="", grid=grid, statuses=("Status",))


def data_sheet() -> Sheet:
    rows = [
        (f"OVH-{n % 200:03}", f"Measure {n % 200} of the group", date(2020 + n % 7, 1 + n % 12, 1),
         n, n + 7, Decimal(n) / 7, "actual", f"Remark {n}")
        for n in range(DATA_ROWS)
    ]  # fmt: skip
    titles = ("Code", "Measure", "Month", "Numerator", "Denominator", "Value", "Status", "Remark")
    fields = tuple(Field(title=t, chars=26, right=2 <= at <= 5) for at, t in enumerate(titles))
    grid = Grid(slot="data", caption="Data", fields=fields, rows=rows)
    return Sheet(name="Data", title="Data", note="", grid=grid)


def companion() -> tuple[float, bytes]:
    figures = [figure(number) for number in range(MEASURES)]
    sheets = (scorecard(figures), data_sheet())
    start = time.perf_counter()
    data = build_excel(sheets, IDENTITY, figures)
    return time.perf_counter() - start, data


def read_back(data: bytes) -> dict[str, Any]:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data))
    return {
        "names": {name: each.attr_text for name, each in book.defined_names.items()},
        "sheets": [(sheet.title, list(map(cell_of, cells_of(sheet))), tables_of(sheet))
                   for sheet in book.worksheets],
    }  # fmt: skip


def cells_of(sheet: Any) -> list[Any]:
    filled = (cell for row in sheet.iter_rows() for cell in row)
    return [cell for cell in filled if cell.value is not None or cell.has_style]


def cell_of(cell: Any) -> tuple[int, int, Any, int, dict[str, Any]]:
    edge = {"bottom": 1} if cell.border.bottom.style else {}
    look = {"num_format": cell.number_format, "text_wrap": bool(cell.alignment.wrap_text), **edge}
    align = {"align": cell.alignment.horizontal} if cell.alignment.horizontal else {}
    return (
        cell.row - 1,
        cell.column - 1,
        cell.value,
        cell.style_id,
        look | align,
    )


def tables_of(sheet: Any) -> list[tuple[str, str, list[str]]]:
    return [(table.ref, table.displayName, table.column_names) for table in sheet.tables.values()]


def plain(content: dict[str, Any]) -> float:
    from xlsxwriter import Workbook

    start = time.perf_counter()
    book = Workbook(io.BytesIO(), {"in_memory": True})
    formats: dict[int, Any] = {}
    for title, cells, tables in content["sheets"]:
        sheet = book.add_worksheet(title)
        for ref, name, columns in tables:
            sheet.add_table(ref, {"name": name, "columns": [{"header": c} for c in columns]})
        for row, column, value, style, look in cells:
            chosen = formats.get(style)
            if chosen is None:
                chosen = formats[style] = book.add_format(look)
            if value is None:
                sheet.write_blank(row, column, None, chosen)
            elif isinstance(value, str):
                sheet.write_string(row, column, value, chosen)
            elif isinstance(value, datetime):
                sheet.write_datetime(row, column, value, chosen)
            else:
                sheet.write_number(row, column, value, chosen)
    for name, target in content["names"].items():
        book.define_name(name, f"={target}")
    book.close()
    return time.perf_counter() - start


def one_run(kind: str, folder: str) -> None:
    stored = Path(folder) / "content"
    if kind == "companion":
        print(companion()[0])
    else:
        with stored.open("rb") as stream:
            print(plain(pickle.load(stream)))


def main(runs: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        content = read_back(companion()[1])
        (Path(folder) / "content").write_bytes(pickle.dumps(content))
        times: dict[str, list[float]] = {"plain": [], "companion": []}
        for _ in range(runs):
            for kind, taken in times.items():
                command = [sys.executable, __file__, kind, folder]
                done = subprocess.run(command, check=True, capture_output=True, text=True)
                taken.append(float(done.stdout))
    count = sum(len(cells) for _, cells, _ in content["sheets"])
    print(f"{count:,} cells, {runs} runs each, seconds (median, least, most)")
    for kind, taken in times.items():
        print(f"{kind:10} {median(taken):.3f} {min(taken):.3f} {max(taken):.3f}")
    print(f"ratio      {median(times['companion']) / median(times['plain']):.2f}")


if __name__ == "__main__":
    if len(sys.argv) == 3:
        one_run(*sys.argv[1:])
    else:
        main(int(sys.argv[1]) if len(sys.argv) == 2 else 7)
