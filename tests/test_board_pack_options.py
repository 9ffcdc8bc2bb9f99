"""What a row may ask for: its own tolerance, rounding, mean of months, weights by homes."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pmf_engine.model.values import Figure
from tests.tiny import INDICATOR, Tiny, value


def figures(tiny: Tiny, entity: str = "OVH") -> dict[str, Figure]:
    outcome = tiny.outcome(entity)
    assert outcome.run is not None, outcome.findings
    return outcome.run.figures


@pytest.mark.parametrize(("asked", "status"), [("no", "red"), ("yes", "green")])
def test_a_figure_shown_as_the_target_is_judged_as_shown_only_when_asked(
    tiny: Tiny, asked: str, status: str
) -> None:
    tiny.rows["indicators"][0]["judge_rounded"] = asked
    tiny.rows["targets"] = [{**tiny.rows["targets"][0], "target": 100, "amber": None}]
    tiny.rows["monthly"] = [value("REP01", "2026-09", 9996, 10000)]
    found = figures(tiny)["REP01"]
    assert found.status == status
    assert found.display == ("100.0%" if asked == "yes" else "99.96%")


@pytest.mark.parametrize(
    ("tolerance", "status"),
    [
        ({}, "red"),
        ({"tolerance_points": 5}, "amber"),
        ({"tolerance_points": 4}, "red"),
        ({"tolerance_percent": 6}, "amber"),
        ({"tolerance_percent": 5}, "red"),
    ],
)
def test_a_tolerance_stands_in_for_an_amber_threshold(
    tiny: Tiny, tolerance: dict[str, int], status: str
) -> None:
    plain = {**tiny.rows["targets"][0], "target": 95, "amber": None}
    tiny.rows["targets"] = [{**plain, **tolerance}]
    assert figures(tiny)["REP01"].status == status  # 90.0 against 95


def test_months_without_pairs_are_averaged_only_when_declared(tiny: Tiny) -> None:
    tiny.rows["monthly"] = [
        value("REP01", "2026-08", value=80),
        value("REP01", "2026-09", value=90),
    ]
    assert figures(tiny)["REP01/ytd"].value is None
    tiny.rows["indicators"][0]["mean_of_periods"] = "yes"
    assert figures(tiny)["REP01/ytd"].value == Decimal(85)


def test_the_group_is_weighted_by_homes_only_when_declared(tiny: Tiny) -> None:
    shared = {**INDICATOR, "unit": "days", "scale": 1, "kind": "average", "places": 1}
    tiny.rows["indicators"] = [
        {**shared},
        {**shared, "code": "PCHA-REP01", "entity": "PCHA"},
        {**shared, "code": "GRP-REP01", "entity": "GRP"},
    ]
    tiny.rows["monthly"] = [
        value("REP01", "2026-09", value=10),
        value("PCHA-REP01", "2026-09", value=20),
    ]
    for row in tiny.rows["entities"]:
        row["homes"] = {"OVH": 300, "PCHA": 100}.get(row["code"])
    assert figures(tiny, "GRP")["GRP-REP01"].value is None
    tiny.rows["indicators"][2]["roll_up"] = "homes"
    assert figures(tiny, "GRP")["GRP-REP01"].value == Decimal("12.5")


def test_an_open_action_with_every_milestone_done_is_proposed_for_closing(tiny: Tiny) -> None:
    due = tiny.rows["actions"][0]["due"]
    tiny.rows["milestones"] = [
        {"code": "M1", "action": "A1", "title": "Advertise", "due": due, "state": "completed"}
    ]
    assert figures(tiny)["gaps/actions-done"].value == 1


def test_the_gap_in_percent_of_a_zero_target_does_not_apply(tiny: Tiny) -> None:
    assert figures(tiny)["REP01/gap-percent"].display == "−5.3%"
    row = {**tiny.rows["targets"][0], "target": 0, "amber": None, "polarity": "minimise"}
    tiny.rows["targets"] = [row]
    assert str(figures(tiny)["REP01/gap-percent"].missing) == "Not applicable"


def test_a_figure_is_compared_with_the_newest_year_of_peers_begun_by_its_period(tiny: Tiny) -> None:
    peers = {"code": "REP01", "peer_group": "Made up", "n": 9, "source": "Made up"}
    tiny.rows["benchmarks"] = [
        {**peers, "year": "2025/26", "q1": 70, "median": 80, "q3": 89},
        {**peers, "year": "2027/28", "q1": 95, "median": 96, "q3": 97},
    ]
    found = figures(tiny)["REP01/quartile"]
    assert found.value == 1
    assert "2025/26" in found.note


def test_the_group_counts_the_actions_of_its_companies_behind_an_exception(tiny: Tiny) -> None:
    tiny.rows["indicators"] = [
        {**INDICATOR},
        {**INDICATOR, "code": "PCHA-REP01", "entity": "PCHA"},
        {**INDICATOR, "code": "GRP-REP01", "entity": "GRP"},
    ]
    target = tiny.rows["targets"][0]
    tiny.rows["targets"] += [{**target, "code": "PCHA-REP01"}, {**target, "code": "GRP-REP01"}]
    tiny.rows["monthly"].append(value("PCHA-REP01", "2026-09", 80, 100))
    tiny.rows["actions"][0]["owner"] = None
    outcome = tiny.outcome("GRP")
    assert outcome.run is not None
    (said,) = [
        str(block.words)
        for block in outcome.run.remember("content", dict)["bullets"]
        if block.words.slot == "summary/actions-words"
    ]
    assert said == "One of the 1 actions behind the exceptions needs attention."
