"""Each check of the Tenant Satisfaction Measures, and what an honest return may have."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pmf_plugins.tsm.inputs import INPUTS

from pmf_engine.cli import _run
from pmf_engine.engine import Engine, Workspace
from pmf_engine.model.findings import Finding
from pmf_engine.model.periods import Period
from tests.tiny import Tiny, entity
from tests.tiny_tsm import YEAR, TinyTsm, complaints, management, perception, survey

SHEET = {"landlord": "OVH", "year": YEAR, "tenure": "LCRA", "weight": 1}


@pytest.fixture
def tsm(tmp_path: Path) -> TinyTsm:
    return TinyTsm(tmp_path / "w")


def found(tsm: TinyTsm, code: str) -> Finding:
    (one,) = [one for one in tsm.outcome().findings if one.code == code]
    return one


def test_a_sound_return_raises_no_error_and_no_warning(tsm):
    assert tsm.codes() == []


def test_checks_without_anything_to_look_at_are_not_run_and_say_why(tsm):
    notes = [one.message for one in tsm.outcome().findings if one.code == "check-not-run"]
    assert any("no homes of the Statistical Data Return" in text for text in notes)
    assert len(notes) == 6


@pytest.mark.parametrize(
    ("table", "row", "level", "code", "cell"),
    [
        ("management", management("BS01", 101, 100), "error", "numerator-above-denominator", "D11"),
        ("complaints", complaints("CH02 (1)", 101, 100), "error", "numerator-above-denominator",
         "E5"),
        ("management", management("BS01", None, 100), "error", "half-a-pair", "D11"),
        ("management", management("NM01 (2)", 41, 2000), "error", "tsm-part-over-whole", "D11"),
        ("management", management("BS02", 5, 2001), "error", "tsm-part-over-whole", "E11"),
        ("perception", perception("TP01", 690, 11, 0, 0, 0), "error", "tsm-base-over-responses",
         "E13"),
        ("perception", perception("TP06", 690, 0, 0, 0, 0, na=11), "error",
         "tsm-base-over-responses", "E13"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_an_error_at_its_cell(tsm, table, row, level, code, cell):
    finding = found(tsm.replace(table, row["measure"], row), code)
    assert (str(finding.level), finding.workbook) == (level, "tenant_satisfaction.xlsx")
    assert finding.cell == cell


def test_a_rate_may_have_more_cases_than_homes(tsm):
    tsm.replace("management", "NM01 (1)", management("NM01 (1)", 2100, 2000))
    assert "numerator-above-denominator" not in tsm.codes()


@pytest.mark.parametrize(
    ("table", "row", "cell", "said"),
    [
        ("management", management("NM01 (1)", 40, 1990), "E11",
         "Homes behind NM01 (1) are 1,990, but homes owned are 2,000."),
        ("complaints", complaints("CH01 (1)", 100, 1990), "F5",
         "Homes behind CH01 (1), LCRA, are 1,990, but homes owned are 2,000."),
        ("complaints", complaints("CH02 (1)", 90, 99), "F5",
         "CH02 (1), LCRA: complaints answered are out of 99, but complaints made are 100."),
    ],
)  # fmt: skip
def test_parts_that_do_not_make_their_whole_are_warnings_at_their_cell(tsm, table, row, cell, said):
    finding = found(tsm.replace(table, row["measure"], row), "tsm-parts-differ")
    assert said in finding.message
    assert finding.cell == cell


def test_repairs_by_kind_are_compared_with_all_repairs_where_these_are_entered(tsm):
    tsm.rows["context"] = [field("Repairs_Calculated_Value", value=150)]
    message = found(tsm, "tsm-parts-differ").message
    assert "Repairs completed are 150, but RP02 (1) and (2) together are 200." in message


def test_answers_with_and_without_an_extension_add_up_to_those_in_time(tsm):
    tsm.rows["context"] = [
        field("Stg1_comp_without_Ext_LCRA", value=80), field("Stg1_comp_with_Ext_LCRA", value=9),
    ]  # fmt: skip
    message = found(tsm, "tsm-parts-differ").message
    assert "answered in time are 90, but those with and without an extension are 89." in message


def test_too_few_responses_are_a_warning(tsm):
    tsm.rows["survey"] = [survey(responses=300, population=2000)]
    tsm.rows["perception"] = [perception(one["measure"]) for one in tsm.rows["perception"]]
    assert "has 300 responses and needs 323." in found(tsm, "tsm-sample-too-small").message


@pytest.mark.parametrize(("population", "codes"), [(2000, []), (3000, ["tsm-sample-too-small"])])
def test_a_census_is_enough_of_2_500_tenants_or_fewer(tsm, population, codes):
    tsm.rows["survey"] = [survey(responses=150, population=population, census="yes")]
    assert tsm.codes() == codes


def test_more_responses_than_tenants_cannot_be(tsm):
    tsm.rows["survey"] = [survey(responses=2001)]
    assert found(tsm, "tsm-responses-over-population").cell == "E2"


def test_ways_of_collecting_add_up_to_all_responses(tsm):
    row = {"landlord": "OVH", "year": YEAR, "tenure": "LCRA"}
    tsm.rows["methods"] = [{**row, "method": "telephone", "responses": 600},
                           {**row, "method": "SMS", "responses": 99}]  # fmt: skip
    assert "are 699, but all responses 700" in found(tsm, "tsm-methods-differ").message


def test_in_a_weighted_survey_a_base_above_responses_is_a_warning_only(tsm):
    tsm.rows["survey"] = [survey(weighted="yes")]
    tsm.replace("perception", "TP01", perception("TP01", 690.5, 10, 0, 0, 0))
    assert tsm.codes() == ["tsm-base-over-responses-weighted"]


def test_a_filtered_question_has_no_more_answers_than_tenants_it_applied_to(tsm):
    tsm.rows["context"] = [field("TP02_Filter_Yes_LCRA", value=99)]
    assert "TP02 (LCRA) has 100 answers" in found(tsm, "tsm-base-over-filter").message


def test_a_missing_measure_is_a_warning_for_a_landlord_of_1_000_homes_or_more(tsm):
    tsm.replace("management", "BS04").replace("perception", "TP12")
    messages = [f.message for f in tsm.outcome().findings if f.code == "tsm-measure-missing"]
    said = "has no figure: no row is entered. Enter it, or explain the gap."
    assert messages == [f"BS04 {said}", f"TP12 (LCRA) {said}"]


def test_a_blank_count_is_missing_at_its_own_cell(tsm):
    tsm.replace("management", "BS04", management("BS04", None, None))
    finding = found(tsm, "tsm-measure-missing")
    assert (finding.sheet, finding.cell) == ("TSM_Management", "D11")
    assert finding.message == "BS04 has no figure: a count is blank. Enter it, or explain the gap."


def test_cases_without_anything_to_divide_by_are_a_gap_with_its_reason(tsm):
    tsm.rows["management"] = [r for r in tsm.rows["management"] if r["measure"] != "RP01"]
    tsm.rows["management"].append(management("RP01", 5, 0))
    assert "no row is entered" not in found(tsm, "tsm-measure-missing").message


def test_a_smaller_landlord_may_leave_measures_out(tsm):
    tsm.rows["landlords"] = [tsm.landlord(homes_lcra=999)]
    assert "tsm-measure-missing" not in tsm.replace("perception", "TP12").codes()


def test_home_owners_may_be_left_out(tsm):
    tsm.rows["landlords"] = [tsm.landlord(homes_lcho=400)]
    assert "tsm-measure-missing" not in tsm.codes()


def test_a_landlord_that_reports_both_tenures_together_leaves_no_gap(tsm):
    tsm.replace("perception", "TP01", perception("TP01", tenure="Combined"))
    tsm.rows["survey"].append(survey("Combined"))
    assert "tsm-measure-missing" not in tsm.codes()


@pytest.mark.parametrize("code", ["OVH.", "O/H", "AUX"])
def test_a_code_that_cannot_name_a_folder_is_an_error(tsm, code):
    tsm.rows["landlords"].append(tsm.landlord(landlord=code))
    assert "code-unusable" in tsm.codes("error")


def test_no_cases_are_no_gap(tsm):
    tsm.replace("management", "BS05", management("BS05", 0, 0))
    assert "tsm-measure-missing" not in tsm.codes()


@pytest.mark.parametrize(
    ("table", "now", "before", "implausible"),
    [
        ("management", management("BS01", 80, 100), management("BS01", 90, 100), False),
        ("management", management("BS01", 79, 100), management("BS01", 90, 100), True),
        ("complaints", complaints("CH01 (1)", 151, 2000), complaints("CH01 (1)", 100, 2000), True),
        ("complaints", complaints("CH01 (1)", 150, 2000), complaints("CH01 (1)", 100, 2000), False),
        ("management", management("NM01 (2)", 4, 2000), management("NM01 (2)", 0, 2000), False),
    ],
)
def test_a_leap_since_last_year_is_a_warning(tsm, table, now, before, implausible):
    tsm.replace(table, now["measure"], now, {**before, "year": "2023/24"})
    leaps = [f for f in tsm.outcome().findings if f.code == "tsm-movement-implausible"]
    assert bool(leaps) is implausible
    assert all(leap.sheet and leap.cell for leap in leaps)


def test_homes_are_compared_with_the_statistical_data_return(tsm):
    tsm.rows["stock"] = [{"landlord": "OVH", "year": YEAR, "homes_lcra": 2003, "homes_lcho": 0}]
    finding = found(tsm, "tsm-homes-differ")
    assert "the Statistical Data Return 2,003" in finding.message and finding.cell == "E2"


def test_homes_are_compared_with_the_indicator_register(tsm, tmp_path):
    tiny = Tiny(tsm.root)
    tiny.rows["entities"] = [entity("GRP", kind="group", parent=None), entity("OVH", homes=1990)]
    tiny.write()
    assert "the indicator register 1,990" in found(tsm, "tsm-homes-differ").message


def test_an_approved_adjustment_replaces_a_figure_and_shows(tsm):
    tiny = Tiny(tsm.root)
    row = {"period": "2024-25", "value": 81.2, "reason": "Two sheets were keyed twice.",
           "approved_by": "Director", "approved_on": date(2025, 6, 2)}  # fmt: skip
    tiny.rows["adjustments"] = [{"figure": "tsm/OVH/2024-25/lcra/TP01", **row}]
    tiny.write()
    assert tsm.figures()["lcra/TP01"].display == "81.2% adjusted"
    tiny.rows["adjustments"] = [{"figure": "tsm/OVH/2024-25/lcra/TP1", **row}]
    tiny.write()
    assert "Did you mean tsm/OVH/2024-25/lcra/TP" in found(tsm, "adjustment-unknown").message


def test_a_row_that_repeats_another_is_a_warning_and_two_halves_a_note(tsm):
    same = management("BS01", 45, 50)
    tsm.replace("management", "BS01", same, same)
    assert tsm.codes() == ["tsm-row-repeated"]
    tsm.replace("management", "BS01", same, management("BS01", 44, 50))
    assert "tsm-rows-added" in tsm.codes("note") and tsm.codes() == []


def field(name: str, **held: Any) -> dict[str, Any]:
    return {"landlord": "OVH", "year": YEAR, "field": name, **held}


def test_a_field_that_the_return_does_not_have_is_an_error_with_the_nearest(tsm):
    tsm.rows["context"] = [field("Repairs_Raise", value=5)]
    assert "Did you mean Repairs_Raised?" in found(tsm, "tsm-field-unknown").message
    tsm.rows["context"] = [field("Repairs_Raised")]
    assert found(tsm, "tsm-field-empty").cell == "D2"


def test_an_incomplete_summary_of_approach_and_no_address_are_warnings(tsm):
    tsm.rows["approach"] = [
        {"landlord": "OVH", "year": YEAR, "heading": "Timing", "text": "In May."}
    ]
    assert tsm.codes() == ["tsm-approach-incomplete", "tsm-no-address"]


def sheets(
    *answers: tuple[str, int], weight: Any = 1, measure: str = "TP01"
) -> list[dict[str, Any]]:
    return [{**SHEET, "weight": weight, measure: a} for a, count in answers for _ in range(count)]


FULL = (("very satisfied", 60), ("fairly satisfied", 20), ("neither", 10),
        ("fairly dissatisfied", 5), ("Very dissatisfied", 5))  # fmt: skip


def test_answers_are_counted_from_sheets_where_no_counts_are_entered(tsm):
    tsm.replace("perception", "TP01").rows["responses"] = sheets(*FULL, ("don't know", 7))
    figures = tsm.figures()
    assert figures["lcra/TP01"].display == "80.0%"
    assert figures["lcra/TP01/not_applicable"].value == 7
    assert [s.range for s in figures["lcra/TP01/neither"].sources] == ["A2:E108"]


def test_weights_count_and_agreement_counts_as_satisfaction(tsm):
    tsm.replace("perception", "TP08").rows["responses"] = [
        *sheets(("strongly agree", 2), weight=1.25, measure="TP08"),
        *sheets(("disagree", 2), weight=0.75, measure="TP08"),
    ]
    assert tsm.figures()["lcra/TP08"].display == "62.5%"


def test_counts_that_agree_with_the_sheets_pass(tsm):
    tsm.rows["responses"] = sheets(*FULL)
    assert tsm.codes() == []


def test_counts_that_disagree_with_the_sheets_are_an_error_each(tsm):
    tsm.rows["responses"] = sheets(("very satisfied", 59), *FULL[1:], ("not applicable", 2))
    findings = [f for f in tsm.outcome().findings if f.code == "tsm-sheets-disagree"]
    assert [(str(f.level), f.cell) for f in findings] == [("error", "E2"), ("error", "J2")]
    assert "the table says 60, the answer sheets add up to 59" in findings[0].message


def test_an_answer_that_is_none_is_an_error_that_does_not_repeat_it(tsm):
    tsm.rows["responses"] = sheets(("content, says A. Person", 1))
    finding = found(tsm, "cell-not-a-choice")
    assert finding.cell == "E2" and "A. Person" not in finding.message


def test_a_measure_or_landlord_that_is_not_one_is_an_error(tsm):
    tsm.rows["management"].append(management("BS06"))
    tsm.rows["survey"].append(survey("LCHO", landlord="OHV"))
    assert {"cell-not-a-choice", "unknown-code"} <= set(tsm.codes("error"))


@pytest.mark.parametrize("table", ["management", "complaints", "perception", "survey", "landlords"])
def test_a_required_table_that_is_not_there_is_named(tsm, table):
    del tsm.rows[table]
    finding = found(tsm, "missing-table") if table != "landlords" else unread(tsm)
    assert INPUTS[table].name in finding.message


def unread(tsm: TinyTsm) -> Finding:
    (finding,) = Engine(Workspace.find(tsm.write().root)).outcomes("tsm")[0].findings
    return finding


@pytest.mark.parametrize(
    ("table", "column", "value", "code", "cell"),
    [
        ("survey", "responses", "9O", "cell-not-a-number", "E2"),
        ("survey", "population", None, "cell-blank", "D2"),
        ("management", "numerator", -1, "cell-too-small", "D2"),
        ("perception", "year", "2024/26", "cell-not-a-year", "B2"),
        ("perception", "tenure", "Owners", "cell-not-a-choice", "C2"),
        ("landlords", "homes_lcra", 12.5, "cell-not-whole", "E2"),
    ],
)
def test_a_cell_that_cannot_be_meant_is_an_error_and_nothing_is_written(
    tsm, table, column, value, code, cell
):
    tsm.rows[table][0][column] = value
    finding = found(tsm, code)
    assert finding.cell == cell and str(finding.level) == "error"
    assert _run(["run", "tsm", "--workspace", str(tsm.root), "--period", "2024/25"]) == 1
    assert not (tsm.root / "outputs").exists()


def renamed(tsm: TinyTsm, sheet: str, cell: str, heading: str) -> list[Finding]:
    """Return what is found once a heading of a sheet without a table is another."""
    tsm.write()
    book = tsm.root / "workbooks" / "tenant_satisfaction.xlsx"
    opened = openpyxl.load_workbook(book)
    opened[sheet][cell] = heading
    opened[sheet].tables.clear()
    opened.save(book)
    (outcome,) = Engine(Workspace.find(tsm.root)).outcomes("tsm", "OVH", Period.parse(YEAR))
    return list(outcome.findings)


def test_a_renamed_column_is_named_with_the_nearest(tsm):
    findings = renamed(tsm, "TSM_Survey", "E1", "respones")
    messages = [one.message for one in findings if one.code == "missing-column"]
    assert any("Did you mean “respones”?" in text for text in messages)


def test_a_column_that_is_not_there_is_told_once(tsm):
    codes = [one.code for one in renamed(tsm, "TSM_Management", "D1", "numeratr")]
    assert codes.count("missing-column") == 1
    assert not {"half-a-pair", "tsm-measure-missing"} & set(codes)
