"""Contract workbooks: the declared tables, typed, with drop-down lists, as analysts keep them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from pmf_engine.documents.excel.book import DATE_FORMAT, FIRST_YEAR, MONTH_FORMAT, Book, set_up_page
from pmf_engine.documents.palette import HEADER
from pmf_engine.documents.text import clean, looks_like_formula, unique
from pmf_engine.model.periods import Period
from pmf_engine.model.tables import Column, Kind, Table

Row = Mapping[str, Any]
Rows = Sequence[Row]
_STYLE = "Table Style Light 1"
_SPARE_ROWS, _SHEET_NAME_LIMIT = 1000, 31
_ANY = Decimal(10**15)  # beyond what Excel holds exactly
_WIDEST, _INLINE_LIMIT, _MESSAGE_LIMIT, _TITLE_LIMIT = 45, 255, 255, 32
_NUMBER_FORMATS: Mapping[Kind, str] = {
    Kind.WHOLE: "0",
    Kind.PERCENT: "0.0",
    Kind.MONEY: "#,##0.00",
    Kind.DATE: DATE_FORMAT,
    Kind.MONTH: MONTH_FORMAT,
    Kind.TEXT: "@",
    Kind.CODE: "@",
    Kind.YEAR: "@",
    Kind.CHOICE: "@",
}
_NUMBERS = (Kind.WHOLE, Kind.DECIMAL, Kind.MONEY, Kind.PERCENT)
_DAYS = (Kind.DATE, Kind.MONTH)
_FLAGS = ("yes", "no")


def write_tables(
    path: Path,
    tables: Sequence[tuple[Table, Rows]],
    about: Sequence[str | tuple[str, str]],
    *,
    title: str,
) -> None:
    """Write a workbook of a sheet About and one sheet a table, replacing any file at once.

    Rows map columns to typed values; None or an absent column is a blank cell, a Period its first
    day, a tuple its values parted by semicolons. `about` holds paragraphs, or (label, text) pairs.
    """
    book = Book(title)
    taken = {table.name.lower() for table, _ in tables}
    front = book.workbook.add_worksheet(unique("About", taken, _SHEET_NAME_LIMIT))
    lists: list[tuple[str, ...]] = []
    lists_name = unique("Lists", taken, _SHEET_NAME_LIMIT)
    for table, rows in tables:
        _Sheet(book, table, rows, lists, lists_name).write()
    _write_lists(book, lists, lists_name)
    _write_about(book, front, title, about, tables)
    _replace(path, book.to_bytes())


def _replace(path: Path, data: bytes) -> None:
    part = path.with_name(path.name + ".part")
    part.write_bytes(data)
    part.replace(path)


class _Sheet:
    """One table on its sheet."""

    def __init__(
        self, book: Book, table: Table, rows: Rows, lists: list[tuple[str, ...]], lists_name: str
    ) -> None:
        self.book, self.table, self.rows = book, table, rows
        self.lists, self.lists_name = lists, lists_name
        self.sheet = book.workbook.add_worksheet(table.name)

    def write(self) -> None:
        columns = list(self.table.columns.items())
        last = max(1, len(self.rows))
        self.sheet.add_table(
            0, 0, last, len(columns) - 1,
            {
                "name": self.table.name,
                "style": _STYLE,
                "description": clean(self.table.help) or self.table.name,
                "columns": [
                    {"header": name, "header_format": _heading(self.book, column)}
                    for name, column in columns
                ],
            },
        )  # fmt: skip
        for at, (name, column) in enumerate(columns):
            self._write_column(at, name, column, last)
        self.sheet.freeze_panes(1, 0)
        self.sheet.repeat_rows(0)
        set_up_page(self.sheet, header=self.table.help, footer=self.table.name)

    def _write_column(self, at: int, name: str, column: Column, last: int) -> None:
        looks = _look(self.book, column)
        values = [row.get(name) for row in self.rows]
        width = _width(name, column, values)
        self.sheet.set_column(at, at, width, looks)
        if validation := self._validation(name, column):
            self.sheet.data_validation(1, at, last + _SPARE_ROWS, at, validation)
        for row, value in enumerate(values, 1):
            self._write_cell(row, at, value, looks, column)

    def _write_cell(self, row: int, at: int, value: Any, look: Any, column: Column) -> None:
        if isinstance(value, bool):
            self.sheet.write_string(row, at, _FLAGS[not value], look)
        elif column.kind is Kind.YEAR and isinstance(value, Period):
            self.sheet.write_string(row, at, value.year_label, look)
        elif isinstance(value, int | Decimal):
            self.sheet.write_number(row, at, value, look)
        elif (day := _day(value)) is not None:
            self.sheet.write_datetime(row, at, day, look)
        elif value is None or value == ():
            self.sheet.write_blank(row, at, None, look)
        else:
            text = clean("; ".join(value) if isinstance(value, tuple) else str(value))
            if looks_like_formula(text):
                look = _look(self.book, column, quote_prefix=True)
            self.sheet.write_string(row, at, text, look)

    def _validation(self, name: str, column: Column) -> dict[str, Any] | None:
        rule = self._rule(column)
        message = _message(column)
        if rule["validate"] == "any" and not message:
            return None
        return rule | {
            "input_title": name[:_TITLE_LIMIT],
            "input_message": message[:_MESSAGE_LIMIT],
            "error_title": name[:_TITLE_LIMIT],
            "error_message": _error(column)[:_MESSAGE_LIMIT],
        }

    def _rule(self, column: Column) -> dict[str, Any]:
        if column.many:
            return {"validate": "any"}
        if column.kind is Kind.FLAG:
            return {"validate": "list", "source": list(_FLAGS)}
        if column.kind is Kind.CHOICE:
            return {"validate": "list", "source": self._choices(column.choices)}
        if column.kind in _DAYS:
            return {"validate": "date", "criteria": ">=", "value": date(FIRST_YEAR, 1, 1)}
        if column.kind in _NUMBERS:
            return _number_rule(column)
        return {"validate": "any"}

    def _choices(self, choices: tuple[str, ...]) -> list[str] | str:
        if len(",".join(choices)) <= _INLINE_LIMIT and "," not in "".join(choices):
            return list(choices)
        if choices not in self.lists:
            self.lists.append(choices)
        from xlsxwriter.utility import xl_range_abs

        at = self.lists.index(choices)
        return f"={self.lists_name}!{xl_range_abs(0, at, len(choices) - 1, at)}"


def _day(value: Any) -> date | None:
    day = value.start_date if isinstance(value, Period) else value
    return day if isinstance(day, date) and day.year >= FIRST_YEAR else None


def _look(book: Book, column: Column, **changes: Any) -> Any:
    number = {"num_format": _NUMBER_FORMATS[column.kind]} if column.kind in _NUMBER_FORMATS else {}
    wrap = {"text_wrap": True} if column.kind is Kind.TEXT else {}
    return book.format("cell", **number, **wrap, **changes)


def _heading(book: Book, column: Column) -> Any:
    numeric = column.kind in (*_NUMBERS, *_DAYS)
    return book.format("header", align="right" if numeric else "left")


def _width(name: str, column: Column, values: Sequence[Any]) -> float:
    if column.kind in _DAYS:
        return max(13, len(name) + 4)
    longest = max((len(str(value)) for value in values[:500]), default=0)
    return min(_WIDEST, max(9, len(name) + 4, longest + 2))


def _number_rule(column: Column) -> dict[str, Any]:
    validate = "integer" if column.kind is Kind.WHOLE else "decimal"
    low, high = column.minimum, column.maximum
    if low is not None and high is not None:
        return _between(validate, low, high)
    if low is not None:
        return {"validate": validate, "criteria": ">=", "value": low}
    if high is not None:
        return {"validate": validate, "criteria": "<=", "value": high}
    return _between(validate, -_ANY, _ANY)


def _between(validate: str, low: Decimal, high: Decimal) -> dict[str, Any]:
    return {"validate": validate, "criteria": "between", "minimum": low, "maximum": high}


def _message(column: Column) -> str:
    parts = [column.help.rstrip(".")]
    if column.many and column.choices:
        parts.append(f"One or more of {', '.join(column.choices)}, parted by semicolons")
    elif column.many:
        parts.append("One or more, parted by semicolons")
    if column.kind is Kind.MONTH:
        parts.append("Any day in the month")
    if column.kind is Kind.YEAR:
        parts.append("A financial year, as 2024/25")
    if not column.required:
        parts.append("May be blank")
    return "".join(f"{part}. " for part in parts if part).strip()


def _error(column: Column) -> str:
    if column.kind is Kind.FLAG or column.choices:
        return f"Choose one of: {', '.join(column.choices or _FLAGS)}."
    low, high = column.minimum, column.maximum
    limits = [f"at least {low}"] if low is not None else []
    limits += [f"at most {high}"] if high is not None else []
    wanted = "date" if column.kind in _DAYS else str(column.kind)
    return f"Enter a {wanted}{': ' if limits else ''}{' and '.join(limits)}."


def _write_lists(book: Book, lists: Sequence[tuple[str, ...]], name: str) -> None:
    if not lists:
        return
    sheet = book.workbook.add_worksheet(name)
    for at, choices in enumerate(lists):
        for row, choice in enumerate(choices):
            sheet.write_string(row, at, clean(choice))
    sheet.hide()


def _write_about(
    book: Book,
    sheet: Any,
    title: str,
    about: Sequence[str | tuple[str, str]],
    tables: Sequence[tuple[Table, Rows]],
) -> None:
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, clean(title), book.format("title"))
    row = 2
    for line in about:
        if isinstance(line, str):
            sheet.merge_range(row, 0, row, 1, "", book.format("body"))
            sheet.write_string(row, 0, clean(line), book.format("body"))
        else:
            sheet.write_string(row, 0, clean(line[0]), book.format("label"))
            sheet.write_string(row, 1, clean(line[1]), book.format("body"))
        row += 1
    sheet.write_string(row + 1, 0, "Sheets", book.format("heading"))
    for at, (table, _) in enumerate(tables, row + 2):
        link = f"internal:'{table.name}'!A1"
        sheet.write_url(at, 0, link, book.format("link"), table.name)
        sheet.write_string(at, 1, clean(table.help), book.format("body"))
    set_up_page(sheet, header=title, footer=title, landscape=False)
    sheet.hide_gridlines(2)
    sheet.set_tab_color(HEADER)
    sheet.activate()
