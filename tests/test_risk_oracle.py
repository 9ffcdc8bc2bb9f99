"""The sample's risk review worked out again from its rows by plain means, and compared."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from pmf_engine.engine import Engine, Workspace
from pmf_engine.model.periods import Period
from tests.tiny import ROOT
from tools.sample import risks

ROWS = risks.tables()
IMPACTS = [f"impact_{name}" for name in
           ("finance", "customer", "regulation", "reputation", "service")]  # fmt: skip
ENDS = {"2026-Q1": (date(2026, 6, 30), date(2026, 3, 31)),
        "2026-Q2": (date(2026, 9, 30), date(2026, 6, 30))}  # fmt: skip


def open_on(row: dict[str, Any], day: date) -> bool:
    return row["opened"] <= day and not (row["closed"] and row["closed"] <= day)


def scored(code: str, day: date) -> tuple[int, int] | None:
    found = [r for r in ROWS["assessments"]
             if r["risk"] == code and r["kind"] == "current" and r["date"] <= day]  # fmt: skip
    if not found:
        return None
    last = max(found, key=lambda row: row["date"])
    return last["likelihood"], max(last[name] for name in IMPACTS)


def band(cell: tuple[int, int], day: date) -> str:
    since = max(r["valid_from"] for r in ROWS["matrix"] if r["valid_from"] <= day)
    (word,) = (r["band"] for r in ROWS["matrix"]
               if (r["valid_from"], r["likelihood"], r["impact"]) == (since, *cell))  # fmt: skip
    return str(word)


def stands(category: str, score: int, day: date) -> str:
    rows = [r for r in ROWS["appetite"] if r["category"] == category and r["valid_from"] <= day]
    last = max(rows, key=lambda row: row["valid_from"])
    if score > last["tolerance"]:
        return "outside-tolerance"
    return "above-appetite" if score > last["appetite"] else "within-appetite"


@pytest.fixture(scope="module")
def figures() -> dict[str, dict[str, Decimal]]:
    engine = Engine(Workspace.find(ROOT))
    found = {}
    for period in ENDS:
        (outcome,) = engine.outcomes("gbac-risk-review", None, Period.parse(period))
        assert outcome.run is not None
        made = outcome.run.figures.items()
        found[period] = {slot: one.value for slot, one in made if one.value is not None}
    return found


@pytest.mark.parametrize("period", list(ENDS))
def test_every_score_is_the_newest_likelihood_times_the_highest_impact(
    figures: dict[str, dict[str, Decimal]], period: str
) -> None:
    day, _ = ENDS[period]
    expected = {
        row["code"]: cell[0] * cell[1]
        for row in ROWS["risks"]
        if open_on(row, day) and (cell := scored(row["code"], day))
    }
    own = {slot: value for slot, value in figures[period].items() if "/" not in slot}
    assert own == expected


@pytest.mark.parametrize("period", list(ENDS))
def test_the_counts_are_those_of_the_rows(
    figures: dict[str, dict[str, Decimal]], period: str
) -> None:
    day, before = ENDS[period]
    cells = {row["code"]: (row, scored(row["code"], day)) for row in ROWS["risks"]
             if open_on(row, day)}  # fmt: skip
    words = {"green": "low", "yellow": "medium", "amber": "high", "red": "very-high"}
    bands = Counter(words[band(cell, day)] for _, cell in cells.values() if cell)
    limits = Counter(
        stands(row["category"], cell[0] * cell[1], day) for row, cell in cells.values() if cell
    )
    moved: Counter[str] = Counter()
    for code, (row, now) in cells.items():
        was = scored(code, before)
        if not open_on(row, before):
            moved["new"] += 1
        elif now and was:
            change = now[0] * now[1] - was[0] * was[1]
            moved["up" if change > 0 else "down" if change else
                  "sideways" if now == was else "re-shaped"] += 1  # fmt: skip
    made = figures[period]
    assert made["summary/open"] == len(cells)
    for group, counts in (("band", bands), ("appetite", limits), ("moved", moved)):
        for name, number in counts.items():
            assert made[f"summary/{group}/{name}"] == number, (group, name)
    assert sum(bands.values()) == sum(limits.values()) == sum(moved.values()) == len(cells)
