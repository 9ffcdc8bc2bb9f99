"""Refresh in an analyst's own workbook, from the press of the button to the cells."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import xlwings as xw

from pmf_engine.ribbon import Answer, dispatch
from pmf_engine.ribbon.places import Place
from tests.ribbon_kit import OCTOBER, ROWS, SEPTEMBER, Desk, write_source

HEADINGS = ("Code", "Notes", "October 2026", "Late", "Double", "Month")
TABLE = (
    HEADINGS,
    ("M2", "ask Jo", 1, 1, "=C2*2", None),
    ("M9", "demolished", 9, 9, "=C3*2", None),
)


@pytest.fixture
def desk(tmp_path: Path, source: Path) -> Desk:
    """An own workbook with a table, cells by name, and its settings."""
    made = Desk(tmp_path / "own.xlsx").rows(1, TABLE).table("pmf_by_company", "A1:F3")
    made.name("pmf_total", "$H$2").name("pmf_as_at", "$H$3").name("pmf_late_M1", "$H$4")
    return made.cells({"H1": "Total", "H6": "=H2*2"}).settings()


def press(book: xw.Book, tag: str = "refresh:all") -> Answer:
    return dispatch("pmfRefreshAll", tag, book)


def test_refresh_all_fills_tables_and_cells_and_nothing_else(app: xw.App, desk: Desk) -> None:
    with desk.open(app) as book:
        answer = press(book)
        assert answer.ok and answer.undo, answer.message
        sheet = book.sheets["Sheet"]
        assert sheet["A1:F6"].value == [
            list(HEADINGS),
            ["M2", "ask Jo", 200, 1.5, 400, "October 2026"],
            ["M9", "demolished", None, None, 0, None],
            ["M1", None, 100, 5, 200, "October 2026"],
            ["00123", None, 50, "No figure", 100, "October 2026"],
            [None] * 6,
        ]
        held = [row[0] for row in sheet["H1:H6"].options(ndim=2).value]
        assert held == ["Total", 350, datetime(2026, 11, 10), 5, None, 700]
        assert Place.of(sheet.tables["pmf_by_company"].range).address == "A1:F5"
        assert "pmf_by_company: 1 row brought up to date, 2 added" in answer.message
        assert "M9" in answer.message and "1 warning: press Check" in answer.message
        assert sheet["D2"].number_format.startswith('#,##0.0"%"')
        again = sheet["A1:H6"].formula
        assert press(book).ok
        assert sheet["A1:H6"].formula == again


def test_a_percentage_goes_with_the_format_of_its_cell(app: xw.App, desk: Desk) -> None:
    desk.sheet["H4"].number_format = "0.0%"
    with desk.open(app) as book:
        assert press(book).ok
        assert book.sheets["Sheet"]["H4"].value == pytest.approx(0.05)


def test_refresh_of_a_selection_or_a_sheet_leaves_the_others(app: xw.App, desk: Desk) -> None:
    with desk.open(app) as book:
        sheet = book.sheets["Sheet"]
        sheet["H2"].select()
        assert press(book, "refresh:selection").ok
        assert sheet["H2:H4"].options(ndim=1).value == [350, None, None]
        assert sheet["C2"].value == 1
        sheet["J9"].select()
        assert "whose name begins with pmf_" in press(book, "refresh:selection").message
        book.sheets["Reporting settings"].activate()
        assert not press(book, "refresh:sheet").ok
        sheet.activate()
        assert press(book, "refresh:sheet").ok
        assert sheet["C2"].value == 200


def test_a_heading_that_names_the_period_moves_on_with_it(
    app: xw.App, desk: Desk, source: Path
) -> None:
    with desk.open(app) as book:
        assert press(book).ok
        rows = [(code, datetime(2026, 11, 1), *rest) for code, _, *rest in ROWS]
        write_source(source, [*ROWS, *rows])
        assert press(book).ok
        assert book.sheets["Sheet"]["C1"].value == "November 2026"
        assert book.sheets["Sheet"]["F2"].value == "November 2026"


def test_a_source_with_unsaved_changes_is_saved_only_if_the_user_says_so(
    app: xw.App, desk: Desk, source: Path
) -> None:
    with desk.open(app) as book, app.books.open(source) as homes:
        homes.sheets["Homes"]["D2"].value = 111
        asked = press(book)
        assert not asked.ok and asked.again == "refresh:all:save"
        assert "homes.xlsx: changes have not been saved" in asked.message
        assert book.sheets["Sheet"]["H2"].value is None
        assert press(book, asked.again).ok
        assert homes.api.Saved
        assert book.sheets["Sheet"]["H2"].value == 361


def test_names_may_say_which_report_entity_and_period_they_mean(
    app: xw.App, desk: Desk, source: Path
) -> None:
    write_source(source, [*ROWS, ("M1", SEPTEMBER, "North", 90, 9)])
    del desk.file["Reporting settings"]
    desk.settings(("homes-report", "group", "2026-10"), ("homes-report", "group", "2026-09"))
    for name in ("pmf_by_company",):
        del desk.sheet.tables[name]
    desk.name("pmf_homes_report.group.2026_09.total", "$J$2")
    desk.name("pmf_homes_report_group_2026_10_total", "$J$3")
    with desk.open(app) as book:
        unclear = press(book)
        assert not unclear.ok
        assert "pmf_homes_report_group_2026_09_total" in unclear.message
        for name in ("pmf_total", "pmf_as_at", "pmf_late_M1"):
            book.names[name].delete()
        assert press(book).ok
        assert book.sheets["Sheet"]["J2:J3"].options(ndim=1).value == [90, 350]


def test_what_a_name_cannot_mean_is_told_with_its_cell(app: xw.App, desk: Desk) -> None:
    desk.name("pmf_totl", "$J$2").name("pmf_report", "$K$2:$K$5")
    with desk.open(app) as book:
        answer = press(book)
        assert not answer.ok
        assert "cell J2" in answer.message and "Did you mean pmf_total?" in answer.message
        book.names["pmf_totl"].delete()
        answer = press(book)
        assert "pmf_report is one figure, but the name stands for several cells" in answer.message
        assert book.sheets["Sheet"]["H2"].value is None


def test_without_settings_it_is_said_what_to_press(
    app: xw.App, tmp_path: Path, source: Path
) -> None:
    with Desk(tmp_path / "own.xlsx").name("pmf_total", "$A$1").open(app) as book:
        assert "Press Settings" in press(book).message


def test_a_named_block_with_headings_is_a_table_too(
    app: xw.App, tmp_path: Path, source: Path
) -> None:
    desk = Desk(tmp_path / "own.xlsx").rows(2, [("Code", "Late"), (None, None)]).settings()
    with desk.name("pmf_by_company", "$A$2:$B$3").open(app) as book:
        assert press(book).ok
        sheet = book.sheets["Sheet"]
        assert sheet["A2:B5"].value == [
            ["Code", "Late"],
            ["M1", 5],
            ["M2", 1.5],
            ["00123", "No figure"],
        ]
        assert Place.of(book.names["pmf_by_company"].refers_to_range).address == "A2:B5"


def test_a_report_that_errors_stop_writes_nothing(app: xw.App, desk: Desk, source: Path) -> None:
    write_source(source, [("M1", OCTOBER, "North", 0, 0)])
    with desk.open(app) as book:
        before = book.sheets["Sheet"]["A1:H6"].formula
        answer = press(book)
        assert not answer.ok
        assert "homes.xlsx, sheet Homes, cell D2: M1 has no homes." in answer.message
        assert book.sheets["Sheet"]["A1:H6"].formula == before


def test_a_plugin_that_cannot_be_loaded_is_named_with_what_is_wrong(
    app: xw.App, desk: Desk, source: Path
) -> None:
    plugin = source.parent.parent / "plugins" / "homes_report.py"
    plugin.write_text("import nothing_here\n", encoding="utf-8")
    with desk.open(app) as book:
        said = press(book).message
        assert "plugins/homes_report.py was skipped" in said and "nothing_here" in said


def test_nothing_is_computed_twice_while_the_files_stay(
    app: xw.App, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pmf_engine.engine import Engine

    runs: list[Any] = []
    real = Engine.computed
    monkeypatch.setattr(Engine, "computed", lambda *a, **k: runs.append(a) or real(*a, **k))
    with desk.open(app) as book:
        assert press(book).ok and press(book).ok
    assert len(runs) == 1
