"""The rent against what is usual for homes of its kind, size and area."""

from __future__ import annotations

from pmf_engine.records import Expr, col, when
from pmf_plugins.core_lettings.categories import Category
from pmf_plugins.core_lettings.registry import rule
from pmf_plugins.core_lettings.routing import is_in

_TABLES = ("rent_ranges", "organisations")
_HARD = ("rent", "beds", "uprn", "la", "postcode_1", "postcode_2", "period")
_SOFT = ("rent", "period", "start_day", "uprn", "la", "beds", "rent_type", "needs")


@rule(
    "rent-too-low", *_HARD, tables=_TABLES,
    says="The rent is below what the service accepts for a home of this kind, size and area."
    " Correct the rent, the period, the bedrooms or the area.",
)  # fmt: skip
def rent_too_low() -> Expr:
    """The weekly rent is at least the lower bound for its letting type, area and bedrooms."""
    return col("weekly_rent") < col("rent_hard_min")


@rule(
    "rent-too-high", *_HARD, tables=_TABLES,
    says="The rent is above what the service accepts for a home of this kind, size and area."
    " Correct the rent, the period, the bedrooms or the area.",
)  # fmt: skip
def rent_too_high() -> Expr:
    """The weekly rent is at most the upper bound for its letting type, area and bedrooms."""
    return col("weekly_rent") > col("rent_hard_max")


@rule(
    "rent-low", *_SOFT, tables=_TABLES, category=Category.SOFT,
    says="The rent is lower than usual for a home of this kind, size and area. Confirm it in CORE.",
)  # fmt: skip
def rent_low() -> Expr:
    """A weekly rent between the lower bound and the usual one is asked about."""
    return col("weekly_rent").is_between(col("rent_hard_min"), col("rent_soft_min"))


@rule(
    "rent-high", *_SOFT, tables=_TABLES, category=Category.SOFT,
    says="The rent is higher than usual for a home of this kind, size and area. Confirm it in"
    " CORE.",
)  # fmt: skip
def rent_high() -> Expr:
    """A weekly rent between the usual one and the upper bound is asked about.

    For more than four bedrooms there is no upper bound to the question. A bedsit has one.
    """
    soft = col("weekly_rent").is_between(col("rent_soft_max"), col("rent_hard_max"))
    large = (col("beds") > 4) & col("general") & ~is_in("unit", 2)
    return when(large).then(col("weekly_rent") > col("rent_soft_max")).otherwise(soft)
