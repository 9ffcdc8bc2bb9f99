"""Write the sample workspace's workbooks: `python -m tools.sample [--out FOLDER]`."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pmf_engine.documents.excel.tables import write_tables
from pmf_engine.framework.contract import INDICATOR_INPUTS, THREAD_INPUTS
from pmf_engine.framework.risk_contract import RISK_INPUTS
from pmf_engine.model.tables import Table
from tools.sample import indicators, risks, thread
from tools.sample.files import read_yaml

Rows = Mapping[str, list[dict[str, Any]]]


def main() -> None:
    """Read the command line and write the workbooks."""
    parser = argparse.ArgumentParser(description="Rebuild the sample workspace's workbooks.")
    parser.add_argument("--out", type=Path, default=Path("workbooks"), help="folder to write to")
    build(parser.parse_args().out)


def build(folder: Path) -> None:
    """Write indicators.xlsx, golden_thread.xlsx and risks.xlsx into a folder, made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    about = read_yaml("about.yaml")
    _write(folder / "indicators.xlsx", INDICATOR_INPUTS, indicators.tables(), about["indicators"])
    _write(folder / "golden_thread.xlsx", THREAD_INPUTS, thread.tables(), about["golden_thread"])
    _write(folder / "risks.xlsx", RISK_INPUTS, risks.tables(), about["risks"])


def _write(path: Path, inputs: Mapping[str, Table], rows: Rows, about: Mapping[str, Any]) -> None:
    sheets = [(table, rows[name]) for name, table in inputs.items()]
    lines = [*about["paragraphs"], *about["lines"].items()]
    write_tables(path, sheets, lines, title=about["title"])


if __name__ == "__main__":
    main()
