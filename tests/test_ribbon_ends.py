"""From a button of the ribbon to the sheet and back: VBA, a second process, a live Calc."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import xlwings as xw
from lxml import etree
from pyopenvba.interpreter._values import error

from pmf_engine.ribbon.addin.build import ribbon_xml
from pmf_engine.ribbon.addin.sign_in import settings
from pmf_engine.ribbon.helper_box import Box
from pmf_engine.ribbon.machine import Machine
from tests.live_kit import excel
from tests.ribbon_kit import ROWS, Desk, make_workspace, write_source
from tests.tiny import ROOT
from tests.vba_machine import VbaMachine, machine_of

YES, NO = 6, 7
BUTTONS = [
    (one.get("id"), one.get("tag"), one.get("onAction"))
    for one in etree.fromstring(ribbon_xml().encode()).iter("{*}button")
]
TRANSPORTS = ("RunPython", "helper")
pytestmark = pytest.mark.office


class Desktop:
    """An analyst's computer: Excel's VBA, a live workbook, and a way between them."""

    def __init__(self, vba: VbaMachine, app: xw.App, folder: Path) -> None:
        self.vba, self.app, self.folder = vba, app, folder
        self.box = Box(vba.profile / ".pmf" / "requests")
        self.helper: subprocess.Popen[str] | None = None
        self.source = make_workspace(folder / "work")
        self.book = (
            Desk(folder / "kpi.xlsx")
            .settings()
            .rows(1, [["Code", "Late", "Note"], ["M2", 1, "ask Jo"], ["M1", 2, "demolished"]])
            .table("pmf_by_company", "A1:C3")
            .cells({"F1": 7, "G1": "=F1*2"})
            .name("pmf_total", "$F$1")
            .open(app)
        )
        vba.environment |= {
            "PMF_HOME": str(vba.profile / ".pmf"), "PMF_WORKSPACE": str(folder / "work"),
            "PMF_TEST_PIPE": app.impl.pipe, "PYTHONPATH": f"{ROOT / 'tests/joined'}:{ROOT}",
        }  # fmt: skip

    def serve(self, **variables: str) -> None:
        """Start the helper, as sign-in does."""
        words = [sys.executable, "-m", "pmf_engine", "ribbon", "serve"]
        self.helper = subprocess.Popen(
            words, env={**self.vba.environment, **variables}, stdout=subprocess.PIPE, text=True
        )
        assert self.helper.stdout is not None
        assert "ready" in self.helper.stdout.readline()
        self.vba.idle = self.notice

    def notice(self) -> None:
        """Let the sign of life of a helper that was killed be an old one at once."""
        if self.helper is not None and self.helper.poll() is not None:
            os.utime(self.box.folder / "ready", (0, 0))

    def end(self) -> None:
        if self.helper is not None:
            assert self.box.stop()
            self.helper.wait(10)
            assert self.helper.stdout is not None
            self.helper.stdout.close()
            self.helper = None

    def press(self, control: str, *answers: int) -> str:
        """Press the button of this id; return what the person is told."""
        (found,) = [one for one in BUTTONS if one[0] == control]
        before = len(self.vba.said)
        assert found[2] == "PmfRibbon.PmfAction"
        self.vba.press(found[0], found[1], *answers)
        said = self.vba.said[before:]
        return "\n".join([*said, str(self.vba.bar or "")]).strip()

    def cells(self) -> list[list[Any]]:
        return self.book.sheets["Sheet"]["A1:G6"].value


@contextmanager
def desktop_on(app: xw.App, addin: Path, profile: Path, folder: Path) -> Iterator[Desktop]:
    with machine_of(addin, profile) as vba:
        vba.open(folder / "kpi.xlsx")
        desktop = Desktop(vba, app, folder)
        try:
            yield desktop
        finally:
            desktop.end()


@pytest.fixture
def desktop(app, addin, profile, tmp_path) -> Iterator[Desktop]:
    with desktop_on(app, addin, profile, tmp_path) as made:
        yield made
        made.book.close()


def test_on_a_mac_runpython_returns_at_once_and_the_answer_is_looked_for(
    app, addin, profile, tmp_path
):
    mac = Machine("Darwin", profile, Path(sys.executable), profile, profile / ".pmf")
    (profile / "pmf.conf").write_bytes(settings(mac))
    with machine_of(addin, profile, mac=True) as vba:
        vba.open(tmp_path / "kpi.xlsx")
        desktop = Desktop(vba, app, tmp_path)
        vba.press("pmfRefreshAll", "refresh:all")
        assert vba.said == [] and vba.later == ["PmfLook"] and vba.beside is not None
        assert vba.beside.wait(120) == 0
        vba.call("PmfLook")
        assert "Refreshed from Homes" in vba.said[0] and desktop.cells()[0][5] == 350.0
        desktop.book.close()


@pytest.fixture(params=TRANSPORTS)
def either(request, desktop) -> Desktop:
    """The same desktop with and without a helper."""
    if request.param == "helper":
        desktop.serve()
        desktop.vba.blocked = True
    return desktop


def test_a_press_reaches_the_sheet_and_its_answer_the_person_and_excels_undo_takes_it_back(either):
    before = either.cells()
    said = either.press("pmfRefreshAll")
    cells = either.cells()
    assert [row[:3] for row in cells[:4]] == [
        ["Code", "Late", "Note"], ["M2", 1.5, "ask Jo"], ["M1", 5.0, "demolished"],
        ["00123", "No figure", None],
    ]  # fmt: skip
    assert cells[0][5:7] == [350.0, 700.0]
    assert "Refreshed from Homes" in said
    assert either.vba.undo == ("Undo refresh", "PmfUndo") and either.vba.popups == []
    assert "Refreshed from Homes" in either.vba.shown("PmfGetLabel")
    either.vba.call("PmfUndo")
    assert either.cells() == before


def test_a_yes_saves_the_source_first_and_a_no_changes_nothing(either):
    source = either.app.books.open(either.source)
    try:
        source.sheets["Homes"]["D2"].value = 400
        before = either.cells()
        said = either.press("pmfRefreshAll", NO)
        assert "homes.xlsx" in said and either.cells() == before
        either.press("pmfRefreshAll", YES)
        assert either.cells()[0][5] == 650.0
    finally:
        source.close()


def test_a_plugin_that_fails_leaves_the_sheet_as_it_was_and_says_so(desktop):
    before = desktop.cells()
    write_source(desktop.source, [(*ROWS[0][:2], "fail", *ROWS[0][3:])])
    said = desktop.press("pmfRefreshAll")
    assert "ZeroDivisionError: no homes. This is a fault of the plugin" in said
    assert desktop.cells() == before


def test_a_protected_sheet_is_left_alone_and_named(desktop):
    desktop.serve()
    before = desktop.cells()
    desktop.book.sheets["Sheet"].impl.xl.protect("")
    said = desktop.press("pmfRefreshAll")
    assert "protected" in said and desktop.cells() == before


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_a_python_killed_while_it_writes_is_told_and_the_next_press_puts_the_sheet_back(
    desktop, transport
):
    before = desktop.cells()
    if transport == "helper":
        desktop.serve(PMF_TEST_KILL="1")
    desktop.vba.environment["PMF_TEST_KILL"] = "1"
    said = desktop.press("pmfRefreshAll")
    assert "had begun to write" in said
    assert desktop.cells() != before
    del desktop.vba.environment["PMF_TEST_KILL"]
    assert "put back as it had been" in desktop.press("pmfUndo")
    assert desktop.cells() == before


def test_after_esc_a_helper_that_was_still_computing_writes_nothing(desktop):
    desktop.serve()
    before = desktop.cells()

    def escape() -> None:
        if list(desktop.box.folder.glob("*.run")):
            raise error(18)

    desktop.vba.idle = escape
    assert desktop.press("pmfRefreshAll") == "Stopped. Nothing was changed."
    end = time.monotonic() + 20
    while not list(desktop.box.folder.glob("*.res")) and time.monotonic() < end:
        time.sleep(0.02)
    (told,) = desktop.box.folder.glob("*.res")
    assert "taken back" in told.read_text() and desktop.cells() == before


def test_every_button_of_the_ribbon_is_answered_by_the_helper(desktop):
    desktop.serve()
    desktop.vba.start = None
    for control, _, _ in BUTTONS:
        said = desktop.press(control)
        assert said and "does not know" not in said and "fault of its own" not in said, control
    assert {control for control, _, _ in BUTTONS} >= {"pmfTrace", "pmfCheck", "pmfSettings"}


def test_a_helper_outlives_the_excel_it_served_and_says_that_it_is_gone(addin, profile, tmp_path):
    with excel() as app, desktop_on(app, addin, profile, tmp_path) as desktop:
        desktop.serve()
        desktop.press("pmfHelp")
        app.impl.kill()
        said = desktop.press("pmfRefreshAll")
        assert "Excel" in said and "fault of its own" not in said
        assert desktop.helper is not None and desktop.helper.poll() is None
