"""Small numbers held back: nobody who knows what is shown can work out what is not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmf_engine.measures.suppression import (
    Shown,
    ShownTable,
    SmallNumbers,
    as_measured,
    derived,
    one_way,
    share,
    two_way,
)
from pmf_engine.model.values import Missing, Suppressed

RULE = SmallNumbers()
counts = st.integers(min_value=0, max_value=12)
rules = st.builds(SmallNumbers, st.integers(min_value=2, max_value=6), st.booleans())


def hidden(shown: Sequence[Shown]) -> list[int]:
    return [index for index, one in enumerate(shown) if isinstance(one, Suppressed)]


def believable(shown: Shown, count: int, rule: SmallNumbers, labelled: bool) -> bool:
    """Whether a reader of what is shown could take it for a count; all are at least 0."""
    if not isinstance(shown, Suppressed):
        return count == shown
    low = 1 if rule.zeros else 0
    if shown.under:
        return low <= count < shown.under
    return count >= (rule.threshold if labelled else low)


def labels(shown: Sequence[Shown]) -> bool:
    return any(isinstance(one, Suppressed) and one.under for one in shown)


def other_tables(
    rows: Sequence[Sequence[int]], table: ShownTable, rule: SmallNumbers
) -> Iterator[tuple[list[list[int]], list[int], list[int], int]]:
    """Every table near the true one that agrees with all that a reader knows."""
    every = [*(x for row in table.cells for x in row), *table.row_totals, *table.column_totals]
    labelled = labels([*every, table.total])

    def options(row: Sequence[int], shown: Sequence[Shown], total: Shown) -> Iterator[list[int]]:
        steps = [(0, -1, 1) if isinstance(one, Suppressed) else (0,) for one in shown]
        for moved in product(*steps):
            new = [count + step for count, step in zip(row, moved, strict=True)]
            pairs = [*zip(shown, new, strict=True), (total, sum(new))]
            if min(new) >= 0 and all(believable(s, n, rule, labelled) for s, n in pairs):
                yield new

    by_row = [list(options(*one)) for one in zip(rows, table.cells, table.row_totals, strict=True)]
    for chosen in product(*by_row):
        columns = [sum(column) for column in zip(*chosen, strict=True)]
        pairs = [*zip(table.column_totals, columns, strict=True), (table.total, sum(columns))]
        if all(believable(s, n, rule, labelled) for s, n in pairs):
            yield [list(row) for row in chosen], [sum(row) for row in chosen], columns, sum(columns)


@settings(max_examples=150, deadline=None)
@given(
    st.integers(min_value=1, max_value=3).flatmap(
        lambda width: st.lists(
            st.lists(counts, min_size=width, max_size=width), min_size=1, max_size=3
        )
    ),
    rules,
)
def test_a_reader_of_a_two_way_table_cannot_tell_a_hidden_count(
    rows: list[list[int]], rule: SmallNumbers
) -> None:
    table = two_way(rows, rule)
    found = list(other_tables(rows, table, rule))
    for i, row in enumerate(table.cells):
        for j in hidden(row):
            assert len({cells[i][j] for cells, *_ in found}) > 1
    for i in hidden(table.row_totals):
        assert len({totals[i] for _, totals, *_ in found}) > 1
    for j in hidden(table.column_totals):
        assert len({totals[j] for *_, totals, _ in found}) > 1
    if hidden([table.total]):
        assert len({total for *_, total in found}) > 1


@given(st.lists(counts, min_size=1, max_size=3), st.lists(counts, min_size=0, max_size=3), rules)
def test_every_small_count_is_hidden_and_every_shown_one_is_true(
    first: list[int], second: list[int], rule: SmallNumbers
) -> None:
    row = [*first, *second]
    shown, total = one_way(row, rule)
    for count, one in zip([*row, sum(row)], [*shown, total], strict=True):
        assert one == count or isinstance(one, Suppressed)
        assert isinstance(one, Suppressed) or not rule.small(count)


@settings(max_examples=60, deadline=None)
@given(st.lists(counts, min_size=2, max_size=5))
def test_as_few_counts_of_a_list_are_hidden_as_can_be(row: list[int]) -> None:
    small = [i for i, count in enumerate(row) if RULE.small(count)]
    shown, total = one_way(row, RULE)
    if not small or isinstance(total, Suppressed):
        return
    others = [i for i, count in enumerate(row) if count >= RULE.threshold]
    for size in range(len(hidden(shown)) - len(small)):
        for extra in combinations(others, size):
            cells = tuple(
                Suppressed("", under=5) if i in small else Suppressed("") if i in extra else count
                for i, count in enumerate(row)
            )
            totals = tuple(cells)
            trial = ShownTable(
                cells=(cells,), row_totals=(total,), column_totals=totals, total=total
            )
            found = list(other_tables([row], trial, RULE))
            assert any(len({c[0][i] for c, *_ in found}) == 1 for i in (*small, *extra))


def test_the_smallest_other_count_is_hidden_beside_a_small_one() -> None:
    shown, total = one_way([3, 20, 9, 40], RULE)
    assert hidden(shown) == [0, 2]
    assert total == 72
    assert str(shown[0]) == "Fewer than 5"
    assert str(shown[2]) == "Suppressed"


def test_two_small_counts_guard_each_other() -> None:
    shown, total = one_way([3, 2, 9, 40], RULE)
    assert hidden(shown) == [0, 1]
    assert total == 54


def test_small_counts_that_their_sum_would_give_away_need_a_third() -> None:
    shown, _ = one_way([1, 1, 9, 40], RULE)
    assert hidden(shown) == [0, 1, 2]


def test_a_total_is_hidden_where_nothing_else_can_guard_a_count() -> None:
    shown, total = one_way([4, 4], RULE)
    assert hidden(shown) == [0, 1]
    assert isinstance(total, Suppressed)


def test_a_two_way_table_is_guarded_along_its_rows_and_its_columns() -> None:
    table = two_way([[3, 20, 30], [10, 11, 12], [30, 8, 9]], RULE)
    assert sum(len(hidden(row)) for row in table.cells) == 4
    assert all(len(hidden(row)) in (0, 2) for row in table.cells)
    totals = [*table.row_totals, *table.column_totals, table.total]
    assert not any(isinstance(one, Suppressed) for one in totals)


def test_nothing_is_hidden_of_a_table_without_small_numbers() -> None:
    table = two_way([[5, 20], [10, 0]], RULE)
    assert table.cells == ((5, 20), (10, 0))
    assert table.total == 35


def test_zero_is_shown_unless_it_is_asked_to_be_hidden() -> None:
    assert one_way([0, 20, 9], RULE)[0] == (0, 20, 9)
    assert hidden(one_way([0, 20, 9], SmallNumbers(zeros=False))[0]) == [0, 2]


def test_what_the_regulator_requires_is_shown_in_full() -> None:
    assert one_way([3, 20], RULE, required=True) == ((3, 20), 23)
    assert two_way([[3, 20]], RULE, required=True).cells == ((3, 20),)


def test_the_threshold_is_a_setting() -> None:
    assert hidden(one_way([8, 20, 30], SmallNumbers(10))[0]) == [0, 1]
    assert one_way([8, 20, 30], SmallNumbers(0))[0] == (8, 20, 30)


def test_a_hidden_number_is_neither_zero_nor_one_that_is_not_there() -> None:
    shown, _ = one_way([3, 20, 9], RULE)
    assert isinstance(shown[0], Suppressed)
    assert shown[0] != 0
    assert shown[0] != Missing("no figure is entered")
    assert "privacy" in shown[0].reason


def test_a_rate_of_a_hidden_count_is_hidden() -> None:
    shown, _ = one_way([3, 20, 9], RULE)
    assert isinstance(derived(Decimal("1.5"), shown[0]), Suppressed)
    assert derived(Decimal("1.5"), shown[1]) == Decimal("1.5")
    assert derived(Missing("none"), shown[1]) == Missing("none")
    assert isinstance(as_measured(shown[0]), Suppressed)
    assert as_measured(shown[1]) == 20


def test_a_percentage_that_tells_of_few_or_of_all_but_few_is_hidden() -> None:
    assert isinstance(share(3, 60, Decimal(5), RULE), Suppressed)
    assert isinstance(share(58, 60, Decimal("96.7"), RULE), Suppressed)
    assert share(30, 60, Decimal(50), RULE) == 50
    assert share(60, 60, Decimal(100), RULE) == 100


@pytest.mark.parametrize("rows", [[[1, -2]], [[1, 2], [3]]])
def test_what_is_no_table_of_counts_is_refused(rows: list[list[int]]) -> None:
    with pytest.raises(ValueError, match=r"negative|long"):
        two_way(rows, RULE)
