"""The tables that may be absent: limits of rents, formula rents, homes of another return."""

from __future__ import annotations

from pmf_engine.api import Choice, Code, Date, Money, Percent, Table, Whole, Year
from pmf_plugins.sdr.codes import BASES

BOOK = "stock"
LIMITS = Table(
    name="Rent_Limits",
    workbook=BOOK,
    key=("rent_basis", "beds", "la", "valid_from"),
    optional=True,
    help="The cap of a rent by size, and the band that an average should lie in, from a day.",
    columns={
        "rent_basis": Choice(*BASES),
        "beds": Whole(minimum=0, maximum=20, help="Bedrooms; the largest stands for all above"),
        "la": Code(required=False, help="Blank for everywhere"),
        "valid_from": Date(),
        "cap": Money(required=False, minimum=0, help="The most for one home"),
        "band_low": Money(required=False, minimum=0, help="The least that an average should be"),
        "band_high": Money(required=False, minimum=0, help="The most that an average should be"),
    },
)
FORMULA_RENTS = Table(
    name="Formula_Rents",
    workbook=BOOK,
    key=("property", "valid_from"),
    records=True,
    optional=True,
    help="The formula rent of a home from a day on.",
    columns={
        "property": Code(),
        "valid_from": Date(),
        "formula_rent": Money(minimum=0),
        "flexibility": Percent(required=False, help="How far the rent may lie above it"),
    },
)
TSM_HOMES = Table(
    name="TSM_Landlords",
    workbook="tenant_satisfaction",
    optional=True,
    columns={
        "landlord": Code(),
        "year": Year(),
        "homes_lcra": Whole(minimum=0),
        "homes_lcho": Whole(minimum=0),
    },
)
