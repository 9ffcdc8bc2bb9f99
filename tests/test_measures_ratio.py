"""Ratios and signed sums."""

from decimal import Decimal as D
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from pmf_engine.measures.ratio import ratio, signed_sum
from pmf_engine.model.values import Absence, Missing

BLANK = Missing("the cell is blank")
whole = st.integers(-(10**12), 10**12).map(D)
money = st.decimals(-(10**12), 10**12, places=2)


def test_nothing_out_of_nothing_is_no_cases_and_neither_0_nor_100():
    assert ratio(D(0), D(0), 100) == Missing("no cases", Absence.NO_CASES)


def test_something_out_of_nothing_is_missing_and_says_why():
    found = ratio(D(5), D(0), 100)
    assert isinstance(found, Missing)
    assert found.absence is Absence.NO_FIGURE
    assert found.reason == "the denominator is 0 and the numerator is 5"


def test_none_out_of_some_is_0():
    assert ratio(D(0), D(8), 100) == 0


def test_a_blank_numerator_or_denominator_is_named():
    assert ratio(None, D(8)) == Missing("the numerator is blank")
    assert ratio(D(8), None) == Missing("the denominator is blank")
    assert ratio(None, None) == Missing("the numerator is blank; the denominator is blank")


def test_a_missing_denominator_keeps_its_own_reason_and_kind():
    hidden = Missing("fewer than 10 people", Absence.HIDDEN)
    assert ratio(D(3), hidden, 100) == hidden


def test_a_ratio_that_terminates_is_exact():
    assert ratio(D(1), D(8), 100) == D("12.5")
    assert ratio(D("0.3"), D("0.1")) == D(3)


def test_a_sum_adds_and_subtracts_by_sign():
    assert signed_sum([(1, D(120)), (-1, D(20)), (1, D("0.5"))]) == D("100.5")


def test_a_sum_of_no_terms_is_0():
    assert signed_sum([]) == 0


def test_a_tenth_and_two_tenths_are_three_tenths():
    assert signed_sum([(1, D("0.1")), (1, D("0.2"))]) == D("0.3")


def test_a_sum_with_a_missing_term_is_missing_and_gives_each_reason_once():
    found = signed_sum([(1, D(1)), (1, BLANK), (-1, BLANK), (1, Missing("no sheet"))])
    assert found == Missing("the cell is blank; no sheet")


def test_reasons_of_different_kinds_together_are_no_figure():
    found = signed_sum([(1, BLANK), (1, Missing("not yet", Absence.NOT_DUE))])
    assert isinstance(found, Missing)
    assert found.absence is Absence.NO_FIGURE


def test_a_sum_of_more_than_28_digits_loses_none():
    assert signed_sum([(1, D(10) ** 30), (1, D("0.01"))]) == D("1" + "0" * 30 + ".01")


@given(st.lists(st.tuples(st.sampled_from([1, -1]), money)))
def test_a_sum_is_that_of_exact_fractions(terms):
    assert Fraction(signed_sum(terms)) == sum((s * Fraction(v) for s, v in terms), Fraction(0))


@given(whole, whole.filter(bool), st.sampled_from([1, 100, 1000]))
def test_a_ratio_is_the_exact_fraction_to_28_digits(top, bottom, scale):
    exact = Fraction(int(top)) * scale / Fraction(int(bottom))
    assert abs(Fraction(ratio(top, bottom, scale)) - exact) <= abs(exact) / 10**27


@given(whole, whole.filter(bool), st.integers(1, 1000).map(D))
def test_a_ratio_is_unchanged_when_both_sides_grow_alike(top, bottom, factor):
    assert ratio(top * factor, bottom * factor, 100) == ratio(top, bottom, 100)
