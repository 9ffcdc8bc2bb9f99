"""Which questions the service asks of a letting, by what was answered before.

A question that is not asked is neither missed nor judged. Nothing but the setting up is asked of a
letting whose setting up is not complete.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from pmf_engine.records import Expr, col, lit
from pmf_plugins.core_lettings.answers import OTHERS
from pmf_plugins.core_lettings.facts import CHARGES

FIRST_LETS = (15, 16, 17)
RELETS = (5, 6, 8, 9, 10, 11, 12, 13, 18, 19, 20, 21, 22)
FIXED_TERM, PERIODIC, OTHER_TENANCY, OTHER_REASON = (4, 6), 8, 3, 20
EFFECTS = tuple(
    f"effect_{of}" for of in ("dexterity", "learning", "hearing", "memory", "mental", "mobility",
                              "social", "stamina", "vision", "other")
)  # fmt: skip
PREFERENCES = tuple(
    f"prefer_{why}" for why in ("homeless", "insanitary", "medical", "hardship", "unknown")
)
ACCESS = tuple(f"access_{need}" for need in ("full", "rooms", "level", "other", "none", "unknown"))
ALLOCATIONS = ("cbl", "cap", "chr", "accessible_register")
REFERRALS = ("referral_la", "referral_prp", "referral_nomination", "referral_body")
_SETUP = ("owner", "manager", "needs", "renewal", "start_day", "start_month", "start_year",
          "rent_type", "declaration", "assigned_to", "tenant_code",
          "property_reference")  # fmt: skip
_ALWAYS = ("joint", "starter", "tenancy", "age1", "sex1", "same_sex1", "ethnic", "nationality",
           "work1", "forces", "pregnant", "illness", "lived_here", "reason", "homeless",
           "preference", "income_known", "housing_benefit", "benefits", "uprn", "address_1",
           "town", "postcode_1", "postcode_2", *ACCESS, *ALLOCATIONS)  # fmt: skip


def is_in(name: str, *codes: int) -> Expr:
    """Whether an answer is one of these codes; false where it is blank."""
    return col(name).is_in(codes).fill_null(False)


@cache
def asked() -> Mapping[str, Expr]:
    """Return when each question is asked, by its name; those left out are never judged so."""
    setup = dict.fromkeys(_SETUP, lit(True)) | {
        "rent_other": is_in("rent_type", 6),
        "scheme": col("supported"),
        "location": col("supported"),
    }
    return setup | {name: col("setup_done") & when for name, when in _once_set_up().items()}


def _once_set_up() -> Mapping[str, Expr]:
    return {
        **dict.fromkeys(_ALWAYS, lit(True)),
        **_of_the_home(), **_of_the_tenancy(), **_of_the_others(), **_of_the_past(),
        **_of_the_needs(), **_of_the_money(),
        "gender1": is_in("same_sex1", 2),
    }  # fmt: skip


def _of_the_home() -> Mapping[str, Expr]:
    new = ~col("renewed")
    relet = new & is_in("vacancy", *RELETS)
    return {
        "vacancy": new,
        "last_let": new & ~is_in("vacancy", *FIRST_LETS),
        "la": col("general") | (col("supported") & col("address_of_supported")),
        "unit": col("general"), "building": col("general"),
        "wheelchair": col("general"),
        "beds": col("general") & ~is_in("unit", 2),
        "sheltered": col("supported"),
        **{f"void_{part}": new for part in ("day", "month", "year")},
        **{f"repairs_{part}": relet for part in ("day", "month", "year")},
    }  # fmt: skip


def _of_the_tenancy() -> Mapping[str, Expr]:
    return {
        "tenancy_other": is_in("tenancy", OTHER_TENANCY),
        "tenancy_length": is_in("tenancy", *FIXED_TERM, PERIODIC),
    }


def _of_the_others() -> Mapping[str, Expr]:
    found: dict[str, Expr] = {}
    for person in OTHERS:
        member = col(f"member{person}")
        found |= {f"{what}{person}": member for what in ("age", "sex", "same_sex")}
        found[f"partner{person}"] = member & ~(
            col(f"child{person}") & col("children_have_no_partner")
        )
        found[f"work{person}"] = member & ~col(f"child{person}")
        found[f"gender{person}"] = member & is_in(f"same_sex{person}", 2)
    return found


def _of_the_needs() -> Mapping[str, Expr]:
    return {
        "serving": is_in("forces", 1),
        "injured": is_in("forces", 1, 4),
        **dict.fromkeys(EFFECTS, is_in("illness", 1)),
        **dict.fromkeys(PREFERENCES, is_in("preference", 1)),
    }


def _of_the_past() -> Mapping[str, Expr]:
    new = ~col("renewed")
    known = new & is_in("previous_postcode_known", 1)
    owned = new & col("owner_type").is_in(["LA", "PRP"])
    listed = owned & is_in("referral_prp", 6, 7)
    return {
        "waiting": new,
        "reason_other": is_in("reason", OTHER_REASON),
        "previous_home": new | col("supported"),
        "previous_postcode_known": new,
        "previous_postcode_1": known, "previous_postcode_2": known,
        "referral": lit(True),  # of renewals too, in 2025/26 alone
        "referral_la": owned, "referral_prp": owned, "referral_nomination": listed,
        "referral_body": listed & is_in("referral_nomination", 1, 7),
    }  # fmt: skip


def _of_the_money() -> Mapping[str, Expr]:
    benefit = col("claimed") & col("pays")
    return {
        "income_frequency": is_in("income_known", 1), "income": is_in("income_known", 1),
        "charged": col("supported"), "period": col("pays"),
        **dict.fromkeys(CHARGES, col("charging")),
        "shortfall_left": benefit,
        "shortfall": col("claimed") & is_in("shortfall_left", 1),
    }  # fmt: skip
