"""The local authority of the home."""

from __future__ import annotations

from pmf_engine.records import Expr, col
from pmf_plugins.core_lettings.categories import Category, Stage
from pmf_plugins.core_lettings.registry import rule
from pmf_plugins.core_lettings.rules.setup import START

_TABLES = ("local_authorities",)
_WHERE = ("la", "postcode_1", "postcode_2", "uprn", "address_1", *START)


@rule(
    "la-not-answered", "la", category=Category.NOT_ANSWERED,
    says="Give the local authority of the home, or its UPRN or postcode.",
)  # fmt: skip
def la_not_answered() -> Expr:
    """The local authority of a general needs home is given, or can be found."""
    return _asked() & col("la").is_null() & ~_can_be_found()


@rule(
    "la-not-looked-up", stage=Stage.ROW, category=Category.NOT_RUN,
    says="CORE finds the local authority of this row from the UPRN or the postcode. It is not known"
    " here, so the checks that rest on it were not run for this row.",
)  # fmt: skip
def la_not_looked_up() -> Expr:
    """The service looks the local authority up by UPRN or postcode; here it is not looked up."""
    return _kept() & col("la").is_null() & _can_be_found()


@rule(
    "la-not-in-england", *_WHERE, tables=_TABLES,
    says="This is no local authority in England. Use its code of nine characters, as E08000012.",
)  # fmt: skip
def la_not_in_england() -> Expr:
    """The home stands in England."""
    needs = col("general") | col("supported")
    return _given() & needs & ~col("la_england").fill_null(False)


@rule(
    "la-not-in-england-scheme", "location", "scheme", tables=_TABLES, since=2026,
    says="The scheme's location lies in no local authority in England.",
)  # fmt: skip
def la_not_in_england_scheme() -> Expr:
    """A supported home outside England marks its scheme and location too."""
    return col("supported") & la_not_in_england()


@rule(
    "la-not-live", *_WHERE, tables=_TABLES,
    says="This local authority did not exist on the start date. Use the code in use on that day.",
)  # fmt: skip
def la_not_live() -> Expr:
    """The code of the local authority is in use on the start date."""
    live = col("start_date").is_between(col("la_from"), col("la_to"))
    return _given() & col("la_england") & ~live


@rule(
    "la-not-live-scheme", "location", "scheme", tables=_TABLES, since=2026,
    says="The local authority of the scheme's location did not exist on the start date.",
)  # fmt: skip
def la_not_live_scheme() -> Expr:
    """A supported home in an authority that is no more marks its scheme and location too."""
    return col("supported") & la_not_live()


def _asked() -> Expr:
    return col("setup_done") & col("general")


def _given() -> Expr:
    return _kept() & col("la").is_not_null()


def _kept() -> Expr:
    """Whether the service keeps the area; it does so whatever is missing of the setting up."""
    return col("general") | col("address_of_supported")


def _can_be_found() -> Expr:
    return col("uprn").is_not_null() | col("postcode").is_not_null()
