"""What the annual accounts read, when they are due, and which functions make them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pmf_engine.api import Audience, Csv, Due, Excel, Finding, Frequency, Report, Word
from pmf_engine.framework.contract import ENTITIES
from pmf_engine.framework.finance.contract import inputs
from pmf_engine.framework.finance.coverage import companies_covered
from pmf_engine.framework.finance.register import check_accounts

if TYPE_CHECKING:
    from pmf_engine.api import Figure, Listing, Run, Sheet

report = Report(
    key="annual-accounts",
    title="Annual accounts",
    summary="Statements and notes from the trial balance, and the lines of the electronic return.",
    audience=Audience.REGULATOR,
    frequency=Frequency.YEARLY,
    due=Due(day=30, month=9),
    inputs={"entities": ENTITIES, **inputs("trial_balance", "account_mapping")},
    main=("trial_balance", "year"),
    covers=companies_covered,
    documents=[
        Word("annual-accounts.docx"),
        Word("review.docx"),
        Excel("annual-accounts.xlsx"),
        Csv("annual-accounts.csv"),
    ],
)


@report.compute
def figures(run: Run) -> Iterator[Figure]:
    """Yield the figures: each line in pounds and in thousands, this year and last."""
    from pmf_engine.framework.finance.statements import statements_of

    statements_of(run)
    yield from run.figures.values()


@report.check(
    title="The trial balance nets to nil", compares="Debits against credits, by entity and year"
)
def trial_balance_nets(run: Run) -> Iterator[Finding]:
    """Yield trial balances whose debits and credits differ."""
    from pmf_engine.framework.finance import closing

    yield from closing.trial_balances_net(run)


@report.check(
    title="Every account is mapped once",
    compares="Accounts of the trial balance against the mapping in force at the year's end",
)
def accounts_are_mapped(run: Run) -> Iterator[Finding]:
    """Yield accounts that are mapped to no line, or to more than one."""
    from pmf_engine.framework.finance import closing

    yield from closing.accounts_mapped(run)


check_accounts(report, ledger=True)


@report.check(
    title="Comparatives are as issued",
    compares="Last year's amounts against the accounts issued for that year, in pounds",
)
def comparatives_as_issued(run: Run) -> Iterator[Finding]:
    """Yield amounts of last year that are not as issued and not marked as restated."""
    from pmf_engine.framework.finance import closing

    yield from closing.comparatives_as_issued(run)


@report.check(
    title="Thousands add up", compares="Each total shown in £000 against the parts shown below it"
)
def thousands_add_up(run: Run) -> Iterator[Finding]:
    """Yield totals in thousands that are not the sum of what is shown."""
    from pmf_engine.framework.finance import closing

    yield from closing.thousands_add_up(run)


@report.content
def content(run: Run) -> Mapping[str, Any]:
    """Return what the Word templates may name."""
    from pmf_plugins.annual_accounts.content import word_content

    return word_content(run)


@report.sheets
def sheets(run: Run) -> list[Sheet]:
    """Return the sheets of the return."""
    from pmf_plugins.annual_accounts.sheets import companion

    return companion(run)


@report.rows("annual-accounts.csv")
def rows(run: Run) -> Listing:
    """Return the lines of the return, one a row."""
    from pmf_plugins.annual_accounts.sheets import listing

    return listing(run)
