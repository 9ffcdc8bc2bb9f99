"""The built add-in: its source is ours, its ribbon fits its module, and nothing else is in it."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import warnings
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from pmf_engine.model.errors import PmfError
from pmf_engine.ribbon.addin import build
from pmf_engine.ribbon.controls import controls, is_safe
from tests.addin_kit import built
from tests.tiny import ROOT
from tests.vba_files import windows

_UI = "{http://schemas.microsoft.com/office/2006/01/customui}"
_SIGNATURES = {
    "onLoad": "(ribbon As IRibbonUI)",
    "onAction": "(control As IRibbonControl)",
    "getContent": "(control As IRibbonControl, ByRef returnedVal)",
    "getLabel": "(control As IRibbonControl, ByRef returnedVal)",
}
_ATTRIBUTES = {
    "customUI": {"onLoad"},
    "ribbon": set(),
    "tabs": set(),
    "tab": {"id", "label", "insertAfterMso", "keytip"},
    "group": {"id", "label"},
    "button": {
        "id",
        "tag",
        "label",
        "size",
        "imageMso",
        "keytip",
        "onAction",
        "screentip",
        "supertip",
    },
    "dynamicMenu": {"id", "label", "size", "imageMso", "keytip", "getContent", "screentip"},
    "labelControl": {"id", "getLabel"},
}  # fmt: skip


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def ribbon(data: bytes) -> etree._Element:
    return etree.fromstring(members(data)[build.RIBBON])


def modules(path: Path) -> dict[str, str]:
    """The modules as an independent reader finds them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from oletools.olevba import VBA_Parser

        parser = VBA_Parser(str(path))
        return {name: code for _, _, name, code in parser.extract_macros()}


def lint(path: Path) -> str:
    """What the lint says of our module as a part of the whole project; empty where nothing."""
    words = [sys.executable, "-m", "pyvbaanalysis", "--only", "PmfRibbon", str(path)]
    told = subprocess.run(words, capture_output=True, text=True, check=False)
    assert told.stderr == ""
    return told.stdout if told.returncode else ""


def test_nothing_of_the_test_environment_under_the_gpl_is_imported_by_reading(addin):
    modules(addin)
    assert [name for name in sys.modules if name.partition(".")[0] == "pcodedmp"] == []


def plain(source: str) -> str:
    return "\n".join(source.splitlines()).strip()


def test_two_builds_are_the_same_to_the_byte():
    assert build.build_addin() == built()


def test_an_independent_reader_finds_the_source_of_the_repository(addin):
    found = modules(addin)
    source = (ROOT / "pmf_engine/ribbon/addin/PmfRibbon.bas").read_text(encoding="utf-8")
    assert plain(found["PmfRibbon.bas"]) == plain(source)
    assert plain(found["xlwings.bas"]) == plain(build.xlwings_text())
    assert set(found) == {
        "PmfRibbon.bas",
        "xlwings.bas",
        "Dictionary.cls",
        "ThisWorkbook.cls",
        "Sheet2.cls",
    }


def test_the_module_of_xlwings_differs_in_four_lines_and_no_other():
    shipped = build._shipped("xlwings_custom_addin.bas").decode().splitlines()
    pairs = zip(shipped, build.xlwings_text().splitlines(), strict=False)
    assert [new.strip() for old, new in pairs if old != new] == [
        'Public Const PROJECT_NAME As String = "pmf"',
        "If False Then",
        'If source = "sheet" Then',
        'If source = "directory" Then',
    ]


def test_the_sheets_and_workbook_modules_hold_no_code(addin):
    found = modules(addin)
    for name in ("ThisWorkbook.cls", "Sheet2.cls"):
        lines = [line for line in found[name].splitlines() if not line.startswith("Attribute")]
        assert "".join(lines).strip() == ""


def test_the_file_is_sound_by_its_own_rules(addin):
    from pyopenvba import ExcelFile, check_file

    report = check_file(addin)
    assert report.ok and list(report.issues) == []
    with ExcelFile(addin) as file:
        assert file.validate() == []


def test_every_part_that_is_named_is_there_and_every_part_there_is_named():
    found = members(built())
    types = etree.fromstring(found["[Content_Types].xml"])
    overrides = {one.get("PartName")[1:] for one in types if one.tag.endswith("Override")}
    defaults = {one.get("Extension") for one in types if one.tag.endswith("Default")}
    assert overrides <= set(found)
    assert all(n in overrides or n.rpartition(".")[2] in defaults for n in found if n[0] != "[")
    targets = {one.get("Target") for one in etree.fromstring(found["_rels/.rels"])}
    assert {target.removeprefix("/") for target in targets} <= set(found)
    assert build.RIBBON in {target.removeprefix("/") for target in targets}


def test_no_clock_no_compression_and_no_path_of_another_machine_is_in_the_file():
    with zipfile.ZipFile(io.BytesIO(built())) as file:
        for member in file.infolist():
            assert member.date_time == (1980, 1, 1, 0, 0, 0)
            assert member.compress_type == zipfile.ZIP_STORED and member.create_system == 0
    assert b"absPath" not in built() and b"myaddin" not in members(built())["xl/workbook.xml"]


