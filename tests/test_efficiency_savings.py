"""Efficiency savings: the sums by hand, counted once, and not paid for by those who are served."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pmf_plugins.efficiency_savings import inputs
from pmf_plugins.efficiency_savings.report import report

from pmf_engine.definitions import case_faults, load_cases, load_definitions
from pmf_engine.model.periods import Period
from tests.command import Pmf, cells_of, words_of
from tests.test_fraud_report import sheet
from tests.tiny import Tiny, value
from tests.workbooks import save

YEAR, BEFORE = "2025/26", "2024/25"
NOW, THEN = [p.id for p in Period.parse(YEAR).months], [p.id for p in Period.parse(BEFORE).months]


def saving(reference: str, **changes: Any) -> dict[str, Any]:
    return {
        "reference": reference, "entity": "OVH", "year": YEAR, "title": f"Saving {reference}",
        "theme": "Procurement", "cashable": "yes", "lasting": "ongoing", "baseline_year": BEFORE,
        "baseline": 1000, "cost_after": 700, "cost_of_change": 50, "method": "Price times number",
        "evidence": "Contract file", "cost_line": f"L-{reference}", "indicator": "REP01",
        "owner": "Head of Procurement", **changes,
    }  # fmt: skip


def year(**changes: Any) -> dict[str, Any]:
    told = {"target": 400, "running_costs": 50000, "approved_by": "OVH Board"}
    return {"entity": "OVH", "year": YEAR, **told, **changes}


def write(
    tiny: Tiny, years: list[dict[str, Any]], *savings: dict[str, Any], now: int = 91, then: int = 90
) -> Tiny:
    """A workspace with these savings, and an indicator of so many in a hundred each month."""
    months = [*((m, then) for m in THEN), *((m, now) for m in NOW)]
    tiny.only(*(value("REP01", month, top, 100) for month, top in months)).write()
    save(tiny.path("efficiency"), {
        "Efficiency_Years": sheet(inputs.YEARS.columns, years),
        "Efficiency_Savings": sheet(inputs.SAVINGS.columns, savings),
    })  # fmt: skip
    return tiny


def figures(pmf: Pmf) -> dict[str, dict[str, Any]]:
    words = ("--entity", "OVH", "--period", YEAR, "--json")
    told = pmf("figures", "efficiency-savings", *words).json["figures"]
    return {one["id"].split("/", 3)[3]: one for one in told}


def codes(pmf: Pmf, level: str = "error") -> list[str]:
    words = ("--entity", "OVH", "--period", YEAR, "--json")
    return pmf("check", "efficiency-savings", *words).codes(level)


def run(pmf: Pmf, *words: str) -> Path:
    said = pmf("run", "efficiency-savings", "--entity", "OVH", "--period", YEAR, *words)
    assert said.status == 0, said.out + said.err
    return pmf.root / "outputs" / "efficiency-savings" / "OVH" / "2025-26"


def test_the_worked_cases_hold() -> None:
    assert report.definitions is not None
    found = case_faults(
        load_definitions(report.definitions),
        load_cases(report.definitions.with_name("cases.yaml")),
    )
    assert found == []


def test_the_year_adds_up_by_hand(pmf: Pmf, tiny: Tiny) -> None:
    write(
        tiny, [year(), year(year=BEFORE)],
        saving("A"),
        saving("B", theme="Capital works", cashable="no", lasting="one-off", baseline=500.5,
               cost_after=300, cost_of_change=0),
        saving("C", entity="PCHA"),
        saving("D", year=BEFORE, baseline_year="2023/24", baseline=90, cost_after=60),
    )  # fmt: skip
    found = {slot: one["value"] for slot, one in figures(pmf).items()}
    assert found["saving/a"] == "250" and found["saving/b"] == "200.5"
    assert (found["total"], found["cashable"], found["non-cashable"]) == ("450.5", "250", "200.5")
    assert (found["ongoing"], found["count"]) == ("250", "2")
    assert found["theme/capital-works/total"] == "200.5"
    assert Decimal(found["against-target"]) == Decimal("450.5") / 400 * 100
    assert Decimal(found["of-costs"]) == Decimal("450.5") / 50000 * 100
    assert found["year/2024-25/total"] == "-20"
    assert found["year/2023-24/total"] is None


def test_a_year_without_a_target_is_not_judged(pmf: Pmf, tiny: Tiny) -> None:
    write(tiny, [year(target=None)], saving("A"))
    found = figures(pmf)
    assert found["target"]["missing"] == "target: no target was set"
    assert found["against-target"]["value"] is None
    assert "No target was set." in words_of(run(pmf) / "efficiency-savings-OVH-2025-26.docx")


def test_every_output_says_what_is_unverified(pmf: Pmf, tiny: Tiny) -> None:
    write(tiny, [year()], saving("A"))
    folder = run(pmf)
    for name in ("efficiency-savings", "review"):
        words = words_of(folder / f"{name}-OVH-2025-26.docx")
        assert "£250 [u]" in words and "have not been confirmed against the source" in words
    rows = cells_of(folder / "efficiency-OVH-2025-26.xlsx", "Formulas")
    assert any("[u] marks what rests on" in str(cell) for row in rows for cell in row)
    assert figures(pmf)["total"]["display"] == "£250 [u]"


def test_the_paper_shows_each_saving_with_its_proof_and_quality(pmf: Pmf, tiny: Tiny) -> None:
    write(tiny, [year()], saving("A", counted_once="The line was split in April."))
    words = words_of(run(pmf) / "efficiency-savings-OVH-2025-26.docx")
    assert "OVH Homes saved £250 [u] in 2025/26, short of its target of £400" in words
    row = "A\nSaving A\nProcurement\nYes\nOngoing\n£1,000\n£700\n£50\n£250 [u]"
    assert row in words
    assert (
        "A\n2024/25\nPrice times number\nContract file\nL-A\nThe line was split in April." in words
    )
    assert "90.0%\n91.0%\n● Held\nNone needed" in words
    assert "Of 1 saving linked to satisfaction, none came with a fall in it." in words


@pytest.mark.parametrize(
    ("changes", "level", "code"),
    [
        ({"cost_after": 950}, "error", "efficiency-no-saving"),
        ({"cost_after": 2000}, "error", "efficiency-no-saving"),
        ({"baseline_year": YEAR}, "error", "efficiency-baseline-year"),
        ({"indicator": None}, "warning", "efficiency-no-quality"),
        ({"indicator": "NOSUCH"}, "error", "unknown-code"),
        ({"method": None}, "error", "cell-blank"),
        ({"evidence": None}, "error", "cell-blank"),
        ({"cashable": None}, "error", "cell-blank"),
        ({"baseline": "lots"}, "error", "cell-not-a-number"),
        ({"theme": "Magic"}, "error", "cell-not-a-choice"),
    ],
)
def test_a_bad_row_is_found(
    pmf: Pmf, tiny: Tiny, changes: dict[str, Any], level: str, code: str
) -> None:
    write(tiny, [year()], saving("A", **changes))
    assert code in codes(pmf, level)


def test_a_year_that_nobody_entered_or_saved_in_is_told(pmf: Pmf, tiny: Tiny) -> None:
    write(tiny, [year(entity="PCHA"), year(year=BEFORE)], saving("A"))
    assert codes(pmf) == ["efficiency-no-year"]
    write(tiny, [year()])
    assert codes(pmf, "warning") == ["efficiency-no-savings"]
    assert figures(pmf)["total"]["value"] == "0"


# Counted once


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ({"cost_line": "L-A", "baseline": 2000}, "the same budget line, L-A, as A"),
        (
            {"cost_line": "L-A", "year": BEFORE, "baseline_year": "2023/24"},
            "has the baseline and budget line of B in 2024/25",
        ),
        ({"cost_line": "L-A", "entity": "PCHA"}, "has the baseline and budget line of B of PCHA"),
    ],
)
def test_what_may_be_counted_twice_stops_the_statement_unless_it_says_why_not(
    pmf: Pmf, tiny: Tiny, other: dict[str, Any], told: str
) -> None:
    write(tiny, [year()], saving("A"), saving("B", **other))
    words = ("--entity", "OVH", "--period", YEAR)
    said = pmf("run", "efficiency-savings", *words)
    assert said.status == 1 and told in said.err
    note = {"counted_once": "Two halves of one contract."}
    write(tiny, [year()], saving("A", **note), saving("B", **other, **note))
    assert "efficiency-counted-twice" not in codes(pmf)


def test_savings_on_lines_of_their_own_are_counted_once(pmf: Pmf, tiny: Tiny) -> None:
    write(
        tiny, [year()],
        saving("A"),
        saving("B", year=BEFORE, cost_line="L-A", baseline=999, baseline_year="2023/24"),
        saving("C", entity="PCHA", cost_line="L-A", baseline=998),
    )  # fmt: skip
    assert codes(pmf) == []


# Quality


def test_a_saving_may_not_coincide_with_a_fall_in_satisfaction_without_a_note(
    pmf: Pmf, tiny: Tiny
) -> None:
    write(tiny, [year()], saving("A"), now=89)
    words = ("--entity", "OVH", "--period", YEAR)
    said = pmf("run", "efficiency-savings", *words)
    assert said.status == 1
    assert "went from 90.0% to 89.0% while A was saved" in said.err
    write(tiny, [year()], saving("A", quality_note="The storms."), now=89)
    text = words_of(run(pmf) / "efficiency-savings-OVH-2025-26.docx")
    assert "90.0%\n89.0%\n▲ Fell, note\nThe storms." in text
    assert "1 came with a fall in it, and says why." in text


def test_a_fall_that_no_reader_can_see_is_no_fall(pmf: Pmf, tiny: Tiny) -> None:
    write(tiny, [year()], saving("A"), now=90)
    tiny.rows["monthly"][-1] |= {"numerator": 89996, "denominator": 100000}
    tiny.write()
    assert codes(pmf) == []


def test_of_an_indicator_to_be_kept_low_a_rise_is_the_fall_in_quality(pmf: Pmf, tiny: Tiny) -> None:
    write(tiny, [year()], saving("A"))
    tiny.rows["indicators"][0]["polarity"] = "minimise"
    tiny.write()
    assert codes(pmf) == ["efficiency-quality-fell"]


def test_an_indicator_without_figures_for_both_years_cannot_tell(pmf: Pmf, tiny: Tiny) -> None:
    write(tiny, [year()], saving("A"))
    tiny.rows["monthly"] = tiny.rows["monthly"][12:]
    tiny.write()
    assert codes(pmf, "warning") == ["efficiency-quality-unknown"]
    said = pmf("check", "efficiency-savings", "--entity", "OVH", "--period", YEAR)
    assert "REP01 has no figure for 2024/25, so nobody can tell whether quality held" in said.err


def test_the_year_of_an_indicator_adds_up_pairs_and_is_no_mean_of_percentages(
    pmf: Pmf, tiny: Tiny
) -> None:
    write(tiny, [year()], saving("A"))
    tiny.rows["monthly"][-1] |= {"numerator": 0, "denominator": 1000}
    tiny.write()
    shown = figures(pmf)["quality/REP01/2025-26"]
    assert Decimal(shown["value"]) == Decimal(91 * 11) / (1100 + 1000) * 100


# Proof


@settings(max_examples=8, deadline=None)
@given(st.permutations(["A", "B", "C"]), st.integers(1, 9))
def test_order_of_rows_and_money_times_ten_leave_shares_alone(
    tmp_path_factory: pytest.TempPathFactory, order: list[str], times: int
) -> None:
    def shares(times: int, *order: str) -> tuple[Decimal | None, ...]:
        def scaled(row: dict[str, Any], *names: str) -> dict[str, Any]:
            return {**row, **{name: row[name] * times for name in names}}

        amounts = {"A": 1000, "B": 2500, "C": 801}
        rows = [
            scaled(saving(one, baseline=amounts[one]), "baseline", "cost_after", "cost_of_change")
            for one in order
        ]
        years = [scaled(year(), "target", "running_costs")]
        tiny = write(Tiny(tmp_path_factory.mktemp("w")), years, *rows)
        (outcome,) = tiny.engine().outcomes("efficiency-savings", "OVH", Period.parse(YEAR))
        assert outcome.run is not None
        found = outcome.run.figures
        assert found["total"].value == sum(found[f"saving/{k.lower()}"].value or 0 for k in "ABC")
        return tuple(found[key].value for key in ("against-target", "of-costs", "count"))

    assert shares(times, *order) == shares(1, "A", "B", "C")


def test_last_years_issued_statement_is_what_the_review_compares_with(pmf: Pmf, tiny: Tiny) -> None:
    before = saving("B", year=BEFORE, baseline_year="2023/24", baseline=850, cost_after=600)
    rows = [saving("A"), {**before, "quality_note": "Nobody noticed."}]
    write(tiny, [year(), year(year=BEFORE)], *rows)
    assert pmf("run", "efficiency-savings", "--entity", "OVH", "--period", BEFORE).status == 0
    stem = "outputs/efficiency-savings/OVH/2024-25/efficiency-savings-OVH-2024-25.docx"
    pmf("issue", pmf.root / stem)
    words = words_of(run(pmf) / "review-OVH-2025-26.docx")
    assert "£200 [u]\n£250 [u]\n+25.0%\n■ Say why" in words
    assert words.startswith("Check list\n")


def test_the_sample_tells_of_a_fall_with_its_note(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pmf = Pmf(tmp_path / "w", capsys)
    pmf.bare("init", pmf.root)
    said = pmf("run", "efficiency-savings", "--entity", "all", "--period", YEAR, "--json")
    assert (said.status, said.codes(), said.codes("warning")) == (0, [], [])
    path = pmf.root / "outputs/efficiency-savings/OVH/2025-26/efficiency-savings-OVH-2025-26.docx"
    assert "▲ Fell, note" in words_of(path) and "2 came with a fall in it" in words_of(path)
