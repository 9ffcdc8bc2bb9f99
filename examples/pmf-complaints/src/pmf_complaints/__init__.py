"""A complaints handling report: an example of a plugin for PMF Engine."""

from __future__ import annotations

from pmf_engine.api import Report, hookimpl


@hookimpl
def pmf_reports() -> list[Report]:
    """Return the one report of this plugin."""
    from .report import report

    return [report]
