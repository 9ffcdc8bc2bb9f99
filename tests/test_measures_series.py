"""Points of a series, durations, and values typed in the wrong unit."""

from datetime import time, timedelta
from decimal import Decimal as D

import pytest

from pmf_engine.measures.duration import minutes
from pmf_engine.measures.series import (
    Point,
    ordered,
    pair_doubt,
    paired,
    unit_doubt,
    weakest_standing,
    within,
)
from pmf_engine.model.periods import Period
from pmf_engine.model.values import Absence, Missing

APRIL, MAY, JUNE = (Period.month(2026, month) for month in (4, 5, 6))


@pytest.mark.parametrize("text", ["NaN", "Infinity", "-Infinity", "sNaN"])
def test_a_value_that_is_not_a_number_is_refused_with_its_month(text):
    with pytest.raises(ValueError, match="for April 2026 is not a number"):
        Point(APRIL, D(text))
    with pytest.raises(ValueError, match="for April 2026 is not a number"):
        Point(APRIL, D(1), D(1), D(text))


def test_a_point_from_a_pair_has_their_ratio():
    assert paired(APRIL, D(90), D(100), 100).value == 90


def test_a_point_from_nothing_out_of_nothing_is_no_cases_and_can_still_be_pooled():
    point = paired(APRIL, D(0), D(0), 100)
    assert point.value.absence is Absence.NO_CASES
    assert point.pair == (0, 0)


def test_a_pair_that_gives_no_value_cannot_be_pooled():
    assert paired(APRIL, D(5), D(0), 100).pair is None
    assert paired(APRIL, D(5), None, 100).pair is None
    assert Point(APRIL, D(5), D(5), None).pair is None
    assert Point(APRIL, D(5), None, D(5)).pair is None


def test_points_are_put_in_order_of_their_periods():
    assert [p.month for p in ordered([Point(MAY, D(1)), Point(APRIL, D(2))])] == [APRIL, MAY]


def test_two_values_for_one_period_are_refused():
    with pytest.raises(ValueError, match="two values stand for April 2026"):
        ordered([Point(APRIL, D(1)), Point(APRIL, D(1))])


def test_a_span_takes_the_periods_that_lie_wholly_in_it():
    points = [Point(Period.month(2026, month), D(month)) for month in range(1, 13)]
    quarter = Period.parse("2026-Q1")
    assert [p.value for p in within(points, quarter, quarter)] == [4, 5, 6]
    assert within([Point(Period.parse("2026/27"), D(1))], quarter, quarter) == []


def test_one_estimate_makes_the_whole_an_estimate_and_one_provisional_makes_it_provisional():
    actual, provisional = Point(APRIL, D(1)), Point(MAY, D(1), status="provisional")
    estimate = Point(JUNE, D(1), status="estimate")
    assert weakest_standing([actual]) == "actual"
    assert weakest_standing([actual, provisional]) == "provisional"
    assert weakest_standing([estimate, provisional]) == "estimate"


def test_a_percentage_typed_as_a_fraction_is_reported():
    told = unit_doubt(D("0.95"), "%", D(95))
    assert told is not None
    assert "0.95 looks like a fraction of 1" in told
    assert "write 95 for 95%" in told
    assert unit_doubt(D(1), "%", D(100)) is not None


@pytest.mark.parametrize(
    ("value", "unit", "target"),
    [
        (D(95), "%", D(95)),
        (D("0.95"), "days", D(95)),
        (D("0.95"), "%", D("0.5")),
        (D("0.95"), "%", D(2)),
        (D("0.01"), "%", D(1)),
        (D("0.96"), "%", D(48)),
        (D("1.01"), "%", D(95)),
        (D("0.95"), "%", None),
        (D(0), "%", D(95)),
        (Missing("blank"), "%", D(95)),
    ],
)
def test_a_value_that_may_well_be_right_is_not_doubted(value, unit, target):
    assert unit_doubt(value, unit, target) is None


def test_a_value_that_is_not_its_numerator_over_its_denominator_is_reported():
    told = pair_doubt(Point(APRIL, D("0.95"), D(95), D(100)), 100, 1)
    assert told == (
        "the value 0.95 does not agree with 95 ÷ 100 × 100 = 95.0; correct one of them."
    )
    told = pair_doubt(Point(APRIL, D(95), D(0), D(0)), 100, 1)
    assert told == "a value of 95 stands where there is none to compute: no cases."


def test_a_value_that_agrees_once_rounded_or_cannot_be_compared_is_not_reported():
    assert pair_doubt(Point(APRIL, D("66.7"), D(2), D(3)), 100, 1) is None
    assert pair_doubt(Point(APRIL, D("66.7")), 100, 1) is None
    assert pair_doubt(paired(APRIL, D(0), D(0)), 100, 1) is None


@pytest.mark.parametrize(
    "written",
    ["1:30", "01:30", "1:30:00", "90", "90 min", "90 minutes", "1 h 30 min", "1h30m", "1.5 hours",
     " 90 ", D(90), timedelta(minutes=90), time(1, 30)],
)  # fmt: skip
def test_1_30_is_90_minutes_however_it_is_written(written):
    assert minutes(written) == 90


def test_seconds_are_parts_of_a_minute():
    assert minutes("0:01:30") == minutes(timedelta(seconds=90)) == D("1.5")
    assert minutes(time(0, 1, 30)) == D("1.5")


@pytest.mark.parametrize("text", ["", "soon", "1:60", "1:3", "h", "-90", "90 days"])
def test_what_is_no_length_of_time_is_refused(text):
    with pytest.raises(ValueError, match="is not a length of time"):
        minutes(text)
