"""Where a value stands in a workbook: columns by letter, spans of rows, sources with a hash."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384  # of a sheet of Excel
_AREA = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d+)(?::\$?([A-Za-z]{1,3})\$?(\d+))?")

_TARGET = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!(.+)", re.DOTALL)


@cache
def column_letter(index: int) -> str:
    """Return the letters of a column counted from 1: 1 is A, 28 is AB."""
    letters = ""
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@cache
def column_index(letters: str) -> int:
    """Return the number, from 1, of a column given by its letters."""
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - 64
    return index


@dataclass(frozen=True, slots=True)
class Area:
    """A block of cells on a sheet, all numbers from 1 and inclusive."""

    left: int
    top: int
    right: int
    bottom: int

    @staticmethod
    def parse(text: str) -> Area | None:
        """Return the block that A1 text names, or None."""
        match = _AREA.fullmatch(text)
        if not match:
            return None
        left, top = column_index(match[1]), int(match[2])
        if match[3] is None:
            return Area(left, top, left, top)
        return Area(left, top, column_index(match[3]), int(match[4]))

    def __str__(self) -> str:
        first = cell_name(self.top, self.left)
        last = cell_name(self.bottom, self.right)
        return first if first == last else f"{first}:{last}"

    def holds(self, row: int, column: int) -> bool:
        """Whether a cell stands in the block."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right


def cell_name(row: int, column: int) -> str:
    """Return the A1 name of a cell, row and column counted from 1."""
    return f"{column_letter(column)}{row}"


def target(text: str) -> tuple[str, Area] | None:
    """Return the sheet and block that a defined name's text points at, or None."""
    match = _TARGET.fullmatch(text)
    if not match or "[" in text:
        return None
    area = Area.parse(match[3])
    sheet = match[1].replace("''", "'") if match[1] else match[2]
    return None if area is None else (sheet, area)


@dataclass(frozen=True, slots=True)
class Source:
    """A block of cells that was read: workbook file name, sheet, A1 range, SHA-256 of the file."""

    workbook: str
    sheet: str
    range: str
    sha256: str

    def as_json(self) -> dict[str, str]:
        """The documented JSON object."""
        return {
            "workbook": self.workbook,
            "sheet": self.sheet,
            "range": self.range,
            "sha256": self.sha256,
        }

    def __str__(self) -> str:
        return f"{self.workbook}, {self.sheet}!{self.range}"


def spans(runs: Iterable[tuple[int, int, int]]) -> list[str]:
    """Return (column, first row, last row) runs, from 1, as A1 ranges: merged down, then across."""
    blocks: list[tuple[int, int, int]] = []
    for column, top, bottom in sorted(set(runs)):
        if blocks and blocks[-1][0] == column and top <= blocks[-1][2] + 1:
            blocks[-1] = (column, blocks[-1][1], max(bottom, blocks[-1][2]))
        else:
            blocks.append((column, top, bottom))
    return [_a1(*block) for block in _across(blocks)]


def _across(blocks: list[tuple[int, int, int]]) -> list[tuple[int, int, int, int]]:
    wide: list[tuple[int, int, int, int]] = []
    for column, top, bottom in sorted(blocks, key=lambda block: (block[1], block[2], block[0])):
        if wide and wide[-1][1:3] == (top, bottom) and wide[-1][3] == column - 1:
            wide[-1] = (*wide[-1][:3], column)
        else:
            wide.append((column, top, bottom, column))
    return wide


def _a1(left: int, top: int, bottom: int, right: int) -> str:
    first, last = f"{column_letter(left)}{top}", f"{column_letter(right)}{bottom}"
    return first if first == last else f"{first}:{last}"
