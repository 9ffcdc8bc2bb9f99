"""The groups of ethnic backgrounds, as the census has them."""

from __future__ import annotations

from pmf_engine.records import Expr, String

_GROUPS = {
    "Asian": (8, 9, 10, 11, 15),
    "Black": (12, 13, 14),
    "Mixed": (4, 5, 6, 7),
    "White": (1, 2, 3, 18, 20),
    "Other": (16, 19),
}
NOT_SAID = "Not known or not said"
ETHNIC_GROUPS = (*_GROUPS, NOT_SAID)


def group_of(code: Expr) -> Expr:
    """Return the group of an ethnic background by its code."""
    codes = {one: name for name, listed in _GROUPS.items() for one in listed}
    return code.replace_strict(codes, default=NOT_SAID, return_dtype=String).fill_null(NOT_SAID)
