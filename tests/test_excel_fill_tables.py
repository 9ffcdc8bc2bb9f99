"""Tables of somebody else's workbook: filled from the top, made longer, refused without room."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from pmf_engine.documents.excel import fill_book
from pmf_engine.documents.excel.fill.formulas import moved, rows_named
from pmf_engine.documents.excel.fill.ranges import stretched
from pmf_engine.documents.rawzip import RawZip
from pmf_engine.model.cells import Area
from pmf_engine.model.errors import InputFaults

SHEET = "xl/worksheets/sheet1.xml"


def book(fill=lambda book, sheet: None, total=False) -> bytes:
    """A table `T` of two rows from B3 on the sheet `Part A`: x, y and a calculated column."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as made:
        sheet = made.add_worksheet("Part A")
        columns = [{"header": "x"}, {"header": "y"}, {"header": "sum", "formula": "=B4+C4"}]
        if total:
            columns[1]["total_function"] = "sum"
        bottom = 5 if total else 4
        sheet.add_table(2, 1, bottom, 3, {"name": "T", "columns": columns, "total_row": total})
        sheet.write_formula("D5", "=B5+C5")
        fill(made, sheet)
    return stream.getvalue()


def rows(count: int, first=1):
    return [{"x": number, "y": f"y{number}"} for number in range(first, first + count)]


def values(data: bytes, block: str):
    sheet = load_workbook(io.BytesIO(data))["Part A"]
    return [[cell.value for cell in row] for row in sheet[block]]


def fault(data: bytes, count=3, **cells):
    with pytest.raises(InputFaults) as raised:
        fill_book(data, cells, {"T": rows(count)})
    (finding,) = raised.value.findings
    return finding


def test_rows_are_filled_from_the_top_and_those_left_over_are_blanked():
    filled = fill_book(fill_book(book(), tables={"T": rows(2)}), tables={"T": rows(1, first=8)})
    assert values(filled, "B4:C5") == [[8, "y8"], [None, None]]


def test_columns_not_named_stay():
    data = fill_book(book(), tables={"T": rows(2)})
    assert values(fill_book(data, tables={"t": [{"X": 7}]}), "B4:C5") == [[7, "y1"], [None, "y2"]]


def test_a_longer_table_copies_formulas_that_fill_a_column_row_by_row():
    filled = fill_book(book(), tables={"T": rows(4)})
    assert values(filled, "B4:D7") == [
        [1, "y1", "=B4+C4"], [2, "y2", "=B5+C5"], [3, "y3", "=B6+C6"], [4, "y4", "=B7+C7"],
    ]  # fmt: skip
    assert load_workbook(io.BytesIO(filled))["Part A"].tables["T"].ref == "B3:D7"


def test_formulas_that_cells_share_are_carried_on():
    def fill(made, sheet):
        sheet.write("F1", 1)

    data = book(fill)
    xml = RawZip(data).read(SHEET)
    shared = xml.replace(b"<f>B4+C4</f>", b'<f t="shared" ref="D4:D5" si="0">B4+C4</f>', 1)
    shared = shared.replace(b"<f>B5+C5</f>", b'<f t="shared" si="0"/>', 1)
    assert shared != xml
    filled = fill_book(RawZip(data).rewritten({SHEET: shared}), tables={"T": rows(3)})
    assert values(filled, "D6:D6") == [["=B6+C6"]]


def test_new_rows_have_the_formats_of_the_row_above():
    def fill(made, sheet):
        sheet.write_number("B5", 3, made.add_format({"num_format": "0.00%", "bold": True}))

    sheet = load_workbook(io.BytesIO(fill_book(book(fill), tables={"T": rows(4)})))["Part A"]
    assert [sheet[f"B{row}"].number_format for row in (5, 6, 7)] == ["0.00%"] * 3
    assert sheet["B7"].font.bold


def test_a_row_of_totals_moves_down_with_its_formula_and_its_result():
    data = book(total=True)
    filled = fill_book(data, tables={"T": rows(4)})
    assert values(filled, "C7:C8") == [["y4"], ["=SUBTOTAL(109,[y])"]]
    table = load_workbook(io.BytesIO(filled))["Part A"].tables["T"]
    assert (table.ref, table.autoFilter.ref) == ("B3:D8", "B3:D7")


