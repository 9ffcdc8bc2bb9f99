"""Adjustments: the only way to override a figure, shown wherever the figure is."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.command import Pmf, cells_of
from tests.tiny import Tiny

WHY = "Two jobs were closed late on the system."


@pytest.fixture
def adjusted(tiny: Tiny) -> Tiny:
    tiny.adjust("REP01", 94)
    return tiny.write()


def test_an_adjustment_replaces_the_value_and_says_so_beside_the_number(
    pmf: Pmf, adjusted: Tiny
) -> None:
    figure = pmf.figures()["REP01"]
    assert (figure["value"], figure["display"]) == ("94", "94.0% adjusted")


def test_an_adjusted_figure_is_judged_as_adjusted(pmf: Pmf, adjusted: Tiny) -> None:
    figures = pmf.figures()
    assert figures["REP01"]["status"] == "amber"
    assert figures["REP01/gap"]["display"].startswith("−1.0")
    assert figures["summary/near"]["value"] == "1"


def test_the_cells_of_the_adjustment_are_among_the_sources(pmf: Pmf, adjusted: Tiny) -> None:
    sheets = {source["sheet"] for source in pmf.figures()["REP01"]["sources"]}
    assert {"Adjustments", "Monthly"} <= sheets


def test_an_adjustment_shows_in_the_paper_and_its_sources_appendix(
    pmf: Pmf, adjusted: Tiny
) -> None:
    pmf.build()
    words = pmf.word()
    assert "94.0% adjusted" in words
    appendix = words.split("Appendix B: sources of every figure")[-1]
    assert "djusted from 90" in appendix and WHY in appendix and "Director" in appendix
    assert "90.0%" not in words.split("Appendix B: sources of every figure")[-2]
    assert "adjusted: replaced with approval" in words


def test_an_adjusted_exception_says_so_among_what_happened(pmf: Pmf, tiny: Tiny) -> None:
    tiny.adjust("REP01", 91)
    tiny.write()
    pmf.build()
    assert "This figure was adjusted with approval on 15 October 2026" in pmf.word()


def test_an_adjustment_shows_in_the_companion(pmf: Pmf, adjusted: Tiny) -> None:
    pmf.build()
    rows = cells_of(pmf.file("xlsx"), "Sources")
    told = [row for row in rows if row[0] == "REP01"]
    assert len(told) >= 2  # the sheets it was read from, the approval's among them
    for row in told:
        assert any("Adjusted from 90" in str(cell) and WHY in str(cell) for cell in row)
    scorecard = cells_of(pmf.file("xlsx"), "Scorecard")
    (shown,) = [row for row in scorecard if row[0] == "REP01"]
    assert 94 in shown


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_an_adjustment_shows_in_trace(pmf: Pmf, adjusted: Tiny, kind: str) -> None:
    pmf.build()
    said = pmf.bare("trace", pmf.file(kind), "REP01")
    assert "94.0% adjusted" in said.out
    assert f"adjusted from 90 by Director on 2026-10-15: {WHY}" in said.out
    (figure,) = pmf.bare("trace", pmf.file(kind), "REP01", "--json").json["figures"]
    assert figure["adjustment"] == {
        "value": "94", "computed": "90", "reason": WHY, "approved_by": "Director",
        "approved_on": "2026-10-15",
    }  # fmt: skip


def test_an_adjustment_shows_in_explain(pmf: Pmf, adjusted: Tiny) -> None:
    said = " ".join(pmf("explain", "REP01", "--entity", "OVH").out.split())
    assert f"Adjusted from 90, Director, 2026-10-15: {WHY}" in said
    (figure,) = pmf("explain", "REP01", "--entity", "OVH", "--json").json["figures"]
    assert figure["adjustment"]["computed"] == "90"


def test_an_adjustment_shows_in_history(pmf: Pmf, adjusted: Tiny) -> None:
    pmf.build()
    assert "94.0% adjusted" in pmf("history", "REP01").out


def test_an_adjustment_shows_in_the_summary_where_the_figure_is_named(pmf: Pmf, tiny: Tiny) -> None:
    tiny.rows["indicators"][0]["critical"] = "yes"
    tiny.adjust("REP01", 80)
    tiny.write()
    pmf.build()
    assert "Critical and off target: Repairs completed on time at 80.0% adjusted." in pmf.word()


def test_a_missing_figure_can_be_given_by_an_adjustment(pmf: Pmf, tiny: Tiny) -> None:
    tiny.indicator("REP02")
    tiny.adjust("REP02", 96)
    tiny.write()
    figure = pmf.figures()["REP02"]
    assert (figure["value"], figure["status"], figure["missing"]) == ("96", "green", None)
    said = pmf("explain", "REP02", "--entity", "OVH").out
    assert "from Overdue" in " ".join(said.split())


def test_an_adjustment_that_misses_the_target_does_not_look_as_if_it_met_it(
    pmf: Pmf, tiny: Tiny
) -> None:
    tiny.adjust("REP01", Decimal("94.96"))
    tiny.write()
    assert pmf.figures()["REP01"]["display"] == "94.96% adjusted"


def test_an_adjustment_to_zero_is_a_value(pmf: Pmf, tiny: Tiny) -> None:
    tiny.adjust("REP01", 0)
    tiny.write()
    assert pmf.figures()["REP01"]["display"] == "0.0% adjusted"


def test_an_adjustment_of_another_period_or_company_changes_nothing(pmf: Pmf, tiny: Tiny) -> None:
    tiny.adjust("REP01", 1, of="2026-Q1")
    tiny.adjust("REP01", 1, figure="board-pack/PCHA/2026-Q2/REP01")
    tiny.adjust("REP01", 1, figure="other-report/OVH/2026-Q2/REP01")
    tiny.write()
    assert pmf.figures()["REP01"]["display"] == "90.0%"


def test_without_an_adjustment_nothing_says_adjusted(pmf: Pmf, tiny: Tiny) -> None:
    tiny.write()
    pmf.build()
    assert "djusted" not in pmf.word()


@pytest.mark.parametrize(
    ("changes", "code", "cell", "words"),
    [
        ({"figure": "REP01"}, "adjustment-figure", "A2", "report/entity/period/figure"),
        ({"period": "2026-Q1"}, "adjustment-period", "B2", "2026-Q2"),
        ({"figure": "board-pack/OVH/2026-Q2/REP1"}, "adjustment-unknown", "A2",
         "Did you mean board-pack/OVH/2026-Q2/REP01?"),
        ({"reason": None}, "cell-blank", "D2", "reason"),
        ({"approved_by": None}, "cell-blank", "E2", "approved_by"),
        ({"approved_on": "last week"}, "cell-not-a-date", "F2", "last week"),
        ({"value": None}, "cell-blank", "C2", "value"),
    ],
)  # fmt: skip
def test_an_adjustment_that_cannot_be_meant_stops_the_report_and_says_where(
    pmf: Pmf, tiny: Tiny, changes: dict[str, Any], code: str, cell: str, words: str
) -> None:
    tiny.adjust("REP01", 94, **changes)
    tiny.write()
    said = pmf("run", "board-pack", "--entity", "OVH", "--json")
    assert said.status == 1
    assert code in said.codes()
    (finding,) = [one for one in said.findings if one["code"] == code]
    assert (finding["workbook"], finding["sheet"]) == ("indicators.xlsx", "Adjustments")
    assert finding["cell"] == cell and words in finding["message"]
    assert pmf.wrote_nothing


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        ("board-pack/OVHH/2026-Q2/REP01", "“OVHH” is in no row of Entities"),
        ("board-pack/OVH/2026-09/REP01", "OVH Homes reports quarterly"),
        ("board-pack/OVH/autumn/REP01", "“autumn” is not a period"),
    ],
)
def test_an_adjustment_that_no_run_will_ever_use_is_a_warning(
    pmf: Pmf, tiny: Tiny, figure: str, words: str
) -> None:
    tiny.adjust("REP01", 94, figure=figure, period=figure.split("/")[2])
    tiny.write()
    said = pmf("check", "board-pack", "--json")
    assert (said.status, said.codes("warning")) == (0, ["adjustment-unused"])
    assert words in next(f["message"] for f in said.findings if f["level"] == "warning")


def test_the_same_figure_adjusted_twice_is_an_error(pmf: Pmf, tiny: Tiny) -> None:
    tiny.adjust("REP01", 94)
    tiny.adjust("REP01", 95, approved_on=date(2026, 10, 16))
    tiny.write()
    said = pmf("check", "board-pack", "--json")
    assert said.status == 1 and said.codes() == ["duplicate-key"]


def test_the_year_may_be_written_with_a_stroke(pmf: Pmf, tiny: Tiny) -> None:
    for row in tiny.rows["entities"]:
        row["board_frequency"] = "yearly"
    tiny.adjust("REP01", 94, figure="board-pack/OVH/2025-26/REP01", period="2025/26")
    tiny.write()
    said = pmf("figures", "board-pack", "--entity", "OVH", "--period", "2025/26", "--json")
    assert said.status == 0
    assert said.json["figures"][0]["display"] == "94.0% adjusted"
