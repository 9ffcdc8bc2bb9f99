"""CORE lettings: what is told of every new letting of social housing, through the year."""

from __future__ import annotations

from pmf_engine.api import Report, hookimpl


@hookimpl
def pmf_reports() -> list[Report]:
    """Return the one report of this plugin."""
    from pmf_plugins.core_lettings.report import report

    return [report]
