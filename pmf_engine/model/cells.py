"""Where a value stands in a workbook: columns by letter, spans of rows, sources with a hash."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache


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
