"""The finance workbook: its tables, columns and keys. Costs, assets and debts are typed as plus."""

from __future__ import annotations

from dataclasses import replace

from pmf_engine.model.tables import (
    Choice,
    Code,
    Date,
    Flag,
    Money,
    Number,
    Table,
    Text,
    Whole,
    Year,
)

ELIMINATIONS = "ELIM"
_ENTITY = f"An entity, or {ELIMINATIONS} for the eliminations of the group"
_YEAR = "The financial year, to 31 March"
_STATEMENT = "A statement by its code or name, such as financial position"
_LINE = "A line of that statement by its code or name, such as turnover"

ACCOUNTS = Table(
    name="Accounts",
    workbook="finance",
    help="Lines of an entity's accounts, as adopted; totals too where you have them. Rows of one"
    " line are added up.",
    columns={
        "entity": Code(help=_ENTITY),
        "year": Year(help=_YEAR),
        "statement": Text(help=_STATEMENT),
        "line": Text(help=_LINE),
        "amount": Money(help="Pounds, plus where the line is what its name says"),
        "restated": Flag(required=False, help="yes where it differs from what was issued"),
        "reason": Text(required=False, help="Why it is restated"),
    },
)

UNITS = Table(
    name="Units",
    workbook="finance",
    help="Homes at the end of a year, and homes built or bought new in it.",
    columns={
        "entity": Code(help=_ENTITY),
        "year": Year(help=_YEAR),
        "line": Text(help="A line of homes by its code or name, such as social homes owned"),
        "units": Whole(help="Homes"),
    },
)

TRIAL_BALANCE = Table(
    name="Trial_Balance",
    workbook="finance",
    help="Accounts at the year's end; those of an entity and year net to nil. Rows of one account"
    " are added up.",
    columns={
        "entity": Code(help=_ENTITY),
        "year": Year(help=_YEAR),
        "account": Code(help="Its code in the ledger"),
        "title": Text(help="Its name in the ledger"),
        "amount": Money(help="Pounds; debits plus, credits minus"),
    },
)

ACCOUNT_MAPPING = Table(
    name="Account_Mapping",
    workbook="finance",
    help="The line that an account belongs to from a date on.",
    columns={
        "account": Code(help="Its code in the ledger"),
        "statement": Text(help=_STATEMENT),
        "line": Text(help=_LINE),
        "sign": Choice("1", "-1", "+1", "+", "-", "−1", "−", help="−1 turns a credit into a plus"),
        "valid_from": Date(help="The first day on which it counts; the newest begun counts"),
    },
)

FINANCE_BENCHMARKS = Table(
    name="Finance_Benchmarks",
    workbook="finance",
    key=("measure", "year", "peer_group"),
    optional=True,
    help="Published quartiles of a metric; leave blank what was not published.",
    columns={
        "measure": Code(help="The metric, such as 6b"),
        "year": Year(help="The year that the quartiles are of"),
        "peer_group": Text(help="Who was compared"),
        "n": Whole(required=False, minimum=0, help="Landlords in the peer group"),
        "q1": Number(required=False),
        "median": Number(required=False),
        "q3": Number(required=False),
        "source": Text(help="Where they were published"),
    },
)

FORECAST = Table(
    name="Forecast",
    workbook="finance",
    optional=True,
    help="The business plan: lines of years to come.",
    columns={
        name: column
        for name, column in ACCOUNTS.columns.items()
        if name not in ("restated", "reason")
    },
)

FORECAST_UNITS = Table(
    name="Forecast_Units",
    workbook="finance",
    optional=True,
    help="The business plan: homes at the end of years to come, and homes to be built or bought.",
    columns=UNITS.columns,
)

VFM_GAINS = Table(
    name="VFM_Gains",
    workbook="finance",
    key=("entity", "year", "title"),
    optional=True,
    help="Value-for-money gains, made and planned.",
    columns={
        "entity": Code(help="Whose gain it is"),
        "year": Year(help="The year in which the gain was or is to be made"),
        "title": Text(help="What was or will be done"),
        "kind": Choice("made", "planned"),
        "cashable": Flag(help="yes where money is freed to be spent on something else"),
        "amount": Money(required=False, help="Pounds a year; blank where it is not in money"),
        "evidence": Text(help="How it was, or will be, shown"),
        "owner": Text(help="The role that answers for it"),
    },
)

DIRECTORS_PAY = Table(
    name="Directors_Pay",
    workbook="finance",
    key=("entity", "year"),
    optional=True,
    help="What the directors of the group, or of a landlord on its own, were paid for a year.",
    columns={
        "entity": Code(help="The group; an entity where it is in no group"),
        "year": Year(help=_YEAR),
        "highest_paid": Money(
            required=False, help="The highest paid director, without pension and national insurance"
        ),
        "all_directors": Money(
            required=False,
            help="All directors together, with pension and national insurance, and those who left",
        ),
    },
)

FINANCE_INPUTS: dict[str, Table] = {
    "accounts": ACCOUNTS,
    "units": UNITS,
    "trial_balance": TRIAL_BALANCE,
    "account_mapping": ACCOUNT_MAPPING,
    "finance_benchmarks": FINANCE_BENCHMARKS,
    "forecast": FORECAST,
    "forecast_units": FORECAST_UNITS,
    "vfm_gains": VFM_GAINS,
}


def inputs(*needed: str) -> dict[str, Table]:
    """Return the tables of the finance workbook, of which only these must be there."""
    return {
        name: table if name in needed else replace(table, optional=True)
        for name, table in FINANCE_INPUTS.items()
    }
