"""The people of the household, each by age, sex, relationship and work."""

from __future__ import annotations

from pmf_engine.records import Expr, col
from pmf_plugins.core_lettings.answers import OTHERS, PEOPLE
from pmf_plugins.core_lettings.categories import Category, Stage
from pmf_plugins.core_lettings.editions import countries
from pmf_plugins.core_lettings.registry import rule
from pmf_plugins.core_lettings.routing import asked, is_in

_AGE = r"^(\d{1,3}|R)$"


@rule(
    "age-unreadable", "age{}", over=PEOPLE, stage=Stage.ROW,
    says="An age is a number of years, or R for who prefers not to say.",
)  # fmt: skip
def age_unreadable(person: int) -> Expr:
    """An age is a number of one to three digits, or R."""
    told = ~col(f"age{person}").str.contains(_AGE)
    return told if person == 1 else told & col(f"present{person}")


@rule(
    "age-missing", "age{}", over=PEOPLE, stage=Stage.ROW, category=Category.NOT_ANSWERED,
    says="The age of this person is missing. Enter it, or R for who prefers not to say.",
)  # fmt: skip
def age_missing(person: int) -> Expr:
    """Whoever is told of has an age, and so has the lead tenant, whatever else is missing."""
    blank = col(f"age{person}").is_null()
    return blank if person == 1 else blank & col(f"present{person}")


@rule(
    "age-out-of-range", "age{}", over=PEOPLE,
    says="The age must be from 16 to 120 for the lead tenant, from 1 to 120 for anybody else.",
)  # fmt: skip
def age_out_of_range(person: int) -> Expr:
    """The lead tenant is 16 or older, nobody is over 120, and a baby counts as 1."""
    least = 16 if person == 1 else 1
    return ~col(f"years{person}").is_between(least, 120) & asked()[f"age{person}"]


@rule(
    "child-over-16", "work{}", over=OTHERS,
    says="A child under 16 cannot be older than 16. Correct the age or the working situation.",
)  # fmt: skip
def child_over_16(person: int) -> Expr:
    """Whoever counts as a child under 16 is not over 16.

    The service takes the working situation away from whoever is not under 16, and asks for it.
    """
    child = col("setup_done") & col(f"member{person}") & is_in(f"work{person}", 9)
    return child & (col(f"years{person}") > 16)


@rule(
    "nationality-unknown", "nationality", stage=Stage.ROW,
    says="This is no country's code. Use the numeric code of three digits, or 0.",
)  # fmt: skip
def nationality_unknown() -> Expr:
    """The nationality is a numeric country code that the service knows.

    Zeros in front do not matter, and 0 means that the tenant prefers not to say.
    """
    return ~col("nationality").is_in(list(countries()))


@rule(
    "foster-care-over-25", "previous_home", "age1",
    says="Nobody over 25 comes from a children's home or foster care. Correct the age or the home.",
)  # fmt: skip
def foster_care_over_25() -> Expr:
    """Who comes from a children's home or foster care is 25 at most."""
    new = col("setup_done") & ~col("renewed")
    return new & is_in("previous_home", 13) & (col("years1") > 25)


@rule(
    "injured-not-asked", "injured", own=True,
    says="Only of who served is it asked whether they were injured. Clear it, or correct the link"
    " with the armed forces.",
)  # fmt: skip
def injured_not_asked() -> Expr:
    """Injury through service is told only where there is a link with the armed forces."""
    return col("setup_done") & is_in("forces", 2, 3) & col("injured").is_not_null()


@rule(
    "serving-not-asked", "serving", own=True,
    says="Only of a regular is it asked whether they still serve. Clear it, or correct the link"
    " with the armed forces.",
)  # fmt: skip
def serving_not_asked() -> Expr:
    """Whether somebody still serves is told of a current or former regular alone."""
    others = col("forces").is_not_null() & ~is_in("forces", 1)
    return col("setup_done") & others & col("serving").is_not_null()
