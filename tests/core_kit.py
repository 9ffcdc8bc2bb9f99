"""Lettings made up for the tests of the CORE return: valid rows, and files of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pmf_plugins.core_lettings.context import Context
from pmf_plugins.core_lettings.editions import Edition, edition_of
from pmf_plugins.core_lettings.reader import read_upload

TODAY = {2025: date(2025, 10, 1), 2026: date(2026, 10, 1)}
Row = dict[str, str]

_GENERAL = {
    "owner": "ORG1", "manager": "ORG2", "assigned_to": "", "needs": "1", "renewal": "2",
    "start_day": "5", "start_month": "9", "rent_type": "1", "tenant_code": "T1",
    "property_reference": "P1", "declaration": "1", "vacancy": "5", "last_let": "1",
    "address_1": "1 Sample Street", "town": "Liverpool", "postcode_1": "L1",
    "postcode_2": "8JQ", "la": "E08000012", "unit": "1", "building": "1", "wheelchair": "2",
    "beds": "2", "void_day": "1", "void_month": "8", "joint": "2", "starter": "2", "tenancy": "2",
    "age1": "40", "sex1": "F", "same_sex1": "1", "ethnic": "1", "nationality": "826", "work1": "1",
    "age2": "38", "partner2": "1", "sex2": "M", "same_sex2": "1", "work2": "2",
    "age3": "9", "partner3": "2", "sex3": "F", "same_sex3": "1", "work3": "9",
    "forces": "2", "pregnant": "2", "access_none": "1", "illness": "2", "lived_here": "7",
    "waiting": "7", "reason": "12", "previous_home": "3", "homeless": "1",
    "previous_postcode_known": "1", "previous_postcode_1": "L2", "previous_postcode_2": "1AA",
    "previous_la": "E08000014", "preference": "1", "prefer_insanitary": "1", "cbl": "1", "cap": "2",
    "chr": "2", "accessible_register": "2", "referral": "2", "referral_prp": "8",
    "income_known": "1", "income_frequency": "1", "income": "500", "housing_benefit": "9",
    "benefits": "3", "period": "1", "rent": "110.50", "service_charge": "5", "personal_charge": "0",
    "support_charge": "0",
}  # fmt: skip
_SUPPORTED = {
    "needs": "2", "scheme": "S1", "location": "11", "unit": "", "building": "", "wheelchair": "",
    "beds": "", "sheltered": "3", "charged": "0", "postcode_1": "L3", "postcode_2": "4AA",
}  # fmt: skip
_LA = {"owner": "ORG3", "manager": "ORG1", "referral_prp": "", "referral_la": "4"}
_RENEWAL = {
    "renewal": "1", "vacancy": "", "last_let": "", "void_day": "", "void_month": "",
    "void_year": "", "waiting": "", "reason": "50", "previous_home": "32",
    "previous_postcode_known": "", "previous_postcode_1": "", "previous_postcode_2": "",
    "previous_la": "", "referral_prp": "", "referral_la": "", "referral": "1",
}  # fmt: skip
_ALONE = {
    name: ""
    for person in (2, 3)
    for name in (f"age{person}", f"partner{person}", f"sex{person}", f"same_sex{person}",
                 f"work{person}")
}  # fmt: skip
VARIANTS: Mapping[str, Mapping[str, str]] = {
    "general": {},
    "supported": _SUPPORTED,
    "la": _LA,
    "supported-la": {**_SUPPORTED, **_LA},
    "renewal": _RENEWAL,
    "supported-renewal": {**_SUPPORTED, **_RENEWAL, "previous_home": "35"},
    "la-renewal": {**_RENEWAL, "owner": "ORG3", "manager": "ORG1", "previous_home": "30"},
    "alone": _ALONE,
    "first-let": {"vacancy": "15", "last_let": ""},
    "uprn": {"uprn": "10010457355", "address_1": "", "town": "", "postcode_1": "",
             "postcode_2": ""},
}  # fmt: skip


def row(year: int = 2026, variant: str = "general", **changed: str) -> Row:
    """Return a valid row of a variant, by the questions' names, with what was changed."""
    edition = edition_of(year)
    short = str(year)[2:]
    years = {"start_year": short, "void_year": short}
    whole = {**_GENERAL, **years, **VARIANTS[variant], **changed}
    if VARIANTS[variant].get("void_year") == "" and "void_year" not in changed:
        whole["void_year"] = ""
    unknown = set(changed) - set(edition.fields)
    assert not unknown, unknown
    return {name: whole.get(name, "") for name in edition.fields}


