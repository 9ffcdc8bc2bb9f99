"""Statistical Data Return: the yearly census of stock and rents, from a register of homes."""

from __future__ import annotations

from pmf_engine.api import Report, hookimpl


@hookimpl
def pmf_reports() -> list[Report]:
    """Return the one report of this plugin."""
    from pmf_plugins.sdr.report import report

    return [report]
