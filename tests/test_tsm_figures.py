"""Tenant satisfaction: the arithmetic, edition by edition, and what is never counted."""

from __future__ import annotations

import random
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pmf_plugins.tsm.codes import ANSWERS, COMPLAINTS, MANAGEMENT, PERCEPTION, key
from pmf_plugins.tsm.report import report

from pmf_engine.definitions import case_faults, load_cases, load_definitions
from pmf_engine.model.errors import PmfError
from tests.tiny_tsm import TinyTsm, complaints, management, perception, survey

COUNTS = st.lists(st.integers(min_value=0, max_value=999), min_size=5, max_size=5)


@pytest.fixture
def tsm(tmp_path: Path) -> TinyTsm:
    return TinyTsm(tmp_path / "w")


def shown(tsm: TinyTsm, slot: str, year: str = "2024/25") -> str:
    return tsm.figures(year)[slot].display.replace("\u00a0", " ")


def test_all_22_measures_and_both_their_parts_are_made(tsm):
    figures = tsm.figures()
    wanted = {f"all/{key(one)}" for one in MANAGEMENT}
    wanted |= {f"lcra/{key(one)}" for one in (*PERCEPTION, *COMPLAINTS)}
    assert wanted <= set(figures) and len(wanted) == 26
    assert {one.split("/")[1].split("-")[0] for one in wanted} == {
        *PERCEPTION, "RP01", "RP02", "BS01", "BS02", "BS03", "BS04", "BS05", "NM01", "CH01", "CH02",
    }  # fmt: skip


def test_every_formula_says_its_title_unit_places_source_and_whether_it_is_verified():
    assert report.definitions is not None
    for definition in load_definitions(report.definitions):
        assert [one.label for one in definition.editions] == ["2023/24", "2024/25"]
        for edition in definition.editions:
            assert edition.title and edition.unit and edition.text
            assert edition.source and edition.source["title"] and edition.source["url"]
    text = report.definitions.read_text(encoding="utf-8")
    assert text.count("verified: ") == text.count("places: ")


def test_the_worked_cases_hold():
    assert report.definitions is not None
    cases = load_cases(report.definitions.with_name("cases.yaml"))
    assert case_faults(load_definitions(report.definitions), cases) == []


@pytest.mark.parametrize(
    ("counts", "published"),
    [
        ((309, 0, 91, 0, 0), "77.3%"),  # 77.25: a tie goes up, where round() would go down
        ((265, 0, 135, 0, 0), "66.3%"),  # 66.25
        ((191, 0, 209, 0, 0), "47.8%"),  # 47.75
        ((0, 0, 0, 0, 7), "0.0%"),
        ((5, 2, 0, 0, 0), "100.0%"),
    ],
)
def test_a_percentage_is_rounded_half_up_once_to_one_decimal(tsm, counts, published):
    tsm.replace("perception", "TP01", perception("TP01", *counts))
    assert shown(tsm, "lcra/TP01") == published


def test_nearly_all_is_shown_as_100_and_kept_unrounded(tsm):
    tsm.replace("management", "RP02 (2)", management("RP02 (2)", 17483, 17484))
    figure = tsm.figures()["all/RP02-2"]
    assert figure.display == "100.0%" and 99 < figure.value < 100


def test_who_said_not_applicable_is_in_no_base(tsm):
    tsm.replace("perception", "TP06", perception("TP06", 50, 10, 20, 10, 10, na=500))
    assert shown(tsm, "lcra/TP06") == "60.0%"
    assert shown(tsm, "lcra/TP06/not_applicable") == "500"


def test_a_blank_not_applicable_means_that_the_option_was_not_offered(tsm):
    figure = tsm.figures()["lcra/TP01/not_applicable"]
    assert figure.value is None and figure.missing.reason == "the option was not offered"


@pytest.mark.parametrize(
    ("table", "row", "slot"),
    [
        ("management", management("BS05", 0, 0), "all/BS05"),
        ("complaints", complaints("CH02 (2)", 0, 0), "lcra/CH02-2"),
        ("perception", perception("TP09", 0, 0, 0, 0, 0), "lcra/TP09"),
    ],
)
def test_a_zero_denominator_is_missing_with_a_reason_and_never_zero(tsm, table, row, slot):
    figure = tsm.replace(table, row["measure"], row).figures()[slot]
    assert figure.value is None and figure.missing.reason == "no cases"
    assert figure.display == "No cases"


def test_a_blank_count_is_missing_and_never_zero(tsm):
    tsm.replace("perception", "TP01", perception("TP01", 60, None, 10, 5, 5))
    figure = tsm.figures()["lcra/TP01"]
    assert figure.value is None
    assert "the fairly satisfied is blank for TP01 (LCRA)" in figure.missing.reason


def test_a_measure_without_a_row_is_missing_and_says_so(tsm):
    figure = tsm.replace("management", "BS03").figures()["all/BS03"]
    assert figure.value is None and "no row is entered for BS03 in 2024/25" in figure.missing.reason


