"""The postcode of the last settled home."""

from __future__ import annotations

from pmf_engine.records import Expr, col
from pmf_plugins.core_lettings.categories import Category
from pmf_plugins.core_lettings.registry import rule
from pmf_plugins.core_lettings.routing import is_in
from pmf_plugins.core_lettings.rules.property import POSTCODE


@rule(
    "previous-postcode-known-missing", "previous_postcode_known", category=Category.NOT_ANSWERED,
    says="Say whether the postcode of the last settled home is known, or give it.",
)  # fmt: skip
def previous_postcode_known_missing() -> Expr:
    """It is said whether the last postcode is known, unless it is given: then it is."""
    return _new() & ~is_in("previous_postcode_known", 1, 2) & col("previous_postcode").is_null()


@rule(
    "previous-postcode-missing", "previous_postcode_1", "previous_postcode_2",
    category=Category.NOT_ANSWERED,
    says="The postcode of the last settled home is said to be known. Give both its parts.",
)  # fmt: skip
def previous_postcode_missing() -> Expr:
    """The postcode of the last settled home is given where it is said to be known."""
    return _known() & col("previous_postcode").is_null()


@rule(
    "previous-postcode-invalid", "previous_postcode_1", "previous_postcode_2",
    says="This is no postcode. Give both parts, as L1 and 8JQ, or say that it is not known.",
)  # fmt: skip
def previous_postcode_invalid() -> Expr:
    """The postcode of the last settled home, where it is given, has the form of a postcode.

    The service takes one that is given as known, whatever the answer before it, and whatever is
    missing of the setting up.
    """
    return ~col("renewed") & ~col("previous_postcode").str.contains(POSTCODE)


def _known() -> Expr:
    return _new() & is_in("previous_postcode_known", 1)


def _new() -> Expr:
    return col("setup_done") & ~col("renewed")