class Columns:
    """A table given as rows, which gives its columns."""

    def __init__(self, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        self._columns = {name: [one[place] for one in rows] for place, name in enumerate(names)}

    def peek(self, name: str) -> list[Any]:
        """Return the values of a column."""
        return self._columns[name]


def tables() -> dict[str, Columns]:
    """Return reference tables that go with the rows."""
    d = date
    return {
        "organisations": Columns(
            ("code", "name", "provider_type", "holds_stock", "rent_periods", "managed_by", "ours"),
            [
                ("ORG1", "A Homes", "PRP", True, ("1", "2", "3", "4"), ("ORG2",), True),
                ("ORG2", "An Agent", "PRP", False, ("1", "4"), (), False),
                ("ORG3", "A Council", "LA", True, ("1",), ("ORG1",), False),
                ("ORG4", "B Homes", "PRP", True, (), (), False),
            ],
        ),
        "schemes": Columns(
            ("scheme", "owner", "location", "postcode"),
            [("S1", "ORG1", "11", "L3 4AA"), ("S1", "ORG1", "12", "L3 5BB"),
             ("S1", "ORG3", "11", "L3 4AA"), ("S2", "ORG4", "21", "L5 1ZZ")],
        ),
        "users": Columns(
            ("email", "organisation", "role"),
            [("one@example.org", "ORG1", None), ("four@example.org", "ORG4", None),
             ("three@example.org", "ORG3", None)],
        ),
        "rent_ranges": Columns(
            ("start_year", "lettype", "la", "beds", "soft_min", "soft_max", "hard_min", "hard_max"),
            [(year, lettype, "E08000012", beds, 60, 150, 30, 300)
             for year in (2025, 2026) for lettype in range(1, 17) for beds in range(5)],
        ),
        "local_authorities": Columns(
            ("code", "name", "valid_from", "valid_to", "england"),
            [("E08000012", "Liverpool", d(1974, 4, 1), None, True),
             ("E08000014", "Sefton", d(1974, 4, 1), None, True),
             ("E07000001", "Gone", d(1974, 4, 1), d(2024, 3, 31), True),
             ("W06000015", "Cardiff", d(1996, 4, 1), None, False)],
        ),
    }  # fmt: skip


def context(**changed: Columns | None) -> Context:
    """Return the reference tables with some changed, or left out."""
    whole = {**tables(), **changed}
    return Context.of({name: one for name, one in whole.items() if one is not None})


def csv_bytes(rows: Sequence[Row], edition: Edition, order: Sequence[str] | None = None) -> bytes:
    """Return a file in the layout of an edition, with the heading row alone above the rows."""
    names = list(order or edition.fields)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(["Field number", *(edition.fields[name].number for name in names)])
    writer.writerows([["", *(one[name] for name in names)] for one in rows])
    return text.getvalue().encode()


Told = tuple[int | None, str | None, str, str]


def found(rows: Sequence[Row], year: int = 2026, **tables: Columns | None) -> list[Told]:
    """Return row, question, code and category of every finding in such rows."""
    from pmf_plugins.core_lettings.checking import check

    edition = edition_of(year)
    upload = read_upload(csv_bytes(rows, edition), edition)
    checked = check(upload.rows, edition, context(**tables), TODAY[year])
    names = {one.key: name for name, one in edition.fields.items()}
    told = checked.findings.select("row", "field", "code", "category").rows()
    return [(number, names.get(field), code, category) for number, field, code, category in told]


def found_in_each(rows: Sequence[Row], year: int = 2026) -> list[list[Told]]:
    """Return the findings of each row, asked of all at once, as rows that are no duplicates."""
    apart = [{**one, "tenant_code": f"T{number}"} for number, one in enumerate(rows)]
    each: list[list[Told]] = [[] for _ in rows]
    for told in found(apart, year):
        each[(told[0] or 0) - 1].append(told)
    return each
