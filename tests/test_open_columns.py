"""A table whose columns the analyst names: every heading is read, whatever its cells hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from pmf_engine.model.tables import Date, Table, Text
from pmf_engine.records import gathering
from pmf_engine.workbook import Binding, read_inputs
from tests.workbooks import save

OPEN = Table(
    name="Lettings",
    workbook="export",
    columns={"sent_on": Date(optional=True)},
    others=Text(required=False, raw=True),
    personal=True,
)


def read(tmp_path: Path, *rows: list[object]):
    path = save(tmp_path / "export.xlsx", {"Lettings": rows}, tables=False)
    bound = {"export": Binding("export", path.name, tmp_path)}
    return read_inputs(bound, {"rows": OPEN})


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("  Flat ", "  Flat "),
        (126.5, "126.5"),
        (3, "3"),
        (10010457355, "10010457355"),
        (datetime(2026, 4, 7), "07/04/2026"),
        (True, "TRUE"),
    ],
)
def test_a_cell_of_an_open_column_is_read_as_the_text_of_what_it_holds(tmp_path, typed, text):
    reading = read(tmp_path, ["Owner", "Anything"], ["OVH", typed])
    assert reading.findings == ()
    assert reading.data.rows.peek("Anything") == [text]


def test_declared_columns_keep_their_type_and_come_first(tmp_path):
    reading = read(tmp_path, ["Owner", "sent_on"], ["OVH", datetime(2026, 5, 1)])
    assert reading.data.rows.columns == ("sent_on", "Owner")
    assert reading.data.rows.peek("sent_on") == [date(2026, 5, 1)]


def test_a_blank_cell_of_an_open_column_is_missing(tmp_path):
    reading = read(tmp_path, ["Owner", "Age"], ["OVH", None], ["PCHA", 41])
    assert reading.data.rows.peek("Age") == [None, "41"]


def test_a_row_of_open_columns_knows_its_cells(tmp_path):
    reading = read(tmp_path, ["Owner", "Age"], ["OVH", 30])
    assert reading.data.rows.row(0).place("Age")["cell"] == "B2"


def test_a_heading_that_stands_twice_among_open_columns_is_a_fault(tmp_path):
    reading = read(tmp_path, ["Owner", "Owner"], ["OVH", "PCHA"])
    assert [one.code for one in reading.findings] == ["duplicate-column"]


def test_open_columns_are_gathered_as_whole_columns_too(tmp_path):
    for name, rows in (("a", [["Owner", "Age"], ["OVH", 30]]), ("b", [["Owner"], ["PCHA"]])):
        save(tmp_path / f"export-{name}.xlsx", {"Lettings": rows}, tables=False)
    bound = {"export": Binding("export", "export-*.xlsx", tmp_path)}
    reading = read_inputs(bound, {"rows": replace(OPEN, records=True)}, records=gathering)
    rows = reading.data.rows
    assert reading.findings == () and rows.columns == ("sent_on", "Owner", "Age")
    assert rows.peek("Age").to_list() == ["30", None]
    assert rows.place(1, "Owner")["cell"] == "A2"
