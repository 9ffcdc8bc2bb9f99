"""Contract workbooks: typed cells, tables, drop-down lists, and text that stays text."""

import io
import warnings
import zipfile
from datetime import date, datetime
from decimal import Decimal as D

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from pmf_engine.documents.excel import write_tables
from pmf_engine.model.periods import Period
from pmf_engine.model.tables import (
    Choice,
    Code,
    Date,
    Flag,
    Money,
    Month,
    Number,
    Percent,
    Table,
    Text,
    Whole,
)

MANY = tuple(f"a rather long choice number {n}" for n in range(20))
KINDS = Table(
    name="Kinds",
    workbook="kinds",
    help="One row a kind.",
    columns={
        "code": Code(help="Short code"),
        "words": Text(required=False),
        "day": Date(),
        "month": Month(),
        "count": Whole(minimum=0, maximum=9),
        "number": Number(required=False),
        "money": Money(minimum=0),
        "percent": Percent(),
        "flag": Flag(),
        "choice": Choice("open", "closed"),
        "long": Choice(*MANY),
        "several": Choice("board", "team", many=True),
    },
)
ROW = {
    "code": "001", "words": "Plain", "day": date(2026, 9, 30), "month": Period.month(2026, 9),
    "count": 4, "number": D("88.9"), "money": D("1234.50"), "percent": D("93.1"), "flag": True,
    "choice": "open", "long": MANY[3], "several": ("board", "team"),
}  # fmt: skip
COLUMN = {name: at for at, name in enumerate(KINDS.columns, 1)}


def workbook(tmp_path, rows, table=KINDS, about=()):
    path = tmp_path / "kinds.xlsx"
    write_tables(path, [(table, rows)], about, title="Kinds")
    return path


def sheet_of(path, name="Kinds"):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return load_workbook(path)[name]


def cells(path, row=2):
    sheet = sheet_of(path)
    return {name: sheet.cell(row, column) for name, column in COLUMN.items()}


def test_each_kind_of_value_is_written_as_its_own_type(tmp_path):
    found = {name: cell.value for name, cell in cells(workbook(tmp_path, [ROW])).items()}
    assert found == {
        "code": "001", "words": "Plain", "day": datetime(2026, 9, 30), "count": 4,
        "month": datetime(2026, 9, 1), "number": 88.9, "money": 1234.5, "percent": 93.1,
        "flag": "yes", "choice": "open", "long": MANY[3], "several": "board; team",
    }  # fmt: skip


def test_each_kind_has_its_number_format(tmp_path):
    found = {name: cell.number_format for name, cell in cells(workbook(tmp_path, [ROW])).items()}
    assert found["day"] == "dd mmm yyyy"
    assert found["month"] == "mmm yyyy"
    assert found["percent"] == "0.0"
    assert found["money"] == "#,##0.00"
    assert found["code"] == "@"


def test_the_table_bears_its_name_and_stands_in_row_1(tmp_path):
    sheet = sheet_of(workbook(tmp_path, [ROW, ROW]))
    table = sheet.tables["Kinds"]
    assert table.ref == "A1:L3"
    assert [cell.value for cell in sheet[1]] == list(KINDS.columns)
    assert sheet.freeze_panes == "A2"
    assert sheet.print_title_rows == "$1:$1"


def test_no_rows_give_the_header_and_one_blank_row(tmp_path):
    sheet = sheet_of(workbook(tmp_path, []))
    assert sheet.tables["Kinds"].ref == "A1:L2"
    assert all(cell.value is None for cell in sheet[2])


def test_a_value_left_out_is_blank_and_never_zero(tmp_path):
    row = {**ROW, "number": None, "several": ()}
    del row["words"]
    found = cells(workbook(tmp_path, [row]))
    assert [found[name].value for name in ("number", "words", "several")] == [None, None, None]


@pytest.mark.parametrize("text", ["=1+1", "+44 20", "-5", "@SUM(A1)", "\t=1"])
def test_text_that_looks_like_a_formula_stays_text(tmp_path, text):
    cell = cells(workbook(tmp_path, [{**ROW, "words": text}]))["words"]
    assert cell.value == text
    assert cell.data_type == "s"
    assert cell.quotePrefix


def test_control_characters_are_removed_and_line_breaks_kept(tmp_path):
    text = cells(workbook(tmp_path, [{**ROW, "words": "a\x00b\x1f\r\nc\ud800"}]))["words"].value
    assert text == "ab\nc"


