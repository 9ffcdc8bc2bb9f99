"""Supported housing: the scheme and its location."""

from __future__ import annotations

from pmf_engine.records import Expr, col
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
    "scheme-of-nobody", "scheme", stage=Stage.ROW, category=Category.SETUP,
    tables=("organisations",),
    says="The scheme cannot be found without its owner and manager. Correct their codes first.",
)  # fmt: skip
def scheme_of_nobody() -> Expr:
    """A scheme is looked for among those of the owner and the manager, so both must be known."""
    both = col("owner_known").fill_null(False) & col("manager_known").fill_null(False)
    return col("supported") & col("scheme").is_not_null() & ~both


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
