"""What the Word template may name, in the order of the paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmf_engine.api import Region, Run, unless
from pmf_engine.framework.exceptions import exception_block
from pmf_engine.framework.pack_words import compared, count_strip, verdict
from pmf_engine.framework.scorecards import marks, scorecards
from pmf_plugins.board_pack.appendices import definitions, sources
from pmf_plugins.board_pack.companies import companies
from pmf_plugins.board_pack.pack import Pack, pack_of
from pmf_plugins.board_pack.plans import gap_grid, gap_words, plan_blocks
from pmf_plugins.board_pack.quality import quality_grid, quality_words
from pmf_plugins.board_pack.summary import bullets

_ON_TARGET = "No measure is off target, overdue or otherwise in need of attention."
_NO_PLAN = "No strategic plan is in force for this period."


def word_content(run: Run) -> Mapping[str, Any]:
    """Return the names of the template: words, tables, charts and regions."""
    pack = pack_of(run)
    exceptions, plans = _exceptions(pack), plan_blocks(pack)
    return {
        "verdict": verdict(pack),
        "bullets": bullets(pack),
        "counts": count_strip(pack),
        "compared": compared(pack),
        "marks": marks(pack.found),
        "scorecard": scorecards(run, pack.found),
        "companies": companies(pack) if run.entity.group else None,
        "exceptions": exceptions,
        "no_exceptions": unless("no-exceptions", exceptions, _ON_TARGET),
        "plans": plans,
        "no_plans": unless("no-plans", plans, _NO_PLAN),
        "gaps": gap_grid(pack),
        "gap_words": gap_words(pack),
        "quality": quality_grid(pack),
        "quality_words": quality_words(pack),
        "definitions": definitions(pack),
        "sources": sources(pack),
    }


def _exceptions(pack: Pack) -> Region:
    blocks = (exception_block(pack.run, pack.register, pack.thread, one) for one in pack.exceptions)
    return Region("exceptions", tuple(blocks), ended="No longer an exception")
