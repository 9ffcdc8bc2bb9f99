"""The value-for-money self-assessment: metrics, years, group, benchmarks, waterfalls."""

from __future__ import annotations

import random
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pmf_engine.definitions import case_faults, load_cases, load_definitions
from pmf_engine.engine.computing import content
from pmf_engine.framework.finance.metrics import Metric
from pmf_engine.framework.finance.quartiles import place_words
from pmf_engine.model.numbers import MINUS
from pmf_engine.model.periods import Period
from tests.command import cells_of, words_of
from tests.tiny import ROOT
from tests.tiny_finance import BOOKS, LAST, YEAR, Finance, line_row
from tests.word_kit import figure

KEY = "vfm-self-assessment"
HOME = ROOT / "plugins" / "pmf_plugins" / "vfm_self_assessment"
METRICS = ("1", "2a", "2b", "3", "4", "5", "6a", "6b", "7")


@pytest.fixture
def finance(tmp_path: Path) -> Finance:
    return Finance(tmp_path / "w")


def test_the_worked_cases_hold():
    definitions = load_definitions(HOME / "definitions.yaml")
    assert case_faults(definitions, load_cases(HOME / "cases.yaml")) == []


def test_only_6b_is_verified_and_every_formula_has_its_source():
    definitions = {one.key: one for one in load_definitions(HOME / "definitions.yaml")}
    assert tuple(definitions) == METRICS
    assert {key for key, one in definitions.items() if one.editions[-1].verified} == {"6b"}
    assert all(edition.source for one in definitions.values() for edition in one.editions)


@pytest.mark.parametrize(
    ("surplus", "turnover", "shown"), [(49.9, 189.6, "26.3%"), (47.8, 166.4, "28.7%")]
)
def test_6b_is_as_published_for_two_half_years_of_platform(finance, surplus, turnover, shown):
    finance.finance["accounts"] = [
        line_row("OVH", "2024/25", "turnover", turnover * 10**6),
        line_row("OVH", "2024/25", "operating_surplus", surplus * 10**6),
    ]
    finance.finance["trial_balance"] = []
    figures = finance.figures(KEY, period=LAST)
    assert figures["6b"].display == shown
    assert figures["5"].missing is not None, "a line without a row is no nil"


def test_names_may_be_those_of_the_technical_note(finance):
    names = ("Turnover (overall)", "Operating surplus (overall)",
             "Gain/(loss) on disposal of fixed assets")  # fmt: skip
    finance.finance["accounts"] = [
        {"entity": "OVH", "year": "2024/25", "statement": "SOCI", "line": name, "amount": amount}
        for name, amount in zip(names, (200, 60, 10), strict=True)
    ]
    finance.finance["trial_balance"] = []
    assert finance.figures(KEY, period=LAST)["6b"].display == "25.0%"


def test_every_metric_is_what_a_calculator_gives(finance):
    lines, figures = BOOKS["OVH"][YEAR], finance.figures(KEY)
    homes = {"social_owned": 2000, "social_managed": 2010, "new_social": 20}
    debt = lines["long_term_loans"] - lines["cash"]
    expected = {
        "1": 100 * lines["works_to_existing"] / lines["properties_at_cost"],
        "2a": Decimal(100 * homes["new_social"]) / homes["social_owned"],
        "2b": Decimal(0),
        "3": 100 * debt / lines["properties_at_cost"],
        "4": 100 * (lines["operating_surplus"] - lines["gain_on_disposal"]
              - lines["amortised_grant"] + lines["depreciation_housing"]
              - lines["capitalised_major_repairs"]) / lines["interest_payable"],
        "5": (lines["management"] + lines["routine_maintenance"] + lines["planned_maintenance"]
              + lines["major_repairs"] + lines["capitalised_major_repairs"]) / 2010,
        "6a": 100 * lines["lettings_surplus"] / lines["lettings_turnover"],
        "6b": 100 * (lines["operating_surplus"] - lines["gain_on_disposal"]) / lines["turnover"],
        "7": 100 * lines["operating_surplus"] / lines["assets_less_current_liabilities"],
    }  # fmt: skip
    for key, value in expected.items():
        assert abs(figures[key].value - value) < Decimal("1e-15"), key


