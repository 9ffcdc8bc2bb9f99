"""Who owns the home, who manages the letting, and to whose account it is assigned."""

from __future__ import annotations

from pmf_engine.records import Expr, col
from pmf_plugins.core_lettings.categories import Category, Stage
from pmf_plugins.core_lettings.registry import rule

_TABLES = ("organisations",)


@rule(
    "owner-unknown", "owner", stage=Stage.ROW, category=Category.SETUP, tables=_TABLES,
    says="No organisation has this code. Use the code shown in CORE, such as ORG123.",
)  # fmt: skip
def owner_unknown() -> Expr:
    """The owner is an organisation that the service knows."""
    return ~col("owner_known")


@rule(
    "owner-holds-no-stock", "owner", stage=Stage.ROW, category=Category.SETUP, tables=_TABLES,
    says="This organisation owns no homes. Name the organisation that owns the property.",
)  # fmt: skip
def owner_holds_no_stock() -> Expr:
    """The owner is an organisation that holds stock of its own."""
    return ~col("owner_stock")


@rule(
    "owner-not-ours", "owner", stage=Stage.ROW, category=Category.SETUP, tables=_TABLES,
    says="You may not upload lettings for this owner. Add it to your stock owners in CORE first.",
)  # fmt: skip
def owner_not_ours() -> Expr:
    """The owner is the organisation that uploads, or one whose homes that organisation manages."""
    permitted = (col("owner_ours") & col("owner_stock")) | col("owner_acts")
    return col("owner_stock") & col("somebody_is_ours") & ~permitted


@rule(
    "manager-unknown", "manager", stage=Stage.ROW, category=Category.SETUP, tables=_TABLES,
    says="No organisation has this code. Use the code shown in CORE, such as ORG123.",
)  # fmt: skip
def manager_unknown() -> Expr:
    """The managing organisation is one that the service knows."""
    return ~col("manager_known")


@rule(
    "manager-not-related", "manager", stage=Stage.ROW, category=Category.SETUP, tables=_TABLES,
    says="This organisation does not manage homes of the owner. Add it to the owner's managing"
    " agents in CORE, or name the one that does.",
)  # fmt: skip
def manager_not_related() -> Expr:
    """The manager is the owner itself or one of its managing agents."""
    agent = col("owner_agents").list.contains(col("manager_code")).fill_null(False)
    itself = col("owner_code") == col("manager_code")
    return col("owner_known") & col("manager_known") & ~itself & ~agent


@rule(
    "account-unknown", "assigned_to", stage=Stage.ROW, tables=("users",),
    says="No account has this user name. Use an e-mail address that is known to CORE, or leave it"
    " blank.",
)  # fmt: skip
def account_unknown() -> Expr:
    """The account named is one that the service knows, whatever the case of its letters."""
    return col("user_email").is_not_null() & col("user_organisation").is_null()


@rule(
    "account-not-related", "assigned_to", stage=Stage.ROW, tables=("users",),
    says="This account belongs neither to the owner nor to the manager of the letting.",
)  # fmt: skip
def account_not_related() -> Expr:
    """The account named belongs to the owner or to the manager."""
    whose = col("user_organisation")
    return (whose.ne_missing(col("owner_code")) & whose.ne_missing(col("manager_code"))) & (
        whose.is_not_null()
    )


@rule(
    "account-of-another", "owner", "manager", tables=("users", "organisations"),
    says="Neither the owner nor the manager is the organisation of the account assigned.",
)  # fmt: skip
def account_of_another() -> Expr:
    """The owner or the manager is the organisation to whose account the letting is assigned."""
    both = col("owner_known") & col("manager_known")
    return both & account_not_related()


@rule(
    "uploader-not-related", "assigned_to", "owner", "manager", tables=_TABLES,
    says="Neither the owner nor the manager is the organisation that uploads, and no account of"
    " either is named.",
)  # fmt: skip
def uploader_not_related() -> Expr:
    """A letting that is assigned to nobody goes to the uploader, who must be owner or manager.

    So does one that is assigned to an account that the service does not know.
    """
    both = col("owner_known") & col("manager_known") & col("somebody_is_ours")
    return both & col("to_uploader") & ~col("owner_ours") & ~col("manager_ours")
