"""What the service asks to confirm of a household."""

from __future__ import annotations

from pmf_engine.records import Expr, Int64, any_horizontal, col, sum_horizontal
from pmf_plugins.core_lettings.answers import OTHERS, PEOPLE
from pmf_plugins.core_lettings.categories import Category
from pmf_plugins.core_lettings.registry import rule
from pmf_plugins.core_lettings.routing import OTHER_REASON, is_in

SOFT = Category.SOFT
_LISTED = (
    "decant", "decanted", "refugee", "asylum", "ukraine", "ukrainian", "army", "military",
    "domestic abuse", "domestic violence", "da", "dv", "relationship breakdown", "overcrowding",
    "overcrowded", "too small", "more space", "bigger property", "damp", "mould", "fire",
    "repossession", "death", "deceased", "passed away", "prison", "hospital",
)  # fmt: skip


@rule(
    "retired-under-66", "work{}", "age{}", over=PEOPLE, category=SOFT,
    says="This person is retired and under 66. Confirm it in CORE.",
)  # fmt: skip
def retired_under_66(person: int) -> Expr:
    """Who is retired is usually 66 or older."""
    return here(person) & is_in(f"job{person}", 5) & (col(f"years{person}") < 66)


@rule(
    "over-66-not-retired", "work{}", "age{}", over=PEOPLE, category=SOFT,
    says="This person is over 66 and not retired. Confirm it in CORE.",
)  # fmt: skip
def over_66_not_retired(person: int) -> Expr:
    """Who is over 66 is usually retired, or prefers not to say."""
    told = col(f"job{person}").is_not_null() & ~is_in(f"job{person}", 5, 10)
    return here(person) & told & (col(f"years{person}") > 66)


@rule(
    "partner-under-16", "age{}", "partner{}", over=OTHERS, category=SOFT,
    says="A partner is usually 16 or older. Correct or confirm it; from 2026/27 CORE takes a child"
    " for no partner.",
)  # fmt: skip
def partner_under_16(person: int) -> Expr:
    """A partner is usually 16 or older.

    From 2026/27 the service no longer asks: it answers no for a child under 16.
    """
    return here(person) & is_in(f"partner{person}", 1) & (col(f"years{person}") < 16)


@rule(
    "several-partners", "partner{}", over=OTHERS, category=SOFT,
    says="Of those told of, more than one is the lead tenant's partner. Correct or confirm it; from"
    " 2026/27 CORE keeps the first alone.",
)  # fmt: skip
def several_partners(person: int) -> Expr:
    """The lead tenant usually has one partner; of several, each answer to the question is marked.

    From 2026/27 the service no longer asks: it keeps the first and answers no for the others.
    """
    partners = sum_horizontal(
        (col(f"member{other}") & is_in(f"partner{other}", 1)).cast(Int64) for other in OTHERS
    )
    return here(person) & (partners > 1)


@rule(
    "sick-but-no-condition", "illness", "work{}", over=PEOPLE, category=SOFT, since=2026,
    says="Somebody cannot work for long-term sickness, but nobody has a condition. Confirm it in"
    " CORE.",
)  # fmt: skip
def sick_but_no_condition(person: int) -> Expr:
    """Who cannot work for long-term sickness usually has a long-term condition."""
    sick = any_horizontal(is_in(f"job{other}", 8) for other in PEOPLE)
    asked = here(person) if person == 1 else here(person) & ~col(f"child{person}")
    return asked & is_in("illness", 2) & sick


@rule(
    "other-reason-listed", "reason", "reason_other", category=SOFT,
    says="This other reason looks like one of the list. Use its code, or confirm it in CORE.",
)  # fmt: skip
def other_reason_listed() -> Expr:
    """The other reason is usually none of those that have a code of their own."""
    return col("setup_done") & is_in("reason", OTHER_REASON) & _speaks("reason_other", *_LISTED)


@rule(
    "other-tenancy-starter", "starter", "tenancy", "tenancy_other", category=SOFT, since=2026,
    says="This other tenancy looks like an introductory or starter period. Answer that question,"
    " or confirm it in CORE.",
)  # fmt: skip
def other_tenancy_starter() -> Expr:
    """A starter or introductory period is told of by its own question, whatever the tenancy."""
    return col("setup_done") & _speaks("tenancy_other", "introductory", "intro", "starter")


def _speaks(name: str, *phrases: str) -> Expr:
    """Whether a text has one of these phrases, found as loosely as the service finds them.

    Before a phrase, other letters than A, H, L and P may stand in the word: “bonfire” is a fire.
    """
    return col(name).str.contains(rf"(?i)\b[^:alph]*({'|'.join(phrases)})[^\p{{Alphabetic}}]*\b")


def here(person: int) -> Expr:
    """Whether a person is one of the household that the service asks about."""
    return col("setup_done") if person == 1 else col("setup_done") & col(f"member{person}")
