"""The tables of `tenant_satisfaction.xlsx`: the five that are required, and all that are read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pmf_engine.api import (
    Choice,
    Code,
    Coverage,
    Flag,
    Frequency,
    Number,
    Table,
    Text,
    Whole,
    Year,
)
from pmf_engine.framework.contract import ADJUSTMENTS, ENTITIES
from pmf_plugins.tsm.codes import ANSWERS, COMPLAINTS, MANAGEMENT, PERCEPTION
from pmf_plugins.tsm.optional_inputs import (
    APPROACH,
    BOOK,
    CONTEXT,
    LANDLORD,
    METHOD_COUNTS,
    RESPONSES,
    RESPONSES_FILE,
    STOCK_RETURN,
    TENURE,
)

if TYPE_CHECKING:
    from pmf_engine.api import Data

LANDLORDS = Table(
    name="TSM_Landlords",
    workbook=BOOK,
    key=("landlord", "year"),
    help="The landlords that report, one row a landlord and year.",
    columns={
        "landlord": Code(help="Short code used throughout, such as OVH"),
        "name": Text(),
        "code": Text(required=False, help="The regulator's code of the landlord"),
        "year": Year(),
        "homes_lcra": Whole(minimum=0, help="Low cost rental homes owned at year end"),
        "homes_lcho": Whole(minimum=0, help="Low cost home ownership homes owned at year end"),
    },
)
MANAGEMENT_COUNTS = Table(
    name="TSM_Management",
    workbook=BOOK,
    help="Counts behind BS, NM and RP. Rows of one measure are added up.",
    columns={
        "landlord": LANDLORD,
        "year": Year(),
        "measure": Choice(*MANAGEMENT),
        "numerator": Number(required=False, minimum=0),
        "denominator": Number(required=False, minimum=0),
    },
)
COMPLAINT_COUNTS = Table(
    name="TSM_Complaints",
    workbook=BOOK,
    help="Counts behind CH, by tenure. Rows of one measure are added up.",
    columns={
        "landlord": LANDLORD,
        "year": Year(),
        "tenure": TENURE,
        "measure": Choice(*COMPLAINTS),
        "numerator": Number(required=False, minimum=0),
        "denominator": Number(required=False, minimum=0),
    },
)
PERCEPTION_COUNTS = Table(
    name="TSM_Perception",
    workbook=BOOK,
    help="Answers to each question, by tenure. Rows of one measure are added up.",
    columns={
        "landlord": LANDLORD,
        "year": Year(),
        "tenure": TENURE,
        "measure": Choice(*PERCEPTION),
        **{name: Number(required=False, minimum=0) for name in ANSWERS},
        "not_applicable": Number(
            required=False, minimum=0, help="Not applicable or don't know; blank: not offered"
        ),
    },
)
SURVEY = Table(
    name="TSM_Survey",
    workbook=BOOK,
    key=("landlord", "year", "tenure"),
    help="The survey of each tenure: how many could have answered, and how many did.",
    columns={
        "landlord": LANDLORD,
        "year": Year(),
        "tenure": TENURE,
        "population": Whole(minimum=0, help="Relevant tenant population, in households"),
        "responses": Whole(minimum=0),
        "census": Flag(help="yes where all were asked, no for a sample"),
        "weighted": Flag(help="yes where the counts of answers are weighted"),
    },
)
INPUTS = {
    "landlords": LANDLORDS,
    "management": MANAGEMENT_COUNTS,
    "complaints": COMPLAINT_COUNTS,
    "perception": PERCEPTION_COUNTS,
    "survey": SURVEY,
    "methods": METHOD_COUNTS,
    "approach": APPROACH,
    "context": CONTEXT,
    "stock": STOCK_RETURN,
    "responses": RESPONSES,
    "responses_file": RESPONSES_FILE,
    "entities": replace(ENTITIES, optional=True),
    "adjustments": ADJUSTMENTS,
}


def landlords(data: Data) -> list[Coverage]:
    """Return each landlord of the table, under its newest name."""
    rows = sorted(
        (row for row in data.landlords if row.peek("landlord") and row.peek("year")),
        key=lambda row: row.peek("year"),
    )
    names = {row.peek("landlord"): row.peek("name") for row in rows}
    return [
        Coverage(code=code, title=name or code, frequency=Frequency.YEARLY)
        for code, name in names.items()
    ]
