"""What the monitoring report shows in Word."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmf_engine.api import Run, sentences
from pmf_engine.framework.returns import formulas
from pmf_plugins.core_lettings import monitor_tables as tables
from pmf_plugins.core_lettings.words import bullets, small_numbers, verdict


def word_names(run: Run) -> Mapping[str, Any]:
    """Return what the Word template may name."""
    return {
        "verdict": verdict(run),
        "bullets": sentences("bullets", bullets(run)),
        "by_need": tables.by_need(run),
        "by_ethnic_group": tables.by_ethnic_group(run),
        "small_numbers": small_numbers(run),
        "by_month": tables.by_month(run),
        "relet_chart": tables.relet_chart(run),
        "by_rent": tables.by_rent(run),
        "rent_chart": tables.rent_chart(run),
        "by_source": tables.by_source(run),
        "formulas": formulas(run),
    }
