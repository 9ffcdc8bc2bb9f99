"""What kind of tenancy it is, and for how long."""

from __future__ import annotations

from pmf_engine.records import Expr, col
from pmf_plugins.core_lettings.registry import rule
from pmf_plugins.core_lettings.routing import FIXED_TERM, OTHER_TENANCY, PERIODIC, is_in


@rule(
    "tenancy-length-supported", "needs", "tenancy_length", "tenancy",
    says="A fixed term in supported housing must be from 1 to 99 years.",
)  # fmt: skip
def tenancy_length_supported() -> Expr:
    """A fixed term in supported housing is from 1 to 99 years."""
    return col("supported") & _fixed() & ~col("tenancy_length").is_between(1, 99)


@rule(
    "tenancy-length-social", "needs", "rent_type", "tenancy_length", "tenancy",
    says="A fixed term at a social or affordable rent must be from 2 to 99 years.",
)  # fmt: skip
def tenancy_length_social() -> Expr:
    """A general needs fixed term at a social or affordable rent is from 2 to 99 years."""
    rent = is_in("rent_type", 1, 2, 3)
    return col("general") & rent & _fixed() & ~col("tenancy_length").is_between(2, 99)


@rule(
    "tenancy-length-intermediate", "needs", "rent_type", "tenancy_length", "tenancy",
    says="A fixed term at an intermediate rent must be from 1 to 99 years.",
)  # fmt: skip
def tenancy_length_intermediate() -> Expr:
    """A general needs fixed term at any other rent is from 1 to 99 years."""
    rent = ~is_in("rent_type", 1, 2, 3)
    return col("general") & rent & _fixed() & ~col("tenancy_length").is_between(1, 99)


@rule(
    "tenancy-length-periodic", "tenancy_length", "tenancy",
    says="The length of a periodic tenancy must be from 1 to 99 years, or blank.",
)  # fmt: skip
def tenancy_length_periodic() -> Expr:
    """A periodic tenancy has a length from 1 to 99 years, or none."""
    periodic = col("setup_done") & is_in("tenancy", PERIODIC)
    return periodic & ~col("tenancy_length").is_between(1, 99)


@rule(
    "tenancy-length-not-asked", "tenancy_length", "tenancy", own=True,
    says="Only a fixed term or a periodic tenancy has a length. Clear it, or correct the tenancy.",
)  # fmt: skip
def tenancy_length_not_asked() -> Expr:
    """A length stands beside a fixed term or a periodic tenancy alone."""
    other = col("tenancy").is_not_null() & ~is_in("tenancy", *FIXED_TERM, PERIODIC)
    return col("setup_done") & other & col("tenancy_length").is_not_null()


@rule(
    "other-tenancy-missing", "tenancy", "tenancy_other",
    says="The tenancy is of another kind. Say of which.",
)  # fmt: skip
def other_tenancy_missing() -> Expr:
    """A tenancy of another kind is described."""
    return col("setup_done") & is_in("tenancy", OTHER_TENANCY) & col("tenancy_other").is_null()


@rule(
    "other-tenancy-not-asked", "tenancy_other", own=True,
    says="The tenancy is not of another kind. Clear the description, or correct the tenancy.",
)  # fmt: skip
def other_tenancy_not_asked() -> Expr:
    """Only a tenancy of another kind is described."""
    other = ~is_in("tenancy", OTHER_TENANCY)
    return col("setup_done") & other & col("tenancy_other").is_not_null()


@rule(
    "joint-tenancy-of-one", "joint",
    says="One person alone has no joint tenancy. Correct the tenancy, or tell of the others.",
)  # fmt: skip
def joint_tenancy_of_one() -> Expr:
    """A joint tenancy has a household of two or more."""
    return col("setup_done") & is_in("joint", 1) & (col("household") == 1)


def _fixed() -> Expr:
    return col("setup_done") & is_in("tenancy", *FIXED_TERM)
