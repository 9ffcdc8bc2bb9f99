"""No name of a person reaches the pages, wherever in the workbooks it stands."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pmf_engine.framework.contract import INDICATOR_INPUTS, THREAD_INPUTS
from pmf_engine.framework.risk_contract import RISK_INPUTS
from pmf_engine.model.tables import Kind, Table
from tests.tiny import ROOT, entity
from tests.web_kit import INPUTS, Landlord

PLANTED = "Zebedee Quillfeather"
# The columns whose words are published, by table; every other text stays in its workbook.
PUBLISHED = {
    "entities": {"title"},
    "indicators": {"title", "service", "unit", "definition", "source"},
    "targets": {"definition"},
    "promises": {"text"},
}
_NEEDED = {"kind", "year", "figure", "period"}


@pytest.fixture
def landlord(tmp_path: Path) -> Landlord:
    made = Landlord(tmp_path / "workspace")
    made.rows["feedback"] = [
        {"month": date(2026, 9, 1), "entity": "OVH", "kind": "complaint", "service": "Repairs",
         "count": 9, "theme": "Waiting"},
    ]  # fmt: skip
    made.rows["scrutiny"] = [
        {"code": "S1", "entity": "OVH", "recommendation": "Ring first", "raised": date(2026, 1, 5),
         "owner": "Head of Repairs", "state": "new"},
    ]  # fmt: skip
    made.rows["benchmarks"] = [
        {"code": "REP01", "year": "2026/27", "peer_group": "Peers", "n": 9, "q1": 80, "median": 85,
         "q3": 90, "source": "A club"},
    ]  # fmt: skip
    made.rows["adjustments"] = [
        {"figure": "tenant-kpis/OVH/2026-Q2/REP02", "period": "2026-Q2", "value": 97,
         "reason": "A recount", "approved_by": "Director", "approved_on": date(2026, 10, 9)},
    ]  # fmt: skip
    return made


def plant(landlord: Landlord, but: dict[str, set[str]]) -> int:
    """Put the name into every text of every row, but for some columns; return how many."""
    planted = 0
    inputs: dict[str, Table] = {**INDICATOR_INPUTS, **THREAD_INPUTS, **RISK_INPUTS, **INPUTS}
    for name, rows in landlord.rows.items():
        free = [
            column
            for column, declared in inputs[name].columns.items()
            if declared.kind is Kind.TEXT and column not in but.get(name, set()) | _NEEDED
        ]
        for row in rows:
            for column in free:
                row[column] = f"Seen by {PLANTED} on Monday"
                planted += 1
    return planted


def test_a_name_in_any_free_text_of_any_workbook_reaches_no_output(landlord):
    assert plant(landlord, PUBLISHED) > 40
    site = landlord.build()
    assert site.measure("REP02")["results"][-1]["value"] == 97
    files = list(site)
    assert len(files) > 30
    told = [path for path in files if any(part in path.read_bytes() for part in parts())]
    assert told == []


def parts() -> list[bytes]:
    return [part.encode() for part in PLANTED.split()]


def test_the_kept_record_of_what_was_said_holds_no_such_text_either(landlord):
    plant(landlord, PUBLISHED)
    landlord.build()
    for path in (landlord.root / ".pmf" / "ledger").glob("tenant-kpis~*.json"):
        assert not any(part in path.read_bytes() for part in parts())


@pytest.mark.parametrize(
    ("table", "column", "cell"),
    [("indicators", "title", "B2"), ("indicators", "definition", "S2"),
     ("indicators", "source", "T2"), ("promises", "text", "D2")],
)  # fmt: skip
def test_a_person_named_in_words_to_be_published_stops_the_report_and_is_not_said(
    landlord, table, column, cell
):
    landlord.rows["people"][0]["name"] = PLANTED
    landlord.rows[table][0][column] = f"As {PLANTED} said"
    (outcome,) = landlord.write().engine().outcomes("tenant-kpis", "OVH")
    (found,) = [one for one in outcome.findings if one.code == "name-published"]
    assert (found.cell, found.level) == (cell, "error")
    assert "Quillfeather" not in found.text


def test_the_columns_whose_words_are_published_are_those_the_page_on_publishing_lists(landlord):
    page = (ROOT / "docs" / "publishing.md").read_text(encoding="utf-8")
    inputs: dict[str, Table] = {**INDICATOR_INPUTS, **INPUTS}
    for name, columns in PUBLISHED.items():
        for column in columns:
            assert f"`{inputs[name].name}.{column}`" in page


def test_another_landlords_measures_are_not_looked_at(landlord):
    landlord.rows["people"][0]["name"] = PLANTED
    landlord.rows["entities"].append(entity("XYZ"))
    landlord.measure("OTH", f"By {PLANTED}", [(1, 2)] * 6, entity="PCHA")
    assert landlord.build().pages
