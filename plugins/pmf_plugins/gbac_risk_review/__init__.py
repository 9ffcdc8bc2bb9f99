"""The GBAC quarterly risk review: a paper for the committee and its Excel companion."""

from __future__ import annotations

from pmf_engine.api import Report, hookimpl


@hookimpl
def pmf_reports() -> list[Report]:
    """Return the one report of this plugin."""
    from pmf_plugins.gbac_risk_review.report import report

    return [report]
