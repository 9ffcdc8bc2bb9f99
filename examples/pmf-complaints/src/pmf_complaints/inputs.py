"""What the report reads: complaints and homes, and whom it covers."""

from __future__ import annotations

from pmf_engine.api import (
    Choice,
    Code,
    Coverage,
    Data,
    Flag,
    Frequency,
    Month,
    Period,
    Row,
    Run,
    Table,
    Text,
    Whole,
)

COMPLAINTS = Table(
    name="Complaints",
    workbook="complaints",
    key=("reference",),
    help="One row a complaint.",
    columns={
        "reference": Code(),
        "entity": Code(references=("homes", "entity")),
        "received_on": Month(help="Any day of the month in which it was received"),
        "stage": Choice("one", "two"),
        "in_target": Flag(required=False, help="Answered within 10 working days; blank until then"),
        "in_extension": Flag(required=False, help="Answered within an extension that was agreed"),
        "upheld": Flag(required=False, help="Blank until decided"),
    },
)
HOMES = Table(
    name="Homes",
    workbook="complaints",
    key=("entity", "month"),
    help="Homes owned at the end of a month.",
    columns={
        "entity": Code(),
        "title": Text(),
        "month": Month(),
        "homes": Whole(minimum=1),
    },
)


def landlords(data: Data) -> list[Coverage]:
    """Return each landlord that owns homes, in the order of the table."""
    titles = {row.peek("entity"): row.peek("title") for row in data.homes}
    return [
        Coverage(code=code, title=title, frequency=Frequency.QUARTERLY)
        for code, title in titles.items()
        if code
    ]


def received(run: Run, months: Period) -> list[Row]:
    """Return the stage one complaints that the landlord received in these months."""
    return [
        row
        for row in run.data.complaints
        if row.entity == run.entity.code and row.received_on in months.months and row.stage == "one"
    ]