def test_what_stands_below_is_never_covered():
    found = fault(book(lambda made, sheet: sheet.write("C6", "a note")))
    assert (found.code, found.sheet, found.cell) == ("fill-no-room", "Part A", "C6")
    assert found.message == (
        "The table T needs 1 more row, but this cell below it is not free."
        " Move what stands there further down."
    )
    assert fault(book(lambda made, sheet: sheet.merge_range("D7:E8", "m")), 5).cell == "D7"
    other = {"name": "U", "columns": [{"header": "u"}]}
    assert fault(book(lambda made, sheet: sheet.add_table("B7:B9", other)), 5).cell == "B7"


def test_what_stands_beside_or_is_blank_below_does_not_matter():
    def fill(made, sheet):
        sheet.write("E6", "beside")
        sheet.write_blank("C6", None, made.add_format({"bold": True}))

    assert values(fill_book(book(fill), tables={"T": rows(3)}), "B6:E6") == [
        [3, "y3", "=B6+C6", "beside"]
    ]


def test_a_total_that_formulas_name_by_its_cell_does_not_move():
    found = fault(book(lambda made, sheet: sheet.write_formula("G1", "=C6*2"), total=True))
    assert (found.code, found.cell) == ("fill-no-room", "G1")
    assert "cannot move down" in found.message


def test_a_calculated_column_is_not_filled_with_values():
    with pytest.raises(InputFaults) as raised:
        fill_book(book(), tables={"T": [{"sum": 1}] * 3})
    assert {each.code for each in raised.value.findings} == {"fill-formula"}
    assert len(raised.value.findings) == 3


def test_unknown_tables_and_columns_are_told_together():
    with pytest.raises(InputFaults) as raised:
        fill_book(book(), tables={"T": [{"z": 1}], "U": []})
    assert [each.message for each in raised.value.findings] == [
        "The table T has no column z.", "The workbook has no table U.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("formula", "down", "result"),
    [
        ("B4+$C$4", 2, "B6+$C$4"),
        ("SUM(B4:B$9)", 1, "SUM(B5:B$9)"),
        ("'Part A1'!B4&\"B4\"", 3, "'Part A1'!B7&\"B4\""),
        ("T[[#This Row],[B4]]*LOG10(A1)", 1, "T[[#This Row],[B4]]*LOG10(A2)"),
        ("Rate_B4+Q1!B4", 1, "Rate_B4+Q1!B5"),
    ],
)
def test_formulas_move_as_excel_moves_them(formula, down, result):
    assert moved(formula, down) == result


@given(st.integers(1, 900), st.integers(1, 900), st.integers(1, 90))
def test_moving_down_twice_is_moving_down_once(row, fixed, down):
    formula = f"SUM(A{row}:$B${fixed})/C{row}"
    assert moved(moved(formula, down), 1) == moved(formula, down + 1)
    assert rows_named(formula) == {row, fixed}


BLOCKS = st.builds(
    lambda left, top, wide, high: Area(left, top, left + wide, top + high),
    *(st.integers(1, 9) for _ in range(4)),
)


@given(BLOCKS, BLOCKS, st.integers(1, 9))
def test_only_blocks_that_end_with_the_table_are_stretched(area, table, more):
    wide = stretched(area, table, table.bottom + more)
    assert (wide.left, wide.top, wide.right) == (area.left, area.top, area.right)
    ends = area.bottom == table.bottom and area.top >= table.top
    meets = area.left <= table.right and table.left <= area.right
    assert wide.bottom == (table.bottom + more if ends and meets else area.bottom)


def test_the_example_fills_a_template(tmp_path):
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as made:
        sheet = made.add_worksheet("Part A")
        columns = [{"header": "Place"}, {"header": "Homes"}]
        sheet.add_table("A10:B11", {"name": "Stock", "columns": columns})
        made.define_name("Homes_owned", "='Part A'!$B$1")
    (tmp_path / "template.xlsx").write_bytes(stream.getvalue())
    example = Path(__file__).parents[1] / "examples" / "fill_workbook.py"
    command = [sys.executable, example, tmp_path / "template.xlsx", tmp_path / "result.xlsx"]
    subprocess.run(command, check=True)
    data = (tmp_path / "result.xlsx").read_bytes()
    assert values(data, "B1:B1") == [[1204]]
    assert values(data, "A11:B12") == [["North", 310], ["South", 894]]
