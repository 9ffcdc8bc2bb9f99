"""The workbook of customer insight: what tenants said, what scrutiny asked, what was promised.

Its columns are counts and short words on purpose. No table holds the words of a complaint or the
name of whoever made it, so that none can reach what is published.
"""

from __future__ import annotations

from pmf_engine.model.tables import Choice, Code, Date, Money, Month, Table, Text, Whole, Year

COMPLAINT, COMPLIMENT, SURVEY, SUGGESTION, MYSTERY_SHOP = KINDS = (
    "complaint", "compliment", "survey", "suggestion", "mystery shop",
)  # fmt: skip
# The standards of an annual report, in the order in which it tells of them.
STANDARDS = (
    "homes", "repairs", "tenancy", "neighbourhood", "value for money", "involvement", "complaints",
)  # fmt: skip
NEW, AGREED, UNDER_WAY, DONE, DECLINED = STATES = (
    "new", "agreed", "under way", "done", "declined",
)  # fmt: skip
OPEN = (NEW, AGREED, UNDER_WAY)
REFERRED, ACCEPTED, LOOKED_INTO, REPORTED, NOT_TAKEN = REFERRAL_STATES = (
    "referred", "accepted", "under way", "reported", "not taken up",
)  # fmt: skip
REVISED_BECAUSE = {
    "late data": "records reached us after the first figure was worked out",
    "error put right": "an error in the first figure was put right",
    "definition changed": "the way it is worked out has changed",
    "audit": "the figures were checked and corrected",
    "first figure provisional": "the first figure was provisional",
}
_BOOK = "customer_insight"
_ENTITY = Code(references=("entities", "code"))

FEEDBACK = Table(
    name="Feedback",
    workbook=_BOOK,
    key=("month", "entity", "kind", "service", "theme"),
    help="How many told us something in a month, by kind, service and theme. Counts, never words.",
    columns={
        "month": Month(),
        "entity": _ENTITY,
        "kind": Choice(*KINDS, help="survey: answers given; mystery shop: visits or calls made"),
        "service": Text(help="As spelt in Indicators, such as Repairs"),
        "count": Whole(minimum=0),
        "theme": Text(required=False, help="A few words from a fixed list; never a person's name"),
    },
)

SCRUTINY = Table(
    name="Scrutiny",
    workbook=_BOOK,
    key=("code",),
    optional=True,
    help="What tenants who scrutinise services recommended, and what became of it.",
    columns={
        "code": Code(),
        "entity": _ENTITY,
        "recommendation": Text(help="As it may be published; never a person's name"),
        "raised": Date(),
        "owner": Text(required=False, help="The role that answers for it, never a person's name"),
        "due": Date(required=False),
        "state": Choice(*STATES),
    },
)

PROMISES = Table(
    name="Promises",
    workbook=_BOOK,
    key=("code", "valid_from"),
    help="What the landlord promised its tenants. A changed promise is a new row of a later date.",
    columns={
        "code": Code(),
        "entity": _ENTITY,
        "standard": Choice(*STANDARDS),
        "text": Text(help="As it was promised, in plain words"),
        "indicator": Code(
            required=False,
            references=("indicators", "code"),
            help="What tells whether it was kept; blank where no figure can",
        ),
        "valid_from": Date(help="The first day on which it counts"),
    },
)

RENT_POUND = Table(
    name="Rent_Pound",
    workbook=_BOOK,
    key=("entity", "year", "line"),
    help="What the rent of a year was spent on.",
    columns={
        "entity": _ENTITY,
        "year": Year(),
        "line": Text(help="In plain words, such as Repairs"),
        "amount": Money(help="Pounds"),
    },
)

PANELS = Table(
    name="Panels",
    workbook=_BOOK,
    key=("panel", "entity", "valid_from"),
    optional=True,
    help="Which group of tenants reviews a company each month.",
    columns={
        "panel": Text(help="Such as Service Review Group"),
        "entity": _ENTITY,
        "valid_from": Date(),
        "valid_to": Date(required=False),
    },
)

REFERRALS = Table(
    name="Referrals",
    workbook=_BOOK,
    key=("code",),
    optional=True,
    help="What a panel asked the Scrutiny Team to look into, and what became of it.",
    columns={
        "code": Code(),
        "entity": _ENTITY,
        "panel": Text(required=False, help="The panel that asked"),
        "concern": Text(help="As it may be published; never a person's name"),
        "indicator": Code(
            required=False,
            references=("indicators", "code"),
            help="The measure that it is about; blank where there is none",
        ),
        "raised": Date(),
        "state": Choice(*REFERRAL_STATES),
        "project": Text(required=False, help="The scrutiny project that takes it up"),
        "decided": Date(required=False, help="The day on which the Scrutiny Team decided"),
    },
)

REVISIONS = Table(
    name="Revisions",
    workbook=_BOOK,
    key=("indicator", "period"),
    optional=True,
    help="Why a figure that tenants had been told was changed. Reasons from a list, never words.",
    columns={
        "indicator": Code(references=("indicators", "code")),
        "period": Code(help="The period revised, such as 2026-Q1"),
        "reason": Choice(*REVISED_BECAUSE),
    },
)

CUSTOMER_INPUTS = {
    "feedback": FEEDBACK,
    "scrutiny": SCRUTINY,
    "panels": PANELS,
    "referrals": REFERRALS,
    "promises": PROMISES,
    "rent_pound": RENT_POUND,
}
