"""What the Word template may name, in the order of the paper."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pmf_engine.api import Block, Region, Run, Words, sentences, unless
from pmf_engine.framework.assessment import Assessment
from pmf_engine.framework.exceptions import exception_block
from pmf_engine.framework.pack_words import compared, count_strip, verdict
from pmf_engine.framework.scorecards import (
    perspectives,
    score_figures,
    score_words,
    scorecard,
)
from pmf_engine.framework.sources import legend
from pmf_plugins.board_pack.appendices import definitions, sources
from pmf_plugins.board_pack.companies import companies
from pmf_plugins.board_pack.pack import Pack, pack_of
from pmf_plugins.board_pack.plans import gap_grid, gap_words, plan_blocks
from pmf_plugins.board_pack.quality import quality_grid, quality_words
from pmf_plugins.board_pack.summary import bullets

_LONGEST_SLUG = 30
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
        "marks": marks(pack),
        "scorecard": scorecards(pack),
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


def scorecards(pack: Pack) -> Region:
    """Return a title, the score in a sentence and a table for each perspective."""
    groups = perspectives(pack.found)
    slugs = _slugs(groups)
    blocks = (_scorecard(pack, slugs[name], name, found) for name, found in groups.items())
    return Region("scorecards", tuple(blocks))


def _scorecard(pack: Pack, slug: str, name: str, found: Sequence[Assessment]) -> Block:
    score = score_figures(pack.run, f"score/{slug}", name, found)
    return Block(
        slug,
        {
            "title": name,
            "words": score_words(f"score/{slug}/words", score),
            "grid": scorecard(f"scorecard/{slug}", found),
        },
    )


def marks(pack: Pack) -> Region:
    """Return what the marks used in the scorecard mean; no block when none is used."""
    meant = legend(figure for one in pack.found for figure in (one.latest, one.ytd))
    said = (Words("legend/marks", (f"Marks: {meant}.",)),) if meant else ()
    return sentences("legend", said)


def _slugs(names: Iterable[str]) -> dict[str, str]:
    """Return a part of a figure's id for each name, no two the same."""
    found: dict[str, str] = {}
    for name in names:
        plain = re.sub(r"[^a-z0-9]", "-", name.lower())[:_LONGEST_SLUG]
        slug, number = plain, 1
        while slug in found.values():
            number += 1
            slug = f"{plain}-{number}"
        found[name] = slug
    return found
