"""A workbook full of what other writers lose is filled, and loses nothing."""

from __future__ import annotations

import io
import shutil
import subprocess
from decimal import Decimal as D

import pytest
from lxml import etree
from openpyxl import load_workbook

from pmf_engine.documents import fidelity
from pmf_engine.documents.excel import fill_book
from pmf_engine.documents.rawzip import RawZip
from tests.excel_probes import PIVOT, PROBES, SHEET, counts, everything

CELLS = {"Homes_owned": D("1300.5"), "Part A!Local": "=1+1", "Part A!B2": 7}
ROWS = [{"Code": f"N{number}", "N": number * 10} for number in range(6)]
# openpyxl says what it would lose if it saved the file
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


@pytest.fixture(scope="module")
def filled() -> bytes:
    return fill_book(everything(), CELLS, {"Homes": ROWS})


@pytest.fixture(scope="module")
def before() -> dict[str, int]:
    return counts(everything())


@pytest.mark.parametrize("feature", PROBES)
def test_a_feature_is_there_as_often_as_before(feature, filled, before):
    assert before[feature] > 0
    assert counts(filled)[feature] == before[feature]


def test_only_the_parts_that_hang_on_the_cells_differ(filled):
    changed = {
        name
        for name in RawZip(filled)
        if RawZip(filled).read(name) != RawZip(everything()).read(name)
    }
    tables_and_charts = {"xl/tables/table1.xml", "xl/charts/chart1.xml", "xl/charts/chart2.xml"}
    assert changed == {SHEET, "xl/workbook.xml", PIVOT} | tables_and_charts
    fidelity.check(everything(), filled, changed)


def test_the_values_are_there_and_text_stays_text(filled):
    sheet = load_workbook(io.BytesIO(filled))["Part A"]
    assert [sheet["B1"].value, sheet["B1"].number_format] == [1300.5, "0.0%"]
    assert [sheet["B5"].value, sheet["B5"].data_type] == ["=1+1", "s"]
    assert [row[:2] for row in sheet.iter_rows(11, 17, 1, 3, values_only=True)] == [
        *((f"N{number}", number * 10) for number in range(6)), ("Total", "=SUBTOTAL(109,[N])"),
    ]  # fmt: skip


def test_the_table_its_rules_and_its_names_grew_and_were_not_cloned(filled):
    book = load_workbook(io.BytesIO(filled))
    sheet = book["Part A"]
    assert sheet.tables["Homes"].ref == "A10:C17"
    assert sheet.tables["Homes"].autoFilter.ref == "A10:C16"
    assert {str(each.sqref) for each in sheet.conditional_formatting} == {
        "B11:B16", "C11:C16", "N1:N9",
    }  # fmt: skip
    assert {str(each.sqref) for each in sheet.data_validations.dataValidation} == {"A11:A16", "B2"}
    assert book.defined_names["Table_rows"].value == "'Part A'!$A$11:$C$16"
    assert RawZip(filled).read(SHEET).count(b"<xm:sqref>A11:A16</xm:sqref>") == 1
    assert all(sheet.cell(row, 3).data_type == "f" for row in range(11, 17))


def test_charts_show_the_new_values_of_the_longer_table(filled):
    root = etree.fromstring(RawZip(filled).read("xl/charts/chart1.xml"))
    references = {
        each.findtext(f"{C}f"): [point.text for point in each.iter(f"{C}v")]
        for each in root.iter(f"{C}numRef", f"{C}strRef")
    }
    assert references["'Part A'!$B$11:$B$16"] == ["0", "10", "20", "30", "40", "50"]
    assert references["'Part A'!$A$11:$A$16"] == [f"N{number}" for number in range(6)]
    assert references["Homes_owned"] == ["1300.5"]


def test_pivot_tables_read_their_data_anew_when_opened(filled):
    root = etree.fromstring(RawZip(filled).read(PIVOT))
    assert root.get("refreshOnLoad") == "1"


def test_excel_is_asked_to_calculate_in_the_place_where_the_schema_has_it(filled):
    root = etree.fromstring(RawZip(filled).read("xl/workbook.xml"))
    order = [etree.QName(each).localname for each in root]
    assert order.index("calcPr") == order.index("definedNames") + 1
    assert root.find("{*}calcPr").get("fullCalcOnLoad") == "1"


def test_the_order_asked_for_makes_no_difference(filled):
    turned = dict(reversed(CELLS.items()))
    assert fill_book(everything(), turned, {"homes": ROWS}) == filled


def test_a_workbook_that_already_holds_the_values_is_filled_the_same(filled):
    again = fill_book(filled, CELLS, {"Homes": ROWS})
    assert counts(again) == counts(filled)
    assert RawZip(again).read(SHEET) == RawZip(filled).read(SHEET)


def test_excelize_computes_from_the_filled_cells(filled, tmp_path):
    import excelize

    path = tmp_path / "filled.xlsx"
    path.write_bytes(filled)
    book = excelize.open_file(str(path))
    assert float(book.calc_cell_value("Part A", "C1").rstrip("%")) == 260100.0
    book.close()


@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on the PATH")
def test_libreoffice_opens_it_and_converts_it(filled, tmp_path):
    path = tmp_path / "filled.xlsx"
    path.write_bytes(filled)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "csv", "--outdir", tmp_path, path]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    lines = (tmp_path / "filled.csv").read_text(encoding="utf-8").splitlines()
    assert [line.split(",")[:2] for line in lines[10:16]] == [
        [f"N{number}", str(number * 10)] for number in range(6)
    ]
