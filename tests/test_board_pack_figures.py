"""The Board pack's figures in the cases that catch reports out, from workbook to what is read."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.command import Pmf
from tests.tiny import Tiny, value

YEAR = [f"2026-{month:02}" for month in range(4, 10)]


def row_of(pmf: Pmf, title: str = "Repairs completed on time") -> list[str]:
    """What the scorecard of the paper shows of a measure, cell by cell."""
    lines = pmf.word().splitlines()
    at = lines.index(title, lines.index("Quartile"))
    return lines[at + 1 : at + 10]


def shown(pmf: Pmf, title: str = "Repairs completed on time") -> dict[str, str]:
    names = ("latest", "target", "status", "short", "long", "ytd", "ytd status", "year ago",
             "quartile")  # fmt: skip
    return dict(zip(names, row_of(pmf, title), strict=True))


def test_a_month_nobody_entered_is_missing_and_never_zero(pmf: Pmf, tiny: Tiny) -> None:
    tiny.only(value("REP01", "2026-06", 90, 100)).write()
    figures = pmf.figures("--period", "2026-Q2")
    assert (figures["REP01"]["value"], figures["REP01"]["status"]) == (None, "overdue")
    assert figures["REP01"]["missing"] == "no figure was entered for September 2026"
    assert figures["summary/no-figure"]["value"] == "1"
    assert figures["summary/missed"]["value"] == "0"
    pmf.build("--period", "2026-Q2")
    assert shown(pmf)["latest"] == "Overdue" and shown(pmf)["status"] == "○ Overdue"
    assert "There is no September 2026 figure for Repairs completed on time: it was due by" in (
        pmf.word()
    )


def test_a_row_left_blank_is_no_figure_and_not_overdue(pmf: Pmf, tiny: Tiny) -> None:
    tiny.only(value("REP01", "2026-09")).write()
    figure = pmf.figures()["REP01"]
    assert (figure["status"], figure["missing"]) == (
        "no_data",
        "the row for September 2026 is blank",
    )


def test_a_zero_that_was_typed_is_zero(pmf: Pmf, tiny: Tiny) -> None:
    tiny.only(value("REP01", "2026-09", 0, 100)).write()
    figure = pmf.figures()["REP01"]
    assert (figure["value"], figure["display"], figure["status"]) == ("0", "0.0%", "red")


def test_no_cases_are_no_figure_neither_0_nor_100(pmf: Pmf, tiny: Tiny) -> None:
    tiny.only(value("REP01", "2026-08", 90, 100), value("REP01", "2026-09", 0, 0)).write()
    figure = pmf.figures()["REP01"]
    assert (figure["value"], figure["status"]) == (None, "no_data")
    assert (figure["display"], figure["missing"]) == ("No cases", "no cases")
    assert pmf.figures()["REP01/ytd"]["display"] == "90.0%"
    pmf.build()
    assert shown(pmf)["latest"] == "No cases" and shown(pmf)["status"] == "○ No figure"


def test_the_year_to_date_is_pooled_from_the_pairs_and_is_no_mean_of_percentages(
    pmf: Pmf, tiny: Tiny
) -> None:
    tiny.only(
        value("REP01", "2026-08", 1, 2),
        value("REP01", "2026-09", 90, 100),
        value("REP01", "2026-03", 0, 9),
    ).write()
    ytd = pmf.figures()["REP01/ytd"]
    assert Decimal(ytd["value"]).quantize(Decimal("1.0000")) == Decimal("89.2157")
    assert ytd["display"] == "89.2%"


def test_the_year_to_date_says_on_how_many_months_it_rests(pmf: Pmf, tiny: Tiny) -> None:
    tiny.only(*(value("REP01", month, 90, 100) for month in YEAR if month != "2026-07")).write()
    pmf.build()
    assert "based on 5 of 6 months" in pmf.word()
    assert "Based on 5 of 6 months." in pmf("explain", "REP01/ytd", "--entity", "OVH").out


def test_a_whole_year_to_date_says_nothing_of_months(pmf: Pmf, tiny: Tiny) -> None:
    tiny.only(*(value("REP01", month, 90, 100) for month in YEAR)).write()
    pmf.build()
    assert "months" not in pmf.word().split("For the year to date")[1].split("\n")[0]


def test_percentages_without_their_pairs_have_no_year_to_date(pmf: Pmf, tiny: Tiny) -> None:
    tiny.only(*(value("REP01", month, value=90) for month in YEAR)).write()
    ytd = pmf.figures()["REP01/ytd"]
    assert ytd["value"] is None and "numerators and denominators" in ytd["missing"]


@pytest.mark.parametrize(("kind", "total"), [("count", "21"), ("sum", "21"), ("snapshot", "6")])
def test_counts_add_up_and_snapshots_keep_the_last(
    pmf: Pmf, tiny: Tiny, kind: str, total: str
) -> None:
    rows = [value("REP01", month, value=at) for at, month in enumerate(YEAR, 1)]
    tiny.only(*rows, kind=kind, unit="homes", scale=1, places=0, polarity="minimise",
              target={"target": 5, "amber": 6}).write()  # fmt: skip
    figures = pmf.figures()
    assert figures["REP01/ytd"]["value"] == total
    assert figures["REP01/ytd-target"]["value"] == ("5" if kind == "snapshot" else "30")


def test_a_count_that_lacks_a_month_has_no_verdict_for_the_year(pmf: Pmf, tiny: Tiny) -> None:
    rows = [value("REP01", month, value=1) for month in YEAR[1:]]
    tiny.only(*rows, kind="count", unit="homes", scale=1, places=0, polarity="minimise",
              target={"target": 5}).write()  # fmt: skip
    ytd = pmf.figures()["REP01/ytd"]
    assert (ytd["value"], ytd["status"]) == ("5", "no_data")


def test_each_month_is_judged_by_the_target_in_force_at_its_end(pmf: Pmf, tiny: Tiny) -> None:
    tiny.rows["entities"][1]["board_frequency"] = "monthly"
    tiny.only(value("REP01", "2026-09", 96, 100), value("REP01", "2026-10", 96, 100))
    tiny.rows["targets"].append({"code": "REP01", "valid_from": date(2026, 10, 1), "target": 97})
    tiny.write()
    before, after = (pmf.figures("--period", month) for month in ("2026-09", "2026-10"))
    assert (before["REP01/target"]["value"], before["REP01"]["status"]) == ("95", "green")
    assert (after["REP01/target"]["value"], after["REP01"]["status"]) == ("97", "red")
    assert (before["REP01"]["edition"], after["REP01"]["edition"]) == ("2023-04-01", "2026-10-01")


def test_a_rebased_target_changes_no_earlier_verdict(pmf: Pmf, tiny: Tiny) -> None:
    tiny.only(value("REP01", "2026-06", 96, 100), value("REP01", "2026-09", 96, 100))
    tiny.rows["targets"].append({"code": "REP01", "valid_from": date(2026, 7, 1), "target": 97})
    tiny.write()
    pmf.build()
    assert "Repairs completed on time got worse, to off target: 96.0%." in pmf.word()


def test_a_polarity_that_flips_starts_a_new_series(pmf: Pmf, tiny: Tiny) -> None:
    tiny.only(*(value("REP01", month, 50, 100) for month in ("2025-09", "2026-08")),
              value("REP01", "2026-09", 40, 100))  # fmt: skip
    tiny.rows["targets"].append(
        {"code": "REP01", "valid_from": date(2026, 9, 1), "polarity": "minimise", "target": 45}
    )
    tiny.write()
    figures = pmf.figures()
    assert figures["REP01"]["status"] == "green"
    assert figures["REP01/previous"]["display"] == "No comparison"
    assert figures["REP01/year-ago"]["missing"] == "the definition has changed since"
    assert figures["REP01/ytd"]["missing"] == "the definition changed during the year"
    pmf.build()
    assert (shown(pmf)["short"], shown(pmf)["long"]) == ("– none", "– none")


def test_a_new_target_of_the_same_polarity_starts_no_new_series(pmf: Pmf, tiny: Tiny) -> None:
    tiny.rows["targets"].append({"code": "REP01", "valid_from": date(2026, 9, 1), "target": 97})
    tiny.write()
    pmf.build()
    assert shown(pmf)["short"] == "↓ worse"


@pytest.mark.parametrize(
    ("polarity", "target", "before", "now", "words"),
    [
        ("maximise", {"target": 95}, 80, 90, "↑ better"),
        ("maximise", {"target": 95}, 90, 80, "↓ worse"),
        ("minimise", {"target": 50}, 90, 80, "↓ better"),
        ("minimise", {"target": 50}, 80, 90, "↑ worse"),
        ("maximise", {"target": 95}, 90, 90, "→ same"),
        ("data only", {}, 80, 90, "↑ higher"),
        ("data only", {}, 90, 80, "↓ lower"),
        ("goldilocks", {"lower": 40, "upper": 60}, 90, 70, "↓ better"),
        ("goldilocks", {"lower": 40, "upper": 60}, 30, 45, "↑ better"),
        ("goldilocks", {"lower": 40, "upper": 60}, 45, 55, "↑ same"),
    ],
)
def test_the_arrow_is_the_movement_of_the_number_and_the_word_says_whether_that_is_good(
    pmf: Pmf, tiny: Tiny, polarity: str, target: dict[str, Any], before: int, now: int, words: str
) -> None:
    tiny.only(
        value("REP01", "2026-08", before, 100), value("REP01", "2026-09", now, 100),
        polarity=polarity, target=target,
    ).write()  # fmt: skip
    pmf.build()
    assert shown(pmf)["short"] == words


def test_a_gap_of_a_month_is_no_comparison(pmf: Pmf, tiny: Tiny) -> None:
    tiny.only(value("REP01", "2026-07", 80, 100), value("REP01", "2026-09", 90, 100)).write()
    pmf.build()
    assert shown(pmf)["short"] == "– none"


CASES: dict[str, tuple[dict[str, Any], Any, str]] = {
    # indicator and target, value, status
    "on the target": ({"target": 95, "amber": 92}, 95, "green"),
    "on the threshold": ({"target": 95, "amber": 92}, 92, "amber"),
    "below the threshold": ({"target": 95, "amber": 92}, "91.999", "red"),
    "without a threshold": ({"target": 95}, "94.999", "red"),
    "judged unrounded": ({"target": 100, "amber": 99}, "99.96", "amber"),
    "zero to be minimised": ({"polarity": "minimise", "target": 0, "amber": 0}, 0, "green"),
    "one above zero": ({"polarity": "minimise", "target": 0, "amber": 0}, 1, "red"),
    "a target below zero": ({"target": -10, "amber": -12}, -5, "green"),
    "far below zero": ({"target": -10, "amber": -12}, -13, "red"),
    "the edge of a range": ({"polarity": "goldilocks", "lower": 4, "upper": 6}, 4, "green"),
    "just outside a range": (
        {"polarity": "goldilocks", "lower": 4, "upper": 6, "outer_lower": 3}, "3.999", "amber",
    ),
    "the wrong side of a range": (
        {"polarity": "goldilocks", "lower": 4, "upper": 6, "outer_lower": 3}, "6.001", "red",
    ),
    "a tenth and two tenths": ({"target": "0.3"}, Decimal("0.1") + Decimal("0.2"), "green"),
    "without a target": ({"polarity": "data only"}, 12, "data_only"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_value_is_judged_as_the_framework_says(pmf: Pmf, tiny: Tiny, case: str) -> None:
    target, number, status = CASES[case]
    given = {k: Decimal(v) if k != "polarity" else v for k, v in target.items()}
    polarity = given.pop("polarity", "maximise")
    tiny.only(
        value("REP01", "2026-09", value=Decimal(number)), unit="days", scale=1, kind="average",
        polarity=polarity, target=given,
    ).write()  # fmt: skip
    said = pmf("figures", "board-pack", "--entity", "OVH", "--json")
    assert said.status == 0, said.findings
    assert said.json["figures"][0]["status"] == status


@pytest.mark.parametrize(
    ("number", "display"),
    [("94.96", "94.96%"), ("94.996", "94.996%"), ("94.94", "94.9%"), ("95.04", "95.0%")],
)
def test_places_are_added_until_a_value_that_missed_no_longer_looks_as_if_it_met(
    pmf: Pmf, tiny: Tiny, number: str, display: str
) -> None:
    top = Decimal(number) * 1000
    tiny.only(value("REP01", "2026-09", top, 100_000)).write()
    figures = pmf.figures()
    assert figures["REP01"]["display"] == display
    assert figures["REP01/ytd"]["display"] == display


def test_a_provisional_value_keeps_its_colour_and_bears_a_mark(pmf: Pmf, tiny: Tiny) -> None:
    tiny.only(value("REP01", "2026-09", 90, 100, status="provisional")).write()
    figures = pmf.figures()
    assert (figures["REP01"]["display"], figures["REP01"]["status"]) == ("90.0% [p]", "red")
    assert figures["REP01/ytd"]["display"] == "90.0% [p]"
    assert figures["quality/provisional"]["value"] == "1"
    pmf.build()
    words = pmf.word()
    assert shown(pmf)["latest"] == "90.0% [p]"
    assert "This figure is provisional and may be revised." in words
    assert "[p] provisional" in words


def test_an_estimate_bears_its_own_mark(pmf: Pmf, tiny: Tiny) -> None:
    tiny.only(value("REP01", "2026-09", 90, 100, status="estimate")).write()
    assert pmf.figures()["REP01"]["display"] == "90.0% [e]"


def test_a_year_with_one_provisional_month_is_provisional(pmf: Pmf, tiny: Tiny) -> None:
    tiny.only(
        value("REP01", "2026-08", 90, 100, status="provisional"), value("REP01", "2026-09", 90, 100)
    ).write()
    figures = pmf.figures()
    assert figures["REP01"]["display"] == "90.0%"
    assert figures["REP01/ytd"]["display"] == "90.0% [p]"


def test_the_newest_row_of_a_month_counts_and_the_others_are_its_revisions(
    pmf: Pmf, tiny: Tiny
) -> None:
    tiny.only(
        value("REP01", "2026-09", 92, 100, entered_on=date(2026, 10, 20)),
        value("REP01", "2026-09", 90, 100),
    ).write()
    figures = pmf.figures()
    assert figures["REP01"]["value"] == "92"
    assert figures["quality/revised"]["value"] == "1"
    pmf.build()
    assert "90.0% became 92.0%" in pmf.word()


def test_a_value_typed_beside_its_pair_is_a_warning_and_the_pair_counts(
    pmf: Pmf, tiny: Tiny
) -> None:
    tiny.only(value("REP01", "2026-09", 90, 100, value=50)).write()
    assert pmf("check", "board-pack", "--json").codes("warning") == ["value-disagrees"]
    assert pmf.figures()["REP01"]["value"] == "90"


def test_a_typed_value_that_agrees_after_rounding_is_no_matter(pmf: Pmf, tiny: Tiny) -> None:
    tiny.only(value("REP01", "2026-09", 2, 3, value=Decimal("66.7"))).write()
    assert pmf("check", "board-pack", "--json").codes("warning") == []
    assert pmf.figures()["REP01"]["display"] == "66.7%"


def test_the_group_is_rolled_up_from_numerators_and_denominators(pmf: Pmf, tiny: Tiny) -> None:
    tiny.only(value("REP01", "2026-09", 90, 100))
    tiny.indicator("PREP01", value("PREP01", "2026-09", 1, 2), entity="PCHA", measure="repairs")
    tiny.write()
    figure = pmf.figures(entity="GRP")["repairs"]
    assert Decimal(figure["value"]).quantize(Decimal("1.0000")) == Decimal("89.2157")
    assert figure["status"] == "red"
    ranges = [source["range"] for source in figure["sources"] if source["sheet"] == "Monthly"]
    assert any("2" in one for one in ranges) and any("3" in one for one in ranges)


def test_the_group_has_no_figure_while_a_company_has_none(pmf: Pmf, tiny: Tiny) -> None:
    tiny.only(value("REP01", "2026-09", 90, 100))
    tiny.indicator("PREP01", entity="PCHA", measure="repairs")
    tiny.write()
    figure = pmf.figures(entity="GRP")["repairs"]
    assert figure["value"] is None


def test_a_row_of_the_groups_own_without_values_stands_for_its_companies(
    pmf: Pmf, tiny: Tiny
) -> None:
    tiny.only(value("REP01", "2026-09", 90, 100))
    tiny.indicator("PREP01", value("PREP01", "2026-09", 1, 2), entity="PCHA", measure="repairs")
    tiny.indicator("GREP01", entity="GRP", measure="repairs", title="Repairs, whole group")
    tiny.write()
    figures = pmf.figures(entity="GRP")
    assert figures["GREP01"]["display"] == "89.2%" and "repairs" not in figures


def test_where_no_measure_has_a_figure_there_is_no_share_and_no_score(pmf: Pmf, tiny: Tiny) -> None:
    tiny.only(value("REP01", "2026-06", 1, 2)).write()
    figures = pmf.figures("--period", "2026-Q2")
    assert figures["summary/share"]["value"] is None
    assert figures["score/customer"]["value"] is None


def test_only_measures_for_the_board_are_in_the_pack(pmf: Pmf, tiny: Tiny) -> None:
    tiny.indicator("TEAM1", value("TEAM1", "2026-09", 1, 2), audiences="team; managers")
    tiny.write()
    assert "TEAM1" not in pmf.figures()


def test_a_quarterly_measure_stands_on_its_last_month_and_keeps_its_own_period(
    pmf: Pmf, tiny: Tiny
) -> None:
    tiny.rows["entities"][1]["board_frequency"] = "monthly"
    tiny.only(value("REP01", "2026-06", 90, 100), frequency="quarterly")
    tiny.indicator("REP02", value("REP02", "2026-08", 96, 100))
    tiny.write()
    figures = pmf.figures()
    assert figures["REP01"]["period"] == "2026-08"
    assert figures["REP01"]["value"] == "90"
    said = pmf("explain", "REP01", "--entity", "OVH").out
    assert "For Quarter 1 2026/27 (April to June 2026)." in said


def test_a_measure_is_late_when_entered_after_the_14th(pmf: Pmf, tiny: Tiny) -> None:
    tiny.only(
        value("REP01", "2026-08", 96, 100, entered_on=date(2026, 9, 14)),
        value("REP01", "2026-09", 96, 100, entered_on=date(2026, 10, 15)),
    ).write()
    assert pmf.figures()["quality/late"]["value"] == "1"


@pytest.mark.parametrize(
    ("n", "number", "quartile"),
    [(40, 97, "Top"), (40, 95, "Second"), (40, 92, "Third"), (40, 80, "Bottom"), (3, 97, "None")],
)
def test_the_quartile_is_that_of_the_newest_benchmark(
    pmf: Pmf, tiny: Tiny, n: int, number: int, quartile: str
) -> None:
    tiny.only(value("REP01", "2026-09", number, 100))
    row = {"code": "REP01", "peer_group": "Landlords of 10,000 homes", "source": "Made up"}
    tiny.rows["benchmarks"] = [
        {**row, "year": "2025/26", "n": n, "q1": 90, "median": 94, "q3": 96},
        {**row, "year": "2024/25", "n": 40, "q1": 1, "median": 2, "q3": 3},
    ]
    tiny.write()
    pmf.build()
    assert shown(pmf)["quartile"] == quartile


@pytest.mark.parametrize(
    ("names", "slots"),
    [
        (("Customer", "customer"), 2),
        (("Café", "Caf-"), 2),
        (
            ("A perspective with a name far longer than anybody would ever give it",),
            1,
        ),
    ],
)
def test_perspectives_may_be_called_anything(
    pmf: Pmf, tiny: Tiny, names: tuple[str, ...], slots: int
) -> None:
    tiny.rows["indicators"] = []
    tiny.rows["targets"] = []
    tiny.rows["monthly"] = []
    tiny.rows["actions"] = []
    for at, name in enumerate(names):
        tiny.indicator(f"X{at}", value(f"X{at}", "2026-09", 1, 2), perspective=name)
    tiny.write()
    scores = [slot for slot in pmf.figures() if slot.startswith("score/") and "cov" not in slot]
    assert len(scores) == slots
    pmf.build()


def test_an_indicator_first_measured_this_month_needs_no_past(pmf: Pmf, tiny: Tiny) -> None:
    tiny.only(value("REP01", "2026-09", 96, 100)).write()
    pmf.build()
    assert shown(pmf)["status"] == "● Met"
    assert pmf.figures()["REP01/previous"]["value"] is None


def test_a_target_that_starts_after_the_period_does_not_judge_it(pmf: Pmf, tiny: Tiny) -> None:
    tiny.rows["targets"][0]["valid_from"] = date(2026, 10, 1)
    tiny.write()
    figure = pmf.figures()["REP01"]
    assert (figure["status"], figure["edition"]) == ("data_only", "")
