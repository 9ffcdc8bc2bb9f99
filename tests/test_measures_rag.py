"""Verdicts against targets, variances, tolerances and targets that cannot be meant."""

from datetime import date
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmf_engine.measures.rag import (
    Target,
    favourable,
    judge,
    missing_status,
    percent_variance,
    target_faults,
    tolerance,
    variance,
)
from pmf_engine.model.values import Absence, Missing, Status

GREEN, AMBER, RED = Status.GREEN, Status.AMBER, Status.RED
BLANK = Missing("the cell is blank")
HIGH = Target("maximise", D(95), D(90))
LOW = Target("minimise", D(20), D(25))
RANGE = Target("goldilocks", lower=D(4), upper=D(6), outer_lower=D(3), outer_upper=D(8))
numbers = st.decimals(-1000, 1000, places=3)


def colours(target, *values, **options):
    return [judge(D(value), target, **options) for value in values]


def test_a_value_on_the_target_is_green_and_one_on_the_threshold_amber():
    assert colours(HIGH, "95", "94.999", "90", "89.999") == [GREEN, AMBER, AMBER, RED]


def test_to_minimise_mirrors_the_bands():
    assert colours(LOW, "20", "20.001", "25", "25.001") == [GREEN, AMBER, AMBER, RED]


def test_without_a_threshold_there_is_no_amber():
    assert colours(Target("maximise", D(95)), "95", "94.999") == [GREEN, RED]
    assert colours(Target("minimise", D(95)), "95", "95.001") == [GREEN, RED]


def test_with_a_target_of_0_to_minimise_0_is_green_and_1_is_red():
    target = Target("minimise", D(0), D(0))
    assert colours(target, "0", "1") == [GREEN, RED]
    assert percent_variance(D(1), target) == Missing("the target is 0", Absence.NOT_APPLICABLE)


def test_a_better_value_than_a_negative_target_is_green():
    assert colours(Target("maximise", D(-10), D(-12)), "-5", "-11", "-13") == [GREEN, AMBER, RED]


def test_a_value_that_only_rounds_to_the_target_is_not_green_unless_the_rounded_one_is_judged():
    exact = Target("maximise", D(100), D("99.5"))
    assert colours(exact, "99.96", places=1) == [AMBER]
    assert colours(Target("maximise", D(100)), "99.96", places=1) == [RED]
    assert colours(exact, "99.96", places=1, judge_rounded=True) == [GREEN]


def test_judging_the_rounded_value_needs_places():
    with pytest.raises(ValueError, match="number of places"):
        judge(D(1), HIGH, judge_rounded=True)


def test_goldilocks_is_green_inside_and_on_its_range_and_amber_inside_and_on_the_outer_one():
    assert colours(RANGE, "4", "5", "6") == [GREEN] * 3
    assert colours(RANGE, "3.999", "3", "6.001", "8") == [AMBER] * 4
    assert colours(RANGE, "2.999", "8.001") == [RED] * 2


def test_goldilocks_without_an_outer_limit_is_red_beyond_that_end():
    one_sided = Target("goldilocks", lower=D(4), upper=D(6), outer_upper=D(8))
    assert colours(one_sided, "3.999", "7") == [RED, AMBER]


def test_a_tenth_and_two_tenths_meet_a_target_of_three_tenths():
    assert judge(D("0.1") + D("0.2"), Target("maximise", D("0.3"))) is GREEN


def test_without_a_target_a_value_is_data_only():
    assert judge(D(1), None) is Status.DATA_ONLY
    assert judge(D(1), Target("data only")) is Status.DATA_ONLY
    assert judge(D(1), Target("maximise")) is Status.DATA_ONLY
    assert judge(D(1), Target("goldilocks", lower=D(4))) is Status.DATA_ONLY


def test_a_missing_value_is_no_data_and_never_red_with_or_without_a_target():
    assert judge(BLANK, HIGH) is Status.NO_DATA
    assert judge(BLANK, None) is Status.NO_DATA
    assert judge(Missing("no cases", Absence.NO_CASES), HIGH) is Status.NO_DATA


def test_a_missing_value_that_is_overdue_or_not_due_says_so():
    assert judge(Missing("late", Absence.OVERDUE), HIGH) is Status.OVERDUE
    assert judge(Missing("early", Absence.NOT_DUE), HIGH) is Status.NOT_DUE


def test_a_missing_value_is_overdue_from_the_day_after_it_is_due():
    due = date(2026, 10, 12)
    assert missing_status(due, date(2026, 10, 11), entered=False) is Status.NOT_DUE
    assert missing_status(due, due, entered=False) is Status.NOT_DUE
    assert missing_status(due, date(2026, 10, 13), entered=False) is Status.OVERDUE


def test_a_value_recorded_as_not_available_is_no_data_and_not_overdue():
    assert missing_status(date(2026, 1, 1), date(2026, 12, 31), entered=True) is Status.NO_DATA


def test_a_target_raised_in_october_judges_september_by_the_old_one():
    september, october = Target("maximise", D(95)), Target("maximise", D(97))
    assert (judge(D(96), september), judge(D(96), october)) == (GREEN, RED)


