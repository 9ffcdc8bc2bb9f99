"""What fails on the way, at each step: the workbook is as it was, and the user gets a sentence."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwings as xw

from pmf_engine.ribbon import Answer, dispatch, home, snapshot, writing
from pmf_engine.ribbon.patience import is_busy
from tests.live_kit import excel, why_not
from tests.ribbon_kit import OCTOBER, Desk, write_source

KILLED = """
import os, signal, sys
from tests.live_kit import attach
from pmf_engine.ribbon import dispatch, writing

pipe, wanted = sys.argv[1], int(sys.argv[2])
calls, real = [], writing.put

def put(*given):
    calls.append(given)
    if len(calls) == wanted:
        os.kill(os.getpid(), signal.SIGKILL)
    real(*given)

writing.put = put
app = attach(pipe)
dispatch("pmfRefreshAll", "refresh:all", app.books["own.xlsx"])
"""


@pytest.fixture
def desk(tmp_path: Path, source: Path) -> Desk:
    """Three tables of one report on one sheet, the third by its longer name."""
    made = Desk(tmp_path / "own.xlsx").settings()
    made.rows(1, [("Code", "Note", "Late"), ("M2", "ask Jo", 1)]).table("pmf_by_company", "A1:C2")
    for letter, name in (("E", "homes_report_by_company"), ("H", "homes_report_group_by_company")):
        made.cells({f"{letter}1": "Code", f"{letter}2": "M2", f"{chr(ord(letter) + 1)}1": "Late"})
        made.table(f"pmf_{name}", f"{letter}1:{chr(ord(letter) + 1)}2")
    return made.name("pmf_total", "$L$2").name("pmf_as_at", "$L$3")


def state(book: xw.Book) -> Any:
    """All that a user sees: cells, sizes of tables, sheets, mode."""
    sheet = book.sheets["Sheet"]
    sizes = [(one.name, one.range.address) for one in sheet.tables]
    cells = sheet["A1:L8"].formula, sheet["A1:L8"].value
    return cells, sizes, [one.name for one in book.sheets], book.app.calculation


def press(book: xw.Book) -> Answer:
    return dispatch("pmfRefreshAll", "refresh:all", book)


def test_a_plugin_that_fails(app: xw.App, desk: Desk, source: Path) -> None:
    write_source(source, [("M1", OCTOBER, "fail", 10, 1)])
    with desk.open(app) as book:
        before = state(book)
        answer = press(book)
        assert not answer.ok and "no homes" in answer.message and "figures" in answer.message
        assert state(book) == before


def test_a_source_that_is_not_there(app: xw.App, desk: Desk, source: Path) -> None:
    source.unlink()
    with desk.open(app) as book:
        before = state(book)
        answer = press(book)
        assert not answer.ok and "homes.xlsx" in answer.message
        assert state(book) == before


def test_a_filter_over_loose_cells_that_share_rows_with_a_table(app: xw.App, desk: Desk) -> None:
    desk.cells({"N1": "Mine", "N2": "a", "N3": "b"})
    desk.sheet.auto_filter.ref = "N1:N3"
    desk.sheet.auto_filter.add_filter_column(0, ["b"])
    desk.sheet.row_dimensions[2].hidden = True
    with desk.open(app) as book:
        before = state(book)
        answer = press(book)
        assert not answer.ok and "Clear the filter (Data, Clear)" in answer.message
        assert state(book) == before


def test_a_protected_sheet(app: xw.App, desk: Desk) -> None:
    with desk.open(app) as book:
        before = state(book)
        book.sheets["Sheet"].api.Protect()
        answer = press(book)
        assert not answer.ok and "Unprotect Sheet" in answer.message
        assert state(book) == before


def test_a_write_that_is_refused_on_the_third_table(
    app: xw.App, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = writing.put

    def put(book: xw.Book, place: Any, values: Any, formats: Any) -> None:
        if place.column >= 8:
            raise PermissionError("Excel refuses")
        real(book, place, values, formats)

    monkeypatch.setattr(writing, "put", put)
    with desk.open(app) as book:
        before = state(book)
        answer = press(book)
        assert not answer.ok and "Excel refuses" in answer.message
        assert "The workbook is as it was" in answer.message
        assert state(book) == before


def test_what_could_not_be_put_back_is_named_and_nothing_is_called_as_it_was(
    app: xw.App, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def put(book: xw.Book, place: Any, values: Any, formats: Any) -> None:
        raise PermissionError("Excel refuses")

    monkeypatch.setattr(writing, "put", put)
    monkeypatch.setattr(snapshot, "put", put)
    with desk.open(app) as book:
        answer = press(book)
        assert not answer.ok and "Not everything could be put back" in answer.message
        assert "look at Sheet!A2:A4" in answer.message
        assert "The workbook is as it was" not in answer.message


def test_what_could_not_be_put_back_is_tried_once_more_and_not_over_what_was_changed_since(
    app: xw.App, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*given: Any) -> None:
        raise PermissionError("Excel refuses")

    with desk.open(app) as book:
        sheet, before = book.sheets["Sheet"], state(book)
        with monkeypatch.context() as broken:
            broken.setattr(writing, "_read_back", refuse)
            broken.setattr(snapshot, "put", refuse)
            assert "Not everything could be put back" in press(book).message
            torn = state(book)
            assert torn != before
            again = press(book)  # nothing is written over a workbook that is not whole
            assert not again.ok and "protection of the sheet away" in again.message
            assert state(book)[0] == torn[0]
        sheet["C2"].value = 77
        mended = dispatch("pmfUndo", "undo:refresh", book)
        assert mended.ok and "put back as it had been" in mended.message
        assert "Sheet!C2: changed since, and left as it is" in mended.message
        assert sheet["C2"].value == 77
        sheet["C2"].value = 1
        assert state(book) == before
        sheet["F2"].value = 55
        assert "no refresh" in dispatch("pmfUndo", "undo:refresh", book).message
        assert sheet["F2"].value == 55


def test_a_process_that_is_killed_while_it_writes_is_made_good_by_the_next_press(
    app: xw.App, desk: Desk
) -> None:
    with desk.open(app) as book:
        before = state(book)
        words = [sys.executable, "-c", KILLED, app.impl.pipe, "4"]
        told = subprocess.run(words, env={**os.environ, "PYTHONPATH": str(Path.cwd())}, check=False)
        assert told.returncode == -signal.SIGKILL
        assert state(book) != before
        book.sheets["Sheet"]["B3"].value = "a note since"
        answer = dispatch("pmfUndo", "undo:refresh", book)
        assert answer.ok and "put back as it had been" in answer.message
        assert book.sheets["Sheet"]["B3"].value == "a note since"
        book.sheets["Sheet"]["B3"].clear_contents()
        assert state(book) == before


def test_an_application_that_ends_while_it_is_written_to(
    tmp_path: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    if reason := why_not():
        pytest.skip(reason)
    with excel() as other:
        book = desk.open(other)
        saved = (tmp_path / "own.xlsx").read_bytes()
        monkeypatch.setattr(writing, "put", lambda *given: other.kill())
        answer = press(book)
        assert not answer.ok and "Excel ended before it was done" in answer.message
    assert (tmp_path / "own.xlsx").read_bytes() == saved
    monkeypatch.undo()


def test_an_excel_that_stays_busy_is_waited_for_and_not_for_ever(
    app: xw.App, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pmf_engine.ribbon.patience._WAIT", 0.0)
    with desk.open(app) as book:
        before = state(book)
        app.impl.busy = 1000
        answer = press(book)
        assert not answer.ok and "Finish editing the cell" in answer.message
        app.impl.busy = 0
        assert state(book) == before
        app.impl.busy = 3
        assert press(book).ok


def test_codes_of_a_busy_excel_are_known_from_others() -> None:
    assert is_busy(RuntimeError(-2147418111, "Call was rejected by callee."))
    assert is_busy(RuntimeError(-2147352567, "x", (0, None, None, None, 0, -2146777998), None))
    assert not is_busy(RuntimeError(-2147352567, "x"))


def test_excel_is_never_started(app: xw.App, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def start(*given: Any, **named: Any) -> None:
        raise AssertionError("Excel was started")

    with desk.open(app) as book:
        monkeypatch.setattr(type(app.impl._apps), "add", start)
        assert press(book).ok


@pytest.mark.parametrize("written", [0, 1])
def test_a_folder_of_ones_own_that_cannot_be_written_is_told_and_all_is_as_it_was(
    app: xw.App, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: int
) -> None:
    real, calls = home.write, []

    def write(name: str, text: str) -> Path:
        calls.append(name)
        if len(calls) > written:
            (tmp_path / "home" / "undo").mkdir(parents=True, exist_ok=True)
            (tmp_path / "home" / f"{name}.part").mkdir(exist_ok=True)
        return real(name, text)

    with desk.open(app) as book:
        before = state(book)
        monkeypatch.setattr(home, "write", write)
        answer = press(book)
        assert not answer.ok and "cannot be written: Is a directory" in answer.message
        assert "fault of its own" not in answer.message
        assert state(book) == before


def test_the_file_on_disk_is_never_touched(app: xw.App, desk: Desk, tmp_path: Path) -> None:
    with desk.open(app) as book:
        before = (tmp_path / "own.xlsx").read_bytes()
        assert press(book).ok
        assert (tmp_path / "own.xlsx").read_bytes() == before
        assert openpyxl.load_workbook(tmp_path / "own.xlsx")["Sheet"]["L2"].value is None
