"""The value-for-money self-assessment: the regulator's metrics beside the landlord's own."""

from __future__ import annotations

from pmf_engine.api import Report, hookimpl


@hookimpl
def pmf_reports() -> list[Report]:
    """Return the one report of this plugin."""
    from pmf_plugins.vfm_self_assessment.report import report

    return [report]
