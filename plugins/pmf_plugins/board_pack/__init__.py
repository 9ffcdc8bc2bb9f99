"""The Board performance report: a paper for the Board and its Excel companion."""

from __future__ import annotations

from pmf_engine.api import Report, hookimpl


@hookimpl
def pmf_reports() -> list[Report]:
    """Return the one report of this plugin."""
    from pmf_plugins.board_pack.report import report

    return [report]
