"""What a sheet's own XML says of cells that a reader of values cannot tell: errors, formulas."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from pmf_engine.model.cells import LAST_COLUMN, Area, column_index
from pmf_engine.workbook.structure import whole

MAX_CELLS = 40_000_000
_OVERLAP = 64
_ROOT = re.compile(rb"<(?:([\w.-]+):)?worksheet\b")
_ATTRIBUTE = r"""\b%s\s*=\s*["']([^"']*)["']"""
_R, _S, _T = (re.compile((_ATTRIBUTE % name).encode()) for name in "rst")
_WIDE = re.compile(rb"""r=["'][A-Z]{2}""")
_LETTERS = re.compile(rb"""r=["']([A-Z]{1,3})\d""")
_HIDDEN = re.compile(rb"""\bhidden\s*=\s*["'](?:1|true)["']""")
_MERGED = re.compile(rb"""mergeCell\s[^>]*?\bref\s*=\s*["']([^"']*)["']""")


@dataclass(frozen=True, slots=True)
class Trouble:
    """A cell that reads as blank and is not: the error it shows, or "" for no saved result."""

    error: str


class SheetXml:
    """One sheet's XML, searched as bytes: parsing a million cells to find none is too slow.

    A large sheet is unpacked piece by piece to see whether it holds anything remarkable at all;
    only one that does is held whole.
    """

    def __init__(self, stream: Callable[[], Iterator[bytes]]) -> None:
        self._stream = stream
        self._head = self._tail = b""
        self._wide = self._hides = False
        self._survey()
        root = _ROOT.search(self._head)
        prefix = re.escape(root[1]) + b":" if root and root[1] else b""
        self._prefix = prefix
        self._cell = re.compile(b"<" + prefix + rb"c[\s>/]")
        self._formula = re.compile(b"<" + prefix + rb"f[\s>/]")
        self._row = re.compile(b"<" + prefix + rb"row[\s>][^>]*>?")

    def _survey(self) -> None:
        last = b""
        for window, piece in self._windows():
            self._head = self._head or window
            self._wide = self._wide or _WIDE.search(window) is not None
            self._hides = self._hides or b"hidden" in window
            self._tail, last = last, piece
        self._tail += last

    def _windows(self) -> Iterator[tuple[bytes, bytes]]:
        """Yield each piece after the end of the last, since what is sought may lie across both."""
        end = b""
        for piece in self._stream():
            window = end + piece
            yield window, piece
            end = window[-_OVERLAP:]

    @cached_property
    def _data(self) -> bytes:
        return b"".join(self._stream())

    def _ending(self, mark: bytes) -> bytes:
        """Return the end of the XML, and enough of it to hold the last of a mark."""
        return self._tail if mark in self._tail else self._data

    @cached_property
    def last_row(self) -> int:
        """The number of the last row element that has one, 0 when there is none."""
        mark = b"<" + self._prefix + b"row "
        row = self._ending(mark).rpartition(mark)
        match = _R.search(row[2].partition(b">")[0]) if row[1] else None
        return _whole(match[1]) if match else 0

    @cached_property
    def cells(self) -> int:
        """The most cells that the smallest block around all cells may hold."""
        rows = self.last_row
        if rows * LAST_COLUMN <= MAX_CELLS:
            return rows * LAST_COLUMN
        if not self._wide:
            return rows * 26
        letters = set(_LETTERS.findall(self._data))
        return rows * max((column_index(one.decode()) for one in letters), default=26)

    @property
    def has_formulas_near_top(self) -> bool:
        """Whether any cell of the first rows holds a formula."""
        return self._formula.search(self._head) is not None

    @cached_property
    def _has_formulas(self) -> bool:
        return self._formula.search(self._data) is not None

    @cached_property
    def _is_suspect(self) -> bool:
        marks = (b'"e"', b"'e'", b"<" + self._prefix + b"f")
        return any(mark in window for window, _ in self._windows() for mark in marks)

    @cached_property
    def trouble(self) -> dict[tuple[int, int], Trouble]:
        """(row, column) of every cell that shows an error or has no saved result."""
        return {**self._uncalculated(), **self._errors()} if self._is_suspect else {}

    @cached_property
    def hidden_rows(self) -> frozenset[int]:
        """The numbers of hidden rows."""
        if not self._hides:
            return frozenset()
        found = set()
        for count, row in enumerate(self._row.finditer(self._data), 1):
            if _HIDDEN.search(row[0]):
                number = _R.search(row[0])
                found.add(_whole(number[1]) if number else count)
        return frozenset(found)

    @cached_property
    def merged(self) -> tuple[Area, ...]:
        """The merged blocks."""
        found = _MERGED.findall(self._ending(b"sheetData").rpartition(b"sheetData")[2])
        areas = (Area.parse(text.decode("ascii", "replace")) for text in found)
        return tuple(area for area in areas if area is not None)

    def styled(self, styles: frozenset[int]) -> set[tuple[int, int]]:
        """Return (row, column) of every cell that has one of the styles."""
        found = set()
        for cell in self._cell.finditer(self._data):
            style = _S.search(self._data, cell.start(), self._tag_end(cell.start()))
            if style and _whole(style[1]) in styles:
                found.add(self._place(cell.start()))
        return found

    def _errors(self) -> dict[tuple[int, int], Trouble]:
        found = {}
        for quoted in (b'"e"', b"'e'"):
            at = self._data.find(quoted)
            while at >= 0:
                start = self._data.rfind(b"<", 0, at)
                kind = _T.search(self._data, start, self._tag_end(start))
                if kind and kind[1] == b"e" and self._cell.match(self._data, start):
                    found[self._place(start)] = Trouble(self._value_after(at) or "#ERROR!")
                at = self._data.find(quoted, at + 1)
        return found

    def _value_after(self, at: int) -> str:
        pattern = b"<" + self._prefix + rb"v[^>]*>([^<]*)<"
        match = re.compile(pattern).search(self._data, at, at + 100_000)
        return match[1].decode("utf-8", "replace").strip() if match else ""

    def _uncalculated(self) -> dict[tuple[int, int], Trouble]:
        """Find formulas without a value; an empty one is a true blank where the result is text."""
        if not self._has_formulas:
            return {}
        p = self._prefix
        ends = b"(?:</%bf>|<%bf(?:\\s[^>]*)?/>)" % (p, p)
        empty = rb"\s*(?:<%bv\s*/>|<%bv[^>]*>\s*</%bv>)?\s*</%bc>" % (p, p, p, p)
        found = {}
        for match in re.finditer(ends + empty, self._data):
            start = self._cell_before(match.start())
            kind = _T.search(self._data, start, self._tag_end(start))
            if not (kind and kind[1] == b"str"):
                found[self._place(start)] = Trouble("")
        return found

    def _cell_before(self, at: int) -> int:
        tag = b"<" + self._prefix + b"c"
        while at > 0:
            at = self._data.rfind(tag, 0, at)
            if self._cell.match(self._data, at):
                break
        return at

    def _tag_end(self, start: int) -> int:
        end = self._data.find(b">", start)
        return len(self._data) if end < 0 else end

    def _place(self, start: int) -> tuple[int, int]:
        """Return (row, column) of the cell whose tag starts here, counting where it has no name."""
        name = _R.search(self._data, start, self._tag_end(start))
        area = Area.parse(name[1].decode("ascii", "replace")) if name else None
        if area is not None:
            return area.top, area.left
        row = self._data.rfind(b"<" + self._prefix + b"row", 0, start)
        number = _R.search(self._data, row, self._tag_end(row))
        column = sum(1 for _ in self._cell.finditer(self._data, row, start)) + 1
        if number:
            return _whole(number[1]), column
        return sum(1 for _ in self._row.finditer(self._data, 0, row)) + 1, column


def _whole(text: bytes) -> int:
    return whole(text.decode("ascii", "replace"))
