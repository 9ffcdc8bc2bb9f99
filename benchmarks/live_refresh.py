"""Times a refresh of the open workbook against writing the same values by hand: medians and ratios.

    python benchmarks/live_refresh.py [RUNS]

The scorecard is that of the sample workbook: 60 indicators over 42 months, 2,520 values, in a table
of an analyst's own with a column of notes. The spreadsheet is a live LibreOffice Calc. The process
is warm, as the helper's is; the sources have not changed, so that figures are not computed again.
What Calc takes for its part of a refresh is told apart by a profile of one more run.
"""

from __future__ import annotations

import cProfile
import os
import pstats
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from machine import state

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
INDICATORS, MONTHS = 60, 42
REPORT = f'''"""The months of the sample's indicators, one a row."""

from collections import Counter
from decimal import Decimal

from pmf_engine.api import *
from pmf_engine.framework.contract import INDICATOR_INPUTS

report = Report(
    key="months", title="Months", audience=Audience.MANAGERS, frequency=Frequency.MONTHLY,
    due=Due(day=10), main=("monthly", "month"), documents=[Excel("months.xlsx")],
    inputs={{"indicators": INDICATOR_INPUTS["indicators"], "monthly": INDICATOR_INPUTS["monthly"]}},
)


def value(row):
    if row.value is not None:
        return row.value
    return row.numerator * 100 / row.denominator if row.denominator else None


@report.sheets
def sheets(run):
    held = {{(row.code, row.month): value(row) for row in run.data.monthly}}
    codes = [code for code, _ in Counter(code for code, _ in held).most_common({INDICATORS})]
    months = sorted({{month for _, month in held}}, key=lambda one: one.last)[-{MONTHS}:]
    fields = [Field(title="Code"), *(Field(title=one.id, right=True) for one in months)]
    rows = [[code, *(held.get((code, one)) for one in months)] for code in codes]
    grid = Grid(slot="months", caption="Months", fields=tuple(fields), rows=rows)
    return [Sheet(name="Months", title="Months", note="One indicator a row.", grid=grid)]


@hookimpl
def pmf_reports():
    return [report]
'''


def prepare(folder: Path) -> Path:
    """Make the workspace and the analyst's workbook; return its path."""
    from openpyxl import Workbook
    from openpyxl.worksheet.table import Table

    from pmf_engine.engine import Engine, Workspace
    from pmf_engine.engine.offering import offered

    (folder / "plugins").mkdir()
    (folder / "workbooks").mkdir()
    (folder / "pmf.toml").write_text('name = "benchmark"\n', encoding="utf-8")
    (folder / "plugins" / "months.py").write_text(REPORT, encoding="utf-8")
    shutil.copy(ROOT / "workbooks" / "indicators.xlsx", folder / "workbooks")
    outcome = Engine(Workspace.find(folder)).outcomes("months")[0]
    assert outcome.run is not None
    grid: Any = offered(outcome.run)["months"]
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "Own"
    headings = [each.title for each in grid.fields]
    sheet.append([headings[0], "Notes", *headings[1:]])
    for row in sorted(grid.rows, key=lambda row: str(row[0])):
        sheet.append([row[0], "mine"])
    corner = sheet.cell(INDICATORS + 1, MONTHS + 2).coordinate
    sheet.add_table(Table(displayName="pmf_months", ref=f"A1:{corner}"))
    settings = book.create_sheet("Reporting settings")
    for line in (("Report", "Entity", "Period"), ("months", "", "")):
        settings.append(line)
    settings.add_table(Table(displayName="Reporting_settings", ref="A1:C2"))
    path = folder / "own.xlsx"
    book.save(path)
    return path


def median(runs: int, work: Callable[[], object]) -> float:
    """Return the median of so many runs, in seconds."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def share_of_calc(work: Callable[[], object]) -> float:
    """Return the share of a run that is spent waiting for Calc."""
    profile = cProfile.Profile()
    profile.runcall(work)
    found: Any = pstats.Stats(profile)
    calc = sum(own[2] for place, own in found.stats.items() if "live_kit" in place[0])
    return float(calc / found.total_tt)


def main(runs: int) -> None:
    """Print medians and ratios."""
    from pmf_engine.ribbon import dispatch
    from tests.live_kit import excel

    with tempfile.TemporaryDirectory() as home, excel() as app:
        folder = Path(home) / "workspace"
        folder.mkdir()
        os.environ["PMF_HOME"], os.environ["PMF_WORKSPACE"] = home, str(folder)
        book = app.books.open(prepare(folder))

        def refresh() -> None:
            answer = dispatch("pmfRefreshAll", "refresh:all", book)
            assert answer.ok, answer.message

        refresh()
        values = book.sheets["Own"].range((2, 3), (INDICATORS + 1, MONTHS + 2)).value
        other = book.sheets.add("By hand")
        block = other.range((2, 3), (INDICATORS + 1, MONTHS + 2))

        def one_block() -> None:
            block.value = values

        def cell_by_cell() -> None:
            for row, line in enumerate(values, 2):
                for column, value in enumerate(line, 3):
                    other.range((row, column)).value = value

        ours, raw = median(runs, refresh), median(runs, one_block)
        cells, calc = median(max(1, runs // 3), cell_by_cell), share_of_calc(refresh)
        print(f"{state()}; {runs} runs; {INDICATORS} indicators over {MONTHS} months")
        print(f"refresh, warm                    {ours:8.3f} s")
        print(f"  of which the engine's own      {ours * (1 - calc):8.3f} s")
        print(f"one raw block                    {raw:8.3f} s   refresh over it {ours / raw:.1f}")
        print(
            f"cell by cell                     {cells:8.3f} s   refresh over it {ours / cells:.3f}"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
