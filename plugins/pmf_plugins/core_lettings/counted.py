"""What the monitoring report counts: each letting of the year in typed columns."""

from __future__ import annotations

from collections.abc import Sequence

from pmf_engine.records import (
    ROW,
    DataFrame,
    Date,
    Decimal,
    Expr,
    Int64,
    String,
    any_horizontal,
    col,
    lit,
    sum_horizontal,
    when,
)
from pmf_plugins.core_lettings.editions import Edition
from pmf_plugins.core_lettings.ethnic import group_of
from pmf_plugins.core_lettings.facts import CHARGES, WEEKS

RENTS = {
    1: "Social rent", 2: "Affordable rent", 3: "London Affordable Rent", 4: "Rent to Buy",
    5: "London Living Rent", 6: "Other intermediate rent", 7: "Specified accommodation",
}  # fmt: skip
FIRST_LETS = (15, 16, 17)
_TIMES = {1: 52, 2: 12, 3: 1}
_NOMINATED_UNTIL_2025 = (3, 4)  # nominated by a council; support letting referred by one
_NOMINATED_SINCE_2026 = (1, 2)
MEMBERS: dict[str, tuple[str, ...]] = {
    "needs": ("needs",),
    "rent_type": ("rent_type",),
    "start": ("start_day", "start_month", "start_year"),
    "void": ("void_day", "void_month", "void_year"),
    "repairs": ("repairs_day", "repairs_month", "repairs_year"),
    "renewal": ("renewal",),
    "vacancy": ("vacancy",),
    "ethnic": ("ethnic",),
    "charges": (*CHARGES, "period"),
    "income": ("income", "income_frequency"),
    "nominated": ("referral", "referral_prp", "referral_nomination", "referral_la"),
}  # what each fact is made from, by the names of the fields


def facts(frame: DataFrame, edition: Edition) -> DataFrame:
    """Return lettings in fields as facts; what cannot be read is null.

    Days are dates; `charges` and `income` are pence a year; `nominated` is null for a renewal and
    where no source is given.
    """
    return (
        frame.select(
            col(ROW),
            _whole(edition, "needs").alias("needs"),
            _whole(edition, "rent_type").alias("rent_type"),
            (_whole(edition, "renewal") == 1).alias("renewal"),
            _whole(edition, "vacancy").alias("vacancy"),
            _day(edition, "start").alias("start"),
            _day(edition, "void").alias("void"),
            _day(edition, "repairs").alias("repairs"),
            group_of(_whole(edition, "ethnic")).alias("ethnic"),
            _nominated(edition).alias("nominated"),
            _charges(edition).alias("charges"),
            (
                _pence(edition, "income") * _picked(_whole(edition, "income_frequency"), _TIMES)
            ).alias("income"),
        )
        .with_columns(
            days=(col("start") - col("void")).dt.total_days(),
            first=col("vacancy").is_in(FIRST_LETS).fill_null(value=False),
        )
        .with_columns(  # a void that ends before it begins is a fault, and no time empty
            days=when(col("days") >= 0).then(col("days"))
        )
    )


def let_again() -> Expr:
    """Return whether a home was let again: neither a first let nor a renewal, with a void date."""
    return ~col("first") & ~col("renewal").fill_null(value=False) & col("days").is_not_null()


def relet() -> Expr:
    """Return whether a home was let again without major works."""
    return let_again() & col("repairs").is_null()


def affordable() -> Expr:
    """Return whether both charges and income are known."""
    return (col("charges") > 0) & (col("income") > 0)


def _text(edition: Edition, name: str) -> Expr:
    known = edition.fields.get(name)
    return lit(None).cast(String) if known is None else col(known.key)


def _whole(edition: Edition, name: str) -> Expr:
    return _text(edition, name).str.strip_chars().cast(Int64, strict=False)


def _day(edition: Edition, name: str) -> Expr:
    """A date of three parts; a year of two digits is of this century."""
    year, month, day = (_whole(edition, f"{name}_{part}") for part in ("year", "month", "day"))
    full = when(year < 100).then(year + 2000).otherwise(year).cast(String)
    parts = (full, month.cast(String).str.zfill(2), day.cast(String).str.zfill(2))
    text = parts[0] + "-" + parts[1] + "-" + parts[2]
    return text.str.to_date("%Y-%m-%d", strict=False).cast(Date)


def _pence(edition: Edition, name: str) -> Expr:
    pounds = _text(edition, name).str.strip_chars().cast(Decimal(20, 4), strict=False)
    return (pounds * 100).round(0).cast(Int64)


def _charges(edition: Edition) -> Expr:
    """All charges of a year in pence; null where the basic rent or the period is not known."""
    weeks = _picked(_whole(edition, "period"), WEEKS)
    others = [_pence(edition, name).fill_null(0) for name in CHARGES[1:]]
    return (_pence(edition, "rent") + sum_horizontal(others)) * weeks


def _picked(code: Expr, values: dict[int, int]) -> Expr:
    return code.replace_strict(values, default=None, return_dtype=Int64)


def _nominated(edition: Edition) -> Expr:
    """Whether a council nominated or referred the household."""
    if "referral" in edition:
        source = _whole(edition, "referral")
        found, given = source.is_in(_NOMINATED_UNTIL_2025), source.is_not_null()
    else:
        register = _whole(edition, "referral_prp")
        by = _whole(edition, "referral_nomination")
        found = ((register == 6) & by.is_in(_NOMINATED_SINCE_2026)).fill_null(value=False)
        given = any_horizontal(register.is_not_null(), _whole(edition, "referral_la").is_not_null())
    renewal = (_whole(edition, "renewal") == 1).fill_null(value=False)
    return when(given & ~renewal).then(found)


def fields_behind(edition: Edition, facts_used: Sequence[str]) -> list[int]:
    """Return the numbers of the fields that facts are made from."""
    names = [name for fact in facts_used for name in MEMBERS[fact]]
    return [edition.fields[name].number for name in names if name in edition]
