"""Sample sizes and margins of error of a finite population."""

from __future__ import annotations

from decimal import Decimal
from math import isclose, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pmf_plugins.tsm.data import required_margin

from pmf_engine.measures.sampling import margin_of_error, minimum_sample, rounded_up
from pmf_engine.model.periods import Period

PEOPLE = st.integers(min_value=2, max_value=200_000)


@given(PEOPLE, st.sampled_from(["0.02", "0.03", "0.04", "0.05"]))
def test_a_sample_agrees_with_the_formula_in_floats_and_never_exceeds_the_population(n, margin):
    found = minimum_sample(n, Decimal(margin))
    endless = 1.96**2 * 0.25 / float(margin) ** 2
    assert isclose(float(found), endless / (1 + endless / n), rel_tol=1e-12)
    assert 0 < found < n or n == 1
    assert rounded_up(found) - found < 1


@given(PEOPLE, st.data())
def test_a_margin_agrees_with_floats_and_shrinks_as_more_answer(n, data):
    answers = data.draw(st.integers(min_value=1, max_value=n))
    found = margin_of_error(answers, n)
    expected = 1.96 * sqrt(0.25 / answers) * sqrt((n - answers) / (n - 1)) * 100
    assert isclose(float(found), expected, rel_tol=1e-9, abs_tol=1e-12)
    if answers < n:
        assert margin_of_error(answers + 1, n) < found


def test_a_landlord_of_8797_needs_562_at_four_points():
    assert rounded_up(minimum_sample(8797, Decimal("0.04"))) == 562


@pytest.mark.parametrize(
    ("population", "margin"),
    [(1, "0.05"), (2499, "0.05"), (2500, "0.04"), (9999, "0.04"), (10000, "0.03"),
     (24999, "0.03"), (25000, "0.02"), (90000, "0.02")],
)  # fmt: skip
def test_the_margin_required_falls_as_the_population_grows(population, margin):
    assert required_margin(population, Period.parse("2024/25")) == Decimal(margin)


@pytest.mark.parametrize(("answers", "people"), [(0, 10), (11, 10), (-1, 10)])
def test_no_margin_without_answers_or_with_more_of_them_than_people(answers, people):
    with pytest.raises(ValueError, match="no more of them than people"):
        margin_of_error(answers, people)


def test_no_sample_of_nobody():
    with pytest.raises(ValueError, match="above 0"):
        minimum_sample(0, Decimal("0.05"))
