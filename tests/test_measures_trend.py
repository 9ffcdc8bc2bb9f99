"""Short and long trends, and the same period last year."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmf_engine.measures.rag import Target
from pmf_engine.measures.series import Point
from pmf_engine.measures.trend import Arrow, Direction, long_trend, same_last_year, short_trend
from pmf_engine.model.periods import Frequency, Period
from pmf_engine.model.values import Absence, Missing

START = Period.parse("2026-04")
BLANK = Missing("the cell is blank")
RANGE = Target("goldilocks", lower=D(4), upper=D(6))


def line(*values, start=START):
    """A value a period from the start; None is missing, and ... leaves the period out."""
    return [
        Point(start.shift(step), BLANK if value is None else D(str(value)))
        for step, value in enumerate(values)
        if value is not ...
    ]


def test_a_falling_value_to_minimise_has_its_arrow_down_and_is_improving():
    trend = short_trend(line(20, 18), "minimise")
    assert (trend.direction, trend.arrow, trend.change) == (Direction.IMPROVING, Arrow.DOWN, -2)
    assert (trend.base, trend.against) == (20, START)


@pytest.mark.parametrize(
    ("polarity", "values", "direction", "arrow"),
    [
        ("maximise", (90, 91), "improving", "up"),
        ("maximise", (91, 90), "worsening", "down"),
        ("maximise", (90, 90), "steady", "level"),
        ("minimise", (90, 91), "worsening", "up"),
        ("data only", (90, 91), "neutral", "up"),
        ("data only", (91, 90), "neutral", "down"),
        ("data only", (90, 90), "steady", "level"),
    ],
)
def test_the_arrow_follows_the_number_and_the_direction_the_polarity(
    polarity, values, direction, arrow
):
    trend = short_trend(line(*values), polarity)
    assert (trend.direction, trend.arrow) == (direction, arrow)


def test_values_that_round_to_the_same_are_steady():
    assert short_trend(line("93.14", "93.06"), "maximise", places=1).direction == "steady"
    assert short_trend(line("93.14", "93.06"), "maximise").direction == "worsening"


def test_the_change_is_that_of_the_values_shown():
    assert short_trend(line("93.14", "93.16"), "maximise", places=1).change == D("0.1")


def test_a_change_no_larger_than_the_tolerance_is_steady():
    assert short_trend(line(90, "90.5"), "maximise", D("0.5")).direction == "steady"
    assert short_trend(line(90, "90.5"), "maximise", D("0.5")).arrow == "level"
    assert short_trend(line(90, "90.6"), "maximise", D("0.5")).direction == "improving"


@pytest.mark.parametrize("gap", [None, ...])
def test_a_value_older_than_the_period_before_is_no_comparison(gap):
    trend = short_trend(line(90, gap, 92), "maximise")
    assert (trend.direction, trend.arrow, trend.against) == ("no_comparison", None, None)
    assert trend.change == Missing(
        "there is no comparable value for May 2026", Absence.NO_COMPARISON
    )


def test_the_first_value_has_nothing_to_compare_with():
    assert short_trend(line(90), "maximise").direction == "no_comparison"
    assert short_trend([], "maximise").direction == "no_comparison"
    assert long_trend([], "maximise").direction == "no_comparison"


def test_a_missing_newest_value_is_no_comparison_and_the_one_before_does_not_stand_in():
    assert short_trend(line(90, 91, None), "maximise").direction == "no_comparison"
    assert long_trend(line(*[90] * 12, None), "maximise").direction == "no_comparison"


def test_an_earlier_period_can_be_judged_as_it_was():
    trend = short_trend(line(90, 91, 80), "maximise", at=START.shift(1))
    assert trend.direction == "improving"


def test_a_period_without_a_point_is_no_comparison():
    assert short_trend(line(90, 91), "maximise", at=START.shift(2)).direction == "no_comparison"


def test_nothing_is_compared_across_a_change_of_polarity():
    flip = START.shift(1)
    assert short_trend(line(90, 91), "minimise", breaks_at=flip).direction == "no_comparison"
    after = short_trend(line(90, 91, 92), "minimise", breaks_at=flip)
    assert (after.direction, after.against) == ("worsening", flip)


def test_goldilocks_improves_by_coming_nearer_its_range_from_either_side():
    def direction(*values):
        return short_trend(line(*values), "goldilocks", target=RANGE).direction

    assert direction(9, 7) == "improving"
    assert direction(1, 3) == "improving"
    assert direction(7, 9) == "worsening"
    assert direction(1, 7) == "improving"
    assert direction(3, 7) == "steady"


def test_goldilocks_inside_its_range_is_steady_while_the_arrow_shows_the_number_moving():
    trend = short_trend(line(4, 6), "goldilocks", target=RANGE)
    assert (trend.direction, trend.arrow) == ("steady", "up")


def test_goldilocks_without_a_range_has_a_neutral_direction():
    assert short_trend(line(4, 6), "goldilocks").direction == "neutral"


def test_quarters_are_compared_with_quarters():
    quarters = line(90, 91, start=Period.parse("2026-Q1"))
    trend = short_trend([*quarters, *line(50, 50, 50, 50, 50)], "maximise", at=quarters[1].month)
    assert (trend.direction, trend.against) == ("improving", quarters[0].month)


def test_two_values_for_one_period_are_refused():
    with pytest.raises(ValueError, match="two values stand for April 2026"):
        short_trend([*line(1), *line(2)], "maximise")


def test_the_long_trend_is_against_the_mean_of_the_12_months_before_without_its_own():
    trend = long_trend(line(1000, *range(1, 13), 7), "maximise")
    assert (trend.base, trend.change, trend.direction) == (D("6.5"), D("0.5"), "improving")
    assert trend.against == START.shift(1)


def test_the_long_trend_needs_half_of_its_periods():
    five, six = line(*[90] * 5, 91), line(*[90] * 6, 91)
    assert long_trend(five, "maximise").direction == "no_comparison"
    assert "only 5 of the 12 periods" in long_trend(five, "maximise").change.reason
    assert long_trend(six, "maximise").direction == "improving"
    assert long_trend(line(90, None, None, 91), "maximise", 3).direction == "no_comparison"
    assert long_trend(line(90, None, 90, 91), "maximise", 3).direction == "improving"


def test_the_long_trend_of_quarters_takes_4_of_them():
    quarters = line(1000, 1, 2, 3, 4, 5, start=Period.parse("2025-Q1"))
    assert long_trend(quarters, "maximise").base == D("2.5")


def test_the_long_trend_takes_nothing_from_before_a_change_of_polarity():
    trend = long_trend(line(*[10] * 6, *[90] * 6, 91), "maximise", breaks_at=START.shift(6))
    assert (trend.base, trend.against) == (90, START.shift(6))


def test_a_seasonal_value_is_compared_with_the_same_month_last_year():
    trend = same_last_year(line(30, *[...] * 11, 25), "minimise")
    assert (trend.direction, trend.change, trend.against) == ("improving", -5, START)


def test_without_the_same_month_last_year_there_is_no_comparison():
    trend = same_last_year(line(*[30] * 12), "minimise")
    assert trend.direction == "no_comparison"
    assert same_last_year([], "minimise").change.reason == "there is no value"


def test_a_leap_february_is_compared_with_the_february_before():
    february = Period.parse("2028-02")
    points = [*line(30, start=february.year_ago()), *line(31, start=february)]
    assert same_last_year(points, "maximise").direction == "improving"


@given(
    st.lists(st.decimals(0, 100, places=1), min_size=2, max_size=2),
    st.sampled_from([*Frequency]),
)
def test_to_maximise_and_to_minimise_always_disagree_unless_steady(values, frequency):
    points = line(*values, start=Period.containing(START, frequency))
    up, down = (short_trend(points, polarity) for polarity in ("maximise", "minimise"))
    opposite = {"improving": "worsening", "worsening": "improving", "steady": "steady"}
    assert opposite[up.direction] == down.direction
    assert up.arrow == down.arrow
