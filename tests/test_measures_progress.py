"""Percent done, percent planned, the state of an action, and loops of parents."""

from datetime import date, timedelta
from decimal import Decimal as D
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmf_engine.measures.progress import (
    Action,
    Milestone,
    State,
    action_percent,
    action_state,
    find_cycle,
    planned_percent,
    proposes_closure,
    roll_up_percent,
)
from pmf_engine.model.values import Absence, Missing

START, DUE = date(2026, 4, 1), date(2026, 7, 10)  # 100 days
MIDDLE = START + timedelta(days=50)
percents = st.integers(0, 100).map(D)
weights = st.integers(0, 100).map(D)
days = st.dates(date(2020, 1, 1), date(2030, 12, 31))


def action(**parts):
    return Action(**({"start": START, "due": DUE, "owner": "P1", "percent": D(60)} | parts))


def step(percent=None, weight=1, state="open", due=DUE):
    return Milestone(due, None if percent is None else D(percent), D(weight), state)


def test_milestones_weighing_25_and_75_at_65_and_50_percent_make_53_75():
    assert action_percent([step(65, 25), step(50, 75)]) == D("53.75")


def test_milestones_weigh_the_same_unless_weights_are_given():
    assert action_percent([step(100), step(50)]) == 75


def test_weights_need_not_add_up_to_100():
    assert action_percent([step(65, 1), step(50, 3)]) == D("53.75")


def test_without_milestones_the_typed_percent_stands_and_with_them_it_does_not():
    assert action_percent([], D(40)) == 40
    assert action_percent([step(50)], D(40)) == 50
    assert isinstance(action_percent([]), Missing)


def test_a_cancelled_milestone_leaves_the_sum():
    assert action_percent([step(50), step(0, 99, "cancelled")]) == 50


def test_a_completed_milestone_is_100_whatever_was_typed_and_a_blank_open_one_is_0():
    assert action_percent([step(80, state="completed"), step()]) == 50


def test_with_every_milestone_cancelled_there_is_no_percent():
    found = action_percent([step(50, state="cancelled")], D(40))
    assert isinstance(found, Missing)
    assert found.absence is Absence.NOT_APPLICABLE


def test_weights_that_add_up_to_0_are_an_error():
    with pytest.raises(ValueError, match="weights add up to 0"):
        action_percent([step(50, 0)])
    with pytest.raises(ValueError, match="weights add up to 0"):
        planned_percent(START, DUE, MIDDLE, [step(50, 0)])


def test_a_negative_weight_is_an_error():
    with pytest.raises(ValueError, match="a weight is negative"):
        action_percent([step(50, -1), step(50, 2)])


@pytest.mark.parametrize("percent", ["-1", "100.1"])
def test_a_percent_outside_0_to_100_is_an_error(percent):
    with pytest.raises(ValueError, match="is not between 0 and 100"):
        action_percent([], D(percent))
    with pytest.raises(ValueError, match="is not between 0 and 100"):
        action_percent([step(percent)])


def test_a_parent_takes_the_weighted_percent_of_its_children():
    assert roll_up_percent([(D(1), D(100)), (D(3), D(20))]) == 40


def test_a_child_without_a_percent_leaves_its_parent_without_one_unless_nothing_is_left_of_it():
    gone = Missing("nothing to do is left", Absence.NOT_APPLICABLE)
    assert roll_up_percent([(D(1), D(40)), (D(1), gone)]) == 40
    assert roll_up_percent([(D(1), gone)]) == gone
    assert roll_up_percent([]) == gone
    blank = Missing("no percentage is entered")
    assert roll_up_percent([(D(1), D(40)), (D(1), blank)]) == blank


@given(st.lists(st.tuples(weights, percents), min_size=1).filter(lambda c: sum(w for w, _ in c)))
def test_a_rolled_up_percent_lies_between_those_that_weigh_something(children):
    counted = [percent for weight, percent in children if weight]
    tiny = D("1e-20")
    assert min(counted) - tiny <= roll_up_percent(children) <= max(counted) + tiny


