"""What the Word templates may name: each statement, and room for people's own words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmf_engine.api import Figure, Narrative, Run, Wording, Words, sentences, table_if_any
from pmf_engine.framework.finance.ledgers import totals_grid
from pmf_engine.framework.finance.statements import Statements, statements_of
from pmf_engine.framework.returns import review, sources_grid
from pmf_engine.framework.sentences import Pieces, spoken_date
from pmf_plugins.annual_accounts.tables import (
    PRIMARY,
    note_numbers,
    restated_grid,
    statement_grid,
    statement_title,
)

_NARRATIVES = {
    "approval": "The accounts were approved by the Board on [date] and signed on its behalf by"
    " [names and offices].",
    "policies": "[To be written: accounting policies, and the judgements that matter most.]",
    "events": "[To be written: what happened since the year end, or that nothing did.]",
}

_MARKED = Words("marks/restated", ("[r] marks what is restated: see the last note.",))
_NONE = Words("none-restated/words", ("No amount of last year is restated.",))


def word_content(run: Run) -> Mapping[str, Any]:
    """Return the names of both templates."""
    found = statements_of(run)
    restated = restated_grid(found)
    parts = [_part(found, one) for one in found.statements]
    return {
        "year_end": spoken_date(run.period.end_date),
        "verdict": verdict(found),
        "unverified": unverified(found),
        "statements": [part for part in parts if part["primary"]],
        "notes": [part for part in parts if not part["primary"]],
        "restated": table_if_any("restated-note", restated),
        "marks": sentences("marks", (_MARKED,) if restated else ()),
        "none_restated": sentences("none-restated", () if restated else (_NONE,)),
        "last_note": len(note_numbers(found)) + 2,
        "narratives": {
            name: Narrative(f"narrative/{name}", text) for name, text in _NARRATIVES.items()
        },
        **review(run, compared(found)),
        "review_unverified": unverified(found),
        "review_formulas": totals_grid(found),
        "review_sources": sources_grid(compared(found)),
    }


def compared(found: Statements) -> list[Figure]:
    """Return the figures to compare with last year's issued accounts: this year's, in pounds."""
    shown = {code for _, code, _ in found.shown}
    year = found.years[0]
    return [figure for (code, y), figure in found.exact.items() if y == year and code in shown]


def verdict(found: Statements) -> Words:
    """Return the one sentence that says what the year came to."""
    year, last = found.years
    surplus, before = (found.exact["surplus_for_year", y] for y in found.years)
    pieces: Pieces = (f"The surplus for {year.year_label} was ", surplus)
    if before.value is not None:
        pieces += (f" ({last.year_label}: ", before, ")")
    end = (", and net assets at the year's end were ", found.exact["net_assets", year], ".")
    return Words("verdict", (*pieces, *end))


def unverified(found: Statements) -> str:
    """Return which statements were not held against the regulator's template."""
    unsure = [one for one in found.statements if not one.verified]
    if not unsure:
        return ""
    sources = "; ".join(dict.fromkeys(one.source for one in unsure if one.source))
    return (
        "Unverified: the lines and their order are not confirmed against their source"
        f"{f' ({sources})' if sources else ''} for {'; '.join(one.title for one in unsure)}."
    )


def _part(found: Statements, one: Any) -> dict[str, Any]:
    return {
        "title": Wording(f"title/{one.code}", statement_title(found, one)),
        "grid": statement_grid(found, one),
        "primary": one.code in PRIMARY,
    }
