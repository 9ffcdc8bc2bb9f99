"""What a household may be expected to earn a week, by the working situation of each of its people.

Source: the service's income checks, collection years 2025/26 and 2026/27.
"""

from __future__ import annotations

from pmf_engine.records import DataFrame, Expr, Int64, col, lit, sum_horizontal, when
from pmf_plugins.core_lettings.answers import OTHERS, PEOPLE

# Pounds a week by working situation: ask below, ask above, refuse below, refuse above.
BOUNDS = {
    1: (143, 730, 90, 1230), 2: (67, 620, 50, 950), 3: (80, 480, 40, 990), 4: (50, 370, 10, 450),
    5: (50, 380, 10, 1000), 6: (53, 540, 10, 890), 7: (47, 460, 10, 1300), 8: (54, 460, 10, 2000),
    9: (50, 450, 10, 750), 0: (50, 580, 10, 1040), 10: (47, 730, 10, 2000),
}  # fmt: skip
_NAMES = ("income_soft_min", "income_soft_max", "income_hard_min", "income_hard_max")
_CHILD, _UNKNOWN = 9, 10


def with_incomes(frame: DataFrame) -> DataFrame:
    """Return the frame with each person's situation, the weekly income and its four bounds."""
    jobs = {f"job{person}": _job(person) for person in PEOPLE}
    known = frame.with_columns(**jobs, weekly_income=_weekly())
    bounds = {name: _household(place) for place, name in enumerate(_NAMES)}
    return known.with_columns(**bounds)


def _job(person: int) -> Expr:
    """The working situation; of a child under 16, and of who gives none, the one supposed.

    Who is told of as a child and is 16 or older has given none.
    """
    if person == 1:
        return when(col("work1").is_in([0, *range(1, 9), 10])).then(col("work1"))
    grown = (col(f"years{person}") >= 16).fill_null(False)
    fits = col(f"work{person}").is_in(list(BOUNDS)) & ~(grown & (col(f"work{person}") == _CHILD))
    told = when(fits).then(col(f"work{person}"))
    supposed = when(col(f"child{person}")).then(_CHILD).otherwise(told.fill_null(_UNKNOWN))
    return when(col("household") >= person).then(supposed)


def _weekly() -> Expr:
    """The income in whole pounds a week, where all that it needs is answered."""
    pounds = (col("income") + 50) // 100
    every = col("income_frequency").replace_strict(
        {1: 52, 2: 12, 3: 1}, default=None, return_dtype=Int64
    )
    told = col("setup_done") & col("income_known").eq_missing(1)
    return when(told).then((2 * pounds * every + 52) // 104)


def _household(place: int) -> Expr:
    each = [
        col(f"job{person}").replace_strict(
            {job: bounds[place] for job, bounds in BOUNDS.items()},
            default=None, return_dtype=Int64,
        )
        for person in PEOPLE
    ]  # fmt: skip
    others = sum_horizontal(each[person - 1].fill_null(lit(0)) for person in OTHERS)
    return each[0] + others
