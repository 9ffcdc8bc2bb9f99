"""What must hold of the cases before a fraud report goes out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pmf_engine.api import Finding, NotRun, error, warning
from pmf_engine.framework.yearly import year_row
from pmf_plugins.fraud_report.inputs import REPORTED
from pmf_plugins.fraud_report.register import entered, names, open_action
from pmf_plugins.fraud_report.report import report

if TYPE_CHECKING:
    from pmf_engine.api import Row, Run

__all__ = ["report"]
_FREE = ("reference", "failed_control", "action", "action_owner")
_LARGE = 1000  # homes from which the regulator asks for a return, a nil return too: UNVERIFIED


def counted(run: Run) -> list[Row]:
    """Return the cases of the year that are reported, or would be."""
    return [row for row in entered(run) if row.state in REPORTED]


@report.check(title="The return is said to be nil, or is not", compares="Fraud_Years, Fraud_Cases")
def nil_or_not(run: Run) -> Iterator[Finding]:
    """Yield where a nil return has cases, a return has none, or nobody said which it is."""
    declared, rows = year_row(run, "years"), counted(run)
    where = {"entity": run.entity.code, "period": run.period.id}
    if declared is None:
        text = f"Fraud_Years has no row for {run.entity.code} in {run.period.name}."
        yield error("fraud-no-year", f"{text} Add one: a nil return is entered too.", **where)
    elif declared.nil_return and rows:
        text = f"a nil return is entered, and {len(rows)} cases stand in Fraud_Cases. Correct one."
        yield error("fraud-nil-with-cases", text, **declared.place("nil_return"))
    elif declared.nil_return is False and not rows:
        text = "no nil return is entered, and no case stands in Fraud_Cases. Correct one."
        yield error("fraud-no-cases", text, **declared.place("nil_return"))


@report.check(title="No name leaves the workbook", compares="The column people against free text")
def no_names(run: Run) -> Iterator[Finding]:
    """Yield each cell that is shown and holds a name; the name itself is not said."""
    for row in entered(run):
        for column in _FREE:
            if (text := row[column]) and names(run).within(text):
                yield error(
                    "fraud-name",
                    "the cell holds a name that stands in the column people. Write the role"
                    " instead: names never leave the workbook.",
                    **row.place(column),
                )
    declared = year_row(run, "years")
    if declared is not None and declared.confirmed_by and names(run).within(declared.confirmed_by):
        text = "the cell holds the name of somebody in Fraud_Cases. Write the role instead."
        yield error("fraud-name", text, **declared.place("confirmed_by"))


@report.check(title="Recovery within the loss", compares="Recovered against lost, case by case")
def recovered_within_loss(run: Run) -> Iterator[Finding]:
    """Yield each case of which more was recovered than lost."""
    for row in counted(run):
        if row.loss is not None and row.recovered is not None and row.recovered > row.loss:
            text = "more was recovered than was lost. Correct one of the two."
            yield error("fraud-recovered-over-loss", text, **row.place("recovered"))


@report.check(title="Every loss is known", compares="Lost and recovered, case by case")
def losses_known(run: Run) -> Iterator[Finding]:
    """Yield each case of which the loss or the recovery is not known."""
    for row in counted(run):
        for column in ("loss", "recovered"):
            if row[column] is None:
                text = "is not known yet, so the year's total is missing. Enter 0 for nothing."
                yield warning("fraud-amount-unknown", f"{column} {text}", **row.place(column))


@report.check(title="Found in the year", compares="The day of finding against the year")
def found_in_year(run: Run) -> Iterator[Finding]:
    """Yield each case that was found outside the year it is entered for."""
    for row in entered(run):
        if row.found_on and not run.period.start_date <= row.found_on <= run.period.end_date:
            text = f"the case was not found in {run.period.name}. Correct the day or the year."
            yield error("fraud-wrong-year", text, **row.place("found_on"))


@report.check(title="Cause and action are named", compares="Failed control, action, owner and day")
def cause_and_action(run: Run) -> Iterator[Finding]:
    """Yield what a proven case lacks, and for every action the owner and the day."""
    for row in counted(run):
        wanted = ["failed_control", "action"] if row.state == "proven" else []
        wanted += ["action_owner", "action_due"] if row.action else []
        for column in wanted:
            if row[column] is None:
                text = f"a {row.state} case needs its {column.replace('_', ' ')}. Enter it."
                yield warning("fraud-incomplete", text, **row.place(column))


@report.check(title="Actions are on time", compares="Days due against the day of the report")
def actions_on_time(run: Run) -> Iterator[Finding]:
    """Yield each action that was due and is not done."""
    for row in counted(run):
        if open_action(row, run) and row.action_due and row.action_due < run.today:
            text = "the action was due and is not done. Say why, or give a new day."
            yield warning("fraud-action-late", text, **row.place("action_due"))


@report.check(
    title="Larger landlords have a return", compares="Entities of 1,000 homes or more (UNVERIFIED)"
)
def larger_landlords(run: Run) -> Iterator[Finding]:
    """Yield each entity of 1,000 homes or more that has no row for the year."""
    large = [row for row in run.data.entities if (row.homes or 0) >= _LARGE]
    if not large:
        raise NotRun("no entity has 1,000 homes or more")
    told = {row.entity for row in run.data.years if row.year == run.period}
    for row in large:
        if row.code not in told:
            text = f"{row.code} has no row in Fraud_Years for {run.period.name}; nil counts too."
            yield warning("fraud-landlord-missing", text, **row.place("code"))
