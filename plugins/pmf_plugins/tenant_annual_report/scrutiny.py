"""You said, we did: what tenants who scrutinise services asked for, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping

from pmf_engine.api import Block, Narrative, Region, Row, Run, Wording, unless
from pmf_engine.framework.customers import AGREED, DECLINED, DONE, NEW, UNDER_WAY
from pmf_engine.framework.sentences import spoken_date
from pmf_engine.framework.yearly import slug
from pmf_plugins.tenant_annual_report.inputs import public

_YEARS = 2  # raised in the year or the one before
_WE = {
    DONE: "We did it.",
    UNDER_WAY: "We are working on it.",
    AGREED: "We agreed to do it.",
    NEW: "We have not answered yet.",
    DECLINED: "We said no.",
}
_TITLES = {
    DONE: "You said, we did",
    UNDER_WAY: "What we are still working on",
    AGREED: "What we agreed to do",
    NEW: "What we have still to answer",
    DECLINED: "What we could not do",
}


def scrutiny(run: Run) -> Mapping[str, Region]:
    """Return the recommendations by what became of them, and a sentence where there are none."""
    found = recommendations(run)
    blocks = [
        Block(
            slug(state),
            {
                "title": title,
                "asked": Region(
                    f"said/{slug(state)}",
                    tuple(_block(run, row) for row in found if row.state == state),
                    ended="",
                ),
            },
        )
        for state, title in _TITLES.items()
        if any(row.state == state for row in found)
    ]
    none = unless("no-said", found, "Nobody has asked us to change a service this year.")
    return {"said": Region("said", tuple(blocks), ended=""), "no_said": none}


def recommendations(run: Run) -> list[Row]:
    """Return what was raised with the landlord by the end of the year, and in the year before."""
    since = run.period.shift(1 - _YEARS).start_date
    own = run.data.scrutiny.where(entity=run.entity.code)
    return [row for row in own if since <= row.raised <= run.period.end_date]


def _block(run: Run, row: Row) -> Block:
    asked = public(run, row.recommendation).rstrip(".")
    did = _WE[row.state]
    if row.state in (UNDER_WAY, AGREED) and row.due is not None:
        did = f"{did} It is due by {spoken_date(row.due)}."
    why = Narrative(f"{row.code}/why", "We have not said why yet.")
    values = {
        "asked": Wording(f"{row.code}/asked", f"{asked}."),
        "did": Wording(f"{row.code}/did", did),
        "why": why if row.state == DECLINED else None,
    }
    return Block(row.code, values)
