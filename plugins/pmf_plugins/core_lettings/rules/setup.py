"""Setting a letting up: when it began, for which rent, and that the tenant knows the notice."""

from __future__ import annotations

from pmf_engine.records import Expr, col
from pmf_plugins.core_lettings.categories import Category, Stage
from pmf_plugins.core_lettings.registry import rule

START = ("start_day", "start_month", "start_year")


@rule(
    "rent-type-invalid", "rent_type", stage=Stage.ROW, category=Category.SETUP,
    says="The rent type must be a code from 1 to 7.",
)  # fmt: skip
def rent_type_invalid() -> Expr:
    """The rent type is one of the seven that the return knows."""
    return ~col("rent_type").is_between(1, 7)


@rule(
    "privacy-notice-not-seen", "declaration", stage=Stage.ROW, category=Category.SETUP,
    says="The tenant must have seen the privacy notice, or been given access to it: enter 1.",
)  # fmt: skip
def privacy_notice_not_seen() -> Expr:
    """Nothing may be sent of a tenant who has not been shown the privacy notice."""
    return col("declaration") != 1


@rule(
    "start-year-digits", "start_year", stage=Stage.ROW, category=Category.SETUP,
    says="The year of the start date must have two digits or four.",
)  # fmt: skip
def start_year_digits() -> Expr:
    """The year is written as 26 or as 2026."""
    year = col("start_year")
    return ~(year.is_between(10, 99) | year.is_between(1000, 9999))


@rule(
    "start-outside-year", *START, stage=Stage.ROW, category=Category.SETUP,
    says="The start date is no day of this collection year. Correct it, or use the file of its"
    " year.",
)  # fmt: skip
def start_outside_year() -> Expr:
    """The tenancy begins on a day of the collection year for which the file is."""
    within = col("start_date").is_between(col("year_starts"), col("year_ends"))
    return col("start_given") & ~within.fill_null(False)


@rule(
    "start-window-closed", *START, category=Category.SETUP, stage=Stage.ROW,
    says="The service takes no new lettings with this start date today.",
)  # fmt: skip
def start_window_closed() -> Expr:
    """New lettings are taken from the year's first day until its closing day in the next summer."""
    return col("start_given") & ~col("today").is_between(col("year_starts"), col("year_closes"))


@rule(
    "start-too-far-ahead", *START, category=Category.SETUP, stage=Stage.ROW,
    says="The start date is more than 14 days ahead. Upload the letting nearer to the day.",
)  # fmt: skip
def start_too_far_ahead() -> Expr:
    """A letting may be told of up to 14 days before it begins."""
    return (col("start_date") - col("today")).dt.total_days() > 14