@given(numbers, numbers, numbers, numbers)
def test_a_higher_value_is_never_worse_to_maximise_and_never_better_to_minimise(a, b, t, width):
    order = [RED, AMBER, GREEN]
    low, high = sorted([a, b])
    up = Target("maximise", t, t - abs(width))
    down = Target("minimise", t, t + abs(width))
    assert order.index(judge(low, up)) <= order.index(judge(high, up))
    assert order.index(judge(low, down)) >= order.index(judge(high, down))


@given(numbers, numbers, numbers)
def test_to_maximise_is_to_minimise_with_every_sign_changed(value, target, amber):
    up, down = Target("maximise", target, amber), Target("minimise", -target, -amber)
    assert judge(value, up) is judge(-value, down)


def test_the_variance_is_value_minus_target():
    assert variance(D(93), HIGH) == -2
    assert variance(D(18), LOW) == -2


def test_the_variance_from_a_range_is_how_far_outside_it_lies():
    assert [variance(D(v), RANGE) for v in (3, 4, 5, 9)] == [-1, 0, 0, 3]


def test_a_variance_without_target_is_not_applicable_and_of_a_missing_value_missing():
    assert variance(D(1), None).absence is Absence.NOT_APPLICABLE
    assert variance(D(1), Target("data only")).absence is Absence.NOT_APPLICABLE
    assert variance(BLANK, HIGH) is BLANK
    assert percent_variance(BLANK, HIGH) is BLANK


def test_the_percent_variance_keeps_its_sign_when_the_target_is_negative():
    assert percent_variance(D(-5), Target("maximise", D(-10))) == 50
    assert percent_variance(D(114), Target("maximise", D(95))) == 20


def test_a_range_has_no_percent_variance():
    assert percent_variance(D(9), RANGE).absence is Absence.NOT_APPLICABLE


def test_being_above_target_is_favourable_to_maximise_and_not_to_minimise():
    assert favourable(D(2), "maximise") is True
    assert favourable(D(2), "minimise") is False
    assert favourable(D(-2), "maximise") is False
    assert favourable(D(-2), "minimise") is True
    assert favourable(D("0.1"), "maximise") is True
    assert favourable(D(-2), "goldilocks") is False


def test_a_variance_of_0_or_none_is_neither_favourable_nor_not():
    assert favourable(D(0), "maximise") is None
    assert favourable(D(0), "goldilocks") is None
    assert favourable(BLANK, "maximise") is None
    assert favourable(D(2), "data only") is None


def test_a_tolerance_lies_on_the_worse_side_of_the_target():
    assert tolerance(D(95), points=D(5)) == 90
    assert tolerance(D(20), points=D(5), polarity="minimise") == 25
    assert tolerance(D(200), percent=D(5)) == 190


def test_a_tolerance_in_percent_of_a_negative_target_uses_its_size():
    assert tolerance(D(-10), percent=D(20)) == -12
    assert tolerance(D(-10), percent=D(20), polarity="minimise") == -8


def test_a_tolerance_of_0_leaves_the_threshold_on_the_target():
    assert tolerance(D(95), points=D(0)) == 95


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({}, "either in points or in percent"),
        ({"points": D(1), "percent": D(1)}, "either in points or in percent"),
        ({"points": D(-1)}, "cannot be negative: -1"),
        ({"points": D(1), "polarity": "goldilocks"}, "does not suit polarity “goldilocks”"),
    ],
)
def test_a_tolerance_that_cannot_be_meant_is_refused(options, told):
    with pytest.raises(ValueError, match=told):
        tolerance(D(95), **options)


@pytest.mark.parametrize(
    "target",
    [
        HIGH,
        LOW,
        RANGE,
        Target("data only"),
        Target("maximise", D(95), D(95)),
        Target("goldilocks", lower=D(5), upper=D(5), outer_lower=D(5), outer_upper=D(5)),
    ],
)
def test_a_sound_target_has_no_faults(target):
    assert target_faults(target) == []


@pytest.mark.parametrize(
    ("target", "told"),
    [
        (Target("maximise", D(95), D(97)), "97 is above the target 95, which is to be maximised"),
        (Target("minimise", D(20), D(18)), "18 is below the target 20, which is to be minimised"),
        (Target("maximise", amber=D(90)), "amber threshold stands without a target"),
        (Target("maximise", D(95), lower=D(4)), "range does not go with polarity maximise"),
        (Target("goldilocks"), "needs both ends of its range"),
        (Target("goldilocks", lower=D(4)), "needs both ends of its range"),
        (Target("goldilocks", lower=D(6), upper=D(4)), "lower end 6 is above the upper end 4"),
        (Target("goldilocks", D(5), lower=D(4), upper=D(6)), "leave target and amber blank"),
        (
            Target("goldilocks", lower=D(4), upper=D(6), outer_lower=D(5)),
            "outer limit 5 lies inside the range, which ends at 4",
        ),
        (
            Target("goldilocks", lower=D(4), upper=D(6), outer_upper=D(5)),
            "outer limit 5 lies inside the range, which ends at 6",
        ),
        (Target("data only", D(95)), "data only indicator has no target"),
        (Target("more is better", D(95)), "“more is better” is not a polarity"),
    ],
)
def test_a_target_that_cannot_be_meant_is_told_in_one_sentence(target, told):
    faults = target_faults(target)
    assert len(faults) == 1
    assert told in faults[0]


def test_every_fault_of_a_target_is_told_at_once():
    target = Target("goldilocks", D(5), lower=D(6), upper=D(4), outer_lower=D(7))
    assert len(target_faults(target)) == 3
