"""All that would make Excel refuse or change what is written, looked for before anything is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from pmf_engine.model.cells import LAST_ROW
from pmf_engine.model.findings import Finding, error
from pmf_engine.ribbon.coercion import GENERAL, TEXT
from pmf_engine.ribbon.formats import by_cell
from pmf_engine.ribbon.native import (
    filtered_rows,
    has_fixed_sheets,
    is_locked,
    is_protected,
)
from pmf_engine.ribbon.places import Place, runs
from pmf_engine.ribbon.plan import Block, Growth, Plan
from pmf_engine.ribbon.putting import Value
from pmf_engine.ribbon.snapshot import Kept

if TYPE_CHECKING:
    import xlwings


def faults(book: xlwings.Book, plan: Plan, kept: Mapping[Place, Kept]) -> list[Finding]:
    """Return everything that stands in the way of a plan, each with its cell and what to do.

    `kept` is what stands now in every place that the plan touches.
    """
    growing = [growth for growth in plan.growths if growth.added > 0]
    found = [fault for growth in growing for fault in _growth_faults(book, growth, kept)]
    rooms = [growth.room for growth in growing]
    for block in [*plan.blocks, *plan.stamps]:
        found += _block_faults(book, block, rooms, kept[block.place])
    found += _filtered(book, [*plan.blocks, *plan.stamps])
    found += _overlaps(plan)
    if _needs_sheet(book, plan) and has_fixed_sheets(book):
        message = (
            "The workbook is protected against new sheets, and the engine keeps where its figures"
            " came from on a hidden one. Take the protection away (Review, Protect Workbook)."
        )
        found.append(error("live-protected", message))
    return list(dict.fromkeys(found))


def too_long(plan: Plan) -> Iterator[Finding]:
    """Yield tables that would grow beyond the end of their sheet."""
    for growth in plan.growths:
        if growth.after.place.bottom > LAST_ROW:
            yield error(
                "live-no-room",
                f"The table {growth.before.name} needs {growth.added} more rows, and the sheet"
                " ends before that. Move the table to a sheet of its own.",
                sheet=growth.last.sheet,
                cell=growth.last.address,
            )


def _needs_sheet(book: xlwings.Book, plan: Plan) -> bool:
    return any(one.place.sheet not in book.sheets for one in plan.hidden)


def _block_faults(
    book: xlwings.Book, block: Block, rooms: Sequence[Place], kept: Kept
) -> Iterator[Finding]:
    place = block.place
    cells = place.cells(book)
    if is_protected(book.sheets[place.sheet]) and is_locked(cells):
        yield error(
            "live-protected",
            f"The sheet is protected, so {block.what} cannot be written."
            " Take the protection away (Review, Unprotect Sheet), refresh, and protect it again.",
            sheet=place.sheet,
            cell=place.address,
        )
    if cells.merge_cells is not False:
        yield error(
            "live-merged",
            f"{block.what} would be written over merged cells. Unmerge them.",
            sheet=place.sheet,
            cell=place.address,
        )
    standing = _standing(place, rooms)
    if standing.rows:
        yield from _formula_faults(book, block, standing, kept)
        yield from _text_faults(block, standing, kept)


def _filtered(book: xlwings.Book, blocks: Sequence[Block]) -> Iterator[Finding]:
    """Yield blocks with rows that a filter hides: Excel may write them wrongly."""
    names = dict.fromkeys(block.place.sheet for block in blocks)
    spans = {name: list(filtered_rows(book.sheets[name])) for name in names}
    for block in blocks:
        if block.place.is_within(spans[block.place.sheet]):
            yield error(
                "live-filtered",
                f"A filter hides rows where {block.what} would be written, and Excel may write"
                " these wrongly. Clear the filter (Data, Clear), and refresh.",
                sheet=block.place.sheet,
                cell=block.place.address,
            )


def _standing(place: Place, rooms: Sequence[Place]) -> Place:
    """Return the part of a block that stands before its table grows."""
    taken = [room.row for room in rooms if room.meets(place)]
    return place.part(0, 0, min(taken) - place.row, place.columns) if taken else place


def _formula_faults(
    book: xlwings.Book, block: Block, place: Place, kept: Kept
) -> Iterator[Finding]:
    """Yield cells of a block that hold a formula, or in which one from elsewhere shows."""
    held = place.cells(book).formula
    rows = held if isinstance(held, list | tuple) else ((held,),)
    cells = [
        (at, column)
        for at, row in enumerate(rows)
        for column, text in enumerate(row)
        if isinstance(text, str) and text.startswith("=") and text != kept.values[at][column]
    ]
    for column, row, count in runs(cells):
        yield error(
            "live-formula",
            f"A formula stands where {block.what} would be written. Move it to a column of your"
            " own, or give the cell another name, so that it is not lost.",
            sheet=place.sheet,
            cell=place.part(row, column, count).address,
        )


def _text_faults(block: Block, place: Place, kept: Kept) -> Iterator[Finding]:
    """Yield cells formatted as text into which a number would be written."""
    codes = by_cell(kept.place, kept.formats)
    cells = [
        (row, column)
        for row, line in enumerate(block.values[: place.rows])
        for column, value in enumerate(line)
        if codes[row][column] == TEXT and _is_number(value)
    ]
    for column, row, count in runs(cells):
        number = block.values[row][column]
        yield error(
            "live-text",
            f"The cell is formatted as text, so Excel would store the number {number:g} of"
            f" {block.what} as text. Give it the format {GENERAL} or Number.",
            sheet=place.sheet,
            cell=place.part(row, column, count).address,
        )


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float)


def _growth_faults(
    book: xlwings.Book, growth: Growth, kept: Mapping[Place, Kept]
) -> Iterator[Finding]:
    name, room = growth.before.name, growth.room
    if growth.before.is_table and book.sheets[room.sheet].tables[name].show_totals:
        yield error(
            "live-no-room",
            f"{growth.added} new rows belong at the end of the table {name}, where its row of"
            " totals stands. Turn the totals off (Table Design, Total Row), refresh, and turn them"
            " on again.",
            sheet=room.sheet,
            cell=growth.last.address,
        )
    cells = room.cells(book)
    below = [value for row in kept[room].values for value in row]
    if any(value is not None for value in below) or cells.merge_cells is not False:
        yield error(
            "live-no-room",
            f"{growth.added} new rows belong at the end of the table {name}, but the cells below"
            " it are in use. Move what stands there, or insert rows under the table.",
            sheet=room.sheet,
            cell=room.address,
        )
    elif is_protected(book.sheets[room.sheet]) and is_locked(cells):
        yield error(
            "live-protected",
            f"The sheet is protected, so the table {name} cannot grow. Take the protection away"
            " (Review, Unprotect Sheet), refresh, and protect it again.",
            sheet=room.sheet,
            cell=room.address,
        )


def _overlaps(plan: Plan) -> Iterable[Finding]:
    """Yield places that two slots would write."""
    blocks = [*plan.blocks, *plan.stamps]
    for at, block in enumerate(blocks):
        for other in blocks[:at]:
            if block.place.meets(other.place):
                yield error(
                    "live-overlap",
                    f"{block.what} and {other.what} would be written into the same cell."
                    " Move one of the two.",
                    sheet=block.place.sheet,
                    cell=block.place.address,
                )
