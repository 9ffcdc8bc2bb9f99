"""A grid with shades: a matrix in Word and in Excel, its limit a thick line."""

from __future__ import annotations

import io
import zipfile

from lxml import etree
from openpyxl import load_workbook

from pmf_engine.documents.excel import build_excel
from pmf_engine.documents.word.matrix import matrix_row
from pmf_engine.model.content import Field, Grid, Identity, Shade, Sheet
from tests.command import W

WIDE = Field(title="One", width=2.0)
GRID = Grid(
    slot="map",
    caption="Map",
    summary="One cell.",
    fields=(Field(title=""), WIDE),
    rows=[("5 Sure", "25 very high\n=R1 & more")],
    shades=[[None, Shade(fill="#9E1220", ink="#FFFFFF", thick=frozenset({"top"}))]],
    height=2.0,
)
IDENTITY = Identity(
    report="r", title="R", entity="E", entity_title="E", period="2026-Q2", period_title="Q2",
    workspace="w", template="t", engine="0", today="2026-10-23",
)  # fmt: skip


def cell() -> etree._Element:
    row = matrix_row(GRID, 0, [1000, 2000], ["<w:tc><w:p>", ""])
    root = etree.fromstring(f'<r xmlns:w="{W[1:-1]}">{row}</r>')
    return root.findall(f".//{W}tc")[1]


def test_a_word_cell_has_its_fill_its_ink_and_a_bold_first_line() -> None:
    found = cell()
    assert found.find(f".//{W}shd").get(f"{W}fill") == "9E1220"
    assert {e.get(f"{W}val") for e in found.iter(f"{W}color")} == {"FFFFFF"}
    bold = [run for run in found.iter(f"{W}r") if run.find(f"{W}rPr/{W}b") is not None]
    assert ["".join(run.itertext()) for run in bold] == ["25 very high"]
    assert "".join(found.itertext()) == "25 very high=R1 & more"


def test_the_side_on_the_limit_is_thick_and_the_others_thin() -> None:
    sizes = {
        side.tag.removeprefix(W): side.get(f"{W}sz") for side in cell().find(f".//{W}tcBorders")
    }
    assert sizes == {"top": "24", "left": "4", "bottom": "4", "right": "4"}


def test_nothing_in_a_word_cell_is_smaller_than_8_points() -> None:
    assert {e.get(f"{W}val") for e in cell().iter(f"{W}sz")} == {"16"}


def test_an_excel_cell_has_the_same_look_and_its_text_stays_text() -> None:
    data = build_excel([Sheet(name="Matrix", title="M", note="N", grid=GRID)], IDENTITY)
    found = load_workbook(io.BytesIO(data))["Matrix"]["B5"]
    assert found.value == "25 very high\n=R1 & more"
    assert found.fill.fgColor.rgb == "FF9E1220" and found.font.color.rgb == "FFFFFFFF"
    assert found.border.top.style == "thick" and found.border.left.style == "thin"
    assert zipfile.is_zipfile(io.BytesIO(data))
