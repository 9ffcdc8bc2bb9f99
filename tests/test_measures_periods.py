"""Months, quarters, half-years and financial years."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmf_engine.model.periods import Frequency, Period

months = st.integers(1001 * 12, 2998 * 12).map(Period)
frequencies = st.sampled_from(Frequency)
periods = st.builds(Period.containing, months, frequencies)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-09", date(2026, 9, 1), date(2026, 9, 30)),
        ("2026-Q1", date(2026, 4, 1), date(2026, 6, 30)),
        ("2026-Q4", date(2027, 1, 1), date(2027, 3, 31)),
        ("2026-H1", date(2026, 4, 1), date(2026, 9, 30)),
        ("2026-H2", date(2026, 10, 1), date(2027, 3, 31)),
        ("2026/27", date(2026, 4, 1), date(2027, 3, 31)),
        ("2026-27", date(2026, 4, 1), date(2027, 3, 31)),
        ("1999/00", date(1999, 4, 1), date(2000, 3, 31)),
        (" 2026-09 ", date(2026, 9, 1), date(2026, 9, 30)),
    ],
)
def test_a_written_period_runs_from_its_first_day_to_its_last(text, first, last):
    period = Period.parse(text)
    assert (period.start_date, period.end_date) == (first, last)


@pytest.mark.parametrize(
    "text",
    ["", "2026", "2026-00", "2026-13", "2026-9", "2026-Q5", "2026-Q0", "2026-H3", "2026/28",
     "0000-05", "9999/00", "September 2026", "٢٠٢٦-09", "2026-09-01"],
)  # fmt: skip
def test_what_names_no_period_is_refused_with_the_ways_to_write_one(text):
    with pytest.raises(ValueError, match=r"is not a period\. Write a month as 2026-09"):
        Period.parse(text)


def test_2009_10_is_a_month_and_2009_slash_10_a_year():
    assert Period.parse("2009-10") == Period.month(2009, 10)
    assert Period.parse("2009/10").frequency is Frequency.YEARLY


def test_february_has_29_days_in_a_leap_year_only():
    assert Period.parse("2028-02").end_date == date(2028, 2, 29)
    assert Period.parse("2027-02").end_date == date(2027, 2, 28)
    assert Period.parse("2100-02").end_date == date(2100, 2, 28)


def test_a_financial_year_is_52_weeks_and_1_day_or_2_and_never_53_weeks():
    days = {
        year: (Period.parse(year).end_date - Period.parse(year).start_date).days + 1
        for year in ("2026/27", "2027/28")
    }
    assert days == {"2026/27": 365, "2027/28": 366}


def test_march_belongs_to_the_year_that_began_the_april_before():
    assert Period.month(2027, 3).financial_year == Period.parse("2026/27")
    assert Period.month(2027, 4).financial_year == Period.parse("2027/28")


@pytest.mark.parametrize(
    ("month", "frequency", "expected"),
    [
        ("2026-09", Frequency.MONTHLY, "2026-09"),
        ("2026-09", Frequency.QUARTERLY, "2026-Q2"),
        ("2026-08", Frequency.QUARTERLY, "2026-Q1"),
        ("2026-09", Frequency.HALF_YEARLY, "2026-H1"),
        ("2026-08", Frequency.HALF_YEARLY, "2025-H2"),
        ("2027-03", Frequency.YEARLY, "2026-27"),
        ("2027-02", Frequency.YEARLY, "2025-26"),
    ],
)
def test_the_newest_whole_period_does_not_end_after_the_month(month, frequency, expected):
    assert Period.last_ending_by(Period.parse(month), frequency).id == expected


def test_periods_are_named_for_readers():
    names = {
        text: (Period.parse(text).title, Period.parse(text).name, Period.parse(text).short)
        for text in ("2026-09", "2026-Q2", "2026-Q4", "2026-H1", "2026-H2", "2026/27")
    }
    assert names == {
        "2026-09": ("September 2026", "September 2026", "Sep 26"),
        "2026-Q2": (
            "Quarter 2 2026/27 (July to September 2026)",
            "Quarter 2 2026/27",
            "Q2 26/27",
        ),
        "2026-Q4": (
            "Quarter 4 2026/27 (January to March 2027)",
            "Quarter 4 2026/27",
            "Q4 26/27",
        ),
        "2026-H1": ("April to September 2026", "April to September 2026", "H1 26/27"),
        "2026-H2": ("October 2026 to March 2027", "October 2026 to March 2027", "H2 26/27"),
        "2026/27": ("2026/27 (April 2026 to March 2027)", "2026/27", "2026/27"),
    }


def test_the_year_before_and_the_step_before_keep_the_frequency():
    quarter = Period.parse("2026-Q1")
    assert quarter.year_ago() == Period.parse("2025-Q1")
    assert quarter.shift(-1) == Period.parse("2025-Q4")
    assert quarter.shift(5) == Period.parse("2027-Q2")


def test_a_day_belongs_to_its_calendar_month():
    assert Period.month_of(date(2028, 2, 29)) == Period.parse("2028-02")


def test_a_quarter_holds_its_three_months_and_no_other():
    quarter = Period.parse("2026-Q4")
    assert [month.id for month in quarter.months] == ["2027-01", "2027-02", "2027-03"]


@given(periods)
def test_an_id_read_back_is_the_same_period_unless_a_year_looks_like_a_month(period):
    like_a_month = period.frequency is Frequency.YEARLY and 1 <= int(period.id[5:]) <= 12
    assert Period.parse(period.year_label if like_a_month else period.id) == period


@given(periods)
def test_a_period_ends_the_day_before_the_next_begins(period):
    assert period.end_date + timedelta(days=1) == period.shift(1).start_date


@given(months, frequencies)
def test_a_month_lies_in_the_period_that_contains_it(month, frequency):
    found = Period.containing(month, frequency)
    assert month in list(found.months)
    assert len(list(found.months)) == frequency.months


@given(months, frequencies)
def test_the_newest_whole_period_is_the_last_that_ends_by_the_month(month, frequency):
    found = Period.last_ending_by(month, frequency)
    assert found.last <= month.last < found.shift(1).last


@given(periods)
def test_the_number_counts_periods_from_april(period):
    first = period.financial_year.first
    assert Period(first, period.frequency).shift(period.number - 1) == period


@given(periods, st.integers(-50, 50))
def test_steps_forward_and_back_cancel(period, steps):
    assert period.shift(steps).shift(-steps) == period
