"""How each kind of value stands in a cell: typed, unrounded, shown by its number format."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from pmf_engine.documents.excel.book import DATE_FORMAT, FIRST_YEAR, Book
from pmf_engine.documents.excel.pages import Rows
from pmf_engine.documents.palette import FLAGS, GREY, LINK, ROOM, figure_format, number_format
from pmf_engine.documents.text import clean, looks_like_formula
from pmf_engine.model.cells import cell_name
from pmf_engine.model.content import CellValue, Field, Flagged, Label, Link, Narrative, Wording
from pmf_engine.model.values import Figure, Missing

Writer = Callable[[int, int, Any], object]
_MOST_PLACES = 6
BOLD = 0.9  # bold letters that stand where one plain letter does
_REMARK = {"x_scale": 2.4, "y_scale": 1.6, "font_name": "Arial", "font_size": 9}
_WORD = re.compile(r"\w")


class Cells(dict[type, Writer]):
    """The writers of one column by the type of value; formats are looked up once each.

    `seen` is told of every figure with the row and column where it stands.
    """

    def __init__(
        self,
        book: Book,
        sheet: Any,
        field: Field,
        seen: Callable[[Figure, int, int], None],
        rows: Rows,
        *,
        indent: int = 0,
        look: str = "ruled",
        tabs: Mapping[str, tuple[str, int]] | None = None,
    ) -> None:
        """Prepare the column's formats; a column that is not right-aligned wraps its text.

        `tabs` gives the tab of each sheet by the report's name for it, and its first row of data,
        from 1.
        """
        super().__init__()
        self.book, self.sheet, self.seen, self.rows, self.look = book, sheet, seen, rows, look
        self.indent, self.chars = indent, field.chars - indent
        self.room = 10**9 if field.right else int(self.chars) - 3
        self.align = "right" if field.right else "left"
        text = {"align": self.align, "text_wrap": not field.right, "indent": indent}
        self.text_look = book.format(look, **text)
        self.quoted_look = book.format(look, **text, quote_prefix=True)
        self.entry_look = book.format(look, **text, quote_prefix=True)
        self.room_look = book.format(look, bg_color=ROOM)
        self.missing_look = book.format(look, align="right", font_color=GREY)
        self.day_look = self._number_look(DATE_FORMAT)
        self.whole_look = self._number_look(number_format("", 0))
        self.looks: dict[Any, Any] = {}
        self.tabs = tabs or {}
        self.write_string = sheet.write_string
        self.write_number = sheet.write_number
        self.update(
            {
                str: self._text, int: self._whole, Decimal: self._number, date: self._day,
                Figure: self._figure, Wording: self._live_text, Label: self._label,
                Missing: self._missing, type(None): self._blank, Narrative: self._entry,
                Link: self._link, Flagged: self._flagged,
            }
        )  # fmt: skip

    def __missing__(self, kind: type) -> Writer:
        """Return the writer of the nearest base class; text for anything else."""
        base = next((each for each in kind.__mro__ if each in self), str)
        self[kind] = self[base]
        return self[kind]

    def write(self, row: int, column: int, value: CellValue) -> None:
        """Write one value."""
        self[type(value)](row, column, value)

    def _number_look(self, pattern: str) -> Any:
        return self.book.format(self.look, align=self.align, num_format=pattern)

    def _text(self, row: int, column: int, value: Any) -> None:
        text = clean(str(value))
        if len(text) > self.room or "\n" in text:
            self.rows.wrap(row, text, self.chars)
        look = self.quoted_look if looks_like_formula(text) else self.text_look
        self.write_string(row, column, text, look)

    def _live_text(self, row: int, column: int, value: Wording) -> None:
        self._text(row, column, value.text)

    def _entry(self, row: int, column: int, value: Narrative) -> None:
        """Write people's own words, or the tinted room for them."""
        text = clean(value.text)
        self.rows.wrap(row, text, self.chars)
        if text:
            self.write_string(row, column, text, self.entry_look)
        else:
            self.sheet.write_blank(row, column, None, self.room_look)

    def _link(self, row: int, column: int, value: Link) -> None:
        """Write text that leads to a cell of another sheet, or plain text where there is none."""
        tab, top = self.tabs.get(value.sheet, ("", 0))
        if not tab:
            self._text(row, column, value.text)
            return
        target = "internal:'{}'!{}".format(
            tab.replace("'", "''"), cell_name(top + value.row, value.column + 1)
        )
        look = self.book.format(
            self.look, align=self.align, indent=self.indent, font_color=LINK, underline=1
        )
        self.sheet.write_link(row, column, target, clean(value.text), look)

    def _flagged(self, row: int, column: int, value: Flagged) -> None:
        """Write a cell at fault: a sign, a tint, and the reason as a comment."""
        flag = FLAGS[value.grave]
        look = self.book.format(
            self.look, align=self.align, indent=self.indent, text_wrap=True, bold=True,
            bg_color=flag.tint, font_color=flag.ink,
        )  # fmt: skip
        text = clean(str(value))
        self.rows.wrap(row, text, self.chars * BOLD)
        self.write_string(row, column, text, look)
        self.sheet.sheet.write_comment(row, column, clean(value.says), _REMARK)

    def _whole(self, row: int, column: int, value: int) -> None:
        self.write_number(row, column, value, self.whole_look)

    def _number(self, row: int, column: int, value: Decimal) -> None:
        exponent = value.as_tuple().exponent
        look = self.looks.get(exponent)
        if look is None:
            places = min(_MOST_PLACES, max(0, -exponent)) if isinstance(exponent, int) else 0
            look = self.looks[exponent] = self._number_look(number_format("", places))
        self.write_number(row, column, value, look)

    def _day(self, row: int, column: int, value: date) -> None:
        if value.year < FIRST_YEAR:
            self._text(row, column, value.isoformat())
        else:
            self.sheet.write_datetime(row, column, value, self.day_look)

    def _missing(self, row: int, column: int, value: Missing) -> None:
        self.write_string(row, column, str(value), self.missing_look)

    def _blank(self, row: int, column: int, value: None) -> None:
        self.sheet.write_blank(row, column, value, self.text_look)

    def _figure(
        self, row: int, column: int, value: Figure, before: str = "", after: str = ""
    ) -> None:
        self.seen(value, row, column)
        if value.value is None:
            self.write_string(row, column, str(value.missing), self.missing_look)
            return
        key = value.unit, value.places, value.marks, before, after
        look = self.looks.get(key)
        if look is None:
            look = self.looks[key] = self._number_look(figure_format(value, before, after))
        self.write_number(row, column, value.value, look)

    def _label(self, row: int, column: int, value: Label) -> None:
        figures = [part for part in value.parts if isinstance(part, Figure)]
        signs = [part for part in value.parts if not isinstance(part, Figure)]
        if len(figures) == 1 and not any(_WORD.search(str(getattr(s, "text", s))) for s in signs):
            before, _, after = str(value).partition(figures[0].short)
            self._figure(row, column, figures[0], before, after)
        else:
            self._text(row, column, str(value))
