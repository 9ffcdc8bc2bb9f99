"""The Board paper and its companion: what they say, and what they keep to themselves."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from typing import Any

import pytest

from tests.command import Pmf, cells_of
from tests.tiny import APRIL, Tiny, value


def section(words: str, heading: str, after: str) -> str:
    """The part of a paper from one heading to another, past the list of contents."""
    body = words.split("\nSummary\n", 2)[-1]
    return body.split(f"\n{heading}\n", 1)[1].split(f"\n{after}\n", 1)[0]


def test_the_first_sentence_counts_measures_by_status(pmf: Pmf, tiny: Tiny) -> None:
    tiny.indicator("REP02", value("REP02", "2026-09", 96, 100))
    tiny.indicator("REP03", value("REP03", "2026-09", 93, 100))
    tiny.indicator("REP04")
    tiny.write()
    pmf.build()
    assert (
        "Of the 4 measures with a target, 1 met it, 1 came within tolerance and 1 missed it;"
        " 1 had no figure." in pmf.word()
    )


def test_an_exception_tells_what_happened_why_and_what_is_done(pmf: Pmf, tiny: Tiny) -> None:
    tiny.write()
    pmf.build()
    said = section(pmf.word(), "Exceptions", "Plan progress")
    for sentence in (
        "Repairs completed on time: target missed",
        "Repairs completed on time missed the target in September 2026: 90.0% against a target of"
        " at least 95.0%, a gap of 5.0 percentage points.",
        "Repairs completed on time fell by 3.0 percentage points, from 93.0% in August 2026 to"
        " 90.0% in September 2026, a worsening.",
        "Why, in the words of Analyst, 8 October 2026",
        "Two gangs were short of people.",
        "The only linked action is in progress.",
    ):
        assert sentence in said


def test_a_missed_target_without_an_explanation_says_that_there_is_none(
    pmf: Pmf, tiny: Tiny
) -> None:
    tiny.rows["monthly"][1]["commentary"] = None
    tiny.rows["actions"] = []
    tiny.write()
    pmf.build()
    assert "No explanation had been entered by 23 October 2026." in pmf.word()
    assert "No action is linked to this measure." in pmf.word()


@pytest.mark.parametrize(
    ("number", "critical", "named"),
    [(90, "no", True), (93, "no", False), (93, "yes", True), (96, "yes", False)],
)
def test_red_is_an_exception_and_so_is_amber_where_it_is_critical(
    pmf: Pmf, tiny: Tiny, number: int, critical: str, named: bool
) -> None:
    tiny.only(value("REP01", "2026-09", number, 100), critical=critical).write()
    pmf.build()
    said = section(pmf.word(), "Exceptions", "Plan progress")
    assert ("Repairs completed on time" in said) is named
    assert ("No measure is off target" in said) is not named


ACTION: dict[str, Any] = {
    "code": "A1", "title": "Hire two gangs", "objective": "OBJ1", "plan": "SP", "owner": "P1",
    "start": date(2026, 4, 1), "due": date(2026, 12, 31), "percent": 60, "state": "open",
    "updated_on": date(2026, 10, 1), "indicators": "REP01",
}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, "○ In progress"),
        ({"due": date(2026, 10, 22)}, "■ Overdue"),
        ({"due": date(2026, 10, 23), "percent": 99}, "○ In progress"),
        ({"state": "completed", "closed_on": date(2026, 10, 1)}, "● Completed"),
        ({"state": "completed", "closed_on": date(2027, 1, 1)}, "● Completed late"),
        ({"owner": None}, "▲ Unassigned"),
        ({"updated_on": date(2026, 1, 1)}, "▲ Check progress"),
        ({"start": date(2026, 11, 1), "percent": 0}, "○ Not started"),
        ({"state": "cancelled", "closed_on": date(2026, 8, 1)}, "○ Cancelled"),
    ],
)
def test_an_action_shows_its_state_by_shape_and_word(
    pmf: Pmf, tiny: Tiny, changes: dict[str, Any], state: str
) -> None:
    tiny.rows["actions"] = [{**ACTION, **changes}]
    tiny.write()
    pmf.build()
    said = section(pmf.word(), "Exceptions", "Plan progress").splitlines()
    assert state in said


def test_nobody_is_named_beyond_owners(pmf: Pmf, tiny: Tiny) -> None:
    tiny.rows["people"] += [
        {"code": "P2", "name": "Sam Quillfeather", "team": "T2", "valid_from": APRIL},
        {"code": "P3", "name": "Alex Quillfeather", "team": "T2", "valid_from": APRIL},
    ]
    tiny.rows["teams"].append(
        {"code": "T2", "title": "Voids", "entity": "OVH", "service": "Voids", "head": "P2"}
    )
    tiny.write()
    pmf.build()
    figures = pmf.figures()
    assert (figures["gaps/teams-idle"]["value"], figures["gaps/people-idle"]["value"]) == ("1", "2")
    assert "Pat Example" in pmf.word()
    for kind in ("docx", "xlsx"):
        with zipfile.ZipFile(pmf.file(kind)) as package:
            assert not [n for n in package.namelist() if b"Quillfeather" in package.read(n)]


def test_breaks_in_the_thread_are_counted_and_listed_by_code(pmf: Pmf, tiny: Tiny) -> None:
    tiny.rows["objectives"].append({"code": "OBJ2", "title": "Warm homes", "plan": "SP"})
    tiny.rows["actions"].append({**ACTION, "code": "A2", "owner": None})
    tiny.rows["people"][0]["valid_to"] = date(2026, 9, 30)
    tiny.write()
    figures = pmf.figures()
    counts = {slot: one["value"] for slot, one in figures.items() if slot.startswith("gaps/")}
    assert counts["gaps/objectives-action"] == counts["gaps/objectives-indicator"] == "1"
    assert counts["gaps/actions-owner"] == counts["gaps/actions-leavers"] == "1"
    pmf.build()
    assert "The golden thread is broken in" in pmf.word()


def test_progress_of_a_plan_is_the_mean_of_its_objectives(pmf: Pmf, tiny: Tiny) -> None:
    tiny.rows["objectives"].append({"code": "OBJ2", "title": "Warm homes", "plan": "SP"})
    tiny.rows["actions"] += [
        {**ACTION, "code": "A2", "percent": 0},
        {**ACTION, "code": "A3", "state": "cancelled", "percent": 100},
        {**ACTION, "code": "A4", "objective": "OBJ2", "percent": 90},
    ]
    tiny.write()
    figures = pmf.figures()
    assert figures["objective/OBJ1"]["value"] == "30"
    assert figures["objective/OBJ2"]["value"] == "90"
    assert figures["plan/SP"]["display"] == "60%"


def test_an_objective_without_actions_has_no_progress_and_is_not_0(pmf: Pmf, tiny: Tiny) -> None:
    tiny.rows["actions"] = []
    tiny.write()
    figures = pmf.figures()
    assert figures["objective/OBJ1"]["value"] is None
    pmf.build()
    assert "Strategic Plan has no action to measure progress by." in pmf.word()


def test_the_group_counts_the_measures_of_each_company(pmf: Pmf, tiny: Tiny) -> None:
    tiny.indicator("PREP01", value("PREP01", "2026-09", 96, 100), entity="PCHA")
    tiny.write()
    pmf.build(entity="GRP")
    said = section(pmf.word("GRP"), "Measures of each company by status", "Scorecard").splitlines()
    assert said[said.index("OVH Homes") + 1 :][:4] == ["0", "0", "1", "0"]
    assert said[said.index("PCHA Homes") + 1 :][:4] == ["1", "0", "0", "0"]


def test_the_group_counts_a_company_as_its_own_adjusted_pack_does(pmf: Pmf, tiny: Tiny) -> None:
    tiny.adjust("REP01", 96)
    tiny.write()
    pmf.build()
    pmf.build(entity="GRP")
    said = section(pmf.word("GRP"), "Measures of each company by status", "Scorecard").splitlines()
    assert said[said.index("OVH Homes") + 1 :][:4] == ["1", "0", "0", "0"]


def test_appendices_hold_every_definition_in_force_and_every_source(pmf: Pmf, tiny: Tiny) -> None:
    tiny.rows["targets"].append(
        {"code": "REP01", "valid_from": date(2026, 9, 1), "target": 95,
         "definition": "Jobs done by the agreed day."}
    )  # fmt: skip
    tiny.write()
    pmf.build()
    said = pmf.word().split("Appendix A: definitions in force")[-1]
    assert "Jobs done by the agreed day." in said and "Jobs done on time over" not in said
    appendix = said.split("Appendix B")[1]
    for slot in pmf.figures():
        assert slot.split("/")[0] in appendix
    assert "Monthly: C3:D3" in appendix


def test_the_companion_holds_scorecard_exceptions_data_and_sources(pmf: Pmf, tiny: Tiny) -> None:
    tiny.write()
    pmf.build()
    for sheet in ("Scorecard", "Exceptions", "Data", "Sources"):
        assert any("REP01" in map(str, row) for row in cells_of(pmf.file("xlsx"), sheet))
    sources = {row[0] for row in cells_of(pmf.file("xlsx"), "Sources")}
    assert {slot for slot, one in pmf.figures().items() if one["sources"]} <= sources


def test_a_pack_of_a_company_without_measures_or_plans_is_whole(pmf: Pmf, tiny: Tiny) -> None:
    tiny.write()
    pmf.build(entity="PCHA")
    words = pmf.word("PCHA")
    assert "No strategic plan is in force for this period." in words
    assert "No measure is off target" in words


def test_every_figure_of_the_scorecard_is_a_control_of_its_own(pmf: Pmf, tiny: Tiny) -> None:
    tiny.write()
    pmf.build()
    with zipfile.ZipFile(pmf.file("docx")) as package:
        body = package.read("word/document.xml").decode()
    for slot in ("REP01", "REP01/target", "REP01/ytd", "REP01/year-ago", "summary/missed"):
        assert f'<w:tag w:val="pmf:{slot}"' in body


def test_report_entity_and_period_stand_once_in_the_paper_and_not_in_its_tags(
    pmf: Pmf, tiny: Tiny
) -> None:
    code = "REP-" + "x" * 40  # the longest that may be
    tiny.only(value(code, "2026-09", 90, 100), code=code)
    tiny.rows["targets"][0]["code"] = tiny.rows["actions"][0]["indicators"] = code
    tiny.write()
    pmf.build()
    with zipfile.ZipFile(pmf.file("docx")) as package:
        body = package.read("word/document.xml").decode()
    tags = re.findall(r'<w:tag w:val="([^"]*)"', body)
    assert tags and all(len(tag) <= 64 for tag in tags)
    assert not [tag for tag in tags if "2026-Q2" in tag or "OVH" in tag]
