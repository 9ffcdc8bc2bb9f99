"""Figures and missing values: numbers that carry where they came from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from pmf_engine.model.cells import Source
from pmf_engine.model.numbers import both_forms

_PART = re.compile(r"[A-Za-z0-9._-]+")
SLOT_LIMIT = 60


class Status(StrEnum):
    """The verdict on a figure against its target."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    DATA_ONLY = "data_only"
    NO_DATA = "no_data"
    NOT_DUE = "not_due"
    OVERDUE = "overdue"


class Absence(StrEnum):
    """Why a figure is missing, in the words a reader sees in its place."""

    NO_FIGURE = "No figure"
    NOT_APPLICABLE = "Not applicable"
    NOT_DUE = "Not due"
    OVERDUE = "Overdue"
    NO_CASES = "No cases"
    HIDDEN = "Hidden"
    NO_COMPARISON = "No comparison"


@dataclass(frozen=True, slots=True)
class Missing:
    """A value that is not there, and why; never 0 and never blank."""

    reason: str
    absence: Absence = Absence.NO_FIGURE

    def __str__(self) -> str:
        return str(self.absence)


@dataclass(frozen=True, slots=True)
class Suppressed(Missing):
    """A number that is known and not shown, since it would tell of too few people.

    It goes through all arithmetic as a missing value does, and is told apart by its kind. `under`
    is the threshold that it is below; 0 for one held back so that another cannot be worked out.
    """

    absence: Absence = Absence.HIDDEN
    under: int = 0

    def __str__(self) -> str:
        return f"Fewer than {self.under}" if self.under else "Suppressed"


Measured = Decimal | Missing


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A number that a figure was computed from, with the cells it was read from."""

    name: str
    value: str
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """An approved override of a computed figure."""

    value: Decimal
    computed: str
    reason: str
    approved_by: str
    approved_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number with its unit, edition and the cells it came from.

    `slot` is the part of the id after the period. `marks` are words such as provisional, estimate,
    revised or adjusted. `terms` and `arithmetic` say how it was computed; `note` adds a caveat.
    """

    report: str
    entity: str
    period: str
    slot: str
    title: str
    value: Decimal | None
    unit: str = ""
    places: int
    sources: tuple[Source, ...]
    missing: Missing | None = None
    edition: str = ""
    status: str | None = None
    marks: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()
    arithmetic: str = ""
    definition: str = ""
    note: str = ""
    adjustment: Adjustment | None = None

    def __post_init__(self) -> None:
        if (self.value is None) == (self.missing is None):
            raise ValueError(f"figure {self.slot} must hold either a value or a reason")
        if not self.sources and not self.terms and self.value is not None:
            raise ValueError(f"figure {self.slot} has no sources")
        check_slot(self.slot)

    @property
    def id(self) -> str:
        """report/entity/period/slot."""
        return f"{self.report}/{self.entity}/{self.period}/{self.slot}"

    @property
    def display(self) -> str:
        """The figure in a sentence, number first: 31.4 days, 93.1% [p]."""
        return self.both[0]

    @property
    def short(self) -> str:
        """The figure in a table cell: the number, with % or £ but no other unit."""
        return self.both[1]

    @property
    def both(self) -> tuple[str, str]:
        """The figure in a sentence and in a table cell, rounded once."""
        if self.value is None:
            return str(self.missing), str(self.missing)
        said, short = both_forms(self.value, self.unit, self.places)
        if not self.marks:
            return said, short
        signs = "".join([f" {MARKS[mark]}" for mark in self.marks if mark in MARKS])
        return said + signs, short + signs

    def as_json(self) -> dict[str, Any]:
        """The documented JSON object of `pmf figures`."""
        return {
            "id": self.id,
            "title": self.title,
            "entity": self.entity,
            "period": self.period,
            "value": None if self.value is None else format(self.value, "f"),
            "display": self.display,
            "unit": self.unit,
            "edition": self.edition,
            "status": self.status,
            "missing": self.missing.reason if self.missing else None,
            "sources": [source.as_json() for source in self.sources],
        }


MARKS: Mapping[str, str] = {
    "provisional": "[p]",
    "estimate": "[e]",
    "revised": "[r]",
    "break": "[b]",
    "adjusted": "adjusted",
    "unverified": "[u]",
}
MARK_MEANINGS: Mapping[str, str] = {
    "provisional": "provisional: may be revised",
    "estimate": "estimate: to be replaced by an actual figure",
    "revised": "revised since it was last issued",
    "break": "break in the series: not comparable with earlier figures",
    "adjusted": "adjusted: replaced with approval; the reason is kept with the figure",
    "unverified": "unverified: the formula has not been confirmed against its source",
}


def check_slot(slot: str) -> None:
    """Raise ValueError unless a slot can stand in a figure id and in Word's 64-letter tag."""
    if len(slot) > SLOT_LIMIT or not all(map(_PART.fullmatch, slot.split("/"))):
        raise ValueError(
            f"“{slot}” cannot name a figure: use parts of A–Z a–z 0–9 . _ - parted by /,"
            f" {SLOT_LIMIT} characters at most"
        )
