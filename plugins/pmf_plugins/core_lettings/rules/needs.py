"""Access needs and long-term conditions."""

from __future__ import annotations

from pmf_engine.records import Expr, all_horizontal, any_horizontal, col
from pmf_plugins.core_lettings.categories import Category, Stage
from pmf_plugins.core_lettings.registry import rule
from pmf_plugins.core_lettings.routing import ACCESS, EFFECTS, is_in

_HOMES = ("access_full", "access_rooms", "access_level")
_NEEDS = (*_HOMES, "access_other")
_NO, _UNKNOWN = "access_none", "access_unknown"


def _told(name: str) -> Expr:
    return is_in(name, 1)


@rule(
    "access-needs-several", "{}", over=_HOMES, stage=Stage.ROW,
    says="Only one kind of accessible home can be needed. Keep one of these.",
)  # fmt: skip
def access_needs_several(name: str) -> Expr:
    """At most one of the three kinds of accessible home is told."""
    others = [_told(other) for other in _HOMES if other != name]
    return _told(name) & any_horizontal(others)


@rule(
    "access-needs-and-none", "{}", over=(_NO, *_NEEDS), stage=Stage.ROW,
    says="A need is told and no need too. Keep one of the two.",
)  # fmt: skip
def access_needs_and_none(name: str) -> Expr:
    """Who has no access needs has none of those listed."""
    return _told(name) & _told(_NO) & any_horizontal(_told(need) for need in _NEEDS)


@rule(
    "access-needs-and-unknown", "{}", over=(_UNKNOWN, *_NEEDS), stage=Stage.ROW,
    says="A need is told, and that it is not known. Keep one of the two.",
)  # fmt: skip
def access_needs_and_unknown(name: str) -> Expr:
    """Whose access needs are not known has none of those listed."""
    return _told(name) & _told(_UNKNOWN) & any_horizontal(_told(need) for need in _NEEDS)


@rule(
    "access-none-and-unknown", _NO, _UNKNOWN, stage=Stage.ROW,
    says="It is told that there are no needs, and that it is not known. Keep one of the two.",
)  # fmt: skip
def access_none_and_unknown() -> Expr:
    """No access needs, and not known, exclude each other."""
    return _told(_NO) & _told(_UNKNOWN)


@rule(
    "access-needs-missing", *_NEEDS, _NO, stage=Stage.ROW, category=Category.NOT_ANSWERED,
    says="Say what access the household needs, that it needs none, or that it is not known.",
)  # fmt: skip
def access_needs_missing() -> Expr:
    """Something is said of access needs."""
    return all_horizontal(col(name).is_null() for name in ACCESS)


@rule(
    "access-code", "{}", over=(*_NEEDS, _UNKNOWN), category=Category.SOFT, own=True,
    says="This is marked with 1 or left blank. CORE reads it as no mark.",
)  # fmt: skip
def access_code(name: str) -> Expr:
    """A need is marked with 1; the service reads any other number as no mark, without a word."""
    return ~col(name).is_in([0, 1])


@rule(
    "access-none-code", _NO,
    says="That there are no access needs is marked with 1, or with 0 or blank for not.",
)  # fmt: skip
def access_none_code() -> Expr:
    """No access needs is marked with 1.

    Of any other number the service cannot tell whether there are needs; it says so at the question
    on pregnancy.
    """
    return col("setup_done") & ~col(_NO).is_in([0, 1]) & ~_told(_UNKNOWN)


@rule(
    "effect-without-condition", "{}", over=EFFECTS, stage=Stage.ROW,
    says="Nobody has a long-term condition, so it affects nobody. Clear this, or correct the"
    " condition.",
)  # fmt: skip
def effect_without_condition(name: str) -> Expr:
    """Effects are told only where somebody has a long-term condition."""
    return ~is_in("illness", 1) & _told(name)


@rule(
    "effects-missing", *EFFECTS, stage=Stage.ROW, category=Category.NOT_ANSWERED,
    says="Somebody has a long-term condition: mark at least one thing that it affects.",
)  # fmt: skip
def effects_missing() -> Expr:
    """A long-term condition affects at least one of the ten."""
    return is_in("illness", 1) & all_horizontal(col(name).is_null() for name in EFFECTS)
