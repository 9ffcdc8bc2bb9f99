"""Benefits, and what is left to pay after them."""

from __future__ import annotations

from pmf_engine.records import Expr, col
from pmf_plugins.core_lettings.answers import OTHERS
from pmf_plugins.core_lettings.facts import CHARGES
from pmf_plugins.core_lettings.registry import rule
from pmf_plugins.core_lettings.routing import is_in


@rule(
    "all-benefits-at-work", "benefits", "work1",
    says="Not all of the income can come from benefits where the lead tenant works.",
)  # fmt: skip
def all_benefits_at_work() -> Expr:
    """The income is not all from benefits where the lead tenant is in work."""
    return col("setup_done") & is_in("benefits", 1) & is_in("work1", 1, 2)


@rule(
    "all-benefits-partner-at-work", "benefits", "work{}", "partner{}", over=OTHERS,
    says="Not all of the income can come from benefits where the partner works.",
)  # fmt: skip
def all_benefits_partner_at_work(person: int) -> Expr:
    """The income is not all from benefits where the lead tenant's partner is in work."""
    partner = col(f"member{person}") & ~col(f"child{person}") & is_in(f"partner{person}", 1)
    return col("setup_done") & is_in("benefits", 1) & partner & is_in(f"work{person}", 1, 2)


@rule(
    "benefit-without-income-from-it", "housing_benefit", "benefits", since=2026,
    says="A housing-related benefit is received, yet no income comes from benefits. Correct one of"
    " the two.",
)  # fmt: skip
def benefit_without_income_from_it() -> Expr:
    """From 2026/27 who receives a housing-related benefit has some income from benefits."""
    return col("setup_done") & col("claimed") & is_in("benefits", 3)


@rule(
    "shortfall-not-asked", "shortfall", "shortfall_left", own=True,
    says="An outstanding amount is given, but it is not said that one is left. Clear the amount, or"
    " correct the answer before it.",
)  # fmt: skip
def shortfall_not_asked() -> Expr:
    """An outstanding amount stands only where it is said that one is left to pay."""
    return col("setup_done") & ~is_in("shortfall_left", 1) & col("shortfall").is_not_null()


@rule(
    "shortfall-without-benefit", "shortfall", own=True,
    says="No housing-related benefit is received, or it is not known: then there is no outstanding"
    " amount after it.",
)  # fmt: skip
def shortfall_without_benefit() -> Expr:
    """An outstanding amount after benefits needs a benefit that is known."""
    unknown = is_in("housing_benefit", 3, 9, 10)
    return col("setup_done") & is_in("shortfall_left", 1) & unknown


@rule(
    "shortfall-above-charges", "shortfall", *CHARGES,
    says="The outstanding amount is more than all the charges. Correct one of them.",
)  # fmt: skip
def shortfall_above_charges() -> Expr:
    """The outstanding amount is at most the sum of rent and charges."""
    return _left() & (col("weekly_shortfall") > col("weekly_total"))


@rule("shortfall-not-positive", "shortfall", says="An outstanding amount is more than 0.")
def shortfall_not_positive() -> Expr:
    """An outstanding amount is at least a penny a week."""
    return _left() & (col("weekly_shortfall") < 1)


@rule("shortfall-pence", "shortfall", says="An amount has two decimals at most.")
def shortfall_pence() -> Expr:
    """An outstanding amount is given to the penny."""
    return _left() & col("finer_shortfall")


def _left() -> Expr:
    return col("setup_done") & is_in("shortfall_left", 1)
