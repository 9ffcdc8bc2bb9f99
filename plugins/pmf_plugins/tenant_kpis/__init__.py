"""Quarterly performance pages for tenants: a website of figures, charts and data."""

from __future__ import annotations

from pmf_engine.api import Report, hookimpl


@hookimpl
def pmf_reports() -> list[Report]:
    """Return the one report of this plugin."""
    from pmf_plugins.tenant_kpis.report import report

    return [report]
