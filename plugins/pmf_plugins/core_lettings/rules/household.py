"""How long the household has lived here, why it moves, and from where."""

from __future__ import annotations

from pmf_engine.records import Expr, col
from pmf_plugins.core_lettings.categories import Category, Stage
from pmf_plugins.core_lettings.registry import rule
from pmf_plugins.core_lettings.routing import OTHER_REASON, is_in

_HOMELESS = ("homeless", "homelessness", "temporary accommodation", "temp accommodation", "ta",
             "sleeping rough", "rough sleeping")  # fmt: skip
_RENEWALS = (6, 30, 31, 32, 33, 34, 35, 38)
_RENEWED_SUPPORTED = (6, 35, 38)
_TEMPORARY_NOT = (4, 6, 24, 25, 35)


@rule(
    "renewal-reason-missing", "reason", stage=Stage.ROW, category=Category.NOT_ANSWERED,
    says="A renewal needs a reason: 50, 51, 52 or 53.",
)  # fmt: skip
def renewal_reason_missing() -> Expr:
    """A renewal gives as its reason that a tenancy ended."""
    return col("renewed") & col("reason").is_null()


@rule(
    "renewal-reason", "reason", stage=Stage.ROW,
    says="The reason of a renewal must be 50, 51, 52 or 53.",
)  # fmt: skip
def renewal_reason() -> Expr:
    """A renewal's reason is one of the ends of a social or private tenancy."""
    return col("renewed") & ~col("reason").is_in([50, 51, 52, 53])


@rule(
    "renewal-previous-home", "previous_home", stage=Stage.ROW,
    says="Before a renewal the household lived in a social home already. Correct this or the"
    " renewal.",
)  # fmt: skip
def renewal_previous_home() -> Expr:
    """The home before a renewal is social housing."""
    return col("renewed") & ~col("previous_home").is_in(_RENEWALS)


@rule(
    "renewal-supported-home", "previous_home", stage=Stage.ROW,
    says="Before a renewal in supported housing the home was extra care, older people's or other"
    " supported housing: 35, 38 or 6.",
)  # fmt: skip
def renewal_supported_home() -> Expr:
    """The home before a supported renewal is supported housing."""
    supported = col("setup_done") & col("supported") & col("renewed")
    return supported & ~col("previous_home").is_in(_RENEWED_SUPPORTED)


@rule(
    "other-reason-missing", "reason", "reason_other",
    says="The reason is another. Say which.",
)  # fmt: skip
def other_reason_missing() -> Expr:
    """Another reason is described."""
    return col("setup_done") & is_in("reason", OTHER_REASON) & col("reason_other").is_null()


@rule(
    "other-reason-homeless", "reason",
    says="Homelessness or temporary accommodation is no reason for leaving a settled home. Say why"
    " the last settled home was left.",
)  # fmt: skip
def other_reason_homeless() -> Expr:
    """The other reason is more than a word for homelessness: that was no settled home."""
    words = "|".join(_HOMELESS)
    alone = col("reason_other").str.contains(
        rf"(?i)^[^\p{{Alphabetic}}]*({words})[^\p{{Alphabetic}}]*$"
    )
    return col("setup_done") & is_in("reason", OTHER_REASON) & alone


@rule(
    "renewal-just-moved", "lived_here", "renewal",
    says="Who renews a tenancy has not just moved to the area. Correct one of the two.",
)  # fmt: skip
def renewal_just_moved() -> Expr:
    """A renewal is not by a household that has just moved to the area."""
    return col("setup_done") & col("renewed") & is_in("lived_here", 1)


@rule(
    "same-area-just-moved", "lived_here", "la", "postcode_1", "postcode_2", "uprn", "address_1",
    "previous_postcode_1", "previous_postcode_2", "previous_la",
    says="The household comes from the same local authority, so it has not just moved to the area.",
)  # fmt: skip
def same_area_just_moved() -> Expr:
    """Who comes from the same local authority has not just moved to it."""
    same = col("renewed") | (col("la_code") == col("previous_la_code"))
    return col("setup_done") & col("la_code").is_not_null() & is_in("lived_here", 1) & same


@rule(
    "vacancy-renewal", "vacancy",
    says="A letting that is no renewal cannot follow a renewal. Correct the reason or the renewal.",
)  # fmt: skip
def vacancy_renewal() -> Expr:
    """The vacancy is put down to a renewal in renewals alone."""
    return col("setup_done") & ~col("renewed") & is_in("vacancy", 14)


@rule(
    "temporary-let-home", "previous_home", "vacancy",
    says="The home is let again to who lived in it as temporary accommodation, but the previous"
    " home was none. Correct one of the two.",
)  # fmt: skip
def temporary_let_home() -> Expr:
    """A re-let to a temporary tenant follows temporary accommodation."""
    new = col("setup_done") & ~col("renewed")
    return new & is_in("vacancy", 9) & is_in("previous_home", *_TEMPORARY_NOT)