def test_the_plan_runs_from_0_on_the_first_day_to_100_on_the_due_day():
    assert planned_percent(START, DUE, START) == 0
    assert planned_percent(START, DUE, MIDDLE) == 50
    assert planned_percent(START, DUE, DUE) == 100


def test_the_plan_never_leaves_0_to_100():
    assert planned_percent(START, DUE, date(2020, 1, 1)) == 0
    assert planned_percent(START, DUE, date(2030, 1, 1)) == 100


def test_an_action_of_one_day_is_planned_whole_on_that_day():
    assert planned_percent(START, START, START - timedelta(days=1)) == 0
    assert planned_percent(START, START, START) == 100


def test_a_leap_day_is_a_day_of_the_plan():
    leap = planned_percent(date(2028, 2, 28), date(2028, 3, 1), date(2028, 2, 29))
    assert leap == 50


def test_with_milestones_the_plan_is_the_weight_of_those_due_to_date():
    steps = [step(0, 25, due=START), step(0, 75, due=DUE), step(0, 900, "cancelled", due=START)]
    assert planned_percent(START, DUE, MIDDLE, steps) == 25
    assert planned_percent(START, DUE, DUE, steps) == 100


@given(days, days, days, st.lists(st.builds(Milestone, days, percents, weights), max_size=5))
def test_the_plan_lies_between_0_and_100_and_never_falls(start, due, today, steps):
    if steps and not sum(each.weight for each in steps):
        steps = []
    planned = planned_percent(start, due, today, steps)
    assert 0 <= planned <= 100
    assert planned <= planned_percent(start, due, today + timedelta(days=30), steps)


def test_an_action_due_today_is_not_overdue_and_tomorrow_it_is():
    almost = action(percent=D(90))
    assert action_state(almost, DUE) is State.IN_PROGRESS
    assert action_state(almost, DUE + timedelta(days=1)) is State.OVERDUE


def test_an_action_closed_after_its_due_day_is_completed_late():
    closed = action(state="completed", closed_on=DUE + timedelta(days=1))
    assert action_state(closed, DUE) is State.COMPLETED_LATE
    assert action_state(action(state="completed", closed_on=DUE), DUE) is State.COMPLETED
    assert action_state(action(state="completed"), DUE) is State.COMPLETED


def test_an_action_typed_100_percent_is_completed():
    assert action_state(action(percent=D(100)), MIDDLE) is State.COMPLETED


def test_finished_milestones_propose_closure_and_do_not_close_the_action():
    finished = action(milestones=(step(100), step(state="completed"), step(state="cancelled")))
    assert action_state(finished, MIDDLE) is State.IN_PROGRESS
    assert proposes_closure(finished)
    assert action_state(finished, DUE + timedelta(days=1)) is State.OVERDUE


def test_closure_is_not_proposed_twice_nor_without_finished_milestones():
    done = (step(100),)
    assert not proposes_closure(action(milestones=done, state="completed"))
    assert not proposes_closure(action(percent=D(100)))
    assert not proposes_closure(action(milestones=(step(99),)))
    assert not proposes_closure(action(milestones=(step(100, state="cancelled"),)))


def test_a_cancelled_action_is_cancelled_whatever_else_holds():
    gone = action(state="cancelled", owner=None, percent=D(100))
    assert action_state(gone, DUE + timedelta(days=9)) is State.CANCELLED


def test_an_action_without_an_owner_is_unassigned_before_it_is_overdue():
    orphan = action(owner=None)
    assert action_state(orphan, DUE + timedelta(days=1)) is State.UNASSIGNED
    assert action_state(action(owner=None, state="completed"), MIDDLE) is State.COMPLETED


def test_an_action_given_a_new_owner_is_no_longer_unassigned():
    assert action_state(action(owner="P2"), MIDDLE) is State.IN_PROGRESS


