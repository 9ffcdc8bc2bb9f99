"""Bad rows in the register: each a finding with its cell, all at once, and nothing written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from tests.command import Pmf
from tests.risk_kit import JUNE, KEY, Q2, SEPTEMBER, Risky, risk, scoring

Change = Callable[[Risky], object]


def first(risky: Risky, table: str, **changes: object) -> None:
    risky.rows[table][0].update(changes)


def add(risky: Risky, table: str, **row: object) -> None:
    risky.rows.setdefault(table, []).append(row)


ERRORS: list[tuple[str, str, Change]] = [
    ("cell-too-large", "D2", lambda r: first(r, "assessments", likelihood=6)),
    ("cell-too-small", "F2", lambda r: first(r, "assessments", impact_customer=0)),
    ("closed-before-opened", "K2", lambda r: first(r, "risks", closed=date(2024, 1, 1))),
    ("assessed-impossibly", "B2", lambda r: first(r, "assessments", date=date(2025, 3, 31))),
    ("assessed-impossibly", "B3", lambda r: first(r, "risks", closed=date(2026, 7, 1))),
    ("assessed-impossibly", "B4",
     lambda r: r.rows["assessments"].append(scoring("R1", date(2062, 9, 1), 3, 4))),
    ("day-too-far", "J3",
     lambda r: r.rows["risks"].append(risk("R2", opened=date(2126, 9, 1)))),
    ("day-too-far", "K2", lambda r: first(r, "risks", closed=date(2126, 9, 1))),
    ("day-too-far", "H2", lambda r: r.control("C1", last_tested=date(2126, 9, 1))),
    ("day-too-far", "D2", lambda r: r.assured(None, 2, date(2126, 9, 1))),
    ("target-day-impossible", "B4",
     lambda r: r.rows["assessments"].append(scoring("R1", date(2024, 3, 1), 1, 2, "target"))),
    ("target-day-impossible", "B4",
     lambda r: r.rows["assessments"].append(scoring("R1", date(2127, 3, 1), 1, 2, "target"))),
    ("appetite-twice", "A3", lambda r: add(
        r, "appetite", category="safety", valid_from=date(2023, 4, 1), appetite=6, tolerance=8)),
    ("merged-into-itself", "L2", lambda r: first(r, "risks", merged_into="R1")),
    ("control-of-another-risk", "B2", lambda r: (
        r.rows["risks"].append(risk("R2")), r.control("C1", of="R2"),
        r.assured("C1", 2, SEPTEMBER))),
    ("tolerance-below-appetite", "D2", lambda r: first(r, "appetite", tolerance=6)),
    ("matrix-incomplete", "A2", lambda r: add(
        r, "matrix", valid_from=JUNE, likelihood=1, impact=1, band="green")),
    ("code-unusable", "A3", lambda r: r.rows["risks"].append(risk("R 2"))),
    ("unknown-code", "A2", lambda r: add(r, "risk_actions", risk="R9", action="A1")),
    ("unknown-code", "B2", lambda r: add(r, "risk_actions", risk="R1", action="A9")),
    ("unknown-code", "B2", lambda r: add(r, "risk_indicators", risk="R1", indicator="X")),
    ("unknown-code", "L2", lambda r: first(r, "risks", merged_into="R9")),
]  # fmt: skip
WARNINGS: list[tuple[str, str, Change]] = [
    ("residual-above-inherent", "D3",
     lambda r: r.rows["assessments"].append(scoring("R1", JUNE, 3, 3, "inherent"))),
    ("residual-without-control", "D3",
     lambda r: r.rows["assessments"].append(scoring("R1", JUNE, 5, 5, "inherent"))),
    ("target-above-residual", "D4",
     lambda r: r.rows["assessments"].append(scoring("R1", date(2027, 3, 1), 4, 4, "target"))),
    ("target-overdue", "B4",
     lambda r: r.rows["assessments"].append(scoring("R1", date(2026, 9, 1), 2, 2, "target"))),
    ("appetite-missing", "F2", lambda r: first(r, "risks", category="Weather")),
    ("appetite-missing", "F2", lambda r: first(r, "appetite", valid_from=date(2026, 12, 1))),
    ("merged-into-closed", "L3", lambda r: r.rows["risks"].extend([
        risk("R2", merged_into="R3", closed=date(2026, 9, 20)),
        risk("R3", closed=date(2026, 8, 1))])),
    ("merged-not-closed", "K3",
     lambda r: r.rows["risks"].append(risk("R2", merged_into="R1"))),
    ("risk-unscored", "A3", lambda r: r.rows["risks"].append(risk("R2"))),
    ("risk-unscored", "D3", lambda r: r.rows["assessments"][1].update(likelihood=None)),
]  # fmt: skip


@pytest.mark.parametrize(("code", "cell", "change"), ERRORS, ids=[f"{c}-{a}" for c, a, _ in ERRORS])
def test_each_fault_is_a_finding_with_its_cell_and_nothing_is_written(
    pmf: Pmf, risky: Risky, code: str, cell: str, change: Change
) -> None:
    change(risky)
    risky.write()
    said = pmf("run", KEY, *Q2, "--json")
    found = [f for f in said.findings if f["level"] == "error"]
    assert said.status == 1
    assert (code, cell) in [(f["code"], f["cell"]) for f in found], found
    assert all(f["workbook"] == "risks.xlsx" for f in found)
    assert not list(risky.root.glob("outputs/**/*"))


@pytest.mark.parametrize(
    ("code", "cell", "change"), WARNINGS, ids=[f"{c}-{a}" for c, a, _ in WARNINGS]
)
def test_each_doubt_is_a_warning_with_its_cell_and_the_paper_is_written(
    pmf: Pmf, risky: Risky, code: str, cell: str, change: Change
) -> None:
    change(risky)
    risky.write()
    said = pmf("run", KEY, *Q2, "--json")
    found = [(f["code"], f["cell"]) for f in said.findings if f["level"] == "warning"]
    assert said.status == 0
    assert (code, cell) in found
    assert said.json["runs"][0]["files"]


def test_a_sound_register_has_no_finding_but_that_the_matrix_is_the_default(risky: Risky) -> None:
    assert set(risky.codes()) == {"matrix-default"}


def test_a_cycle_of_mergers_is_named_all_the_way_round(pmf: Pmf, risky: Risky) -> None:
    closed = {"closed": date(2026, 9, 20)}
    risky.rows["risks"] = [
        risk("R1", merged_into="R2", **closed), risk("R2", merged_into="R3", **closed),
        risk("R3", merged_into="R1", **closed),
    ]  # fmt: skip
    risky.write()
    said = pmf("check", KEY, *Q2, "--json")
    (found,) = [f for f in said.findings if f["code"] == "merger-cycle"]
    assert "R1 → R2 → R3 → R1" in found["message"]
    assert (found["sheet"], found["cell"]) == ("Risks", "L2")


def test_every_cycle_of_mergers_is_told_at_once(pmf: Pmf, risky: Risky) -> None:
    closed = {"closed": date(2026, 9, 20)}
    pairs = (("R1", "R2"), ("R2", "R1"), ("R3", "R4"), ("R4", "R3"))
    risky.rows["risks"] = [risk(code, merged_into=other, **closed) for code, other in pairs]
    risky.write()
    said = pmf("check", KEY, *Q2, "--json")
    assert [f["cell"] for f in said.findings if f["code"] == "merger-cycle"] == ["L2", "L4"]


def test_two_assessments_of_one_kind_on_one_day_are_an_error_with_their_cell(
    pmf: Pmf, risky: Risky
) -> None:
    risky.rows["assessments"].append(scoring("R1", SEPTEMBER, 2, 2))
    risky.write()
    said = pmf("check", KEY, *Q2, "--json")
    (found,) = [f for f in said.findings if f["level"] == "error"]
    assert (found["code"], found["sheet"], found["cell"]) == ("duplicate-key", "Assessments", "A4")


def test_all_faults_are_told_at_once(pmf: Pmf, risky: Risky) -> None:
    first(risky, "risks", merged_into="R1", closed=date(2020, 1, 1))
    first(risky, "appetite", tolerance=6)
    risky.write()
    codes = pmf("check", KEY, *Q2, "--json").codes()
    assert {"merged-into-itself", "closed-before-opened", "tolerance-below-appetite"} <= set(codes)


def test_a_cell_that_cannot_be_read_is_told_once_and_not_again_as_blank(
    pmf: Pmf, risky: Risky
) -> None:
    first(risky, "risks", category=None)
    risky.rows["assessments"][1]["likelihood"] = "three"
    risky.write()
    said = pmf("check", KEY, *Q2, "--json")
    cells = [f["cell"] for f in said.findings if f["sheet"] == "Assessments"]
    assert cells == ["D3"]


def test_a_target_that_is_accepted_may_be_above_the_score(risky: Risky) -> None:
    first(risky, "risks", response="tolerate")
    risky.rows["assessments"].append(scoring("R1", date(2027, 3, 1), 4, 4, "target"))
    assert "target-above-residual" not in risky.codes()


def test_a_control_that_works_in_part_explains_a_lower_score(risky: Risky) -> None:
    risky.control("C1", effectiveness="partial")
    risky.rows["assessments"].append(scoring("R1", JUNE, 5, 5, "inherent"))
    assert "residual-without-control" not in risky.codes()
    risky.rows["controls"][0]["effectiveness"] = "untested"
    assert "residual-without-control" in risky.codes()


def test_a_target_reached_in_time_is_not_overdue(risky: Risky) -> None:
    risky.rows["assessments"].append(scoring("R1", date(2026, 9, 1), 3, 4, "target"))
    assert "target-overdue" not in risky.codes()


def test_a_velocity_that_says_nothing_of_speed_is_a_note(risky: Risky) -> None:
    first(risky, "risks", velocity="purple")
    assert risky.codes()["velocity-unknown"] == "O2"
