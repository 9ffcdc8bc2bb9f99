"""Which figure stands in a cell, and what is known of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pmf_engine.documents.excel.values import shown_cell
from pmf_engine.engine import Engine
from pmf_engine.engine.offering import Offered
from pmf_engine.model.content import CellValue, Grid, Label
from pmf_engine.model.errors import PmfError
from pmf_engine.model.lineage import LineageFigure, lineage_figure
from pmf_engine.model.values import Figure
from pmf_engine.ribbon.filling import remembered_headings
from pmf_engine.ribbon.native import exact
from pmf_engine.ribbon.places import Place
from pmf_engine.ribbon.slots import Filled, find_slots, resolve
from pmf_engine.ribbon.sources import give, read_sources
from pmf_engine.ribbon.tabling import TableFilling, cell_value
from pmf_engine.ribbon.writing import same

if TYPE_CHECKING:
    import xlwings

_NO_FIGURE = (
    "{} holds no figure of a report. Select a cell in a table, or a cell with a name, that begins"
    " with pmf_."
)
_STALE = "The report gives another value by now: press Refresh."


@dataclass(frozen=True, slots=True)
class Traced:
    """A figure in a cell: the report it is of, what the cell shows, a remark where they differ."""

    figure: LineageFigure
    report: str
    shown: str
    remark: str = ""


def trace(book: xlwings.Book, engine: Engine, cell: Place) -> Traced:
    """Return the figure in a cell. Raises PmfError where there is none."""
    held = cell.cells(book)
    for one in _slots_at(book, engine, cell):
        figure = _figure(_content(book, one, cell))
        if figure is not None:
            shown = shown_cell(figure)
            wanted = cell_value(shown, held.number_format or "")
            remark = "" if same(exact(held)[0][0], wanted) else _STALE
            text = "" if held.value is None else str(held.value)
            return Traced(lineage_figure(figure), one.given.task.name, text, remark)
    raise PmfError(_NO_FIGURE.format(f"{cell.sheet}!{cell.address}"))


def _slots_at(book: xlwings.Book, engine: Engine, cell: Place) -> list[Filled]:
    """Return the slots of a cell with what fills them, a name of its own before a table."""
    slots = [slot for slot in find_slots(book) if slot.place.meets(cell)]
    if not slots:
        return []
    given = [give(engine, source) for source in read_sources(book)]
    return sorted(resolve(slots, given), key=lambda one: one.slot.place.rows)


def _content(book: xlwings.Book, one: Filled, cell: Place) -> Offered | CellValue:
    if not isinstance(one.content, Grid):
        return one.content
    was = remembered_headings(book).get(one.slot.name, ())
    return TableFilling(book, one.slot, one.content, was).content_at(cell)


def _figure(content: Offered | CellValue) -> Figure | None:
    if isinstance(content, Label):
        figures = [part for part in content.parts if isinstance(part, Figure)]
        return figures[0] if figures else None
    return content if isinstance(content, Figure) else None
