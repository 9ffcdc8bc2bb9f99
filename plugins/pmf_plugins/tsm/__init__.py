"""Tenant Satisfaction Measures: the yearly return and what is published of it."""

from __future__ import annotations

from pmf_engine.api import Report, hookimpl


@hookimpl
def pmf_reports() -> list[Report]:
    """Return the one report of this plugin."""
    from pmf_plugins.tsm.report import report

    return [report]
