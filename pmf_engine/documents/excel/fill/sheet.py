"""One sheet's part: cells read and written by splicing, what stands around them as a small tree."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property
from math import isfinite
from typing import NamedTuple

from lxml import etree

from pmf_engine.documents.excel.fill.content import BLANK, Content
from pmf_engine.documents.excel.fill.rows import Row, Rows
from pmf_engine.documents.package import parse, serialise
from pmf_engine.model.cells import Area
from pmf_engine.model.errors import PmfError
from pmf_engine.model.findings import Finding, error

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
M = f"{{{MAIN}}}"
STRICT = b"purl.oclc.org/ooxml"
_NO_DATA = "The file is damaged: a sheet of it holds no data."
_DATA = re.compile(rb"<((?:[\w.-]+:)?)sheetData(?:\s[^>]*)?(/?)>")
_ENCODED = re.compile(rb"""^\s*<\?xml[^>]*encoding\s*=\s*["'](?!utf-8)""", re.IGNORECASE)
_SPREADS = re.compile(
    rb"""<(?:[\w.-]+:)?f\s(?=[^>]*\bt=["'](?:array|dataTable)["'])[^>]*\bref=["']([^"']+)["']"""
)
_CLEAN = etree.XMLParser(
    resolve_entities=False, no_network=True, huge_tree=True, remove_comments=True, strip_cdata=True
)
_KINDS = {"inlineStr": "s", "str": "s", "d": "s"}


class Held(NamedTuple):
    """What stands in a cell: its content, the number of its format, whether a formula makes it."""

    content: Content = BLANK
    style: int = 0
    formula: bool = False


def is_number(text: str) -> bool:
    """Whether text spells a number as a cell or a chart writes it."""
    try:
        return isfinite(float(text))
    except ValueError:
        return False


def _cleaned(data: bytes) -> bytes:
    """Return a part in UTF-8, without comments and with plain text for marked sections."""
    try:
        return serialise(etree.fromstring(data, _CLEAN))
    except etree.XMLSyntaxError as fault:
        raise PmfError(f"The file is damaged: a sheet cannot be read ({fault.msg}).") from None


