"""What every question has in common: it must be answered, with a code it offers, in its range."""

from __future__ import annotations

from pmf_engine.records import Expr, any_horizontal, col, lit
from pmf_plugins.core_lettings.answers import OTHERS
from pmf_plugins.core_lettings.categories import Category, Stage
from pmf_plugins.core_lettings.editions import EDITIONS, Edition, edition_of
from pmf_plugins.core_lettings.registry import rule
from pmf_plugins.core_lettings.routing import (
    ACCESS,
    ALLOCATIONS,
    EFFECTS,
    FIXED_TERM,
    PREFERENCES,
    REFERRALS,
    asked,
    is_in,
)

SETUP = ("owner", "manager", "needs", "renewal", "start_day", "start_month", "start_year",
         "rent_type", "declaration", "scheme", "location", "rent_other")  # fmt: skip
_TOLD_ELSEWHERE = {
    *SETUP, *ACCESS, *ALLOCATIONS, *EFFECTS, *PREFERENCES, *REFERRALS, "assigned_to", "tenant_code",
    "property_reference", "uprn", "address_1", "address_2", "town", "county", "postcode_1",
    "postcode_2", "la", "previous_la", "repairs_day", "repairs_month", "repairs_year", "rent",
    "service_charge", "personal_charge", "support_charge", "previous_postcode_1",
    "previous_postcode_2", "previous_postcode_known", "void_day", "void_month", "void_year",
}  # fmt: skip
_NAMES = tuple(
    dict.fromkeys(name for year in EDITIONS for name in edition_of(year).fields)
)  # fmt: skip
REQUIRED = tuple(name for name in _NAMES if name not in _TOLD_ELSEWHERE and name[:-1] != "age")
_WITH_CODES = tuple(
    dict.fromkeys(
        one.name for year in EDITIONS for one in edition_of(year).fields.values() if one.codes
    )
)
SETUP_CODES = ("needs", "renewal")
_OF_OTHERS = ("sex", "same_sex")
CODED = tuple(
    name for name in _WITH_CODES
    if name not in {*SETUP_CODES, "rent_type", "declaration", "previous_postcode_known",
                    *ACCESS, *EFFECTS, *PREFERENCES, *REFERRALS}
)  # fmt: skip
NUMBERS = tuple(
    dict.fromkeys(
        one.name
        for year in EDITIONS
        for one in edition_of(year).fields.values()
        if one.kind != "text"
    )
)


@rule(
    "setup-not-answered", "{}", over=SETUP, stage=Stage.ROW, category=Category.SETUP,
    says="This must be answered before anything can be uploaded.",
)  # fmt: skip
def setup_not_answered(name: str) -> Expr:
    """The questions that set a letting up are answered in every row.

    The scheme and its location for supported housing alone, the kind of intermediate rent where
    the rent type is an intermediate rent of another kind.
    """
    return col(name).is_null() & asked()[name]


@rule(
    "not-answered", "{}", over=REQUIRED, category=Category.NOT_ANSWERED,
    says="This must be answered for a letting of this kind.",
)  # fmt: skip
def not_answered(name: str) -> Expr:
    """Each question that is asked of a letting, by what was answered before, is answered."""
    return col(name).is_null() & asked()[name] & _needed(name)


def _needed(name: str) -> Expr:
    """What may be left blank though the question is asked."""
    if name == "tenancy_length":
        return is_in("tenancy", *FIXED_TERM)
    if name.startswith("partner"):
        return ~(col("one_partner_at_most") & _a_partner())
    return lit(True)


def _a_partner() -> Expr:
    return any_horizontal(is_in(f"partner{person}", 1) for person in OTHERS)


@rule(
    "setup-invalid-option", "{}", over=SETUP_CODES, stage=Stage.ROW, category=Category.SETUP,
    says="This code is not one of those offered. Use a code of the template.",
)  # fmt: skip
def setup_invalid_option(name: str, edition: Edition) -> Expr:
    """The need and the renewal are given by a code that the question offers."""
    return ~col(name).is_in(_codes(name, edition))


@rule(
    "invalid-option", "{}", over=CODED, stage=Stage.ROW,
    says="This code is not one of those offered. Use a code of the template.",
)  # fmt: skip
def invalid_option(name: str, edition: Edition) -> Expr:
    """An answer that is asked for is a code that the question offers in that year."""
    wanted = _needed(name) if name.startswith("partner") else lit(True)
    return ~col(name).is_in(_codes(name, edition)) & asked_of(name) & wanted


def asked_of(name: str) -> Expr:
    """Return when a code is judged: where it is asked for, and of each person who is told of.

    The allocation questions are judged in every row.
    """
    if name in ALLOCATIONS:
        return lit(True)
    of_person = name[:-1] in _OF_OTHERS and name[-1] != "1"
    return asked()[name] | (_told_of(int(name[-1])) if of_person else lit(False))


def _told_of(person: int) -> Expr:
    return col("setup_done") & col(f"present{person}")


def _codes(name: str, edition: Edition) -> list[int] | list[str]:
    codes = list(edition.fields[name].codes)
    if name == "renewal":
        codes.append("0")  # the service takes the code of its own database too
    if name[:-1] == "sex":
        return codes
    return [int(code) for code in codes]


@rule(
    "not-a-number", "{}", over=NUMBERS, stage=Stage.TYPE,
    says="A number is asked for, and this is none. Type digits alone.",
)  # fmt: skip
def not_a_number(name: str) -> Expr:
    """Where a number is asked for, the cell holds one.

    This takes the place of whatever else is wrong with the field. A question that is not asked of
    the letting is not judged.
    """
    return col(f"bad_{name}") & asked()[name] if name in asked() else col(f"bad_{name}")


@rule("out-of-range", "beds", says="The number of bedrooms must be from 1 to 12.")
def bedrooms_out_of_range() -> Expr:
    """A home has from 1 to 12 bedrooms; the template itself speaks of 7."""
    return ~col("beds").is_between(1, 12) & asked()["beds"]
