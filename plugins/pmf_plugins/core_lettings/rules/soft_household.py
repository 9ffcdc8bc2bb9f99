"""What the service asks to confirm of a household."""

from __future__ import annotations

from pmf_engine.records import Expr, Int64, all_horizontal, any_horizontal, col, sum_horizontal
from pmf_plugins.core_lettings.answers import OTHERS, PEOPLE
from pmf_plugins.core_lettings.registry import Category, rule
from pmf_plugins.core_lettings.routing import OTHER_REASON, OTHER_TENANCY, is_in

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
    return _here(person) & is_in(f"work{person}", 5) & (col(f"years{person}") < 66)


@rule(
    "over-66-not-retired", "work{}", "age{}", over=PEOPLE, category=SOFT,
    says="This person is over 66 and not retired. Confirm it in CORE.",
)  # fmt: skip
def over_66_not_retired(person: int) -> Expr:
    """Who is over 66 is usually retired, or prefers not to say."""
    told = col(f"work{person}").is_not_null() & ~is_in(f"work{person}", 5, 10)
    return _here(person) & told & (col(f"years{person}") > 66)


@rule(
    "partner-under-16", "age{}", "partner{}", over=OTHERS, category=SOFT,
    says="A partner is usually 16 or older. Correct or confirm it; from 2026/27 CORE takes a child"
    " for no partner.",
)  # fmt: skip
def partner_under_16(person: int) -> Expr:
    """A partner is usually 16 or older.

    From 2026/27 the service no longer asks: it answers no for a child under 16.
    """
    return _here(person) & is_in(f"partner{person}", 1) & (col(f"years{person}") < 16)


@rule(
    "several-partners", "partner{}", over=OTHERS, category=SOFT,
    says="More than one person is the lead tenant's partner. Correct or confirm it; from 2026/27"
    " CORE keeps the first alone.",
)  # fmt: skip
def several_partners(person: int) -> Expr:
    """The lead tenant usually has one partner in the household.

    From 2026/27 the service no longer asks: it keeps the first and answers no for the others.
    """
    partners = sum_horizontal(
        (col(f"member{other}") & is_in(f"partner{other}", 1)).cast(Int64) for other in OTHERS
    )
    return _here(person) & is_in(f"partner{person}", 1) & (partners > 1)


@rule(
    "pregnancy-unlikely", "pregnant", "age{}", "sex{}", "same_sex{}", over=PEOPLE, category=SOFT,
    since=2026,
    says="Somebody is pregnant, but nobody likely to be lives here. Confirm it in CORE.",
)  # fmt: skip
def pregnancy_unlikely(person: int) -> Expr:
    """From 2026/27 a pregnant household has somebody who is not male and aged 13 to 55.

    Asked only where sex and gender of everybody are known, and their ages too unless all are male.
    """
    return _here(person) & is_in("pregnant", 1) & (_all_male_2026() | _none_of_age_2026())


@rule(
    "pregnancy-unlikely-2025", "pregnant", "age{}", "sex{}", over=PEOPLE, category=SOFT,
    until=2025,
    says="Somebody is pregnant, but nobody likely to be lives here. Confirm it in CORE.",
)  # fmt: skip
def pregnancy_unlikely_2025(person: int) -> Expr:
    """In 2025/26 a pregnant household has a woman aged 16 to 50; of men alone it has none."""
    return _here(person) & is_in("pregnant", 1) & (_all_male_2025() | _none_of_age_2025())


@rule(
    "sick-but-no-condition", "illness", "work{}", over=PEOPLE, category=SOFT, since=2026,
    says="Somebody cannot work for long-term sickness, but nobody has a condition. Confirm it in"
    " CORE.",
)  # fmt: skip
def sick_but_no_condition(person: int) -> Expr:
    """Who cannot work for long-term sickness usually has a long-term condition."""
    sick = any_horizontal(is_in(f"job{other}", 8) for other in PEOPLE)
    asked = _here(person) if person == 1 else _here(person) & ~col(f"child{person}")
    return asked & is_in("illness", 2) & sick


@rule(
    "other-reason-listed", "reason", "reason_other", category=SOFT,
    says="This other reason looks like one of the list. Use its code, or confirm it in CORE.",
)  # fmt: skip
def other_reason_listed() -> Expr:
    """The other reason is usually none of those that have a code of their own."""
    words = "|".join(_LISTED)
    listed = col("reason_other").str.contains(rf"(?i)\b({words})\b")
    return col("setup_done") & is_in("reason", OTHER_REASON) & listed


@rule(
    "other-tenancy-starter", "starter", "tenancy", "tenancy_other", category=SOFT, since=2026,
    says="This other tenancy looks like an introductory or starter period. Answer that question,"
    " or confirm it in CORE.",
)  # fmt: skip
def other_tenancy_starter() -> Expr:
    """A starter or introductory period is usually told of by its own question."""
    named = col("tenancy_other").str.contains(r"(?i)\b(introductory|intro|starter)\b")
    return col("setup_done") & is_in("tenancy", OTHER_TENANCY) & named


def _here(person: int) -> Expr:
    return col("setup_done") if person == 1 else col("setup_done") & col(f"member{person}")


def _everybody(holds: list[Expr]) -> Expr:
    """Whether it holds of everybody in the household, by what is true of each who is there."""
    return all_horizontal(
        one | (col("household") < person) for person, one in zip(PEOPLE, holds, strict=True)
    )


def _anybody(holds: list[Expr]) -> Expr:
    return any_horizontal(
        one & (col("household") >= person) for person, one in zip(PEOPLE, holds, strict=True)
    )


def _present(person: int) -> Expr:
    return col("setup_done") if person == 1 else col(f"member{person}")


def _gendered_2026() -> Expr:
    return _everybody(
        [
            col(f"sex{one}").is_in(["F", "M", "R"]).fill_null(False)
            & is_in(f"same_sex{one}", 1, 2, 3)
            & _present(one)
            for one in PEOPLE
        ]
    )  # fmt: skip


def _male_2026(person: int) -> Expr:
    return col(f"sex{person}").eq_missing("M") & is_in(f"same_sex{person}", 1)


def _all_male_2026() -> Expr:
    return _gendered_2026() & _everybody([_male_2026(one) for one in PEOPLE])


def _none_of_age_2026() -> Expr:
    others = [~_male_2026(one) for one in PEOPLE]
    likely = [
        other & _aged(one, 13, 55) for one, other in zip(PEOPLE, others, strict=True)
    ]  # fmt: skip
    return _gendered_2026() & _ages_known() & _anybody(others) & ~_anybody(likely)


def _gendered_2025() -> Expr:
    return _everybody(
        [
            col(f"sex{one}").is_in(["F", "M", "X", "R"]).fill_null(False) & _present(one)
            for one in PEOPLE
        ]
    )  # fmt: skip


def _all_male_2025() -> Expr:
    return _gendered_2025() & _everybody([col(f"sex{one}").eq_missing("M") for one in PEOPLE])


def _none_of_age_2025() -> Expr:
    women = [col(f"sex{one}").eq_missing("F") for one in PEOPLE]
    likely = [
        woman & _aged(one, 16, 50) for one, woman in zip(PEOPLE, women, strict=True)
    ]  # fmt: skip
    return _gendered_2025() & _ages_known() & _anybody(women) & ~_anybody(likely)


def _ages_known() -> Expr:
    return _everybody([col(f"years{one}").is_not_null() for one in PEOPLE])


def _aged(person: int, least: int, most: int) -> Expr:
    return col(f"years{person}").is_between(least, most).fill_null(False)
