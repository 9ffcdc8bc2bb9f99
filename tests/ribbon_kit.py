"""A workspace with one small report, and books that an analyst keeps, for tests of the ribbon."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlwings as xw
from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table

from pmf_engine.ribbon import workspaces

REPORT = '''"""Homes and repairs of each company, made up."""

from datetime import date
from decimal import Decimal

from pmf_engine.api import *

report = Report(
    key="homes-report", title="Homes", audience=Audience.MANAGERS, frequency=Frequency.MONTHLY,
    due=Due(day=10), main=("homes", "month"), documents=[Excel("homes.xlsx")],
    options={"edition": Option(values=("large print", "easy read"), title="Homes, {}"),
             "company": Option(values=lambda data: [row.title for row in data.homes])},
    inputs={
        "homes": Table(
            name="Homes", workbook="homes", key=("code", "month"),
            columns={
                "code": Code(), "month": Month(), "title": Text(), "homes": Whole(minimum=0),
                "late": Whole(minimum=0, required=False),
            },
        )
    },
)


def rows(run):
    return [row for row in run.data.homes if row.month == run.period]


@report.term
def all_homes(run):
    return sum(row.homes for row in rows(run))


@report.compute
def figures(run):
    total = lambda: Decimal(sum(row.homes for row in rows(run)))
    run.figure("total", "All homes", total, unit="homes", places=0)
    for row in rows(run):
        if row.peek("title") == "fail":
            raise ZeroDivisionError("no homes")
        run.figure(
            f"late/{row.peek('code')}", f"Late repairs of {row.peek('title')}",
            lambda row=row: Missing("not entered")
            if row.late is None
            else Decimal(row.late) * 100 / Decimal(row.homes),
            unit="%", places=1,
        )


@report.check
def homes_are_there(run):
    for row in rows(run):
        if not row.homes:
            yield error("no-homes", f"{row.code} has no homes.", **row.place("homes"))
        if row.late is None:
            yield warning("no-late", f"{row.code} has no late repairs.", **row.place("late"))


@report.sheets
def sheets(run):
    grid = Grid(
        slot="by-company", caption="By company",
        fields=(
            Field(title="Code"), Field(title="Company", chars=30), Field(title=run.period.name),
            Field(title="Late", right=True), Field(title="Since"), Field(title="Month"),
        ),
        rows=[
            (row.code, row.title, row.homes, run.figures[f"late/{row.code}"], date(2026, 4, 1),
             run.period.title)
            for row in rows(run)
        ],
    )
    return [Sheet(name="Homes", title="Homes", note=run.period.title, grid=grid)]


@hookimpl
def pmf_reports():
    return [report]
'''
HEADINGS = ("code", "month", "title", "homes", "late")
Row = Sequence[Any]
SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)
ROWS: tuple[Row, ...] = (
    ("M1", OCTOBER, "North", 100, 5),
    ("M2", OCTOBER, "South", 200, 3),
    ("00123", OCTOBER, "East", 50, None),
)


def make_workspace(root: Path, rows: Iterable[Row] = ROWS) -> Path:
    """Make the workspace; return the path of its one workbook."""
    (root / "plugins").mkdir(parents=True, exist_ok=True)
    (root / "workbooks").mkdir(exist_ok=True)
    (root / "pmf.toml").write_text('name = "trial"\n', encoding="utf-8")
    (root / "plugins" / "homes_report.py").write_text(REPORT, encoding="utf-8")
    return write_source(root / "workbooks" / "homes.xlsx", rows)


def write_source(path: Path, rows: Iterable[Row]) -> Path:
    """Write the workbook that the report reads."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Homes"
    sheet.append(HEADINGS)
    for row in rows:
        sheet.append(list(row))
        sheet.cell(sheet.max_row, 1).number_format = "@"
    sheet.add_table(Table(displayName="Homes", ref=f"A1:E{sheet.max_row}"))
    book.save(path)
    return path


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The one workbook of a workspace that is the ribbon's usual one."""
    monkeypatch.setenv("PMF_WORKSPACE", str(tmp_path / "ws"))
    monkeypatch.setattr(workspaces, "_opened", {})
    return make_workspace(tmp_path / "ws")


class Desk:
    """An analyst's own book, built cell by cell, then opened in the live application."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file = Workbook()
        first = self.file.active
        assert first is not None
        first.title = "Sheet"
        self.sheet = first

    def cells(self, cells: Mapping[str, Any]) -> Desk:
        for address, value in cells.items():
            self.sheet[address] = value
        return self

    def rows(self, top: int, rows: Iterable[Row]) -> Desk:
        for at, row in enumerate(rows, top):
            for column, value in enumerate(row, 1):
                self.sheet.cell(at, column, value)
        return self

    def name(self, name: str, address: str) -> Desk:
        self.file.defined_names[name] = DefinedName(name, attr_text=f"Sheet!{address}")
        return self

    def table(self, name: str, area: str) -> Desk:
        self.sheet.add_table(Table(displayName=name, ref=area))
        return self

    def settings(self, *lines: Row) -> Desk:
        """Say which reports the book is filled from."""
        sheet = self.file.create_sheet("Reporting settings")
        for line in [("Report", "Entity", "Period"), *(lines or [("homes-report", "", "")])]:
            sheet.append(list(line))
        sheet.add_table(Table(displayName="Reporting_settings", ref=f"A1:C{sheet.max_row}"))
        return self

    def open(self, app: xw.App) -> xw.Book:
        self.file.save(self.path)
        return app.books.open(self.path)