def test_an_overdue_milestone_under_an_action_not_yet_due_needs_a_check():
    late, today = step(90, due=MIDDLE), MIDDLE + timedelta(days=1)
    rest = step(100, 9)
    assert action_state(action(milestones=(late, rest)), MIDDLE) is State.IN_PROGRESS
    assert action_state(action(milestones=(late, rest)), today) is State.CHECK_PROGRESS


def test_a_milestone_past_its_due_day_with_nothing_left_to_do_needs_no_check():
    steps = (step(100, due=MIDDLE), step(0, 1))
    assert action_state(action(milestones=steps), MIDDLE + timedelta(days=1)) is State.IN_PROGRESS


@pytest.mark.parametrize("state", ["completed", "cancelled"])
def test_a_closed_milestone_past_its_due_day_needs_no_check(state):
    steps = (step(90, state=state, due=MIDDLE), step(100, 9))
    assert action_state(action(milestones=steps), MIDDLE + timedelta(days=1)) is State.IN_PROGRESS


def test_progress_more_than_20_points_behind_plan_needs_a_check():
    assert action_state(action(percent=D("29.9")), MIDDLE) is State.CHECK_PROGRESS
    assert action_state(action(percent=D(30)), MIDDLE) is State.IN_PROGRESS
    assert action_state(action(percent=D(30)), MIDDLE, lag=D(10)) is State.CHECK_PROGRESS


def test_an_action_not_updated_for_longer_than_allowed_needs_a_check():
    updated = action(updated_on=MIDDLE - timedelta(days=31))
    assert action_state(updated, MIDDLE, stale_after=30) is State.CHECK_PROGRESS
    assert action_state(updated, MIDDLE, stale_after=31) is State.IN_PROGRESS
    assert action_state(updated, MIDDLE) is State.IN_PROGRESS


def test_an_action_never_updated_is_measured_from_its_start():
    assert action_state(action(), MIDDLE, stale_after=49) is State.CHECK_PROGRESS
    assert action_state(action(), MIDDLE, stale_after=50) is State.IN_PROGRESS


def test_an_action_yet_to_start_is_not_stale_however_long_ago_it_was_entered():
    planned = action(percent=None, updated_on=START - timedelta(days=400))
    assert action_state(planned, START - timedelta(days=1), stale_after=30) is State.NOT_STARTED


def test_an_action_is_in_progress_from_its_first_day_or_once_something_is_done():
    before = START - timedelta(days=1)
    assert action_state(action(percent=D(0)), before) is State.NOT_STARTED
    assert action_state(action(percent=None), before) is State.NOT_STARTED
    assert action_state(action(percent=D(1)), before) is State.IN_PROGRESS
    assert action_state(action(percent=D(0)), START) is State.IN_PROGRESS
    assert action_state(action(percent=None), MIDDLE) is State.IN_PROGRESS


def test_a_loop_of_parents_is_found_and_told_in_order():
    assert find_cycle({"A": "B", "B": "C", "C": "A"}) == ["A", "B", "C", "A"]
    assert find_cycle({"X": "A", "A": "B", "B": "A"}) == ["A", "B", "A"]
    assert find_cycle({"A": "A"}) == ["A", "A"]


def test_a_tree_has_no_loop_even_where_branches_meet_or_a_parent_is_unknown():
    assert find_cycle({"A": None, "B": "A", "C": "A", "D": "C"}) is None
    assert find_cycle({"A": "elsewhere"}) is None
    assert find_cycle({}) is None


@given(st.dictionaries(st.integers(0, 12).map(str), st.integers(0, 12).map(str)))
def test_a_loop_found_follows_the_parents_and_none_found_lets_every_walk_end(parents):
    loop = find_cycle(parents)
    if loop:
        assert loop[0] == loop[-1]
        assert all(parents[child] == parent for child, parent in pairwise(loop))
        return
    for key in parents:
        steps = 0
        while key in parents:
            key, steps = parents[key], steps + 1
            assert steps <= len(parents)
