"""The tables of `stock.xlsx`, and those of other workbooks that the return is held against."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pmf_engine.api import (
    Choice,
    Code,
    Coverage,
    Date,
    Flag,
    Frequency,
    Money,
    Percent,
    Table,
    Text,
    Whole,
    Year,
)
from pmf_engine.framework.contract import ADJUSTMENTS, ENTITIES
from pmf_engine.framework.finance.contract import UNITS
from pmf_plugins.sdr.codes import BASES, DECENT, FORMS, KINDS, LOSSES, NEEDS, STATES, TENURES
from pmf_plugins.sdr.optional_inputs import BOOK, FORMULA_RENTS, LIMITS, TSM_HOMES

if TYPE_CHECKING:
    from pmf_engine.api import Data

LANDLORDS = Table(
    name="SDR_Landlords",
    workbook=BOOK,
    key=("landlord", "year"),
    help="The landlords that make the return, one row a landlord and year.",
    columns={
        "landlord": Code(help="Short code used throughout, such as OVH"),
        "name": Text(),
        "code": Text(required=False, help="The regulator's code of the landlord"),
        "year": Year(help="The year that ends on the 31 March of the return"),
        "parent": Text(required=False, help="The parent, where there is one"),
        "charity": Flag(required=False, help="yes for a charity"),
        "completed_by": Text(required=False, help="The role that completed the return"),
    },
)
AREAS = Table(
    name="LA_Codes",
    workbook=BOOK,
    key=("code", "valid_from"),
    help="Local authorities by ONS code, each for the days on which the code is in force.",
    columns={
        "code": Code(help="Such as E08000014"),
        "name": Text(),
        "region": Text(required=False),
        "valid_from": Date(),
        "valid_to": Date(required=False, help="The last day; blank while it is in force"),
    },
)
PROPERTIES = Table(
    name="Properties",
    workbook=BOOK,
    key=("property", "owner"),
    optional=True,
    records=True,
    help="One row a home or hostel and owner; those that were disposed of stay.",
    columns={
        "property": Code(help="The landlord's reference, or the UPRN"),
        "owner": Code(help="Who owns it, by freehold or lease"),
        "manager": Code(help="Who manages it"),
        "tenure": Choice(*TENURES),
        "need": Choice(*NEEDS, required=False, help="Of low cost rental"),
        "form": Choice(*FORMS, required=False, help="Of low cost rental"),
        "bedspaces": Whole(required=False, minimum=1, help="How many, where it is bedspaces"),
        "beds": Whole(required=False, minimum=0, maximum=20, help="Bedrooms; 0 for a bedsit"),
        "la": Code(references=("areas", "code"), help="ONS code of the local authority"),
        "rent_basis": Choice(*BASES, required=False, help="Of homes that are rented"),
        "weekly_rent": Money(required=False, minimum=0, help="Net, over 52 weeks"),
        "service_charge": Money(required=False, minimum=0, help="A week, eligible for benefit"),
        "share": Percent(required=False, help="Of low cost home ownership: what the owner holds"),
        "acquired": Date(help="The day on which it was taken on"),
        "disposed": Date(required=False, help="The day on which it left"),
        "disposal_route": Choice(*LOSSES.values(), required=False),
        "decent": Choice(*DECENT.values(), required=False, help="Decent Homes, of low cost rental"),
        "state": Choice(*STATES.values(), required=False, help="Of low cost rental, at 31 March"),
    },
)
MOVEMENTS = Table(
    name="Stock_Movements",
    workbook=BOOK,
    key=("property", "owner", "moved_on", "kind"),
    optional=True,
    records=True,
    help="What came in, left or changed its tenure, one row a home and day.",
    columns={
        "property": Code(),
        "owner": Code(),
        "moved_on": Date(),
        "kind": Choice(*KINDS),
        "from_tenure": Choice(*TENURES, required=False, help="Of a conversion"),
        "to_tenure": Choice(*TENURES, required=False, help="Of a conversion"),
    },
)
INPUTS = {
    "landlords": LANDLORDS,
    "areas": AREAS,
    "properties": PROPERTIES,
    "properties_file": replace(PROPERTIES, workbook="stock_properties"),
    "movements": MOVEMENTS,
    "movements_file": replace(MOVEMENTS, workbook="stock_movements"),
    "limits": LIMITS,
    "formula_rents": FORMULA_RENTS,
    "tsm_homes": TSM_HOMES,
    "units": replace(UNITS, optional=True),
    "entities": replace(ENTITIES, optional=True),
    "adjustments": ADJUSTMENTS,
}


def covered(data: Data) -> list[Coverage]:
    """Return each landlord under its newest name, then the group that they belong to, if any."""
    rows = sorted(
        (row for row in data.landlords if row.peek("landlord") and row.peek("year")),
        key=lambda row: row.peek("year"),
    )
    names = {row.peek("landlord"): row.peek("name") for row in rows}
    groups = {
        row.peek("code"): row.peek("title")
        for row in data.entities
        if (row.peek("kind") or "").casefold() == "group" and len(names) > 1
    }
    return [
        Coverage(code=code, title=title or code, frequency=Frequency.YEARLY)
        for code, title in {**names, **groups}.items()
    ]
