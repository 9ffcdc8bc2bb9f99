"""A tiny tenant satisfaction workbook: one landlord of round numbers, changed by each test."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pmf_plugins.tsm.codes import ANSWERS, COMPLAINTS, MANAGEMENT, PERCEPTION
from pmf_plugins.tsm.inputs import INPUTS

from pmf_engine.engine import Engine, Workspace
from pmf_engine.engine.engine import Outcome
from pmf_engine.model.periods import Period
from pmf_engine.model.values import Figure
from tests.tiny import ROOT
from tests.workbooks import save

YEAR = "2024/25"
Rows = list[dict[str, Any]]
_OFFERED = ("TP05", "TP06", "TP07", "TP08", "TP11", "TP12")


def management(measure: str, top: Any = 90, bottom: Any = 100, **changes: Any) -> dict[str, Any]:
    row = {"landlord": "OVH", "year": YEAR, "measure": measure}
    return {**row, "numerator": top, "denominator": bottom, **changes}


def complaints(
    measure: str, top: Any = 9, bottom: Any = 10, tenure: str = "LCRA", **changes: Any
) -> dict[str, Any]:
    return management(measure, top, bottom, tenure=tenure, **changes)


def perception(
    measure: str, *counts: Any, tenure: str = "LCRA", na: Any = None, **changes: Any
) -> dict[str, Any]:
    answers = dict(zip(ANSWERS, counts or (60, 20, 10, 5, 5), strict=True))
    row = {"landlord": "OVH", "year": YEAR, "tenure": tenure, "measure": measure}
    return {**row, **answers, "not_applicable": na, **changes}


def survey(tenure: str = "LCRA", **changes: Any) -> dict[str, Any]:
    row = {"landlord": "OVH", "year": YEAR, "tenure": tenure}
    counts = {"population": 2000, "responses": 700, "census": "no", "weighted": "no"}
    return {**row, **counts, **changes}


class TinyTsm:
    """Rows by input; `figures` writes the workbook and gives what comes of it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        homes = {"LCRA": 2000, "LCHO": 0}
        pairs = {"NM01 (1)": (40, 2000), "NM01 (2)": (4, 2000)}
        stages = {"CH01 (1)": (100, 2000), "CH01 (2)": (20, 2000), "CH02 (1)": (90, 100),
                  "CH02 (2)": (19, 20)}  # fmt: skip
        self.rows: dict[str, Rows] = {
            "landlords": [self.landlord(homes_lcra=homes["LCRA"], homes_lcho=homes["LCHO"])],
            "management": [management(one, *pairs.get(one, (90, 100))) for one in MANAGEMENT],
            "complaints": [complaints(one, *stages[one]) for one in COMPLAINTS],
            "perception": [
                perception(one, na=3 if one in _OFFERED else None) for one in PERCEPTION
            ],
            "survey": [survey()],
        }

    @staticmethod
    def landlord(**changes: Any) -> dict[str, Any]:
        row = {"landlord": "OVH", "name": "One Vision", "code": "4804", "year": YEAR}
        return {**row, "homes_lcra": 2000, "homes_lcho": 0, **changes}

    def replace(self, table: str, measure: str, *rows: Mapping[str, Any]) -> TinyTsm:
        """Put rows in the place of those of a measure."""
        kept = [row for row in self.rows[table] if row["measure"] != measure]
        self.rows[table] = [*kept, *map(dict, rows)]
        return self

    def write(self) -> TinyTsm:
        (self.root / "workbooks").mkdir(parents=True, exist_ok=True)
        (self.root / "pmf.toml").write_text('name = "tiny"\n', encoding="utf-8")
        templates = self.root / "report_templates" / "tsm"
        if not templates.exists():
            shutil.copytree(ROOT / "report_templates" / "tsm", templates)
        sheets = {}
        for name, rows in self.rows.items():
            columns = list(INPUTS[name].columns)
            cells = [[row.get(column) for column in columns] for row in rows]
            sheets[INPUTS[name].name] = [columns, *cells]
        save(self.root / "workbooks" / "tenant_satisfaction.xlsx", sheets)
        return self

    def outcome(self, year: str = YEAR, landlord: str = "OVH") -> Outcome:
        engine = Engine(Workspace.find(self.write().root))
        (outcome,) = engine.outcomes("tsm", landlord, Period.parse(year))
        return outcome

    def figures(self, year: str = YEAR) -> dict[str, Figure]:
        run = self.outcome(year).run
        assert run is not None
        return run.figures

    def codes(self, *levels: str) -> list[str]:
        found = self.outcome().findings
        return [one.code for one in found if str(one.level) in (levels or ("error", "warning"))]
