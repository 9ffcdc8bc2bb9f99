"""Quartiles by five methods, bands and ranks."""

import statistics
from decimal import Decimal as D
from fractions import Fraction
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmf_engine.measures.quartile import (
    METHODS,
    Rank,
    band,
    clear_difference,
    distances,
    quartiles,
    rank,
    sample_note,
    top_quartile,
)
from pmf_engine.model.values import Absence, Missing

SATISFACTION = "88.2 90.1 91.5 93.0 94.4 95.2 97.9"
TIES = "95 95 95 95 97 98 98 99"
BY_METHOD = {
    "1 2 3 4": ("1.75 2.5 3.25", "1.25 2.5 3.75", "1.5 2.5 3.5", "1 2 3", "1.5 2.5 3.5"),
    "1 2 3 4 5": ("2 3 4", "1.5 3 4.5", "1.75 3 4.25", "2 3 4", "2 3 4"),
    SATISFACTION: (
        "90.8 93 94.8", "90.1 93 95.2", "90.45 93 95", "90.1 93 95.2", "90.8 93 94.8",
    ),
    "61 64 66 70 72 75 81 88": (
        "65.5 71 76.5", "64.5 71 79.5", "65 71 78", "64 70 75", "65 71 78",
    ),
    "4.1 4.4 5.0 5.2 5.9 6.3 6.8 7.7 8.0 9.1 12.5": (
        "5.1 6.3 7.85", "5 6.3 8", "5.05 6.3 7.925", "5 6.3 8", "5.1 6.3 7.85",
    ),
    TIES: ("95 96 98", "95 96 98", "95 96 98", "95 95 98", "95 96 98"),
}  # fmt: skip
ORDER = ("linear", "weibull", "hazen", "inverted_cdf", "tukey")
peers = st.lists(st.decimals(-1000, 1000, places=2), min_size=4, max_size=40)


def decimals(text):
    return [D(part) for part in text.split()]


def three(found):
    return [found.q1, found.median, found.q3]


@pytest.mark.parametrize(
    ("data", "method", "expected"),
    [
        (data, method, expected)
        for data, row in BY_METHOD.items()
        for method, expected in zip(ORDER, row, strict=True)
    ],
)
def test_each_method_gives_its_own_quartiles_at_housing_sizes(data, method, expected):
    assert three(quartiles(reversed(decimals(data)), method)) == decimals(expected)


def test_the_table_covers_every_method():
    assert set(METHODS) == set(ORDER)


def test_a_landlord_may_be_top_by_one_method_and_second_by_another():
    by_linear = quartiles(decimals(SATISFACTION))
    by_weibull = quartiles(decimals(SATISFACTION), "weibull")
    assert band(D("95.0"), *three(by_linear), "maximise") == 1
    assert band(D("95.0"), *three(by_weibull), "maximise") == 2


def test_landlords_tied_on_a_quartile_share_band_3_and_leave_band_4_empty():
    found = quartiles(decimals(TIES))
    bands = [band(value, *three(found), "maximise") for value in decimals(TIES)]
    assert bands == [3, 3, 3, 3, 2, 1, 1, 1]


def test_to_minimise_the_lowest_are_in_band_1():
    values = decimals("1 2 2.1 3 3.1 4 4.1")
    assert [band(v, D(2), D(3), D(4), "minimise") for v in values] == [1, 1, 2, 2, 3, 3, 4]
    assert [band(v, D(2), D(3), D(4), "maximise") for v in values] == [4, 3, 3, 2, 2, 1, 1]


def test_a_missing_value_or_one_without_a_good_side_has_no_band():
    assert band(Missing("blank"), D(2), D(3), D(4), "maximise") is None
    assert band(D(3), D(2), D(3), D(4), "data only") is None
    assert band(D(3), D(2), D(3), D(4), "goldilocks") is None


def test_goldilocks_is_banded_by_distance_from_its_target():
    away = distances(decimals("3 4 5 6 9"), D(5))
    assert away == decimals("2 1 0 1 4")
    found = quartiles(away)
    assert [band(gap, *three(found), "minimise") for gap in away] == [3, 1, 1, 1, 4]


def test_the_top_quartile_starts_at_the_upper_quartile_to_maximise_and_the_lower_to_minimise():
    assert top_quartile(D(2), D(4), "maximise") == 4
    assert top_quartile(D(2), D(4), "minimise") == 2
    assert top_quartile(D(2), D(4), "data only") is None


