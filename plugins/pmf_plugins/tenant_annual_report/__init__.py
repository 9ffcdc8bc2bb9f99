"""The annual report to tenants: how the landlord did against what it promised, in plain English."""

from __future__ import annotations

from pmf_engine.api import Report, hookimpl


@hookimpl
def pmf_reports() -> list[Report]:
    """Return the one report of this plugin."""
    from pmf_plugins.tenant_annual_report.report import report

    return [report]
