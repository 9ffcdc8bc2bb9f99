"""From where the household was referred."""

from __future__ import annotations

from pmf_engine.records import Expr, all_horizontal, col
from pmf_plugins.core_lettings.categories import Stage
from pmf_plugins.core_lettings.registry import rule
from pmf_plugins.core_lettings.routing import REFERRALS, is_in

_TABLES = ("organisations",)
_SOCIAL_2025 = (3, 4, 7, 10, 13, 14, 19, 23, 24, 25, 26, 27, 28, 29)
_SOCIAL = (6, 30, 31, 32, 33, 35, 38, 40)
_NOT_TEMPORARY = (8, 10, 14, 15)


@rule(
    "referral-chain", *REFERRALS, stage=Stage.ROW, tables=_TABLES, since=2026,
    says="These four answers do not fit together, or not the owner. A local authority answers the"
    " first alone; a private registered provider the others, each as far as the one before asks.",
)  # fmt: skip
def referral_chain() -> Expr:
    """From 2026/27 a referral is told in up to three steps, by who owns the home.

    A local authority answers the first field, 1 to 4. A private registered provider answers the
    second, 5 to 9; after 6 or 7 the third; after 1 or 7 there the fourth. All else stays blank. One
    breach marks all four. Renewals are not asked.
    """
    return ~col("renewed") & ~_fits()


def _fits() -> Expr:
    return all_horizontal(_register(), _nomination(), _body())


def _register() -> Expr:
    la, prp = (col("owner_type").eq_missing(kind) for kind in ("LA", "PRP"))
    of_la = (la & is_in("referral_la", 1, 2, 3, 4)) | (~la & col("referral_la").is_null())
    of_prp = (prp & is_in("referral_prp", 5, 6, 7, 8, 9)) | (~prp & col("referral_prp").is_null())
    return of_la & of_prp


def _nomination() -> Expr:
    blank = ~is_in("referral_prp", 6, 7) & col("referral_nomination").is_null()
    listed = is_in("referral_prp", 6) & is_in("referral_nomination", 1, 2, 3, 4)
    direct = is_in("referral_prp", 7) & is_in("referral_nomination", 5, 6, 7, 8)
    return blank | listed | direct


def _body() -> Expr:
    blank = ~is_in("referral_nomination", 1, 7) & col("referral_body").is_null()
    nominated = is_in("referral_nomination", 1) & is_in("referral_body", *range(1, 11))
    referred = is_in("referral_nomination", 7) & is_in("referral_body", *range(11, 21))
    return blank | nominated | referred


@rule(
    "transfer-home-2026", "previous_home", "referral_la", "referral_prp", "referral_nomination",
    tables=_TABLES, since=2026,
    says="An internal transfer comes from a social home. Correct the previous home or the source"
    " of the referral.",
)  # fmt: skip
def transfer_home_2026() -> Expr:
    """Who is transferred within the landlord's stock lived in a social home before.

    Asked only where the source of the referral is told without a breach.
    """
    la = is_in("referral_la", 2)
    listed = is_in("referral_prp", 6) & is_in("referral_nomination", 3)
    direct = is_in("referral_prp", 7) & is_in("referral_nomination", 5)
    transfer = _fits() & (la | listed | direct)
    return _new() & transfer & ~col("previous_home").is_in(_SOCIAL)


@rule(
    "transfer-home-2025", "previous_home", "referral", until=2025,
    says="An internal transfer comes from a social home. Correct the previous home or the source"
    " of the referral.",
)  # fmt: skip
def transfer_home_2025() -> Expr:
    """In 2025/26 an internal transfer excludes the homes listed as not social."""
    return _new() & is_in("referral", 1) & is_in("previous_home", *_SOCIAL_2025)


@rule(
    "transfer-from-council", "previous_home", "referral", tables=_TABLES, until=2025,
    says="A transfer within a private registered provider does not come from a council tenancy.",
)  # fmt: skip
def transfer_from_council() -> Expr:
    """In 2025/26 a provider's internal transfer does not follow a council's general needs home."""
    prp = col("owner_type") == "PRP"
    return _new() & prp & is_in("referral", 1) & is_in("previous_home", 30, 31)


@rule(
    "nominated-to-council", "referral", stage=Stage.ROW, tables=_TABLES, until=2025,
    says="Only a private registered provider's homes are let by nomination of a local authority.",
)  # fmt: skip
def nominated_to_council() -> Expr:
    """In 2025/26 a local authority's own homes are not let by its nomination."""
    return is_in("referral", 3) & (col("owner_type") == "LA")


@rule(
    "referred-to-council", "referral", stage=Stage.ROW, tables=_TABLES, until=2025,
    says="A local authority's general needs homes are not let by its own referral for support.",
)  # fmt: skip
def referred_to_council() -> Expr:
    """In 2025/26 a local authority's general needs homes are not let by its referral."""
    return is_in("referral", 4) & col("general") & (col("owner_type") == "LA")


@rule(
    "temporary-let-referral", "vacancy", "referral", until=2025,
    says="A home that was the tenant's temporary accommodation is not let by this kind of"
    " referral. Correct one of the two.",
)  # fmt: skip
def temporary_let_referral() -> Expr:
    """In 2025/26 a re-let to a temporary tenant excludes these sources of referral."""
    return _new() & is_in("vacancy", 9) & is_in("referral", *_NOT_TEMPORARY)


def _new() -> Expr:
    return col("setup_done") & ~col("renewed")
