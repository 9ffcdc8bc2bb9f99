"""Cells, names, tables and facts, as the ribbon reads and writes them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import xlwings as xw

from pmf_engine.ribbon import native
from pmf_engine.ribbon.formats import formats_of
from pmf_engine.ribbon.our_sheets import link
from pmf_engine.ribbon.patience import await_ready, is_alive
from pmf_engine.ribbon.places import Place
from pmf_engine.ribbon.quiet import quiet


@pytest.mark.parametrize(
    "value",
    [1.5, "text", True, dt.datetime(2026, 3, 29), dt.datetime(2026, 3, 29, 1, 30), None],
)
def test_a_value_comes_back_as_it_was_written(sheet: xw.Sheet, value: Any) -> None:
    sheet["A1"].value = value
    assert sheet["A1"].value == value


def test_numbers_are_read_as_they_are_held_whatever_their_format(sheet: xw.Sheet) -> None:
    sheet["A1"].value = [[1234.56789, 0.1], [dt.datetime(2026, 3, 29), None]]
    sheet["A1"].number_format = "£#,##0.00"
    held = native.exact(sheet["A1:B2"])
    assert held == [[1234.56789, 0.1], [46110.0, None]]


def test_text_in_cells_formatted_as_text_keeps_its_zeros(sheet: xw.Sheet) -> None:
    sheet["A1"].number_format = "@"
    sheet["A1"].value = "00123"
    assert sheet["A1"].value == "00123"


def test_text_stays_text_when_its_format_is_put_back(sheet: xw.Sheet) -> None:
    sheet["A1"].number_format = "@"
    sheet["A1"].value = "00123"
    sheet["A1"].number_format = "General"
    assert sheet["A1"].value == "00123"


def test_what_depends_on_a_cell_is_worked_out_anew(sheet: xw.Sheet) -> None:
    sheet["A1"].value = [[1], [2]]
    sheet["B1"].formula = "=SUM(A1,A2)"
    assert sheet["B1"].value == 3
    sheet["A1"].value = 10
    assert sheet["B1"].value == 12
    assert sheet["B1"].formula == "=SUM(A1,A2)"


def test_a_failed_formula_is_read_as_its_error(sheet: xw.Sheet) -> None:
    sheet["A1"].formula = "=1/0"
    assert native.exact(sheet["A1"]) == [["#DIV/0!"]]


def test_a_name_is_found_and_written_through(book: xw.Book, sheet: xw.Sheet) -> None:
    book.names.add("pmf_as_at", f"='{sheet.name}'!$C$3")
    book.names["pmf_as_at"].refers_to_range.value = 7
    assert sheet["C3"].value == 7


def test_a_table_is_found_and_takes_another_size(sheet: xw.Sheet) -> None:
    sheet["B2"].value = [["Code", "Homes"], ["M1", 1], ["M2", 2]]
    sheet.tables.add(source=sheet["B2:C3"], name="pmf_homes")
    sheet.tables["pmf_homes"].resize(sheet["B2:C4"])
    assert Place.of(sheet.tables["pmf_homes"].range).address == "B2:C4"
    assert sheet.tables["pmf_homes"].data_body_range.value == [["M1", 1], ["M2", 2]]


def test_formats_are_told_in_as_many_parts_as_they_differ(book: xw.Book, sheet: xw.Sheet) -> None:
    sheet["A1:B4"].number_format = "0.0"
    sheet["B3:B4"].number_format = "@"
    place = Place(sheet.name, 1, 1, 4, 2)
    found = {(part.address, code) for part, code in formats_of(book, place)}
    assert found == {("A1:A4", "0.0"), ("B1:B2", "0.0"), ("B3:B4", "@")}


def test_a_formula_and_looks_are_carried_down(sheet: xw.Sheet) -> None:
    sheet["A1"].value = [[1], [2], [3]]
    sheet["B1"].formula = "=A1*2"
    sheet["B1"].number_format = "0.0"
    sheet["B1"].autofill(sheet["B1:B3"], "fill_copy")
    assert [row[0] for row in sheet["B1:B3"].formula] == ["=A1*2", "=A2*2", "=A3*2"]
    sheet["A1"].font.bold = True
    sheet["A1"].autofill(sheet["A1:A3"], "fill_formats")
    assert sheet["A3"].font.bold
    assert sheet["A3"].value == 3


def test_merged_cells_are_seen(sheet: xw.Sheet) -> None:
    assert sheet["A1:C1"].merge_cells is False
    sheet["B1:C1"].merge()
    assert sheet["B1:C1"].merge_cells is True
    assert sheet["A1:C1"].merge_cells is not False


def test_a_protected_sheet_is_seen_and_refuses(sheet: xw.Sheet) -> None:
    assert not native.is_protected(sheet)
    sheet.api.Protect()
    assert native.is_protected(sheet)
    assert native.is_locked(sheet["A1"])
    with pytest.raises(Exception):  # noqa: B017  (each platform has its own)
        sheet["A1"].value = 1


def test_a_filter_that_hides_rows_is_seen_and_rows_hidden_by_hand_are_not_one(
    sheet: xw.Sheet,
) -> None:
    sheet["B2"].value = [["Code", "Homes"], ["M1", 1], ["M2", 2]]
    sheet.tables.add(source=sheet["B2:C4"], name="pmf_homes")
    assert list(native.filtered_rows(sheet)) == []
    sheet.tables["pmf_homes"].api.Range.AutoFilter(1, "M2")
    assert list(native.filtered_rows(sheet)) == [(2, 4)]
    sheet.tables["pmf_homes"].api.AutoFilter.ShowAllData()
    assert list(native.filtered_rows(sheet)) == []
    sheet["3:3"].row_height = 0
    assert list(native.filtered_rows(sheet)) == []


def test_unsaved_changes_are_seen(book: xw.Book, sheet: xw.Sheet, tmp_path: Any) -> None:
    book.save(tmp_path / "book.xlsx")
    assert native.is_saved(book)
    sheet["A1"].value = 1
    assert not native.is_saved(book)
    assert not native.is_read_only(book)
    assert not native.has_fixed_sheets(book)


def test_a_sheet_that_is_taken_out_takes_only_its_own_tables_with_it(book: xw.Book) -> None:
    sheets = [book.sheets[0], *(book.sheets.add(name) for name in ("One", "Two", "Three"))]
    for at, sheet in enumerate(sheets):
        sheet["A1"].value = [["Code"], ["M1"]]
        sheet.tables.add(source=sheet["A1:A2"], name=f"pmf_{at}")
    book.sheets["Two"].delete()
    held = {sheet.name: [table.name for table in sheet.tables] for sheet in book.sheets}
    assert held == {sheets[0].name: ["pmf_0"], "One": ["pmf_1"], "Three": ["pmf_3"]}


def test_a_very_hidden_sheet_is_hidden_and_still_read(book: xw.Book) -> None:
    hidden = book.sheets.add("Hidden")
    hidden["A1"].value = "kept"
    hidden.visible = 2  # type: ignore[assignment]
    assert hidden.visible != True  # noqa: E712  (Excel says a number)
    assert book.sheets["Hidden"]["A1"].value == "kept"


def test_excel_is_given_back_as_the_user_had_it(
    app: xw.App, book: xw.Book, sheet: xw.Sheet
) -> None:
    sheet["B2:C3"].select()
    before = app.calculation, app.screen_updating
    with pytest.raises(ZeroDivisionError), quiet(book):
        assert app.calculation == "manual"
        book.sheets.add("Other").activate()
        raise ZeroDivisionError
    assert (app.calculation, app.screen_updating) == before
    assert book.sheets.active.name == sheet.name
    assert Place.of(book.selection).address == "B2:C3"


def test_a_link_to_a_cell_shows_its_text(sheet: xw.Sheet) -> None:
    sheet["A1"].value = [[link("C4", sheet=sheet.name, cell="C4")]]
    assert sheet["A1"].value == "C4"


def test_the_application_answers(book: xw.Book) -> None:
    await_ready(book)
    assert is_alive(book)
