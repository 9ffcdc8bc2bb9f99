"""What the fraud report shows, in Word and in Excel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmf_engine.api import Figure, Run, Sheet, sentences
from pmf_engine.framework.returns import review, unverified_words
from pmf_engine.framework.yearly_tables import companion
from pmf_plugins.fraud_report.register import WHOLE
from pmf_plugins.fraud_report.tables import by_type, case_list, causes, chart, over_years
from pmf_plugins.fraud_report.words import bullets, confirmed, verdict


def word_names(run: Run) -> Mapping[str, Any]:
    """Return what the Word templates may name."""
    return {
        **review(run, compared(run)),
        "verdict": verdict(run),
        "bullets": sentences("bullets", bullets(run)),
        "part_title": "By type",
        "by_part": by_type(run),
        "chart": chart(run),
        "by_year": over_years(run),
        "case_list": case_list(run),
        "causes": causes(run),
        "confirmed": confirmed(run),
        "unverified": unverified_words(run),
    }


def sheets(run: Run) -> list[Sheet]:
    """Return the sheets of the Excel companion, the check list first."""
    grids = (
        ("By type", by_type(run), ""),
        ("By year", over_years(run), ""),
        ("Cases", case_list(run), ""),
        ("Causes", causes(run), "Standing"),
    )
    return companion(run, compared(run), grids)


def compared(run: Run) -> list[Figure]:
    """Return the figures that are held against last year's issued return."""
    return [run.figures[key] for key in WHOLE]
