"""Reasonable preference, and why it was given."""

from __future__ import annotations

from pmf_engine.records import Expr, all_horizontal, any_horizontal, col
from pmf_plugins.core_lettings.categories import Category, Stage
from pmf_plugins.core_lettings.registry import rule
from pmf_plugins.core_lettings.routing import ALLOCATIONS, PREFERENCES, is_in

_REASONS = PREFERENCES[:-1]


@rule(
    "preference-reason-missing", *PREFERENCES, stage=Stage.ROW, category=Category.NOT_ANSWERED,
    says="Reasonable preference was given: mark why, or that it is not known.",
)  # fmt: skip
def preference_reason_missing() -> Expr:
    """Reasonable preference has a reason, or one that is not known."""
    return is_in("preference", 1) & all_horizontal(col(name).is_null() for name in PREFERENCES)


@rule(
    "preference-reason-unknown-too", "{}", over=("prefer_unknown", *_REASONS), stage=Stage.ROW,
    says="A reason is marked, and that it is not known. Keep one of the two.",
)  # fmt: skip
def preference_reason_unknown_too(name: str) -> Expr:
    """A reason that is not known stands beside no other."""
    known = any_horizontal(is_in(reason, 1) for reason in _REASONS)
    return is_in("preference", 1) & is_in("prefer_unknown", 1) & known & is_in(name, 1)


@rule(
    "preference-reason-code", "{}", over=PREFERENCES, stage=Stage.ROW,
    says="A reason is marked with 1 or left blank.",
)  # fmt: skip
def preference_reason_code(name: str) -> Expr:
    """A reason is marked with 1, or with 0 for not."""
    return ~col(name).is_in([0, 1])


@rule(
    "preference-reason-not-asked", "{}", over=PREFERENCES, own=True,
    says="No reasonable preference was given, so it has no reason. Clear this, or correct the"
    " preference.",
)  # fmt: skip
def preference_reason_not_asked(name: str) -> Expr:
    """Reasons are marked only where reasonable preference was given."""
    return col("setup_done") & is_in("preference", 2, 3) & is_in(name, 1)


@rule(
    "allocation-not-answered", "{}", over=ALLOCATIONS, stage=Stage.ROW,
    category=Category.NOT_ANSWERED, says="Say whether the letting was made in this way: 1 or 2.",
)  # fmt: skip
def allocation_not_answered(name: str) -> Expr:
    """Each of the four ways of allocation is answered in every row, whatever else is missing."""
    return col(name).is_null()
