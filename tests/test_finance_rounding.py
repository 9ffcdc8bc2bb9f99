"""Rounding to thousands that still adds up, and the lines that accounts are made of."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmf_engine.framework.finance.chart import load_chart
from pmf_engine.framework.finance.statements import in_thousands
from pmf_engine.measures.rounding import nearest, rounded_parts, rounded_tree
from pmf_engine.model.errors import PmfError
from pmf_engine.model.values import Missing

CHART = load_chart()
LEAVES = [c for c, line in CHART.lines.items() if not line.parts and line.statement != "homes"]
AMOUNTS = st.decimals(-(10**9), 10**9, places=2)


def with_totals(leaves: dict[str, Decimal]) -> dict[str, Decimal]:
    """The leaves and every total, added up by a way of our own."""
    found = dict(leaves)

    def amount(code: str) -> Decimal:
        parts = CHART.lines[code].parts
        return sum((s * amount(p) for s, p in parts), Decimal(0)) if parts else leaves.get(code, 0)

    return found | {c: amount(c) for c in CHART.totals if CHART.lines[c].statement != "homes"}


@given(st.lists(st.tuples(st.sampled_from([1, -1]), AMOUNTS), min_size=1, max_size=30))
def test_parts_add_up_to_the_rounded_total_and_none_is_a_whole_unit_off(parts):
    target = nearest(sum(sign * amount for sign, amount in parts))
    shown = rounded_parts(target, parts)
    assert sum(sign * value for (sign, _), value in zip(parts, shown, strict=True)) == target
    assert all(abs(value - amount) < 1 for value, (_, amount) in zip(shown, parts, strict=True))


@given(st.dictionaries(st.sampled_from(LEAVES), AMOUNTS, min_size=5))
def test_accounts_in_thousands_add_up_in_every_total(leaves):
    exact = with_totals(leaves)
    shown = in_thousands(CHART, exact)
    assert set(shown) == set(exact)
    for total, parts in CHART.totals.items():
        if total in shown:
            assert shown[total] == sum(sign * shown.get(part, 0) for sign, part in parts), total
    # A total of totals that are shared, such as the surplus on lettings, may be off by its parts.
    for code, value in shown.items():
        slack = len(CHART.lines[code].parts) if code == "lettings_surplus" else 1
        assert abs(value - exact[code] / 1000) < slack, code


def test_a_balance_sheet_that_balances_still_does_in_thousands():
    leaves = {code: Decimal(499 + 7 * at) for at, code in enumerate(LEAVES)}
    exact = with_totals(leaves)
    leaves["opening_revenue_reserve"] += exact["net_assets"] - exact["total_reserves"]
    exact = with_totals(leaves)
    assert exact["net_assets"] == exact["total_reserves"]
    shown = in_thousands(CHART, exact)
    assert shown["net_assets"] == shown["total_reserves"]


def test_three_thirds_come_to_one():
    third = Decimal(1) / 3
    assert sorted(rounded_parts(1, [(1, third)] * 3)) == [0, 0, 1]


def test_nothing_is_moved_where_rounding_adds_up_already():
    parts = [(1, Decimal("10.4")), (1, Decimal("20.6")), (-1, Decimal("5.5"))]
    assert rounded_parts(25, parts) == [10, 21, 6]


def test_a_missing_line_leaves_its_total_to_be_rounded_by_itself():
    amounts = {"gross_rent": Decimal(1400), "void_losses": Missing("no row"),
               "lettings_turnover": Decimal(2600)}  # fmt: skip
    assert in_thousands(CHART, amounts) == {"gross_rent": 1, "lettings_turnover": 3}


def test_a_tree_whose_parts_are_all_shared_is_the_sum_of_what_is_shown():
    totals = {"a": [(1, "x"), (1, "y")], "b": [(1, "x"), (-1, "y")]}
    exact = {"a": Decimal("1.0"), "b": Decimal("0.2"), "x": Decimal("0.6"), "y": Decimal("0.4")}
    shown = rounded_tree(totals, exact)
    assert shown["x"] + shown["y"] == shown["a"] == 1
    assert shown["x"] - shown["y"] == shown["b"] == 1


@pytest.mark.parametrize(
    ("statement", "said", "code"),
    [
        ("SOCI", "TURNOVER (overall)", "turnover"),
        ("comprehensive income", "Gain/(loss) on disposal of fixed assets", "gain_on_disposal"),
        ("balance sheet", "cash", "cash"),
        ("Social housing lettings", "major repairs (revenue)", "major_repairs"),
        ("units", "Social housing units owned and/or managed", "social_managed"),
        ("Operating surplus note", "Turnover", "turnover"),
        ("balance sheet", "turnover", "turnover"),
        ("SOCI", "Total depreciation charge", "total_depreciation"),
        ("balance sheet", "turnovr", None),
        ("nowhere", "nothing", None),
    ],
)
def test_a_line_is_known_by_its_code_its_title_and_what_people_call_it(statement, said, code):
    line = CHART.line(statement, said)
    assert (line and line.code) == code


def test_an_unknown_line_is_told_with_the_nearest():
    assert "Did you mean “Turnover”?" in CHART.unknown("SOCI", "Turnovr")
    assert "“P&L” is no statement. Statements: " in CHART.unknown("P&L", "Turnover")


def test_every_line_has_one_name_of_its_own_in_its_statement():
    for one in CHART.statements.values():
        names = [n for code in one.lines for n in (code, CHART.lines[code].title)]
        known = {name: CHART.line(one.code, name) for name in names}
        assert all(line and name in (line.code, line.title) for name, line in known.items())


def test_a_fault_in_the_lines_names_its_line(tmp_path):
    path = tmp_path / "lines.yaml"
    path.write_text("soci:\n  title: X\n  lines:\n    a: {title: A, add: [b], nill: true}\n")
    with pytest.raises(PmfError, match="line 4: a does not have “nill”") as fault:
        load_chart(path)
    assert "a adds up “b”, which is no line" in str(fault.value)
