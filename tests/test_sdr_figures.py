"""The figures of the Statistical Data Return, from a tiny register and from the sample's."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow
import pytest
from pmf_plugins.sdr import report as sdr
from pmf_plugins.sdr.inputs import PROPERTIES
from pyarrow import parquet

from pmf_engine.definitions import case_faults, load_cases, load_definitions
from pmf_engine.model.values import Absence, Figure
from tests.tiny_sdr import LIVERPOOL, SEFTON, YEAR, TinySdr, moved, rented, shared, write_csv


@pytest.fixture
def tiny(tmp_path: Path) -> TinySdr:
    return TinySdr(tmp_path / "w")


def shown(figures: dict[str, Figure]) -> dict[str, Decimal | None]:
    return {slot: one.value for slot, one in figures.items()}


def test_the_worked_cases_hold():
    home = sdr.report.definitions.parent
    found = load_definitions(sdr.report.definitions), load_cases(home / "cases.yaml")
    assert case_faults(*found) == []


def test_stock_is_counted_by_authority_and_group_and_adds_up_to_the_published_total(tiny):
    groups = ("gn_sc", "gn_bsp", "sh_hop", "lcho", "total")
    assert tiny.values(*(f"lcr/{SEFTON}/{one}" for one in groups)) == [4, 1200, 1, 1, 1206]
    assert tiny.values(*(f"lcr/{LIVERPOOL}/{one}" for one in groups)) == [1, 0, 0, 0, 1]
    assert tiny.values(*(f"lcr/total/{one}" for one in groups)) == [5, 1200, 1, 1, 1207]


def test_a_home_counts_from_the_day_it_came_to_the_day_before_it_left(tiny):
    tiny.home("A1", acquired=date(2026, 3, 31)).home("A2", acquired=date(2026, 4, 1))
    tiny.home("A3", disposed=date(2026, 3, 31)).home("D1", disposed=date(2026, 4, 1))
    assert tiny.values("lcr/total/gn_sc") == [3]


def test_homes_owned_and_homes_managed_for_others_are_told_apart(tiny):
    slots = ("eli/social_owned", "eli/social_managed", "eli/non_social_owned", "eli/homes_owned")
    assert tiny.values(*slots) == [1207, 1208, 1, 1208]
    managed = [f"su/managed/{one}" for one in ("own", "by-others", "for-others")]
    assert tiny.values(*managed) == [1207, 0, 1]


def test_rents_are_averaged_over_homes_that_have_one_and_marked_as_not_verified(tiny):
    tiny.home("A1", weekly_rent=None)
    rent = tiny.figures()[f"lcr/{SEFTON}/gn-2/rent"]
    assert rent.value == Decimal("101.75")  # (103.50 + 100) / 2
    assert rent.marks == ("unverified",) and rent.arithmetic
    assert tiny.figures()[f"lcr/{SEFTON}/gn-2/homes"].value == 3


def test_social_and_affordable_rents_stand_in_parts_of_their_own(tiny):
    figures = tiny.figures()
    assert figures["lcr/all/homes"].value == 5
    assert figures["lcr/all/rent"].value == Decimal("100.3")
    assert figures[f"ar/{SEFTON}/gn-2/rent"].value == 150
    assert figures["ar/all/homes"].value == 1


def test_a_service_charge_that_nobody_pays_has_no_average_and_is_never_nil(tiny):
    charge = tiny.figures()[f"lcr/{LIVERPOOL}/gn-3/charge"]
    assert charge.value is None
    assert charge.missing.absence is Absence.NO_CASES


def test_usage_tells_let_from_vacant_and_decent_from_failing(tiny):
    assert tiny.values("su/gn_sc/let", "su/gn_sc/available", "su/total/let") == [4, 1, 1205]
    assert tiny.figures()["su/gn_sc/vacancy"].value == 20
    assert tiny.values("su/decent/meets", "su/decent/fails") == [1205, 1]


def test_the_balance_sheet_goes_from_opening_to_closing_by_kind_of_stock(tiny):
    lines = ("opening", "built", "right_to_buy", "converted_in", "converted_out", "closing")
    assert tiny.values(*(f"sbs/lcr/{one}" for one in lines)) == [1206, 1, 1, 0, 0, 1206]
    assert tiny.values(*(f"sbs/lcho/{one}" for one in lines)) == [2, 0, 0, 0, 1, 1]
    assert tiny.values(*(f"sbs/nsh/{one}" for one in lines)) == [0, 0, 0, 1, 0, 1]


def test_a_home_converted_since_counts_last_year_as_what_it_was(tiny):
    tiny.add("landlords", {**tiny.rows["landlords"][0], "year": "2024/25"})
    figures = tiny.figures("2024/25")
    assert figures["lcr/total/lcho"].value == 2
    assert figures["nsh/leasehold/owned"].value == 0


def test_a_home_that_came_and_was_converted_in_one_year_came_as_what_it_was(tiny):
    day, later = date(2025, 5, 1), date(2025, 8, 1)
    tiny.add("properties", shared("W1", tenure="non-social leasehold", share=None, acquired=day))
    turns = {"from_tenure": "low cost home ownership", "to_tenure": "non-social leasehold"}
    tiny.add("movements", moved("W1", "built", day), moved("W1", "converted", later, **turns))
    assert tiny.codes() == []
    assert tiny.values("sbs/lcho/built", "sbs/lcho/converted_out") == [1, 2]


def test_a_home_that_came_and_left_in_one_year_stands_in_both_lines(tiny):
    day, later = date(2025, 5, 1), date(2025, 8, 1)
    gone = {"acquired": day, "disposed": later, "disposal_route": "sold otherwise"}
    tiny.add("properties", rented("W1", **gone))
    tiny.add("movements", moved("W1", "bought", day), moved("W1", "sold otherwise", later))
    assert tiny.codes() == []
    assert tiny.values("sbs/lcr/bought", "sbs/lcr/sold", "sbs/lcr/closing") == [1, 1, 1206]


def test_the_long_form_begins_at_a_thousand_homes(tiny):
    for spaces, long in ((993, True), (992, False)):
        figures = tiny.home("H1", bedspaces=spaces).figures()
        assert int(figures["eli/social_owned"].value) == spaces + 7
        assert ("sbs/lcr/opening" in figures) is long


def test_the_short_form_does_not_count_home_ownership_which_is_not_nil(tiny):
    figures = tiny.small().figures()
    lcho = figures[f"lcr/{SEFTON}/lcho"]
    assert lcho.value is None and lcho.missing.absence is Absence.NOT_APPLICABLE
    assert figures["lcr/total/total"].value == 18  # without C1
    assert figures["eli/social_owned"].value == 19  # with it: it decides the form
    assert not [slot for slot in figures if slot.startswith(("su/", "ar/", "sbs/", "lcho/"))]
    assert tiny.codes() == []


def test_the_group_adds_up_its_landlords_and_makes_no_return(tiny):
    tiny.add("landlords", {"landlord": "PCHA", "name": "Pine Court", "year": YEAR})
    tiny.add("properties", rented("P1", owner="PCHA", manager="PCHA"))
    tiny.rows["entities"] = [
        {"code": "SOV", "title": "Sovini", "kind": "group", "board_frequency": "yearly",
         "valid_from": date(2020, 1, 1)},
    ]  # fmt: skip
    run = tiny.outcome(entity="SOV").run
    assert run.figures["lcr/total/total"].value == 1208
    assert run.figures["su/managed/for-others"].value == 1


def test_figures_rest_on_whole_columns_of_the_register(tiny):
    sources = tiny.figures()["lcr/total/gn_sc"].sources
    assert {(one.workbook, one.sheet) for one in sources} == {("stock.xlsx", "Properties")}
    assert [one.range for one in sources] == ["B2:G12", "I2:I12", "M2:O12"]
    assert {one.sheet for one in tiny.figures()["sbs/lcr/built"].sources} == {
        "Properties", "Stock_Movements",
    }  # fmt: skip


def test_the_order_of_rows_and_columns_changes_nothing(tiny):
    before = shown(tiny.figures())
    dice = random.Random(5)
    for name in ("properties", "movements", "areas"):
        dice.shuffle(tiny.rows[name])
    columns = list(PROPERTIES.columns)
    dice.shuffle(columns)
    tiny.order["properties"] = columns
    assert shown(tiny.figures()) == before
    assert tiny.codes() == []


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_register_from_a_csv_or_parquet_file_gives_the_figures_of_the_sheet(tiny, kind):
    before = shown(tiny.figures())
    columns, rows = list(PROPERTIES.columns), tiny.rows["properties"]
    path = tiny.root / "workbooks" / f"properties.{kind}"
    if kind == "csv":
        write_csv(path, columns, rows)
    else:
        table = {name: [row.get(name) for row in rows] for name in columns}
        parquet.write_table(pyarrow.table(table), path)
    tiny.rows["properties"] = []
    tiny.files["stock_properties"] = path.name
    assert shown(tiny.figures()) == before
