"""Rows of one file that tell of the same letting."""

from __future__ import annotations

from pmf_engine.records import DataFrame, Expr, all_horizontal, col, lit, sum_horizontal, when
from pmf_plugins.core_lettings.answers import answers_to
from pmf_plugins.core_lettings.categories import Category, Stage
from pmf_plugins.core_lettings.editions import EDITIONS, Edition, edition_of
from pmf_plugins.core_lettings.facts import CHARGES
from pmf_plugins.core_lettings.registry import rule

_ADDRESS = ("uprn", "address_1", "postcode_1", "postcode_2")
COMPARED = tuple(
    dict.fromkeys(
        one.name
        for year in EDITIONS
        for one in edition_of(year).fields.values()
        if one.duplicate_check and one.name not in CHARGES
    )
)
_SAYS = "Another row of this file tells of the same letting. Keep one of them."


def mark_same_lettings(rows: DataFrame, edition: Edition) -> DataFrame:
    """Return the rows with `same_letting`, true in each row that another equals.

    This needs the whole file, so it is asked before the rows are parted.
    """
    names = [name for name in COMPARED if edition.fields[name].duplicate_check]
    keys = rows.select("row", *answers_to(edition, [*names, "needs", *CHARGES])).with_columns(
        *(when(_compared(name, edition)).then(col(name)).alias(name) for name in names),
        kind=when(col("needs").is_in([1, 2]) & lit(edition.year < 2026)).then(col("needs")),
        total=when(_priced()).then(sum_horizontal(CHARGES)),
    )
    same = col("row").count().over([*names, "kind", "total"]) > 1
    return rows.with_columns(keys.select(same_letting=same))


def _priced() -> Expr:
    return all_horizontal(col(name).is_not_null() for name in CHARGES)


def _compared(name: str, edition: Edition) -> Expr:
    """Until 2025/26 supported housing is compared by its location, other homes by their address."""
    if not edition.fields[name].duplicate_check:
        return lit(False)
    if edition.year >= 2026:
        return lit(True)
    if name in _ADDRESS:
        return col("needs").ne_missing(2)
    return col("needs").ne_missing(1) if name == "location" else lit(True)


@rule(
    "duplicate-in-file", "{}", over=COMPARED, stage=Stage.ROW, category=Category.SETUP, says=_SAYS,
)  # fmt: skip
def duplicate_in_file(name: str, edition: Edition) -> Expr:
    """No two rows agree in owner, start date, tenant code, home and the lead tenant's particulars.

    The home is its UPRN, address line 1 and postcode; the particulars are age, sex and working
    situation. Where all four charges are given, their sum is compared too.
    """
    return col("same_letting") & _compared(name, edition)


@rule(
    "duplicate-charges", "{}", over=CHARGES, stage=Stage.ROW, category=Category.SETUP, says=_SAYS,
)  # fmt: skip
def duplicate_charges(name: str) -> Expr:
    """Rows that are the same letting by all the rest are told apart by the sum of their charges."""
    return col("same_letting") & _priced() & col(name).is_not_null()
