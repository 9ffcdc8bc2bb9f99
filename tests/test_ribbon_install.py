"""Installing the add-in for one person, and taking away exactly what was installed."""

from __future__ import annotations

import plistlib
import re
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from pmf_engine.catalogue import load_catalogue
from pmf_engine.model.errors import PmfError
from pmf_engine.ribbon import helper_lock
from pmf_engine.ribbon.addin import install as module
from pmf_engine.ribbon.addin import sign_in
from pmf_engine.ribbon.addin.install import install_addin, uninstall_addin
from pmf_engine.ribbon.addin.menu import menu_xml, write_status
from pmf_engine.ribbon.controls import is_safe
from pmf_engine.ribbon.helper_box import Box
from pmf_engine.ribbon.machine import Machine
from tests.addin_kit import built

Install = Callable[..., list[str]]


def of(system: str, home: Path) -> Machine:
    return Machine(system, home, home / "Python" / "python.exe", home / "AppData" / "Roaming")


@pytest.fixture(params=["Windows", "Darwin"])
def here(request, tmp_path) -> Machine:
    """Somebody's Windows, and somebody's Mac; the home folder holds a file of their own."""
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "letter.txt").write_text("mine")
    return of(request.param, tmp_path / "home")


@pytest.fixture
def install(monkeypatch) -> Install:
    """Install with the add-in built once for all tests; gives what was written."""
    monkeypatch.setattr(module, "build_addin", lambda menu: built())

    def run(machine: Machine, helper: bool = False) -> list[str]:
        installed = install_addin(machine, [], helper=helper, menu=True)
        return sorted(str(Path(path).relative_to(machine.home)) for path in installed.files)

    return run


def everything(home: Path) -> dict[str, bytes | None]:
    return {
        str(path.relative_to(home)): path.read_bytes() if path.is_file() else None
        for path in home.rglob("*")
    }


def test_on_windows_the_files_go_where_excel_and_xlwings_look(install, tmp_path):
    assert install(of("Windows", tmp_path), helper=True) == [
        ".pmf/pmf.conf",
        "AppData/Roaming/Microsoft/Excel/XLSTART/pmf.xlam",
        "AppData/Roaming/Microsoft/Windows/Start Menu/Programs/Startup/pmf-helper.cmd",
    ]


def test_on_a_mac_they_go_into_the_folders_that_excel_may_read(install, tmp_path):
    import xlwings

    startup = "UBF8T346G9.Office/User Content.localized/Startup.localized/Excel"
    script = f"xlwings-{xlwings.__version__}.applescript"
    assert install(of("Darwin", tmp_path), helper=True) == [
        f"Library/Application Scripts/com.microsoft.Excel/{script}",
        "Library/Containers/com.microsoft.Excel/Data/pmf.conf",
        f"Library/Group Containers/{startup}/pmf.xlam",
        "Library/LaunchAgents/uk.pmf-engine.ribbon.plist",
    ]


def test_what_is_installed_is_what_was_built_and_the_menu_lists_the_reports(here, tmp_path):
    reports = [entry.report for entry in load_catalogue(None)]
    install_addin(here, reports, helper=False, menu=True)
    assert here.addin.read_bytes() == built()
    menu = (here.ribbon / "menu.xml").read_text(encoding="ascii")
    assert 'tag="generate:board-pack"' in menu and 'label="Board' in menu
    assert 'tag="generate:tenant-annual-report@edition-large-print"' in menu
    assert 'label="Annual report to tenants, easy read"' in menu
    tags = re.findall(r'tag="([^"]*)"', menu)
    assert {tag.removeprefix("generate:").partition("@")[0] for tag in tags} == {
        one.key for one in reports
    }
    ids = re.findall(r' id="([^"]*)"', menu)
    assert len(set(ids)) == len(ids) == len(tags) and all(map(is_safe, tags + ids))


def test_the_settings_name_this_python_by_its_whole_path(install, here):
    install(here)
    key = "INTERPRETER_MAC" if here.mac else "INTERPRETER_WIN"
    assert here.settings.read_bytes().decode().splitlines() == [
        f'"{key}","{here.python}"',
        '"ADD_WORKBOOK_TO_PYTHONPATH","false"',
    ]


def test_a_path_that_excel_cannot_read_is_told_and_nothing_is_written(install, tmp_path):
    here = replace(of("Windows", tmp_path), python=tmp_path / "日本" / "python.exe")
    with pytest.raises(PmfError, match="cannot read the path of Python"):
        install(here)
    assert everything(tmp_path) == {}


def test_uninstall_takes_away_all_that_install_wrote_and_nothing_else(install, here):
    before = everything(here.home)
    install(here, helper=True)
    write_status(here, "14:02: done")
    Box(here.requests).reply("1-1", {"ok": "yes"})
    assert len(everything(here.home)) > len(before)
    removed = uninstall_addin(here)
    assert everything(here.home) == before
    assert removed.kept == () and here.addin in removed.gone


def test_folders_that_were_there_before_stay(install, here):
    here.startup.mkdir(parents=True)
    (here.startup / "other.xlam").write_bytes(b"theirs")
    before = everything(here.home)
    install(here)
    uninstall_addin(here)
    assert everything(here.home) == before


def test_a_file_that_somebody_changed_since_stays_and_is_named(install, here):
    install(here)
    here.settings.write_text('"SHOW CONSOLE","True"\r\n')
    removed = uninstall_addin(here)
    assert removed.kept == (here.settings,) and here.settings.exists()
    assert not here.addin.exists()


