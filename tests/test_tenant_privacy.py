"""Words that are not to be published stay out of the annual report, whoever they name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from pmf_plugins.tenant_annual_report.report import report

from pmf_engine.cli import _run
from pmf_engine.model.tables import Kind, Table
from tests.test_tenant_report import written

# The columns whose words are printed, by sheet; every other text stays in its workbook.
PUBLISHED = {
    ("Entities", "title"), ("Indicators", "title"), ("Indicators", "definition"),
    ("Targets", "definition"), ("Promises", "text"), ("Scrutiny", "recommendation"),
    ("Actions", "title"), ("Feedback", "service"), ("Feedback", "theme"), ("Rent_Pound", "line"),
    ("TSM_Approach", "heading"), ("TSM_Approach", "text"), ("TSM_Landlords", "name"),
}  # fmt: skip
# Texts that other rows, or the engine, must match, so that they cannot be anything.
_MATCHED = {
    "service", "measure", "perspective", "dimension", "kind", "unit", "statement", "year", "code",
    "peer_group", "line", "theme", "frequency", "field", "heading", "figure", "period",
}  # fmt: skip
NAME = "Zebedee Quillfeather"


def plant(root: Path) -> int:
    """Add a name that stands in no list of people to every other text; return how many cells."""
    tables = {(t.workbook, t.name): t for t in report.inputs.values() if isinstance(t, Table)}
    count = 0
    for path in sorted((root / "workbooks").glob("*.xlsx")):
        book = openpyxl.load_workbook(path)
        for sheet in book.worksheets:
            table = tables.get((path.stem, sheet.title))
            for cell in texts(sheet, table) if table else ():
                cell.value = f"{cell.value} ({NAME})"
                count += 1
            if sheet.title == "Adjustments":
                adjust(sheet)
        book.save(path)
    return count


def texts(
    sheet: openpyxl.worksheet.worksheet.Worksheet, table: Table
) -> Iterator[openpyxl.cell.Cell]:
    for column in sheet.iter_cols():
        name = str(column[0].value)
        kept = (sheet.title, name) in PUBLISHED or name in _MATCHED or sheet.title == "People"
        declared = table.columns.get(name)
        if declared is not None and declared.kind is Kind.TEXT and not kept:
            yield from (cell for cell in column[1:] if isinstance(cell.value, str))


def adjust(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
    """Have the one row be about a figure of the report."""
    row = {
        "figure": "tenant-annual-report/OVH/2025-26/OVH-REP01", "period": "2025-26", "value": 97.7,
        "reason": f"{NAME} counted twice", "approved_by": NAME, "approved_on": date(2026, 9, 1),
    }  # fmt: skip
    for at, name in enumerate([cell.value for cell in sheet[1]], start=1):
        sheet.cell(2, at).value = row[str(name)]


def test_a_name_in_any_text_not_meant_for_tenants_reaches_no_output_and_no_record(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "workspace"
    assert _run(["init", str(root)]) == 0
    assert plant(root) > 500
    words = ["run", report.key, "--entity", "OVH", "--workspace", str(root)]
    assert _run(words) == 0, capsys.readouterr().err
    told = list(written(root))
    assert any(b"97.7%" in content for name, content in told if name.endswith("document.xml"))
    for name, content in told:
        assert not any(part.encode() in content for part in NAME.split()), name
