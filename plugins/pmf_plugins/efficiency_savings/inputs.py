"""The tables of the efficiency workbook."""

from __future__ import annotations

from pmf_engine.api import Choice, Code, Flag, Money, Table, Text, Year
from pmf_engine.framework.contract import INDICATOR_INPUTS

# A list of the house: the themes of the statements of 2004 to 2011 could not be confirmed.
THEMES = (
    "Procurement", "Repairs and maintenance", "Capital works", "Housing management",
    "Income collection", "Corporate services", "Other",
)  # fmt: skip

YEARS = Table(
    name="Efficiency_Years",
    workbook="efficiency",
    key=("entity", "year"),
    help="One row a company and year: what was to be saved, of which costs.",
    columns={
        "entity": Code(references=("entities", "code")),
        "year": Year(),
        "target": Money(required=False, minimum=0, help="Pounds to be saved; blank for no target"),
        "running_costs": Money(required=False, minimum=0, help="Before the savings, in pounds"),
        "approved_by": Text(required=False, help="Who approved the target: a Board or a role"),
    },
)
SAVINGS = Table(
    name="Efficiency_Savings",
    workbook="efficiency",
    key=("reference", "year"),
    help="One row a saving and year.",
    columns={
        "reference": Code(),
        "entity": Code(references=("entities", "code")),
        "year": Year(),
        "title": Text(),
        "theme": Choice(*THEMES),
        "cashable": Flag(help="yes where money is released that can be spent elsewhere"),
        "lasting": Choice("ongoing", "one-off"),
        "baseline_year": Year(help="The year whose cost is the baseline"),
        "baseline": Money(minimum=0, help="What it cost, in pounds of the year of the saving"),
        "cost_after": Money(minimum=0, help="What it costs now, for as much of the same"),
        "cost_of_change": Money(minimum=0, help="Spent in the year to make the saving; 0 for none"),
        "method": Text(help="How the saving was worked out"),
        "evidence": Text(help="Where the proof is kept"),
        "cost_line": Code(help="The budget line that the saving is taken from"),
        "counted_once": Text(
            required=False, help="Why nothing is counted twice, where the check asks"
        ),
        "indicator": Code(
            required=False,
            references=("indicators", "code"),
            help="The satisfaction indicator of those who are served",
        ),
        "quality_note": Text(
            required=False, help="Why quality did not suffer, where the check asks"
        ),
        "owner": Text(help="The role that answers for it"),
    },
)
INPUTS = {**INDICATOR_INPUTS, "years": YEARS, "savings": SAVINGS}
