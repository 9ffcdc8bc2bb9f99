"""What the service asks to confirm of dates and referrals."""

from __future__ import annotations

from pmf_engine.records import Expr, col
from pmf_plugins.core_lettings.categories import Category
from pmf_plugins.core_lettings.registry import rule
from pmf_plugins.core_lettings.routing import is_in

_TWO_YEARS, _TWENTY_YEARS = 730, 7300


def _long(what: str) -> Expr:
    days = (col("start_date") - col(f"{what}_date")).dt.total_days()
    new = col("setup_done") & ~col("renewed")
    return new & days.is_between(_TWO_YEARS, _TWENTY_YEARS)


@rule(
    "void-long-ago", "void_day", "start_day", category=Category.SOFT,
    says="The home became void more than two years before the tenancy began. Confirm it in CORE.",
)  # fmt: skip
def void_long_ago() -> Expr:
    """A home is usually let within two years, of 730 days, of its void date."""
    return _long("void")


@rule(
    "repairs-long-ago", "repairs_day", "start_day", category=Category.SOFT,
    says="Major repairs were finished more than two years before the tenancy began. Confirm it in"
    " CORE.",
)  # fmt: skip
def repairs_long_ago() -> Expr:
    """A home is usually let within two years, of 730 days, of its major repairs."""
    return _long("repairs")


@rule(
    "referral-for-support", "needs", "referral", category=Category.SOFT, until=2025,
    says="A referral for support is unusual in general needs. Confirm it in CORE.",
)  # fmt: skip
def referral_for_support() -> Expr:
    """In 2025/26 a referral for support is usually for supported housing."""
    new = col("setup_done") & ~col("renewed")
    return new & col("general") & is_in("referral", 4)
