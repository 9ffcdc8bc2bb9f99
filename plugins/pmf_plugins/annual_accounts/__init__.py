"""The annual accounts: statements from the trial balance, and the electronic return."""

from __future__ import annotations

from pmf_engine.api import Report, hookimpl


@hookimpl
def pmf_reports() -> list[Report]:
    """Return the one report of this plugin."""
    from pmf_plugins.annual_accounts.report import report

    return [report]
