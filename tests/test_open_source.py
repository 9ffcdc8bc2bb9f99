"""Tables from files that are no Excel workbooks, read through a plugin's `pmf_open_source`."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from pmf_engine.engine import Engine, Workspace
from pmf_engine.model.errors import PmfError
from pmf_engine.model.periods import Period
from pmf_engine.model.tables import Batches, Choice, Code, Date, Number, Table, Tally
from pmf_engine.workbook import Binding, Reading, read_inputs, recording
from tests.tiny import ROOT, Tiny
from tests.tiny_tsm import TinyTsm

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


TALLY = Table(
    name="Sheets",
    workbook="jobs",
    personal=True,
    tally=Tally(by=("area",), counted=("answer",), weight="weight"),
    columns={
        "area": Code(),
        "weight": Number(minimum=0),
        "answer": Choice("yes", "no", optional=True),
    },
)


def counted(folder: Path, given: Any) -> Reading:
    (folder / "jobs.csv").write_text("handed over by the plugin", encoding="utf-8")
    bound = {"jobs": Binding("jobs", "jobs.csv", folder)}
    return read_inputs(bound, {"jobs": TALLY}, open_source=lambda _path, _table: given)


def tally(reading: Reading) -> list[tuple[Any, ...]]:
    names = ("area", "column", "value", "count", "weight")
    return [tuple(row.peek(name) for name in names) for row in reading.data.jobs]


ROWS = [("N", 1.5, "yes"), ("S", 1.0, "no"), ("N", 0.5, "YES"), ("N", 1.0, None)]
TOLD = [
    ("N", "answer", "yes", 2, Decimal("2.0")),
    ("N", "rows", "", 3, Decimal("3.0")),
    ("S", "answer", "no", 1, Decimal(1)),
    ("S", "rows", "", 1, Decimal(1)),
]


def test_a_table_with_a_tally_reads_as_counts_by_group(tmp_path: Path) -> None:
    reading = counted(tmp_path, [("area", "weight", "answer"), *ROWS])
    assert (reading.findings, tally(reading)) == ((), TOLD)


def test_batches_of_columns_are_counted_as_rows_are(tmp_path: Path) -> None:
    halves = [list(map(list, zip(*part, strict=True))) for part in (ROWS[:1], ROWS[1:])]
    reading = counted(tmp_path, Batches(("area", "weight", "answer"), halves))
    assert tally(reading) == TOLD


def test_what_was_counted_rests_on_the_columns_it_was_counted_from(tmp_path: Path) -> None:
    reading = counted(tmp_path, iter([("area", "weight", "answer"), *ROWS]))
    with recording() as reads:
        assert reading.data.jobs.rows[0].weight == 2
    (source,) = reads.sources()
    assert (source.workbook, source.sheet, source.range) == ("jobs.csv", "Sheets", "A2:C5")


def test_a_fault_deep_in_a_stream_names_its_cell_and_repeats_are_counted(tmp_path: Path) -> None:
    rows = [("N", 1.0, "yes")] * 50_000
    rows[30_000:30_030] = [("N", 1.0, "perhaps")] * 30
    reading = counted(tmp_path, iter([("area", "weight", "answer"), *rows]))
    assert reading.findings[0].cell == "C30002"
    assert len(reading.findings) == 21 and "10 more" in reading.findings[-1].message
    assert "perhaps" not in "".join(one.message for one in reading.findings)


def test_rows_that_end_before_the_last_column_have_blanks_there(tmp_path: Path) -> None:
    reading = counted(tmp_path, iter([("area", "weight", "answer"), ("N", 1.0), ("S", 2.0)]))
    assert reading.findings == ()
    assert [told[1] for told in tally(reading)] == ["rows", "rows"]


@pytest.mark.parametrize("given", [[], [("area", "weight", "answer")], [("area",)], [(), ()]])
def test_a_file_without_rows_or_columns_gives_sentences_and_no_counts(
    tmp_path: Path, given: list[tuple[object, ...]]
) -> None:
    assert tally(counted(tmp_path, iter(given))) == []


def test_what_no_cell_can_hold_is_the_plugins_fault_in_a_stream_too(tmp_path: Path) -> None:
    with pytest.raises(PmfError, match="the plugin that reads it gave"):
        counted(tmp_path, [("area", "weight", "answer"), ("N", 1.0, ["yes"])])


def test_a_weight_that_is_no_number_is_an_error_at_its_cell(tmp_path: Path) -> None:
    rows = [("N", 1.0, "yes"), ("N", float("nan"), "yes"), ("N", "1.O", "no")]
    reading = counted(tmp_path, [("area", "weight", "answer"), *rows])
    assert [one.cell for one in reading.findings] == ["B3", "B4"]


def test_a_blank_weight_is_an_error_and_never_nothing(tmp_path: Path) -> None:
    reading = counted(tmp_path, [("area", "weight", "answer"), ("N", None, "yes")])
    assert [one.code for one in reading.findings] == ["cell-blank"]


def test_a_plugin_that_fails_on_the_way_gets_a_sentence(tmp_path: Path) -> None:
    def rows() -> Iterator[tuple[object, ...]]:
        yield "area", "weight", "answer"
        raise ValueError("line 7 ends too soon")

    with pytest.raises(PmfError, match=r"could not read jobs.csv: ValueError: line 7 ends"):
        counted(tmp_path, rows())


@given(st.lists(st.sampled_from(ROWS), min_size=1, max_size=60), st.randoms())
def test_the_order_of_rows_changes_no_count(rows: list[tuple[Any, ...]], chance: Any) -> None:
    mixed = rows.copy()
    chance.shuffle(mixed)
    told = []
    for each in (rows, mixed):
        with TemporaryDirectory() as folder:
            told.append(tally(counted(Path(folder), [("area", "weight", "answer"), *each])))
    assert told[0] == told[1]


def test_a_tally_has_no_key_and_names_declared_columns_only() -> None:
    with pytest.raises(ValueError, match="the tally of T names"):
        Table(name="T", workbook="w", columns={"a": Code()}, tally=Tally(by=("b",), counted=()))


def test_a_file_that_no_plugin_reads_is_said_to_be_no_workbook(tmp_path: Path) -> None:
    reading = counted(tmp_path, None)
    assert [one.code for one in reading.findings] == ["file-not-excel"]


EXAMPLE = ROOT / "examples" / "pmf-data-files" / "src" / "pmf_data_files"


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_the_example_plugin_streams_answer_sheets_from_csv_and_parquet(
    tmp_path: Path, kind: str
) -> None:
    tsm = TinyTsm(tmp_path / "w")
    tsm.replace("perception", "TP01").write()
    shutil.copytree(EXAMPLE, tsm.root / "plugins" / "pmf_data_files")
    header = ["landlord", "year", "tenure", "weight", "TP01"]
    rows = [["OVH", "2024/25", "LCRA", 1.0, a] for a in ["very satisfied"] * 30 + ["neither"] * 10]
    path = tsm.root / "workbooks" / f"answers.{kind}"
    if kind == "csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header, *rows])
    else:
        columns = dict(zip(header, map(list, zip(*rows, strict=True)), strict=True))
        parquet.write_table(pyarrow.table(columns), path)
    settings = f'name = "tiny"\n[inputs]\nsurvey_responses = "workbooks/answers.{kind}"\n'
    (tsm.root / "pmf.toml").write_text(settings, encoding="utf-8")
    (outcome,) = Engine(Workspace.find(tsm.root)).outcomes("tsm", "OVH", Period.parse("2024/25"))
    assert outcome.run is not None
    figure = outcome.run.figures["lcra/TP01"]
    assert figure.display == "75.0%"
    assert {one.workbook for one in figure.sources} == {f"answers.{kind}"}
