"""A tiny workspace of lettings: an export under the questions' names, mapped one to one."""

from __future__ import annotations

import csv
import shutil
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from pmf_plugins.core_lettings.editions import edition_of
from pmf_plugins.core_lettings.tables import REFERENCE

from pmf_engine.engine import Engine, Workspace
from pmf_engine.engine.engine import Outcome
from pmf_engine.model.periods import Period
from tests.core_kit import row, tables
from tests.tiny import ROOT

YEAR = "2026/27"


class TinyCore:
    """Lettings by the questions' names; `write` makes the workbook, `pmf` and `engine` open it."""

    def __init__(self, root: Path, year: int = 2026) -> None:
        self.root, self.year = root, year
        self.lettings: list[dict[str, Any]] = []
        names = list(edition_of(year).fields)
        self.mapping = [[self.label, n, name, "whole"] for n, name in enumerate(names, 1)]
        self.codes: list[list[Any]] = []
        self.headings = ["submitted", *names]
        self.register: dict[str, list[list[Any]]] = {}

    @property
    def label(self) -> str:
        return edition_of(self.year).title

    def let(self, variant: str = "general", submitted: date | None = None, **changed: Any) -> int:
        """Add a letting, with an address of its own, and return its row on the sheet."""
        number = len(self.lettings) + 1
        own = {"tenant_code": f"T{number}", "address_1": f"{number} Sample Street"}
        own = {k: v for k, v in own.items() if not (variant == "uprn" and k == "address_1")}
        extra = {k: v for k, v in changed.items() if k not in edition_of(self.year).fields}
        known = {k: v for k, v in changed.items() if k not in extra}
        made = row(self.year, variant, **{**own, **known})
        self.lettings.append({"submitted": submitted, **made, **extra})
        return number + 1

    def write(self) -> TinyCore:
        (self.root / "workbooks").mkdir(parents=True, exist_ok=True)
        (self.root / "pmf.toml").write_text('name = "tiny"\n', encoding="utf-8")
        for name in ("core-lettings",):
            where = self.root / "report_templates" / name
            shutil.copytree(ROOT / "report_templates" / name, where, dirs_exist_ok=True)
        sheets: dict[str, list[list[Any]]] = {
            "Lettings": [self.headings, *self._rows()],
            "CORE_Mapping": [["year", "field", "column", "part"], *self.mapping],
            "CORE_Codes": [["column", "value", "code", "year"], *self.codes],
            **{REFERENCE[name].name: self._reference(name) for name in REFERENCE},
        }
        _save(self.root / "workbooks" / "core_lettings.xlsx", sheets)
        if self.register:
            _save(self.root / "workbooks" / "indicators.xlsx", self.register)
        return self

    def _rows(self) -> list[list[Any]]:
        return [[one.get(name) or None for name in self.headings] for one in self.lettings]

    def _reference(self, name: str) -> list[list[Any]]:
        columns = list(REFERENCE[name].columns)
        given = tables()[name]
        cells = zip(*(given.peek(column) for column in columns), strict=True)
        return [columns, *([_cell(value) for value in line] for line in cells)]

    def engine(self, today: date | None = date(2026, 10, 1)) -> Engine:
        return Engine(Workspace.find(self.root), today=today)

    def outcome(self, today: date | None = date(2026, 10, 1), period: str = "") -> Outcome:
        asked = Period.parse(period) if period else None
        (outcome,) = self.write().engine(today).outcomes("core-lettings", None, asked)
        return outcome

    @property
    def folder(self) -> Path:
        period = self.label.replace("/", "-")
        return self.root / "outputs" / "core-lettings" / "ORG1" / period

    def file(self, start: str) -> Path:
        """The file that a run wrote whose name begins so."""
        (found,) = self.folder.glob(f"{start}*")
        return found

    def uploaded(self) -> list[list[str]]:
        """The rows of the upload file, header rows too."""
        with self.file("core-upload").open(encoding="utf-8", newline="") as lines:
            return list(csv.reader(lines))


def _cell(value: Any) -> Any:
    if isinstance(value, tuple):
        return ";".join(value)
    return ("yes" if value else "no") if isinstance(value, bool) else value


def _save(path: Path, sheets: dict[str, list[list[Any]]]) -> None:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for line in rows:
            sheet.append(line)
    book.save(path)
