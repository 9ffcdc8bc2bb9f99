"""What a reader is told before the figures: which quarter, whether they may still change."""

from __future__ import annotations

from collections.abc import Iterator

from pmf_engine.model.web import Link, Notice
from pmf_plugins.tenant_kpis.archive import Quarter
from pmf_plugins.tenant_kpis.words import day


def standing(quarter: Quarter, newest: Link) -> Notice:
    """Return that a page is of an earlier quarter, with the way to the newest."""
    words = f"This page keeps what was published for {quarter.said['name']}."
    return Notice("Earlier quarter", words, newest)


def of_quarter(quarter: Quarter, newest: Link) -> Iterator[Notice]:
    """Yield the notices of a page about a whole quarter."""
    if not quarter.newest:
        yield standing(quarter, newest)
    if quarter.state != "final":
        final = sum(state == "final" for state in quarter.states.values())
        which = "These figures have" if not final else "Some of these figures have"
        yield Notice("Provisional", f"{which} not been approved yet and may change.")


def state_words(quarter: Quarter, code: str) -> str:
    """Return whether a figure is final, and since when it has been published."""
    final = quarter.states.get(code) == "final"
    words = "Final" if final else "Provisional: it has not been approved yet and may change"
    return f"{words}; published on {day(quarter.issued_on)}" if quarter.issued_on else words