class SheetPart:
    """The XML of a worksheet. `shared` gives the shared text of a number.

    Raises PmfError where the part is not one that Excel writes.
    """

    def __init__(self, data: bytes, shared: Callable[[int], str]) -> None:
        if b"<!--" in data or b"<![CDATA[" in data or (not data.isascii() and _ENCODED.match(data)):
            data = _cleaned(data)
        found = _DATA.search(data)
        if found is None:
            raise PmfError(_NO_DATA)
        self.prefix = found[1].decode()
        end, after = found.end(), found.end()
        if not found[2]:
            closing = re.compile(rb"</%bsheetData\s*>" % found[1]).search(data, end)
            if closing is None:
                raise PmfError(_NO_DATA)
            end, after = closing.span()
        self.rows = Rows(data[found.end() : end], self.prefix)
        self._head, self._tail, self._shared = data[: found.start()], data[after:], shared
        self._shell_changed = self._cleared = False
        self._read: dict[tuple[int, int], Held] = {}
        self.changed: set[tuple[int, int]] = set()
        self.restyled: set[tuple[int, int]] = set()

    @cached_property
    def shell(self) -> etree._Element:
        """The sheet without its rows; call `shell_changes` before changing it."""
        return parse(self._head + self._marker + self._tail)

    @property
    def _marker(self) -> bytes:
        return f"<{self.prefix}sheetData/>".encode()

    def shell_changes(self) -> etree._Element:
        """Return the sheet without its rows, to be changed."""
        self._shell_changed = True
        return self.shell

    @property
    def is_changed(self) -> bool:
        """Whether anything was written."""
        return bool(self.rows.changed) or self._shell_changed or self._cleared

    def read(self, row: int, column: int) -> Held:
        """Return what stands in a cell."""
        known = self._read.get((row, column))
        if known is None:
            found = self.rows.peek(row)
            known = Held() if found is None else self._held(found, column)
            self._read[row, column] = known
        return known

    def _held(self, row: Row, column: int) -> Held:
        cell = row.cells.get(column)
        if cell is None:
            return Held()
        kind, text = row.text_of(cell)
        if kind == "s":
            text = self._shared(int(text)) if text.isdecimal() else ""
        if kind == "n" and text and not is_number(text):
            kind = "e"
        shown = Content(_KINDS.get(kind, kind), text) if text else BLANK
        return Held(shown, cell.style, row.holds_formula(column))

    def write(self, row: int, column: int, held: Content, style: int | None = None) -> None:
        """Write a cell, keeping its format unless a style is given."""
        self.rows.row(row).put(column, held, style)
        self._read.pop((row, column), None)
        self.changed.add((row, column))

    def write_formula(
        self, row: int, column: int, formula: bytes, style: int, result: Content = BLANK
    ) -> None:
        """Write a formula, given as the XML of its element, and its last result if it has one."""
        self.rows.row(row).put_formula(column, formula, style, result)
        self._read.pop((row, column), None)
        self.changed.add((row, column))

    def restyle(self, row: int, column: int, style: int) -> None:
        """Give a cell another format and leave what it holds."""
        self.rows.row(row).restyle(column, style)
        self._read.pop((row, column), None)
        self.restyled.add((row, column))

    def raise_row(self, row: int, points: float | None) -> None:
        """Make a row so high, unless it is higher or nothing is said."""
        found = self.rows.peek(row)
        now = found.height if found else None
        if points is not None and (now is None or now < points):
            self.rows.row(row).raise_to(points)

    def clear(self) -> None:
        """Take out every row."""
        self.rows = Rows(b"", self.prefix)
        self._read.clear()
        self._cleared = True

    @cached_property
    def merged(self) -> list[Area]:
        """The blocks of merged cells."""
        refs = (each.get("ref", "") for each in self.shell.iter(f"{M}mergeCell"))
        return [area for ref in refs if (area := Area.parse(ref))]

    @cached_property
    def spreads(self) -> list[Area]:
        """The blocks that array formulas and data tables fill."""
        refs = (found[1].decode() for found in self.rows.find(_SPREADS, b"array", b"dataTable"))
        return [area for ref in refs if (area := Area.parse(ref))]

    def obstacle(self, row: int, column: int) -> Finding | None:
        """Return why a cell may not be written, or None."""
        found = self.rows.peek(row)
        if found is not None and found.holds_formula(column):
            return error("fill-formula", "This cell holds a formula. Nothing was filled.")
        if any(area.holds(row, column) for area in self.spreads):
            words = "This cell is filled by a formula in another cell. Nothing was filled."
            return error("fill-spill", words)
        for area in self.merged:
            if area.holds(row, column) and (row, column) != (area.top, area.left):
                words = f"This cell is part of the merged cells {area}. Nothing was filled."
                return error("fill-merged", words)
        return None

    def occupied(self, area: Area) -> Iterator[tuple[int, int]]:
        """Yield the row and column of each cell of a block that is not blank."""
        for row in self.rows.filled_below(area.top - 1):
            if row.number > area.bottom:
                return
            for column, cell in row.cells.items():
                if cell.inner and area.left <= column <= area.right:
                    yield row.number, column

    def to_xml(self) -> bytes:
        """Return the part's bytes."""
        self._widen()
        head, tail, rows = self._head, self._tail, self.rows.pieces()
        if self._shell_changed:
            head, tail = serialise(self.shell).split(self._marker, 1)
        if not rows:
            return b"".join([head, self._marker, tail])
        p = self.prefix.encode()
        return b"".join([head, b"<%ssheetData>" % p, *rows, b"</%ssheetData>" % p, tail])

    def _widen(self) -> None:
        """Make the used block that the sheet declares hold every cell written."""
        declared = self.shell.find(f"{M}dimension")
        if declared is None or not self.changed:
            return
        area = Area.parse(declared.get("ref", "")) or Area(1, 1, 1, 1)
        rows = [row for row, _ in self.changed]
        columns = [column for _, column in self.changed]
        wide = Area(
            min(area.left, *columns), min(area.top, *rows),
            max(area.right, *columns), max(area.bottom, *rows),
        )  # fmt: skip
        if wide != area:
            self._shell_changed = True
            declared.set("ref", str(wide))