def test_tenures_are_kept_apart(tsm):
    tsm.rows["landlords"] = [tsm.landlord(homes_lcho=500)]
    tsm.rows["perception"] += [
        perception("TP01", 10, 10, 60, 10, 10, tenure="LCHO"),
        perception("TP01", 90, 0, 0, 0, 10, tenure="Combined"),
    ]
    tsm.rows["survey"] += [survey("LCHO", population=500), survey("Combined", population=2500)]
    figures = tsm.figures()
    shown = [figures[f"{tenure}/TP01"].display for tenure in ("lcra", "lcho", "combined")]
    assert shown == ["80.0%", "20.0%", "90.0%"]


def test_home_owners_are_not_asked_of_repairs_and_upkeep(tsm):
    tsm.rows["landlords"] = [tsm.landlord(homes_lcho=500)]
    lcho = {slot.split("/")[1] for slot in tsm.figures() if slot.startswith("lcho/TP")}
    assert lcho == {*PERCEPTION} - {"TP02", "TP03", "TP04"}


def test_a_landlord_need_not_stand_in_the_indicator_register(tsm):
    tsm.rows["landlords"].append(tsm.landlord(landlord="NEW", name="Newcomer", code=None))
    assert tsm.outcome(landlord="NEW").run is not None
    assert shown(tsm, "lcra/TP01") == "80.0%"


def earlier(tsm: TinyTsm) -> TinyTsm:
    """The same rows a year before, with home owners' complaints."""
    tsm.rows = {t: [{**row, "year": "2023/24"} for row in rows] for t, rows in tsm.rows.items()}
    tsm.rows["complaints"] += [
        complaints("CH01 (1)", 21, 400, "LCHO", year="2023/24"),
        complaints("CH02 (1)", 5, 8, "Combined", year="2023/24"),
    ]
    return tsm


def test_2023_24_is_shown_as_it_was_published_then(tsm):
    earlier(tsm).replace("perception", "TP01", perception("TP01", 2, 0, 1, 0, 0, year="2023/24"))
    assert shown(tsm, "lcra/TP01", "2023/24") == "66.67%"
    assert shown(tsm, "lcho/CH01-1", "2023/24") == "53 per 1,000 homes"  # 52.5
    assert shown(tsm, "combined/CH02-1", "2023/24") == "63%"  # 62.5
    assert shown(tsm, "lcra/CH01-1", "2023/24") == "50.00 per 1,000 homes"


def test_a_formula_not_verified_for_its_year_says_so(tsm):
    figures = earlier(tsm).figures("2023/24")
    assert figures["lcra/minimum_sample"].display.endswith("[u]")
    assert "[u]" not in figures["lcra/TP01"].display


def test_no_official_result_exists_before_2023_24(tsm):
    tsm.rows = {t: [{**row, "year": "2022/23"} for row in rows] for t, rows in tsm.rows.items()}
    with pytest.raises(PmfError, match="No definition of BS01 is in force for 2022/23"):
        tsm.outcome("2022/23")


def test_last_year_is_counted_by_the_edition_of_its_own_year(tsm):
    tsm.rows["perception"].append(perception("TP01", 2, 0, 1, 0, 0, year="2023/24"))
    assert shown(tsm, "lcra/TP01/last-year") == "66.67%"


def ratios(tsm: TinyTsm) -> dict[str, Any]:
    return {slot: f.value for slot, f in tsm.figures().items() if slot.count("/") == 1}


@settings(max_examples=8, deadline=None)
@given(st.randoms(use_true_random=False))
def test_permuting_the_rows_leaves_every_figure_as_it_is(chance: random.Random):
    with TemporaryDirectory() as folder:
        tsm = TinyTsm(Path(folder))
        before = {slot: figure.display for slot, figure in tsm.figures().items()}
        for rows in tsm.rows.values():
            chance.shuffle(rows)
        after = {slot: figure.display for slot, figure in tsm.figures().items()}
    assert after == before


@settings(max_examples=8, deadline=None)
@given(COUNTS, st.data())
def test_splitting_a_count_over_two_rows_leaves_the_ratios_right(counts, data):
    parts = [data.draw(st.integers(min_value=0, max_value=count)) for count in counts]
    rest = [count - part for count, part in zip(counts, parts, strict=True)]
    with TemporaryDirectory() as folder:
        tsm = TinyTsm(Path(folder)).replace("perception", "TP01", perception("TP01", *counts))
        tsm.replace("management", "BS01", management("BS01", 70, 90))
        before = ratios(tsm)
        tsm.replace("perception", "TP01", perception("TP01", *parts), perception("TP01", *rest))
        tsm.replace("management", "BS01", management("BS01", 30, 40), management("BS01", 40, 50))
        assert ratios(tsm) == before


@given(COUNTS)
@settings(max_examples=8, deadline=None)
def test_a_percentage_lies_between_0_and_100_or_is_missing(counts):
    with TemporaryDirectory() as folder:
        tsm = TinyTsm(Path(folder)).replace("perception", "TP01", perception("TP01", *counts))
        figure = tsm.figures()["lcra/TP01"]
    assert figure.missing if not sum(counts) else 0 <= figure.value <= 100
    assert len(ANSWERS) == len(counts)
