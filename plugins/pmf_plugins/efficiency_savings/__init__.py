"""The yearly statement of efficiency savings, each with its proof."""

from __future__ import annotations

from pmf_engine.api import Report, hookimpl


@hookimpl
def pmf_reports() -> list[Report]:
    """Return the statement of efficiency savings."""
    from pmf_plugins.efficiency_savings.checks import report

    return [report]
