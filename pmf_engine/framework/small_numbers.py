"""Results of an indicator over quarters, with those held back that would tell of too few people.

What is hidden of one quarter must not come back by subtraction. A year's total is public, sooner or
later, and quarters are published one after another: what was shown stays shown. So where one of
the first three quarters of a year is hidden, the fourth is hidden with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pmf_engine.framework.guarded import Guarded, small
from pmf_engine.framework.register import Indicator
from pmf_engine.framework.results import Result, without
from pmf_engine.measures.aggregate import HELD_WITH, Total
from pmf_engine.measures.series import Kind
from pmf_engine.measures.suppression import SmallNumbers
from pmf_engine.model.periods import Period
from pmf_engine.model.values import Missing

_LAST_QUARTER = 4


def shown(
    one: Indicator,
    results: Sequence[Result],
    rule: SmallNumbers,
    guarded: Guarded | None = None,
) -> list[Result]:
    """Return results, oldest first, as they may be published.

    All of them, where the regulator requires it of the indicator. With `guarded`, one that would
    give away what is hidden of a month is hidden too.
    """
    if one.row.peek("regulatory"):
        return list(results)
    found: list[Result] = []
    hidden: dict[Period, int] = {}
    for each in results:
        reason = small(one, _total(each), rule) or _second(one, each, hidden)
        if reason is None and guarded is not None:
            reason = guarded.given_away(one, each.period)
        found.append(each if reason is None else without(each, reason))
        if reason is not None:
            year = each.period.financial_year
            hidden[year] = hidden.get(year, 0) + 1
    return found


def _total(found: Result) -> Total:
    return Total(found.value, 1, 1, found.numerator, found.denominator)


def _second(one: Indicator, found: Result, hidden: dict[Period, int]) -> Missing | None:
    """Why a result is hidden for the sake of another, or None."""
    additive = one.kind != Kind.SNAPSHOT and not isinstance(found.value, Missing)
    last = found.period.number == _LAST_QUARTER
    return HELD_WITH if additive and last and hidden.get(found.period.financial_year) == 1 else None


def whole(number: Decimal | None) -> str:
    """Return a count as it is written in a sentence, nothing where there is none."""
    return "" if number is None else f"{number.normalize():,f}"
