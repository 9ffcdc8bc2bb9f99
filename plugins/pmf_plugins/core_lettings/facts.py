"""What follows from the answers of a letting: what the rules speak of besides the answers."""

from __future__ import annotations

from datetime import date

from pmf_engine.records import (
    DataFrame,
    Expr,
    Int64,
    all_horizontal,
    col,
    concat_str,
    lit,
    sum_horizontal,
    when,
)
from pmf_plugins.core_lettings.answers import OTHERS
from pmf_plugins.core_lettings.context import Context
from pmf_plugins.core_lettings.editions import Edition
from pmf_plugins.core_lettings.incomes import with_incomes
from pmf_plugins.core_lettings.lookups import with_lookups, with_rents
from pmf_plugins.core_lettings.persons import children, members, people

CHARGES = ("rent", "service_charge", "personal_charge", "support_charge")
NO_SUCH_DAY = date.min
_POSTCODE_GAP = r"\s+"
# Weeks of rent a year, by the code of the rent period.
WEEKS = {1: 52, 2: 26, 3: 13, 4: 12, 5: 50, 6: 49, 7: 48, 8: 47, 9: 46, 10: 53, 11: 51}


def with_facts(answers: DataFrame, edition: Edition, context: Context, today: date) -> DataFrame:
    """Return the answers with what follows from them, and what the reference tables say."""
    frame = answers.with_columns(
        **_of_the_year(edition, today),
        general=col("needs").eq_missing(1),
        supported=col("needs").eq_missing(2),
        renewed=col("renewal").eq_missing(1),
        postcode=_joined("postcode_1", "postcode_2"),
        previous_postcode=_joined("previous_postcode_1", "previous_postcode_2"),
        **{f"{what}_date": _date(what) for what in ("start", "void", "repairs")},
        **{f"{what}_given": _given(what) for what in ("start", "void", "repairs")},
        **people(),
        weeks=col("period").replace_strict(WEEKS, default=None, return_dtype=Int64),
        claimed=col("housing_benefit").is_in([1, 6]).fill_null(False),
    )
    frame = with_lookups(frame, context)
    frame = frame.with_columns(
        household=1 + sum_horizontal(col(f"present{person}").cast(Int64) for person in OTHERS),
        setup_done=_setup_done(),
        lettype=_lettype(),
        pays=col("general")
        | (col("supported") & col("charged").eq_missing(0))
        | (col("supported") & col("charged").is_null()),
    )
    frame = frame.with_columns(
        **members(),
        charging=col("setup_done") & col("pays") & col("weeks").is_not_null(),
        all_charges=all_horizontal(col(name).is_not_null() for name in CHARGES),
    )
    frame = with_rents(frame, edition, context).with_columns(**children(), total=_total())
    frame = frame.with_columns(
        weekly_total=weekly(col("total")),
        weekly_shortfall=when(col("claimed")).then(weekly(col("shortfall"))),
        **{f"weekly_{name}": weekly(_charged(name)) for name in CHARGES},
    )
    return with_incomes(frame)


def _of_the_year(edition: Edition, today: date) -> dict[str, Expr]:
    """What the rules need to know of the collection year and the day."""
    later = edition.year >= 2026
    return {
        "today": lit(today),
        "year_starts": lit(edition.starts),
        "year_ends": lit(edition.ends),
        "year_closes": lit(edition.closes),
        "one_partner_at_most": lit(later),
        "children_have_no_partner": lit(later),
        "address_of_supported": lit(later),
    }


def weekly(pence: Expr) -> Expr:
    """Return an amount of a rent period as pence a week, of a year of 52 weeks, rounded half up."""
    return (2 * pence * col("weeks") + 52) // 104


def _charged(name: str) -> Expr:
    return when(col("charging") & col("all_charges")).then(col(name))


def _total() -> Expr:
    whole = sum_horizontal(col(name) for name in CHARGES)
    return when(col("charging") & col("all_charges")).then(whole)


def _setup_done() -> Expr:
    """Whether all that comes first is answered; before that the service asks nothing else."""
    return all_horizontal(
        col("owner").is_not_null() & col("owner_known").ne_missing(False),
        col("manager").is_not_null() & col("manager_known").ne_missing(False),
        col("needs").is_in([1, 2]).fill_null(False),
        col("renewal").is_in([0, 1, 2]).fill_null(False),
        col("start_given"),
        col("rent_type").is_between(1, 7).fill_null(False),
        col("rent_type").ne_missing(6) | col("rent_other").is_not_null(),
        col("declaration").eq_missing(1),
    )


def _lettype() -> Expr:
    """The letting type, 1 to 16, of rent type, need and who owns the home."""
    first = col("rent_type").replace_strict(
        {1: 1, 2: 5, 3: 5, 4: 9, 5: 9, 6: 9, 7: 13}, default=None, return_dtype=Int64
    )
    owner = when(col("owner_type") == "LA").then(2).when(col("owner_type") == "PRP").then(0)
    need = when(col("supported")).then(1).when(col("general")).then(0)
    return first + owner + need


def _joined(first: str, second: str) -> Expr:
    parts = [col(name).str.strip_chars().fill_null("") for name in (first, second)]
    whole = concat_str(parts, separator=" ").str.replace_all(_POSTCODE_GAP, " ").str.strip_chars()
    return when(whole != "").then(whole.str.to_uppercase())


def _given(what: str) -> Expr:
    return all_horizontal(col(f"{what}_{part}").is_not_null() for part in ("day", "month", "year"))


def _date(what: str) -> Expr:
    """The day that three fields give, null where one is blank.

    Where there is no such day it is `NO_SUCH_DAY`: the service takes it for one long past.
    """
    year = col(f"{what}_year")
    full = when(year.is_between(-9, 99)).then(year + 2000).otherwise(year)
    parts = (full, col(f"{what}_month"), col(f"{what}_day"))
    day = concat_str(parts, separator="-").str.to_date("%Y-%m-%d", strict=False)
    return when(_given(what)).then(day.fill_null(lit(NO_SUCH_DAY)))
