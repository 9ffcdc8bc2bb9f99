"""What the household earns."""

from __future__ import annotations

from pmf_engine.records import Expr, col
from pmf_plugins.core_lettings.answers import OTHERS, PEOPLE
from pmf_plugins.core_lettings.registry import rule
from pmf_plugins.core_lettings.routing import is_in


def _above() -> Expr:
    return col("weekly_income") > col("income_hard_max")


def _below() -> Expr:
    return col("weekly_income") < col("income_hard_min")


@rule(
    "income-too-high", "income",
    says="This is more than a household of these working situations can earn. Correct the amount,"
    " how often it comes, or who works.",
)  # fmt: skip
def income_too_high() -> Expr:
    """The weekly income is at most the sum of the upper bounds of the household's people."""
    return _above()


@rule(
    "income-too-high-work", "work{}", over=PEOPLE,
    says="The household's income is more than these working situations can bring.",
)  # fmt: skip
def income_too_high_work(person: int) -> Expr:
    """An income above the bound marks the working situation of each of the household."""
    return _above() & col(f"job{person}").is_not_null()


@rule(
    "income-too-high-child", "age{}", over=OTHERS,
    says="The household's income is more than it can be where this person is a child.",
)  # fmt: skip
def income_too_high_child(person: int) -> Expr:
    """An income above the bound marks the ages of children too: who is older may earn."""
    return _above() & is_in(f"job{person}", 9)


@rule(
    "income-too-low", "income",
    says="This is less than a household of these working situations can have. Correct the amount,"
    " how often it comes, or who works.",
)  # fmt: skip
def income_too_low() -> Expr:
    """The weekly income is at least the sum of the lower bounds of the household's people."""
    return _below()


@rule(
    "income-too-low-work", "work{}", over=PEOPLE,
    says="The household's income is less than these working situations bring.",
)  # fmt: skip
def income_too_low_work(person: int) -> Expr:
    """An income below the bound marks the working situation of each of the household."""
    return _below() & col(f"job{person}").is_not_null()


@rule(
    "income-without-frequency", "income_frequency", "income",
    says="An income is given, but not how often it comes. Give both.",
)  # fmt: skip
def income_without_frequency() -> Expr:
    """An amount of income comes with how often it is received."""
    return _known() & col("income").is_not_null() & ~is_in("income_frequency", 1, 2, 3)


@rule(
    "frequency-without-income", "income", "income_frequency",
    says="It is given how often the income comes, but not how much. Give both.",
)  # fmt: skip
def frequency_without_income() -> Expr:
    """How often income is received comes with its amount."""
    return _known() & col("income").is_null() & is_in("income_frequency", 1, 2, 3)


@rule("income-negative", "income", says="An income is 0 or more.")
def income_negative() -> Expr:
    """No income is less than nothing."""
    return _known() & (col("income") < 0)


def _known() -> Expr:
    return col("setup_done") & is_in("income_known", 1)