def test_interest_cover_counts_major_repairs_grant_from_2025_on_only(finance):
    for year in ("2023/24", "2024/25"):
        finance.finance["accounts"] += [
            line_row("NEW", year, line, amount)
            for line, amount in {
                "operating_surplus": 100, "turnover": 300, "depreciation_housing": 0,
                "capitalised_major_repairs": 0, "interest_payable": 50, "major_repairs_grant": 25,
            }.items()
        ]  # fmt: skip
    finance.finance["units"].append(
        {"entity": "NEW", "year": "2024/25", "line": "social_owned", "units": 1}
    )
    figures = finance.figures(KEY, "NEW", LAST)
    assert (figures["4/2023-24"].display, figures["4"].display) == ("200.0% [u]", "250.0% [u]")
    assert (figures["4/2023-24"].edition, figures["4"].edition) == ("2017/18", "2024/25")


def test_the_group_is_the_sum_of_entities_and_eliminations(finance):
    figures = finance.figures(KEY, "GRP")
    turnover = sum(years[YEAR]["turnover"] for years in BOOKS.values())
    surplus = sum(
        years[YEAR]["operating_surplus"] - years[YEAR].get("gain_on_disposal", 0)
        for years in BOOKS.values()
    )
    assert figures["6b"].value == pytest.approx(100 * surplus / turnover)
    assert BOOKS["ELIM"][YEAR]["turnover"] == -150_000
    assert {"6b/OVH", "6b/PCHA"} <= set(figures)
    assert figures["6b/OVH"].value == finance.figures(KEY)["6b"].value


def test_a_line_that_one_company_lacks_is_missing_for_the_group_and_says_whose(finance):
    for table, line in (("accounts", "operating_surplus"), ("accounts", "turnover")):
        finance.finance[table].remove(finance.row(table, "PCHA", line))
    finance.finance["accounts"].remove(finance.row("accounts", "PCHA", "lettings_turnover"))
    finance.finance["accounts"].remove(finance.row("accounts", "PCHA", "gross_rent"))
    missing = finance.figures(KEY, "GRP")["6b"].missing
    assert missing and "PCHA has no row for “Rent receivable” in 2025/26" in missing.reason


def test_a_total_that_was_not_entered_is_added_up_from_its_parts(finance):
    before = finance.figures(KEY)["6b"].value
    for line in ("operating_surplus", "turnover", "lettings_turnover", "operating_costs"):
        finance.finance["accounts"].remove(finance.row("accounts", "OVH", line))
    assert finance.figures(KEY)["6b"].value == before


def test_rows_in_another_order_give_the_same_figures(finance):
    before = finance.figures(KEY, "GRP")
    for rows in finance.finance.values():
        random.Random(7).shuffle(rows)
    after = finance.figures(KEY, "GRP")
    assert {slot: one.value for slot, one in before.items()} == {
        slot: one.value for slot, one in after.items()
    }


def test_scaling_all_money_by_ten_leaves_every_ratio_and_ten_times_the_costs(finance):
    before = finance.figures(KEY, "GRP")
    for row in (*finance.finance["accounts"], *finance.finance["trial_balance"]):
        row["amount"] *= 10
    after = finance.figures(KEY, "GRP")
    for key in METRICS:
        assert after[key].value == before[key].value * (10 if key == "5" else 1), key


def test_an_amount_split_over_two_accounts_gives_the_same_figures(finance):
    finance.finance["accounts"] = []
    before = finance.figures(KEY)
    row = finance.row("trial_balance", "OVH", "2000")
    rule = next(one for one in finance.finance["account_mapping"] if one["account"] == "2000")
    finance.finance["trial_balance"].append({**row, "account": "2001", "amount": 123_456})
    finance.finance["account_mapping"].append({**rule, "account": "2001"})
    row["amount"] -= 123_456
    after = finance.figures(KEY)
    assert [after[key].value for key in METRICS] == [before[key].value for key in METRICS]


def test_a_trial_balance_alone_gives_the_same_metrics_as_the_accounts(finance):
    before = finance.figures(KEY)
    finance.finance["accounts"] = [
        row for row in finance.finance["accounts"] if row["year"] != "2025/26"
    ]
    after = finance.figures(KEY)
    assert [after[key].value for key in METRICS] == [before[key].value for key in METRICS]


