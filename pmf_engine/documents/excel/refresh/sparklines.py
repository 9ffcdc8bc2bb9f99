"""The small lines in a column of a table: their data follow the rows, new rows get one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from decimal import Decimal

from lxml import etree

from pmf_engine.documents.excel.fill.content import BLANK, Content, number_text
from pmf_engine.documents.excel.fill.names import absolute
from pmf_engine.documents.excel.memory import alike
from pmf_engine.documents.excel.refresh.session import Session
from pmf_engine.model.cells import Area, cell_name, target

_XM = "{http://schemas.microsoft.com/office/excel/2006/main}"
_X14 = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}"
Run = Sequence[Decimal | None]


def refresh_sparklines(
    session: Session, sheet: str, column: int, runs: Mapping[int, Run]
) -> bool | None:
    """Draw the lines of a column from new values, given by the sheet's row.

    Return whether anything changed, None where the sheet has no lines in that column any more.
    """
    lines = dict(_lines(session, sheet, column))
    if not lines:
        return None
    changed = [
        _update(session, sheet, line, run)
        for row, run in runs.items()
        if run and (line := lines.get(row)) is not None
    ]
    missing = {row: run for row, run in runs.items() if run and row not in lines}
    for row, run in missing.items():
        _add(session, sheet, next(iter(lines.values())), cell_name(row, column), run)
    return any(changed) or bool(missing)


def _lines(session: Session, sheet: str, column: int) -> Iterator[tuple[int, etree._Element]]:
    for line in session.old.sheet(sheet).shell.iter(f"{_X14}sparkline"):
        cell = Area.parse(line.findtext(f"{_XM}sqref") or "")
        place = target(line.findtext(f"{_XM}f") or "")
        if cell and cell.left == column and place and place[0] in session.old.parts:
            yield cell.top, line


def _update(session: Session, sheet: str, line: etree._Element, run: Run) -> bool:
    place = target(line.findtext(f"{_XM}f") or "")
    if place is None:
        return False
    shelf, area = place
    wide = Area(area.left, area.top, area.left + len(run) - 1, area.top)
    written = _write(session, shelf, area, run)
    if wide != area:
        session.old.sheet(sheet).shell_changes()
        _set(line, "f", absolute(shelf, wide))
    return written or wide != area


def _write(session: Session, shelf: str, area: Area, run: Run) -> bool:
    target_sheet, written = session.old.sheet(shelf), False
    values = [*run, *[None] * (area.right - area.left + 1 - len(run))]
    for column, value in enumerate(values, area.left):
        wanted = BLANK if value is None else Content("n", number_text(value))
        held = target_sheet.read(area.top, column).content
        if not alike(held, wanted):
            target_sheet.write(area.top, column, wanted)
            written = True
    return written


def _add(session: Session, sheet: str, like: etree._Element, cell: str, run: Run) -> None:
    place = target(like.findtext(f"{_XM}f") or "")
    parent = like.getparent()
    if place is None or parent is None:
        return
    row = session.old.sheet(place[0]).rows.last + 1
    area = Area(1, row, len(run), row)
    _write(session, place[0], area, run)
    session.old.sheet(sheet).shell_changes()
    line = deepcopy(like)
    _set(line, "f", absolute(place[0], area))
    _set(line, "sqref", cell)
    parent.append(line)


def _set(line: etree._Element, name: str, text: str) -> None:
    for each in line.iterfind(f"{_XM}{name}"):
        each.text = text
