"""The customer scorecard: what a panel of tenants looks at each month."""

from __future__ import annotations

from pmf_engine.api import Report, hookimpl


@hookimpl
def pmf_reports() -> list[Report]:
    """Return the one report of this plugin."""
    from pmf_plugins.customer_scorecard.report import report

    return [report]
