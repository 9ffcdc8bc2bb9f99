"""Which figure stands in a cell, and what is known of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pmf_engine.documents.excel.values import shown_cell
from pmf_engine.documents.text import identifier
from pmf_engine.engine import Engine
from pmf_engine.engine.offering import Offered
from pmf_engine.model.content import CellValue, Grid, Label
from pmf_engine.model.errors import PmfError
from pmf_engine.model.lineage import Lineage, LineageFigure, lineage_figure
from pmf_engine.model.values import Figure
from pmf_engine.ribbon.companions import lineage_in
from pmf_engine.ribbon.filling import remembered_headings
from pmf_engine.ribbon.native import exact
from pmf_engine.ribbon.places import Place
from pmf_engine.ribbon.putting import same
from pmf_engine.ribbon.slots import PREFIX, Filled, find_slots, resolve
from pmf_engine.ribbon.sources import give, read_sources
from pmf_engine.ribbon.tabling import TableFilling, cell_value

if TYPE_CHECKING:
    import xlwings

_NO_FIGURE = (
    "{} holds no figure of a report. Select a cell in a table, or a cell with a name, that begins"
    " with pmf_."
)
_NO_NAME = (
    "{} has no figure of its own name. A figure that stands in several places is named where it"
    " stands first: select that cell."
)
_TYPED = "The report gave {}: the cell was typed over."
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
    lineage = lineage_in(book)
    if lineage is not None:
        return _in_companion(book, lineage, cell)
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


def _in_companion(book: xlwings.Book, lineage: Lineage, cell: Place) -> Traced:
    """Return the figure that a companion keeps of a cell, by the name of the cell."""
    held = exact(cell.cells(book))[0][0]
    # Names are slow to ask for: those of figures that show what the cell shows come first.
    for one in sorted(lineage.figures, key=lambda figure: not _shows(figure, held)):
        if _stands_at(book, PREFIX + identifier(one.slot), cell):
            remark = "" if _shows(one, held) else _TYPED.format(one.display)
            return Traced(one, lineage.identity.report, "" if held is None else str(held), remark)
    raise PmfError(_NO_NAME.format(f"{cell.sheet}!{cell.address}"))


def _shows(figure: LineageFigure, held: object) -> bool:
    return same(held, figure.short if figure.value is None else float(figure.value))


def _stands_at(book: xlwings.Book, name: str, cell: Place) -> bool:
    return name in book.names and Place.of(book.names[name].refers_to_range) == cell


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
