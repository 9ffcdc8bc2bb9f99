"""What the statement of savings shows, in Word and in Excel."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pmf_engine.api import Figure, Run, Sheet, Words, sentences
from pmf_engine.framework.returns import review, unverified_words
from pmf_engine.framework.yearly import reason, so_many
from pmf_engine.framework.yearly_tables import companion
from pmf_plugins.efficiency_savings.ledger import WHOLE, savings
from pmf_plugins.efficiency_savings.quality import quality_of, standing
from pmf_plugins.efficiency_savings.tables import (
    by_theme,
    chart,
    over_years,
    proof,
    quality,
    saving_list,
)


def word_names(run: Run) -> Mapping[str, Any]:
    """Return what the Word templates may name."""
    return {
        **review(run, compared(run)),
        "verdict": verdict(run),
        "bullets": sentences("bullets", bullets(run)),
        "confirmed": "",
        "part_title": "By theme",
        "by_part": by_theme(run),
        "chart": chart(run),
        "by_year": over_years(run),
        "saving_list": saving_list(run),
        "proof": proof(run),
        "quality": quality(run),
        "unverified": unverified_words(run),
    }


def sheets(run: Run) -> list[Sheet]:
    """Return the sheets of the Excel companion, the check list first."""
    grids = (
        ("By theme", by_theme(run), ""),
        ("By year", over_years(run), ""),
        ("Savings", saving_list(run), ""),
        ("Proof", proof(run), ""),
        ("Quality", quality(run), "Quality"),
    )
    return companion(run, compared(run), grids)


def compared(run: Run) -> list[Figure]:
    """Return the figures that are held against last year's issued return."""
    return [run.figures[key] for key in WHOLE]


def verdict(run: Run) -> Words:
    """Return the statement in one sentence."""
    total, target, share = (run.figures[key] for key in ("total", "target", "against-target"))
    if total.missing:
        return run.words("verdict", f"Savings cannot be stated: {reason(total.missing)}.")
    parts: list[str | Figure] = [f"{run.entity.title} saved ", total, f" in {run.period.name}"]
    if total.value is not None and target.value:
        met = "which met" if total.value >= target.value else "short of"
        return run.words("verdict", *parts, f", {met} its target of ", target, f" ({share.short}).")
    return run.words("verdict", *parts, ". No target was set.")


def bullets(run: Run) -> Iterator[Words]:
    """Yield what else a Board wants to know at once."""
    cashable, other, lasting = (run.figures[key] for key in ("cashable", "non-cashable", "ongoing"))
    if cashable.value is not None:
        yield run.words("bullet/cashable", cashable, " is cashable; ", other, " is not.")
        yield run.words("bullet/ongoing", lasting, " will be saved again next year.")
    costs = run.figures["of-costs"]
    if costs.value is not None:
        yield run.words("bullet/costs", "All savings together are ", costs, " of running costs.")
    fell = [row for row in savings(run) if "Fell" in standing(run, row)[0]]
    linked = [row for row in savings(run) if row.indicator in quality_of(run)]
    if linked:
        text = f"Of {so_many(len(linked), 'saving')} linked to satisfaction, {len(fell) or 'none'}"
        why = ", and says why" if len(fell) == 1 else ", and each says why" if fell else ""
        yield run.words("bullet/quality", f"{text} came with a fall in it{why}.")
