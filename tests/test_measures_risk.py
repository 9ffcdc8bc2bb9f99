"""Scores of risks: product, highest impact, bands, standing, movement, priority, escalation."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmf_engine.measures.calendar import months_later
from pmf_engine.measures.risk import (
    STEPS,
    Band,
    Move,
    Score,
    Standing,
    band_of,
    default_band,
    escalations,
    highest,
    known_speed,
    movement,
    priority,
    scored,
    speed,
    standing,
)
from pmf_engine.measures.rollup import weighted_mean

steps = st.integers(1, 5)
scores = st.builds(Score, steps, steps)


def test_only_fourteen_products_are_scores() -> None:
    assert sorted({Score(*cell).value for cell in product(STEPS, STEPS)}) == [
        1, 2, 3, 4, 5, 6, 8, 9, 10, 12, 15, 16, 20, 25,
    ]  # fmt: skip


@pytest.mark.parametrize("cell", [(0, 3), (3, 6), (-1, 1), (5, 0)])
def test_a_step_outside_1_to_5_is_no_score(cell: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="1 to 5"):
        Score(*cell)


def test_impact_is_the_highest_category_and_never_the_mean() -> None:
    assert scored(3, [1, 5, 1, 1, 1]) == Score(3, 5)


def test_a_blank_impact_is_left_out_and_never_zero() -> None:
    assert highest([None, 2, None]) == 2
    assert scored(3, [None, 2, None]) == Score(3, 2)


@pytest.mark.parametrize(("likelihood", "impacts"), [(None, [3]), (3, [None, None]), (3, [])])
def test_without_likelihood_or_any_impact_there_is_no_score(
    likelihood: int | None, impacts: list[int | None]
) -> None:
    assert scored(likelihood, impacts) is None
    assert standing(None, Decimal(9), Decimal(12)) is Standing.NO_DATA


def test_the_default_bands_are_1_to_4_then_5_to_9_then_10_to_14_then_15_to_25() -> None:
    found = {Score(*cell).value: default_band(*cell) for cell in product(STEPS, STEPS)}
    assert {value for value, band in found.items() if band is Band.LOW} == {1, 2, 3, 4}
    assert {value for value, band in found.items() if band is Band.MEDIUM} == {5, 6, 8, 9}
    assert {value for value, band in found.items() if band is Band.HIGH} == {10, 12}
    assert {value for value, band in found.items() if band is Band.VERY_HIGH} == {15, 16, 20, 25}


def test_a_band_goes_by_its_colour_or_its_word() -> None:
    assert [band_of(word) for word in ("green", "yellow", "amber", "red")] == list(Band)
    assert [band_of(str(band)) for band in Band] == list(Band)
    with pytest.raises(ValueError, match="purple"):
        band_of("purple")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ((3, 3), Standing.WITHIN),  # equal to the appetite
        ((2, 5), Standing.ABOVE),
        ((3, 4), Standing.ABOVE),  # equal to the tolerance
        ((3, 5), Standing.OUTSIDE),
    ],
)
def test_a_score_equal_to_a_limit_is_within_it(cell: tuple[int, int], expected: Standing) -> None:
    assert standing(Score(*cell), Decimal(9), Decimal(12)) is expected


def test_without_a_tolerance_whatever_is_above_the_appetite_is_outside() -> None:
    assert standing(Score(2, 5), Decimal(9), None) is Standing.OUTSIDE
    assert standing(Score(2, 5), None, None) is Standing.NO_APPETITE


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        ((4, 4), (3, 4), Move.UP),
        ((3, 4), (4, 4), Move.DOWN),
        ((3, 4), (3, 4), Move.SIDEWAYS),
        ((4, 3), (3, 4), Move.RESHAPED),  # the same score, but moved on the map
    ],
)
def test_movement_is_told_of_the_score_and_then_of_the_cell(
    now: tuple[int, int], before: tuple[int, int], expected: Move
) -> None:
    assert movement(Score(*now), Score(*before)) is expected


def test_movement_is_blank_where_either_score_is_missing() -> None:
    assert movement(None, Score(3, 3)) is movement(Score(3, 3), None) is Move.BLANK


@given(scores, scores)
def test_movement_there_is_the_opposite_of_movement_back(one: Score, other: Score) -> None:
    opposite = {Move.UP: Move.DOWN, Move.DOWN: Move.UP}
    there, back = movement(one, other), movement(other, one)
    assert opposite.get(there, there) is back


def test_of_two_risks_at_20_the_one_of_higher_impact_comes_first() -> None:
    assert priority(Score(4, 5), None, "R2") < priority(Score(5, 4), "immediate", "R1")


def test_after_score_and_impact_comes_speed_and_then_the_code() -> None:
    order = [("days", "R9"), ("weeks", "R1"), ("weeks", "R2"), (None, "R0")]
    keys = [priority(Score(3, 3), velocity, code) for velocity, code in order]
    assert keys == sorted(keys)


def test_a_risk_without_a_score_comes_last() -> None:
    assert priority(None, "immediate", "R1") > priority(Score(1, 1), None, "R2")


@given(st.lists(st.tuples(scores, st.sampled_from(["days", "weeks", None])), min_size=2))
def test_priority_never_puts_a_lower_score_first(found: list[tuple[Score, str | None]]) -> None:
    keyed = [(priority(s, v, str(n)), s) for n, (s, v) in enumerate(found)]
    ordered = [s.value for _, s in sorted(keyed, key=lambda pair: pair[0])]
    assert ordered == sorted(ordered, reverse=True)


def test_speed_reads_words_and_numbers_and_knows_what_it_does_not_know() -> None:
    assert speed("Immediate") < speed("days") == speed("fast") < speed("weeks") < speed("slow")
    assert speed("5") < speed("1")
    assert known_speed("months") and not known_speed("purple")


@pytest.mark.parametrize(
    ("score", "stands", "rise", "before", "now", "moved", "expected"),
    [
        (Score(3, 5), Standing.WITHIN, 0, False, True, True,
         ("EMT now and GBAC next", "always shown to GBAC")),
        (Score(3, 4), Standing.OUTSIDE, 0, False, False, True, ("EMT now and GBAC next",)),
        (Score(3, 3), Standing.WITHIN, 5, False, False, True, ("EMT",)),
        (Score(3, 3), Standing.WITHIN, 4, False, False, True, ()),
        (Score(4, 4), Standing.WITHIN, 0, True, True, False,
         ("EMT now and GBAC next", "deep dive")),
        (Score(4, 4), Standing.WITHIN, 0, True, True, True, ("EMT now and GBAC next",)),
        (Score(1, 5), Standing.WITHIN, 0, False, False, False, ("always shown to GBAC",)),
        (None, Standing.NO_DATA, 0, True, False, False, ()),
    ],
)  # fmt: skip
def test_the_rules_of_escalation(
    score: Score | None, stands: Standing, rise: int, before: bool, now: bool, moved: bool,
    expected: tuple[str, ...],
) -> None:  # fmt: skip
    assert escalations(score, stands, rise, before, now, moved) == expected


def test_an_aggregate_is_weighted_as_published_and_never_a_sum_of_scores() -> None:
    members = {"a": Decimal(75), "b": Decimal(50), "c": Decimal(25)}
    weights = {"a": Decimal(2), "b": Decimal(2), "c": Decimal(1)}
    assert weighted_mean(members, weights) == 55


def test_three_months_after_the_end_of_november_is_the_end_of_february() -> None:
    from datetime import date

    assert months_later(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert months_later(date(2026, 3, 31), -12) == date(2025, 3, 31)
