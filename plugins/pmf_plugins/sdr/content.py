"""What the Word templates may name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmf_engine.api import Figure, Run, table_if_any
from pmf_engine.framework.returns import review, unverified_words
from pmf_engine.framework.sources import legend
from pmf_plugins.sdr import sections, stock_tables, tables
from pmf_plugins.sdr.charts import stock_chart
from pmf_plugins.sdr.validations import validations
from pmf_plugins.sdr.words import bullets, verdict

_TOTALS = ("eli/", "lcr/total/", "lcr/all/", "ar/all/", "nsh/", "su/total/", "su/decent/")


def word_content(run: Run) -> Mapping[str, Any]:
    """Return the names of both templates: the reviewer's pack and the check list."""
    return {
        "verdict": verdict(run),
        "bullets": bullets(run),
        "marks": legend(run.figures.values()),
        "unverified": unverified_words(run),
        "validations": validations(run),
        "entity_part": sections.entity(run),
        "stock": tables.stock(run),
        "stock_chart": stock_chart(run),
        "rents": tables.rents_by_size(run),
        "ownership": tables.ownership(run),
        "non_social": sections.non_social(run),
        "usage": stock_tables.usage(run),
        "management": stock_tables.management(run),
        "balance": stock_tables.balance(run),
        "changes": table_if_any("changes", stock_tables.changes(run, stock_tables.MOST_CHANGES)),
        **review(run, compared(run)),
    }


def compared(run: Run) -> list[Figure]:
    """Return the figures to compare with last year's issued return: totals and closing stock."""
    return [
        figure
        for slot, figure in run.figures.items()
        if slot.startswith(_TOTALS) or slot.endswith("/counted")
    ]
