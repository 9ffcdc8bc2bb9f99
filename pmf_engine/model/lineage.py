"""What a document remembers about its own figures, so that it can be asked and refreshed later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from pmf_engine.model.cells import Source
from pmf_engine.model.content import Identity
from pmf_engine.model.values import Adjustment, Figure, Term


class LineageFigure(NamedTuple):
    """One figure as a document holds it: what it shows, its unrounded value and where it came from.

    `value` is the decimal written out in full, or None when `missing` gives the reason instead.
    """

    slot: str
    title: str
    display: str
    short: str
    value: str | None
    unit: str
    status: str | None
    edition: str
    missing: str | None
    marks: tuple[str, ...] = ()
    note: str = ""
    definition: str = ""
    arithmetic: str = ""
    sources: tuple[Source, ...] = ()
    terms: tuple[Term, ...] = ()
    adjustment: Adjustment | None = None

    def id(self, identity: Identity) -> str:
        """Return report/entity/period/slot of the figure in the document of that identity."""
        return "/".join((identity.report, identity.entity, identity.period, self.slot))


@dataclass(frozen=True, slots=True)
class Lineage:
    """Which report a document holds, and its figures in the order in which they were computed."""

    identity: Identity
    figures: tuple[LineageFigure, ...]


def lineage_figure(figure: Figure) -> LineageFigure:
    """Return what a document keeps of a figure."""
    display, short = figure.both
    return LineageFigure(
        slot=figure.slot,
        title=figure.title,
        display=display,
        short=short,
        value=None if figure.value is None else format(figure.value, "f"),
        unit=figure.unit,
        status=figure.status,
        edition=figure.edition,
        missing=figure.missing.reason if figure.missing else None,
        marks=figure.marks,
        note=figure.note,
        definition=figure.definition,
        arithmetic=figure.arithmetic,
        sources=figure.sources,
        terms=figure.terms,
        adjustment=figure.adjustment,
    )
