"""Which period a run is for, which day it is judged on, and how it says so."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import pmf_engine
from pmf_engine.engine.due import due_date
from pmf_engine.model.periods import Period
from pmf_engine.model.report import Due
from tests.command import Pmf
from tests.tiny import Tiny, value


def months(tiny: Tiny, *names: str) -> Tiny:
    return tiny.only(*(value("REP01", name, 90, 100) for name in names))


def periods(pmf: Pmf, *words: str) -> dict[str, str]:
    said = pmf("run", "board-pack", "--entity", "all", "--json", *words)
    assert said.status == 0, said.out
    return {run["entity"]: run["period"] for run in said.json["runs"]}


@pytest.mark.parametrize(
    ("newest", "period"),
    [
        ("2026-06", "2026-Q1"), ("2026-07", "2026-Q1"), ("2026-08", "2026-Q1"),
        ("2026-09", "2026-Q2"), ("2026-12", "2026-Q3"), ("2027-03", "2026-Q4"),
    ],
)  # fmt: skip
def test_the_default_is_the_newest_quarter_whose_last_month_has_come(
    pmf: Pmf, tiny: Tiny, newest: str, period: str
) -> None:
    months(tiny, "2026-04", newest).write()
    assert pmf("figures", "board-pack", "--entity", "OVH", "--json").json["period"] == period


@pytest.mark.parametrize(
    ("frequency", "period", "title"),
    [
        ("monthly", "2026-11", "November 2026"),
        ("quarterly", "2026-Q2", "Quarter 2 2026/27 (July to September 2026)"),
        ("half-yearly", "2026-H1", "April to September 2026"),
        ("yearly", "2025-26", "2025/26 (April 2025 to March 2026)"),
    ],
)
def test_each_frequency_has_its_own_newest_complete_period_and_the_run_names_it(
    pmf: Pmf, tiny: Tiny, frequency: str, period: str, title: str
) -> None:
    tiny.rows["entities"][1]["board_frequency"] = frequency
    months(tiny, "2026-11").write()
    said = pmf("run", "board-pack", "--entity", "OVH")
    assert f"note: {title} is the newest complete period." in said.err
    assert f"board-pack OVH {period}: built." in said.out
    assert pmf.file("docx", period=period).is_file()


def test_a_run_again_still_says_which_period_it_is_for(pmf: Pmf, tiny: Tiny) -> None:
    tiny.write()
    pmf.build()
    assert "is the newest complete period" in pmf("run", "board-pack", "--entity", "OVH").err


def test_a_run_of_a_period_that_was_asked_for_does_not_explain_it(pmf: Pmf, tiny: Tiny) -> None:
    tiny.write()
    assert pmf("run", "board-pack", "--period", "2026-Q2").err == ""


def test_how_the_period_was_chosen_is_no_part_of_the_run(pmf: Pmf, tiny: Tiny) -> None:
    tiny.write()
    pmf.build()
    assert pmf.records[0]["findings"] == []


def test_entities_of_other_frequencies_take_their_own_last_period_ending_by_that_period(
    pmf: Pmf, tiny: Tiny
) -> None:
    tiny.rows["entities"][2]["board_frequency"] = "monthly"
    months(tiny, "2026-11").write()
    assert periods(pmf) == {"GRP": "2026-Q2", "OVH": "2026-Q2", "PCHA": "2026-11"}
    assert periods(pmf, "--period", "2026-Q2") == {
        "GRP": "2026-Q2", "OVH": "2026-Q2", "PCHA": "2026-09",
    }  # fmt: skip
    assert periods(pmf, "--period", "2026-08") == {
        "GRP": "2026-Q1", "OVH": "2026-Q1", "PCHA": "2026-08",
    }  # fmt: skip


def test_an_entity_with_another_period_than_was_asked_for_says_so(pmf: Pmf, tiny: Tiny) -> None:
    tiny.write()
    said = pmf("check", "board-pack", "--entity", "OVH", "--period", "2026-11")
    sentence = "OVH Homes reports quarterly: its last period by then is Quarter 2 2026/27"
    assert sentence in said.err


@pytest.mark.parametrize(
    ("asked", "period"),
    [("2026-Q2", "2026-Q2"), ("2026-09", "2026-Q2"), ("2026-H1", "2026-Q2"),
     ("2025/26", "2025-Q4"), ("2025-26", "2025-Q4")],
)  # fmt: skip
def test_a_period_may_be_asked_for_in_every_form(
    pmf: Pmf, tiny: Tiny, asked: str, period: str
) -> None:
    tiny.write()
    said = pmf("figures", "board-pack", "--entity", "OVH", "--period", asked, "--json")
    assert (said.status, said.json["period"]) == (0, period)


def test_a_period_that_is_not_complete_is_a_warning_that_names_the_newest_month(
    pmf: Pmf, tiny: Tiny
) -> None:
    tiny.write()
    said = pmf("run", "board-pack", "--entity", "OVH", "--period", "2026-Q3", "--json")
    assert said.status == 0
    assert said.codes("warning") == ["period-incomplete"]
    (finding,) = [one for one in said.findings if one["level"] == "warning"]
    assert "the newest month in Monthly is September 2026" in finding["message"]
    assert (finding["entity"], finding["period"]) == ("OVH", "2026-Q3")


def test_readers_see_the_whole_name_of_the_period(pmf: Pmf, tiny: Tiny) -> None:
    tiny.write()
    pmf.build()
    assert "Quarter 2 2026/27 (July to September 2026)" in pmf.word()


def test_a_period_before_every_template_is_status_2_and_names_the_editions(
    pmf: Pmf, tiny: Tiny
) -> None:
    tiny.write()
    said = pmf("run", "board-pack", "--period", "1999-Q1", "--json")
    assert said.status == 2 and "Editions: 2023-24" in said.json["error"]


def test_where_there_is_nothing_to_report_a_run_fails_and_says_what_to_enter(
    pmf: Pmf, tiny: Tiny
) -> None:
    months(tiny).write()
    said = pmf("run", "board-pack", "--entity", "OVH", "--json")
    assert (said.status, said.codes("warning")) == (1, ["nothing-to-report"])
    assert "Monthly" in said.findings[0]["message"]
    assert pmf.wrote_nothing


@pytest.mark.parametrize(
    ("due", "period", "day"),
    [
        (Due(day=23), "2026-Q2", date(2026, 10, 23)),
        (Due(day=24), "2026-Q2", date(2026, 10, 26)),  # a Saturday moves to Monday
        (Due(day=31), "2026-Q3", date(2027, 2, 1)),  # 31 January 2027 is a Sunday
        (Due(day=31, months_after=2), "2026-Q3", date(2027, 3, 1)),  # no 31 February
        (Due(day=25), "2026-11", date(2026, 12, 29)),  # Christmas Day, Boxing Day in lieu
        (Due(day=30, month=6), "2025/26", date(2026, 6, 30)),
        (Due(day=30, month=3), "2025/26", date(2027, 3, 30)),  # the next March, not the last month
    ],
)
def test_a_due_date_is_the_next_working_day_in_england(due: Due, period: str, day: date) -> None:
    assert due_date(due, Period.parse(period)) == day


def test_lateness_is_judged_on_the_due_date_unless_a_day_is_given(pmf: Pmf, tiny: Tiny) -> None:
    months(tiny, "2026-06", "2026-08").write()
    words = ("--period", "2026-Q2")
    assert pmf.figures(*words)["REP01"]["status"] == "overdue"
    pmf.build(*words)
    assert "Figures as at 23 October 2026" in pmf.word()
    assert pmf.records[0]["today"] == "2026-10-23"


@pytest.mark.parametrize(
    ("today", "status", "shown"),
    [
        ("2026-10-01", "not_due", "Not due"),
        ("2026-10-14", "not_due", "Not due"),
        ("2026-10-15", "overdue", "Overdue"),
    ],
)
def test_a_figure_is_due_on_the_14th_and_overdue_on_the_15th(
    pmf: Pmf, tiny: Tiny, today: str, status: str, shown: str
) -> None:
    months(tiny, "2026-06").write()
    figure = pmf.figures("--period", "2026-Q2", "--today", today)["REP01"]
    assert (figure["value"], figure["status"], figure["display"]) == (None, status, shown)


def test_an_action_is_overdue_by_the_day_that_was_given(pmf: Pmf, tiny: Tiny) -> None:
    tiny.write()
    for today, overdue in (("2026-12-31", "0"), ("2027-01-01", "1")):
        figures = pmf.figures("--today", today)
        assert figures["objective/OBJ1/overdue"]["value"] == overdue


def test_only_the_ledger_and_the_open_workbook_ask_the_clock_and_nothing_is_left_to_chance() -> (
    None
):
    root = Path(pmf_engine.__file__).parent
    asking = re.compile(r"\.now\(|\.today\(|\btime\.time\(|utcnow|uuid|import random")
    found = [path for path in root.rglob("*.py") if asking.search(path.read_text("utf-8"))]
    named = [path.relative_to(root).as_posix() for path in found]
    assert [name for name in named if not name.startswith("ribbon/")] == ["ledger/store.py"]


@pytest.mark.parametrize("period", ["1000-01", "2999-12", "2999-Q4"])
def test_periods_far_away_end_in_a_sentence(pmf: Pmf, tiny: Tiny, period: str) -> None:
    tiny.write()
    said = pmf("check", "board-pack", "--period", period, "--json")
    assert said.status in (0, 2)
    told: dict[str, Any] = said.json
    assert "error" in told or said.codes("warning") == ["period-incomplete"]
