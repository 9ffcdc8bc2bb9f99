"""What the customer scorecard holds back: numbers that tell of too few, and names of people."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from pmf_plugins.customer_scorecard.published import PUBLISHED

from pmf_engine.framework.contract import INDICATOR_INPUTS, THREAD_INPUTS
from pmf_engine.framework.customers import CUSTOMER_INPUTS
from pmf_engine.model.tables import Kind, Table
from tests.command import Pmf, cells_of, words_of
from tests.customer_kit import Panelled, recommendation
from tests.tiny import value
from tests.web_kit import Landlord

KEY = "customer-scorecard"
NEEDED = ("kind", "figure", "service", "year", "period")
PLANTED = "Zebedee Quillfeather"
INPUTS: dict[str, Table] = {**INDICATOR_INPUTS, **THREAD_INPUTS, **CUSTOMER_INPUTS}


def figures(pmf: Pmf, period: str = "2026-09") -> dict[str, dict[str, Any]]:
    said = pmf("figures", KEY, "--entity", "OVH", "--period", period, "--json")
    return {one["id"].split("/", 3)[3]: one for one in said.json["figures"]}


def outputs(pmf: Pmf) -> Path:
    said = pmf("run", KEY, "--entity", "OVH", "--period", "2026-09", "--json")
    assert said.status == 0, said.out + said.err
    return pmf.root / "outputs" / KEY / "OVH" / "2026-09"


def small(panelled: Panelled, **changes: Any) -> None:
    """A measure whose August rests on 3 of 611, amid months that do not."""
    months = {"2026-07": 41, "2026-08": 3, "2026-09": 47}
    values = [value("FEW", month, top, 611) for month, top in months.items()]
    panelled.indicator(
        "FEW", *values, audiences="panel; tenants", unit="per 1,000", scale=1000, **changes
    )


def test_a_rate_of_fewer_than_five_is_held_back_with_all_that_would_give_it_away(
    pmf: Pmf, panelled: Panelled
) -> None:
    small(panelled)
    panelled.write()
    august, found = figures(pmf, "2026-08"), figures(pmf)
    assert august["FEW"]["display"] == "Suppressed"
    assert august["FEW/ytd"]["value"] is None and august["FEW/gap"]["value"] is None
    assert august["FEW/previous"]["value"] is not None
    # The quarter of the web pages would give August away, and so would the year to date.
    assert [found[f"FEW{part}"]["display"] for part in ("", "/previous", "/ytd")] == [
        "Suppressed"
    ] * 3


def test_the_companion_and_the_record_hold_no_part_of_what_is_held_back(
    pmf: Pmf, panelled: Panelled
) -> None:
    small(panelled)
    panelled.write()
    folder = outputs(pmf)
    rows = [row for row in cells_of(folder / f"{KEY}-OVH-2026-09.xlsx", "Data") if row[0] == "FEW"]
    assert [row[3:6] for row in rows] == [
        [41, 611, pytest.approx(67.1031, abs=0.001)], ["", "", ""], ["", "", ""],
    ]  # fmt: skip
    assert all("privacy" in row[6] or "smaller number" in row[6] for row in rows[1:])
    given = re.compile(r"\b4\.9\d*|\b76\.9\d*|\b47 ÷|\b3 ÷")  # 3 and 47 of 611, per 1,000
    for file in folder.iterdir():
        with zipfile.ZipFile(file) as package:
            for name in package.namelist():
                if "/styles" not in name and "/theme" not in name:
                    text = re.sub(rb"<[^>]*>", b" ", package.read(name)).decode("utf-8", "ignore")
                    assert not given.search(text), f"{file.name}: {name}"
    (record,) = (pmf.root / ".pmf" / "ledger").glob(f"{KEY}~*.json")
    kept = json.loads(record.read_text(encoding="utf-8"))["figures"]
    assert not given.search(json.dumps([one for one in kept if "FEW" in json.dumps(one)]))


def test_no_question_is_asked_why_a_figure_that_is_held_back_is_not_there(
    pmf: Pmf, panelled: Panelled
) -> None:
    small(panelled)
    panelled.indicator("NONE", value("NONE", "2026-09", 0, 0), audiences="panel")
    panelled.write()
    text = words_of(outputs(pmf) / f"{KEY}-OVH-2026-09.docx")
    assert "Measure FEW" in text and "figure for measure FEW" not in text
    assert "figure for measure NONE" not in text


@pytest.mark.parametrize("changes", [{"regulatory": "yes"}, {"kind": "snapshot"}])
def test_what_the_regulator_requires_is_shown_and_a_snapshot_gives_no_other_month_away(
    pmf: Pmf, panelled: Panelled, changes: dict[str, str]
) -> None:
    small(panelled, **changes)
    panelled.write()
    found = figures(pmf)
    assert found["FEW"]["value"] is not None
    assert (found["FEW/previous"]["value"] is None) is ("kind" in changes)


def test_the_workspace_sets_the_threshold_of_the_scorecard_too(
    pmf: Pmf, panelled: Panelled
) -> None:
    small(panelled)
    panelled.write()
    toml = 'name = "tiny"\n[publication]\nsmall_numbers = 0\n'
    (panelled.root / "pmf.toml").write_text(toml, encoding="utf-8")
    assert figures(pmf)["FEW/previous"]["value"] is not None


@pytest.mark.parametrize(
    ("tops", "shown"),
    [
        ((41, 47, 3), False),
        ((41, 3, 47), True),
        ((41, 3, 3), True),
        ((41, 4, 4), False),
        ((1, 47, 1), False),
        ((41, 47, 50), True),
    ],
)
def test_a_quarter_of_the_web_pages_does_not_give_away_the_one_month_a_panel_is_not_shown(
    tmp_path: Path, tops: tuple[int, ...], shown: bool
) -> None:
    landlord = Landlord(tmp_path / "workspace")
    pairs = [(50, 611)] * 3 + [(top, 611) for top in tops]
    landlord.measure("FEW", "Few", pairs, audiences="panel; tenants")
    result = landlord.build().measure("FEW")["results"][-1]
    assert (result["value"] is not None) is shown


def plant(panelled: Panelled) -> int:
    """Put a name into every text that is not published; return how many."""
    planted = 0
    for name, rows in panelled.rows.items():
        for column, declared in INPUTS[name].columns.items():
            kept = column in PUBLISHED.get(name, ()) or (name, column) == ("entities", "title")
            if declared.kind is not Kind.TEXT or kept or column in NEEDED:
                continue
            for row in rows:
                row[column] = f"Seen by {PLANTED} on Monday"
                planted += 1
    return planted


def full(panelled: Panelled) -> None:
    """A row in each table that the scorecard reads."""
    panelled.rows["scrutiny"] = [recommendation("S1")]
    panelled.rows["promises"] = [
        {"code": "P1", "entity": "OVH", "standard": "repairs", "text": "We will be on time.",
         "indicator": "REP01", "valid_from": panelled.rows["panels"][0]["valid_from"]},
    ]  # fmt: skip
    panelled.rows["referrals"] = [
        {"code": "R1", "entity": "OVH", "panel": "Service Review Group", "concern": "Waiting",
         "raised": recommendation("S1")["raised"], "state": "referred", "project": "Repairs"},
    ]  # fmt: skip
    panelled.rows["benchmarks"] = [
        {"code": "REP01", "year": "2026/27", "peer_group": "Peers", "n": 9, "q1": 80, "median": 85,
         "q3": 90, "source": "A club"},
    ]  # fmt: skip
    panelled.rows["adjustments"] = [
        {"figure": f"{KEY}/OVH/2026-09/REP01", "period": "2026-09", "value": 91,
         "reason": "A recount", "approved_by": "Director",
         "approved_on": recommendation("S1")["due"]},
    ]  # fmt: skip


def test_a_name_in_any_text_not_meant_for_the_panel_reaches_no_output_and_no_record(
    pmf: Pmf, panelled: Panelled
) -> None:
    full(panelled)
    assert plant(panelled) > 12
    panelled.write()
    folder = outputs(pmf)
    parts = [part.encode() for part in PLANTED.split()]
    for file in folder.iterdir():
        with zipfile.ZipFile(file) as package:
            told = [n for n in package.namelist() if any(p in package.read(n) for p in parts)]
        assert told == [], file.name
    for record in (pmf.root / ".pmf" / "ledger").glob(f"{KEY}~*.json"):
        assert not any(part in record.read_bytes() for part in parts)


@pytest.mark.parametrize(
    ("table", "column"),
    [(name, column) for name, columns in PUBLISHED.items() for column in columns],
)
def test_a_person_named_in_words_for_the_panel_stops_the_scorecard_and_is_not_said(
    pmf: Pmf, panelled: Panelled, table: str, column: str
) -> None:
    full(panelled)
    panelled.rows["people"][0]["name"] = PLANTED
    panelled.rows[table][0][column] = f"As {PLANTED} said"
    panelled.write()
    said = pmf("check", KEY, "--entity", "OVH", "--period", "2026-09", "--json")
    found = [one for one in said.findings if one["code"] == "name-published"]
    assert {one["sheet"] for one in found} == {INPUTS[table].name}
    assert said.status == 1 and "Quillfeather" not in json.dumps(found)


def test_what_is_held_back_is_not_replaced_and_why_another_figure_was_is_not_told(
    pmf: Pmf, panelled: Panelled
) -> None:
    full(panelled)
    small(panelled)
    (row,) = panelled.rows["adjustments"]
    panelled.rows["adjustments"].append(
        {**row, "figure": f"{KEY}/OVH/2026-09/FEW/previous", "value": 2}
    )
    panelled.write()
    found = figures(pmf)
    assert found["FEW/previous"]["display"] == "Suppressed"
    assert found["REP01"]["value"] == "91"
    sources = cells_of(outputs(pmf) / f"{KEY}-OVH-2026-09.xlsx", "Sources")
    (told,) = [row[-1] for row in sources if row[0] == "REP01" and row[4] == "Adjustments"]
    assert told.startswith("Adjusted from 90.0%, approved by the person named in the sheet")
    assert "A recount" not in str(sources)