def test_installing_twice_is_as_installing_once(install, here):
    before = everything(here.home)
    install(here, helper=True)
    once = everything(here.home)
    install(here, helper=True)
    assert everything(here.home) == once
    uninstall_addin(here)
    assert everything(here.home) == before


def test_all_but_the_add_in_is_installed_where_others_put_it_in_place(install, here):
    here.startup.mkdir(parents=True)
    here.addin.write_bytes(b"signed")
    before = everything(here.home)
    install_addin(here, [], helper=False, menu=True, addin=False)
    assert here.settings.exists() and here.addin.read_bytes() == b"signed"
    uninstall_addin(here)
    assert everything(here.home) == before


def test_a_newer_version_takes_the_place_of_the_one_installed(install, here, monkeypatch):
    install(here)
    monkeypatch.setattr(module, "build_addin", lambda menu: b"newer")
    install(here)
    assert here.addin.read_bytes() == b"newer"


def test_a_file_of_somebody_else_in_the_way_stops_it_before_anything_is_written(install, here):
    here.startup.mkdir(parents=True)
    here.addin.write_bytes(b"theirs")
    before = everything(here.home)
    with pytest.raises(PmfError, match=r"(?s)stand in the way.*pmf\.xlam.*Nothing was written"):
        install(here, helper=True)
    assert everything(here.home) == before


def test_a_file_that_excel_holds_open_is_told_in_a_sentence(install, here, monkeypatch):
    real = Path.replace

    def held(path: Path, target: Path) -> Path:
        if target == here.addin:
            raise PermissionError(13, "Permission denied")
        return real(path, target)

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(PmfError, match=r"pmf\.xlam cannot be written.*Close Excel"):
        install(here)
    monkeypatch.undo()
    uninstall_addin(here)
    assert list(everything(here.home)) == ["letter.txt"]


def test_uninstall_stops_the_helper_and_says_so_where_it_does_not(install, here, monkeypatch):
    install(here)
    monkeypatch.setattr(Box, "stop", lambda box: False)
    with helper_lock.held(here.requests / "helper.lock"), pytest.raises(PmfError, match="at work"):
        uninstall_addin(here)
    assert here.addin.exists()


def test_uninstall_without_an_installation_says_so(here):
    with pytest.raises(PmfError, match="was not installed by this command"):
        uninstall_addin(here)


def test_a_list_of_what_was_installed_that_is_spoilt_is_told(install, here):
    install(here)
    here.manifest.write_text("{")
    with pytest.raises(PmfError, match="what was installed is not known"):
        uninstall_addin(here)


def test_on_linux_nothing_is_installed_and_the_command_that_builds_is_named(install, tmp_path):
    with pytest.raises(PmfError, match=r"does not run on Linux.*pmf ribbon build"):
        install(of("Linux", tmp_path))
    assert everything(tmp_path) == {}


def test_at_sign_in_windows_starts_the_helper_without_a_window(tmp_path):
    here = of("Windows", tmp_path)
    here.python.parent.mkdir()
    quiet = here.python.with_name("pythonw.exe")
    quiet.touch()
    lines = sign_in.at_sign_in(here).decode().split("\r\n")
    assert f'start "" "{quiet}" -m pmf_engine ribbon serve' in lines


def test_at_sign_in_a_mac_starts_the_helper_by_an_agent(tmp_path):
    here = of("Darwin", tmp_path)
    told = plistlib.loads(sign_in.at_sign_in(here))
    serve = ["-m", "pmf_engine", "ribbon", "serve"]
    assert told["ProgramArguments"] == [str(here.python), *serve] and told["RunAtLoad"] is True


def test_a_menu_without_reports_says_so_and_odd_letters_are_escaped():
    assert 'enabled="false"' in menu_xml([])
    (board,) = [e.report for e in load_catalogue(None) if e.report.key == "board-pack"]
    text = menu_xml([replace(board, title='“Rents” & "£"')])
    assert text.isascii() and "&#8220;Rents&#8221; &amp; " in text


def test_the_command_that_builds_says_what_it_wrote_and_refuses_another_ending(pmf, tmp_path):
    said = pmf.bare("ribbon", "build", "--out", tmp_path / "pmf.xlam")
    assert said.status == 0
    assert sha256(built()).hexdigest() in said.out
    assert (tmp_path / "pmf.xlam").read_bytes() == built()
    said = pmf.bare("ribbon", "build", "--out", tmp_path / "pmf.xlsx")
    assert said.status == 2 and "must end in .xlam" in said.err
    said = pmf.bare("ribbon", "build", "--out", tmp_path / "none" / "pmf.xlam")
    assert said.status == 2 and "cannot be written" in said.err
    assert [path.name for path in tmp_path.rglob("*.*") if path.is_file()] == ["pmf.xlam"]


def test_the_command_that_installs_remembers_the_workspace_and_uninstall_forgets_it(
    pmf, tiny, tmp_path, monkeypatch
):
    root, home = tiny.write().root, tmp_path / "user"
    monkeypatch.setattr(Machine, "here", lambda: of("Windows", home))
    monkeypatch.setenv("PMF_HOME", str(home / ".pmf"))
    said = pmf.bare("ribbon", "install", "--workspace", root)
    assert said.status == 0 and "Start Excel again" in said.out
    assert str(root) in (home / ".pmf" / "ribbon.json").read_text()
    said = pmf.bare("ribbon", "uninstall")
    assert said.status == 0 and "pmf.xlam" in said.out
    assert everything(home) == {}


def test_on_linux_the_command_says_that_excel_is_not_there(pmf):
    said = pmf.bare("ribbon", "install")
    assert said.status == 2 and "Excel does not run on Linux" in said.err
