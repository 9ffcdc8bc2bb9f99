"""A table whose columns the analyst names: every heading is read, whatever its cells hold."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from pmf_engine.model.tables import Cell, Date, Table
from pmf_engine.workbook import Binding, read_inputs
from tests.workbooks import save

OPEN = Table(
    name="Lettings",
    workbook="export",
    columns={"sent_on": Date(optional=True)},
    others=Cell(required=False),
    personal=True,
)


def read(tmp_path: Path, *rows: list[object]):
    path = save(tmp_path / "export.xlsx", {"Lettings": rows}, tables=False)
    bound = {"export": Binding("export", path.name, tmp_path)}
    return read_inputs(bound, {"rows": OPEN})


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("  Flat ", "Flat"),
        (126.5, "126.5"),
        (3, "3"),
        (10010457355, "10010457355"),
        (datetime(2026, 4, 7), "2026-04-07"),
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
