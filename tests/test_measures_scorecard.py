"""Scores of objectives from the verdicts on their indicators."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmf_engine.measures.scorecard import Item, score
from pmf_engine.model.values import Absence, Missing, Status

GREEN, AMBER, RED = Status.GREEN, Status.AMBER, Status.RED
NO_DATA, DATA_ONLY = Status.NO_DATA, Status.DATA_ONLY
items = st.lists(
    st.builds(Item, st.sampled_from(Status), st.integers(1, 100).map(D), st.booleans())
)


def of(*statuses):
    return [Item(status) for status in statuses]


def test_green_counts_1_amber_a_half_and_red_0():
    assert score(of(GREEN, AMBER, RED)).value == 50
    assert score(of(GREEN, GREEN, AMBER, RED)).value == D("62.5")


def test_a_heavier_indicator_counts_for_more():
    assert score([Item(GREEN, D(3)), Item(RED)]).value == 75


def test_indicators_without_a_verdict_leave_the_score():
    found = score(of(GREEN, AMBER, NO_DATA, DATA_ONLY, Status.OVERDUE, Status.NOT_DUE))
    assert found.value == 75


def test_coverage_is_the_weight_judged_of_the_weight_that_could_be():
    assert score([Item(GREEN, D(3)), Item(NO_DATA, D(1)), Item(DATA_ONLY, D(9))]).coverage == 75


def test_below_75_percent_coverage_the_score_is_provisional_and_at_75_it_is_not():
    assert not score(of(GREEN, GREEN, RED, NO_DATA)).provisional
    assert score([Item(GREEN, D(749)), Item(NO_DATA, D(251))]).provisional


def test_with_every_indicator_without_data_there_is_no_score():
    found = score(of(NO_DATA, NO_DATA))
    assert found.value == Missing("no indicator has a status")
    assert (found.status, found.coverage, found.provisional) == (NO_DATA, 0, True)


def test_with_data_only_indicators_alone_a_score_does_not_apply():
    for found in (score(of(DATA_ONLY)), score([])):
        assert isinstance(found.value, Missing)
        assert found.value.absence is Absence.NOT_APPLICABLE
        assert found.status is DATA_ONLY


def test_the_colour_of_a_score_is_that_of_the_nearest_verdict():
    def colour(greens, reds):
        return score([Item(GREEN, D(greens)), Item(RED, D(reds))]).status

    assert [colour(75, 25), colour(749, 251)] == [GREEN, AMBER]
    assert [colour(25, 75), colour(249, 751)] == [AMBER, RED]
    assert score(of(AMBER, AMBER)).status is AMBER


def test_a_red_critical_indicator_holds_the_objective_at_amber_where_that_is_asked():
    mixed = [Item(GREEN, D(9)), Item(RED, D(1), critical=True)]
    held = score(mixed, cap_critical=True)
    assert (held.status, held.capped, held.value) == (AMBER, True, 90)
    free = score(mixed)
    assert (free.status, free.capped) == (GREEN, False)


def test_the_cap_lifts_nothing_and_needs_a_critical_red():
    low = score([Item(RED, critical=True), Item(RED)], cap_critical=True)
    assert (low.status, low.capped) == (RED, False)
    amber = score([Item(AMBER, critical=True), Item(GREEN, D(9))], cap_critical=True)
    assert (amber.status, amber.capped) == (GREEN, False)
    red = score([Item(RED), Item(GREEN, D(9), critical=True)], cap_critical=True)
    assert (red.status, red.capped) == (GREEN, False)


@pytest.mark.parametrize("status", [GREEN, NO_DATA, DATA_ONLY])
@pytest.mark.parametrize("weight", ["0", "-1"])
def test_a_weight_of_0_or_less_is_refused(status, weight):
    with pytest.raises(ValueError, match="must be above 0"):
        score([Item(GREEN), Item(status, D(weight))])


@given(items)
def test_a_score_and_its_coverage_lie_between_0_and_100(found):
    result = score(found)
    assert isinstance(result.value, Missing) or 0 <= result.value <= 100
    assert 0 <= result.coverage <= 100


@given(items, st.integers(1, 50).map(D))
def test_a_score_is_unchanged_when_every_weight_grows_alike(found, factor):
    grown = [Item(item.status, item.weight * factor, item.critical) for item in found]
    assert score(grown) == score(found)


@given(items, st.integers(1, 100).map(D))
def test_a_further_green_never_lowers_a_score(found, weight):
    before, after = score(found).value, score([*found, Item(GREEN, weight)]).value
    assert isinstance(before, Missing) or after >= before
