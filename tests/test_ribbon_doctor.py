"""The doctor: each thing that can stop the ribbon, and what it says to do."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from pmf_engine import __version__
from pmf_engine.model.errors import PmfError
from pmf_engine.ribbon.addin import install as install_module
from pmf_engine.ribbon.addin.install import install_addin, uninstall_addin
from pmf_engine.ribbon.doctor import Look, State, examine, installation, live
from pmf_engine.ribbon.doctor.live import try_excel
from pmf_engine.ribbon.helper_box import Box
from pmf_engine.ribbon.machine import Machine
from tests.addin_kit import built
from tests.command import Pmf

POLICY = r"HKCU\Software\Policies\Microsoft\Office\16.0\Excel\Security"
CHOICE = r"HKCU\Software\Microsoft\Office\16.0\Excel\Security"
GUARD = r"Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
CHILDREN = "d4f940ab-401b-4efc-aadc-ad5f3c50688a"


class Seen(Look):
    """A computer on which all is well, until a test changes it."""

    def __init__(self, home: Path) -> None:
        self.keys: dict[str, Mapping[str, str | int]] = {}
        self.marked: set[Path] = set()
        self.found: tuple[str, str] | None = (__version__, "0.37.8")
        self.variables = {"USERPROFILE": str(home)}

    @property
    def environment(self) -> Mapping[str, str]:
        return self.variables

    def registry(self, key: str) -> Mapping[str, str | int]:
        return self.keys.get(key, {})

    def is_marked(self, path: Path) -> bool:
        return path in self.marked

    def versions(self, python: Path) -> tuple[str, str] | None:
        return self.found


def installed(system: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """A computer on which the ribbon is installed."""
    monkeypatch.setattr(install_module, "build_addin", lambda menu: built())
    monkeypatch.setattr(installation, "build_addin", lambda menu: built())
    machine = Machine(system, home, home / "python.exe", home / "AppData")
    install_addin(machine, [], helper=False, menu=True)
    machine.python.touch()
    return machine


@pytest.fixture
def here(tmp_path, monkeypatch) -> Machine:
    return installed("Windows", tmp_path / "user", monkeypatch)


@pytest.fixture
def mac(tmp_path, monkeypatch) -> Machine:
    return installed("Darwin", tmp_path / "user", monkeypatch)


@pytest.fixture
def look(tmp_path) -> Seen:
    return Seen(tmp_path / "user")


def of(name: str, machine: Machine, look: Look) -> tuple[State, str]:
    """How a check came out, and all it says."""
    (check,) = [one for one in examine(machine, look) if one.name == name]
    assert bool(check.advice) == (check.state in (State.WARNING, State.FAULT))
    return check.state, f"{check.found} {check.advice}"


@pytest.mark.parametrize("system", ["Windows", "Darwin"])
def test_on_a_computer_where_all_is_well_nothing_is_found(system, tmp_path, monkeypatch, look):
    checks = examine(installed(system, tmp_path / "user", monkeypatch), look)
    assert {one.name: one.state for one in checks if one.state is not State.GOOD} == (
        {} if system == "Windows" else {"Trust": State.UNKNOWN, "Child processes": State.UNKNOWN}
    )


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda m, look: m.settings.unlink(), "names no Python"),
        (lambda m, look: m.python.unlink(), "which is not there"),
        (lambda m, look: setattr(look, "found", None), "does not find the engine"),
    ],
)
def test_a_python_that_is_not_there_or_has_no_engine_is_a_fault(here, look, spoil, said):
    spoil(here, look)
    state, text = of("Python", here, look)
    assert state is State.FAULT and said in text and "pmf ribbon install" in text


def test_a_python_with_another_version_of_the_engine_is_a_warning(here, look):
    look.found = ("0.0.1", "0.37.8")
    state, text = of("Python", here, look)
    assert state is State.WARNING and "0.0.1" in text


def test_the_interpreter_is_asked_for_the_versions_it_finds(tmp_path):
    import sys

    import xlwings

    assert Look().versions(Path(sys.executable)) == (__version__, xlwings.__version__)
    assert Look().versions(tmp_path / "none") is None


def test_a_mac_without_the_script_that_starts_python_is_a_fault(mac, look):
    mac.script.unlink()
    state, text = of("xlwings", mac, look)
    assert state is State.FAULT and "applescript is not there" in text


def test_an_add_in_that_is_missing_or_of_another_version_is_found(here, look):
    here.addin.write_bytes(b"older")
    assert of("Add-in", here, look)[0] is State.WARNING
    here.addin.unlink()
    state, text = of("Add-in", here, look)
    assert state is State.FAULT and "is not there" in text


def test_an_add_in_that_others_installed_is_not_looked_for(here, look):
    uninstall_addin(here)
    install_addin(here, [], helper=False, menu=True, addin=False)
    assert of("Add-in", here, look)[0] is State.UNKNOWN


@pytest.mark.parametrize("key", [POLICY, CHOICE])
@pytest.mark.parametrize(
    ("value", "said"),
    [("requireaddinsig", "Add-ins must be signed"), ("disablealladdins", "All add-ins are off")],
)
def test_a_setting_that_stops_add_ins_is_a_fault_wherever_it_is_made(here, look, key, value, said):
    look.keys[key] = {value: 1}
    state, text = of("Trust", here, look)
    assert state is State.FAULT and said in text and "it-department.md" in text


@pytest.mark.parametrize(
    ("macros", "said"), [(4, "without a notice"), (3, "only signed"), (2, "asks")]
)
def test_macros_that_are_off_matter_only_without_trusted_locations(here, look, macros, said):
    look.keys[POLICY] = {"vbawarnings": macros}
    assert of("Trust", here, look)[0] is State.GOOD
    look.keys[rf"{CHOICE}\Trusted Locations"] = {"alllocationsdisabled": 1}
    state, text = of("Trust", here, look)
    assert state is State.FAULT and said in text


def test_an_add_in_that_was_downloaded_is_a_fault_and_is_to_be_built_here(here, look):
    look.marked.add(here.addin)
    state, text = of("Mark of the web", here, look)
    assert state is State.FAULT and "pmf ribbon install" in text


@pytest.mark.parametrize(
    ("key", "values"),
    [
        (rf"HKLM\SOFTWARE\Policies\{GUARD}", {CHILDREN: "1"}),
        (rf"HKLM\SOFTWARE\{GUARD}", {CHILDREN: 1}),
        (
            r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender\Policy Manager",
            {"asrrules": f"00000000-0000-0000-0000-000000000000=2|{CHILDREN.upper()}=1"},
        ),
    ],
)
def test_a_rule_against_child_processes_is_found_and_answered_by_the_helper(
    here, look, key, values
):
    look.keys[key] = values
    state, text = of("Child processes", here, look)
    assert state is State.FAULT and "pmf ribbon install --helper" in text
    box = Box(here.requests)
    with box.held():
        box.beat()
        assert of("Child processes", here, look)[0] is State.GOOD


def test_a_rule_that_only_reports_is_a_warning(here, look):
    look.keys[rf"HKLM\SOFTWARE\Policies\{GUARD}"] = {CHILDREN: "2"}
    assert of("Child processes", here, look)[0] is State.WARNING


def test_a_helper_that_starts_at_sign_in_but_does_not_run_is_a_warning(here, look):
    here.sign_in.parent.mkdir(parents=True)
    here.sign_in.touch()
    state, text = of("Helper", here, look)
    assert state is State.WARNING and "pmf ribbon serve" in text
    box = Box(here.requests)
    with box.held():
        box.beat()
        assert of("Helper", here, look) == (State.GOOD, "running, started at sign-in ")


def test_a_request_folder_that_others_may_write_to_is_a_fault(here, look):
    here.requests.chmod(0o777)
    assert of("Request folder", here, look)[0] is State.FAULT


def test_a_profile_inside_onedrive_is_a_warning_and_onedrive_elsewhere_is_not(here, look):
    look.variables["OneDriveCommercial"] = str(here.home.parent / "OneDrive - Sovini")
    assert of("OneDrive", here, look)[0] is State.GOOD
    look.variables["OneDrive"] = str(here.home)
    state, text = of("OneDrive", here, look)
    assert state is State.WARNING and str(here.ribbon) in text


def test_the_command_prints_each_check_and_stops_on_a_fault(pmf: Pmf):
    told = pmf.bare("ribbon", "doctor")
    assert told.status == 1
    assert "Excel does not run on Linux." in told.out and "pmf ribbon build --out" in told.out
    assert "pmf ribbon install" not in told.out  # which this computer would refuse


def test_the_trial_on_a_real_excel_is_refused_where_there_is_none(tmp_path, pmf: Pmf):
    with pytest.raises(PmfError, match="Excel does not run on Linux"):
        try_excel(Machine("Linux", tmp_path, tmp_path, tmp_path), tmp_path / "out.md", [])
    assert pmf.bare("ribbon", "doctor", "--live", "--out", tmp_path / "out.md").status == 2
    assert pmf.bare("ribbon", "doctor", "--out", tmp_path / "out.md").status == 2
    assert list(tmp_path.glob("*.md")) == []


@pytest.mark.office
def test_the_contract_suite_is_run_on_a_live_spreadsheet_and_reported(
    app, here, look, tmp_path, monkeypatch
):
    one = "test_cells.py::test_a_failed_formula_is_read_as_its_error"  # all are run by themselves
    chosen = live.suite() / one
    monkeypatch.setattr(live, "suite", lambda: chosen)
    out = tmp_path / "live.md"
    trial = try_excel(here, out, examine(here, look), engine="calc")
    assert trial.passed == 1 and trial.failed == 0 and trial.version == "16.0"
    text = out.read_text(encoding="utf-8")
    assert "| a failed formula is read as its error | passed |  |" in text
    assert f"| Add-in | good | {here.addin} |" in text and "Excel 16.0" in text


def test_what_fails_and_what_is_skipped_stands_in_the_report(here, look, tmp_path, monkeypatch):
    folder = tmp_path / "suite"
    folder.mkdir()
    (folder / "test_it.py").write_text(
        "import pytest\ndef test_it_is_so(): assert 1 == 2\n"
        "def test_it_is_left_out(): pytest.skip('no printer')\ndef test_it_is_well(): pass\n"
    )
    monkeypatch.setattr(live, "suite", lambda: folder)
    trial = try_excel(here, tmp_path / "live.md", [])
    assert (trial.passed, trial.failed, trial.version) == (1, 2, "unknown")
    text = (tmp_path / "live.md").read_text(encoding="utf-8")
    assert "| it is so | failed | failure: assert 1 == 2 |" in text
    assert "| it is left out | failed | skipped: no printer |" in text


def test_without_pytest_the_trial_says_what_to_install(here, tmp_path, monkeypatch):
    monkeypatch.setattr(live, "find_spec", lambda name: None)
    with pytest.raises(PmfError, match="pip install pytest"):
        try_excel(here, tmp_path / "live.md", [])
