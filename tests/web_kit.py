"""A tiny landlord whose measures have every kind of verdict, and its pages as readers find them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import html5lib

from pmf_engine.engine import Engine, Workspace
from pmf_engine.engine.engine import Options
from pmf_engine.framework.customers import CUSTOMER_INPUTS, REVISIONS
from pmf_engine.ledger import Ledger, RunRecord
from pmf_engine.model.periods import Period
from tests.tiny import APRIL, Tiny, value

INPUTS = {**CUSTOMER_INPUTS, "revisions": REVISIONS}
QUARTERS = ("2026-04", "2026-05", "2026-06", "2026-07", "2026-08", "2026-09")
SEEN = "board; tenants"


class Landlord(Tiny):
    """Five measures of OVH in two services: met, just missed, missed, hidden and without target."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.rows["monthly"] = []
        self.rows["indicators"] = []
        self.rows["targets"] = []
        self.measure("REP01", "Repairs completed on time", [(90, 100)] * 6, measure="repairs")
        self.measure("REP02", "Appointments kept", [(96, 100)] * 6, measure="appointments")
        self.measure("REP03", "Satisfaction with repairs", [(94, 100)] * 6, measure="satisfaction")
        self.measure(
            "TEN01", "Evictions", [7, 6, 9, 1, 1, 1], target=None, measure="evictions",
            service="Tenancies", unit="cases", kind="count", polarity="data only", places=0,
        )  # fmt: skip
        self.measure(
            "TEN02", "Money gained through advice", [51_000] * 6, target=None, measure="advice",
            service="Tenancies", unit="£", kind="sum", polarity="data only", places=0,
        )  # fmt: skip
        self.rows["promises"] = [
            {"code": "P1", "entity": "OVH", "standard": "repairs", "indicator": "REP01",
             "text": "We will come when we said we would.", "valid_from": APRIL},
        ]  # fmt: skip

    def measure(
        self, code: str, title: str, values: list[Any], *, target: int | None = 95, **changes: Any
    ) -> None:
        """Add a measure that tenants see, with a value for each month from April 2026."""
        rows = [
            value(code, month, *number)
            if isinstance(number, tuple)
            else value(code, month, value=number)
            for month, number in zip(QUARTERS, values, strict=True)
            if number is not None
        ]
        self.indicator(code, *rows, **{"title": title, "audiences": SEEN, **changes})
        row = self.rows["targets"].pop()
        if target is not None:
            self.rows["targets"].append({**row, "target": target, "amber": target - 3})

    def without(self, code: str) -> None:
        """Take a measure out."""
        for name in ("indicators", "targets", "monthly"):
            self.rows[name] = [row for row in self.rows[name] if row["code"] != code]

    def write(self) -> Landlord:
        super().write()
        self.book("customer_insight", INPUTS)
        return self

    def build(self, period: str = "2026-Q2", **how: Any) -> Site:
        """Write the workbooks, run the pages of OVH and return them."""
        engine = Engine(self.write().workspace)
        (task,) = engine.tasks("tenant-kpis", "OVH", Period.parse(period))
        outcome = engine.run(task, Options(out=self.root / "outputs", **how))
        assert outcome.files, [finding.text for finding in outcome.findings]
        top = outcome.files[0].name.partition("/")[0]
        assert outcome.folder is not None
        return Site(outcome.folder / top)

    @property
    def workspace(self) -> Workspace:
        return Workspace.find(self.root)

    def issue(self, site: Site) -> None:
        """Mark the run that wrote these pages as issued."""
        ledger = Ledger(self.root / ".pmf" / "ledger")
        ledger.issue(self.run_of(site), [])

    def sign(self, site: Site) -> None:
        """Record that a Director approved the data of these pages."""
        ledger, run = Ledger(self.root / ".pmf" / "ledger"), self.run_of(site)
        (file,) = [
            one for one in run.files if one.name.endswith(f"/{run.period.lower()}/data.json")
        ]
        ledger.sign(run, file, role="Director", name="A. Director", on="2026-11-01")

    def run_of(self, site: Site) -> RunRecord:
        """The run that wrote these pages."""
        data = (site.home / f"{site.data()['period'].lower()}/data.json").read_bytes()
        run = Ledger(self.root / ".pmf" / "ledger").run_of(sha256(data).hexdigest())
        assert run is not None
        return run

    def correct(self, code: str, month: str, top: Any, bottom: Any) -> None:
        """Enter a value again, later."""
        self.rows["monthly"].append(value(code, month, top, bottom, entered_on=date(2026, 11, 20)))


class Site:
    """A folder of pages that was built."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def __iter__(self) -> Iterator[Path]:
        return iter(sorted(path for path in self.home.rglob("*") if path.is_file()))

    @property
    def pages(self) -> list[str]:
        """The addresses of the pages and pieces."""
        return [self.name(path) for path in self if path.suffix == ".html"]

    def name(self, path: Path) -> str:
        return path.relative_to(self.home).as_posix()

    def source(self, address: str) -> str:
        return (self.home / address).read_text(encoding="utf-8")

    def words(self, address: str) -> str:
        """What a page says, without its tags, spaces in a row as one."""
        tree = html5lib.parse(self.source(address), namespaceHTMLElements=False)
        return " ".join(" ".join(tree.find("body").itertext()).split())

    def data(self, address: str = "data.json") -> dict[str, Any]:
        return json.loads(self.source(address))  # type: ignore[no-any-return]

    def measure(self, code: str, address: str = "data.json") -> dict[str, Any]:
        """A measure of the data, by its id."""
        return next(one for one in self.data(address)["measures"] if one["id"] == code)

    def state(self) -> dict[str, tuple[int, bytes]]:
        """When each file was written, and what it holds."""
        return {self.name(path): (path.stat().st_mtime_ns, path.read_bytes()) for path in self}
