"""A tiny group with accounts of two years that balance, as rows to be changed and written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from pmf_engine.framework.finance.chart import load_chart
from pmf_engine.framework.finance.contract import FINANCE_INPUTS
from pmf_engine.model.findings import Finding
from pmf_engine.model.periods import Period
from pmf_engine.model.values import Figure
from tests.tiny import Tiny
from tools.sample.files import read_csv
from tools.sample.ledger import books_of

LAST, YEAR = Period.parse("2024/25"), Period.parse("2025/26")
CHART = load_chart()
_OPENING = {"properties": 50_000_000, "grant": 5_000_000, "loans": 30_000_000, "cash": 900_000,
            "revaluation": 0}  # fmt: skip
_FLOWS = {
    "gross_rent": 9_000_000, "management": 2_000_000, "routine_maintenance": 1_500_000,
    "planned_maintenance": 600_000, "major_repairs": 400_000, "depreciation_housing": 900_000,
    "interest_payable": 1_200_000, "capitalised_major_repairs": 1_100_000,
    "amortised_grant": 100_000, "gain_on_disposal": 50_000, "properties_disposed": 200_000,
}  # fmt: skip
COMPANIES: dict[str, Any] = {
    "OVH": {
        "cash": [1_000_000, 0], "opening": _OPENING,
        "flows": {line: [amount, 2] for line, amount in _FLOWS.items()},
        "balances": {"debtors": [400_000, 1], "other_creditors": [700_000, 1]},
    },
    "PCHA": {
        "cash": [300_000, 0], "opening": {k: v // 10 for k, v in _OPENING.items()},
        "flows": {line: [amount // 10, 3] for line, amount in _FLOWS.items()}
        | {"non_social_turnover": [200_000, 0], "non_social_costs": [190_000, 0]},
        "balances": {"debtors": [90_000, 1], "other_creditors": [80_000, 1],
                     "owed_to_group": [40_000, 0]},
    },
    "ELIM": {"eliminated": {"non_social_turnover": [-150_000, 0], "cost_of_sales": [0, 0]}},
}  # fmt: skip
HOMES = {
    "OVH": {"social_owned": 2000, "social_managed": 2010, "new_social_rent": 20},
    "PCHA": {"social_owned": 200, "social_managed": 200},
}
BOOKS = books_of(COMPANIES, LAST, YEAR)


class Finance(Tiny):
    """A tiny workspace with a finance workbook."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.finance: dict[str, list[dict[str, Any]]] = {
            "accounts": list(accounts()),
            "units": list(units()),
            "trial_balance": list(trial_balance()),
            "account_mapping": list(mapping()),
        }

    def write(self) -> Finance:
        super().write()
        self.rows |= self.finance
        self.book("finance", FINANCE_INPUTS)
        for name in self.finance:
            self.rows.pop(name)
        return self

    def row(self, table: str, entity: str, line: str, year: str = "2025/26") -> dict[str, Any]:
        """Return the one row of a table for a line, by its code or account."""
        wanted = CHART.lines[line].title if line in CHART.lines else line
        found = [
            row
            for row in self.finance[table]
            if row["entity"] == entity
            and row["year"] == year
            and wanted in (row.get("line"), row.get("account"))
        ]
        (row,) = found
        return row

    def figures(self, report: str, entity: str = "OVH", period: Period = YEAR) -> dict[str, Figure]:
        """Write the workbooks and return a report's figures by slot."""
        outcome = self.asked(report, entity, period)
        assert outcome.run is not None
        return outcome.run.figures

    def found(
        self, report: str, entity: str = "OVH", period: Period = YEAR
    ) -> dict[str, list[Finding]]:
        """Write the workbooks and return a report's findings by code."""
        codes: dict[str, list[Finding]] = {}
        for finding in self.asked(report, entity, period).findings:
            codes.setdefault(finding.code, []).append(finding)
        return codes

    def asked(self, report: str, entity: str, period: Period) -> Any:
        (outcome,) = self.write().engine().outcomes(report, entity, period)
        return outcome


def line_row(entity: str, year: str, line: str, amount: Any, **more: Any) -> dict[str, Any]:
    """A row of Accounts for a line by its code."""
    named = CHART.lines[line]
    return {
        "entity": entity, "year": year, "statement": CHART.statements[named.statement].title,
        "line": named.title, "amount": amount, **more,
    }  # fmt: skip


def accounts() -> Iterator[dict[str, Any]]:
    for entity, years in BOOKS.items():
        for year, amounts in years.items():
            for line, amount in amounts.items():
                if amount:
                    yield line_row(entity, year.year_label, line, float(amount))


def units() -> Iterator[dict[str, Any]]:
    for entity, lines in HOMES.items():
        for year in (LAST, YEAR):
            for line, number in lines.items():
                title = CHART.lines[line].title
                yield {"entity": entity, "year": year.year_label, "line": title, "units": number}


def trial_balance() -> Iterator[dict[str, Any]]:
    for entity, years in BOOKS.items():
        for year, amounts in years.items():
            for account in read_csv("finance/accounts.csv"):
                if amount := amounts.get(account["line"], Decimal(0)):
                    yield {
                        "entity": entity, "year": year.year_label, "account": account["account"],
                        "title": account["title"], "amount": float(amount * int(account["sign"])),
                    }  # fmt: skip


def mapping() -> Iterator[dict[str, Any]]:
    for account in read_csv("finance/accounts.csv"):
        named = CHART.lines[account["line"]]
        yield {
            "account": account["account"],
            "statement": CHART.statements[named.statement].title,
            "line": named.title,
            "sign": int(account["sign"]),
            "valid_from": date(2015, 4, 1),
        }
