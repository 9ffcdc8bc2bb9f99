"""Trace figure: where the selected figure comes from, on a sheet with links to the cells read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmf_engine.model.cells import Source
from pmf_engine.model.errors import PmfError
from pmf_engine.model.lineage import LineageFigure
from pmf_engine.ribbon.answer import Answer, done
from pmf_engine.ribbon.our_sheets import OurSheet, link, show
from pmf_engine.ribbon.places import selected
from pmf_engine.ribbon.tracing import trace
from pmf_engine.ribbon.workspaces import engine_for, source_files

if TYPE_CHECKING:
    import xlwings

_TITLE = "Trace figure"
_HEADINGS = ("What", "Value", "Read from", "Cells")
_WIDTHS = (24, 60, 40, 24)


def act(words: list[str], book: xlwings.Book) -> Answer:  # noqa: ARG001  (every action takes both)
    """Show the definition, edition, terms and cells behind the first selected cell."""
    chosen = selected(book)
    if chosen is None:
        raise PmfError("Select the cell of a figure first.")
    cell = chosen.part(0, 0)
    engine = engine_for(book)
    traced = trace(book, engine, cell)
    paths = {path.name: str(path) for path in source_files(engine, [traced.report])}
    where = f"{cell.sheet}!{cell.address}"
    note = f"{where} shows {traced.shown or 'nothing'}. {traced.remark}".strip()
    show(book, OurSheet(_TITLE, note, _HEADINGS, _rows(traced.figure, paths), _WIDTHS))
    return done(f"{where}: {traced.figure.title}, {traced.figure.display}. {traced.remark}".strip())


def _rows(figure: LineageFigure, paths: dict[str, str]) -> list[tuple[str, ...]]:
    facts = {
        "Figure": figure.title,
        "Shown as": figure.display,
        "Unrounded": figure.value or "",
        "Missing because": figure.missing or "",
        "Definition": figure.definition,
        "Edition": f"in force from {figure.edition}" if figure.edition else "",
        "Arithmetic": figure.arithmetic,
        "Status": figure.status or "",
        "Marks": ", ".join(figure.marks),
        "Note": figure.note,
        "Adjusted": _adjusted(figure),
    }
    rows: list[tuple[str, ...]] = [(what, value, "", "") for what, value in facts.items() if value]
    for term in figure.terms:
        sources = term.sources
        first = _source(sources[0], paths) if sources else ("", "")
        rows.append((f"Term {term.name}", term.value, *first))
        rows += [("", "", *_source(one, paths)) for one in sources[1:]]
    told = {source for term in figure.terms for source in term.sources}
    rest = [source for source in figure.sources if source not in told]
    rows += [("Read", "", *_source(one, paths)) for one in rest]
    return rows


def _adjusted(figure: LineageFigure) -> str:
    made = figure.adjustment
    if made is None:
        return ""
    return f"from {made.computed} by {made.approved_by} on {made.approved_on}: {made.reason}"


def _source(source: Source, paths: dict[str, str]) -> tuple[str, str]:
    path = paths.get(source.workbook, "")
    cells = source.range
    place = link(cells, path=path, sheet=source.sheet, cell=cells) if path else cells
    return f"{source.workbook}, {source.sheet}", place
