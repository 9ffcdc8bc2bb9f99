"""Rounding half up, once, and numbers with their unit."""

from decimal import Decimal as D
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmf_engine.model.numbers import (
    gap_form,
    half_up,
    number,
    sentence_form,
    table_form,
    unit_word,
)

finite = st.decimals(-(10**9), 10**9, allow_nan=False, places=8)


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        ("77.25", 1, "77.3"),
        ("66.25", 1, "66.3"),
        ("47.75", 1, "47.8"),
        ("2.5", 0, "3"),
        ("-2.5", 0, "-3"),
        ("99.9943", 1, "100.0"),
        ("99.949", 1, "99.9"),
        ("0.05", 1, "0.1"),
        ("1E+5", 0, "100000"),
    ],
)
def test_a_tie_goes_away_from_zero(value, places, shown):
    assert str(half_up(D(value), places)) == shown


def test_a_small_negative_shows_as_0_without_a_minus():
    assert str(half_up(D("-0.04"), 1)) == "0.0"
    assert number(D("-0.04"), 1) == "0.0"


def test_a_number_of_more_than_28_digits_can_be_shown():
    assert number(D("123456789012345678901234567890.5"), 0) == (
        "123,456,789,012,345,678,901,234,567,891"
    )


@given(finite, st.integers(0, 6))
def test_half_up_is_the_floor_of_the_size_and_a_half(value, places):
    size = abs(Fraction(value)) * 10**places
    nearest = Fraction(floor(size + Fraction(1, 2)), 10**places)
    assert Fraction(half_up(value, places)) == (nearest if value > 0 else -nearest)


@given(finite, st.integers(0, 6))
def test_rounding_twice_to_the_same_places_changes_nothing(value, places):
    once = half_up(value, places)
    assert half_up(once, places) == once


@given(finite, finite, st.integers(0, 6))
def test_rounding_keeps_order(one, other, places):
    low, high = sorted([one, other])
    assert half_up(low, places) <= half_up(high, places)


@pytest.mark.parametrize(
    ("value", "unit", "places", "shown"),
    [
        ("93.14", "%", 1, "93.1%"),
        ("241300", "£", 0, "£241,300"),
        ("-241300", "£", 0, "−£241,300"),
        ("-1234.5", "£k", 1, "−£1,234.5k"),
        ("31.4", "days", 1, "31.4"),
        ("-5", "", 0, "−5"),
    ],
)
def test_a_table_cell_shows_percent_and_pounds_but_no_other_unit(value, unit, places, shown):
    assert table_form(D(value), unit, places) == shown


@pytest.mark.parametrize(
    ("value", "unit", "places", "shown"),
    [
        ("0.64", "£m", 1, "£0.6 million"),
        ("-0.64", "£m", 1, "−£0.6 million"),
        ("241.3", "£k", 1, "£241,300"),
        ("1", "homes", 0, "1 home"),
        ("-1", "days", 0, "−1 day"),
        ("2", "homes", 0, "2 homes"),
        ("0", "homes", 0, "0 homes"),
        ("1", "days", 1, "1.0 days"),
        ("5.2", "per 1,000 homes", 1, "5.2 per 1,000 homes"),
        ("5", "", 0, "5"),
    ],
)
def test_a_sentence_shows_the_unit_in_words(value, unit, places, shown):
    assert sentence_form(D(value), unit, places).replace("\u00a0", " ") == shown


def test_a_number_and_its_unit_never_part_at_the_end_of_a_line():
    assert sentence_form(D("31.4"), "days", 1) == "31.4\u00a0days"


def test_an_unknown_unit_stays_as_it_is_after_1():
    assert unit_word("per home", "1") == "per home"


@pytest.mark.parametrize(
    ("gap", "unit", "places", "shown"),
    [
        ("-1.4", "%", 1, "1.4 percentage points"),
        ("1", "%", 0, "1 percentage point"),
        ("-1000", "£", 0, "£1,000"),
        ("7.4", "days", 1, "7.4 days"),
    ],
)
def test_a_gap_has_a_size_and_no_sign(gap, unit, places, shown):
    assert gap_form(D(gap), unit, places).replace("\u00a0", " ") == shown
