"""Supported housing: the scheme and its location."""

from __future__ import annotations

from pmf_engine.records import Expr, any_horizontal, col
from pmf_plugins.core_lettings.categories import Category, Stage
from pmf_plugins.core_lettings.registry import rule

_TABLES = ("schemes",)


@rule(
    "scheme-not-related", "scheme", stage=Stage.ROW, category=Category.SETUP, tables=_TABLES,
    says="Neither the owner nor the manager has a scheme of this code. Use the code shown in CORE.",
)  # fmt: skip
def scheme_not_related() -> Expr:
    """The scheme belongs to the owner or to the manager."""
    whole = col("owner_known").ne_missing(False) & col("manager_known").ne_missing(False)
    named = col("scheme").is_not_null() & col("owner").is_not_null() & col("manager").is_not_null()
    return whole & named & ~col("scheme_known")


@rule(
    "scheme-not-found", "scheme", stage=Stage.ROW, category=Category.SETUP,
    says="The scheme is looked for among those of the owner and the manager, and one of these two"
    " is missing or not known. Put that right first.",
)  # fmt: skip
def scheme_not_found() -> Expr:
    """A scheme is found only where the owner and the manager are."""
    missing = any_horizontal(
        col(name).is_null() | ~col(f"{name}_known").fill_null(True) for name in ("owner", "manager")
    )
    return col("supported") & col("scheme").is_not_null() & missing


@rule(
    "location-not-related", "location", stage=Stage.ROW, category=Category.SETUP, tables=_TABLES,
    says="The scheme has no location of this code. Use the code shown in CORE.",
)  # fmt: skip
def location_not_related() -> Expr:
    """The location is one of the scheme's."""
    return col("scheme_known") & col("location").is_not_null() & col("site").is_null()


@rule(
    "postcode-not-of-location", "location", "uprn", "la", "postcode_1", "postcode_2",
    tables=_TABLES, since=2026,
    says="The postcode is not that of the scheme's location. Correct one of the two.",
)  # fmt: skip
def postcode_not_of_location() -> Expr:
    """From 2026/27 the home has the postcode of the scheme's location, where one is given."""
    told = col("site").str.replace_all(" ", "").str.to_uppercase()
    given = col("postcode").str.replace_all(" ", "")
    return col("start_given") & (told != "") & (given != told)