def test_lines_taken_as_nil_are_told(finance):
    (told, *_) = finance.found(KEY)["finance-taken-as-nil"]
    assert "OVH has no row in 2025/26 for lines that many lack, each taken as nil" in told.message
    build(finance)
    said = "Taken as nil in 2025/26, as no row was entered. OVH: Share of surplus of joint ventures"
    assert said in document(finance)


def test_years_to_come_stand_beside_the_years_gone(finance):
    finance.finance["forecast"] = [
        line_row("OVH", "2026/27", "turnover", 400),
        line_row("OVH", "2026/27", "operating_surplus", 100),
    ]
    figures = finance.figures(KEY)
    assert figures["6b/2026-27"].display == "25.0%"
    assert "6b/2027-28" not in figures and "6b/2024-25" in figures


def test_quartiles_stand_only_where_somebody_published_them(finance):
    finance.finance["finance_benchmarks"] = [
        {"measure": "6b", "year": "2024/25", "peer_group": "All", "q1": 1, "median": 2, "q3": 90,
         "n": 200, "source": "A published table"},
        {"measure": "5", "year": "2024/25", "peer_group": "All", "median": 5136,
         "source": "A published table"},
    ]  # fmt: skip
    build(finance)
    words = document(finance)
    assert "Between median and upper quartile" in words and "Below the median" in words
    assert words.count("Not published") == 2
    assert "A published table" in words
    finance.finance["finance_benchmarks"] = []
    build(finance)
    assert "No benchmark is held for any metric, so none is shown." in document(finance)


def test_quartiles_out_of_order_are_an_error(finance):
    finance.finance["finance_benchmarks"] = [
        {"measure": "6b", "year": "2024/25", "peer_group": "All", "q1": 9, "median": 2,
         "source": "A published table"},
    ]  # fmt: skip
    (told,) = finance.found(KEY)["benchmark-order"]
    assert told.sheet == "Finance_Benchmarks" and told.cell == "E2"


def test_the_services_add_up_to_the_headline_cost_in_table_chart_and_alt_text(finance):
    outcome = finance.asked(KEY, "OVH", YEAR)
    given = content(outcome.run)
    figures = outcome.run.figures
    for year in ("", "/2024-25"):
        services = [f for slot, f in figures.items() if re.fullmatch(rf"service/\w+{year}", slot)]
        total = figures[f"5{year}"]
        assert f"£{sum(one.value for one in services):,.0f} [u]" == total.display
    built, changed = given["built_up"], given["changed"]
    assert adds_up(built.alt) and adds_up(changed.alt), (built.alt, changed.alt)
    assert f"£{built.series[0].values[-1]:,}" in built.alt
    for chart in (built, changed):
        assert sum(chart.series[0].values[:-1]) == chart.series[0].values[-1]


def test_an_adjusted_cost_is_shown_as_adjusted_and_has_no_waterfall_that_would_not_add_up(finance):
    finance.rows["adjustments"] = [
        {"figure": f"{KEY}/OVH/2025-26/5", "period": "2025-26", "value": 9999,
         "reason": "A late invoice", "approved_by": "Board", "approved_on": date(2026, 9, 1)},
    ]  # fmt: skip
    outcome = finance.asked(KEY, "OVH", YEAR)
    given = content(outcome.run)
    assert outcome.run.figures["5"].display == "£9,999 [u] adjusted"
    assert given["built_up"] is None and given["changed"] is None


def adds_up(alt: str) -> bool:
    """Whether the amounts of a waterfall's alt text add up, read as a person would."""
    money = r"£([\d,]+)"
    start, end = (int(n.replace(",", "")) for n in re.findall(money, alt.split(".")[0])[:2])
    signed = {"Increases": 1, "Decreases": -1}
    steps = [
        signed[part.split(":")[0].strip()] * int(n.replace(",", ""))
        for part in alt.split(".")[1:]
        if ":" in part
        for n in re.findall(money, part)
    ]
    return start + sum(steps) == end


def test_own_measures_stand_beside_their_targets(finance):
    finance.rows["indicators"][0] |= {"dimension": "Efficiency"}
    build(finance)
    assert "Own measures of economy and efficiency\nMeasure\nLatest\nTarget" in document(finance)
    finance.rows["indicators"][0] |= {"dimension": "Effectiveness"}
    build(finance)
    assert "no measure of economy or efficiency with a target" in document(finance)