def test_fewer_than_four_landlords_have_no_quartiles():
    found = quartiles(decimals("1 2 3"))
    assert isinstance(found, Missing)
    assert found.absence is Absence.NO_COMPARISON
    assert "only 3 landlords" in found.reason
    assert sample_note(3) == "No quartiles: fewer than 4 landlords."


def test_four_to_seven_landlords_have_quartiles_with_a_note_and_eight_without():
    assert quartiles(decimals("1 2 3 4")).note == "Small sample: 4 landlords."
    assert sample_note(7) == "Small sample: 7 landlords."
    assert quartiles(decimals(TIES)).note == ""


def test_a_method_that_is_none_is_refused_with_those_there_are():
    with pytest.raises(ValueError, match="use one of linear, weibull"):
        quartiles(decimals("1 2 3 4"), "excel")


def test_landlords_that_tie_share_the_better_place_and_the_next_place_is_empty():
    group = decimals("99 98 98 97")
    places = [rank(value, group, "maximise", included=True).place for value in group]
    assert places == [1, 2, 2, 4]


def test_a_rank_counts_the_landlord_itself_once():
    group = decimals("99 98 97")
    assert rank(D(98), group, "maximise", included=True) == Rank(2, 3)
    assert str(rank(D("97.5"), group, "maximise")) == "3 of 4"


def test_to_minimise_the_lowest_ranks_first():
    assert rank(D(10), decimals("11 12 9"), "minimise") == Rank(2, 4)


def test_goldilocks_ranks_by_distance_from_its_target():
    assert rank(D(6), decimals("4 5 9"), "goldilocks", target=D(5)) == Rank(2, 4)


def test_a_missing_value_or_one_without_a_good_side_has_no_rank():
    assert rank(Missing("blank"), decimals("1 2"), "maximise") is None
    assert rank(D(1), decimals("1 2"), "data only") is None
    assert rank(D(1), decimals("1 2"), "goldilocks") is None


def test_survey_results_within_the_margin_of_error_do_not_clearly_differ():
    assert not clear_difference(D("82.0"), D("80.0"), D("2.0"))
    assert not clear_difference(D("80.0"), D("82.0"), D("2.0"))
    assert clear_difference(D("82.1"), D("80.0"), D("2.0"))


def by_hazen(line, share):
    """The points (i - 1/2) / n joined by straight lines."""
    spots = [Fraction(2 * place - 1, 2 * len(line)) for place in range(1, len(line) + 1)]
    at = next(place for place, spot in enumerate(spots) if spot >= share)
    part = (share - spots[at - 1]) / (spots[at] - spots[at - 1])
    return Fraction(line[at - 1]) + (Fraction(line[at]) - Fraction(line[at - 1])) * part


def oracle(line, method):
    half = ceil(len(line) / 2)
    quarters = [Fraction(1, 4), Fraction(1, 2), Fraction(3, 4)]
    if method == "tukey":
        return [statistics.median(part) for part in (line[:half], line, line[-half:])]
    if method == "hazen":
        return [by_hazen(line, share) for share in quarters]
    if method == "inverted_cdf":
        return [
            next(v for v in line if Fraction(sum(w <= v for w in line), len(line)) >= share)
            for share in quarters
        ]
    ways = {"linear": "inclusive", "weibull": "exclusive"}
    return statistics.quantiles(line, n=4, method=ways[method])


@given(peers, st.sampled_from(ORDER))
def test_quartiles_are_those_of_an_independent_reckoning(values, method):
    expected = oracle(sorted(values), method)
    assert [Fraction(q) for q in three(quartiles(values, method))] == list(map(Fraction, expected))


@given(peers, st.sampled_from(ORDER))
def test_quartiles_stand_in_order_within_the_values(values, method):
    q1, median, q3 = three(quartiles(values, method))
    assert min(values) <= q1 <= median <= q3 <= max(values)


@given(peers, st.sampled_from(ORDER), st.sampled_from(["maximise", "minimise"]))
def test_a_better_value_is_never_in_a_worse_band(values, method, polarity):
    found = three(quartiles(values, method))
    best_first = sorted(values, reverse=polarity == "maximise")
    bands = [band(value, *found, polarity) for value in best_first]
    assert bands == sorted(bands)
    assert bands[0] == 1


@given(peers, st.sampled_from(["maximise", "minimise"]))
def test_the_best_value_ranks_first_and_all_places_lie_within_the_group(values, polarity):
    best = max(values) if polarity == "maximise" else min(values)
    places = [rank(value, values, polarity, included=True).place for value in values]
    assert rank(best, values, polarity, included=True).place == 1
    assert all(1 <= place <= len(values) for place in places)
