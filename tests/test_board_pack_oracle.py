"""The sample's figures against a plain recomputation that shares no code with the engine."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from fractions import Fraction
from typing import Any

import pytest
from openpyxl import load_workbook

from pmf_engine.engine import Engine, Workspace
from pmf_engine.model.periods import Period
from tests.tiny import ROOT

Rows = list[dict[str, Any]]
SEPTEMBER, APRIL = date(2026, 9, 1), date(2026, 4, 1)
QUARTER = Period.parse("2026-Q2")


@pytest.fixture(scope="module")
def tables() -> dict[str, Rows]:
    book = load_workbook(ROOT / "workbooks" / "indicators.xlsx", read_only=True)
    found = {}
    for name in ("Indicators", "Targets", "Monthly"):
        header, *rows = book[name].iter_rows(values_only=True)
        found[name] = [dict(zip(header, row, strict=True)) for row in rows if any(row)]
    return found


@pytest.fixture(scope="module")
def figures() -> dict[str, Any]:
    (outcome,) = Engine(Workspace.find(ROOT)).outcomes("board-pack", "OVH", QUARTER)
    assert outcome.run is not None
    return outcome.run.figures


def day(value: Any) -> date:
    return value.date() if isinstance(value, datetime) else value


def newest(tables: dict[str, Rows], code: str) -> dict[date, dict[str, Any]]:
    """The row that counts for each month of an indicator."""
    rows = sorted(
        (row for row in tables["Monthly"] if row["code"] == code),
        key=lambda row: day(row["entered_on"]),
    )
    return {day(row["month"]).replace(day=1): row for row in rows}


def value(row: dict[str, Any] | None, scale: int) -> Fraction | None:
    if row is None:
        return None
    if row["numerator"] is not None:
        return (
            exact(row["numerator"]) * scale / exact(row["denominator"])
            if row["denominator"]
            else None
        )
    return None if row["value"] is None else exact(row["value"])


def exact(number: Any) -> Fraction:
    return Fraction(str(number))


def monthly(tables: dict[str, Rows]) -> Rows:
    return [
        row
        for row in tables["Indicators"]
        if row["entity"] == "OVH" and row["frequency"] == "monthly" and "board" in row["audiences"]
    ]


def test_every_latest_monthly_value_of_ovh_is_the_newest_row_of_september(
    tables: dict[str, Rows], figures: dict[str, Any]
) -> None:
    compared = 0
    for row in monthly(tables):
        figure = figures[row["code"]]
        expected = value(newest(tables, row["code"]).get(SEPTEMBER), int(row["scale"]))
        if figure.adjustment:
            continue
        if expected is None:
            assert figure.value is None, row["code"]
            continue
        assert abs(Fraction(figure.value) - expected) < Fraction(1, 10**18), row["code"]
        compared += 1
    assert compared >= 25


def test_every_year_to_date_of_ovh_adds_up_its_months(
    tables: dict[str, Rows], figures: dict[str, Any]
) -> None:
    for row in monthly(tables):
        rows = [r for m, r in newest(tables, row["code"]).items() if APRIL <= m <= SEPTEMBER]
        known = [r for r in rows if value(r, 1) is not None]
        shown = figures[f"{row['code']}/ytd"].value
        if not known:
            assert shown is None
        elif row["kind"] in ("count", "sum"):
            assert Fraction(shown) == sum(value(r, 1) or 0 for r in known), row["code"]
        elif row["kind"] in ("rate", "average"):
            top, bottom = (
                sum(exact(r[name]) for r in known) for name in ("numerator", "denominator")
            )
            expected = top * int(row["scale"]) / bottom
            assert abs(Fraction(shown) - expected) < Fraction(1, 10**18), row["code"]


def test_every_colour_of_ovh_follows_from_the_target_in_force(
    tables: dict[str, Rows], figures: dict[str, Any]
) -> None:
    in_force: dict[str, dict[str, Any]] = defaultdict(dict)
    for row in sorted(tables["Targets"], key=lambda row: day(row["valid_from"])):
        if day(row["valid_from"]) <= date(2026, 9, 30):
            in_force[row["code"]] = row
    seen = defaultdict(int)
    for row in monthly(tables):
        figure, target = figures[row["code"]], in_force[row["code"]]
        polarity = target.get("polarity") or row["polarity"]
        if figure.value is None or target.get("target") is None or polarity == "goldilocks":
            continue
        sign = 1 if polarity == "maximise" else -1
        number, goal = sign * Fraction(figure.value), sign * exact(target["target"])
        edge = goal if target["amber"] is None else sign * exact(target["amber"])
        expected = "green" if number >= goal else "amber" if number >= edge else "red"
        assert figure.status == expected, row["code"]
        seen[expected] += 1
    assert seen["red"] >= 3
    assert seen["amber"] >= 3
    assert seen["green"] >= 15
