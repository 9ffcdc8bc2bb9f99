"""A tiny workspace: the contract's workbooks with a few rows, changed by each test."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from pmf_engine.engine import Engine, Workspace
from pmf_engine.engine.engine import Outcome
from pmf_engine.framework.contract import INDICATOR_INPUTS, THREAD_INPUTS
from pmf_engine.framework.risk_contract import RISK_INPUTS
from pmf_engine.model.periods import Period
from pmf_engine.model.tables import Table
from tests.workbooks import save

ROOT = Path(__file__).resolve().parent.parent
APRIL = date(2023, 4, 1)

INDICATOR: dict[str, Any] = {
    "code": "REP01", "title": "Repairs completed on time", "entity": "OVH", "measure": "repairs",
    "service": "Repairs", "perspective": "Customer", "dimension": "Effectiveness", "unit": "%",
    "scale": 100, "kind": "rate", "polarity": "maximise", "places": 1, "frequency": "monthly",
    "owner": "Head of Repairs", "objective": "OBJ1", "weight": None, "critical": "no",
    "audiences": "board; team", "definition": "Jobs done on time over jobs done.",
    "source": "Made up",
}  # fmt: skip

STOCK_REPORT = '''"""Homes owned, month by month."""

from decimal import Decimal

from pmf_engine.api import *

report = Report(
    key="stock", title="Homes owned", audience=Audience.MANAGERS, frequency=Frequency.MONTHLY,
    due=Due(day=10), main=("stock", "month"), documents=[Excel("stock.xlsx")],
    inputs={
        "stock": Table(
            name="Stock", workbook="homes", key=("month",),
            columns={"month": Month(), "homes": Whole(minimum=0)},
        )
    },
)


@report.compute
def figures(run):
    (row,) = run.data.stock.by("month")[run.period]
    run.figure("homes", "Homes owned", lambda: Decimal(row.homes), unit="homes")


@report.sheets
def sheets(run):
    grid = Grid(
        slot="stock", caption="Stock", fields=(Field(title="Homes", right=True),),
        rows=[(run.figures["homes"],)],
    )
    return [Sheet(name="Stock", title="Stock", note="One figure.", grid=grid)]


@hookimpl
def pmf_reports():
    return [report]
'''


def entity(code: str, **changes: Any) -> dict[str, Any]:
    base = {
        "code": code, "title": f"{code} Homes", "kind": "landlord", "parent": "GRP",
        "board_frequency": "quarterly", "homes": 100, "valid_from": APRIL,
    }  # fmt: skip
    return {**base, **changes}


def value(
    code: str, month: str, top: Any = None, bottom: Any = None, **changes: Any
) -> dict[str, Any]:
    first = Period.parse(month).start_date
    base = {
        "code": code, "month": first, "numerator": top, "denominator": bottom, "status": "actual",
        "entered_by": "Analyst",
        "entered_on": Period.parse(month).shift(1).start_date.replace(day=8),
    }  # fmt: skip
    return {**base, **changes}


class Tiny:
    """Rows by input name; `write` makes the workbooks, `engine` opens them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.rows: dict[str, list[dict[str, Any]]] = {
            "entities": [
                entity("GRP", kind="group", parent=None, title="The Group"),
                entity("OVH"),
                entity("PCHA"),
            ],
            "indicators": [{**INDICATOR}],
            "targets": [{"code": "REP01", "valid_from": APRIL, "target": 95, "amber": 92}],
            "monthly": [
                value("REP01", "2026-08", 93, 100),
                value("REP01", "2026-09", 90, 100, commentary="Two gangs were short of people."),
            ],
            "plans": [
                {"code": "SP", "title": "Strategic Plan", "entity": "OVH", "kind": "strategic plan",
                 "valid_from": APRIL},
            ],
            "objectives": [{"code": "OBJ1", "title": "Better repairs", "plan": "SP"}],
            "actions": [
                {"code": "A1", "title": "Hire two gangs", "objective": "OBJ1", "plan": "SP",
                 "owner": "P1", "start": date(2026, 4, 1), "due": date(2026, 12, 31), "percent": 60,
                 "state": "open", "updated_on": date(2026, 10, 1), "indicators": "REP01"},
            ],
            "milestones": [],
            "people": [{"code": "P1", "name": "Pat Example", "team": "T1", "valid_from": APRIL}],
            "teams": [{"code": "T1", "title": "Repairs", "entity": "OVH", "service": "Repairs"}],
        }  # fmt: skip

    def write(self) -> Tiny:
        (self.root / "workbooks").mkdir(parents=True, exist_ok=True)
        (self.root / "pmf.toml").write_text('name = "tiny"\n', encoding="utf-8")
        shutil.copytree(
            ROOT / "report_templates", self.root / "report_templates", dirs_exist_ok=True
        )
        for name, inputs in (("indicators", INDICATOR_INPUTS), ("golden_thread", THREAD_INPUTS)):
            self.book(name, inputs)
        if "risks" in self.rows:
            self.book("risks", RISK_INPUTS)
        return self

    def book(self, name: str, inputs: Mapping[str, Table]) -> None:
        book = Workbook()
        book.remove(book.active)
        for key, table in inputs.items():
            if key in self.rows:
                sheet = book.create_sheet(table.name)
                sheet.append(list(table.columns))
                for row in self.rows[key]:
                    sheet.append([row.get(column) for column in table.columns])
        book.save(self.path(name))

    def indicator(self, code: str, *values: dict[str, Any], **changes: Any) -> dict[str, Any]:
        """Add an indicator like the first, with a target of 95, and these rows of values."""
        row = {**INDICATOR, "code": code, "title": f"Measure {code}", "measure": code, **changes}
        self.rows["indicators"].append(row)
        self.rows["targets"].append({"code": code, "valid_from": APRIL, "target": 95, "amber": 92})
        self.rows["monthly"] += values
        return row

    def only(
        self, *values: dict[str, Any], target: dict[str, Any] | None = None, **changes: Any
    ) -> Tiny:
        """Keep one indicator, REP01, with these values and this target, or its own."""
        self.rows["indicators"] = [{**INDICATOR, **changes}]
        self.rows["monthly"] = list(values)
        if target is not None:
            self.rows["targets"] = [{"code": "REP01", "valid_from": APRIL, **target}]
        return self

    def adjust(self, slot: str, number: Any, *, of: str = "2026-Q2", **changes: Any) -> None:
        """Add an approved override of a figure of OVH."""
        row = {
            "figure": f"board-pack/OVH/{of}/{slot}", "period": of, "value": number,
            "reason": "Two jobs were closed late on the system.", "approved_by": "Director",
            "approved_on": date(2026, 10, 15),
        }  # fmt: skip
        self.rows.setdefault("adjustments", []).append({**row, **changes})

    def plugin(self, name: str, code: str) -> Path:
        """Put a loose plugin of one file into the workspace."""
        path = self.root / "plugins" / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(code, encoding="utf-8")
        return path

    def stock(self, *homes: Any) -> None:
        """Add a second report, of one figure from a workbook of its own, from April 2026 on."""
        self.plugin("stock", STOCK_REPORT)
        first = Period.parse("2026-04")
        rows = [[first.shift(n).start_date, number] for n, number in enumerate(homes)]
        save(self.path("homes"), {"Stock": [["month", "homes"], *rows]})

    def path(self, name: str) -> Path:
        return self.root / "workbooks" / f"{name}.xlsx"

    def engine(self, today: date | None = None) -> Engine:
        return Engine(Workspace.find(self.root), today=today)

    def outcome(
        self, entity: str = "OVH", period: str = "2026-Q2", today: date | None = None
    ) -> Outcome:
        (outcome,) = self.write().engine(today).outcomes("board-pack", entity, Period.parse(period))
        return outcome
