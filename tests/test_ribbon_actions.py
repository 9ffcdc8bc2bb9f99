"""Check, Generate report, Trace figure, Open output, Undo refresh and Settings."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlwings as xw

from pmf_engine.ribbon import Answer, dispatch, leave, workspaces
from pmf_engine.ribbon.actions import check
from pmf_engine.ribbon.coercion import at_risk, shows_percent
from pmf_engine.ribbon.our_sheets import link
from tests.live_kit.coercion import coerced
from tests.ribbon_kit import OCTOBER, ROWS, Desk, make_workspace, write_source

from hypothesis import given, strategies as st  # isort: skip


@pytest.fixture
def desk(tmp_path: Path, source: Path) -> Desk:
    made = Desk(tmp_path / "own.xlsx").rows(1, [("Code", "Late", "Note"), ("M1", 1, "ask Jo")])
    return made.table("pmf_by_company", "A1:C2").name("pmf_total", "$H$2").settings()


def press(book: xw.Book, tag: str) -> Answer:
    return dispatch("pmfButton", tag, book)


def told(book: xw.Book, sheet: str) -> list[list[Any]]:
    """The rows of a sheet under its headings."""
    return book.sheets[sheet].used_range.options(ndim=2).value[4:]


def test_check_lists_what_was_found_with_links_to_the_cells(
    app: xw.App, desk: Desk, source: Path
) -> None:
    with desk.open(app) as book:
        answer = press(book, "check:all")
        assert answer.ok and answer.message == "Checked Homes: 1 warning, 1 note."
        rows = told(book, "Check findings")
        assert rows[0] == [
            "Warning", None, "homes.xlsx", "Homes", "E4", "00123 has no late repairs.",
        ]  # fmt: skip
        formula = book.sheets["Check findings"]["E5"].formula
        assert formula == f'=HYPERLINK("[{source}]\'Homes\'!E4","E4")'
        assert press(book, "check:all").ok
        assert [sheet.name for sheet in book.sheets].count("Check findings") == 1


def test_a_period_that_there_is_not_is_told_with_its_cell_by_check_too(
    app: xw.App, source: Path, tmp_path: Path
) -> None:
    own = Desk(tmp_path / "another.xlsx").settings(("homes-report", None, "soon"))
    with own.open(app) as book:
        answer = press(book, "check:all")
        assert not answer.ok and answer.message.startswith("Reporting settings!A2: ")
        assert "soon" in answer.message


def test_check_writes_its_sheet_anew_and_says_what_stops_that(
    app: xw.App, desk: Desk, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with desk.open(app) as book:
        assert press(book, "check:all").ok
        sheet = book.sheets["Check findings"]
        sheet.api.Protect()
        assert "The sheet Check findings is protected" in press(book, "check:all").message
        sheet.api.Unprotect()
        monkeypatch.setattr(check, "_findings", lambda *given: [])
        assert press(book, "check:all").message == "Checked Homes: nothing was found."
        assert sheet["A2"].value == "Homes: nothing was found." and sheet["A5"].value is None


def test_check_in_a_source_workbook_leaves_it_as_it_is(
    app: xw.App, desk: Desk, source: Path
) -> None:
    with app.books.open(source) as homes:
        before = len(app.books)
        assert press(homes, "check:all").ok
        assert homes.api.Saved and len(homes.sheets) == 1
        assert len(app.books) == before + 1
        app.books[len(app.books) - 1].close()


def test_a_press_that_was_taken_back_changes_nothing_whichever_button_it_was(
    app: xw.App, desk: Desk, source: Path, tmp_path: Path
) -> None:
    with desk.open(app) as book, app.books.open(source) as homes:
        assert press(book, "refresh:all").ok
        homes.sheets["Homes"]["D2"].value = 111
        before = book.sheets["Sheet"]["A1:H8"].formula, len(book.sheets), len(app.books)
        tags = ("refresh:all:save", "check:all:save", "generate:choose", "undo:refresh",
                "generate:homes-report:save")  # fmt: skip
        for goal, tag in [(book, tag) for tag in tags] + [(homes, "check:all:save")]:
            with leave.asked_of(lambda: False):
                assert press(goal, tag).message.startswith("The press was taken back."), tag
        homes.api.Saved = True
        for tag in ("check:all", "trace:selection"):
            book.sheets["Sheet"]["B2"].select()
            with leave.asked_of(lambda: False):
                assert press(book, tag).message.startswith("The press was taken back."), tag
        with leave.asked_of(lambda: False):
            assert press(homes, "check:all").message.startswith("The press was taken back.")
        assert (book.sheets["Sheet"]["A1:H8"].formula, len(book.sheets), len(app.books)) == before
        assert not (tmp_path / "ws" / "outputs").exists()


def test_what_was_begun_is_not_taken_back_half_way() -> None:
    said = iter([True, False])
    with leave.asked_of(lambda: next(said)):
        leave.begin()
        leave.begin()


def test_trace_shows_definition_terms_and_the_cells_read(
    app: xw.App, desk: Desk, source: Path
) -> None:
    with desk.open(app) as book:
        assert press(book, "refresh:all").ok
        sheet = book.sheets["Sheet"]
        sheet["B2"].select()
        answer = press(book, "trace:selection")
        assert answer.message == "Sheet!B2: Late repairs of North, 5.0%."
        rows = told(book, "Trace figure")
        assert ["Shown as", "5.0%", None, None] in rows
        assert [row[2:] for row in rows if row[0] == "Read"] == [["homes.xlsx, Homes", "D2:E2"]]
        assert str(source) in book.sheets["Trace figure"]["D8"].formula
        sheet.activate()
        sheet["H2"].select()
        assert (
            press(book, "trace:selection").message
            == "Sheet!H2: All homes, 350\N{NO-BREAK SPACE}homes."
        )
        write_source(source, [("M1", OCTOBER, "North", 100, 50)])
        said = trace_of(book, "B2")
        assert "North, 5.0%" in said and "homes.xlsx has been saved with changes since" in said
        sheet["B2"].value = 7
        assert "The report gave 5.0%: the cell was typed over" in trace_of(book, "B2")


def trace_of(book: xw.Book, address: str) -> str:
    book.sheets["Sheet"].activate()
    book.sheets["Sheet"][address].select()
    return press(book, "trace:selection").message


def test_trace_follows_the_row_the_user_moved_and_the_period_it_was_filled_with(
    app: xw.App, desk: Desk, source: Path
) -> None:
    with desk.open(app) as book:
        assert press(book, "refresh:all").ok
        sheet = book.sheets["Sheet"]
        rows = sheet["A2:C4"].value
        sheet["A2:A4"].number_format = "@"
        sheet["A2:C4"].value = rows[::-1]
        write_source(source, [*ROWS, ("M1", date(2026, 11, 1), "North", 100, 9)])
        assert "Late repairs of North, 5.0%" in trace_of(book, "B4")
        assert "East, No figure" in trace_of(book, "B2") or "East, not" in trace_of(book, "B2")
        facts = {row[0]: row[1] for row in told(book, "Trace figure")}
        assert facts["Missing because"] == "not entered"


def test_a_cell_that_no_refresh_has_filled_is_traced_as_it_would_be(
    app: xw.App, desk: Desk
) -> None:
    with desk.open(app) as book:
        assert "The cell holds something else than the report gives: press Refresh" in trace_of(
            book, "H2"
        )


@pytest.mark.parametrize("address", ["C2", "A1", "J20"])
def test_a_cell_without_a_figure_is_told_as_such(app: xw.App, desk: Desk, address: str) -> None:
    with desk.open(app) as book:
        book.sheets["Sheet"][address].select()
        assert "holds no figure of a report" in press(book, "trace:selection").message


def test_generate_makes_the_report_and_open_output_opens_it(
    app: xw.App, desk: Desk, tmp_path: Path
) -> None:
    with desk.open(app) as book:
        assert "Press Generate report first" in press(book, "open:output").message
        answer = press(book, "generate:homes-report")
        path = tmp_path / "ws/outputs/homes-report/group/2026-10/homes-group-2026-10.xlsx"
        assert answer.ok and answer.open == str(path) and path.is_file()
        assert press(book, "open:output").open == str(path)
        assert "no report" in press(book, "generate:nonsense").message.lower()


def test_reports_are_marked_on_a_sheet_where_the_menu_does_not_show(
    app: xw.App, desk: Desk
) -> None:
    with desk.open(app) as book:
        assert "Type x beside each report" in press(book, "generate:choose").message
        assert told(book, "Generate reports") == [
            [None, "homes-report", "group", "Homes", "Homes"],
            [None, "homes-report@edition-large-print", "group", "Homes, large print", "Homes"],
            [None, "homes-report@edition-easy-read", "group", "Homes, easy read", "Homes"],
        ]
        book.sheets["Generate reports"]["A5"].value = "x"
        book.sheets["Generate reports"]["A7"].value = "x"
        assert "type homes-report@company-NAME" in book.sheets["Generate reports"]["A2"].value
        book.sheets["Generate reports"]["A8:B8"].value = ["x", "homes-report@company-North"]
        lines = press(book, "generate:choose").message.split("\n")
        assert lines[0].startswith("Homes, October 2026: made, 1 file")
        assert lines[1].startswith("Homes, easy read, Homes, October 2026: made, 1 file")
        assert lines[2].startswith("North") or "made, 1 file" in lines[2]


def test_a_variant_is_generated_from_the_menu_and_fills_a_workbook(
    app: xw.App, desk: Desk, tmp_path: Path
) -> None:
    with desk.open(app) as book:
        answer = press(book, "generate:homes-report@edition-large-print")
        assert answer.ok and answer.message.startswith("Homes, large print, Homes, October 2026:")
        assert "large-print" in answer.open and Path(answer.open).is_file()
        settings = book.sheets["Reporting settings"]
        settings["A2"].value = "homes-report@edition-easy-read"
        assert "Refreshed from Homes, easy read" in press(book, "refresh:all").message
        assert (
            "It has: large print, easy read"
            in press(book, "generate:homes-report@edition-x").message
        )


def test_undo_takes_back_the_refresh_and_asks_where_cells_changed_since(
    app: xw.App, desk: Desk
) -> None:
    with desk.open(app) as book:
        sheet = book.sheets["Sheet"]
        before = sheet["A1:H8"].formula
        assert press(book, "refresh:all").ok
        sheet["B3"].value = 44
        asked = press(book, "undo:refresh")
        assert asked.again == "undo:refresh:anyway" and "Sheet!B3" in asked.message
        assert sheet["B3"].value == 44
        assert press(book, asked.again).ok
        assert sheet["A1:H8"].formula == before
        assert "no refresh" in press(book, "undo:refresh").message


def test_settings_gives_a_sheet_to_name_the_report_on(
    app: xw.App, tmp_path: Path, source: Path
) -> None:
    with Desk(tmp_path / "own.xlsx").name("pmf_total", "$B$2").open(app) as book:
        assert press(book, "settings:show").ok
        sheet = book.sheets["Reporting settings"]
        assert book.sheets.active.name == sheet.name
        assert sheet["E5:F5"].value == ["homes-report", "group"]
        assert sheet["E6"].value == "homes-report@edition-large-print"
        assert "Press Settings" in press(book, "refresh:all").message
        sheet["A5"].value = "homes-reprot"
        assert "Reporting settings!A5: There is no report" in press(book, "refresh:all").message
        assert "Reporting settings!A5" in press(book, "settings:show").message
        sheet["A5"].value = "homes-report"
        assert "Homes, October 2026" in press(book, "settings:show").message
        assert press(book, "refresh:all").ok
        assert book.sheets["Sheet"]["B2"].value == 350


def test_a_user_without_a_workspace_is_told_how_to_name_one(app: xw.App, tmp_path: Path) -> None:
    with Desk(tmp_path / "own.xlsx").settings().name("pmf_total", "$B$2").open(app) as book:
        assert "pmf ribbon install --workspace DIR" in press(book, "refresh:all").message


def test_a_workspace_that_was_moved_is_told_with_what_to_do(
    app: xw.App, desk: Desk, tmp_path: Path
) -> None:
    (tmp_path / "ws").rename(tmp_path / "moved")
    with desk.open(app) as book:
        for tag in ("refresh:all", "check:all", "trace:selection", "settings:show", "open:output"):
            said = press(book, tag).message
            assert f"{tmp_path / 'ws'} holds no workspace any more" in said, tag
            assert "pmf ribbon install --workspace DIR" in said


def test_a_refresh_may_follow_an_undo(app: xw.App, desk: Desk) -> None:
    with desk.open(app) as book:
        for tag in ("refresh:all", "check:all", "undo:refresh", "refresh:all", "undo:refresh"):
            assert press(book, tag).ok, tag


def test_the_usual_workspace_is_the_one_named_last(tmp_path: Path) -> None:
    for name in ("one", "two"):
        make_workspace(tmp_path / name)
        workspaces.remember_workspace(tmp_path / name)
    assert [path.name for path in workspaces.workspace_folders()] == ["two", "one"]


def test_a_companion_is_refreshed_where_it_is_open(app: xw.App, desk: Desk, source: Path) -> None:
    with desk.open(app) as book:
        path = press(book, "generate:homes-report").open
    with app.books.open(path) as companion:
        sheet = companion.sheets["Homes"]
        sheet["H4:H5"].value = [["Notes"], ["ask Jo"]]
        assert "Up to date" in press(companion, "refresh:all").message
        first, second, *rest = ROWS
        write_source(source, [("M1", first[1], "North", 100, 50), second, *rest,
                              ("M4", first[1], "West", 10, 1)])  # fmt: skip
        before = sheet["A1:H9"].formula
        answer = press(companion, "refresh:all")
        assert answer.ok and answer.undo, answer.message
        assert "1 figure changed, 1 row added" in answer.message
        held = [row[:4] for row in sheet["A5:D8"].value]
        assert held == [["M1", "North", 100, 50], ["M2", "South", 200, 1.5],
                        ["00123", "East", 50, "No figure"], ["M4", "West", 10, 10]]  # fmt: skip
        assert sheet["H5"].value == "ask Jo"
        sheet["D5"].select()
        assert press(companion, "trace:selection").message.startswith("Homes!D5: Late repairs of")
        assert press(companion, "undo:refresh").ok
        assert sheet["A1:H9"].formula == before


@given(st.text(alphabet="0123456789.,:/-+%£ eEmMaArRchTRUEFALSpy()", max_size=14))
def test_whatever_excel_is_known_to_change_is_written_with_care(text: str) -> None:
    assert at_risk(text) or not coerced(text)


@pytest.mark.parametrize(
    "text", ["No figure", "■ Missed", "2024/25 accounts", "M1", "GRP-REP01", ""]
)
def test_plain_words_need_no_care(text: str) -> None:
    assert not at_risk(text)


def test_a_percent_sign_that_is_a_literal_shows_no_percentage() -> None:
    assert shows_percent("0.0%") and shows_percent("0%;[Red]-0%")
    assert not shows_percent('0.0"%"') and not shows_percent("0\\%") and not shows_percent(None)


def test_a_link_that_excel_cannot_hold_is_plain_text() -> None:
    assert link("C4", path="x" * 300, sheet="Homes", cell="C4") == "C4"
    assert link("it's", sheet="O'Neill", cell="A1") == "=HYPERLINK(\"#'O''Neill'!A1\",\"it's\")"
