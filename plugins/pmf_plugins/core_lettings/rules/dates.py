"""The void date and the day on which major repairs were finished."""

from __future__ import annotations

from pmf_engine.records import Expr, any_horizontal, col
from pmf_plugins.core_lettings.categories import Category
from pmf_plugins.core_lettings.facts import NO_SUCH_DAY
from pmf_plugins.core_lettings.registry import rule
from pmf_plugins.core_lettings.routing import FIRST_LETS, is_in
from pmf_plugins.core_lettings.rules.setup import START

VOID = ("void_day", "void_month", "void_year")
REPAIRS = ("repairs_day", "repairs_month", "repairs_year")


def _new() -> Expr:
    return col("setup_done") & ~col("renewed")


@rule(
    "void-date-incomplete", "void_day", category=Category.NOT_ANSWERED,
    says="The void date is not complete. Give its day, month and year.",
)  # fmt: skip
def void_date_incomplete() -> Expr:
    """The void date has all its three parts."""
    return _new() & ~col("void_given")


@rule(
    "void-date-impossible", *VOID, *START,
    says="There is no such day as this void date. Correct it.",
)  # fmt: skip
def void_date_impossible() -> Expr:
    """The void date is a day of the calendar.

    The service takes any other for a day long past, and so doubts the start date too.
    """
    return _new() & (col("void_date") == NO_SUCH_DAY)


@rule(
    "repairs-date-impossible", *REPAIRS, *START,
    says="There is no such day as this date of major repairs. Correct it.",
)  # fmt: skip
def repairs_date_impossible() -> Expr:
    """The date of major repairs is a day of the calendar."""
    return _new() & (col("repairs_date") == NO_SUCH_DAY)


@rule(
    "repairs-date-incomplete", *REPAIRS, category=Category.SOFT, own=True,
    says="The date of major repairs is not complete, and CORE drops it. Give its day, month and"
    " year, or none.",
)  # fmt: skip
def repairs_date_incomplete() -> Expr:
    """A date of major repairs has all its three parts; the service drops any other in silence."""
    return (
        _new() & ~col("repairs_given") & any_horizontal(col(part).is_not_null() for part in REPAIRS)
    )


@rule(
    "repairs-at-first-let", *REPAIRS, own=True,
    says="A home let for the first time has no major repairs between lettings. Clear the date, or"
    " correct the reason for the vacancy.",
)  # fmt: skip
def repairs_at_first_let() -> Expr:
    """No major repairs are told of a first let: the work before it ends with the void date."""
    return _new() & col("repairs_date").is_not_null() & is_in("vacancy", *FIRST_LETS)


@rule(
    "repairs-after-start", *REPAIRS, *START,
    says="Major repairs were finished after the tenancy began. Correct one of the two dates.",
)  # fmt: skip
def repairs_after_start() -> Expr:
    """Major repairs are finished by the day on which the tenancy begins."""
    return _new() & (col("repairs_date") > col("start_date"))


@rule(
    "repairs-too-long-ago", *REPAIRS, *START,
    says="Major repairs were finished more than 20 years before the tenancy began. Correct the"
    " date.",
)  # fmt: skip
def repairs_too_long_ago() -> Expr:
    """Major repairs lie no more than 20 years before the start date."""
    return _new() & (col("repairs_date") < col("start_date").dt.offset_by("-20y"))


@rule(
    "repairs-before-void", *VOID, *REPAIRS,
    says="Major repairs were finished before the home was void. Correct one of the two dates.",
)  # fmt: skip
def repairs_before_void() -> Expr:
    """Major repairs are finished on the void date or later."""
    return _new() & (col("repairs_date") < col("void_date"))


@rule(
    "void-after-start", *VOID, *START,
    says="The home became void after the tenancy began. Correct one of the two dates.",
)  # fmt: skip
def void_after_start() -> Expr:
    """The void date is the start date or earlier."""
    return _new() & (col("void_date") > col("start_date"))


@rule(
    "void-too-long-ago", *VOID, *START,
    says="The home became void more than 20 years before the tenancy began. Correct the date.",
)  # fmt: skip
def void_too_long_ago() -> Expr:
    """The void date lies no more than 20 years before the start date."""
    return _new() & (col("void_date") < col("start_date").dt.offset_by("-20y"))
