"""Personal data of lettings stays where its purpose is: the upload file and the error workbook."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from pmf_plugins.core_lettings.editions import edition_of

from tests.command import Pmf
from tests.tiny_core import TinyCore

FREE = [one.name for one in edition_of(2026).fields.values() if one.kind == "text"]
SETUP = {"owner", "manager"}  # with another owner, nobody's letting it would be


@pytest.fixture
def marked(core: TinyCore, capsys: pytest.CaptureFixture[str]) -> Pmf:
    """A workspace with a marker of its own in every free text of a letting, beside a clean one."""
    core.let()
    core.let(**{name: f"ZQX{name.upper()}" for name in FREE if name not in SETUP})
    core.let(notes="ZQXNOTES", scheme="ZQXSCHEME")
    core.headings.append("notes")
    core.codes = [["lived_here", "Always", "7", None]]
    core.lettings[1]["lived_here"] = "ZQXPLACE"
    core.write()
    return Pmf(core.root, capsys)


def texts(path: Path) -> bytes:
    """Everything that a file holds, the parts of a package unpacked."""
    if not zipfile.is_zipfile(path):
        return path.read_bytes()
    with zipfile.ZipFile(path) as package:
        return b"".join(package.read(name) for name in package.namelist())


def holding(root: Path) -> set[str]:
    found = [path for path in root.rglob("*") if path.is_file() and b"ZQX" in texts(path)]
    return {path.name for path in found if "workbooks" not in path.parts}


def test_nothing_that_is_said_holds_a_marker(marked):
    words = ("--today", "2026-10-01")
    for command in (
        ("check", "core-lettings", "--json", *words),
        ("check", "core-lettings", *words),
        ("figures", "core-lettings", "--json", *words),
        ("run", "core-lettings", "--json", *words),
        ("run", "core-lettings", "--strict", *words),
        ("explain", "relet-days", "--entity", "ORG1", *words),
        ("history", "relet-days"),
    ):
        said = marked(*command)
        assert said.status in (0, 1), said.err
        assert "ZQX" not in said.out + said.err, command


def test_markers_stand_in_the_error_workbook_alone_while_the_file_is_withheld(marked, core):
    marked("run", "core-lettings", "--today", "2026-10-01")
    assert holding(core.root) == {"core-errors-official-sensitive-ORG1-2026-27.xlsx"}
    assert core.file("core-monitoring").is_file()


def test_a_draft_puts_them_into_the_upload_file_too_and_nowhere_else(marked, core):
    marked("run", "core-lettings", "--draft", "--today", "2026-10-01")
    assert holding(core.root) == {
        "core-errors-official-sensitive-ORG1-2026-27.xlsx",
        "core-upload-official-sensitive-ORG1-2026-27.csv",
    }


def test_an_issued_file_leaves_only_hashes_in_the_workspace(core, capsys):
    core.let(county="ZQXCOUNTY", tenant_code="ZQXTENANT")
    core.write()
    pmf = Pmf(core.root, capsys)
    assert pmf("run", "core-lettings", "--today", "2026-10-01").status == 0
    assert pmf("issue", core.file("core-upload"), core.file("core-monitoring")).status == 0
    assert holding(core.root) == {"core-upload-official-sensitive-ORG1-2026-27.csv"}


def test_the_trace_of_a_figure_names_columns_and_no_cell_of_a_person(marked, core):
    marked("run", "core-lettings", "--today", "2026-10-01")
    said = marked.bare("trace", core.file("core-monitoring"), "--json")
    figures = {one["id"].split("/")[-1]: one for one in said.json["figures"]}
    assert "ZQX" not in said.out
    sources = figures["relet-days"]["sources"]
    assert sources and all(one["sheet"] == "Lettings" for one in sources)


def test_the_ledger_keeps_findings_by_row_and_field_without_a_value(marked, core):
    marked("run", "core-lettings", "--today", "2026-10-01")
    (path,) = (core.root / ".pmf" / "ledger").glob("core-lettings~*.json")
    findings = json.loads(path.read_text(encoding="utf-8"))["findings"]
    told = {(one["row"], one["field"]) for one in findings if one.get("category")}
    assert {(2, "field_41"), (2, "field_25")} <= told
    assert "ZQX" not in path.read_text(encoding="utf-8")


def test_a_fault_of_the_plugin_is_told_without_the_words_of_the_exception(core, monkeypatch):
    from pmf_plugins.core_lettings import figures

    from pmf_engine.model.errors import PmfError

    def broken(*_: object) -> None:
        raise ValueError("ZQXSECRET")

    core.let()
    monkeypatch.setattr(figures, "counted", broken)
    with pytest.raises(PmfError) as fault:
        core.outcome()
    assert "ZQX" not in str(fault.value) and "ValueError" in str(fault.value)
