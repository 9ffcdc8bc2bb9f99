"""The Excel companion of a report: the figures of the paper, typed, with their lineage."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from pmf_engine.documents.chart_xml import finish
from pmf_engine.documents.excel import lineage
from pmf_engine.documents.excel.about import write_about
from pmf_engine.documents.excel.book import Book
from pmf_engine.documents.excel.memory import memory_rows
from pmf_engine.documents.excel.sheets import Companion, Shelf, file_title, write_sheet
from pmf_engine.documents.package import Package
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
        write_sheet(companion, tab, spec)
    write_about(companion, front, [(t.name, s.note) for t, s in zip(tabs, sheets, strict=True)])
    _write_lineage(companion, figures)
    return _finish_charts(book.to_bytes(), companion.charts)


def _write_lineage(companion: Companion, figures: Sequence[Figure]) -> None:
    by_slot = {figure.slot: figure for figure in figures}
    kept = {**by_slot, **{s: f for s, f in companion.figures.items() if s not in by_slot}}
    sheet = companion.book.workbook.add_worksheet(lineage.SHEET)
    held = Lineage(companion.identity, tuple(map(lineage_figure, kept.values())))
    rows = chain(lineage.lineage_rows(held, companion.cell_names), memory_rows(companion.memory))
    lineage.write_rows(sheet, rows)
    sheet.very_hidden()


def _finish_charts(data: bytes, charts: Sequence[Chart]) -> bytes:
    if not charts:
        return data
    package = Package.read(data)
    for number, chart in enumerate(charts, 1):
        name = f"xl/charts/chart{number}.xml"
        package.parts[name] = finish(package.parts[name], chart)
    return package.to_bytes()
