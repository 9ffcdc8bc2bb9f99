"""Rules and names that cover a table, stretched when it grows: never cloned."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from pmf_engine.documents.excel.fill.names import Names, absolute
from pmf_engine.documents.excel.fill.sheet import M, SheetPart
from pmf_engine.model.cells import Area, target

_XM = "{http://schemas.microsoft.com/office/excel/2006/main}"
_X14 = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}"
_COVERED = ("conditionalFormatting", "dataValidation", "ignoredError", "protectedRange")
_COVERED_14 = ("conditionalFormatting", "dataValidation")


def stretched(area: Area, table: Area, bottom: int) -> Area:
    """Return a block that ends with the last row of a table, made to end at another row.

    Blocks that end elsewhere, or stand beside the table, are returned as they are.
    """
    beside = area.right < table.left or area.left > table.right
    if beside or area.bottom != table.bottom or area.top < table.top:
        return area
    return Area(area.left, area.top, area.right, bottom)


def stretch_rules(sheet: SheetPart, table: Area, bottom: int) -> None:
    """Stretch conditional formats, validations and the like over a table's new rows."""
    for element in _elements(sheet.shell):
        name = "sqref" if element.tag.startswith(M) else None
        old = element.get("sqref", "") if name else element.text or ""
        new = " ".join(_stretched(piece, table, bottom) for piece in old.split())
        if new != old:
            sheet.shell_changes()
            if name:
                element.set(name, new)
            else:
                element.text = new


def stretch_names(names: Names, sheet: str, table: Area, bottom: int) -> None:
    """Stretch defined names that end with a table's last row over its new rows."""
    for each in names:
        place = target((each.text or "").strip())
        if place is None or place[0] != sheet or place[1].top == place[1].bottom:
            continue
        wide = stretched(place[1], table, bottom)
        if wide != place[1]:
            each.text = absolute(sheet, wide)
            names.changed = True


def _elements(shell: etree._Element) -> Iterator[etree._Element]:
    yield from shell.iter(*(f"{M}{name}" for name in _COVERED))
    for each in shell.iter(*(f"{_X14}{name}" for name in _COVERED_14)):
        yield from each.iterfind(f"{_XM}sqref")


def _stretched(piece: str, table: Area, bottom: int) -> str:
    area = Area.parse(piece)
    return piece if area is None else str(stretched(area, table, bottom))
