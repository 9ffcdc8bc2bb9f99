"""Signed sums and ratios on Decimal, where a missing number is never taken as 0."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Context, Decimal
from functools import reduce

from pmf_engine.model.values import Absence, Measured, Missing

_SUMS, _RATIOS = Context(prec=50), Context(prec=28)  # significant digits


def signed_sum(terms: Iterable[tuple[int, Measured]]) -> Measured:
    """Return the sum of terms, each times its sign (+1 or -1); missing when any term is."""
    terms = tuple(terms)
    gaps = [value for _, value in terms if isinstance(value, Missing)]
    if gaps:
        return joined(gaps)
    signed = (sign * value for sign, value in terms if isinstance(value, Decimal))
    return reduce(_SUMS.add, signed, Decimal(0))


def ratio(
    numerator: Measured | None, denominator: Measured | None, scale: Decimal | int = 1
) -> Measured:
    """Return numerator ÷ denominator × scale; 0 ÷ 0 is missing, with “no cases” as the reason."""
    top = _given(numerator, "numerator")
    bottom = _given(denominator, "denominator")
    if isinstance(top, Missing) or isinstance(bottom, Missing):
        return joined([value for value in (top, bottom) if isinstance(value, Missing)])
    if bottom == 0:
        return _nothing_to_divide_by(top)
    return _RATIOS.divide(_SUMS.multiply(top, Decimal(scale)), bottom)


def joined(gaps: Iterable[Missing]) -> Missing:
    """Return one missing value that gives every reason once; No figure where the kinds differ."""
    gaps = tuple(gaps)
    kinds = {gap.absence for gap in gaps}
    reasons = dict.fromkeys(gap.reason for gap in gaps)
    return Missing("; ".join(reasons), kinds.pop() if len(kinds) == 1 else Absence.NO_FIGURE)


def _given(value: Measured | None, name: str) -> Measured:
    return Missing(f"the {name} is blank") if value is None else value


def _nothing_to_divide_by(top: Decimal) -> Missing:
    if top == 0:
        return Missing("no cases", Absence.NO_CASES)
    return Missing(f"the denominator is 0 and the numerator is {top:,f}")