def test_gains_that_free_money_are_added_up_and_others_are_listed(finance):
    gain = {"entity": "OVH", "kind": "made", "year": "2025/26", "evidence": "Invoices",
            "owner": "Director"}  # fmt: skip
    finance.finance["vfm_gains"] = [
        {**gain, "title": "Boilers", "cashable": "yes", "amount": 1000},
        {**gain, "title": "Calls", "cashable": "no", "amount": 500},
        {**gain, "title": "Depot", "cashable": "yes", "amount": 70, "kind": "planned",
         "year": "2026/27"},
        {**gain, "title": "Old", "cashable": "yes", "amount": 9, "year": "2024/25"},
    ]  # fmt: skip
    build(finance)
    words = document(finance)
    assert "Two gains made in 2025/26, of which 1 free £1,000 a year." in words
    assert "One gain planned for the years after, of which 1 free £70 a year." in words
    assert "Depot" in words and "\nOld\n" not in words


def test_headings_follow_the_standard_that_the_workspace_chooses(finance):
    build(finance)
    assert "The regulator's metrics" in document(finance)
    setting = '[settings.vfm-self-assessment]\nheadings = "2012"\n'
    build(finance, setting)
    words = document(finance)
    assert "Return on our assets" in words and "Value-for-money gains made and to come" in words


def test_every_output_says_which_formulas_are_unverified(finance):
    build(finance)
    folder = finance.root / "outputs" / KEY / "OVH" / YEAR.id
    said = "[u] marks what rests on an unverified formula: 8 formulas have not been confirmed"
    assert said in document(finance)
    assert said in words_of(folder / f"review-OVH-{YEAR.id}.docx")
    book = folder / f"{KEY}-OVH-{YEAR.id}.xlsx"
    assert said in cells_of(book, "Formulas")[1][0]
    assert "[u] marks an unverified formula" in cells_of(book, "Metrics")[1][0]


def test_a_year_before_the_metrics_is_a_sentence(finance):
    finance.finance["accounts"].append(line_row("OVH", "2015/16", "turnover", 1))
    with pytest.raises(Exception, match="No definition of 1 is in force for 2015/16"):
        finance.figures(KEY, period=Period.parse("2015/16"))


def build(finance: Finance, setting: str = "") -> None:
    finance.write()
    if setting:
        (finance.root / "pmf.toml").write_text(f'name = "tiny"\n{setting}', encoding="utf-8")
    from pmf_engine.cli import _run

    words = ["run", KEY, "--entity", "OVH", "--period", "2025/26", "--force"]
    assert _run([*words, "--workspace", str(finance.root)]) == 0


def document(finance: Finance) -> str:
    folder = finance.root / "outputs" / KEY / "OVH" / YEAR.id
    return words_of(folder / f"{KEY}-OVH-{YEAR.id}.docx").replace(MINUS, "-")


class Published:
    """A row of benchmarks: quartiles, some of them not published."""

    def __init__(self, *quartiles: str | None) -> None:
        held = (None if one is None else Decimal(one) for one in quartiles)
        self.values = dict(zip(("q1", "median", "q3"), held, strict=True))

    def peek(self, name: str) -> Decimal | None:
        return self.values[name]


@pytest.mark.parametrize(
    ("value", "quartiles", "place"),
    [
        ("4.94", ("5.0", "6.0", "7.0"), "Below the lower quartile"),
        ("4.96", ("5.0", "6.0", "7.0"), "At the lower quartile"),
        ("5.5", ("5.0", "6.0", "7.0"), "Between lower quartile and median"),
        ("6.0", ("5.0", "6.0", "7.0"), "At the median"),
        ("6.5", ("5.0", "6.0", "7.0"), "Between median and upper quartile"),
        ("9.9", ("5.0", "6.0", "7.0"), "Above the upper quartile"),
        ("9.9", (None, "6.0", None), "Above the median"),
        ("1.0", (None, "6.0", None), "Below the median"),
        ("1.0", (None, None, None), "Not published"),
        (None, ("5.0", "6.0", "7.0"), "No figure"),
    ],
)
def test_a_place_among_quartiles_is_told_as_shown_and_without_judging(value, quartiles, place):
    years = {YEAR: figure("3", value)}
    metric = Metric("3", "Gearing", years, {}, Published(*quartiles))
    assert place_words(metric, YEAR) == place
