"""Only issued runs count as reported: movement, revision, and what is said where there is none."""

from __future__ import annotations

import json

import pytest

from tests.command import Pmf, digest
from tests.tiny import Tiny, value

Q1 = ("--period", "2026-Q1")


def two_quarters(tiny: Tiny) -> Tiny:
    """June met its target, September missed it."""
    return tiny.only(value("REP01", "2026-06", 96, 100), value("REP01", "2026-09", 90, 100))


def change(tiny: Tiny, row: int, numerator: int) -> None:
    tiny.rows["monthly"][row]["numerator"] = numerator
    tiny.write()


def test_a_run_is_work_in_progress_until_it_is_issued(pmf: Pmf, tiny: Tiny) -> None:
    two_quarters(tiny).write()
    pmf.build(*Q1)
    pmf.build()
    assert "No earlier pack has been issued" in pmf.word()
    assert "Quarter 1 2026/27 as the workbooks show it now" in pmf.word()


def test_movement_is_against_the_issued_run_and_not_what_the_workbook_says_now(
    pmf: Pmf, tiny: Tiny
) -> None:
    two_quarters(tiny).write()
    pmf.build(*Q1)
    pmf("issue", pmf.file("docx", period="2026-Q1"))
    change(tiny, 0, 50)  # June is put right later; what was reported stays reported
    pmf.build()
    assert "against the pack issued for Quarter 1 2026/27" in pmf.word()
    assert "Repairs completed on time got worse, to off target: 90.0%." in pmf.word()


def test_movement_without_an_issued_run_is_against_the_workbook(pmf: Pmf, tiny: Tiny) -> None:
    two_quarters(tiny)
    change(tiny, 0, 50)
    pmf.build()
    assert "No measure changed status since Quarter 1 2026/27." in pmf.word()


def test_movement_is_against_the_newest_issued_run_of_the_latest_earlier_period(
    pmf: Pmf, tiny: Tiny
) -> None:
    tiny.only(
        value("REP01", "2026-03", 50, 100),
        value("REP01", "2026-06", 50, 100),
        value("REP01", "2026-09", 90, 100),
    ).write()
    pmf.build(*Q1)
    pmf("issue", pmf.file("docx", period="2026-Q1"))
    change(tiny, 1, 96)
    pmf.build(*Q1)
    pmf("issue", pmf.file("docx", period="2026-Q1"))
    pmf.build("--period", "2025-Q4")
    pmf("issue", pmf.file("docx", period="2025-Q4"))
    pmf.build()
    assert "against the pack issued for Quarter 1 2026/27" in pmf.word()
    assert "Repairs completed on time got worse" in pmf.word()


def test_a_later_run_that_was_not_issued_does_not_count(pmf: Pmf, tiny: Tiny) -> None:
    two_quarters(tiny).write()
    pmf.build(*Q1)
    pmf("issue", pmf.file("docx", period="2026-Q1"))
    change(tiny, 0, 50)
    pmf.build(*Q1)
    pmf.build()
    assert "Repairs completed on time got worse" in pmf.word()


def test_an_issue_of_a_later_period_or_another_company_is_no_movement(pmf: Pmf, tiny: Tiny) -> None:
    two_quarters(tiny).write()
    pmf.build("--period", "2026-Q3")
    pmf("issue", pmf.file("docx", period="2026-Q3"))
    pmf.build(*Q1, entity="PCHA")
    pmf("issue", pmf.file("docx", entity="PCHA", period="2026-Q1"))
    pmf.build()
    assert "No earlier pack has been issued" in pmf.word()


def test_a_figure_that_differs_from_what_was_issued_for_the_period_is_marked_revised(
    pmf: Pmf, tiny: Tiny
) -> None:
    two_quarters(tiny).write()
    pmf.build()
    assert pmf.figures()["REP01"]["display"] == "90.0%"
    pmf("issue", pmf.file("docx"))
    assert pmf.figures()["REP01"]["display"] == "90.0%"
    change(tiny, 1, 91)
    assert pmf.figures()["REP01"]["display"] == "91.0% [r]"
    pmf.build()
    assert "91.0% [r]" in pmf.word() and "[r] revised since it was last issued" in pmf.word()


def test_a_figure_that_changes_before_its_period_is_issued_is_no_revision(
    pmf: Pmf, tiny: Tiny
) -> None:
    two_quarters(tiny).write()
    pmf.build()
    change(tiny, 1, 91)
    assert pmf.figures()["REP01"]["display"] == "91.0%"


def test_a_figure_once_missing_and_now_known_is_marked_revised(pmf: Pmf, tiny: Tiny) -> None:
    two_quarters(tiny)
    tiny.indicator("REP02", value("REP02", "2026-08", 96, 100))
    tiny.write()
    pmf.build()
    pmf("issue", pmf.file("docx"))
    tiny.rows["monthly"].append(value("REP02", "2026-09", 97, 100))
    tiny.write()
    assert pmf.figures()["REP02"]["display"] == "97.0% [r]"


def test_an_issued_pack_that_is_made_again_is_the_same_to_the_byte(pmf: Pmf, tiny: Tiny) -> None:
    two_quarters(tiny).write()
    pmf.build()
    before = digest(pmf.file("docx")), digest(pmf.file("xlsx"))
    pmf("issue", pmf.file("docx"))
    pmf.build()
    assert (digest(pmf.file("docx")), digest(pmf.file("xlsx"))) == before


def test_what_a_run_reads_from_the_ledger_counts_among_its_hashed_inputs(
    pmf: Pmf, tiny: Tiny
) -> None:
    two_quarters(tiny).write()
    pmf.build(*Q1)
    pmf("issue", pmf.file("docx", period="2026-Q1"))
    pmf.build()
    first, last = pmf.records
    assert set(first["inputs"]) == {"indicators.xlsx", "golden_thread.xlsx"}
    path = tiny.root / ".pmf" / "ledger" / f"{first['id']}.json"
    assert last["inputs"][path.name] == digest(path)


def test_issuing_an_earlier_period_makes_a_later_pack_out_of_date(pmf: Pmf, tiny: Tiny) -> None:
    two_quarters(tiny).write()
    pmf.build(*Q1)
    pmf.build()
    pmf("issue", pmf.file("docx", period="2026-Q1"))
    pmf.build()
    assert "against the pack issued for Quarter 1 2026/27" in pmf.word()


def test_an_issued_pack_stays_as_it_was_when_the_workbook_changes(pmf: Pmf, tiny: Tiny) -> None:
    two_quarters(tiny).write()
    pmf.build()
    pmf("issue", pmf.file("docx"))
    before = json.dumps(pmf.records[0], sort_keys=True)
    change(tiny, 1, 91)
    pmf.build()
    assert json.dumps(pmf.records[0], sort_keys=True) == before


@pytest.mark.parametrize("adjusted", [92, 98])
def test_an_adjusted_figure_that_was_issued_so_is_no_revision(
    pmf: Pmf, tiny: Tiny, adjusted: int
) -> None:
    two_quarters(tiny)
    tiny.adjust("REP01", adjusted)
    tiny.write()
    pmf.build()
    pmf("issue", pmf.file("docx"))
    assert pmf.figures()["REP01"]["display"] == f"{adjusted}.0% adjusted"
