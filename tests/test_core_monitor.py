"""The monitoring report: what it counts, what it holds back, and what the register can take."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D
from pathlib import Path

import pytest
from pmf_plugins.core_lettings.register_feed import entries
from pmf_plugins.core_lettings.report import report
from pmf_plugins.core_lettings.shown_counts import counts

from pmf_engine.definitions import case_faults, load_cases, load_definitions
from pmf_engine.model.values import Absence
from tests.command import Pmf, words_of
from tests.tiny import INDICATOR
from tests.tiny_core import TinyCore

RELET = {"start_day": "20", "start_month": "9", "void_month": "9"}


def figures(core: TinyCore):
    run = core.outcome().run
    assert run is not None
    return run.figures


def test_the_worked_cases_hold():
    home = report.definitions.parent
    assert case_faults(load_definitions(report.definitions), load_cases(home / "cases.yaml")) == []


def test_re_let_time_counts_from_the_void_date_and_leaves_out_works_first_lets_and_renewals(core):
    core.let(**RELET, void_day="1")
    core.let(**RELET, void_day="10")
    core.let(**RELET, void_day="2", repairs_day="5", repairs_month="9", repairs_year="26")
    core.let("first-let", **RELET, void_day="3")
    core.let("renewal")
    found = figures(core)
    assert (found["relets"].value, found["relet-days"].value) == (2, D("14.5"))
    assert found["void-days"].short == "15.7"
    assert found["lettings"].value == 5


def test_fewer_than_five_lettings_are_not_counted_out_for_the_tables_would_tell_of_whom(
    core, capsys
):
    for _ in range(3):
        core.let()
    core.write()
    Pmf(core.root, capsys)("run", "core-lettings", "--today", "2026-10-01")
    text = words_of(core.file("core-monitoring"))
    assert "Fewer than 5 lettings of 2026/27 are in the export." in text
    assert "3 lettings" not in text


def test_a_void_that_ends_before_it_begins_is_no_time_empty(core):
    core.let(**RELET, void_day="25")
    core.let(**RELET, void_day="10")
    assert figures(core)["relet-days"].value == 10


def test_an_average_over_nothing_is_missing_and_never_zero(core):
    core.let("renewal")
    found = figures(core)["relet-days"]
    assert found.value is None and found.missing is not None


def test_rent_and_income_are_compared_over_a_whole_year(core):
    for _ in range(5):
        core.let(
            rent="433.33", service_charge="0", period="4", income="2166.65", income_frequency="2"
        )
    found = figures(core)
    assert found["affordability"].value == 20
    assert found["weekly-charge"].short == "£100.00"
    assert found["weekly-income"].short == "£500.00"


def test_amounts_of_fewer_than_five_households_are_held_back(core):
    for _ in range(4):
        core.let()
    found = figures(core)["affordability"]
    assert found.missing is not None and found.missing.absence is Absence.HIDDEN


@pytest.mark.parametrize(
    ("changes", "nominated"),
    [
        ({"referral_prp": "6", "referral_nomination": "1", "referral_body": "9"}, True),
        ({"referral_prp": "6", "referral_nomination": "2"}, True),
        ({"referral_prp": "6", "referral_nomination": "4"}, False),
        ({"referral_prp": "8"}, False),
    ],
)
def test_a_nomination_is_a_letting_from_a_register_that_a_council_put_forward(
    core, changes, nominated
):
    for _ in range(5):
        core.let(**changes)
    for _ in range(5):
        core.let(referral_prp="8" if nominated else "6", **({} if nominated else {
            "referral_nomination": "1"}))  # fmt: skip
    assert figures(core)["nominated"].value == 50
    run = core.outcome().run
    shown = counts(run, "source").figures
    assert [line[0].value for line in shown] == [5, 5, 10]


def ethnic(core: TinyCore, *codes: str) -> list[str]:
    for code in codes:
        core.let(ethnic=code)
    table = counts(core.outcome().run, "ethnic")
    return [line[0].short for line in table.figures]


def test_small_counts_are_held_back_and_another_so_that_they_cannot_be_worked_out(core):
    shown = ethnic(core, *["1"] * 9, *["15"] * 6, *["13"] * 2)
    assert shown == ["Suppressed", "Fewer than 5", "0", "9", "0", "0", "17"]


def test_two_small_counts_guard_each_other(core):
    shown = ethnic(core, *["1"] * 9, *["15"] * 3, *["13"] * 2)
    assert shown == ["Fewer than 5", "Fewer than 5", "0", "9", "0", "0", "14"]


def test_counts_by_need_and_rent_type_are_held_back_together(core):
    for _ in range(6):
        core.let()
    for _ in range(6):
        core.let(rent_type="2")
    for _ in range(2):
        core.let("supported")
    table = counts(core.outcome().run, "need")
    hidden = [[one.value is None for one in line] for line in table.figures]
    assert hidden[1][0] and sum(map(sum, hidden)) >= 2


def test_the_word_report_says_why_counts_are_held_back_and_who_is_counted_as_entered(core, capsys):
    for code in (*["1"] * 9, *["13"] * 2, ""):
        core.let(ethnic=code)
    core.write()
    Pmf(core.root, capsys)("run", "core-lettings", "--today", "2026-10-01")
    text = words_of(core.file("core-monitoring"))
    assert "Counts under 5 are not shown" in text
    assert "1 letting has an answer that CORE would not take" in text
    assert "Fewer than 5" in text


def registered(core: TinyCore, **row) -> TinyCore:
    entity = ["ORG1", "A Homes", "landlord", None, "quarterly", 100, date(2023, 4, 1), None]
    indicator = {**INDICATOR, "code": "LET01", "entity": "ORG1", "measure": "relet_days"}
    monthly = {
        "code": "LET01", "month": date(2026, 9, 1), "numerator": 29, "denominator": 2,
        "value": None, "status": "actual", "commentary": None, "entered_by": "A",
        "entered_on": date(2026, 10, 8), **row,
    }  # fmt: skip
    core.register = {
        "Entities": [["code", "title", "kind", "parent", "board_frequency", "homes", "valid_from",
                      "valid_to"], entity],
        "Indicators": [list(indicator), list(indicator.values())],
        "Monthly": [list(monthly), list(monthly.values())],
    }  # fmt: skip
    core.let(**RELET, void_day="1")
    core.let(**RELET, void_day="10")
    return core


def test_the_register_can_take_a_row_for_each_month_with_numerator_and_denominator(core):
    run = registered(core).outcome().run
    found = [(one.code, one.month.id, one.top, one.bottom) for one in entries(run)]
    assert found == [("LET01", "2026-09", 29, 2)]


def test_a_register_that_agrees_raises_nothing_and_one_that_differs_is_told_at_its_cell(core):
    assert "core-register-differs" not in [one.code for one in registered(core).outcome().findings]
    core.register["Monthly"][1][2] = 40
    (found,) = [one for one in core.outcome().findings if one.code == "core-register-differs"]
    assert (found.sheet, found.cell) == ("Monthly", "C2")
    assert "The register has 40 over 2 for LET01 in September 2026, the lettings 29 over 2" in (
        found.message
    )


def test_the_newest_entry_of_the_register_counts(core):
    registered(core).register["Monthly"].append(
        ["LET01", date(2026, 9, 1), 31, 2, None, "actual", None, "A", date(2026, 11, 2)]
    )
    assert "core-register-differs" in [one.code for one in core.outcome().findings]


def test_measures_that_the_register_lacks_are_named(core):
    told = [one.message for one in registered(core).outcome().findings
            if one.code == "core-no-indicator"]  # fmt: skip
    assert len(told) == 2 and "lettings_nominated" in told[0]


def test_without_a_register_the_check_is_not_run_and_says_so(core):
    core.let()
    (found,) = [one for one in core.outcome().findings if one.code == "check-not-run"]
    assert "the register has no indicator" in found.message


def test_the_register_file_has_the_columns_of_monthly_and_is_provisional_while_errors_stand(
    core, capsys
):
    registered(core).let(ethnic="")
    core.write()
    Pmf(core.root, capsys)("run", "core-lettings", "--today", "2026-10-01")
    lines = core.file("core-register").read_text().splitlines()
    assert lines[0] == (
        "code,month,numerator,denominator,value,status,commentary,entered_by,entered_on"
    )
    assert lines[1].startswith("LET01,2026-09-30,") and ",provisional," in lines[1]


def test_the_sample_agrees_with_the_register_and_its_past_year_is_clean(tmp_path: Path, capsys):
    root = Path(__file__).parent.parent
    said = Pmf(root, capsys)("check", "core-lettings", "--period", "2025/26", "--json")
    assert said.status == 0
    assert [one for one in said.findings if one["level"] != "note"] == []
    now = Pmf(root, capsys)("check", "core-lettings", "--json")
    assert {one["code"] for one in now.findings if one["level"] == "error"} == set()
    assert "core-register-differs" not in [one["code"] for one in now.findings]
    assert {one["row"] for one in now.findings if one.get("row")} == {92, 97, 104, 111, 118}
