"""What the Word template may name, in the order of the paper."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from pmf_engine.api import Region, Run
from pmf_engine.framework.exceptions import exception_block
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
from pmf_plugins.board_pack.summary import bullets, compared, count_strip, verdict

_LONGEST_SLUG = 30


def word_content(run: Run) -> Mapping[str, Any]:
    """Return the names of the template: words, tables, charts and regions."""
    pack = pack_of(run)
    return {
        "verdict": verdict(pack),
        "bullets": bullets(pack),
        "counts": count_strip(pack),
        "compared": compared(pack),
        "marks": legend(figure for one in pack.found for figure in (one.latest, one.ytd)),
        "scorecard": scorecards(pack),
        "companies": companies(pack) if run.entity.group else None,
        "exceptions": Region(
            "exceptions",
            tuple(exception_block(run, pack.register, pack.thread, one) for one in pack.exceptions),
        ),
        "plans": plan_blocks(pack),
        "gaps": gap_grid(pack),
        "gap_words": gap_words(pack),
        "quality": quality_grid(pack),
        "quality_words": quality_words(pack),
        "definitions": definitions(pack),
        "sources": sources(pack),
    }


def scorecards(pack: Pack) -> list[dict[str, Any]]:
    """Return a title, the score in a sentence and a table for each perspective."""
    groups = perspectives(pack.found)
    slugs = _slugs(groups)
    return [
        {
            "title": name,
            "words": score_words(
                f"score/{slugs[name]}/words",
                score_figures(pack.run, f"score/{slugs[name]}", name, found),
            ),
            "grid": scorecard(f"scorecard/{slugs[name]}", found),
        }
        for name, found in groups.items()
    ]


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
