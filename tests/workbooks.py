"""Tiny workbooks for tests: built from rows, then, where wanted, spoilt part by part."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table as ExcelTable

from pmf_engine.model.findings import Finding
from pmf_engine.model.tables import Column, Input, Table
from pmf_engine.workbook import Binding, Reading, read_inputs

Rows = Sequence[Sequence[Any]]
SHEET = "xl/worksheets/sheet1.xml"
TABLE = "xl/tables/table1.xml"


def build(sheets: Mapping[str, Rows], *, tables: bool = True) -> Workbook:
    """Return an openpyxl workbook with a sheet, and an Excel table on it, for each name."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        if tables and rows:
            last = f"{get_column_letter(len(rows[0]))}{max(len(rows), 2)}"
            sheet.add_table(ExcelTable(displayName=name, ref=f"A1:{last}"))
    return book


def save(path: Path, sheets: Mapping[str, Rows], *, tables: bool = True, **names: str) -> Path:
    """Write a workbook with these sheets and defined names, and return its path."""
    book = build(sheets, tables=tables)
    for name, target in names.items():
        book.defined_names[name] = DefinedName(name, attr_text=target)
    book.save(path)
    return path


def repack(path: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """Write a workbook anew after changing its parts."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    change(parts)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    path.write_bytes(stream.getvalue())
    return path


def edit(path: Path, part: str, old: str, new: str) -> Path:
    """Write a workbook anew with some text of one part replaced."""

    def change(parts: dict[str, bytes]) -> None:
        text = parts[part].decode()
        assert old in text, text
        parts[part] = text.replace(old, new).encode()

    return repack(path, change)


def declare(name: str = "Homes", /, key: tuple[str, ...] = (), **columns: Column) -> Table:
    """Return a table of the workbook “book”."""
    return Table(name=name, workbook="book", key=key, columns=columns)


def read(path: Path | str, *, cache: Path | None = None, **inputs: Input) -> Reading:
    """Read inputs from one file, or from every file that a pattern means."""
    binding = Binding("book", str(path), Path("/"))
    return read_inputs({"book": binding}, inputs, cache=cache)


def column_of(
    tmp_path: Path, column: Column, *values: Any, change: Callable[[Path], Any] = lambda path: path
) -> tuple[list[Any], tuple[Finding, ...]]:
    """Return a column's typed values and the findings, from cells holding these values."""
    path = save(tmp_path / "book.xlsx", {"Homes": [["n", "x"], *([1, one] for one in values)]})
    change(path)
    reading = read(path, homes=declare(x=column))
    return reading.data.homes.column("x"), reading.findings


def codes(reading: Reading) -> list[str]:
    """Return the codes of the findings, in order."""
    return [finding.code for finding in reading.findings]
