"""Write the sample workspace's workbooks: `python -m tools.sample [--out FOLDER]`."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pmf_plugins.efficiency_savings import inputs as efficiency_inputs
from pmf_plugins.fraud_report import inputs as fraud_inputs
from pmf_plugins.sdr.inputs import INPUTS as SDR_INPUTS
from pmf_plugins.tsm.inputs import INPUTS as TSM_INPUTS

from pmf_engine.documents.excel.tables import write_tables
from pmf_engine.framework.contract import INDICATOR_INPUTS, THREAD_INPUTS
from pmf_engine.framework.customers import CUSTOMER_INPUTS
from pmf_engine.framework.finance.contract import DIRECTORS_PAY, FINANCE_INPUTS
from pmf_engine.framework.risk_contract import RISK_INPUTS
from pmf_engine.model.tables import Table
from tools.sample import (
    customers,
    efficiency,
    finance,
    fraud,
    indicators,
    lettings,
    lettings_book,
    risks,
    satisfaction,
    stock,
    thread,
)
from tools.sample.files import read_yaml

Rows = Mapping[str, list[dict[str, Any]]]


def main() -> None:
    """Read the command line and write every workbook."""
    parser = argparse.ArgumentParser(description="Rebuild the sample workspace's workbooks.")
    parser.add_argument("--out", type=Path, default=Path("workbooks"), help="folder to write to")
    build(parser.parse_args().out)


def build(folder: Path) -> None:
    """Write every workbook of the sample into a folder, made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    about = read_yaml("about.yaml")
    _write(folder / "indicators.xlsx", INDICATOR_INPUTS, indicators.tables(), about["indicators"])
    _write(folder / "golden_thread.xlsx", THREAD_INPUTS, thread.tables(), about["golden_thread"])
    for name, inputs, rows in (
        ("efficiency", efficiency_inputs, efficiency.tables()),
        ("fraud", fraud_inputs, fraud.tables()),
    ):
        own = {key: inputs.INPUTS[key] for key in rows}
        _write(folder / f"{name}.xlsx", own, rows, about[name])
    accounts = {**FINANCE_INPUTS, "directors_pay": DIRECTORS_PAY}
    _write(folder / "finance.xlsx", accounts, finance.tables(), about["finance"])
    tables = satisfaction.tables()
    inputs = {name: TSM_INPUTS[name] for name in tables}
    _write(folder / "tenant_satisfaction.xlsx", inputs, tables, satisfaction.about())
    homes, told = stock.tables(), read_yaml("stock.yaml")["about"]
    _write(folder / "stock.xlsx", {name: SDR_INPUTS[name] for name in homes}, homes, told)
    _write(folder / "risks.xlsx", RISK_INPUTS, risks.tables(), about["risks"])
    rows = customers.tables()
    _write(folder / "customer_insight.xlsx", CUSTOMER_INPUTS, rows, about["customer_insight"])
    core = lettings_book.inputs()
    _write(folder / "core_lettings.xlsx", core, lettings.tables(), about["core_lettings"])


def _write(path: Path, inputs: Mapping[str, Table], rows: Rows, about: Mapping[str, Any]) -> None:
    sheets = [(table, rows[name]) for name, table in inputs.items()]
    lines = [*about["paragraphs"], *about["lines"].items()]
    write_tables(path, sheets, lines, title=about["title"])


if __name__ == "__main__":
    main()
