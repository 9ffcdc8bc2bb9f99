"""How the homes that stood on a day are found in the register, and grouped."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pmf_plugins.sdr.codes import (
    BEDSPACES,
    CONVERTED,
    GENERAL,
    OLDER,
    OWNERSHIP,
    RENTAL,
    SELF_CONTAINED,
    SUPPORTED,
)

if TYPE_CHECKING:
    from pmf_engine.records import DataFrame, Expr, Records

_MOST_BEDS = 6
_HOME = ("property", "owner")


def standing(homes: Records, moves: Records, day: date) -> DataFrame:
    """Return every home that stood at the end of a day, with its units, group and size.

    Of a home converted since, the tenure is what it was, and the share it had is not known.
    """
    from pmf_engine.records import coalesce, col, lit

    stands = (col("acquired") <= lit(day)) & (
        col("disposed").is_null() | (col("disposed") > lit(day))
    )
    frame = homes.look(*homes.columns).filter(stands)
    was = coalesce("from_tenure", "tenure").alias("tenure")
    turned = col("from_tenure").is_not_null().alias("converted_later")
    joined = frame.join(_before(moves, day), on=list(_HOME), how="left", maintain_order="left")
    return joined.with_columns(was, turned).with_columns(units(), _group(), _size())


def _before(moves: Records, day: date) -> DataFrame:
    """The tenure of homes that were converted later: what they were converted from, then."""
    from pmf_engine.records import col, lit

    rows = moves.look(*_HOME, "moved_on", "kind", "from_tenure")
    later = rows.filter((col("kind") == CONVERTED) & (col("moved_on") > lit(day)))
    first = later.sort("moved_on", "_row").unique(list(_HOME), keep="first", maintain_order=True)
    return first.select(*_HOME, "from_tenure")


def units() -> Expr:
    """Return what a home counts as: 1, or its bedspaces."""
    from pmf_engine.records import col, when

    several = (col("form") == BEDSPACES) & col("bedspaces").is_not_null()
    return when(several).then(col("bedspaces")).otherwise(1).alias("units")


def _size() -> Expr:
    from pmf_engine.records import col

    return col("beds").clip(0, _MOST_BEDS).alias("size")


def _group() -> Expr:
    from pmf_engine.records import col, lit, when

    rental, general = col("tenure") == RENTAL, col("need") == GENERAL
    return (
        when(rental & general & (col("form") == SELF_CONTAINED))
        .then(lit("gn_sc"))
        .when(rental & general & (col("form") == BEDSPACES))
        .then(lit("gn_bsp"))
        .when(rental & col("need").is_in([SUPPORTED, OLDER]) & col("form").is_not_null())
        .then(lit("sh_hop"))
        .when((col("tenure") == OWNERSHIP) & ((col("share") < 100) | col("converted_later")))
        .then(lit("lcho"))
        .alias("group")
    )
