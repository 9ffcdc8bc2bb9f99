"""The workbook behind a Word chart's Edit Data: one sheet, in a shell that XlsxWriter made once."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from functools import cache
from html import escape

from pmf_engine.documents.package import Package, with_part
from pmf_engine.documents.rawzip import RawZip
from pmf_engine.model.cells import column_letter
from pmf_engine.model.errors import PmfError

SHEET = "Data"
CREATED = datetime(2000, 1, 1)
_PART = "xl/worksheets/sheet1.xml"
_ENTITY = re.compile("_(?=x[0-9a-fA-F]{4}_)")  # Office reads _x0041_ as A
_SHEET_DATA = re.compile(rb"<sheetData(?:/>|>.*</sheetData>)", re.DOTALL)
_THEIRS = re.compile(rb'\st="s"|<f[\s>]|<dimension\s')  # another program wrote this
_DIMENSION = re.compile("<dimension [^>]*/>")

Cell = str | Decimal | None


def embedded_book(rows: Sequence[Sequence[Cell]]) -> bytes:
    """Return a workbook of one sheet that holds these rows from A1: text as text, None as blank."""
    shell, before, after = _shell()
    return with_part(shell, _PART, f"{before}{_data(rows)}{after}".encode())


def refilled_book(book: bytes, rows: Sequence[Sequence[Cell]]) -> bytes:
    """Return the workbook that a chart has, filled with other rows.

    It is made anew where it cannot be read, or another program wrote its sheet.
    """
    try:
        opened = RawZip(book)
        sheet = opened.read(_PART)
    except PmfError:
        return embedded_book(rows)
    if _THEIRS.search(sheet) or not _SHEET_DATA.search(sheet):
        return embedded_book(rows)
    return opened.rewritten(
        {_PART: _SHEET_DATA.sub(lambda _: _data(rows).encode(), sheet, count=1)}
    )


def _data(rows: Sequence[Sequence[Cell]]) -> str:
    body = "".join([row_xml(at, row) for at, row in enumerate(rows, 1)])
    return f"<sheetData>{body}</sheetData>"


def escaped(text: str) -> str:
    """Return text as it stands in the XML of a cell or of a chart's data."""
    text = escape(text, quote=False)
    return _ENTITY.sub("_x005F_", text) if "_x" in text else text


def number(value: Decimal) -> str:
    """Return a number as a cell holds it, with Excel's precision."""
    return f"{value:.16g}"


@cache
def _shell() -> tuple[bytes, str, str]:
    """Return the workbook without its sheet, and the sheet's XML before and after the data."""
    from xlsxwriter import Workbook

    stream = io.BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        book.set_properties({"created": CREATED})
        book.add_worksheet(SHEET)
    package = Package.read(stream.getvalue())
    sheet = _DIMENSION.sub("", package.parts.pop(_PART).decode())
    before, after = sheet.split("<sheetData/>")
    return package.to_bytes(), before, after


def row_xml(at: int, row: Sequence[Cell]) -> str:
    """Return the XML of a row of a sheet, counted from 1."""
    cells = [
        _cell(f"{column_letter(column)}{at}", value)
        for column, value in enumerate(row, 1)
        if value is not None
    ]
    return f'<row r="{at}">{"".join(cells)}</row>'


def _cell(place: str, value: str | Decimal) -> str:
    if isinstance(value, str):
        text = escaped(value)
        return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    return f'<c r="{place}"><v>{number(value)}</v></c>'
