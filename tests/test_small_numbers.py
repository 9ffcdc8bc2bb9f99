"""Results by quarter, with those held back that would tell of too few people."""

from __future__ import annotations

from decimal import Decimal
from itertools import product
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmf_engine.framework.register import Indicator
from pmf_engine.framework.results import Result
from pmf_engine.framework.small_numbers import shown
from pmf_engine.measures.rag import Target
from pmf_engine.measures.series import Kind
from pmf_engine.measures.suppression import SmallNumbers
from pmf_engine.model.periods import Frequency, Period
from pmf_engine.model.values import Missing, Status, Suppressed
from tests.web_kit import Landlord

RULE = SmallNumbers()
FIRST = Period.parse("2025-Q1")
small_counts = st.lists(st.integers(0, 12), min_size=4, max_size=4)


def indicator(kind: Kind = Kind.COUNT, unit: str = "cases", regulatory: bool = False) -> Indicator:
    row: Any = SimpleNamespace(peek={"regulatory": regulatory}.get)
    return Indicator(
        row=row, code="A", entity="OVH", title="A", measure="a", perspective="", unit=unit, scale=1,
        kind=kind, polarity="data only", places=0, frequency=Frequency.MONTHLY, owner="",
        critical=False, definition="",
    )  # fmt: skip


def results(*values: Any) -> list[Result]:
    """A result a quarter: a count, or what it is divided from."""
    found = []
    for at, one in enumerate(values):
        pair = tuple(map(Decimal, one)) if isinstance(one, tuple) else (None, None)
        value = pair[0] / pair[1] * 100 if pair[1] else Decimal(one)
        found.append(
            Result(
                period=FIRST.shift(at), value=value, places=0, target=Target("data only"),
                status=Status.DATA_ONLY, numerator=pair[0], denominator=pair[1],
                standing="actual", note="",
            )
        )  # fmt: skip
    return found


def hidden(found: list[Result]) -> list[int]:
    return [at for at, one in enumerate(found) if isinstance(one.value, Suppressed)]


def test_a_count_under_five_is_hidden_and_a_nought_is_shown():
    found = shown(indicator(), results(4, 0, 5, 9), RULE)
    assert hidden(found) == [0, 3]
    assert str(found[0].value) == "Fewer than 5"


def test_the_last_quarter_of_a_year_is_hidden_where_one_before_it_is():
    found = shown(indicator(), results(9, 3, 9, 12), RULE)
    assert hidden(found) == [1, 3]
    assert "cannot be worked out" in found[3].value.reason


def test_two_hidden_quarters_protect_one_another():
    assert hidden(shown(indicator(), results(3, 3, 9, 12), RULE)) == [0, 1]


def test_the_next_year_begins_afresh():
    assert hidden(shown(indicator(), results(9, 9, 9, 9, 3, 9), RULE)) == [4]


def test_a_rate_of_too_few_is_hidden_with_what_it_was_divided_from():
    rate = indicator(Kind.RATE, "%")
    found = shown(rate, results((3, 40), (30, 40), (2, 3)), RULE)
    assert hidden(found) == [0, 2]
    assert found[0].numerator is None and found[0].denominator is None


def test_few_left_over_are_no_reason_to_hide_so_a_near_miss_is_told():
    assert hidden(shown(indicator(Kind.RATE, "%"), results((998, 1000)), RULE)) == []


def test_money_is_never_a_small_number():
    assert hidden(shown(indicator(Kind.SUM, "£"), results(3), RULE)) == []


def test_what_the_regulator_requires_is_shown():
    assert hidden(shown(indicator(regulatory=True), results(3, 2, 1), RULE)) == []


@given(small_counts)
def test_nobody_who_knows_the_years_total_can_work_out_a_hidden_quarter_once_four_are_out(counts):
    found = shown(indicator(), results(*counts), RULE)
    gone = hidden(found)
    if gone and gone != [3]:  # one hidden in the last quarter alone: no total is published here
        total = sum(counts)
        ranges = [range(total + 1) if at in gone else [counts[at]] for at in range(4)]
        alike = [each for each in product(*ranges) if sum(each) == total]
        for at in gone:
            assert len({each[at] for each in alike}) > 1


@given(small_counts, st.integers(1, 3))
def test_what_was_shown_in_one_quarter_is_shown_in_the_next(counts, upto):
    early = shown(indicator(), results(*counts[:upto]), RULE)
    late = shown(indicator(), results(*counts), RULE)
    assert hidden(early) == [at for at in hidden(late) if at < upto]


def test_a_hidden_number_is_in_no_page_no_data_and_no_csv(tmp_path):
    landlord = Landlord(tmp_path / "workspace")
    site = landlord.build()
    result = site.measure("TEN01")["results"][-1]
    assert (result["value"], result["shown"], result["verdict"]) == (
        None, "Fewer than 5", "Not shown",
    )  # fmt: skip
    for name in ("measures/evictions.html", "2026-q2/measures/evictions.html"):
        assert "Fewer than 5 ○ Not shown" in site.words(name)
        assert "The figure for Quarter 2 2026/27 is not shown: numbers under 5" in site.words(name)
    rows = site.source("measures/evictions.csv").splitlines()
    assert rows[-1].startswith("TEN01,Evictions,Tenancies,2026-Q2,,cases,Fewer than 5")
    assert "Numbers under 5 are not shown" in site.words("about.html")


def test_the_workspace_sets_the_threshold(tmp_path):
    landlord = Landlord(tmp_path / "workspace")
    landlord.write()
    toml = 'name = "tiny"\n[publication]\nsmall_numbers = 0\n'
    (landlord.root / "pmf.toml").write_text(toml, encoding="utf-8")
    landlord.write = lambda: landlord  # type: ignore[method-assign]
    assert landlord.build().measure("TEN01")["results"][-1]["value"] == 3


@pytest.mark.parametrize(("regulatory", "value"), [("yes", 3), ("no", None)])
def test_the_register_says_what_the_regulator_requires(tmp_path, regulatory, value):
    landlord = Landlord(tmp_path / "workspace")
    row = next(one for one in landlord.rows["indicators"] if one["code"] == "TEN01")
    row["regulatory"] = regulatory
    assert landlord.build().measure("TEN01")["results"][-1]["value"] == value


def test_a_missing_result_stays_missing_and_is_not_called_hidden():
    gap = Missing("no figure was entered")
    one = results(3)[0]
    (found,) = shown(indicator(), [Result(**{**_fields(one), "value": gap})], RULE)
    assert found.value is gap


def _fields(one: Result) -> dict[str, Any]:
    return {name: getattr(one, name) for name in Result.__slots__}


@pytest.mark.parametrize(("regulatory", "counted"), [("no", None), ("yes", "297 out of 300")])
def test_how_many_a_rate_rests_on_is_not_told_where_it_gives_a_few_left_over_away(
    tmp_path, regulatory, counted
):
    landlord = Landlord(tmp_path / "workspace")
    landlord.measure("NEAR", "Near", [(99, 100)] * 6, regulatory=regulatory)
    result = landlord.build().measure("NEAR")["results"][-1]
    assert (result["value"], result["counted"]) == (99.0, counted)