def test_the_ribbon_uses_known_elements_and_attributes_and_each_id_once():
    root = ribbon(built())
    for element in root.iter():
        assert set(element.attrib) <= _ATTRIBUTES[element.tag.removeprefix(_UI)], element.attrib
    ids = [one.get("id") for one in root.iter() if one.get("id")]
    assert len(ids) == len(set(ids))
    keys = [one.get("keytip") for one in root.iter(f"{_UI}button", f"{_UI}dynamicMenu")]
    assert len(keys) == len(set(keys)) and None not in keys


def test_every_callback_of_the_ribbon_stands_in_its_module_with_the_right_signature(addin):
    found = modules(addin)
    callbacks = {
        (name, value)
        for element in ribbon(built()).iter()
        for name, value in element.attrib.items()
        if name in _SIGNATURES
    }
    assert {name for name, _ in callbacks} == set(_SIGNATURES)
    for name, value in callbacks:
        module, _, procedure = value.partition(".")
        assert f"\nPublic Sub {procedure}{_SIGNATURES[name]}\n" in plain(found[f"{module}.bas"])


def test_the_buttons_are_those_the_engine_knows_by_id_tag_and_label():
    root = ribbon(built())
    shown = [
        tuple(b.get(n) for n in ("id", "tag", "label", "screentip"))
        for b in root.iter(f"{_UI}button")
    ]
    assert shown == [(one.id, one.tag, one.label, one.tip) for one in controls()]
    assert all(is_safe(id_ + tag) for id_, tag, _, _ in shown)


def test_the_tab_is_called_reporting_and_no_group_repeats_its_name():
    root = ribbon(built())
    (tab,) = root.iter(f"{_UI}tab")
    groups = [one.get("label") for one in root.iter(f"{_UI}group")]
    assert tab.get("label") == "Reporting" and "Reporting" not in groups
    assert len(set(groups)) == len(groups)


def test_what_settings_says_it_does_names_the_report():
    (tip,) = [one.tip for one in controls() if one.id == "pmfSettings"]
    assert all(word in tip for word in ("report", "entity", "period"))


def test_the_menu_has_a_twin_that_is_a_plain_button_and_can_be_left_out():
    without = ribbon(build.build_addin(menu=False))
    assert list(without.iter(f"{_UI}dynamicMenu")) == []
    assert {b.get("id") for b in without.iter(f"{_UI}button")} == {one.id for one in controls()}
    assert next(ribbon(built()).iter(f"{_UI}dynamicMenu")).get("getContent")


def test_our_module_passes_the_lint_of_a_whole_project(addin):
    assert lint(addin) == ""


def test_the_lint_finds_a_variable_that_is_not_declared(addin):
    from pyopenvba import ExcelFile

    wrong = build.module_text().replace(
        "Dim answer As String, id As String", "Dim answer As String"
    )
    assert wrong != build.module_text()
    with ExcelFile(addin) as file:
        file.set_module("PmfRibbon", wrong)
        file.save()
    assert "undeclared-variable" in lint(addin)


def test_no_add_in_and_no_other_binary_of_office_is_kept_in_the_repository():
    kept = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert [
        n for n in kept.stdout.splitlines() if re.search(r"\.(xlam|xlsm|xla|bin|xltm)$", n)
    ] == []


def test_an_xlwings_whose_module_reads_otherwise_is_refused_in_a_sentence(monkeypatch):
    monkeypatch.setattr(build, "_shipped", lambda name: b'Attribute VB_Name = "xlwings"\n')
    with pytest.raises(
        PmfError, match=r"not one the add-in can be built from.*Install xlwings 0\.37"
    ):
        build.xlwings_text()


def test_a_missing_builder_is_told_in_a_sentence(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyopenvba", None)
    with pytest.raises(PmfError, match="pip install pyopenvba"):
        build.build_addin()


@pytest.mark.office
def test_a_program_that_is_not_excel_loads_the_file_and_finds_our_module(app, addin):
    from tests.live_kit.office import properties

    desktop = app.impl.api
    wanted = properties(Hidden=True, MacroExecutionMode=4, FilterName="Calc MS Excel 2007 VBA XML")
    document = desktop.loadComponentFromURL(addin.as_uri(), "_blank", 0, wanted)
    try:
        libraries = document.BasicLibraries
        found = {
            m for name in libraries.ElementNames for m in libraries.getByName(name).ElementNames
        }
        assert {"PmfRibbon", "xlwings", "Dictionary"} <= found
    finally:
        document.close(True)


def test_a_workbook_cannot_name_the_python_that_is_started(vba, tmp_path):
    sheet = vba.app.workbook.vba_get("Worksheets").vba_get("Add")
    sheet.vba_set("Name", "pmf.conf")
    vba.app.sheet("pmf.conf").set_value("A1", "INTERPRETER_WIN")
    vba.app.sheet("pmf.conf").set_value("B1", r"Z:\evil\python.exe")
    (tmp_path / "pmf.conf").write_text('"INTERPRETER_WIN","Z:\\evil\\python.exe"\r\n')
    vba.start = lambda command: vba.commands.append(command) or 0
    vba.press("pmfHelp", "help:show")
    (command,) = vba.commands
    assert "evil" not in command and windows(Path(sys.executable)) in command
