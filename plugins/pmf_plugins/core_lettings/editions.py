"""The editions of the lettings return: for each collection year its fields, as data beside this.

A field is known by a name that stays from year to year. A rule speaks of names, so one rule serves
every edition; the number and the column of a field belong to the edition. A new year is a new file
of fields and a line in `EDITIONS`.

Source: the field lists of the service's bulk-upload template and parser, collection years 2025/26
and 2026/27, as of 5 August 2026.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One field of the upload file.

    `column` is its letter in a file with header columns. `kind` is whole, decimal or text. `codes`
    gives what each code of the upload file means. `duplicate_check` marks the fields by which two
    rows of a file are the same letting. The rest is what the template's header rows say.
    """

    number: int
    column: str
    name: str
    label: str
    kind: str
    codes: Mapping[str, str]
    minimum: int | None
    maximum: int | None
    duplicate_check: bool
    section: str = ""
    information: str = ""
    values: str = ""
    can_be_empty: str = ""
    applies_to: str = ""
    template_duplicate_check: str = ""

    @property
    def key(self) -> str:
        """How the field is called in the file's own terms: field_46."""
        return f"field_{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One collection year: its fields by name, and until when the service takes new logs for it."""

    year: int
    closes: date
    fields: Mapping[str, Question]

    @property
    def starts(self) -> date:
        """The first day of the collection year."""
        return date(self.year, 4, 1)

    @property
    def ends(self) -> date:
        """The last day of the collection year."""
        return date(self.year + 1, 3, 31)

    @property
    def title(self) -> str:
        """How the year is written: 2026/27."""
        return f"{self.year}/{(self.year + 1) % 100:02d}"

    @property
    def by_number(self) -> dict[int, Question]:
        """The fields by their numbers."""
        return {one.number: one for one in self.fields.values()}

    def __contains__(self, name: object) -> bool:
        """Whether this edition asks a question of that name."""
        return name in self.fields


# The last day on which the service takes new logs for a collection year.
EDITIONS = {2025: date(2026, 7, 12), 2026: date(2027, 7, 3)}


@cache
def edition_of(year: int) -> Edition:
    """Return the edition of the collection year that begins in April of that year.

    Raises KeyError for a year without an edition; `EDITIONS` has those there are.
    """
    closes = EDITIONS[year]
    return Edition(year=year, closes=closes, fields={one.name: one for one in _fields(year)})


@cache
def countries() -> dict[int, str]:
    """Return the nationalities that the service knows: numeric ISO 3166 codes, and 0 for none."""
    with Path(__file__).with_name("countries.csv").open(encoding="utf-8", newline="") as file:
        return {int(row["code"]): row["name"] for row in csv.DictReader(file)}


def _fields(year: int) -> list[Question]:
    path = Path(__file__).with_name(f"fields_{year}.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return [_field(row) for row in csv.DictReader(file)]


def _field(row: dict[str, str]) -> Question:
    texts = ("column", "name", "label", "kind", "section", "information", "values",
             "can_be_empty", "applies_to", "template_duplicate_check")  # fmt: skip
    return Question(
        number=int(row["field"]),
        codes=json.loads(row["codes"] or "{}"),
        minimum=int(row["minimum"]) if row["minimum"] else None,
        maximum=int(row["maximum"]) if row["maximum"] else None,
        duplicate_check=row["duplicate_check"] == "yes",
        **{name: row[name] for name in texts},
    )
