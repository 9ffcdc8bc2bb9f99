"""The yearly report of fraud to the Board and the regulator, nil returns too."""

from __future__ import annotations

from pmf_engine.api import Report, hookimpl


@hookimpl
def pmf_reports() -> list[Report]:
    """Return the fraud report."""
    from pmf_plugins.fraud_report.checks import report

    return [report]
