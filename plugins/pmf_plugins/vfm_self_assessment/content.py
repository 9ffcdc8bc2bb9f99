"""What the Word templates may name, in the order of the paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmf_engine.api import Figure, Run, table_if_any
from pmf_engine.framework.finance import quartiles
from pmf_engine.framework.returns import formulas, review, unverified_words
from pmf_plugins.vfm_self_assessment import costs, gains, own, tables, words
from pmf_plugins.vfm_self_assessment.assessment import SelfAssessment, assessment_of
from pmf_plugins.vfm_self_assessment.headings import HEADINGS, narratives


def word_content(run: Run) -> Mapping[str, Any]:
    """Return the names of both templates: headings, words, tables, charts, narratives."""
    found = assessment_of(run)
    return {
        "headings": HEADINGS[run.settings["headings"]],
        "narratives": narratives(),
        "verdict": words.verdict(found),
        "messages": words.messages(found),
        "unverified": unverified_words(run),
        "metrics": tables.years_grid(found),
        "forecast": tables.ahead_grid(found),
        "companies": tables.companies_grid(found),
        "quartiles": tables.quartiles_grid(found),
        "quartiles_words": quartiles.sources(list(found.metrics)),
        "costs": costs.costs_grid(found),
        "built_up": costs.built_up(found),
        "changed": costs.changed(found),
        "own": own.own_grid(found),
        "gains_words": words.gains_words(found),
        "made": table_if_any("gains-made", gains.made_grid(found)),
        "planned": table_if_any("gains-planned", gains.planned_grid(found)),
        "formulas": formulas(run),
        "nil_words": words.nil_words(found),
        **review(run, compared(found)),
    }


def compared(found: SelfAssessment) -> list[Figure]:
    """Return the figures to compare with last year's issued return: the metrics of the year."""
    return [one.at(found.run.period) for one in found.metrics]
