"""The customer scorecard: what tenants said, questions from what moved, scrutiny, referrals."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from tests.command import Pmf, Said, W, words_of
from tests.customer_kit import Panelled, feedback, recommendation
from tests.tiny import value

KEY = "customer-scorecard"


def figures(pmf: Pmf) -> dict[str, dict[str, Any]]:
    said = pmf("figures", KEY, "--entity", "OVH", "--period", "2026-09", "--json")
    return {one["id"].split("/", 3)[3]: one for one in said.json["figures"]}


def build(pmf: Pmf, *words: str) -> Said:
    said = pmf("run", KEY, "--entity", "OVH", "--period", "2026-09", "--json", *words)
    assert said.status == 0, said.out + said.err
    return said


def paper(pmf: Pmf) -> Path:
    folder = pmf.root / "outputs" / KEY / "OVH" / "2026-09"
    return folder / f"{KEY}-OVH-2026-09.docx"


def read(pmf: Pmf) -> str:
    build(pmf)
    return words_of(paper(pmf))


def test_it_shows_the_panels_measures_and_not_those_of_the_board_alone(
    pmf: Pmf, panelled: Panelled
) -> None:
    panelled.indicator("SECRET", value("SECRET", "2026-09", 1, 2), audiences="board")
    panelled.write()
    found = figures(pmf)
    assert "REP01" in found and "SECRET" not in found


def test_a_company_without_a_measure_for_a_panel_has_no_scorecard(
    pmf: Pmf, panelled: Panelled
) -> None:
    panelled.write()
    said = pmf("run", KEY, "--entity", "PCHA")
    assert said.status == 2 and "PCHA" in said.err


def test_feedback_is_counted_by_month_with_the_month_before_and_a_year_ago(
    pmf: Pmf, panelled: Panelled
) -> None:
    panelled.rows["feedback"] += [
        feedback("2026-09", 12, service="Lettings", theme=None),
        feedback("2025-09", 25),
        feedback("2026-09", 99, entity="PCHA"),
    ]
    panelled.write()
    found = figures(pmf)
    shown = [found[f"feedback/complaint{part}"]["value"] for part in ("", "/before", "/year-ago")]
    assert shown == ["42", "20", "25"]
    assert found["service/repairs"]["value"] == "30" and found["service/lettings"]["value"] == "12"


def test_a_month_without_feedback_is_missing_and_a_kind_without_rows_is_none(
    pmf: Pmf, panelled: Panelled
) -> None:
    panelled.rows["feedback"].append(feedback("2026-08", 9, kind="compliment", theme=None))
    panelled.write()
    found = figures(pmf)
    assert found["feedback/compliment"]["value"] == "0"
    assert found["feedback/compliment/year-ago"]["value"] is None
    assert (
        "no feedback was entered for September 2025"
        in (found["feedback/compliment/year-ago"]["missing"])
    )
    assert "feedback/survey" not in found


def test_counts_under_five_are_held_back_and_cannot_be_worked_out_from_the_total(
    pmf: Pmf, panelled: Panelled
) -> None:
    panelled.rows["feedback"] += [
        feedback("2026-09", 3, service="Income"),
        feedback("2026-09", 9, service="Lettings"),
    ]
    panelled.write()
    found = figures(pmf)
    assert found["feedback/complaint"]["value"] == "42"
    assert found["service/repairs"]["value"] == "30"
    assert found["service/income"]["display"] == "Fewer than 5"
    assert found["service/lettings"]["display"] == "Suppressed"
    assert "\n3\n" not in read(pmf) and "\n9\n" not in read(pmf)


def test_themes_are_named_in_order_and_rare_ones_not_at_all(pmf: Pmf, panelled: Panelled) -> None:
    panelled.rows["feedback"] += [
        feedback("2026-07", 60, theme="Damp and mould"),
        feedback("2026-09", 4, theme="Manner of staff"),
    ]
    panelled.write()
    text = read(pmf)
    assert "most often about damp and mould and waiting too long, in that order." in text
    assert "anner of staff" not in text


def test_a_missed_measure_with_a_promise_asks_when_it_will_be_kept(
    pmf: Pmf, panelled: Panelled
) -> None:
    row = {"code": "P1", "entity": "OVH", "standard": "repairs", "indicator": "REP01"}
    panelled.rows["promises"] = [
        {**row, "text": "We will be quick.", "valid_from": date(2023, 4, 1)},
        {**row, "text": "We will be on time.", "valid_from": date(2026, 4, 1)},
        {**row, "text": "We will be early.", "valid_from": date(2027, 4, 1)},
    ]
    panelled.write()
    text = read(pmf)
    assert "You promised: “We will be on time.” When will that promise be kept?" in text
    assert "quick" not in text and "early" not in text
    assert "Repairs completed on time missed the target in September 2026: 90.0%" in text
    assert "Who can answer: Head of Repairs" in text


@pytest.mark.parametrize(
    ("changes", "asked"),
    [
        ({}, "Repairs completed on time got worse. What changed"),
        ({"critical": "yes"}, "A critical measure is off target: repairs completed on time."),
    ],
)
def test_what_is_asked_of_a_missed_measure_follows_what_it_is(
    pmf: Pmf, panelled: Panelled, changes: dict[str, str], asked: str
) -> None:
    panelled.rows["indicators"][0] |= changes
    panelled.write()
    assert asked in read(pmf)


def test_a_measure_without_a_figure_and_one_that_improved_are_asked_about(
    pmf: Pmf, panelled: Panelled
) -> None:
    panelled.indicator("GONE", value("GONE", "2026-08", 99, 100), audiences="panel")
    up = [value("UP", "2026-08", 90, 100), value("UP", "2026-09", 99, 100)]
    panelled.indicator("UP", *up, audiences="panel")
    panelled.write()
    text = read(pmf)
    assert "Why is there no figure for measure GONE, and when will there be one?" in text
    assert "Measure UP improved. What made the difference, and could others learn?" in text


@pytest.mark.parametrize(("now", "asked"), [(30, True), (24, True), (23, False), (20, False)])
def test_more_complaints_are_asked_about_from_a_fifth_on(
    pmf: Pmf, panelled: Panelled, now: int, asked: bool
) -> None:
    panelled.rows["feedback"] = [feedback("2026-08", 20), feedback("2026-09", now)]
    panelled.rows["feedback"][0]["count"] = 20 if now != 24 else 19
    panelled.write()
    assert ("Why did more tenants complain" in read(pmf)) is asked


def test_late_and_unanswered_recommendations_are_asked_about_and_listed(
    pmf: Pmf, panelled: Panelled
) -> None:
    panelled.rows["scrutiny"] = [
        recommendation("S1", due=date(2026, 6, 30)),
        recommendation("S2", state="new", due=None),
        recommendation("S3", state="done"),
        recommendation("S4", raised=date(2026, 10, 2)),
        recommendation("S5", state="declined", due=None),
    ]
    panelled.write()
    text = read(pmf)
    assert "When will recommendation S1 be done?" in text
    assert "Is recommendation S2 accepted, and if not, why not?" in text
    assert "Of 4 recommendations, 1 done and 2 open, of which 1 overdue; 1 declined." in text
    assert "■ Overdue" in text and "S4" not in text


def test_referrals_stand_on_the_work_programme_those_to_be_decided_first(
    pmf: Pmf, panelled: Panelled
) -> None:
    row = {"entity": "OVH", "panel": "Service Review Group", "raised": date(2026, 5, 1)}
    panelled.rows["referrals"] = [
        {**row, "code": "R1", "concern": "Old one", "state": "reported", "project": "Damp"},
        {**row, "code": "R2", "concern": "New one", "state": "referred"},
    ]
    panelled.write()
    text = read(pmf)
    assert text.index("New one") < text.index("Old one")
    assert "Refer a concern to the Scrutiny Team" in text and "Nothing has been" not in text


def test_the_form_and_the_answers_belong_to_the_panel_when_the_paper_is_refreshed(
    pmf: Pmf, panelled: Panelled
) -> None:
    panelled.write()
    build(pmf)
    document = Document(str(paper(pmf)))
    (worry,) = [
        cell
        for cell in document.element.body.iter(f"{W}tc")
        if "Please name nobody" in "".join(cell.itertext())
    ]
    _type(worry, "Jobs are closed too soon.")
    document.save(str(paper(pmf)))
    panelled.rows["feedback"][-1]["count"] = 31
    panelled.write()
    said = pmf("refresh", str(paper(pmf)))
    assert said.status == 0, said.out + said.err
    text = words_of(paper(pmf))
    assert "Jobs are closed too soon." in text and "from 20 in August 2026 to 31" in text


def test_a_scorecard_rolled_to_the_next_month_keeps_what_the_panel_wrote_and_says_the_new_month(
    pmf: Pmf, panelled: Panelled
) -> None:
    panelled.write()
    said = pmf("run", KEY, "--entity", "OVH", "--period", "2026-08")
    assert said.status == 0, said.err
    path = pmf.root / "outputs" / KEY / "OVH" / "2026-08" / f"{KEY}-OVH-2026-08.docx"
    document = Document(str(path))
    document.paragraphs[3].insert_paragraph_before("The chair's own words.")
    document.add_paragraph("Agreed on 3 November.")
    document.save(str(path))
    rolled = pmf("refresh", str(path), "--period", "2026-09")
    assert rolled.status == 0, rolled.out + rolled.err
    text = words_of(path)
    assert "The chair's own words." in text and "Agreed on 3 November." in text
    assert "Customer scorecard, September 2026" in text
    assert "Complaints rose from 20 in August 2026 to 30 in September 2026." in text
    assert "From June 2026" not in text and "From July 2026 to September 2026" in text


def _type(cell: Any, words: str) -> None:
    """Type over what a cell holds, as a person does inside its control."""
    first, *others = [node for node in cell.iter() if node.tag.endswith("}t")]
    first.text = words
    for node in others:
        node.text = ""


def test_a_service_spelt_otherwise_and_days_out_of_order_are_told_with_their_cells(
    pmf: Pmf, panelled: Panelled
) -> None:
    panelled.rows["feedback"].append(feedback("2026-09", 6, service="Repars"))
    panelled.rows["scrutiny"] = [recommendation("S1", due=date(2025, 1, 1))]
    panelled.rows["referrals"] = [
        {"code": "R 1", "entity": "OVH", "concern": "A concern", "raised": date(2026, 5, 1),
         "state": "accepted", "decided": date(2026, 4, 1)},
    ]  # fmt: skip
    panelled.write()
    said = pmf("check", KEY, "--entity", "OVH", "--period", "2026-09", "--json")
    told = {(one["code"], one["sheet"], one["cell"]) for one in said.findings}
    assert ("unknown-service", "Feedback", "D4") in told
    assert ("dates-out-of-order", "Scrutiny", "F2") in told
    assert {("dates-out-of-order", "Referrals", "I2"), ("code-unusable", "Referrals", "A2")} <= told
    assert said.status == 1


def test_a_month_without_feedback_is_told(pmf: Pmf, panelled: Panelled) -> None:
    panelled.rows["feedback"] = [feedback("2026-08", 20)]
    panelled.write()
    said = pmf("check", KEY, "--entity", "OVH", "--period", "2026-09", "--json")
    assert "no-feedback" in said.codes("warning")


def test_the_words_of_commentary_never_reach_the_panel(pmf: Pmf, panelled: Panelled) -> None:
    panelled.rows["monthly"][-1]["commentary"] = "Mrs Zebedee of Example Road was upset."
    panelled.write()
    build(pmf)
    for file in paper(pmf).parent.iterdir():
        with zipfile.ZipFile(file) as package:
            assert not any(b"Zebedee" in package.read(name) for name in package.namelist())
