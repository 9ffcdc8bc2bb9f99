"""The tables of the fraud workbook. Names stand in two columns, and go no further."""

from __future__ import annotations

from pmf_engine.api import Choice, Code, Date, Flag, Money, Table, Text, Year
from pmf_engine.framework.contract import ENTITIES

# A list of the house: the regulator's own kinds could not be confirmed.
TYPES = (
    "Tenancy fraud", "Right to buy and sales", "Rent and service charges", "Procurement",
    "Payroll and expenses", "Payment diversion", "Theft of assets", "Other",
)  # fmt: skip
STATES = ("proven", "suspected", "not proven")
REPORTED = ("proven", "suspected")

YEARS = Table(
    name="Fraud_Years",
    workbook="fraud",
    key=("entity", "year"),
    help="One row a company and year: that it looked, and whether it found any fraud.",
    columns={
        "entity": Code(references=("entities", "code")),
        "year": Year(),
        "nil_return": Flag(help="yes: no fraud, proven or suspected, was found"),
        "confirmed_by": Text(help="The role that confirms it, never a name"),
        "confirmed_on": Date(required=False),
    },
)
CASES = Table(
    name="Fraud_Cases",
    workbook="fraud",
    key=("reference",),
    personal=True,
    help="One row a case, in the year in which it was found.",
    columns={
        "reference": Code(help="Such as F26-01; never a name"),
        "entity": Code(references=("entities", "code")),
        "year": Year(help="The year in which it was found"),
        "type": Choice(*TYPES),
        "state": Choice(*STATES, help="A case not proven is not reported"),
        "found_on": Date(),
        "found_by": Choice("control", "audit", "colleague", "tenant", "data matching", "outsider"),
        "loss": Money(required=False, minimum=0, help="Blank until known; 0 for nothing"),
        "recovered": Money(required=False, minimum=0, help="Blank until known; 0 for nothing"),
        "failed_control": Text(required=False, help="The control that failed; no names"),
        "action": Text(required=False, help="What is done about it; no names"),
        "action_owner": Text(required=False, help="A role, never a name"),
        "action_due": Date(required=False),
        "action_done": Date(required=False),
        "police": Flag(help="yes where it was reported to the police"),
        "people": Text(required=False, help="Names, by semicolons; never leave the workbook"),
        "details": Text(required=False, help="Anything else; never leaves the workbook"),
    },
)
INPUTS = {"entities": ENTITIES, "years": YEARS, "cases": CASES}
