"""The sample's customer insight: rebuilt byte for byte, true to the contract and to its source."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any
from zipfile import ZipFile

import pytest

from pmf_engine.framework.customers import CUSTOMER_INPUTS, STANDARDS, STATES
from tests.tiny import ROOT
from tools.sample import customers, finance, indicators
from tools.sample.__main__ import build

ROWS: dict[str, list[dict[str, Any]]] = customers.tables()
INDICATORS = indicators.tables()


def test_a_rebuild_gives_the_very_bytes_in_the_repository_which_say_they_are_synthetic(
    tmp_path: Any,
) -> None:
    build(tmp_path)
    path = ROOT / "workbooks" / "customer_insight.xlsx"
    assert (tmp_path / "customer_insight.xlsx").read_bytes() == path.read_bytes()
    with ZipFile(path) as package:
        assert "Synthetic sample data" in package.read("xl/sharedStrings.xml").decode()


@pytest.mark.parametrize("name", list(CUSTOMER_INPUTS))
def test_every_row_is_true_to_the_contract(name: str) -> None:
    table, known = CUSTOMER_INPUTS[name], ROWS | INDICATORS
    required = {column for column, found in table.columns.items() if found.required}
    for row in ROWS[name]:
        assert set(row) == set(table.columns)
        assert not [column for column in required if row[column] in (None, "")]
    keys = Counter(tuple(row[part] for part in table.key) for row in ROWS[name])
    assert max(keys.values()) == 1
    for column, found in table.columns.items():
        if found.references:
            other, key = found.references
            codes = {row[key] for row in known[other]}
            assert {row[column] for row in ROWS[name]} - {None} <= codes


def test_complaints_are_as_many_as_the_indicators_count() -> None:
    counted: Counter[tuple[str, Any]] = Counter()
    for row in ROWS["feedback"]:
        if row["kind"] == "complaint" and row["entity"] != "SPS":
            counted[row["entity"], row["month"]] += row["count"]
    newest = {
        (row["code"][:-6], row["month"]): int(row["numerator"])
        for row in sorted(INDICATORS["monthly"], key=lambda row: row["entered_on"])
        if row["code"] in ("OVH-CMP01", "PCHA-CMP01") and row["numerator"] is not None
    }
    assert counted == Counter(newest)


def test_the_rent_pound_rests_on_the_accounts() -> None:
    (repairs,) = [
        row["amount"]
        for row in ROWS["rent_pound"]
        if (row["entity"], row["year"].year_label, row["line"]) == ("OVH", "2025/26", "Repairs")
    ]
    (booked,) = [
        row["amount"]
        for row in finance.tables()["accounts"]
        if (row["entity"], row["year"].year_label, row["line"])
        == ("OVH", "2025/26", "Routine maintenance")
    ]
    assert repairs == booked


def test_every_story_is_told() -> None:
    assert {row["standard"] for row in ROWS["promises"]} == set(STANDARDS)
    assert {row["state"] for row in ROWS["scrutiny"]} == set(STATES)
    assert {row["entity"] for row in ROWS["feedback"]} == {"OVH", "PCHA", "SPS"}
    assert [row["valid_from"] for row in ROWS["promises"] if row["code"] == "OVH-P07"] == [
        date(2023, 4, 1),
        date(2025, 4, 1),
    ]
    assert any(row["indicator"] is None for row in ROWS["promises"])
    assert any(0 < row["count"] < 5 for row in ROWS["feedback"])
