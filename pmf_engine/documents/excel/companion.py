"""The Excel companion of a report: the figures of the paper, typed, with their lineage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pmf_engine.documents.chart_xml import finish
from pmf_engine.documents.embedded import row_xml
from pmf_engine.documents.excel import lineage
from pmf_engine.documents.excel.about import write_about
from pmf_engine.documents.excel.book import Book
from pmf_engine.documents.excel.memory import memory_rows
from pmf_engine.documents.excel.sheets import (
    FIRST_ROW,
    Companion,
    Shelf,
    file_title,
    write_sheet,
)
from pmf_engine.documents.rawzip import RawZip
from pmf_engine.model.content import Chart, Identity, Sheet
from pmf_engine.model.lineage import Lineage, lineage_figure
from pmf_engine.model.values import Figure

_TRENDS, _CHARTS, _ABOUT = "_trend", "_charts", "About"


def build_excel(
    sheets: Sequence[Sheet], identity: Identity, figures: Sequence[Figure] = ()
) -> bytes:
    """Return a workbook: About, each sheet, and hidden what they are drawn from and came from.

    `figures` are kept with their lineage, shown or not. The same input gives the same bytes.
    """
    book = Book(file_title(identity), identity.entity_title)
    companion = Companion(book, identity, Shelf(book, _TRENDS), Shelf(book, _CHARTS))
    # Excel keeps the name History for itself.
    companion.tabs.update((_TRENDS, _CHARTS, lineage.SHEET, "history"))
    front = companion.add_tab(_ABOUT)
    tabs = [companion.add_tab(spec.name) for spec in sheets]
    for tab, spec in zip(tabs, sheets, strict=True):
        companion.places[spec.name] = (tab.name, FIRST_ROW)
    for tab, spec in zip(tabs, sheets, strict=True):
        write_sheet(companion, tab, spec)
    write_about(companion, front, [(t.name, s.note) for t, s in zip(tabs, sheets, strict=True)])
    hidden = book.workbook.add_worksheet(lineage.SHEET)
    hidden.very_hidden()
    part = f"xl/worksheets/sheet{len(book.workbook.worksheets())}.xml"
    return _finished(book.to_bytes(), companion.charts, part, _memory(companion, figures))


def _memory(companion: Companion, figures: Sequence[Figure]) -> Iterator[Sequence[str]]:
    """Yield the rows of what a companion says of itself: lineage, then what was filled."""
    by_slot = {figure.slot: figure for figure in figures}
    kept = {**by_slot, **{s: f for s, f in companion.figures.items() if s not in by_slot}}
    held = Lineage(companion.identity, tuple(map(lineage_figure, kept.values())))
    yield from lineage.lineage_rows(held, companion.cell_names)
    yield from memory_rows(companion.memory)


def _finished(
    data: bytes, charts: Sequence[Chart], part: str, rows: Iterator[Sequence[str]]
) -> bytes:
    """Complete the charts and fill the hidden sheet.

    Its text stands in its own cells, so that none of it is left behind when it is written anew.
    """
    archive, parts = RawZip(data), {}
    for number, chart in enumerate(charts, 1):
        name = f"xl/charts/chart{number}.xml"
        parts[name] = finish(archive.read(name), chart)
    body = "".join(row_xml(at, row) for at, row in enumerate(rows, 1))
    filled = f"<sheetData>{body}</sheetData>".encode()
    parts[part] = archive.read(part).replace(b"<sheetData/>", filled)
    return archive.rewritten(parts)
