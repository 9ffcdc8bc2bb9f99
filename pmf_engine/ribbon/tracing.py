"""Which figure stands in a cell, and what is known of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pmf_engine.documents.excel.values import shown_cell
from pmf_engine.documents.text import identifier
from pmf_engine.engine import Engine
from pmf_engine.engine.fingerprint import file_hash
from pmf_engine.engine.offering import Offered
from pmf_engine.model.content import CellValue, Grid
from pmf_engine.model.errors import PmfError
from pmf_engine.model.lineage import Lineage, LineageFigure, lineage_figure
from pmf_engine.ribbon.companions import lineage_in
from pmf_engine.ribbon.native import exact
from pmf_engine.ribbon.places import Place
from pmf_engine.ribbon.putting import same
from pmf_engine.ribbon.remembering import Memory, figure_at, remembered, unpack
from pmf_engine.ribbon.slots import PREFIX, Filled, find_slots, resolve
from pmf_engine.ribbon.sources import give, read_sources
from pmf_engine.ribbon.tabling import TableFilling, cell_value, figure_of
from pmf_engine.ribbon.workspaces import source_files

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
_SAVED = "{} has been saved with changes since: press Refresh."
_STALE = "The cell holds something else than the report gives: press Refresh."


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
    return _as_filled(book, engine, cell) or _as_it_would_be(book, engine, cell)


def _as_filled(book: xlwings.Book, engine: Engine, cell: Place) -> Traced | None:
    """Return the figure that the last refresh put into a cell of somebody's own workbook."""
    memories = remembered(book)
    slots = [slot for slot in find_slots(book) if slot.place.meets(cell) and slot.name in memories]
    for slot in sorted(slots, key=lambda slot: slot.place.rows):
        memory = unpack(memories[slot.name])
        figure = figure_at(book, slot, memory, cell)
        if figure is not None:
            held = exact(cell.cells(book))[0][0]
            in_points = isinstance(held, float) and _shows(figure, held * 100)
            typed = not (_shows(figure, held) or in_points)
            remark = (
                _TYPED.format(figure.display) if typed else _saved_since(engine, figure, memory)
            )
            return Traced(figure, memory.report, "" if held is None else str(held), remark)
    return None


def _saved_since(engine: Engine, figure: LineageFigure, memory: Memory) -> str:
    """Say which of a figure's workbooks were saved after it was put into the cell."""
    known = {one.workbook: one.sha256 for one in figure.sources}
    files = {path.name: path for path in source_files(engine, [memory.report])}
    found = [name for name, sha in known.items() if _differs(files.get(name), sha)]
    return _SAVED.format(", ".join(sorted(found))) if found else ""


def _differs(path: Path | None, sha256: str) -> bool:
    if path is None:
        return False
    try:
        return file_hash(path) != sha256
    except OSError:
        return False


def _as_it_would_be(book: xlwings.Book, engine: Engine, cell: Place) -> Traced:
    """Return the figure that a refresh would put into a cell that none has filled yet."""
    held = cell.cells(book)
    for one in _slots_at(book, engine, cell):
        figure = figure_of(_content(book, one, cell))
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
    return TableFilling(book, one.slot, one.content).content_at(cell)
