"""The home that is let: its address, its size and what it is."""

from __future__ import annotations

from pmf_engine.records import Expr, col
from pmf_plugins.core_lettings.categories import Category, Stage
from pmf_plugins.core_lettings.registry import rule
from pmf_plugins.core_lettings.routing import is_in

POSTCODE = (
    r"^(([A-Z]{1,2}[0-9][A-Z0-9]?|ASCN|STHL|TDCU|BBND|[BFS]IQQ|PCRN|TKCA) ?[0-9][A-Z]{2}"
    r"|BFPO ?[0-9]{1,4}|(KY[0-9]|MSR|VG|AI)[ -]?[0-9]{4}|[A-Z]{2} ?[0-9]{2}|GE ?CX|GIR ?0A{2}"
    r"|SAN ?TA1)$"
)
_ADDRESS = ("address_1", "town", "postcode_1", "postcode_2")
_SHARED = (4, 9, 10)


@rule(
    "address-missing", "{}", over=_ADDRESS, stage=Stage.ROW, category=Category.NOT_ANSWERED,
    says="Give the UPRN, or the whole address: line 1, town and both parts of the postcode.",
)  # fmt: skip
def address_missing(name: str) -> Expr:
    """A home without a UPRN has an address: line 1, town and postcode.

    Line 1 and the town may be blank where the service looks the home up by its postcode alone, as
    it does while no local authority is given.
    """
    return _address_asked() & _no_uprn() & col(name).is_null() & ~_looked_up()


@rule(
    "uprn-missing", "uprn", stage=Stage.ROW, category=Category.NOT_ANSWERED,
    says="Give the UPRN, or the whole address: line 1, town and both parts of the postcode.",
)  # fmt: skip
def uprn_missing() -> Expr:
    """A home without a whole address has a UPRN."""
    whole = (
        col("address_1").is_not_null() & col("town").is_not_null() & col("postcode").is_not_null()
    )
    return _address_asked() & col("uprn").is_null() & ~whole & ~_looked_up()


@rule("uprn-invalid", "uprn", "address_1", says="A UPRN has from 1 to 12 digits and nothing else.")
def uprn_invalid() -> Expr:
    """A UPRN has up to 12 digits; one that has not leads to no address either."""
    return _address_kept() & ~_uprn_fits()


@rule(
    "postcode-invalid", "la", "postcode_1", "postcode_2",
    says="This is no postcode. Give both parts, as L1 and 8JQ.",
)  # fmt: skip
def postcode_invalid() -> Expr:
    """The postcode of the home has the form of a postcode.

    Beside a UPRN it is not judged: the service takes the postcode of that. It is judged whatever is
    missing of the setting up but the start date.
    """
    kept = col("start_given") & (col("general") | col("address_of_supported"))
    return kept & _no_uprn() & ~col("postcode").str.contains(POSTCODE)


@rule(
    "shared-home-of-one", "unit", "beds",
    says="Shared housing for one person has from 1 to 3 bedrooms. Correct the type or the"
    " bedrooms.",
)  # fmt: skip
def shared_home_of_one() -> Expr:
    """Shared housing let to one person has from 1 to 3 bedrooms."""
    alone = _shared() & (col("household") == 1)
    return alone & ~col("beds").is_between(1, 3)


@rule(
    "shared-home-size", "unit", "beds",
    says="Shared housing has from 1 to 7 bedrooms. Correct the type or the bedrooms.",
)  # fmt: skip
def shared_home_size() -> Expr:
    """Shared housing let to several has from 1 to 7 bedrooms."""
    several = _shared() & (col("household") > 1)
    return several & ~col("beds").is_between(1, 7)


def _shared() -> Expr:
    return col("setup_done") & col("general") & is_in("unit", *_SHARED)


def _address_asked() -> Expr:
    """Supported housing is asked for an address from 2026/27."""
    return ~col("supported") | col("address_of_supported")


def _address_kept() -> Expr:
    return col("setup_done") & (col("general") | (col("supported") & col("address_of_supported")))


def _uprn_fits() -> Expr:
    return col("uprn").str.contains(r"^\s*[0-9]{1,12}\s*$")


def _looked_up() -> Expr:
    return col("la").is_null() & col("postcode").is_not_null()


def _no_uprn() -> Expr:
    return col("uprn").is_null() | ~_uprn_fits().fill_null(True)
