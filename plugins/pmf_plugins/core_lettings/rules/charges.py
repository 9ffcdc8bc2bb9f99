"""The rent and the three charges beside it."""

from __future__ import annotations

from pmf_engine.records import Expr, String, all_horizontal, any_horizontal, col, when
from pmf_plugins.core_lettings.categories import Category, Stage
from pmf_plugins.core_lettings.facts import CHARGES
from pmf_plugins.core_lettings.registry import rule
from pmf_plugins.core_lettings.routing import is_in

_TABLES = ("organisations",)
# Pounds a week above which a charge is refused: private registered provider, local authority.
MAXIMA = {"service_charge": (800, 500), "personal_charge": (700, 200), "support_charge": (800, 200)}


@rule(
    "charge-missing", "{}", over=CHARGES, stage=Stage.ROW, category=Category.NOT_ANSWERED,
    says="Give the rent and all three charges; enter 0 where there is none.",
)  # fmt: skip
def charge_missing(name: str) -> Expr:
    """The rent and the three charges are all given, as 0 where there is none.

    Supported housing without rent or charges is not asked, as the template says. The service's own
    check looks for a rent of 1 there instead of the answer that nothing is charged.
    """
    return _asked() & col(name).is_null()


@rule(
    "charge-incomplete", "{}", over=CHARGES, stage=Stage.ROW,
    says="Another charge of this letting is missing, so none can be taken. Give all four.",
)  # fmt: skip
def charge_incomplete(name: str) -> Expr:
    """Where one of the four is missing, the service takes none of them."""
    whole = all_horizontal(col(other).is_not_null() for other in CHARGES)
    return _asked() & ~whole & col(name).is_not_null()


@rule("charge-negative", "{}", over=CHARGES, says="A rent or charge is 0 or more.")
def charge_negative(name: str) -> Expr:
    """No rent or charge is less than nothing."""
    return col("charging") & col("all_charges") & (col(name) < 0)


@rule(
    "charge-negative-period", "period", says="A charge of this period is less than 0. Correct it."
)
def charge_negative_period() -> Expr:
    """A service, personal or support charge below nothing marks the rent period too."""
    return any_horizontal(charge_negative(name) for name in MAXIMA)


@rule("charge-pence", "{}", over=CHARGES, says="An amount has two decimals at most.")
def charge_pence(name: str) -> Expr:
    """A rent or charge is given to the penny."""
    return col("charging") & col("all_charges") & col(f"finer_{name}")


@rule(
    "charges-under-ten", *CHARGES,
    says="Rent and charges come to less than £10 a week. Correct them, or the rent period.",
)  # fmt: skip
def charges_under_ten() -> Expr:
    """Rent and charges come to £10 a week or more."""
    return col("weekly_total").is_between(0, 999)


@rule(
    "charge-too-high", "{}", "period", over=tuple(MAXIMA), tables=_TABLES,
    says="This charge is more than the service accepts a week from this kind of owner. Correct it,"
    " or the rent period.",
)  # fmt: skip
def charge_too_high(name: str) -> Expr:
    """A charge is at most what is accepted a week.

    Service charge £800, local authority £500; personal service charge £700 and £200; support
    charge £800 and £200; general needs and supported housing alike.
    """
    return col(f"weekly_{name}") > pence_by_owner(MAXIMA[name])


def pence_by_owner(pounds: tuple[int, int]) -> Expr:
    """Return an amount in pence: the first for private registered providers, else the second."""
    prp, la = pounds
    return (
        when(col("owner_type") == "PRP")
        .then(100 * prp)
        .when(col("owner_type") == "LA")
        .then(100 * la)
    )


@rule(
    "period-not-of-manager", "period", tables=_TABLES,
    says="The managing organisation does not charge by this period. Correct it, or add the period"
    " to the organisation in CORE.",
)  # fmt: skip
def period_not_of_manager() -> Expr:
    """The rent period is one that the managing organisation uses, where its periods are known."""
    known = col("manager_periods").list.len() > 0
    uses = col("manager_periods").list.contains(col("period").cast(String))
    return col("setup_done") & col("pays") & col("weeks").is_not_null() & known & ~uses


def _asked() -> Expr:
    return ~(col("supported") & is_in("charged", 1))
