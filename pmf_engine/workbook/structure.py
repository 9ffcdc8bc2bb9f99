"""The sheets, defined names and Excel tables of a workbook, from its own XML."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from pmf_engine.model.cells import Area
from pmf_engine.workbook.package import Package, refuse_strict

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class ExcelTable:
    """A table part: its name, sheet, block with header and any totals row, headings."""

    name: str
    sheet: str
    area: Area
    headings: tuple[str, ...]
    has_header: bool = True
    totals_rows: int = 0


class Structure:
    """What a workbook says of itself; sheets and tables are looked up in any case of letters."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._root = package.xml(package.workbook_part)
        refuse_strict(self._root)
        self.parts = self._sheet_parts()
        self._tables: dict[str, list[ExcelTable]] = {}

    @property
    def styles_part(self) -> str | None:
        """The part that holds cell styles."""
        return self._part_of("styles")

    @property
    def reader_parts(self) -> list[str]:
        """The parts that hold what all sheets share."""
        return [part for kind in ("sharedStrings", "styles") if (part := self._part_of(kind))]

    def _part_of(self, wanted: str) -> str | None:
        relations = self._package.relations(self._package.workbook_part).values()
        return next((part for kind, part in relations if kind == wanted), None)

    @property
    def sheets(self) -> list[str]:
        """The names of the worksheets, in order."""
        return list(self.parts)

    def sheet(self, name: str) -> str | None:
        """Return a sheet's name as spelt, or None."""
        return next((one for one in self.parts if one.casefold() == name.casefold()), None)

    @property
    def waits_for_calculation(self) -> bool:
        """Whether the file asks Excel to calculate it when next opened, so results are stale."""
        setting = self._root.find(f"{_MAIN}calcPr")
        return setting is not None and setting.get("fullCalcOnLoad") in ("1", "true")

    @cached_property
    def names(self) -> dict[str, str]:
        """Defined name, in lower case, to what it points at; a name of the whole book first."""
        found: dict[str, str] = {}
        for one in self._root.iter(f"{_MAIN}definedName"):
            name, target = one.get("name", "").casefold(), (one.text or "").strip()
            if one.get("localSheetId") is None:
                found[name] = target
            else:
                found.setdefault(name, target)
        return found

    def tables_on(self, sheet: str) -> list[ExcelTable]:
        """Return the Excel tables that stand on a sheet."""
        if sheet not in self._tables:
            relations = self._package.relations(self.parts[sheet]).values()
            found = (self._table(sheet, part) for kind, part in relations if kind == "table")
            self._tables[sheet] = [table for table in found if table is not None]
        return self._tables[sheet]

    def table(self, name: str) -> ExcelTable | None:
        """Return the Excel table of a name, wherever it stands."""
        own = self.sheet(name)
        for sheet in sorted(self.parts, key=lambda one: one != own):
            for table in self.tables_on(sheet):
                if table.name.casefold() == name.casefold():
                    return table
        return None

    def _sheet_parts(self) -> dict[str, str]:
        relations = self._package.relations(self._package.workbook_part)
        found = {}
        for sheet in self._root.iter(f"{_MAIN}sheet"):
            kind, part = relations.get(sheet.get(_ID, ""), ("", ""))
            if kind == "worksheet" and part in self._package:
                found[sheet.get("name", "")] = part
        return found

    def _table(self, sheet: str, part: str) -> ExcelTable | None:
        if part not in self._package:
            return None
        root = self._package.xml(part)
        area = Area.parse(root.get("ref", ""))
        if area is None:
            return None
        return ExcelTable(
            name=root.get("displayName", "") or root.get("name", ""),
            sheet=sheet,
            area=area,
            headings=tuple(_heading(one) for one in root.iter(f"{_MAIN}tableColumn")),
            has_header=root.get("headerRowCount", "1") != "0",
            totals_rows=whole(root.get("totalsRowCount")),
        )


def whole(text: str | None) -> int:
    """Return the whole number that an attribute holds, 0 where it holds none."""
    return int(text) if text and text.isascii() and text.isdigit() else 0


def _heading(column: etree._Element) -> str:
    return _ESCAPE.sub(lambda code: chr(int(code[1], 16)), column.get("name", "")).strip()
