"""Cells filled by name and address: every kind of value, read back by other programs."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal as D

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from pmf_engine.documents.excel import fill_book
from pmf_engine.documents.excel.fill.sheet import MAIN
from pmf_engine.documents.rawzip import RawZip
from pmf_engine.model.cells import cell_name
from pmf_engine.model.errors import InputFaults

SHEET = "xl/worksheets/sheet1.xml"


def book(fill=lambda book, sheet: None, **options) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, **options}) as made:
        fill(made, made.add_worksheet("Part A"))
    return stream.getvalue()


def with_sheet(xml: str) -> bytes:
    return RawZip(book()).rewritten({SHEET: xml.encode()})


def cell(data: bytes, place="A1", sheet="Part A"):
    return load_workbook(io.BytesIO(data))[sheet][place]


VALUES = {
    "a whole number": (12, 12, "0.0"),
    "yes or no": (True, True, "0.0"),
    "a day": (date(2026, 3, 31), datetime(2026, 3, 31), "d mmm"),
    "text": ("Homes & <flats>\nnew line", "Homes & <flats>\nnew line", "@"),
    "spaces at both ends": ("  x ", "  x ", "@"),
    "a formula that is text": ("=1+1", "=1+1", "@"),
    "a command that is text": ("@SUM(1)", "@SUM(1)", "0.0"),
    "an empty text": ("", None, "0.0"),
    "nothing": (None, None, "0.0"),
}


@pytest.mark.parametrize(("value", "read", "pattern"), VALUES.values(), ids=VALUES)
def test_a_value_is_read_back_in_the_format_that_was_there(value, read, pattern):
    data = book(lambda made, sheet: sheet.write(0, 0, 5, made.add_format({"num_format": pattern})))
    found = cell(fill_book(data, {"Part A!A1": value}))
    assert (found.value, found.number_format) == (read, pattern)
    assert found.data_type == ("s" if isinstance(value, str) and value else found.data_type)


def test_text_like_an_escape_stays_as_it_is():
    read = CalamineWorkbook.from_filelike(io.BytesIO(fill_book(book(), {"Part A!A1": "_x0041_"})))
    assert read.get_sheet_by_index(0).to_python() == [["_x0041_"]]


@pytest.mark.parametrize("value", [12, D("0.1"), D(1) / 3, D("1E+30"), D("-0.000001"), 10**14])
def test_numbers_are_exact(value):
    assert cell(fill_book(book(), {"Part A!B2": value}), "B2").value == float(value)


def test_days_are_counted_from_1904_where_the_workbook_does():
    data = book(date_1904=True)
    shown = RawZip(fill_book(data, {"Part A!A1": date(1904, 1, 2)})).read(SHEET)
    assert b"<v>1</v>" in shown
    shown = RawZip(fill_book(book(), {"Part A!A1": date(1900, 1, 1)})).read(SHEET)
    assert b"<v>1</v>" in shown
    shown = RawZip(fill_book(book(), {"Part A!A1": datetime(2026, 1, 1, 18)})).read(SHEET)
    assert b"<v>46023.75</v>" in shown


def test_names_of_the_book_and_of_a_sheet_find_their_cells():
    def names(made, sheet):
        made.define_name("Homes", "='Part A'!$C$3")
        made.define_name("'Part A'!Homes", "='Part A'!$D$4")

    data = fill_book(book(names), {"homes": 1, "'Part A'!Homes": 2, "part a!$E$5": 3})
    found = [cell(data, place).value for place in ("C3", "D4", "E5")]
    assert found == [1, 2, 3]


def test_the_block_of_used_cells_grows_with_what_is_written():
    data = book(lambda made, sheet: sheet.write(4, 4, "x"))
    filled = RawZip(fill_book(data, {"Part A!B2": 1, "Part A!G9": 2})).read(SHEET)
    assert b'<dimension ref="B2:G9"/>' in filled


def test_rich_text_and_stale_marks_go_and_the_format_stays():
    xml = (
        f'<worksheet xmlns="{MAIN}"><sheetData>'
        '<row r="1"><c r="A1" s="0" t="e" vm="1" cm="2"><v>#VALUE!</v></c><c r="B1"/></row>'
        "</sheetData></worksheet>"
    )
    filled = RawZip(fill_book(with_sheet(xml), {"Part A!A1": 1})).read(SHEET)
    assert b'<c r="A1"><v>1</v></c><c r="B1"/>' in filled


FORMS = {
    "a prefix": '<x:worksheet xmlns:x="{m}"><x:sheetData><x:row r="2"><x:c r="A2"><x:v>1</x:v>'
    '</x:c><x:c r="C2" t="inlineStr"><x:is><x:t>c</x:t></x:is></x:c></x:row></x:sheetData>'
    "</x:worksheet>",
    "no numbers of rows and cells": '<worksheet xmlns="{m}"><sheetData><row/><row><c><v>1</v></c>'
    '<c/><c t="inlineStr"><is><t>c</t></is></c></row></sheetData></worksheet>',
    "comments and single quotes": "<worksheet xmlns='{m}'><!-- <sheetData/> --><sheetData>"
    "<row r='2'><c r='A2'><v><![CDATA[1]]></v></c>"
    "<c r='C2' t='inlineStr'><is><t>c</t></is></c></row></sheetData></worksheet>",
    "space everywhere": '<worksheet xmlns="{m}">\n <sheetData >\n  <row r="2" >\n   <c r="A2" >'
    '<v>1</v></c >\n   <c r="C2" t="inlineStr"><is><t>c</t></is></c>\n  </row >\n </sheetData >'
    "\n</worksheet>",
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_sheets_of_other_programs_are_filled_in_order(form):
    data = with_sheet(form.format(m=MAIN))
    filled = fill_book(data, {"Part A!B2": "b", "Part A!D2": 4, "Part A!B1": 0, "Part A!A3": "z"})
    rows = CalamineWorkbook.from_filelike(io.BytesIO(filled)).get_sheet_by_index(0).to_python()
    assert rows == [["", 0, "", ""], [1, "b", "c", 4], ["z", "", "", ""]]


def test_a_sheet_without_rows_is_filled():
    xml = f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'
    assert cell(fill_book(with_sheet(xml), {"Part A!C3": 3}), "C3").value == 3


def test_where_nothing_is_asked_for_the_file_stays_the_very_same():
    assert fill_book(book()) == book()


PLACES = st.tuples(st.integers(1, 40), st.integers(1, 30))
ANY = st.one_of(
    st.integers(-(10**9), 10**9),
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9),
    st.booleans(),
    st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12),
)


@settings(max_examples=40, deadline=None)
@given(
    before=st.dictionaries(PLACES, st.integers(0, 99), max_size=30),
    writes=st.dictionaries(PLACES, ANY, min_size=1, max_size=30),
)
def test_any_writes_are_read_back_by_calamine_and_openpyxl(before, writes):
    def fill(made, sheet):
        for (row, column), value in before.items():
            sheet.write_number(row - 1, column - 1, value)

    cells = {f"Part A!{cell_name(*place)}": value for place, value in writes.items()}
    filled = fill_book(book(fill), cells)
    wanted = {**before, **writes}
    read = CalamineWorkbook.from_filelike(io.BytesIO(filled)).get_sheet_by_index(0)
    rows = read.to_python(skip_empty_area=False)
    sheet = load_workbook(io.BytesIO(filled))["Part A"]
    for (row, column), value in wanted.items():
        number = isinstance(value, int | D) and not isinstance(value, bool)
        value = pytest.approx(float(value), rel=1e-15) if number else value
        assert rows[row - 1][column - 1] == value
        if not isinstance(value, str) or "_x" not in value:
            assert sheet.cell(row, column).value == value
    full = {(r, c) for r, row in enumerate(rows, 1) for c, v in enumerate(row, 1) if v != ""}
    assert full == set(wanted)


def faults(data: bytes, cells, tables=None) -> dict[str, str]:
    with pytest.raises(InputFaults) as raised:
        fill_book(data, cells, tables)
    return {f"{each.cell} {each.code}": each.message for each in raised.value.findings}


def test_what_must_not_be_written_is_told_all_at_once():
    def fill(made, sheet):
        sheet.write_formula("A1", "=1+1")
        sheet.write_array_formula("B1:B3", "{=C1:C3*2}")
        sheet.merge_range("D1:E2", "m")
        sheet.add_table("G1:H3", {"name": "T", "columns": [{"header": "x"}, {"header": "y"}]})

    cells = dict.fromkeys(("A1", "B1", "B3", "D1", "E2", "G1", "Z9"), 1)
    cells = {f"Part A!{place}": value for place, value in cells.items()}
    found = faults(book(fill), {**cells, "Part B!A1": 1, "Nowhere": 1, "Part A!F1": D("NaN")})
    assert sorted(found) == [
        "A1 fill-formula", "B1 fill-formula", "B3 fill-spill", "E2 fill-merged", "F1 fill-value",
        "G1 fill-heading", "None fill-no-place",
    ]  # fmt: skip
    assert found["A1 fill-formula"] == "This cell holds a formula. Nothing was filled."
    assert "D1:E2" in found["E2 fill-merged"]


def test_a_day_before_the_calendar_and_a_block_of_cells_are_refused():
    data = book(lambda made, sheet: made.define_name("Block", "='Part A'!$A$1:$B$2"))
    found = faults(data, {"Part A!A1": date(1850, 1, 1), "Block": 1})
    assert "before Excel's calendar begins" in found["A1 fill-value"]
    assert found["None fill-no-place"] == "Block names several cells (A1:B2). Name one cell."
