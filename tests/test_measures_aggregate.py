"""Totals of a quarter, a year to date, a rolling year; their targets and verdicts."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmf_engine.measures.aggregate import Total, aggregate, judge_total, ytd_target
from pmf_engine.measures.rag import Target
from pmf_engine.measures.series import Point, paired
from pmf_engine.model.numbers import half_up
from pmf_engine.model.periods import Period
from pmf_engine.model.values import Absence, Missing, Status

APRIL, MAY, JUNE = (Period.month(2026, month) for month in (4, 5, 6))
BLANK = Missing("the cell is blank")
counts = st.tuples(st.integers(0, 10**6), st.integers(1, 10**6)).map(
    lambda pair: (D(min(pair)), D(max(pair)))
)


def three(*values):
    return [
        Point(month, BLANK if value is None else D(value))
        for month, value in zip((APRIL, MAY, JUNE), values, strict=True)
    ]


def test_one_of_two_and_ninety_of_a_hundred_are_not_seventy_percent():
    points = [paired(APRIL, D(1), D(2), 100), paired(MAY, D(90), D(100), 100)]
    total = aggregate("rate", points, 2, 100)
    assert half_up(total.value, 4) == D("89.2157")
    assert (total.numerator, total.denominator, total.n, total.of) == (91, 102, 2, 2)


def test_the_mean_of_monthly_percentages_is_taken_only_where_declared():
    points = [paired(APRIL, D(1), D(2), 100), paired(MAY, D(90), D(100), 100)]
    assert aggregate("rate", points, 2, 100, declared_mean=True).value == 70


def test_rates_without_numerators_and_denominators_are_not_added_up():
    total = aggregate("rate", three(50, 90, 70), 3, 100)
    assert total.value == Missing("cannot be added up without numerators and denominators")
    one_pair = [paired(APRIL, D(1), D(2), 100), Point(MAY, D(90))]
    assert isinstance(aggregate("rate", one_pair, 2, 100).value, Missing)


def test_rates_without_pairs_have_their_mean_where_that_is_declared():
    total = aggregate("rate", three(50, 90, None), 3, 100, declared_mean=True)
    assert (total.value, total.note()) == (70, "2 of 3 months")


def test_an_average_time_is_all_days_over_all_cases():
    points = [paired(APRIL, D(100), D(10)), paired(MAY, D(20), D(1))]
    assert half_up(aggregate("average", points, 2).value, 2) == D("10.91")


def test_counts_and_sums_add_up():
    assert aggregate("count", three(3, 4, 5), 3).value == 12
    assert aggregate("sum", three("0.1", "0.2", "0.3"), 3).value == D("0.6")


def test_a_snapshot_keeps_the_last():
    assert aggregate("snapshot", three(3, 4, 5), 3).value == 5


def test_a_snapshot_without_its_last_month_is_missing_and_the_month_before_does_not_stand_in():
    assert aggregate("snapshot", three(3, 4, None), 3).value is BLANK
    left_out = aggregate("snapshot", three(3, 4, 5)[:2], 3, end=Period.parse("2026-Q1"))
    assert left_out.value == Missing("there is no figure for June 2026")
    assert left_out.note() == "2 of 3 months"
    assert aggregate("snapshot", [], 3).value == Missing("there is no figure for the last period")


def test_a_snapshot_keeps_the_pair_of_its_last_month():
    points = [paired(APRIL, D(1), D(2), 100), paired(MAY, D(90), D(100), 100)]
    total = aggregate("snapshot", points, 2, 100, end=MAY)
    assert (total.value, total.numerator, total.denominator) == (90, 90, 100)


@pytest.mark.parametrize("kind", ["count", "sum"])
def test_a_quarter_with_two_of_three_months_is_shown_with_how_many(kind):
    total = aggregate(kind, three(3, None, 5), 3)
    assert (total.value, total.n, total.of, total.complete) == (8, 2, 3, False)
    assert total.note() == "2 of 3 months"


def test_a_missing_month_leaves_a_rate_with_the_months_known():
    points = [paired(APRIL, D(1), D(2), 100), Point(MAY, BLANK), paired(JUNE, D(3), D(4), 100)]
    total = aggregate("rate", points, 3, 100)
    assert (half_up(total.value, 2), total.note()) == (D("66.67"), "2 of 3 months")


def test_a_month_left_out_altogether_counts_as_missing():
    assert aggregate("count", three(3, 4, 5)[:2], 3).note() == "2 of 3 months"


def test_a_complete_total_needs_no_note():
    assert aggregate("count", three(3, 4, 5), 3).note() == ""
    assert aggregate("count", three(3, 4, 5), 4).note("quarter") == "3 of 4 quarters"


@pytest.mark.parametrize("kind", ["count", "sum", "rate", "average"])
def test_a_span_without_any_figure_is_missing_with_the_reason_of_its_months(kind):
    assert aggregate(kind, three(None, None, None), 3).value == BLANK
    assert aggregate(kind, [], 3) == Total(Missing("no period has a figure"), 0, 3)
    assert aggregate(kind, [], 3, declared_mean=True).n == 0


def test_a_month_without_cases_is_known_and_changes_nothing():
    points = [paired(APRIL, D(0), D(0), 100), paired(MAY, D(3), D(4), 100)]
    total = aggregate("rate", points, 2, 100)
    assert (total.value, total.complete) == (75, True)


def test_a_year_without_cases_is_no_cases():
    total = aggregate("rate", [paired(APRIL, D(0), D(0), 100)], 1, 100)
    assert total.value == Missing("no cases", Absence.NO_CASES)


def test_a_month_with_some_out_of_nothing_is_not_pooled():
    points = [paired(APRIL, D(5), D(0), 100), paired(MAY, D(3), D(4), 100)]
    total = aggregate("rate", points, 2, 100)
    assert (total.value, total.note()) == (75, "1 of 2 months")


def test_quarters_and_rolling_years_add_up_as_months_do():
    quarters = [Point(Period.parse(f"2026-Q{n}"), D(n)) for n in (1, 2, 3, 4)]
    assert aggregate("count", quarters, 4).value == 10
    rolling = [Point(APRIL.shift(step), D(step)) for step in range(12)]
    assert aggregate("count", reversed(rolling), 12).value == 66


def test_a_total_with_a_provisional_month_is_provisional():
    points = [Point(APRIL, D(1)), Point(MAY, D(2), status="provisional")]
    assert aggregate("count", points, 2).status == "provisional"
    assert aggregate("snapshot", points, 2).status == "provisional"
    assert aggregate("count", points[:1], 2).status == "actual"


def test_a_kind_that_is_none_is_refused():
    with pytest.raises(ValueError, match="percentage"):
        aggregate("percentage", three(1, 2, 3), 3)


@given(st.lists(counts, min_size=1, max_size=12), st.sampled_from([1, 100, 1000]))
def test_a_pooled_rate_lies_between_the_lowest_and_the_highest_month(pairs, scale):
    points = [paired(APRIL.shift(step), *pair, scale) for step, pair in enumerate(pairs)]
    values = [point.value for point in points]
    tiny = D("1e-20")
    pooled = aggregate("rate", points, len(points), scale).value
    assert min(values) - tiny <= pooled <= max(values) + tiny


@given(st.lists(st.none() | st.decimals(0, 10**9, places=2), min_size=1, max_size=12))
def test_a_sum_is_that_of_the_months_known(values):
    points = [
        Point(APRIL.shift(step), BLANK if value is None else value)
        for step, value in enumerate(values)
    ]
    total = aggregate("sum", points, len(values))
    known = [value for value in values if value is not None]
    assert total.n == len(known)
    assert total.value == (sum(known) if known else BLANK)


def test_the_target_of_a_count_is_the_sum_of_its_profile():
    assert ytd_target("count", {APRIL: D(10), MAY: D(12), JUNE: D(20)}) == 42


def test_a_profile_with_a_month_missing_gives_no_target():
    found = ytd_target("sum", {APRIL: D(10), MAY: None})
    assert found == Missing("there is no target for May 2026")


@pytest.mark.parametrize("kind", ["rate", "average", "snapshot"])
def test_the_target_of_a_rate_or_snapshot_is_the_one_in_force_at_the_end(kind):
    assert ytd_target(kind, {MAY: D(97), APRIL: D(95)}) == 97
    assert ytd_target(kind, {APRIL: None, MAY: D(97)}) == 97
    assert isinstance(ytd_target(kind, {APRIL: D(95), MAY: None}), Missing)


def test_without_targets_there_is_none():
    assert ytd_target("count", {}).absence is Absence.NOT_APPLICABLE


def test_a_count_with_a_month_missing_is_shown_but_not_judged():
    total = Total(D(8), 2, 3)
    assert judge_total("count", total, Target("maximise", D(5))) is Status.NO_DATA
    assert judge_total("sum", total, Target("minimise", D(5))) is Status.NO_DATA


def test_a_count_without_a_target_is_data_only_whether_or_not_a_month_is_missing():
    assert judge_total("count", Total(D(8), 2, 3), None) is Status.DATA_ONLY


def test_a_rate_with_a_month_missing_is_judged_on_what_is_known():
    assert judge_total("rate", Total(D(96), 2, 3), Target("maximise", D(95))) is Status.GREEN


def test_a_complete_count_is_judged_as_a_value_is():
    total, target = Total(D("7.96"), 3, 3), Target("maximise", D(8))
    assert judge_total("count", total, target) is Status.RED
    assert judge_total("count", total, target, places=1, judge_rounded=True) is Status.GREEN
