"""Yearly reports rolled to the year before: their documents read as if built for that year."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook

from pmf_engine.cli import _run
from tests.command import Pmf

ROLLED = (
    ("annual-accounts", "SOVINI", "annual-accounts"),
    ("efficiency-savings", "OVH", "efficiency-savings"),
    ("fraud-report", "OVH", "fraud-report"),
    ("fraud-report", "OVH", "review"),
    ("vfm-self-assessment", "OVH", "vfm-self-assessment"),
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample workspace with each report built for 2025/26."""
    root = tmp_path_factory.mktemp("reports") / "workspace"
    assert _run(["init", str(root)]) == 0
    for report, entity in dict.fromkeys(one[:2] for one in ROLLED):
        assert _run(["run", report, "--entity", entity, "--period", "2025/26",
                     "--workspace", str(root)]) == 0  # fmt: skip
    return root


def read(path: Path) -> Iterator[str]:
    """What a reader sees, but for the contents list, which Word fills when it opens the file."""
    document = docx.Document(io.BytesIO(path.read_bytes()))
    for text in document.element.body.iter(f"{{{document.element.nsmap['w']}}}p"):
        style = text.find("./w:pPr/w:pStyle", document.element.nsmap)
        said = "".join(text.itertext(f"{{{document.element.nsmap['w']}}}t"))
        if said and (style is None or not style.values()[0].startswith("TOC")):
            yield said


def outputs(root: Path, report: str, entity: str, year: str) -> Path:
    return root / "outputs" / report / entity / year


@pytest.mark.parametrize(("report", "entity", "name"), ROLLED)
def test_a_document_rolled_to_another_year_reads_as_if_built_for_it(
    report: str, entity: str, name: str, built: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pmf = Pmf(built, capsys)
    old = outputs(built, report, entity, "2025-26") / f"{name}-{entity}-2025-26.docx"
    said = pmf("refresh", str(old), "--period", "2024/25", "--json")
    assert said.status == 0
    kinds = {change["kind"] for change in said.json["files"][0]["changes"]}
    assert not kinds & {"absent", "gone", "typed-over"}
    assert pmf("run", report, "--entity", entity, "--period", "2024/25", "--force").status == 0
    new = outputs(built, report, entity, "2024-25") / f"{name}-{entity}-2024-25.docx"
    assert list(read(old)) == list(read(new))
    again = pmf("refresh", str(old), "--json").json["files"][0]
    assert (again["written"], again["changes"]) == (False, [])


def test_the_years_above_the_columns_of_a_companion_move_on_with_their_figures(
    built: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = outputs(built, "annual-accounts", "SOVINI", "2025-26")
    old = folder / "annual-accounts-SOVINI-2025-26.xlsx"
    said = Pmf(built, capsys)("refresh", str(old), "--period", "2024/25", "--json")
    assert not [c for c in said.json["files"][0]["changes"] if "column" in c["title"]]
    heads = [
        str(cell.value)
        for sheet in load_workbook(old)
        for table in sheet.tables.values()
        for cell in sheet[table.ref][0]
    ]
    years = {year for head in heads for year in re.findall(r"20\d\d/\d\d", head)}
    assert years == {"2024/25", "2023/24"}
