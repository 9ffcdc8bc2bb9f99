"""What the service asks to confirm of income and charges."""

from __future__ import annotations

from pmf_engine.records import Expr, col, when
from pmf_plugins.core_lettings.answers import OTHERS, PEOPLE
from pmf_plugins.core_lettings.categories import Category
from pmf_plugins.core_lettings.registry import rule
from pmf_plugins.core_lettings.rules.charges import MAXIMA, pence_by_owner

SOFT = Category.SOFT
# Pounds a week above which a charge is asked about: private registered provider, local authority.
_GENERAL = (35, 25)
_SUPPORTED = {
    "service_charge": (200, 100),
    "personal_charge": (100, 75),
    "support_charge": (85, 75),
}


def _unusual() -> Expr:
    """An income between the two bounds above, or the two below, the bounds themselves included."""
    income = col("weekly_income")
    low = income.is_between(col("income_hard_min"), col("income_soft_min"))
    return low | income.is_between(col("income_soft_max"), col("income_hard_max"))


@rule(
    "income-unusual", "income_frequency", "income", category=SOFT,
    says="The income is unusual for a household of these working situations. Confirm it in CORE.",
)  # fmt: skip
def income_unusual() -> Expr:
    """The weekly income is usually within the bounds of the household's working situations."""
    return _unusual()


@rule(
    "income-unusual-work", "work{}", over=PEOPLE, category=SOFT,
    says="The household's income is unusual for these working situations. Confirm it in CORE.",
)  # fmt: skip
def income_unusual_work(person: int) -> Expr:
    """An unusual income marks the working situation of each who was asked for it."""
    if person == 1:
        return _unusual()
    return _unusual() & col(f"member{person}") & ~col(f"child{person}")


@rule(
    "income-unusual-age", "age{}", over=OTHERS, category=SOFT,
    says="The household's income is unusual for people of these ages. Confirm it in CORE.",
)  # fmt: skip
def income_unusual_age(person: int) -> Expr:
    """An unusual income marks the age of each person but the lead tenant."""
    return _unusual() & col(f"member{person}")


@rule(
    "charge-high", "period", "needs", "{}", over=tuple(MAXIMA), category=SOFT,
    tables=("organisations",),
    says="This charge is higher than usual for this kind of owner and home. Confirm it in CORE.",
)  # fmt: skip
def charge_high(name: str) -> Expr:
    """A charge is usually at most so much a week.

    General needs £35, local authority £25. Supported housing: service £200 and £100, personal
    service £100 and £75, support £85 and £75.
    """
    usual = (
        when(col("general"))
        .then(pence_by_owner(_GENERAL))
        .otherwise(pence_by_owner(_SUPPORTED[name]))
    )
    weekly = col(f"weekly_{name}")
    return (weekly > usual) & (weekly <= pence_by_owner(MAXIMA[name]))
