"""Sheets that the ribbon makes in a workbook to tell something, such as what the checks found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pmf_engine.documents.palette import HEADER, SECONDARY, WHITE
from pmf_engine.documents.text import unique
from pmf_engine.model.errors import PmfError
from pmf_engine.ribbon import leave
from pmf_engine.ribbon.coercion import at_risk
from pmf_engine.ribbon.native import exact, has_fixed_sheets, is_protected
from pmf_engine.ribbon.quiet import quiet

if TYPE_CHECKING:
    import xlwings

HEADER_ROW = 4
_NAME_LIMIT, _TEXT_LIMIT = 31, 255
Row = Sequence[str]


@dataclass(frozen=True, slots=True)
class OurSheet:
    """What such a sheet says: title, a note, headings, rows of text or links, widths in letters."""

    title: str
    note: str
    headings: Row
    rows: Sequence[Row]
    widths: Sequence[float]


def link(text: str, *, path: str = "", sheet: str = "", cell: str = "") -> str:
    """Return a formula that shows text and leads to a cell; text alone where it would be too long.

    Without a path the cell is one of the same workbook.
    """
    place = f"'{sheet.replace(chr(39), chr(39) * 2)}'!{cell}" if sheet else ""
    target = f"[{path}]{place}" if path and place else path or f"#{place}"
    if max(len(target), len(text)) > _TEXT_LIMIT:
        return text
    return f'=HYPERLINK("{_quoted(target)}","{_quoted(text)}")'


def show(book: xlwings.Book, spec: OurSheet) -> xlwings.Sheet:
    """Write a sheet, over the one that was written last time, and bring it up; return it.

    A workbook that is protected against new sheets is left alone: the sheet comes in a new one.

    Raises PmfError where the sheet of last time is protected.
    """
    goal = book
    if find(book, spec.title) is None and has_fixed_sheets(book):
        leave.begin()
        goal = book.app.books.add()
    held = find(goal, spec.title)
    if held is not None and is_protected(held):
        raise PmfError(
            f"The sheet {held.name} is protected, so it cannot be written anew. Take the protection"
            " away (Review, Unprotect Sheet), or delete the sheet, and press again."
        )
    with quiet(goal):
        sheet = held or _added(goal, spec.title)
        sheet.clear()
        _write(sheet, spec)
    sheet.activate()
    return sheet


def add_last(book: xlwings.Book, name: str) -> xlwings.Sheet:
    """Return a new sheet after all others."""
    return book.sheets.add(name, after=book.sheets[len(book.sheets) - 1])


def find(book: xlwings.Book, title: str) -> xlwings.Sheet | None:
    """Return the sheet that this title was written on, None where there is none."""
    named = [sheet for sheet in book.sheets if sheet.name.startswith(title[: _NAME_LIMIT - 4])]
    return next((one for one in named if exact(one["A1"])[0][0] == title), None)


def _added(book: xlwings.Book, title: str) -> xlwings.Sheet:
    taken = {sheet.name.lower() for sheet in book.sheets}
    return add_last(book, unique(title, taken, _NAME_LIMIT))


def _write(sheet: xlwings.Sheet, spec: OurSheet) -> None:
    width = len(spec.headings)
    for at, chars in enumerate(spec.widths, 1):
        sheet.range((1, at)).column_width = chars
    sheet["A1"].value = [[spec.title], [_safe(spec.note)]]
    sheet["A1"].font.bold, sheet["A1"].font.size = True, 14
    sheet["A2"].font.color = SECONDARY
    head = sheet.range((HEADER_ROW, 1), (HEADER_ROW, width))
    head.value = [list(spec.headings)]
    head.font.bold, head.font.color, head.color = True, WHITE, HEADER
    if spec.rows:
        body = sheet.range((HEADER_ROW + 1, 1), (HEADER_ROW + len(spec.rows), width))
        body.value = [[_safe(text) for text in row] for row in spec.rows]
        body.wrap_text, body.vertical_alignment = True, "top"


def _safe(text: str) -> str:
    """Return text that Excel keeps as it is; a link stays the formula that it is."""
    return f"'{text}" if at_risk(text) and not text.startswith("=HYPERLINK(") else text


def _quoted(text: str) -> str:
    return text.replace('"', '""')
