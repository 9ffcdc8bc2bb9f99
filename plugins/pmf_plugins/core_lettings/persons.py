"""Who lives in the household: who is told of, how old they are, who is a child."""

from __future__ import annotations

from pmf_engine.records import Expr, Int64, any_horizontal, col, when
from pmf_plugins.core_lettings.answers import OTHERS, PEOPLE


def people() -> dict[str, Expr]:
    """Return the age of each person in years, and whether each of the others is told of."""
    return {
        **{f"years{person}": _years(person) for person in PEOPLE},
        **{f"present{person}": _present(person) for person in OTHERS},
    }


def members() -> dict[str, Expr]:
    """Return who is of the household; where one is left out, the last is not asked about."""
    return {
        f"member{person}": col(f"present{person}") & (col("household") >= person)
        for person in OTHERS
    }


def children() -> dict[str, Expr]:
    """Return who is a child under 16."""
    return {
        f"child{person}": col(f"member{person}") & (col(f"years{person}") < 16).fill_null(False)
        for person in OTHERS
    }


def _years(person: int) -> Expr:
    told = col(f"age{person}")
    return when(told.str.contains(r"^\d{1,3}$")).then(told.cast(Int64, strict=False))


def _present(person: int) -> Expr:
    asked = ("age", "partner", "sex", "same_sex", "gender")
    return any_horizontal(col(f"{what}{person}").is_not_null() for what in asked)
