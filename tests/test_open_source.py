"""Tables from files that are no Excel workbooks, read through a plugin's `pmf_open_source`."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pmf_engine.engine import Engine, Workspace
from pmf_engine.model.errors import PmfError
from pmf_engine.model.tables import Code, Date, Number, Table
from pmf_engine.workbook import Binding, Reading, read_inputs, recording
from tests.tiny import Tiny

JOBS = Table(
    name="Jobs",
    workbook="jobs",
    key=("code",),
    columns={"code": Code(), "cost": Number(minimum=0), "done": Date(required=False)},
)
PLUGIN = """
import csv
from pmf_engine.api import Audience, Due, Frequency, Month, Report, Table, Whole, hookimpl

JOBS = Table(name="Jobs", workbook="jobs", columns={"month": Month(), "done": Whole()})
REPORT = Report(
    key="from-csv", title="From CSV", audience=Audience.STAFF, frequency=Frequency.MONTHLY,
    due=Due(day=10), main=("jobs", "month"),
    inputs={"jobs": JOBS},
)

@REPORT.compute
def figures(run):
    from decimal import Decimal
    yield run.figure("done", "Jobs done", lambda: Decimal(sum(run.data.jobs.column("done"))))

@hookimpl
def pmf_reports():
    return [REPORT]

@hookimpl
def pmf_open_source(path, table):
    from datetime import date
    if path.suffix != ".csv":
        return None
    header, *rows = csv.reader(path.read_text(encoding="utf-8").splitlines())
    return [header, *[[date.fromisoformat(month), int(done)] for month, done in rows]]
"""


def read(folder: Path, rows: Sequence[Sequence[object]]) -> Reading:
    (folder / "jobs.csv").write_text("handed over by the plugin", encoding="utf-8")
    bound = {"jobs": Binding("jobs", "jobs.csv", folder)}
    return read_inputs(bound, {"jobs": JOBS}, open_source=lambda _path, _table: rows)


def test_rows_a_plugin_hands_over_are_typed_and_traced_like_cells(tmp_path: Path) -> None:
    reading = read(
        tmp_path, [["code", "cost", "done"], ["A1", 12.5, date(2026, 9, 1)], ["A2", 3, None]]
    )
    assert not reading.findings
    with recording() as reads:
        assert [row.cost for row in reading.data.jobs] == [Decimal("12.5"), Decimal(3)]
    (source,) = reads.sources()
    assert (source.workbook, source.sheet, source.range) == ("jobs.csv", "Jobs", "B2:B3")
    assert reading.data.jobs.rows[1].done is None


def test_faults_in_them_name_the_file_and_the_place(tmp_path: Path) -> None:
    reading = read(tmp_path, [["code", "cost"], ["A1", "9O.2"], ["A1", -1]])
    found = {(finding.cell, finding.code) for finding in reading.findings}
    assert ("B2", "cell-not-a-number") in found
    assert {cell for cell, _ in found} >= {"B2", "B3", "A3"}
    assert {finding.workbook for finding in reading.findings} == {"jobs.csv"}


def test_a_value_that_no_cell_can_hold_is_the_plugins_fault(tmp_path: Path) -> None:
    with pytest.raises(PmfError, match="the plugin that reads it gave"):
        read(tmp_path, [["code"], [object()]])


def test_a_plugin_in_the_workspace_opens_a_csv_file(tiny: Tiny) -> None:
    tiny.write()
    (tiny.root / "plugins").mkdir()
    (tiny.root / "plugins" / "from_csv.py").write_text(PLUGIN, encoding="utf-8")
    settings = 'name = "tiny"\n[inputs]\njobs = "workbooks/jobs.csv"\n'
    (tiny.root / "pmf.toml").write_text(settings, encoding="utf-8")
    with (tiny.root / "workbooks" / "jobs.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["month", "done"], ["2026-08-31", 7], ["2026-09-30", 5]])
    (outcome,) = Engine(Workspace.find(tiny.root)).outcomes("from-csv")
    assert outcome.period == "2026-09"
    assert outcome.run is not None
    assert outcome.run.figures["done"].value == 12
