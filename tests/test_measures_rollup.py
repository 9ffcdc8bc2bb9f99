"""Group figures from those of the companies."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmf_engine.measures.rollup import roll_up, weighted_mean
from pmf_engine.measures.series import Point, paired
from pmf_engine.model.numbers import half_up
from pmf_engine.model.periods import Period
from pmf_engine.model.values import Absence, Missing

MONTH = Period.parse("2026-09")
BLANK = Point(MONTH, Missing("the cell is blank"))
positive = st.integers(1, 10**6).map(D)


def test_a_group_rate_is_all_numerators_over_all_denominators():
    members = {"OVH": paired(MONTH, D(90), D(100), 100), "PCHA": paired(MONTH, D(1), D(2), 100)}
    assert half_up(roll_up("rate", members, 100), 4) == D("89.2157")


@pytest.mark.parametrize("kind", ["count", "sum", "snapshot"])
def test_counts_sums_and_snapshots_of_the_companies_add_up(kind):
    members = {"OVH": Point(MONTH, D(5)), "PCHA": Point(MONTH, D("2.5"))}
    assert roll_up(kind, members) == D("7.5")


def test_a_percentage_on_a_day_is_pooled_and_never_added():
    members = {"OVH": paired(MONTH, D(99), D(100), 100), "PCHA": paired(MONTH, D(1), D(1), 100)}
    assert half_up(roll_up("snapshot", members, 100), 4) == D("99.0099")
    typed = {"OVH": Point(MONTH, D(99)), "PCHA": Point(MONTH, D(98))}
    assert isinstance(roll_up("snapshot", typed, 100), Missing)


@pytest.mark.parametrize("kind", ["count", "sum", "snapshot", "rate", "average"])
def test_a_company_without_a_figure_makes_the_group_missing_by_name(kind):
    found = roll_up(kind, {"OVH": paired(MONTH, D(1), D(2)), "PCHA": BLANK})
    assert found == Missing("PCHA: the cell is blank")


def test_every_company_without_a_figure_is_named():
    found = roll_up("count", {"OVH": BLANK, "PCHA": BLANK})
    assert found == Missing("OVH: the cell is blank; PCHA: the cell is blank")


def test_a_rate_without_numerator_and_denominator_makes_the_group_missing_by_name():
    found = roll_up("rate", {"OVH": paired(MONTH, D(1), D(2)), "PCHA": Point(MONTH, D(90))}, 100)
    assert found == Missing("PCHA: cannot be added up without numerator and denominator")


def test_a_company_without_cases_leaves_the_group_rate_to_the_others():
    members = {"OVH": paired(MONTH, D(3), D(4), 100), "PCHA": paired(MONTH, D(0), D(0), 100)}
    assert roll_up("rate", members, 100) == 75


def test_a_group_without_companies_has_no_figure():
    assert roll_up("count", {}) == Missing("no company is covered", Absence.NOT_APPLICABLE)


def test_a_mean_weighted_by_homes_leans_to_the_larger_company():
    found = weighted_mean({"OVH": D(90), "PCHA": D(50)}, {"OVH": D(9000), "PCHA": D(1000)})
    assert found == 86


def test_a_weight_of_0_or_less_is_refused_by_name():
    for weight in (D(0), D(-1)):
        with pytest.raises(ValueError, match="the weight of PCHA is"):
            weighted_mean({"PCHA": D(90)}, {"PCHA": weight})


def test_a_weighted_mean_lacking_a_value_or_a_weight_is_missing_by_name():
    weights = {"OVH": D(1)}
    assert weighted_mean({"OVH": Missing("blank")}, weights) == Missing("OVH: blank")
    assert weighted_mean({"OVH": D(1), "PCHA": D(1)}, weights) == Missing("PCHA: no weight")


@given(st.dictionaries(st.text(max_size=3), st.tuples(positive, positive), min_size=1))
def test_a_group_rate_lies_between_those_of_its_companies(pairs):
    members = {name: paired(MONTH, *pair, 100) for name, pair in pairs.items()}
    values = [point.value for point in members.values()]
    tiny = D("1e-12")
    assert min(values) - tiny <= roll_up("rate", members, 100) <= max(values) + tiny


@given(st.dictionaries(st.text(max_size=3), st.tuples(positive, positive), min_size=1))
def test_a_weighted_mean_by_denominators_is_the_pooled_rate(pairs):
    members = {name: paired(MONTH, *pair, 100) for name, pair in pairs.items()}
    means = {name: point.value for name, point in members.items()}
    weights = {name: bottom for name, (_, bottom) in pairs.items()}
    assert half_up(weighted_mean(means, weights), 9) == half_up(roll_up("rate", members, 100), 9)
