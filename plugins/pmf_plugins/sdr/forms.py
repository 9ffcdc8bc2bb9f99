"""The form a landlord fills in, and the codes of published fields: dated data beside the plugin."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from pmf_engine.api import Period, Run
from pmf_plugins.sdr.codes import PARTS
from pmf_plugins.sdr.stock import is_group, social_homes

_HOME = Path(__file__).parent
LONG, SHORT = "Long", "Short"


@cache
def _rows(name: str) -> tuple[dict[str, str], ...]:
    with (_HOME / name).open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))


def _edition(name: str, year: Period) -> list[dict[str, str]]:
    """The rows of the newest edition not later than a year, or else of the oldest there is."""
    rows = _rows(name)
    begun = [one["first_year"] for one in rows if Period.parse(one["first_year"]) <= year]
    edition = max(begun, default=rows[0]["first_year"])
    return [one for one in rows if one["first_year"] == edition]


def large_from(year: Period) -> int:
    """Return from how many homes a landlord fills in the long form."""
    return int(_edition("forms.csv", year)[0]["large_from"])


def form(run: Run) -> str:
    """Return the form: long for a landlord with so many homes, and for the group's own view."""
    if is_group(run) or social_homes(run) >= large_from(run.period):
        return LONG
    return SHORT


def asked(run: Run) -> tuple[str, ...]:
    """Return the parts that the landlord's form asks for."""
    if form(run) == LONG:
        return tuple(PARTS)
    return tuple(_edition("forms.csv", run.period)[0]["short_parts"].split(";"))


def field(key: str, year: Period) -> str:
    """Return the code that published data of a year give a group of homes; nothing if none."""
    found = (one["field"] for one in _edition("fields.csv", year) if one["key"] == key)
    return next(found, "")
