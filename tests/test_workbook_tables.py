"""Where a table stands, what its header must be, and which rows belong to it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from openpyxl.worksheet.table import Table as ExcelTable

from pmf_engine.model.findings import Finding
from pmf_engine.model.tables import NamedCell, Number, Table, Text, Whole
from pmf_engine.workbook import opened as opened_module
from pmf_engine.workbook import package as package_module
from pmf_engine.workbook.sheetxml import SheetXml
from tests.workbooks import SHEET, TABLE, build, codes, declare, edit, read, repack, save

HOMES = declare(code=Text(), homes=Whole())
ROWS = [["code", "homes"], ["A", 10], ["B", 20]]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return save(tmp_path / "book.xlsx", {"Homes": ROWS})


def only(path: Path, table: Table = HOMES) -> Finding:
    (finding,) = read(path, homes=table).findings
    return finding


def test_an_excel_table_on_a_sheet_of_its_name_is_read(book: Path) -> None:
    reading = read(book, homes=HOMES)
    assert reading.findings == ()
    assert reading.data.homes.column("code") == ["A", "B"]
    assert reading.data.homes.column("homes") == [10, 20]


def test_a_plain_sheet_with_its_header_in_row_1_is_read(tmp_path: Path) -> None:
    path = save(tmp_path / "book.xlsx", {"Homes": ROWS}, tables=False)
    reading = read(path, homes=HOMES)
    assert reading.findings == ()
    assert reading.data.homes.column("homes") == [10, 20]


def test_columns_stand_in_any_order_and_further_columns_are_ignored(tmp_path: Path) -> None:
    rows = [["note", " homes ", "code"], ["x", 10, "A"]]
    reading = read(save(tmp_path / "book.xlsx", {"Homes": rows}), homes=HOMES)
    assert reading.data.homes.rows[0].place("homes")["cell"] == "B2"
    assert reading.data.homes.column("code") == ["A"]


def test_a_table_on_another_sheet_and_lower_down_is_found_by_its_name(tmp_path: Path) -> None:
    book = build({"Notes": [["about"]]}, tables=False)
    sheet = book["Notes"]
    for cell, value in {"C5": "code", "D5": "homes", "C6": "A", "D6": 7}.items():
        sheet[cell] = value
    sheet.add_table(ExcelTable(displayName="Homes", ref="C5:D6"))
    book.save(tmp_path / "book.xlsx")
    reading = read(tmp_path / "book.xlsx", homes=HOMES)
    assert reading.findings == ()
    (row,) = reading.data.homes
    assert (row.code, row.homes, row.number) == ("A", 7, 6)
    assert row.place("homes") == {
        "workbook": "book.xlsx", "sheet": "Notes", "cell": "D6", "field": "homes",
    }  # fmt: skip


def test_a_missing_table_names_the_nearest_sheet(tmp_path: Path) -> None:
    finding = only(save(tmp_path / "book.xlsx", {"Homse": ROWS}))
    assert finding.code == "missing-table"
    assert "Did you mean “Homse”?" in finding.message


def test_an_optional_table_that_is_absent_has_no_rows_and_no_fault(book: Path) -> None:
    extra = Table(name="Extra", workbook="book", columns={"x": Text()}, optional=True)
    reading = read(book, homes=HOMES, extra=extra)
    assert reading.findings == ()
    assert (len(reading.data.extra), reading.data.extra.column("x")) == (0, [])


def test_a_missing_column_names_the_nearest_and_the_others_are_still_read(tmp_path: Path) -> None:
    rows = [["code", "hmoes"], ["A", 10]]
    reading = read(save(tmp_path / "book.xlsx", {"Homes": rows}), homes=HOMES)
    (finding,) = reading.findings
    assert (finding.code, finding.cell, finding.field) == ("missing-column", "B1", "homes")
    assert "Did you mean “hmoes”?" in finding.message
    assert reading.data.homes.column("code") == ["A"]
    assert reading.data.homes.column("homes") == [None]
    assert reading.faulty == {"homes"}


def test_a_heading_in_other_letters_is_not_the_column(tmp_path: Path) -> None:
    finding = only(save(tmp_path / "book.xlsx", {"Homes": [["Code", "homes"], ["A", 1]]}))
    assert "Did you mean “Code”?" in finding.message


def test_an_optional_column_that_is_absent_reads_as_blank(book: Path) -> None:
    reading = read(book, homes=declare(code=Text(), note=Text(optional=True)))
    assert reading.findings == ()
    assert [row.note for row in reading.data.homes] == [None, None]
    assert reading.data.homes.rows[0].place("note")["cell"] is None


def test_a_heading_that_stands_twice_is_reported(tmp_path: Path) -> None:
    path = save(tmp_path / "book.xlsx", {"Homes": [["code", "homes", "code"], ["A", 1, "B"]]},
                tables=False)  # fmt: skip
    finding = only(path)
    assert (finding.code, finding.cell) == ("duplicate-column", "C1")


def test_a_heading_renamed_in_the_cell_but_not_in_the_table_is_reported(book: Path) -> None:
    edit(book, TABLE, 'name="homes"', 'name="stock"')
    reading = read(book, homes=HOMES)
    (finding,) = reading.findings
    assert (finding.level, finding.code) == ("warning", "header-differs")
    assert finding.cell == "B1"
    assert reading.data.homes.column("homes") == [10, 20]


def test_a_heading_renamed_in_the_table_but_not_in_the_cell_is_reported(tmp_path: Path) -> None:
    path = save(tmp_path / "book.xlsx", {"Homes": [["code", "stock"], ["A", 1]]})
    edit(path, TABLE, 'name="stock"', 'name="homes"')
    assert codes(read(path, homes=HOMES)) == ["missing-column", "header-differs"]


def test_merged_header_cells_are_reported(tmp_path: Path) -> None:
    book = build({"Homes": ROWS}, tables=False)
    book["Homes"].merge_cells("B1:C1")
    book.save(tmp_path / "book.xlsx")
    finding = only(tmp_path / "book.xlsx")
    assert (finding.code, finding.cell) == ("header-merged", "B1")


def test_merged_cells_elsewhere_are_of_no_concern(tmp_path: Path) -> None:
    book = build({"Homes": ROWS}, tables=False)
    book["Homes"].merge_cells("E2:F3")
    book.save(tmp_path / "book.xlsx")
    assert read(tmp_path / "book.xlsx", homes=HOMES).findings == ()


def test_a_title_above_the_header_of_a_plain_sheet_is_pointed_out(tmp_path: Path) -> None:
    rows = [["Our homes"], [], *ROWS]
    finding = only(save(tmp_path / "book.xlsx", {"Homes": rows}, tables=False))
    assert finding.code == "header-not-found"
    assert "row 3" in finding.message


def test_a_table_without_a_header_row_is_reported(book: Path) -> None:
    edit(book, TABLE, 'headerRowCount="1"', 'headerRowCount="0"')
    assert only(book).code == "header-not-found"


def test_the_totals_row_is_not_data(book: Path) -> None:
    edit(book, TABLE, "<table ", '<table totalsRowCount="1" ')
    assert read(book, homes=HOMES).data.homes.column("code") == ["A"]


def test_data_typed_below_the_table_is_a_warning_that_names_the_first_cell(tmp_path: Path) -> None:
    book = build({"Homes": ROWS})
    book["Homes"]["B5"] = 30
    book["Homes"]["D4"] = "a note beside"
    book.save(tmp_path / "book.xlsx")
    reading = read(tmp_path / "book.xlsx", homes=HOMES)
    (finding,) = reading.findings
    assert (finding.level, finding.code, finding.cell) == ("warning", "outside-table", "B5")
    assert len(reading.data.homes) == 2
    assert reading.faulty == frozenset()


def test_a_blank_row_between_rows_is_an_error_and_not_a_row(tmp_path: Path) -> None:
    rows = [*ROWS[:2], [None, None], ROWS[2]]
    reading = read(save(tmp_path / "book.xlsx", {"Homes": rows}), homes=HOMES)
    (finding,) = reading.findings
    assert (finding.code, finding.cell) == ("blank-row", "A3")
    assert [row.number for row in reading.data.homes] == [2, 4]


def test_blank_rows_at_the_end_of_a_table_are_no_rows(book: Path) -> None:
    edit(book, TABLE, "A1:B3", "A1:B50")
    reading = read(book, homes=HOMES)
    assert reading.findings == ()
    assert len(reading.data.homes) == 2


def test_blank_rows_at_the_end_with_notes_further_down_are_no_rows(tmp_path: Path) -> None:
    book = build({"Homes": ROWS})
    book["Homes"].tables["Homes"].ref = "A1:B8"
    book["Homes"]["F12"] = "a note"
    book.save(tmp_path / "book.xlsx")
    reading = read(tmp_path / "book.xlsx", homes=HOMES)
    assert reading.findings == ()
    assert len(reading.data.homes) == 2


def test_a_table_with_no_rows_yet_reads_as_no_rows(tmp_path: Path) -> None:
    reading = read(save(tmp_path / "book.xlsx", {"Homes": [["code", "homes"]]}), homes=HOMES)
    assert reading.findings == ()
    assert len(reading.data.homes) == 0


def test_an_empty_sheet_lacks_its_columns(tmp_path: Path) -> None:
    path = save(tmp_path / "book.xlsx", {"Homes": []})
    assert codes(read(path, homes=HOMES)) == ["missing-column"] * 2


def test_hidden_rows_are_read_and_counted_in_one_note(tmp_path: Path) -> None:
    book = build({"Homes": ROWS})
    for number in (2, 3, 9):
        book["Homes"].row_dimensions[number].hidden = True
    book.save(tmp_path / "book.xlsx")
    reading = read(tmp_path / "book.xlsx", homes=HOMES)
    (finding,) = reading.findings
    assert (finding.level, finding.code) == ("note", "hidden-rows")
    assert finding.message.startswith("2 rows are")
    assert len(reading.data.homes) == 2


def test_an_error_in_a_cell_is_never_a_blank(book: Path) -> None:
    edit(book, SHEET, '<c r="B3" t="n"><v>20</v></c>', '<c r="B3" t="e"><v>#N/A</v></c>')
    optional = declare(code=Text(), homes=Whole(required=False))
    finding = only(book, optional)
    assert (finding.code, finding.cell) == ("cell-error", "B3")
    assert "#N/A" in finding.message


def test_a_row_that_holds_only_an_error_is_not_a_blank_row(tmp_path: Path) -> None:
    path = save(tmp_path / "book.xlsx", {"Homes": [["code"], ["A"], [5], ["B"]]})
    edit(path, SHEET, '<c r="A3" t="n"><v>5</v></c>', '<c r="A3" t="e"><v>#REF!</v></c>')
    assert codes(read(path, homes=declare(code=Text()))) == ["cell-error"]


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="B3"><f>A1*2</f></c>',
        '<c r="B3"><f>A1*2</f><v/></c>',
        '<c r="B3"><f>A1*2</f><v></v></c>',
        '<c r="B3"><f t="shared" si="0"/></c>',
        '<c r="B3">\n <f>A1*2</f>\n <v />\n</c>',
        "<c r='B3' s='0'><f>A1*2</f></c>",
        "<c><f>A1*2</f></c>",
    ],
)
def test_a_formula_without_a_saved_result_is_never_a_blank(book: Path, cell: str) -> None:
    edit(book, SHEET, '<c r="B3" t="n"><v>20</v></c>', cell)
    edit(book, "xl/workbook.xml", ' fullCalcOnLoad="1"', "")
    finding = only(book, declare(code=Text(), homes=Whole(required=False)))
    assert (finding.code, finding.cell) == ("cell-not-calculated", "B3")
    assert "Open the workbook in Excel" in finding.message


def test_a_formula_whose_result_is_no_text_is_a_blank(book: Path) -> None:
    cell = '<c r="B3" t="str"><f>""</f><v></v></c>'
    edit(book, SHEET, '<c r="B3" t="n"><v>20</v></c>', cell)
    edit(book, "xl/workbook.xml", ' fullCalcOnLoad="1"', "")
    reading = read(book, homes=declare(code=Text(), homes=Whole(required=False)))
    assert reading.findings == ()
    assert reading.data.homes.column("homes") == [10, None]


def test_formulas_never_calculated_by_excel_are_a_warning(book: Path) -> None:
    cell = '<c r="B3"><f>A1*2</f><v>0</v></c>'
    edit(book, SHEET, '<c r="B3" t="n"><v>20</v></c>', cell)
    assert codes(read(book, homes=HOMES)) == ["stale-formulas"]


def prefixed(parts: dict[str, bytes]) -> None:
    """Write the sheet with a namespace prefix, single quotes and no cell names."""
    parts[SHEET] = (
        b"<?xml version='1.0'?><x:worksheet xmlns:x="
        b"'http://schemas.openxmlformats.org/spreadsheetml/2006/main'><x:sheetData>"
        b"<x:row><x:c t='inlineStr'><x:is><x:t>code</x:t></x:is></x:c>"
        b"<x:c t='inlineStr'><x:is><x:t>homes</x:t></x:is></x:c></x:row>"
        b"<x:row hidden='1'><x:c t='inlineStr'><x:is><x:t>A</x:t></x:is></x:c>"
        b"<x:c t = 'e'><x:v>#DIV/0!</x:v></x:c></x:row>"
        b"<x:row><x:c t='inlineStr'><x:is><x:t>B</x:t></x:is></x:c>"
        b"<x:c><x:f>1+1</x:f></x:c></x:row>"
        b"</x:sheetData></x:worksheet>"
    )


def test_prefixes_single_quotes_and_nameless_cells_change_nothing(tmp_path: Path) -> None:
    path = save(tmp_path / "book.xlsx", {"Homes": ROWS}, tables=False)
    edit(path, "xl/workbook.xml", ' fullCalcOnLoad="1"', "")
    reading = read(repack(path, prefixed), homes=HOMES)
    assert [(one.code, one.cell) for one in reading.findings] == [
        ("cell-error", "B2"),
        ("cell-not-calculated", "B3"),
        ("hidden-rows", None),
    ]
    assert reading.data.homes.column("code") == ["A", "B"]


def test_a_million_empty_formatted_rows_cost_little(tmp_path: Path) -> None:
    path = save(tmp_path / "book.xlsx", {"Homes": ROWS}, tables=False)

    def add_rows(parts: dict[str, bytes]) -> None:
        rows = "".join(f'<row r="{n}"><c r="A{n}" s="0"/></row>' for n in range(4, 1_000_000))
        parts[SHEET] = parts[SHEET].replace(b"</sheetData>", rows.encode() + b"</sheetData>")

    repack(path, add_rows)
    start = time.perf_counter()
    reading = read(path, homes=HOMES)
    assert reading.findings == ()
    assert len(reading.data.homes) == 2
    assert time.perf_counter() - start < 20


def test_a_stray_cell_in_the_last_corner_is_refused_before_it_fills_the_memory(
    tmp_path: Path,
) -> None:
    book = build({"Homes": ROWS}, tables=False)
    book["Homes"]["XFD1048576"] = 1
    book.save(tmp_path / "book.xlsx")
    finding = only(tmp_path / "book.xlsx")
    assert (finding.code, finding.sheet) == ("sheet-too-wide", "Homes")
    assert "Ctrl+End" in finding.message


def test_a_tall_narrow_sheet_is_not_taken_for_a_wide_one() -> None:
    rows = b"".join(b'<row r="%d"><c r="A%d"/></row>' % (n, n) for n in (1, 900_000))
    xml = SheetXml(lambda: iter([b"<worksheet>" + rows + b"</worksheet>"]))
    assert xml.cells == 900_000 * 26
    rows = rows.replace(b"A1", b"AB1")
    wide = SheetXml(lambda: iter([b"<worksheet>" + rows[:50], rows[50:] + b"</worksheet>"]))
    assert wide.cells == 900_000 * 28


def test_dates_of_a_1904_workbook_are_the_dates_that_excel_shows(tmp_path: Path) -> None:
    from datetime import date, datetime

    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    from pmf_engine.model.tables import Date

    book = build({"Homes": [["day"]]})
    book.epoch = CALENDAR_MAC_1904
    book["Homes"]["A2"] = datetime(2026, 9, 30)
    book.save(tmp_path / "book.xlsx")
    reading = read(tmp_path / "book.xlsx", homes=declare(day=Date()))
    assert reading.data.homes.column("day") == [date(2026, 9, 30)]


def test_only_the_sheets_asked_for_are_parsed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = save(tmp_path / "book.xlsx", {"Homes": ROWS, "Big": [["x"], [1]]})
    parsed: list[str] = []
    real = opened_module.Opened._read
    monkeypatch.setattr(
        opened_module.Opened, "_read", lambda self, sheet: parsed.append(sheet) or real(self, sheet)
    )
    read(path, homes=HOMES, again=HOMES)
    assert parsed == ["Homes"]


CELL = NamedCell(name="year_end", workbook="book", column=Whole())


@pytest.mark.parametrize("target", ["Homes!$B$3", "'Homes'!$B$3", "Homes!B3", "Homes!$B$3:$B$3"])
def test_a_named_cell_is_read_where_its_name_points(tmp_path: Path, target: str) -> None:
    path = save(tmp_path / "book.xlsx", {"Homes": ROWS}, year_end=target)
    reading = read(path, cell=CELL)
    assert reading.findings == ()
    assert reading.data.cell.value == 20
    assert reading.data.cell.place()["cell"] == "B3"


@pytest.mark.parametrize("target", ["Homes!$A$1:$B$3", "#REF!", "42", "[1]Homes!$A$1", "Gone!$A$1"])
def test_a_name_that_points_at_no_single_cell_is_reported(tmp_path: Path, target: str) -> None:
    path = save(tmp_path / "book.xlsx", {"Homes": ROWS}, year_end=target)
    reading = read(path, cell=CELL)
    assert codes(reading) == ["name-not-a-cell"]
    assert reading.data.cell.value is None
    assert reading.faulty == {"cell"}


def test_a_missing_name_suggests_the_nearest(tmp_path: Path) -> None:
    path = save(tmp_path / "book.xlsx", {"Homes": ROWS}, year_edn="Homes!$B$3")
    (finding,) = read(path, cell=CELL).findings
    assert finding.code == "missing-name"
    assert "Did you mean “year_edn”?" in finding.message


def test_an_optional_name_that_is_absent_has_no_value_and_no_fault(book: Path) -> None:
    cell = NamedCell(name="extra", workbook="book", column=Number(), optional=True)
    reading = read(book, cell=cell)
    assert (reading.findings, reading.data.cell.value) == ((), None)


def test_a_named_cell_with_a_wrong_value_says_where(tmp_path: Path) -> None:
    path = save(tmp_path / "book.xlsx", {"Homes": ROWS}, year_end="Homes!$A$2")
    (finding,) = read(path, cell=CELL).findings
    assert (finding.code, finding.cell, finding.field) == (
        "cell-not-a-number", "A2", "year_end",
    )  # fmt: skip


def test_sheets_left_out_at_first_are_read_when_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(package_module, "_HEAVY_BYTES", 0)
    sheets = {"Homes": ROWS, "Ünits": [["x"], [1]], "Jobs": [["x"], [2]]}
    path = save(tmp_path / "book.xlsx", sheets)
    one, two = declare("Ünits", x=Whole()), declare("Jobs", x=Whole())
    reading = read(path, homes=HOMES, one=one, two=two)
    assert reading.findings == ()
    assert reading.data.homes.column("code") == ["A", "B"]
    assert (reading.data.one.column("x"), reading.data.two.column("x")) == ([1], [2])


def test_a_large_sheet_with_one_error_deep_down_names_its_cell(tmp_path: Path) -> None:
    rows = [["code", "homes"], *([f"C{n} {n * 7919 % 1009}", n] for n in range(40_000))]
    path = save(tmp_path / "book.xlsx", {"Homes": rows})
    edit(path, SHEET, '<c r="B30000" t="n"><v>29998</v></c>', '<c r="B30000" t="e"><v>#N/A</v></c>')
    reading = read(path, homes=HOMES)
    assert [(one.code, one.cell) for one in reading.findings] == [("cell-error", "B30000")]
    assert reading.data.homes.column("homes")[29_997:30_000] == [29_997, None, 29_999]
