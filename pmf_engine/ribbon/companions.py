"""Companion workbooks that the engine made, open in Excel: what a refresh writes into them."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pmf_engine.documents.excel.fill.content import Content
from pmf_engine.documents.excel.lineage import SHEET, lineage_of
from pmf_engine.documents.excel.refresh import Touched
from pmf_engine.engine import Engine
from pmf_engine.engine.engine import Task
from pmf_engine.engine.refreshing import touched
from pmf_engine.model.cells import Area
from pmf_engine.model.errors import PmfError
from pmf_engine.model.lineage import Lineage
from pmf_engine.model.refresh import ChangeKind
from pmf_engine.ribbon.native import exact, is_saved, save_copy
from pmf_engine.ribbon.places import Place, rectangles
from pmf_engine.ribbon.plan import Block, Growth, Plan
from pmf_engine.ribbon.putting import Value
from pmf_engine.ribbon.snapshot import Sized
from pmf_engine.ribbon.words import counted
from pmf_engine.ribbon.workspaces import computed

if TYPE_CHECKING:
    import xlwings

_CHARTS = (
    "Words and labels in charts do not follow in an open workbook: save and close it, then run"
    " pmf refresh on the file."
)
_SAID = {
    ChangeKind.VALUE: ("figure", "changed"),
    ChangeKind.NEW: ("row", "added"),
    ChangeKind.ENDED: ("row", "no longer in the report, kept"),
    ChangeKind.TYPED_OVER: ("cell", "typed over, kept"),
    ChangeKind.ABSENT: ("thing", "that the workbook has no place for"),
    ChangeKind.GONE: ("thing", "no longer in the report, kept"),
}
Cells = Mapping[tuple[int, int], tuple[Content, str]]


def lineage_in(book: xlwings.Book) -> Lineage | None:
    """Return what an open companion says of itself; None for any other workbook."""
    if SHEET not in book.sheets:
        return None
    rows = exact(book.sheets[SHEET].used_range)
    texts = [["" if value is None else str(value) for value in (*row, None, None)] for row in rows]
    try:
        return lineage_of(texts)
    except (KeyError, TypeError, ValueError, ArithmeticError):
        return None


def plan_companion(book: xlwings.Book, engine: Engine, lineage: Lineage, task: Task) -> Plan:
    """Return what is to be written into a companion. Raises PmfError where it cannot be."""
    identity = lineage.identity
    outcome = computed(engine, task, draft=identity.draft)
    found = touched(engine, book.name, _bytes(book), identity, outcome, task)
    plan = Plan(told=list(_told(found)))
    for sheet in sorted({sheet for sheet, _, _ in found.cells}):
        cells = {(r, c): held for (name, r, c), held in found.cells.items() if name == sheet}
        plan.blocks += _blocks(sheet, cells)
    for name, (was, now) in found.tables.items():
        plan.growths.append(_growth(name, was, now, found))
    for name, (before, after) in found.names.items():
        here = Sized(name, _place(*after), is_table=False)
        plan.moves.append((before and Sized(name, _place(*before), is_table=False), here))
    if found.memory:
        plan.hidden.append(_memory(book, found))
    return plan


def _bytes(book: xlwings.Book) -> bytes:
    """Return the open workbook as a file. Raises PmfError where Excel has to save it first."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / f"copy{Path(book.name).suffix or '.xlsx'}"
        try:
            save_copy(book, copy)
        except NotImplementedError:
            copy = Path(book.fullname)
            if not is_saved(book) or not copy.is_file():
                raise PmfError(
                    f"Save {book.name} in a folder of this computer first: Excel for Mac shows the"
                    " engine a workbook only as it was saved."
                ) from None
        return copy.read_bytes()


def _blocks(sheet: str, cells: Cells) -> Iterator[Block]:
    """Yield the cells of a sheet as blocks, as few as they need."""
    for place in rectangles(sheet, cells):
        rows = [
            [cells[row, column] for column in range(place.column, place.right + 1)]
            for row in range(place.row, place.bottom + 1)
        ]
        values = [[_value(held) for held, _ in row] for row in rows]
        formats = [
            (place.part(at, across), code)
            for at, row in enumerate(rows)
            for across, (_, code) in enumerate(row)
            if code
        ]
        yield Block(place, values, f"the sheet {sheet}", formats, follows=True)


def _value(held: Content) -> Value:
    if held.kind == "n":
        return float(held.text)
    if held.kind == "b":
        return held.text == "1"
    return held.text or None


def _growth(name: str, was: tuple[str, Area], now: tuple[str, Area], found: Touched) -> Growth:
    """Return a table that takes another size, its new rows with the formulas that go on."""
    before, after = _place(*was), _place(*now)
    first, columns = before.bottom + 1, range(before.columns)
    formulas = [at for at in columns if (was[0], first, before.column + at) in found.formulas]
    return Growth(Sized(name, before, is_table=True), after.rows - before.rows, tuple(formulas))


def _memory(book: xlwings.Book, found: Touched) -> Block:
    """Return what the hidden sheet says anew, over all that it said before."""
    used = book.sheets[SHEET].used_range
    height = max(used.row + used.shape[0] - 1, len(found.memory))
    width = max(used.column + used.shape[1] - 1, *(len(row) for row in found.memory))
    rows = [[*row, *[""] * (width - len(row))] for row in found.memory]
    rows += [[""] * width for _ in range(height - len(rows))]
    values = [[text or None for text in row] for row in rows]
    return Block(Place(SHEET, 1, 1, height, width), values, "what the engine remembers")


def _told(found: Touched) -> Iterator[str]:
    counts = Counter(change.kind for change in found.changes)
    known = [
        f"{counted(counts[kind], thing)} {text}"
        for kind, (thing, text) in _SAID.items()
        if counts[kind]
    ]
    if known:
        yield ", ".join(known)
    for change in found.changes:
        if change.kind is ChangeKind.TYPED_OVER:
            yield f"{change.place}: {change.old} was typed over {change.new}, and kept"
    if found.drawn:
        yield _CHARTS


def _place(sheet: str, area: Area) -> Place:
    rows, columns = area.bottom - area.top + 1, area.right - area.left + 1
    return Place(sheet, area.top, area.left, rows, columns)
