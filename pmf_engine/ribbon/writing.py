"""One refresh written into the open book: all of it, or none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import chain
from typing import TYPE_CHECKING, Any

from pmf_engine.model.errors import InputFaults, PmfError
from pmf_engine.ribbon.coercion import GENERAL
from pmf_engine.ribbon.formats import Formats, by_cell, formats_of, set_formats
from pmf_engine.ribbon.journal import DONE, WRITING, Journal
from pmf_engine.ribbon.native import exact
from pmf_engine.ribbon.our_sheets import add_last
from pmf_engine.ribbon.patience import await_ready
from pmf_engine.ribbon.places import Place, rectangles
from pmf_engine.ribbon.plan import Block, Growth, Plan
from pmf_engine.ribbon.preflight import faults, too_long
from pmf_engine.ribbon.putting import Values, put, same
from pmf_engine.ribbon.quiet import mode_of, quiet
from pmf_engine.ribbon.snapshot import ANYTHING, Kept, Snapshot, keep, resize

if TYPE_CHECKING:
    import xlwings

_VERY_HIDDEN = 2
_NOT_BACK = (
    "Not everything could be put back as it was: look at {}. The next press tries again, and leaves"
    " alone what you change until then; or close the workbook without saving it."
)


def write(book: xlwings.Book, plan: Plan) -> None:
    """Write a plan. Where anything fails, everything is put back before the fault goes on.

    Raises InputFaults, before anything is touched, for what stands in the way of the plan.
    """
    if found := list(too_long(plan)):
        raise InputFaults(found)
    added = sorted({one.place.sheet for one in plan.hidden if one.place.sheet not in book.sheets})
    kept = keep(book, [place for place in plan.touched() if place.sheet not in added])
    if found := faults(book, plan, kept):
        raise InputFaults(found)
    mode = mode_of(book.app)
    with quiet(book):
        journal = _begin(book, plan, Snapshot(list(kept.values()), added=added), mode)
        try:
            _write(book, plan, journal.snapshot, kept)
            journal.left = list(_read_back(book, plan))
            journal.state = DONE
            journal.write()
        except BaseException as fault:
            _take_back(book, journal, fault)
            raise


def _begin(book: xlwings.Book, plan: Plan, snapshot: Snapshot, mode: dict[str, Any]) -> Journal:
    """Write down all that will change, before the first cell is touched."""
    snapshot.sized = [growth.before for growth in plan.growths]
    snapshot.sized += [before for before, _ in plan.moves if before is not None]
    snapshot.named = [after.name for before, after in plan.moves if before is None]
    coming = list(chain(_coming(plan), _growing(plan)))
    journal = Journal(book.fullname, book.app.pid, mode, WRITING, snapshot, coming)
    journal.write()
    return journal


def _coming(plan: Plan) -> Iterator[tuple[Place, Values]]:
    for block in plan.writes():
        yield block.place, block.values


def _growing(plan: Plan) -> Iterator[tuple[Place, Any]]:
    """Yield the rooms of tables that grow: formulas come into them, and nothing else by itself."""
    for growth in plan.growths:
        if growth.added > 0:
            row = [ANYTHING if at in growth.formulas else None for at in range(growth.room.columns)]
            yield growth.room, [row] * growth.added


def _write(book: xlwings.Book, plan: Plan, snapshot: Snapshot, kept: Mapping[Place, Kept]) -> None:
    for name in snapshot.added:
        _add_hidden(book, name)
    for growth in plan.growths:
        _grow(book, growth)
    for _, after in plan.moves:
        resize(book, after)
    rooms = [growth.room for growth in plan.growths if growth.added > 0]
    for block in plan.writes():
        was = kept.get(block.place)
        if was is None or any(room.meets(block.place) for room in rooms):
            _put(book, block, list(formats_of(book, block.place)))
        else:
            _put(book, block, was.formats)


def _add_hidden(book: xlwings.Book, name: str) -> None:
    sheet = add_last(book, name)
    sheet.visible = _VERY_HIDDEN  # type: ignore[assignment]  # xlwings hands Excel's number on


def _grow(book: xlwings.Book, growth: Growth) -> None:
    """Give the new rows the looks of the last one, the table its size, and formulas their cells."""
    if growth.added < 0:
        resize(book, growth.after)
        return
    last, whole = growth.last, growth.last.part(0, 0, growth.added + 1, growth.last.columns)
    last.cells(book).autofill(whole.cells(book), "fill_formats")
    resize(book, growth.after)
    for column in growth.formulas:
        goal = whole.part(0, column, whole.rows)
        last.part(0, column).cells(book).autofill(goal.cells(book), "fill_copy")


def _put(book: xlwings.Book, block: Block, held: Formats) -> None:
    put(book, block.place, block.values, held)
    set_formats(book, list(_own_formats(block, held)))


def _own_formats(block: Block, held: Formats) -> Iterator[tuple[Place, str]]:
    """Yield the formats of a block's values for cells to which nobody has given one."""
    place, codes = block.place, by_cell(block.place, held)
    wanted: dict[str, list[tuple[int, int]]] = {}
    for part, code in block.formats:
        for row, column in part.each():
            had = codes[row - place.row][column - place.column]
            if had != code and (block.follows or had == GENERAL):
                wanted.setdefault(code, []).append((row, column))
    for code, cells in wanted.items():
        yield from ((one, code) for one in rectangles(place.sheet, cells))


def _read_back(book: xlwings.Book, plan: Plan) -> Iterator[tuple[Place, Values]]:
    """Yield what stands in each block. Raises PmfError where it is not what was written."""
    for block in plan.writes():
        held = exact(block.place.cells(book))
        for row, line in enumerate(block.values):
            for column, wanted in enumerate(line):
                if not same(held[row][column], wanted):
                    where = f"{block.place.sheet}!{block.place.cell(row, column)}"
                    raise PmfError(
                        f"{where}: Excel holds {held[row][column]!r} where {wanted!r} was written."
                    )
        yield block.place, held


def _take_back(book: xlwings.Book, journal: Journal, fault: BaseException) -> None:
    """Put everything back; a note on the fault names what could not be."""
    with suppress(PmfError):
        await_ready(book)
    try:
        rest, _ = journal.snapshot.restore(book)
        if rest:
            journal.state = WRITING
            journal.narrow(book, rest)
    except Exception:
        fault.add_note(_NOT_BACK.format("the whole of it"))
        return
    if rest:
        fault.add_note(_NOT_BACK.format(rest.where))
        return
    journal.forget()
    if isinstance(fault, PmfError):
        fault.add_note("The workbook was put back as it was.")
