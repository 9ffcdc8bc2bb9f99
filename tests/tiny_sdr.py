"""A tiny register of homes: one landlord in the long form, sound, changed by each test."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from pmf_plugins.sdr.inputs import INPUTS

from pmf_engine.engine import Engine, Workspace
from pmf_engine.engine.engine import Outcome
from pmf_engine.model.periods import Period
from pmf_engine.model.values import Figure
from tests.tiny import ROOT
from tests.workbooks import save

YEAR = "2025/26"
SEFTON, LIVERPOOL = "E08000014", "E08000012"
Row = dict[str, Any]
LONG_AGO = date(2010, 4, 1)


def rented(reference: str, **changes: Any) -> Row:
    return {
        "property": reference, "owner": "OVH", "manager": "OVH", "tenure": "low cost rental",
        "need": "general needs", "form": "self-contained", "beds": 2, "la": SEFTON,
        "rent_basis": "social rent", "weekly_rent": 100, "acquired": LONG_AGO, "decent": "meets",
        "state": "let", **changes,
    }  # fmt: skip


def shared(reference: str, **changes: Any) -> Row:
    return {
        "property": reference, "owner": "OVH", "manager": "OVH", "beds": 2, "la": SEFTON,
        "tenure": "low cost home ownership", "share": 50, "acquired": LONG_AGO, **changes,
    }  # fmt: skip


def moved(reference: str, kind: str, day: date, **changes: Any) -> Row:
    return {"property": reference, "owner": "OVH", "moved_on": day, "kind": kind, **changes}


class TinySdr:
    """Rows by input; `outcome` writes the workbook and gives what comes of it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.files: dict[str, str] = {}
        self.order: dict[str, Sequence[str]] = {}
        built, sold, turned = date(2025, 6, 1), date(2025, 7, 1), date(2025, 9, 1)
        turns = {"from_tenure": "low cost home ownership", "to_tenure": "non-social leasehold"}
        self.rows: dict[str, list[Row]] = {
            "landlords": [{"landlord": "OVH", "name": "One Vision", "code": "4804", "year": YEAR}],
            "areas": [
                {"code": SEFTON, "name": "Sefton", "valid_from": LONG_AGO},
                {"code": LIVERPOOL, "name": "Liverpool", "valid_from": LONG_AGO},
            ],
            "properties": [
                rented("H1", form="bedspaces", bedspaces=1200, beds=None, weekly_rent=80),
                rented("A1"),
                rented("A2", weekly_rent=103.5, service_charge=10.2),
                rented("A3", la=LIVERPOOL, beds=3, weekly_rent=108, state="vacant and available"),
                rented("B1", need="supported housing", beds=1, weekly_rent=90, decent="fails"),
                rented("D1", rent_basis="affordable rent", weekly_rent=150),
                rented("G1", acquired=built),
                rented("L1", disposed=sold, disposal_route="right to buy or acquire"),
                rented("M1", owner="OTHER"),
                shared("C1"),
                shared("V1", tenure="non-social leasehold", share=None),
            ],
            "movements": [
                moved("G1", "built", built),
                moved("L1", "right to buy or acquire", sold),
                moved("V1", "converted", turned, **turns),
            ],
            "limits": [
                {"rent_basis": "social rent", "beds": 2, "valid_from": date(2025, 4, 1),
                 "cap": 130, "band_low": 90, "band_high": 110},
            ],
            "formula_rents": [
                {"property": "A2", "valid_from": date(2025, 4, 1), "formula_rent": 100,
                 "flexibility": 5},
            ],
        }  # fmt: skip

    def home(self, reference: str, **changes: Any) -> TinySdr:
        """Change a home of the register."""
        (row,) = [one for one in self.rows["properties"] if one["property"] == reference]
        row.update(changes)
        return self

    def add(self, table: str, *rows: Mapping[str, Any]) -> TinySdr:
        """Add rows to a table."""
        self.rows.setdefault(table, []).extend(map(dict, rows))
        return self

    def small(self) -> TinySdr:
        """Make it a landlord that fills in the short form."""
        return self.home("H1", bedspaces=12)

    def write(self) -> TinySdr:
        (self.root / "workbooks").mkdir(parents=True, exist_ok=True)
        bound = "".join(f'{name} = "workbooks/{file}"\n' for name, file in self.files.items())
        text = f'name = "tiny"\n[inputs]\n{bound}'
        (self.root / "pmf.toml").write_text(text, encoding="utf-8")
        templates = self.root / "report_templates" / "sdr"
        if not templates.exists():
            shutil.copytree(ROOT / "report_templates" / "sdr", templates)
        books: dict[str, dict[str, Any]] = {}
        for name, rows in self.rows.items():
            table = INPUTS[name]
            columns = list(self.order.get(name, table.columns))
            cells = [[row.get(column) for column in columns] for row in rows]
            books.setdefault(table.workbook, {})[table.name] = [columns, *cells]
        for name, sheets in books.items():
            save(self.root / "workbooks" / f"{name}.xlsx", sheets)
        return self

    def outcome(self, year: str = YEAR, entity: str = "OVH") -> Outcome:
        engine = Engine(Workspace.find(self.write().root))
        (outcome,) = engine.outcomes("sdr", entity, Period.parse(year))
        return outcome

    def figures(self, year: str = YEAR, entity: str = "OVH") -> dict[str, Figure]:
        run = self.outcome(year, entity).run
        assert run is not None
        return run.figures

    def values(self, *slots: str) -> list[int]:
        figures = self.figures()
        return [int(value) for slot in slots if (value := figures[slot].value) is not None]

    def codes(self) -> list[str]:
        """The codes of errors and warnings, each once."""
        found = self.outcome().findings
        return sorted({one.code for one in found if str(one.level) in ("error", "warning")})


def write_csv(path: Path, columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows as a CSV file."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(columns)
        writer.writerows([[row.get(name) for name in columns] for row in rows])
