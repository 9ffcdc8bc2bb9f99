"""How high rows are and where printed pages end, so that nothing overlaps or is cut in two."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import ceil
from typing import Any

ROW_POINTS, PIXELS_PER_CM = 15.75, 96 / 2.54
_LINE_POINTS, _PADDING_POINTS, _MOST_POINTS = 12.75, 3.0, 409.0
POINTS_PER_CM, _PIXELS_PER_EM, _PIXELS_PER_CHAR = 72 / 2.54, 10 * 96 / 72, 7
_LANDSCAPE_CM, _PORTRAIT_CM = (27.16, 17.19), (18.46, 25.89)  # A4 within our margins
# Programs differ in how wide they draw a column, and so in how much a page one column wide holds.
_PAGE_FACTORS = 0.96, 1.0, 1.05, 1.09, 1.13
# Widths of Arial's letters in thousandths of the type size, where they are not about 556.
_ARIAL = {
    **dict.fromkeys("ijl'|", 222), **dict.fromkeys(" ft.,:;!/[]()I-", 278), "r": 333,
    **dict.fromkeys("ckvxyzsJ", 500), **dict.fromkeys("ABEKPSVXYCDHNRUw", 700),
    **dict.fromkeys("GOQmM%W@", 860),
}  # fmt: skip


def columns_cm(widths: Sequence[float]) -> float:
    """Return how wide columns are together, given their widths in characters."""
    return sum(int(width * _PIXELS_PER_CHAR + 0.5) + 5 for width in widths) / PIXELS_PER_CM


@cache
def line_count(text: str, chars: float) -> int:
    """Return how many lines text takes in a column so many characters wide, in 10 point Arial."""
    room = chars * _PIXELS_PER_CHAR / _PIXELS_PER_EM
    return sum(_lines_of(paragraph, room) for paragraph in text.split("\n"))


class Rows:
    """The heights in points of a sheet's rows: one line each unless more is noted."""

    def __init__(self) -> None:
        """Start with every row one line high."""
        self.points: dict[int, float] = {}

    def wrap(self, row: int, text: str, chars: float) -> None:
        """Note text that must fit in a row, in a column so many characters wide."""
        if (lines := line_count(text, chars)) > 1:
            self.at_least(row, lines * _LINE_POINTS + _PADDING_POINTS)

    def at_least(self, row: int, points: float) -> None:
        """Note that a row must be so high, up to what Excel allows."""
        self.points[row] = min(_MOST_POINTS, max(points, self.points.get(row, ROW_POINTS)))

    def apply(self, sheet: Any) -> None:
        """Set the heights on a sheet."""
        sheet.set_default_row(ROW_POINTS)
        for row, points in self.points.items():
            sheet.set_row(row, points)

    def first_fit(self, row: int, cm: float, pages: Sequence[float], header: int) -> int:
        """Return the first row, from `row` on, where no page's end cuts a thing so high.

        `pages` are the heights that a page may have, in centimetres of the sheet; `header` is the
        row that every page repeats. Things higher than a page go where they are.
        """
        before, points = None, rows_for(cm) * ROW_POINTS
        least = points + self.points.get(header, ROW_POINTS)
        while row != before:
            before = row
            for page in pages:
                if page * POINTS_PER_CM >= least:
                    row = self._fit(row, points, page * POINTS_PER_CM, header)
        return row

    def _fit(self, row: int, points: float, page: float, header: int) -> int:
        used, at = 0.0, 0
        while at < row or used + points > page:
            height = self.points.get(at, ROW_POINTS)
            if used + height > page:
                used = self.points.get(header, ROW_POINTS)
                if at >= row:
                    return at
            used, at = used + height, at + 1
        return at


def page_heights(width_cm: float, *, landscape: bool) -> tuple[float, ...]:
    """Return how much of a sheet so wide may fit down a page that holds its whole width."""
    across, down = _LANDSCAPE_CM if landscape else _PORTRAIT_CM
    return tuple(down * max(1.0, width_cm * factor / across) for factor in _PAGE_FACTORS)


def rows_for(cm: float) -> int:
    """Return how many rows of one line a thing so high covers."""
    return ceil(cm * POINTS_PER_CM / ROW_POINTS)


def _lines_of(paragraph: str, room: float) -> int:
    lines, used = 1, 0.0
    for word in paragraph.split(" "):
        width = sum(_ARIAL.get(letter, 556) for letter in word) / 1000
        if used and used + width > room:
            lines, used = lines + 1, 0.0
        used += width + _ARIAL[" "] / 1000
        if width > room:
            lines, used = lines + int(width / room), width % room
    return lines
