"""What the regulator's own service answers of lettings, kept as facts; where ours differ, and why.

The facts are in `tests/data/core_service_answers_<year>.json`. `docs/core-lettings-compared.md`
says how they were made.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
KINDS = ("setup", "other", "soft")  # the service itself tells no more apart
_BENEFIT = ("shortfall-not-asked", "shortfall-without-benefit")


@dataclass(frozen=True)
class Answer:
    """One letting: a variant of the sample, what is changed in it, and what the service marks."""

    variant: str
    changed: Mapping[str, str]
    marked: frozenset[tuple[str, str]]
    differs: str | None

    def __str__(self) -> str:
        return f"{self.variant} {dict(self.changed)}"


@dataclass(frozen=True)
class Difference:
    """Why we say otherwise: rules of ours that it does not have, questions that it alone marks."""

    why: str
    ours: tuple[str, ...] = ()
    theirs: tuple[str, ...] = ()


DIFFERENCES = {
    "dropped": Difference(
        "The service drops the answer without a word. We tell of it, so that it can be put right.",
        ours=(
            *_BENEFIT, "serving-not-asked", "injured-not-asked", "preference-reason-not-asked",
            "tenancy-length-not-asked", "other-tenancy-not-asked", "repairs-at-first-let",
            "repairs-date-incomplete", "access-code", "not-a-number",
        ),
    ),
    "partners": Difference(
        "From 2026/27 the service settles by itself who is the partner. We ask.",
        ours=("partner-under-16", "several-partners"),
    ),
    "looked-up": Difference(
        "The service looks up the area and the postcode of the home. We say that it was not run.",
        ours=("postcode-not-of-location",),
        theirs=(
            "la", "location", "scheme", "uprn", "address_1", "town", "postcode_1", "postcode_2",
        ),
    ),
    "nothing-charged": Difference(
        "Supported housing without rent is not asked for charges, as the template says.",
        theirs=("rent", "service_charge", "personal_charge", "support_charge"),
    ),
    "periods-unknown": Difference(
        "A manager whose rent periods are blank in our table has periods that are not known.",
        theirs=("period",),
    ),
    "access-at-pregnancy": Difference(
        "The service marks the question on pregnancy; we mark the answer at fault.",
        ours=("access-none-code",), theirs=("pregnant",),
    ),
    "child-of-16": Difference(
        "We let a child of 16 pass, as the published rule does; the upload asks for work.",
        theirs=tuple(f"work{person}" for person in range(2, 9)),
    ),
    "to-the-day": Difference(
        "Twenty years to the day: the service loses an hour of summer time.",
        ours=("void-long-ago", "repairs-long-ago"),
    ),
    "town-beside-uprn": Difference(
        "A town may be blank beside a UPRN, though its area is refused.", theirs=("town",)
    ),
    "no-charge-code": Difference(
        "Where the answer on charges is no code, the service also loses the rent period.",
        theirs=("period",),
    ),
    "rent-type": Difference(
        "The service tells a blank rent type twice. It refuses 1.00, which its own check takes.",
        theirs=("rent_type",),
    ),
    "day-below-0": Difference(
        "The service counts a day below 0 from the end of the month. We know no such day.",
        ours=("void-date-impossible", "start-outside-year", "la-not-live", "void-after-start"),
    ),
    "nought-for-o": Difference(
        "The service reads 0 for O at the beginning of a postcode. We do not.",
        ours=("postcode-invalid", "previous-postcode-invalid"),
    ),
    "country-008": Difference(
        "The template has country codes of three digits, so zeros in front are taken.",
        theirs=("nationality",),
    ),
}  # fmt: skip


def facts(year: int) -> dict[str, Any]:
    """Return the file of a year."""
    text = (DATA / f"core_service_answers_{year}.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


def answers(year: int) -> list[Answer]:
    """Return what the service answers in a year."""
    return [
        Answer(
            variant, changed,
            frozenset((name, kind) for kind in KINDS for name in marked.get(kind, ())),
            differs[0] if differs else None,
        )
        for variant, changed, marked, *differs in facts(year)["cases"]
    ]  # fmt: skip
