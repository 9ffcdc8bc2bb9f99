"""What the service asks to confirm where somebody in the household is pregnant."""

from __future__ import annotations

from pmf_engine.records import Expr, all_horizontal, any_horizontal, col
from pmf_plugins.core_lettings.answers import PEOPLE
from pmf_plugins.core_lettings.categories import Category
from pmf_plugins.core_lettings.registry import rule
from pmf_plugins.core_lettings.routing import is_in
from pmf_plugins.core_lettings.rules.soft_household import here


@rule(
    "pregnancy-unlikely", "pregnant", "age{}", "sex{}", "same_sex{}", over=PEOPLE,
    category=Category.SOFT, since=2026,
    says="Somebody is pregnant, but nobody likely to be lives here. Confirm it in CORE.",
)  # fmt: skip
def pregnancy_unlikely(person: int) -> Expr:
    """From 2026/27 a pregnant household has somebody who is not male and aged 13 to 55.

    Asked only where sex and gender of everybody are known, and their ages too unless all are male.
    """
    return here(person) & is_in("pregnant", 1) & (_all_male_2026() | _none_of_age_2026())


@rule(
    "pregnancy-unlikely-2025", "pregnant", "sex{}", over=PEOPLE, category=Category.SOFT,
    until=2025,
    says="Somebody is pregnant, but nobody likely to be lives here. Confirm it in CORE.",
)  # fmt: skip
def pregnancy_unlikely_2025(person: int) -> Expr:
    """In 2025/26 a pregnant household has a woman aged 16 to 50; of men alone it has none."""
    return here(person) & is_in("pregnant", 1) & (_all_male_2025() | _none_of_age_2025())


@rule(
    "pregnancy-age-2025", "age{}", over=PEOPLE, category=Category.SOFT, until=2025,
    says="Somebody is pregnant, but no woman of a likely age lives here. Confirm it in CORE.",
)  # fmt: skip
def pregnancy_age_2025(person: int) -> Expr:
    """In 2025/26 the ages are asked about too where there are women, but none aged 16 to 50."""
    return here(person) & is_in("pregnant", 1) & _none_of_age_2025()


def _everybody(holds: list[Expr]) -> Expr:
    """Whether it holds of everybody in the household, by what is true of each who is there."""
    return all_horizontal(
        one | (col("household") < person) for person, one in zip(PEOPLE, holds, strict=True)
    )


def _anybody(holds: list[Expr]) -> Expr:
    return any_horizontal(
        one & (col("household") >= person) for person, one in zip(PEOPLE, holds, strict=True)
    )


def _gendered_2026() -> Expr:
    return _everybody(
        [
            col(f"sex{one}").is_in(["F", "M", "R"]).fill_null(False)
            & is_in(f"same_sex{one}", 1, 2, 3)
            & here(one)
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
            col(f"sex{one}").is_in(["F", "M", "X", "R"]).fill_null(False) & here(one)
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
