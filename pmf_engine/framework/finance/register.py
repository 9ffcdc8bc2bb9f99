"""Registers the checks of accounts with a report; what they need is loaded when they are asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pmf_engine.model.report import Hook, Report

if TYPE_CHECKING:
    from pmf_engine.model.findings import Finding
    from pmf_engine.run import Run

_LEDGER = "accounts_agree_with_ledger"


def check_accounts(report: Report, *, ledger: bool) -> None:
    """Register the checks of names, totals, balances, restatements and eliminations.

    With `ledger` accounts are held against the trial balance too.
    """
    for name, title, compares in _CHECKS:
        if ledger or name != _LEDGER:
            report.check(title=title, compares=compares)(_asked(name))


def _asked(name: str) -> Hook:
    """A check of the module `checks`, loaded when it is asked."""

    def check(run: Run) -> Iterator[Finding]:
        from pmf_engine.framework.finance import checks

        yield from getattr(checks, name)(run)

    check.__name__ = name
    return check


_CHECKS = (
    ("names_are_known", "Names are known", "Statements, lines and entities, against the contract"),
    ("rows_stand_once", "Rows stand once", "Each row against others of its entity, year and line"),
    ("totals_add_up", "Totals add up", "Each total entered, against the sum of its parts"),
    ("balance_sheet_balances", "The balance sheet balances", "Net assets against reserves"),
    ("opens_as_it_closed", "The year opens as the last one closed",
     "Opening balances against closing balances of the year before"),
    ("amounts_agree", "Amounts on two lines agree",
     "Depreciation, grant and transfers, on either side"),
    ("accounts_agree_with_ledger", "Accounts agree with the ledger",
     "Each line of the accounts against the trial balance by the mapping"),
    ("restatements_have_reasons", "Restatements have reasons", "Amounts marked, against reasons"),
    ("signs_are_likely", "Signs are likely", "Amounts below nil against what the line says it is"),
    ("eliminations_are_nil", "Eliminations net to nil",
     "Surplus and net assets of the eliminations against nil"),
    ("group_adds_up", "The group is the sum of its entities",
     "Rows of the group against entities and eliminations"),
    ("taken_as_nil", "Lines taken as nil", "Lines without a row, against those that may lack one"),
)  # fmt: skip
