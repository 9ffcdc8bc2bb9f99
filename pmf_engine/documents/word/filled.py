"""What a document keeps once it has been filled with what a report gives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pmf_engine.documents.word import signs
from pmf_engine.documents.word.given import Given
from pmf_engine.documents.word.kept import Kept, Place, Shown, quick
from pmf_engine.documents.word.xml import clean
from pmf_engine.model.content import Identity, Wording, Words
from pmf_engine.model.lineage import lineage_figure
from pmf_engine.model.values import Figure


def filled(
    identity: Identity, given: Given, order: Iterable[Figure], before: Kept | None = None
) -> Kept:
    """Return what a document keeps; its figures stand in the order given.

    `before` is what it kept of its last filling.
    """
    tables, charts = ({}, {}) if before is None else (before.tables, before.charts)
    figures = {slot: lineage_figure(figure) for slot, figure in _ordered(given, order).items()}
    shown: dict[Place, Shown] = {}
    for slot, figure in figures.items():
        shown[quick(Place, (slot, "text"))] = quick(Shown, (figure.display, figure.display))
        shown[quick(Place, (slot, "short"))] = quick(Shown, (figure.short, figure.short))
    for text in given.texts.values():
        said = clean(_said(text))
        shown[Place(text.slot, "wording")] = Shown(said, said)
    return Kept(
        identity=identity,
        figures=figures,
        shown=shown,
        sentences={
            text.slot: (signs.words_mark(text), signs.words_whole(text))
            for text in given.texts.values()
            if isinstance(text, Words)
        },
        tables={
            slot: signs.table_of(grid, tables.get(slot)) for slot, grid in given.tables.items()
        },
        charts={
            slot: signs.chart_of(chart, charts.get(slot)) for slot, chart in given.charts.items()
        },
        blocks=given.blocks,
        narratives={slot: clean(one.text) for slot, one in given.narratives.items()},
    )


def _ordered(given: Given, order: Iterable[Figure]) -> Mapping[str, Figure]:
    shown = given.figures
    return {**{one.slot: shown[one.slot] for one in order if one.slot in shown}, **shown}


def _said(text: Wording | Words) -> str:
    return text.text if isinstance(text, Wording) else str(text)