def test_text_too_long_for_a_cell_is_cut_and_says_so(tmp_path):
    text = cells(workbook(tmp_path, [{**ROW, "words": "😀" * 20_000}]))["words"].value
    assert text.endswith("… (cut at 32,767 characters)")
    assert len(text.encode("utf-16-le")) // 2 <= 32_767


def test_a_day_before_excels_first_is_text(tmp_path):
    early = {**ROW, "day": date(1899, 12, 31)}
    assert cells(workbook(tmp_path, [early]))["day"].value == "1899-12-31"


def validations(path):
    return {rule.promptTitle: rule for rule in sheet_of(path).data_validations.dataValidation}


def test_choices_and_flags_are_drop_down_lists(tmp_path):
    rules = validations(workbook(tmp_path, [ROW]))
    assert rules["flag"].formula1 == '"yes,no"'
    assert rules["choice"].formula1 == '"open,closed"'


def test_a_list_too_long_to_stand_in_the_cell_stands_on_a_hidden_sheet(tmp_path):
    path = workbook(tmp_path, [ROW])
    assert validations(path)["long"].formula1 == "Lists!$A$1:$A$20"
    lists = sheet_of(path, "Lists")
    assert lists.sheet_state == "hidden"
    assert tuple(cell.value for cell in lists["A"]) == MANY


def test_several_choices_in_a_cell_are_explained_and_not_restricted(tmp_path):
    rule = validations(workbook(tmp_path, [ROW]))["several"]
    assert rule.type is None
    assert rule.prompt == "One or more of board, team, parted by semicolons."


def test_numbers_keep_to_their_bounds_and_help_is_shown(tmp_path):
    rules = validations(workbook(tmp_path, [ROW]))
    count, money = rules["count"], rules["money"]
    assert (count.type, count.operator, count.formula1, count.formula2) == (
        "whole", None, "0", "9",
    )  # fmt: skip
    assert (money.type, money.operator, money.formula1) == ("decimal", "greaterThanOrEqual", "0")
    assert count.error == "Enter a whole number: at least 0 and at most 9."
    assert rules["code"].prompt == "Short code."
    assert rules["number"].prompt == "May be blank."


def test_validation_reaches_the_rows_still_to_be_typed(tmp_path):
    assert str(validations(workbook(tmp_path, [ROW]))["flag"].sqref) == "I2:I1002"


def test_about_comes_first_and_links_to_each_table(tmp_path):
    path = workbook(tmp_path, [ROW], about=["Type in the tables.", ("Owner", "Finance")])
    book = load_workbook(path)
    assert book.sheetnames == ["About", "Kinds", "Lists"]
    about = book["About"]
    words = [cell.value for row in about.iter_rows() for cell in row if cell.value]
    assert words == [
        "Kinds", "Type in the tables.", "Owner", "Finance", "Sheets", "Kinds", "One row a kind.",
    ]  # fmt: skip
    assert about["A7"].hyperlink.location == "'Kinds'!A1"


def test_a_table_may_itself_be_called_about(tmp_path):
    table = Table(name="About", workbook="x", columns={"a": Text()})
    book = load_workbook(workbook(tmp_path, [], table))
    assert book.sheetnames == ["About_2", "About"]


def test_it_prints_landscape_one_page_wide(tmp_path):
    sheet = sheet_of(workbook(tmp_path, [ROW]))
    setup = sheet.page_setup
    assert (setup.orientation, setup.paperSize, setup.fitToHeight) == ("landscape", 9, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_the_same_rows_give_the_same_bytes_and_no_clock(tmp_path):
    first = workbook(tmp_path, [ROW]).read_bytes()
    assert workbook(tmp_path, [ROW]).read_bytes() == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2000-01-01" in archive.read("docProps/core.xml")
    assert [path.name for path in tmp_path.iterdir()] == ["kinds.xlsx"]


@settings(max_examples=25)
@given(st.lists(st.decimals(-(10**9), 10**9, places=4), min_size=1, max_size=8))
def test_a_number_reads_back_as_the_number_written(tmp_path_factory, numbers):
    table = Table(name="T", workbook="t", columns={"n": Number()})
    path = workbook(tmp_path_factory.mktemp("n"), [{"n": n} for n in numbers], table)
    rows = CalamineWorkbook.from_path(path).get_sheet_by_name("T").to_python()
    assert [D(repr(row[0])) for row in rows[1:]] == [n + 0 for n in numbers]
