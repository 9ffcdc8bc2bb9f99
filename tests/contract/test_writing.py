"""The writer on a live workbook: all of a plan, or none of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
import xlwings as xw

from pmf_engine.model.content import Field, Grid
from pmf_engine.model.errors import InputFaults
from pmf_engine.ribbon import writing
from pmf_engine.ribbon.actions import undo
from pmf_engine.ribbon.journal import journal_of, repair
from pmf_engine.ribbon.places import Place
from pmf_engine.ribbon.plan import Block, Plan
from pmf_engine.ribbon.putting import put
from pmf_engine.ribbon.slots import find_slots
from pmf_engine.ribbon.tabling import TableFilling

TEXTS = ("00123", "1/2", "12-3", "1E5", "TRUE", "50%", "£1,200", "3-1", "March 2026", "=A1", "+5")


def grid(*rows: tuple[Any, ...], headings: str = "Code Homes Since", slot: str = "t") -> Grid:
    fields = tuple(Field(title=title) for title in headings.split())
    return Grid(slot=slot, caption="Homes", fields=fields, rows=rows)


def table(sheet: xw.Sheet, name: str, corner: str, rows: list[list[Any]]) -> None:
    sheet[corner].value = rows
    goal = sheet[corner].resize(len(rows), len(rows[0]))
    sheet.tables.add(source=goal, name=name)


def planned(book: xw.Book, **grids: Grid) -> Plan:
    plan = Plan()
    for slot in find_slots(book):
        plan.take(TableFilling(book, slot, grids[slot.name]).plan())
    return plan


@pytest.fixture
def homes(book: xw.Book, sheet: xw.Sheet) -> xw.Sheet:
    """A table with notes and a formula between the columns of the report."""
    rows = [
        ["Code", "Note", "Homes", "Double", "Since"],
        ["M2", "ask Jo", 1, "=C2*2", "old"],
        ["M9", "gone", 9, "=C3*2", "old"],
    ]
    table(sheet, "pmf_homes", "A1", rows)
    return sheet


NEW = grid(("M1", 100, "00123"), ("M2", Decimal("2.5"), "March 2026"))
AFTER = [
    ["M2", "ask Jo", 2.5, 5, "March 2026"],
    ["M9", "gone", None, 0, None],
    ["M1", None, 100, 200, "00123"],
]


def test_text_that_excel_would_change_is_kept_and_the_format_with_it(
    book: xw.Book, sheet: xw.Sheet
) -> None:
    place = Place(sheet.name, 1, 1, len(TEXTS), 1)
    put(book, place, [[text] for text in TEXTS], [(place, "General")])
    assert [row[0] for row in sheet["A1"].resize(len(TEXTS), 1).options(ndim=2).value] == list(
        TEXTS
    )
    assert sheet["A1"].resize(len(TEXTS), 1).number_format == "General"


def test_a_refresh_keeps_order_notes_and_formulas(book: xw.Book, homes: xw.Sheet) -> None:
    writing.write(book, planned(book, pmf_homes=NEW))
    assert homes["A2:E4"].value == AFTER
    assert Place.of(homes.tables["pmf_homes"].range).address == "A1:E4"
    assert homes["D4"].formula == "=C4*2"


def test_a_second_refresh_changes_nothing(book: xw.Book, homes: xw.Sheet) -> None:
    writing.write(book, planned(book, pmf_homes=NEW))
    before = homes["A1:E6"].formula
    writing.write(book, planned(book, pmf_homes=NEW))
    assert homes["A1:E6"].formula == before


def test_undo_puts_back_values_formats_and_size(book: xw.Book, homes: xw.Sheet) -> None:
    homes["C2"].number_format = "0.000"
    before = homes["A1:E6"].formula, homes["C2"].number_format
    writing.write(book, planned(book, pmf_homes=NEW))
    assert undo.act([], book).ok
    assert (homes["A1:E6"].formula, homes["C2"].number_format) == before
    assert Place.of(homes.tables["pmf_homes"].range).address == "A1:E3"
    assert journal_of(book) is None


def test_an_undo_under_a_filter_is_refused_with_what_to_do_and_done_once_it_is_cleared(
    book: xw.Book, homes: xw.Sheet
) -> None:
    before = homes["A1:E6"].formula
    writing.write(book, planned(book, pmf_homes=NEW))
    after = homes["A1:E6"].formula
    filtered(homes)
    told = undo.act([], book)
    assert not told.ok and "clear filters" in told.message
    assert homes["A1:E6"].formula == after
    homes.tables["pmf_homes"].api.AutoFilter.ShowAllData()
    assert undo.act([], book).ok
    assert homes["A1:E6"].formula == before


def fail_at(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the writer's block of that number, from 1, be refused."""
    calls, real = [], writing.put

    def refuse(*given: Any) -> None:
        calls.append(given)
        if len(calls) == number:
            raise PermissionError("refused")
        real(*given)

    monkeypatch.setattr(writing, "put", refuse)


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5])
def test_a_write_that_is_refused_anywhere_leaves_every_table_as_it_was(
    book: xw.Book, homes: xw.Sheet, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    homes["E2"].number_format = "@"
    homes["E2"].value = "00123"
    homes["E2"].number_format = "General"
    table(homes, "pmf_second", "G1", [["Code", "Homes"], ["M1", 1]])
    table(homes, "pmf_third", "J1", [["Code", "Homes"], ["M1", 1]])
    more = grid(("M1", 5), ("M2", 6), headings="Code Homes")
    plan = planned(book, pmf_homes=NEW, pmf_second=more, pmf_third=more)
    before = homes["A1:K8"].formula, homes["A1:K8"].value
    fail_at(number, monkeypatch)
    with pytest.raises(PermissionError):
        writing.write(book, plan)
    assert (homes["A1:K8"].formula, homes["A1:K8"].value) == before
    sizes = {one.name: Place.of(one.range).address for one in homes.tables}
    assert sizes == {"pmf_homes": "A1:E3", "pmf_second": "G1:H2", "pmf_third": "J1:K2"}
    assert homes["E2"].number_format == "General"
    assert journal_of(book) is None


def test_a_value_that_excel_does_not_keep_is_seen_and_all_is_put_back(
    book: xw.Book, homes: xw.Sheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = writing.put

    def altered(b: xw.Book, place: Place, values: Any, formats: Any) -> None:
        real(
            b, place, [[99] * place.columns] * place.rows if place.column == 3 else values, formats
        )

    before = homes["A1:E6"].formula
    monkeypatch.setattr(writing, "put", altered)
    with pytest.raises(Exception, match=re.escape("C2: Excel holds 99")):
        writing.write(book, planned(book, pmf_homes=NEW))
    assert homes["A1:E6"].formula == before


def test_a_process_that_ended_half_way_is_made_good_by_the_next(
    book: xw.Book, homes: xw.Sheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = homes["A1:E6"].formula
    fail_at(2, monkeypatch)
    monkeypatch.setattr(writing, "_take_back", lambda *given: None)  # as if it had been killed
    with pytest.raises(PermissionError):
        writing.write(book, planned(book, pmf_homes=NEW))
    assert homes["A1:E6"].formula != before
    assert "put back" in repair(book).told
    assert homes["A1:E6"].formula == before
    assert repair(book).told == ""


def protected(sheet: xw.Sheet) -> None:
    sheet.api.Protect()


def merged(sheet: xw.Sheet) -> None:
    sheet["C3:D3"].merge()


def formula_typed(sheet: xw.Sheet) -> None:
    sheet["C3"].formula = "=1+1"


def text_format(sheet: xw.Sheet) -> None:
    sheet["C2"].number_format = "@"


def in_use_below(sheet: xw.Sheet) -> None:
    sheet["B4"].value = "mine"


def filtered(sheet: xw.Sheet) -> None:
    sheet.tables["pmf_homes"].api.Range.AutoFilter(1, "M2")


def key_twice(sheet: xw.Sheet) -> None:
    sheet["A3"].value = "M2"


@pytest.mark.parametrize(
    ("harm", "code", "cell"),
    [
        (protected, "live-protected", "A2:A4"),
        (merged, "live-merged", "C2:C4"),
        (formula_typed, "live-formula", "C3"),
        (text_format, "live-text", "C2"),
        (in_use_below, "live-no-room", "A4:E4"),
        (key_twice, "live-key-twice", "A2"),
        (filtered, "live-filtered", "A2:A4"),
    ],
)
def test_what_stands_in_the_way_is_told_with_its_cell_and_nothing_is_written(
    book: xw.Book, homes: xw.Sheet, harm: Callable[[xw.Sheet], None], code: str, cell: str
) -> None:
    harm(homes)
    before = homes["A1:E6"].formula
    filling = TableFilling(book, find_slots(book)[0], NEW)
    plan = filling.plan()
    if filling.faults:
        found = filling.faults
    else:
        with pytest.raises(InputFaults) as caught:
            writing.write(book, plan)
        found = list(caught.value.findings)
    assert (code, cell) in [(one.code, one.cell) for one in found]
    assert homes["A1:E6"].formula == before


def test_two_slots_in_one_place_are_refused(book: xw.Book, sheet: xw.Sheet) -> None:
    place = Place(sheet.name, 1, 1)
    plan = Plan([Block(place, [[1]], "one"), Block(place, [[2]], "the other")])
    with pytest.raises(InputFaults, match="same cell"):
        writing.write(book, plan)
    assert sheet["A1"].value is None
